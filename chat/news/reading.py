"""Events of a conversation that its readers have to be told, each message once."""

from __future__ import annotations

from chat.models import Conversation, Event

AT_MOST = 300
_OF_MESSAGES = (Event.Kind.APPEND, Event.Kind.REPLACE)


def news_after(
    conversation: Conversation, cursor: int
) -> tuple[list[Event], int] | None:
    """The events after one, oldest first, and the new cursor; None if there are too many.

    A message is told in its present form, and only once: an append stays an append,
    later replacements of it fall away, and so does progress that is over.
    """
    events = list(
        Event.objects.filter(conversation=conversation, id__gt=cursor)
        .order_by("id")
        .select_related("message", "message__run")[: AT_MOST + 1]
    )
    if len(events) > AT_MOST:
        return None
    last = {e.message_id: e.id for e in events if e.kind in _OF_MESSAGES}
    told = [event for event in events if _is_news(event, last)]
    return told, events[-1].id if events else cursor


def _is_news(event: Event, last: dict[int | None, int]) -> bool:
    match event.kind:
        case Event.Kind.APPEND:
            return event.message is not None
        case Event.Kind.REPLACE:
            return event.message is not None and last[event.message_id] == event.id
        case Event.Kind.PROGRESS:
            known = event.message is not None
            return known and last.get(event.message_id, 0) <= event.id
    return True
