"""What a conversation's readers are sent: stored events as JSON frames."""

from __future__ import annotations

from typing import Any

from analysis.base.reply import Curve
from chat.models import Conversation, Event
from chat.news.reading import news_after
from chat.render.html import progress_news, render_message
from chat.views.messages import view_of


def frames_after(
    conversation: Conversation, cursor: int
) -> tuple[list[dict[str, Any]], int]:
    """The frames after an event, oldest first, and the new cursor.

    More events than are told at once ask for a reload.
    """
    found = news_after(conversation, cursor)
    if found is None:
        return [{"op": "reload"}], cursor
    events, newest = found
    return [frame for event in events if (frame := _frame(event))], newest


def _frame(event: Event) -> dict[str, Any] | None:
    message = event.message
    match event.kind:
        case Event.Kind.APPEND | Event.Kind.REPLACE:
            return _changed(event)
        case Event.Kind.PROGRESS if message is not None:
            return {"op": "progress", "id": message.id, **_progress(event.payload)}
        case Event.Kind.DATASET:
            return {"seq": event.id, "op": "dataset", **event.payload}
        case Event.Kind.TITLE:
            return {"seq": event.id, "op": "title", **event.payload}
    return None


def _progress(payload: dict[str, Any]) -> dict[str, Any]:
    """The payload with its words and curves drawn."""
    told = {name: payload.get(name) for name in ("run", "fraction", "label")}
    curves = [Curve.model_validate(one) for one in payload.get("curves", ())]
    return {**told, "news": progress_news(payload.get("note", ""), curves)}


def _changed(event: Event) -> dict[str, Any]:
    assert event.message is not None
    return {
        "seq": event.id,
        "op": event.kind,
        "id": event.message.id,
        "cid": event.message.client_id or "",
        "html": render_message(view_of(event.message)),
    }
