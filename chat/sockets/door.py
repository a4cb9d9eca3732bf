"""What knocks at the websockets' door and is no page of ours."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from chat.sockets.consumers import UNKNOWN


class ReadableOrigin:
    """Leaves out an Origin that is no address, so that the socket is refused for it."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        headers = [one for one in scope["headers"] if _is_readable(*one)]
        await self._inner({**scope, "headers": headers}, receive, send)


def _is_readable(name: bytes, value: bytes) -> bool:
    if name != b"origin":
        return True
    try:
        urlsplit(value.decode("latin1"))
    except ValueError:
        return False
    return True


async def nowhere(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """An address that no page has: closed with the reason, not with a traceback."""
    await receive()
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.close", "code": UNKNOWN})
