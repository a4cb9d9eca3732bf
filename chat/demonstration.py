"""A sample conversation for a first look."""

from __future__ import annotations

from django.contrib.auth import get_user_model

from analysis.models import Owner
from analysis.tables.samples import samples
from chat.models import Conversation, Message, Run
from chat.orchestrator import Request, respond
from chat.people import linking
from chat.render.terminal import render_reply
from chat.runs.jobs import execute_run
from chat.terminal import Output

_MOST_QUESTIONS = 6


def demonstrate(output: Output, username: str | None) -> tuple[Conversation, str]:
    """Ask the first sample what it suggests itself; the conversation, and a link to it.

    Raises:
        LookupError: there is no such account.
    """
    owner = _owner(username)
    conversation = Conversation.objects.create(owner=owner)
    message = _asked(output, conversation, f"/sample {samples()[0].name}")
    for question in _suggested(message)[:_MOST_QUESTIONS]:
        _asked(output, conversation, question)
    return conversation, "" if username else linking.create(conversation)


def _owner(username: str | None) -> Owner:
    if username is None:
        return Owner.objects.create()
    user = get_user_model().objects.filter(username=username).first()
    if user is None:
        raise LookupError(f"There is no account {username}.")
    return Owner.objects.get_or_create(user=user)[0]


def _asked(output: Output, conversation: Conversation, text: str) -> Message:
    started: list[Run] = []
    message = respond(conversation, Request(text), start=started.append)
    for run in started:
        execute_run(str(run.id))
    conversation.refresh_from_db()
    message.refresh_from_db()
    if message.reply is not None:
        output.write(f"\n> {text}\n\n{render_reply(message.reply)}")
        output.flush()
    return message


def _suggested(message: Message) -> list[str]:
    return [
        option.value
        for block in (message.reply.blocks if message.reply else ())
        if block.kind == "choices"
        for option in block.options
        if not option.value.startswith("/")
    ]
