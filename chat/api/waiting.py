"""Waiting for an answer: a while within the request, for those who want no second one."""

from __future__ import annotations

import time

from chat.api.door import Asked
from chat.api.reach import message_of
from chat.api.shapes import MessageShape
from chat.api.shown import shown_message
from chat.models import Message, Run
from chat.people.attempts import address_of
from chat.people.quotas import close_socket, open_socket, sockets_of

_FIRST_PAUSE, _LONGEST_PAUSE = 0.02, 0.25


def awaited(request: Asked, message: Message, seconds: float) -> MessageShape:
    """The message as it is as soon as its run is over, or after so many seconds.

    Who waits takes the place of an open page; without one left it is not waited.
    """
    owner = request.auth.owner
    if message.run is not None and seconds > 0:
        places = sockets_of(owner, address_of(request))
        if open_socket(places):
            try:
                _until_over(message.run, seconds)
            finally:
                close_socket(places)
    return shown_message(message_of(owner, message.id))


def _until_over(run: Run, seconds: float) -> None:
    until, pause = time.monotonic() + seconds, _FIRST_PAUSE
    while Run.objects.filter(id=run.id, status__in=Run.ACTIVE).exists():
        left = until - time.monotonic()
        if left <= 0:
            return
        time.sleep(min(pause, left))
        pause = min(pause * 1.5, _LONGEST_PAUSE)
