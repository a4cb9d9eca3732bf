"""People at both doors who are told nothing of outages: they wait, and try again.

Each does what the page, or a phone, would do by itself: reconnects with the last event
seen, sends again what was not shown, goes on with a broken upload.
"""

from __future__ import annotations

import html
import random
import re
import time
import urllib.parse
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import uuid4

import httpx

from chat.models import Event, Message, Run
from chat.models.telegram import TelegramChat, TelegramPost, TelegramUpdate
from chat.telegram.fake.world import BOT, World
from statagent_site.benchmarks.websocket import Closed, WebSocket

PATIENCE = 600.0
_TOKEN = re.compile(r'name="csrf" content="([^"]+)"')
_CURSOR = re.compile(r'data-cursor="(\d+)"')
_SUMMARY = re.compile(r'data-summary="([^"]*)"')
_BUSY = 'aria-busy="true"'
# What differs from run to run: the line of a long run, seconds and memory.
_DONE = re.compile(r"^✓ Done\b")
_MEASURED = re.compile(r"\b[\d.]+ (?:m?s|min|MB)\b")


class NoAnswer(Exception):
    """A question was not answered within ``PATIENCE`` seconds."""


@dataclass(frozen=True)
class Talk:
    """What is brought and asked: a file, then messages one after the other."""

    name: str
    content: bytes
    messages: tuple[str, ...]


@dataclass
class Seen:
    """What somebody has before them in the end: answers, and what came twice."""

    answers: list[str] = field(default_factory=list)
    twice: int = 0
    unanswered: int = 0


def _until(given: float) -> Iterator[None]:
    """Rounds of a wait; NoAnswer when the patience is at its end."""
    while time.monotonic() < given:
        yield
    raise NoAnswer


