"""Conversations and their messages: asking, waiting, taking answers away."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from ninja import Router
from ninja.responses import Status as Answer

from chat.api.door import ASK, READ, Asked
from chat.api.problems import Problem
from chat.api.reach import begin, conversation_of, dataset_of, message_of, read_dataset
from chat.api.shapes import (
    ConversationOrder,
    Conversations,
    ConversationShape,
    ExportOrder,
    Limit,
    MessageOrder,
    Messages,
    MessageShape,
    Renamed,
    Wait,
    Whole,
    answers,
)
from chat.api.shown import shown_conversation, shown_message
from chat.api.waiting import awaited
from chat.commands.export import export_of
from chat.models import Conversation, Message, events
from chat.orchestrator import Request, carry_out, respond
from chat.people.attempts import address_of
from chat.people.quotas import check_message
from chat.received import storable
from chat.report import FORMATS, exported
from chat.report.answers import NothingThere, answer_file
from chat.report.handing import handed_over, made_file
from chat.runs.faults import persistently
from chat.tables.attached import exported_data

router = Router(tags=["conversations"])


@router.get("/conversations", response=answers(Conversations), auth=READ,
            url_name="conversations")  # fmt: skip
def list_conversations(
    request: Asked, limit: Limit = 30, offset: Whole = 0
) -> dict[str, Any]:
    """Your conversations, the latest first."""
    theirs = Conversation.objects.of(request.auth.owner)
    found = theirs[offset : offset + limit]
    shown = [shown_conversation(one) for one in found]
    return {"total": theirs.count(), "items": shown}


@router.post("/conversations", response=answers(ConversationShape, 201), auth=ASK)
def begin_conversation(
    request: Asked, order: ConversationOrder
) -> Answer[ConversationShape]:
    """A new conversation, with a dataset in use where one is named."""
    owner = request.auth.owner
    dataset = read_dataset(dataset_of(owner, order.dataset)) if order.dataset else None
    conversation = begin(owner, dataset)
    if order.title:
        events.titled(conversation, storable(order.title))
    return Answer(201, shown_conversation(conversation))


@router.get("/conversations/{uuid:conversation_id}", response=answers(ConversationShape),
            auth=READ, url_name="conversation")  # fmt: skip
def see_conversation(request: Asked, conversation_id: uuid.UUID) -> ConversationShape:
    """A conversation: its title and the dataset in use."""
    return shown_conversation(conversation_of(request.auth.owner, conversation_id))


@router.patch("/conversations/{uuid:conversation_id}", auth=ASK,
              response=answers(ConversationShape))  # fmt: skip
def rename_conversation(
    request: Asked, conversation_id: uuid.UUID, order: Renamed
) -> ConversationShape:
    """Give a conversation another title."""
    conversation = conversation_of(request.auth.owner, conversation_id)
    events.titled(conversation, storable(order.title))
    return shown_conversation(conversation)


@router.delete("/conversations/{uuid:conversation_id}", auth=ASK,
               response=answers(None, 204))  # fmt: skip
def delete_conversation(request: Asked, conversation_id: uuid.UUID) -> Answer[None]:
    """Delete a conversation with its messages; datasets and models stay."""
    conversation_of(request.auth.owner, conversation_id).delete()
    return Answer(204, None)


@router.get("/conversations/{uuid:conversation_id}/messages", auth=READ,
            response=answers(Messages), url_name="messages")  # fmt: skip
def list_messages(
    request: Asked, conversation_id: uuid.UUID, after: Whole = 0, limit: Limit = 30
) -> dict[str, Any]:
    """Messages in their order, those behind the message ``after``."""
    conversation = conversation_of(request.auth.owner, conversation_id)
    every = Message.objects.filter(conversation=conversation)
    needed = ("conversation__owner", "conversation__dataset", "question", "run")
    found = every.filter(id__gt=after).select_related(*needed)[:limit]
    return {"total": every.count(), "items": [shown_message(one) for one in found]}


@router.post("/conversations/{uuid:conversation_id}/messages", auth=ASK,
             response=answers(MessageShape, 200, 202))  # fmt: skip
def ask(
    request: Asked,
    conversation_id: uuid.UUID,
    order: MessageOrder,
    wait: Wait = 30.0,
) -> Answer[MessageShape]:
    """Say something; the answer, or 202 if it is not there after ``wait`` seconds.

    Whether it is an answer, a question back or a refusal is its ``status``.
    """
    owner = request.auth.owner
    conversation = conversation_of(owner, conversation_id)
    check_message(owner, address_of(request))
    client = storable(order.client_id)[:64] if order.client_id else None
    said = Request(order.text, client, order.pressed)
    message = persistently(lambda: respond(conversation, said), what="a message")
    return _answered(request, message, wait)


def _answered(request: Asked, message: Message, wait: float) -> Answer[MessageShape]:
    shown = awaited(request, message, wait)
    return Answer(202 if shown.status == "working" else 200, shown)


@router.post("/conversations/{uuid:conversation_id}/exports", auth=ASK,
             response=answers(MessageShape, 200, 202), url_name="exports")  # fmt: skip
def export_table(
    request: Asked,
    conversation_id: uuid.UUID,
    order: ExportOrder,
    wait: Wait = 30.0,
) -> Answer[MessageShape]:
    """The table as the conversation has changed it, as a file: /exports/{run}/file."""
    conversation = conversation_of(request.auth.owner, conversation_id)
    dataset = conversation.dataset
    if dataset is None:
        raise Problem(409, "The conversation has no dataset in use.", "Upload one.")
    asked = export_of(conversation, read_dataset(dataset), order.format)
    message = carry_out(conversation, asked.question, asked, client_id=order.client_id)
    return _answered(request, message, wait)


@router.get("/exports/{uuid:run_id}/file", auth=READ, url_name="exported",
            response=answers(None))  # fmt: skip
def exported_file(request: Asked, run_id: uuid.UUID) -> HttpResponseBase:
    """The file that an export wrote."""
    attached = exported_data(request.auth.owner, run_id)
    if attached is None:
        raise Http404
    return handed_over(attached)


@router.get("/conversations/{uuid:conversation_id}/report.{ending}", auth=READ,
            response=answers(None), url_name="report")  # fmt: skip
def report(request: Asked, conversation_id: uuid.UUID, ending: str) -> HttpResponseBase:
    """The conversation as a notebook (ipynb), report (html), text (md), script (py)."""
    conversation = conversation_of(request.auth.owner, conversation_id)
    if ending not in FORMATS:
        raise Problem(
            404, "There is no such report.", f"Endings: {', '.join(FORMATS)}."
        )
    return made_file(exported(conversation, ending))


@router.get("/messages/{message_id}", response=answers(MessageShape), auth=READ,
            url_name="message")  # fmt: skip
def see_message(request: Asked, message_id: Whole, wait: Wait = 0.0) -> MessageShape:
    """A message; of one still worked on, as it is after ``wait`` seconds at most."""
    return awaited(request, message_of(request.auth.owner, message_id), wait)


@router.get("/messages/{message_id}/files/{name}", auth=READ, response=answers(None),
            url_name="message-file")  # fmt: skip
def message_file(request: Asked, message_id: Whole, name: str) -> HttpResponseBase:
    """A part of an answer as a file: script.py, answer.ipynb, answer.md, answer.tex,
    answer.html, table-0.csv, chart-0.png and so on."""
    message = message_of(request.auth.owner, message_id)
    try:
        return made_file(answer_file(message, name))
    except NothingThere:
        text = "The answer has no such file."
        raise Problem(404, text, "Names: script.py, answer.md, table-0.csv …") from None
