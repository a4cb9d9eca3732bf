"""A conversation's news as server-sent events: the same log that pages follow."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import AsyncIterator
from typing import Any

from channels.db import database_sync_to_async
from django.core.serializers.json import DjangoJSONEncoder
from django.http import StreamingHttpResponse
from ninja import Router

from analysis.models import Owner
from chat.api.door import READ, Asked
from chat.api.problems import Problem
from chat.api.reach import conversation_of
from chat.api.shapes import Whole, answers
from chat.api.shown import shown_message
from chat.models import ApiToken, Conversation, Event
from chat.news.reading import news_after
from chat.news.tail import tail
from chat.people.attempts import address_of
from chat.people.quotas import Limits, close_socket, open_socket, sockets_of
from chat.received import whole_number

router = Router(tags=["conversations"])
_SIGN_OF_LIFE = 20.0  # seconds; proxies end what says nothing for a minute


@router.get("/conversations/{uuid:conversation_id}/events", auth=READ, url_name="events",
            response=answers(None))  # fmt: skip
def follow(
    request: Asked, conversation_id: uuid.UUID, after: Whole = 0
) -> StreamingHttpResponse:
    """The events behind the event ``after`` (or ``Last-Event-ID``) and all that follow.

    ``text/event-stream``: *message* as /messages gives it, *progress* (run, fraction,
    label), *dataset*, *title*, and *reload* where there are too many to tell.
    """
    owner = request.auth.owner
    conversation = conversation_of(owner, conversation_id)
    places = sockets_of(owner, address_of(request))
    if not open_socket(places):
        raise Problem(429, "Too many pages and streams are open.", "Close one.")
    close_socket(places)  # the stream takes it when it begins, or never does
    cursor = whole_number(request.headers.get("Last-Event-ID"), after) or 0
    lines = _lines(request.auth, conversation, cursor, places)
    response = StreamingHttpResponse(lines, content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response


async def _lines(
    token: ApiToken, conversation: Conversation, cursor: int, places: Limits
) -> AsyncIterator[str]:
    if not open_socket(places):
        yield "event: closed\ndata: {}\n\n"
        return
    try:
        async with tail().listen(conversation.id) as queue:
            yield ": open\n\n"
            while await _still_theirs(token, conversation):
                news, cursor = await _news(conversation, cursor)
                for one in news:
                    yield one
                try:
                    await asyncio.wait_for(queue.get(), _SIGN_OF_LIFE)
                except TimeoutError:
                    yield ": here\n\n"
                while not queue.empty():
                    queue.get_nowait()
        yield "event: closed\ndata: {}\n\n"
    finally:
        close_socket(places)


@database_sync_to_async
def _still_theirs(token: ApiToken, conversation: Conversation) -> bool:
    """The token may be revoked, the conversation deleted or given to somebody else."""
    known = ApiToken.objects.filter(id=token.id, owner=token.owner_id).first()
    owner: Owner = token.owner
    theirs = Conversation.objects.of(owner).filter(id=conversation.id).exists()
    return known is not None and not known.has_expired and theirs


@database_sync_to_async
def _news(conversation: Conversation, cursor: int) -> tuple[list[str], int]:
    found = news_after(conversation, cursor)
    if found is None:
        newest = Event.objects.filter(conversation=conversation).last()
        last = newest.id if newest else cursor
        return [_line(last, "reload", {})], last
    told, newest_id = found
    return [_line(one.id, *_content(one)) for one in told], newest_id


def _content(event: Event) -> tuple[str, dict[str, Any]]:
    if event.kind in (Event.Kind.APPEND, Event.Kind.REPLACE):
        assert event.message is not None
        return "message", shown_message(event.message).model_dump(mode="json")
    if event.kind == Event.Kind.PROGRESS:
        return "progress", {"message": event.message_id, **event.payload}
    return event.kind, event.payload


def _line(number: int, name: str, content: dict[str, Any]) -> str:
    data = json.dumps(content, cls=DjangoJSONEncoder)
    return f"id: {number}\nevent: {name}\ndata: {data}\n\n"
