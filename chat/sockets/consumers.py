"""The websocket: commands in, the event log out. It decides nothing."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import uuid
from typing import Any

from channels.db import DatabaseSyncToAsync, database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer

from analysis.base.errors import TaskError
from chat.models import Conversation, Message, Run
from chat.news.tail import tail
from chat.orchestrator import Request, respond
from chat.people import quotas
from chat.people.attempts import address_of_scope
from chat.people.owners import owner_of
from chat.people.pace import Pace
from chat.received import LARGEST, json_object, storable
from chat.runs import recovery as runs
from chat.runs.faults import classify, is_trouble, note, persistently, trouble_words
from chat.sockets.feed import frames_after

logger = logging.getLogger(__name__)
EXPIRED, UNKNOWN, TOO_MANY = 4401, 4404, 4429
LATER = 1013  # "try again later", as RFC 6455's register has it
MAX_FRAME = 64 * 1024
# Of any kind; a page sends a sign of life every 25 seconds, and what a person says.
FRAMES_A_MINUTE = 600


class ChatConsumer(AsyncJsonWebsocketConsumer):
    """One reader of one conversation, which must be the session's own."""

    conversation: Conversation
    cursor = 0

    async def connect(self) -> None:
        self._follower: asyncio.Task[None] | None = None
        self._frames = Pace(60)
        self._places: quotas.Limits = {}
        self._address = address_of_scope(self.scope)
        await self.accept()
        try:
            found = await self._find(
                self.scope["url_route"]["kwargs"]["conversation_id"]
            )
        except Exception as error:
            note(classify(error), "a page could not be opened")
            await self.close(code=LATER)
            return
        if isinstance(found, int):
            await self.close(code=found)
            return
        places = quotas.sockets_of(found.owner, self._address)
        if not quotas.open_socket(places):
            await self.close(code=TOO_MANY)
            return
        self._places = places
        self.conversation = found

    async def disconnect(self, code: int) -> None:
        quotas.close_socket(self._places)
        self._places = {}
        if self._follower is not None:
            self._follower.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._follower

    async def receive(
        self, text_data: str | None = None, bytes_data: bytes | None = None, **_: Any
    ) -> None:
        if self._frames.wait(self.channel_name, FRAMES_A_MINUTE):
            await self.close(code=TOO_MANY)
            return
        if text_data is None or len(text_data) > MAX_FRAME:
            await self.send_json({"op": "error", "code": "frame", "text": "Too long."})
            return
        content = json_object(text_data)
        if content is None:
            await self.send_json({"op": "error", "code": "frame", "text": "No JSON."})
            return
        await self.receive_json(content)

    async def receive_json(self, content: dict[str, Any], **_: Any) -> None:
        if not hasattr(self, "conversation"):
            return
        try:
            await self._obey(content)
        except TaskError as error:
            text = f"{error.message} {error.hint}".strip()
            await self._refuse(content, "refused", text)
        except Exception as error:
            fault = classify(error)
            if is_trouble(fault):
                note(fault, "a message")
            else:
                logger.exception("a frame could not be obeyed")
            await self._refuse(content, "internal", trouble_words(fault))

    async def _refuse(self, content: dict[str, Any], code: str, text: str) -> None:
        cid = content.get("cid")
        told = {"op": "error", "code": code, "text": text}
        await self.send_json({**told, "cid": cid} if isinstance(cid, str) else told)

    async def _obey(self, content: dict[str, Any]) -> None:
        match content:
            case {"op": "hello", "cursor": int(cursor)} if 0 <= cursor <= LARGEST:
                self.cursor = cursor
                await self._start_following()
            case {"op": "say", "cid": str(cid), "text": str(text)} if text.strip():
                await self._say(text.strip(), cid)
            case {
                "op": "choose",
                "cid": str(cid),
                "message": int(message),
                "value": str(value),
            }:
                await self._say(value, cid, message)
            case {"op": "sample", "cid": str(cid), "name": str(name)}:
                await self._say(f"/sample {name}", cid)
            case {"op": "cancel", "run": str(run)}:
                if await self._still_theirs():
                    await self._cancel(run)
            case {"op": "ping"}:
                await self.send_json({"op": "pong"})
            case _:
                await self.send_json(
                    {"op": "error", "code": "unknown", "text": "Not understood."}
                )

    async def _start_following(self) -> None:
        if self._follower is None:
            self._follower = asyncio.create_task(self._follow())

    async def _follow(self) -> None:
        try:
            await self._tell_news()
        except Exception as error:
            # The page connects again, and goes on behind what it has seen.
            note(classify(error), "a page's news")
            await self.close(code=LATER)

    async def _tell_news(self) -> None:
        async with tail().listen(self.conversation.id) as queue:
            await self._send_news()
            await self.send_json({"op": "ready", "cursor": self.cursor})
            while True:
                await queue.get()
                while not queue.empty():
                    queue.get_nowait()
                await self._send_news()

    async def _send_news(self) -> None:
        frames, self.cursor = await _frames(self.conversation, self.cursor)
        for frame in frames:
            await self.send_json(frame)

    async def _say(self, text: str, cid: str, pressed: int | None = None) -> None:
        tail().expect()
        if not await self._still_theirs():
            return
        await self._paced()
        cid = storable(cid)[:64]
        await _respond(self.conversation.id, Request(text, cid, pressed))

    @database_sync_to_async
    def _paced(self) -> None:
        quotas.check_message(self.conversation.owner, self._address)

    async def _still_theirs(self) -> bool:
        """Whether the session may still speak: it may be signed out, or forgotten."""
        found = await self._find(self.conversation.id)
        if isinstance(found, int):
            await self.close(code=found)
            return False
        self.conversation = found
        return True

    @database_sync_to_async
    def _cancel(self, run_id: str) -> None:
        with contextlib.suppress(ValueError):
            run = Run.objects.filter(
                id=uuid.UUID(run_id), message__conversation=self.conversation
            ).first()
            if run is not None:
                runs.cancel(run)

    @database_sync_to_async
    def _find(self, conversation_id: uuid.UUID) -> Conversation | int:
        known = self.scope["session"]
        # What the session says now, not when the socket was opened.
        session = known.__class__(known.session_key) if known.session_key else known
        owner = owner_of(session)
        if owner is None:
            return EXPIRED
        theirs = Conversation.objects.of(owner).select_related("owner")
        found: Conversation | None = theirs.filter(id=conversation_id).first()
        return found or UNKNOWN


@database_sync_to_async
def _frames(
    conversation: Conversation, cursor: int
) -> tuple[list[dict[str, Any]], int]:
    return frames_after(conversation, cursor)


def _answer(conversation_id: uuid.UUID, request: Request) -> Message:
    return persistently(
        lambda: respond(Conversation.objects.get(id=conversation_id), request),
        what="a message",
    )


# Not in the one thread that all sockets share: a message that takes long to read would
# hold up the news of everybody.
_respond = DatabaseSyncToAsync(_answer, thread_sensitive=False)