class Visitor:
    """A tab of a browser, with the cookies of its own."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._client = httpx.Client(base_url=address, follow_redirects=True, timeout=10)
        self._conversation = ""
        self._cursor = 0
        self._shown: dict[int, str] = {}
        self._mine: dict[str, int] = {}
        self._outbox: dict[str, str] = {}
        self._seen = Seen()

    def talk(self, talk: Talk) -> Seen:
        """Bring the file, ask everything, and read the answers."""
        with self._client, suppress(NoAnswer):
            self._open()
            self._upload(talk)
            self._follow(lambda: self._answer_after(0) is not None)
            for text in talk.messages:
                cid = str(uuid4())
                self._outbox[cid] = text
                self._follow(lambda cid=cid: self._answered(cid))  # type: ignore[misc]
        self._seen.unanswered = 1 + len(talk.messages) - len(self._replies())
        self._seen.answers = [
            html.unescape(_SUMMARY.findall(shown)[0]) for shown in self._replies()
        ]
        return self._seen

    def _replies(self) -> list[str]:
        return [
            self._shown[number]
            for number in sorted(self._shown)
            if number not in self._mine.values() and _BUSY not in self._shown[number]
        ]

    def _open(self) -> None:
        page = self._try(lambda: self._client.get("/"))
        self._conversation = str(page.url).rstrip("/").rpartition("/")[2]
        self._client.headers["X-CSRFToken"] = _TOKEN.findall(page.text)[0]
        self._cursor = int(_CURSOR.findall(page.text)[0])

    def _try(self, call: Callable[[], httpx.Response]) -> httpx.Response:
        for _ in _until(time.monotonic() + PATIENCE):
            with suppress(httpx.TransportError):
                response = call()
                if response.status_code < 500:
                    return response
            time.sleep(0.5)
        raise NoAnswer

    def _upload(self, talk: Talk) -> None:
        size = len(talk.content)
        made = self._try(
            lambda: self._client.post(
                f"/c/{self._conversation}/uploads/",
                json={"name": talk.name, "size": size},
            )
        ).json()
        where, offset = f"/uploads/{made['id']}/", 0
        while offset < size:
            # Two pieces, so that something can come between them.
            piece = talk.content[offset : offset + size // 2 + 1]
            offset = self._try(
                lambda: self._client.put(
                    where,
                    params={"offset": offset},  # noqa: B023  (called at once)
                    content=piece,  # noqa: B023
                    headers={"Content-Type": "application/octet-stream"},
                )
            ).json()["offset"]
        self._try(lambda: self._client.post(f"{where}done/"))

    def _answered(self, cid: str) -> bool:
        asked = self._mine.get(cid)
        return asked is not None and self._answer_after(asked) is not None

    def _answer_after(self, asked: int) -> int | None:
        for number, shown in self._shown.items():
            mine = number in self._mine.values()
            if number > asked and not mine and _BUSY not in shown:
                return number
        return None

    def _follow(self, done: Callable[[], bool]) -> None:
        """Read what the server says until something is there, over any disconnect."""
        place = urllib.parse.urlsplit(self._address)
        cookie = "; ".join(f"{k}={v}" for k, v in self._client.cookies.items())
        path = f"/ws/c/{self._conversation}/"
        end = time.monotonic() + PATIENCE
        for _ in _until(end):
            with suppress(OSError, Closed), WebSocket(
                place.hostname or "", place.port or 80, path, cookie
            ) as socket:  # fmt: skip
                socket.send({"op": "hello", "cursor": self._cursor})
                while not done() and time.monotonic() < end:
                    self._take(socket, socket.receive())
            if done():
                return
            time.sleep(random.uniform(0.25, 0.75))

    def _take(self, socket: WebSocket, frame: dict[str, object]) -> None:
        if frame["op"] in ("ready", "error"):
            time.sleep(0.5 if frame["op"] == "error" else 0)
            for cid, text in self._outbox.items():
                socket.send({"op": "say", "cid": cid, "text": text})
            return
        sequence = int(str(frame.get("seq") or 0))
        if sequence:
            if sequence <= self._cursor:
                return
            self._cursor = sequence
        if frame["op"] not in ("append", "replace"):
            return
        number, cid = int(str(frame["id"])), str(frame["cid"])
        self._seen.twice += frame["op"] == "append" and number in self._shown
        self._shown[number] = str(frame["html"])
        if cid:
            self._seen.twice += self._mine.get(cid, number) != number
            self._mine[cid] = number
            self._outbox.pop(cid, None)


class Phone:
    """A private chat of Telegram's with the bot."""

    def __init__(self, world: World, chat: int) -> None:
        self._world = world
        self._chat = chat
        world.kinds[chat] = {"type": "private", "first_name": f"P{chat}"}

    def talk(self, talk: Talk) -> Seen:
        """Send the file, ask everything, and read the chat."""
        seen = Seen()
        sent = self._world.person_sends_file(talk.name, talk.content, self._chat)
        try:
            self._wait(sent["message_id"])
            for text in talk.messages:
                sent = self._world.person_says(text, self._chat)
                self._wait(sent["message_id"])
        except NoAnswer:
            seen.unanswered = 1
        seen.answers = sorted(self._read())
        return seen

    def _wait(self, message: int) -> None:
        for _ in _until(time.monotonic() + PATIENCE):
            time.sleep(0.2)
            update = TelegramUpdate.objects.filter(
                chat_id=self._chat, body__message__message_id=message
            )
            handled = update.exclude(state=TelegramUpdate.State.RECEIVED).exists()
            if handled and self._is_quiet():
                return

    def _is_quiet(self) -> bool:
        """Whether everything that was said in the chat's conversation is shown."""
        chat = TelegramChat.objects.get(chat_id=self._chat)
        told = Event.objects.filter(conversation=chat.conversation_id)
        waiting = TelegramPost.objects.filter(chat=chat).exclude(
            state__in=(TelegramPost.State.SENT, TelegramPost.State.FAILED)
        )
        going = Run.objects.filter(
            message__conversation=chat.conversation_id, status__in=Run.ACTIVE
        )
        news = told.filter(id__gt=chat.cursor)
        return not (going.exists() or news.exists() or waiting.exists())

    def _read(self) -> Iterator[str]:
        for message in list(self._world.chats[self._chat].values()):
            if message["from"]["id"] != BOT["id"]:
                continue
            words = message.get("text") or message.get("caption", "")
            if _DONE.match(words):
                continue
            kind = "photo" if "photo" in message else ""
            kind = "document" if "document" in message else kind
            yield f"{kind} {_MEASURED.sub('…', words)}".strip()


def differences(seen: list[str], expected: list[str]) -> tuple[int, int]:
    """How many of the expected answers are missing, and how many are too many."""
    have, want = Counter(seen), Counter(expected)
    return (want - have).total(), (have - want).total()


def unanswered_messages() -> int:
    """Messages of people that nothing in the database answers."""
    return Message.objects.filter(role=Message.Role.USER, answer=None).count()
