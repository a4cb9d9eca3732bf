"""A small websocket client (RFC 6455): text frames both ways, as a browser's tab has it."""

from __future__ import annotations

import base64
import json
import os
import socket
import struct
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

_TEXT, _CLOSE, _PING, _PONG = 1, 8, 9, 10


class Closed(Exception):
    """The connection is over; ``code`` is the server's word for why, or 0."""

    def __init__(self, code: int = 0) -> None:
        super().__init__(f"closed with {code}")
        self.code = code


class WebSocket:
    """One connection; every wait ends with TimeoutError after ``timeout`` seconds."""

    def __init__(
        self, host: str, port: int, path: str, cookie: str, timeout: float = 5
    ) -> None:
        self._socket = socket.create_connection((host, port), timeout)
        self._left = b""
        key = base64.b64encode(os.urandom(16)).decode()
        headers: Mapping[str, str] = {
            "Host": f"{host}:{port}",
            "Origin": f"http://{host}:{port}",
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Key": key,
            "Sec-WebSocket-Version": "13",
            "Cookie": cookie,
        }
        lines = [f"GET {path} HTTP/1.1", *(f"{k}: {v}" for k, v in headers.items())]
        self._socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        while b"\r\n\r\n" not in self._left:
            self._read()
        head, _, self._left = self._left.partition(b"\r\n\r\n")
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise Closed

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._socket.close()

    def send(self, frame: Mapping[str, Any]) -> None:
        self._send(_TEXT, json.dumps(frame).encode())

    def receive(self) -> dict[str, Any]:
        """The next frame of the server's.

        Raises:
            Closed: there will be none.
            TimeoutError: there was none in time.
        """
        while True:
            kind, body = self._frame()
            if kind == _TEXT:
                found: dict[str, Any] = json.loads(body)
                return found
            if kind == _PING:
                self._send(_PONG, body)
            if kind == _CLOSE:
                raise Closed(struct.unpack("!H", body[:2])[0] if body else 0)

    def _frame(self) -> tuple[int, bytes]:
        first, second = self._take(2)
        size = second & 0x7F
        if size == 126:
            (size,) = struct.unpack("!H", self._take(2))
        elif size == 127:
            (size,) = struct.unpack("!Q", self._take(8))
        return first & 0x0F, self._take(size)

    def _send(self, kind: int, body: bytes) -> None:
        mask, size = os.urandom(4), len(body)
        if size < 126:
            length = bytes([0x80 | size])
        else:
            length = bytes([0x80 | 126]) + struct.pack("!H", size)
        masked = bytes(byte ^ mask[at % 4] for at, byte in enumerate(body))
        self._socket.sendall(bytes([0x80 | kind]) + length + mask + masked)

    def _take(self, size: int) -> bytes:
        while len(self._left) < size:
            self._read()
        taken, self._left = self._left[:size], self._left[size:]
        return taken

    def _read(self) -> None:
        found = self._socket.recv(65536)
        if not found:
            raise Closed
        self._left += found
