"""The websocket: commands in, the event log out. It decides nothing."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import uuid
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer

from analysis.models import Run
from chat import runs
from chat.faults import persistently
from chat.feed import frames_after
from chat.models import Conversation, Message
from chat.orchestrator import Request, respond
from chat.owners import owner_of
from chat.tail import tail

logger = logging.getLogger(__name__)
EXPIRED, UNKNOWN = 4401, 4404
MAX_FRAME = 64 * 1024


class ChatConsumer(AsyncJsonWebsocketConsumer):
    """One reader of one conversation, which must be the session's own."""

    conversation: Conversation
    cursor = 0

    async def connect(self) -> None:
        self._follower: asyncio.Task[None] | None = None
        await self.accept()
        found = await self._find(self.scope["url_route"]["kwargs"]["conversation_id"])
        if isinstance(found, int):
            await self.close(code=found)
            return
        self.conversation = found

    async def disconnect(self, code: int) -> None:
        if self._follower is not None:
            self._follower.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._follower

    async def receive(
        self, text_data: str | None = None, bytes_data: bytes | None = None, **_: Any
    ) -> None:
        if text_data is None or len(text_data) > MAX_FRAME:
            await self.send_json({"op": "error", "code": "frame", "text": "Too long."})
            return
        try:
            content = await self.decode_json(text_data)
        except ValueError:
            content = None
        if not isinstance(content, dict):
            await self.send_json({"op": "error", "code": "frame", "text": "No JSON."})
            return
        await self.receive_json(content)

    async def receive_json(self, content: dict[str, Any], **_: Any) -> None:
        if not hasattr(self, "conversation"):
            return
        try:
            await self._obey(content)
        except Exception:
            logger.exception("op %s", content.get("op"))
            await self.send_json(
                {
                    "op": "error",
                    "code": "internal",
                    "text": "That could not be done. Try again.",
                    "cid": content.get("cid"),
                }
            )

    async def _obey(self, content: dict[str, Any]) -> None:
        match content:
            case {"op": "hello", "cursor": int(cursor)}:
                self.cursor = cursor
                await self._start_following()
            case {"op": "say", "cid": str(cid), "text": str(text)} if text.strip():
                await self._say(text.strip(), cid)
            case {"op": "choose", "cid": str(cid), "value": str(value)}:
                await self._say(value, cid)
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

    async def _say(self, text: str, cid: str) -> None:
        tail().expect()
        if await self._still_theirs():
            await _respond(self.conversation.id, Request(text, cid[:64]))

    async def _still_theirs(self) -> bool:
        """Whether the session may still speak: it may be signed out, or forgotten."""
        found = await self._find(self.conversation.id)
        if isinstance(found, int):
            await self.close(code=found)
        return not isinstance(found, int)

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
        found = Conversation.objects.of(owner).filter(id=conversation_id).first()
        return found or UNKNOWN


@database_sync_to_async
def _frames(
    conversation: Conversation, cursor: int
) -> tuple[list[dict[str, Any]], int]:
    return frames_after(conversation, cursor)


@database_sync_to_async
def _respond(conversation_id: uuid.UUID, request: Request) -> Message:
    return persistently(
        lambda: respond(Conversation.objects.get(id=conversation_id), request),
        what="a message",
    )
