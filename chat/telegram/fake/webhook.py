"""The fake's side of a webhook: updates are delivered, with the secret, until taken."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit

from chat.telegram.fake.world import World

_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_AGAIN = 0.5


class Deliveries:
    """Posts what a world holds to the webhook that was set in it, in order.

    ``origin`` stands for the address of the site: a webhook is https, and what ends the
    encryption in front of the site is not there. ``answers`` keeps the status codes.
    """

    def __init__(self, world: World, origin: str) -> None:
        self._world = world
        self._origin = origin
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.answers: list[int] = []

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over.wait(0.05):
            with self._world.news:
                hook = dict(self._world.webhook)
                update = self._world.updates[0] if self._world.updates else None
            if not hook.get("url") or update is None:
                continue
            self.answers.append(self._deliver(hook, update))
            if self.answers[-1] != 200:
                self._over.wait(_AGAIN)
                continue
            with self._world.news:
                self._world.updates.remove(update)

    def _deliver(self, hook: dict[str, Any], update: dict[str, Any]) -> int:
        """The status code; 0 if nobody answered."""
        headers = {"Content-Type": "application/json"}
        if hook.get("secret_token"):
            headers[_HEADER] = hook["secret_token"]
        request = urllib.request.Request(
            self._origin + urlsplit(hook["url"]).path,
            self._world.written(update).encode(),
            headers,
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0
