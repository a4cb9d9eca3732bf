"""What a conversation's readers are sent: stored events as JSON frames."""

from __future__ import annotations

from typing import Any

from analysis.base.reply import Curve
from chat.models import Conversation, Event
from chat.render.html import progress_news, render_message
from chat.views.messages import view_of

AT_MOST = 300


def frames_after(
    conversation: Conversation, cursor: int
) -> tuple[list[dict[str, Any]], int]:
    """The frames after an event, oldest first, and the new cursor.

    A message is sent in its present form, and only once: an append stays an append,
    later replacements of it fall away. More than ``AT_MOST`` events ask for a reload.
    """
    events = list(
        Event.objects.filter(conversation=conversation, id__gt=cursor)
        .order_by("id")
        .select_related("message", "message__run")[: AT_MOST + 1]
    )
    if len(events) > AT_MOST:
        return [{"op": "reload"}], cursor
    last_change = {
        event.message_id: event.id
        for event in events
        if event.kind in (Event.Kind.APPEND, Event.Kind.REPLACE)
    }
    frames = []
    for event in events:
        frame = _frame(event, last_change)
        if frame is not None:
            frames.append(frame)
    return frames, events[-1].id if events else cursor


def _frame(event: Event, last_change: dict[int | None, int]) -> dict[str, Any] | None:
    message = event.message
    match event.kind:
        case Event.Kind.APPEND if message is not None:
            return _changed(event)
        case Event.Kind.REPLACE if message is not None:
            return _changed(event) if last_change[message.id] == event.id else None
        case Event.Kind.PROGRESS if message is not None:
            if last_change.get(message.id, 0) > event.id:
                return None
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
