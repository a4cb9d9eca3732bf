"""A server with its own folder, and a program that asks it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

from django.conf import settings as site

_TOKEN = """
from analysis.models import Owner
from chat.people import tokens
print(tokens.create(Owner.objects.create(), "test", list(tokens.SCOPES))[0])
"""


class Site:
    """A server with one usual worker, and a program that asks it.

    ``token`` is one that another machine of the same database has given.
    """

    def __init__(self, folder, token: str = "", **more: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        kept = {k: v for k, v in os.environ.items()
                if k not in ("DJANGO_SETTINGS_MODULE", "DATABASE_URL", "REDIS_URL")}  # fmt: skip
        environment = {**kept, "STATAGENT_VAR": str(folder / "var"), "STATAGENT_WORKERS": "1",
                       "STATAGENT_SANDBOX_STANDBY": "0", **more}  # fmt: skip
        self.log, self.address = folder / "log", f"http://127.0.0.1:{port}"
        common = {"cwd": site.BASE_DIR, "env": environment}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve", f"127.0.0.1:{port}"],
                stdout=log, stderr=log, **common,
            )  # fmt: skip
        self.until(self.ready, 90)
        self.token = token or self._own_token(common)

    def _own_token(self, common) -> str:
        made = subprocess.run([sys.executable, "manage.py", "shell", "-v0", "-c", _TOKEN],
                              capture_output=True, text=True, check=True, **common)  # fmt: skip
        return made.stdout.strip()

    def stop(self) -> None:
        """End it, which nothing may go wrong in."""
        self.process.terminate()
        assert self.process.wait(60) == 0, self.log.read_text()[-3000:]
        assert "Traceback" not in self.log.read_text(), self.log.read_text()[-6000:]

    def ask(self, conversation: str, text: str):
        """The answer to a question, when it is there."""
        said = json.dumps({"text": text}).encode()
        return self.call(f"/conversations/{conversation}/messages?wait=60", said)

    def ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/readyz", timeout=5):
                return True
        except OSError:
            return False

    def until(self, there, seconds: float) -> None:
        for _ in range(int(seconds * 5)):
            if there():
                return
            time.sleep(0.2)
        raise AssertionError(self.log.read_text()[-3000:])

    def call(self, path: str, body: bytes | None = None, kind="application/json"):
        request = urllib.request.Request(
            f"{self.address}/api/v1{path}", data=body,
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": kind},
        )  # fmt: skip
        try:
            with urllib.request.urlopen(request, timeout=70) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise AssertionError(error.read()) from error

    def upload(self, name: str, content: bytes):
        head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"'
        body = b"%s\r\n\r\n%s\r\n--x--\r\n" % (head.encode(), content)
        return self.call("/datasets?wait=60", body, "multipart/form-data; boundary=x")
