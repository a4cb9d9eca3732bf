"""The whole of it from a clean folder: ``serve`` with a bot, updates by a webhook."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from chat.telegram.fake.webhook import Deliveries
from chat.telegram.fake.world import BOT

ROOT = Path(__file__).resolve().parents[2]
SECRET = "a-secret-of-32-letters-and-digits"
HOOK = "/telegram/webhook/"


@pytest.fixture
def site(fake, tmp_path):
    """The server's address, and a function that runs one of its commands."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **{k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"},
        "STATAGENT_VAR": str(tmp_path / "var"),
        "STATAGENT_PUBLIC_URL": "https://stat.example",
        "TELEGRAM_TOKEN": "4242:test",
        "TELEGRAM_API_URL": fake.address,
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
    }
    manage = [sys.executable, "manage.py"]
    run = {"cwd": ROOT, "env": environment}
    log = tmp_path / "log.txt"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*manage, "serve", f"127.0.0.1:{port}"],
            **run,
            stdout=out,
            stderr=subprocess.STDOUT,
        )

    def command(*words: str) -> str:
        done = subprocess.run(
            [*manage, *words], **run, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    address = f"http://127.0.0.1:{port}"
    try:
        until(lambda: status(f"{address}/readyz") == 200, log)
        yield address, command, log
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0, log.read_text()[-3000:]
        assert "Traceback" not in log.read_text(), log.read_text()[-6000:]


def until(there, log: Path) -> None:
    for _ in range(2400):
        if there():
            return
        time.sleep(0.1)
    raise AssertionError(log.read_text()[-3000:])


def status(url: str, body: bytes | None = None, secret: str = "") -> int:
    """What is answered; 0 if nobody does."""
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
    request = urllib.request.Request(url, body, headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_bot_behind_a_webhook_from_a_clean_folder(site, fake, sales):
    address, command, log = site
    assert command("telegram_webhook", "info").startswith("No webhook")
    assert command("telegram_webhook", "set") == (
        f"Updates go to https://stat.example{HOOK}"
    )
    assert f"https://stat.example{HOOK}" in command("telegram_webhook", "info")
    assert fake.world.webhook["secret_token"] == SECRET

    def shown() -> list[str]:
        with fake.world.news:
            found = list(fake.world.chats[7].values())
        return [
            message.get("text") or message.get("caption", "")
            for message in found
            if message["from"]["id"] == BOT["id"]
        ]

    deliveries = Deliveries(fake.world, address)
    deliveries.start()
    with contextlib.closing(_Stopping(deliveries)):
        fake.world.person_sends_file("sales.csv", sales, caption="mean of sales")
        until(lambda: any("The mean of sales is 236.5" in t for t in shown()), log)
        assert "Data Successfully Loaded" in shown()[0]
        assert set(deliveries.answers) == {200}
        actions = [values for name, values in fake.world.calls if "Action" in name]
        assert all(values["action"] == "typing" for values in actions)

        # Who is not Telegram, and what is no update.
        hook, good = f"{address}{HOOK}", b'{"update_id": 1}'
        assert status(hook, good, "another-secret-of-32-letters-0000") == 403
        assert status(hook, good) == 403
        assert status(hook, b"{garbage", SECRET) == 400
        assert status(hook, b"\xff\xfe", SECRET) == 400
        assert status(hook, b'{"x": "' + b"y" * 1024**2 + b'"}', SECRET) == 413
        assert status(hook) == 405

        # Nothing of it has stopped the bot.
        before = len(shown())
        fake.world.person_says("/version")
        until(lambda: len(shown()) > before, log)

    assert "deleted" in command("telegram_webhook", "delete")
    assert fake.world.webhook == {}


class _Stopping:
    def __init__(self, deliveries: Deliveries) -> None:
        self._deliveries = deliveries

    def close(self) -> None:
        self._deliveries.stop()
