"""The fake Bot API over HTTP, with the page that shows its chats as a phone would."""

from __future__ import annotations

import json
import mimetypes
import re
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from wsgiref.types import StartResponse, WSGIEnvironment

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.handlers.wsgi import WSGIRequest
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from chat.telegram.fake.checks import Refused
from chat.telegram.fake.world import BOT, World

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
    " connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
_AFTER_BLOCK = re.compile(r"(</(?:pre|blockquote)>)\n")
_WAIT = 20.0
_STOPS_WITHIN = 0.02  # seconds
_STATIC = ("telegram/phone.css", "telegram/phone.js", "chat/mark.svg")
Answer = tuple[int, str, bytes]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 64


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: a call that was refused is in the bot's log."""


class FakeTelegram:
    """A server on a port of its own; ``world`` is what it remembers."""

    def __init__(self, port: int = 0, *, first: int = 1) -> None:
        self.world = World(first=first)
        self._server = make_server(
            "127.0.0.1", port, self._serve, server_class=_Server, handler_class=_Quiet
        )
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        # Asked so often whether to stop: with the usual half a second each stop takes it.
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(_STOPS_WITHIN,), daemon=True
        )

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _serve(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        request = WSGIRequest(environ)
        status, kind, body = self._answer(request)
        request.close()
        headers = [
            ("Content-Type", kind),
            ("Content-Length", str(len(body))),
            ("Content-Security-Policy", _POLICY),
            ("X-Content-Type-Options", "nosniff"),
            ("Cache-Control", "no-store"),
        ]
        start_response(f"{status} -", headers)
        return [body]

    def _answer(self, request: WSGIRequest) -> Answer:
        parts = request.path.strip("/").split("/")
        if parts[0].startswith("bot") and len(parts) == 2:
            return self._bot_call(parts[1], request)
        if parts[0] == "file" and len(parts) == 3:
            return self._file(parts[2])
        page: Callable[[WSGIRequest], Answer] | None = {
            "": self._page,
            "state": self._state,
            "say": self._say,
            "press": self._press,
            "upload": self._upload,
        }.get(request.path.strip("/"))
        if page is not None:
            return page(request)
        if parts[0] == "static":
            return _static("/".join(parts[1:]))
        return 404, "text/plain", b"not found"

    def _bot_call(self, method: str, request: WSGIRequest) -> Answer:
        if request.content_type == "application/json":
            given = json.loads(request.body)
        else:
            given = {**request.GET.dict(), **request.POST.dict()}
        # The client names a file's part itself and points to it with attach://.
        parts = {
            name: (str(file.name), file.read())
            for name, file in request.FILES.items()
            if isinstance(file, UploadedFile)
        }
        files = {}
        for name, value in list(given.items()):
            part = parts.get(str(value).removeprefix("attach://"))
            if part and str(value).startswith("attach://"):
                files[name] = part
                del given[name]
        files |= {name: part for name, part in parts.items() if name in _UPLOADS}
        try:
            result = self.world.call(method, given, files)
        except Refused as refused:
            return _json(
                {
                    "ok": False,
                    "error_code": refused.code,
                    "description": refused.description,
                    "parameters": refused.parameters,
                },
                refused.code,
            )
        if method == "getUpdates":
            texts = ",".join(map(self.world.written, result))
            answer = f'{{"ok":true,"result":[{texts}]}}'
            return 200, "application/json", answer.encode("utf-8", "surrogatepass")
        return _json({"ok": True, "result": result})

    def _file(self, identity: str) -> Answer:
        content = self.world.files.get(identity)
        if content is None:
            return 404, "text/plain", b"not found"
        png = content.startswith(b"\x89PNG")
        return 200, "image/png" if png else "application/octet-stream", content

    # The phone.

    def _page(self, request: WSGIRequest) -> Answer:
        page = render_to_string("telegram/phone.html", {"bot": BOT})
        return 200, "text/html; charset=utf-8", page.encode()

    def _state(self, request: WSGIRequest) -> Answer:
        """All messages of a chat, once there is something new since ``after``."""
        after, chat = int(request.GET.get("after", -1)), _chat(request)
        world, until = self.world, time.monotonic() + _WAIT
        with world.news:
            while world.changed == after and time.monotonic() < until:
                world.news.wait(1)
            shown = [
                {"id": number, "html": _message(message)}
                for number, message in world.chats[chat].items()
            ]
            typing = world.typing_until.get(chat, 0) > time.time()
            return _json(
                {
                    "changed": world.changed,
                    "messages": shown,
                    "typing": typing,
                    "commands": world.commands,
                }
            )

    def _say(self, request: WSGIRequest) -> Answer:
        asked = json.loads(request.body)
        if str(asked["text"]).strip():
            self.world.person_says(str(asked["text"])[:4096].strip(), _chat(request))
        return _json({})

    def _press(self, request: WSGIRequest) -> Answer:
        asked = json.loads(request.body)
        message, data = int(asked["message"]), str(asked["data"])
        if message in self.world.chats[_chat(request)]:
            self.world.person_presses(message, data, _chat(request))
        return _json({})

    def _upload(self, request: WSGIRequest) -> Answer:
        name = request.GET.get("name", "table.csv")
        caption = request.GET.get("caption", "")
        more = {"caption": caption} if caption else {}
        self.world.person_sends_file(name, request.read(), _chat(request), **more)
        return _json({})


_UPLOADS = {"photo", "document"}


def _chat(request: WSGIRequest) -> int:
    return int(request.GET.get("chat", 7))


def _json(content: Any, status: int = 200) -> Answer:
    return status, "application/json", json.dumps(content).encode()


def _static(name: str) -> Answer:
    if name not in _STATIC:
        return 404, "text/plain", b"not found"
    path = Path(settings.BASE_DIR) / "static" / name
    kind = mimetypes.guess_type(name)[0] or "text/plain"
    return 200, f"{kind}; charset=utf-8", path.read_bytes()


def _message(message: dict[str, Any]) -> str:
    keyboard = message.get("reply_markup", {}).get("inline_keyboard", ())
    mine = message["from"]["id"] != BOT["id"]
    words = message.get("text") or message.get("caption", "")
    # A line break after a block is part of the block's end, as in the apps.
    markup = _AFTER_BLOCK.sub(r"\1", message.get("_html", ""))
    return render_to_string(
        "telegram/message.html",
        {
            "message": message,
            "mine": mine,
            "alt": words,
            # Checked by parse_html when it came: no tag but Telegram's, no attribute.
            "words": words if mine else mark_safe(markup),
            "photo": message["photo"][-1]["file_id"] if "photo" in message else "",
            "keyboard": keyboard,
            "time": time.strftime("%H:%M", time.localtime(message["date"])),
        },
    )
