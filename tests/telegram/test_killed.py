"""The bot's process is killed at any moment; every question is answered exactly once."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from chat.telegram.fake.world import BOT

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = 24
KILLS = 4


@pytest.mark.slow
def test_every_question_is_answered_exactly_once(fake, tmp_path):
    environment = {
        **{k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"},
        "STATAGENT_VAR": str(tmp_path),
        "TELEGRAM_TOKEN": "4242:test",
        "TELEGRAM_API_URL": fake.address,
    }
    manage = [sys.executable, "manage.py"]
    run = {"cwd": ROOT, "env": environment}
    subprocess.run([*manage, "migrate", "-v0"], check=True, **run)
    chance = random.Random(6)

    def start() -> subprocess.Popen:
        return subprocess.Popen([*manage, "telegram", "--poll"], **run)

    def answers() -> list[str]:
        found = list(fake.world.chats[7].values())
        return [m["text"] for m in found if m["from"]["id"] == BOT["id"]]

    def slowly(method: str, values: dict) -> None:
        # A slow network: a kill hits calls that are on their way.
        time.sleep(chance.random() * 0.1)

    fake.world.faults.append(slowly)
    process = start()
    try:
        for number in range(QUESTIONS):
            fake.world.person_says(f"/nothing{number}")
        for _ in range(KILLS):
            before = len(answers())
            for _ in range(400):
                if len(answers()) > before:
                    break
                time.sleep(0.05)
            time.sleep(chance.random() * 0.5)
            process.send_signal(signal.SIGKILL)
            process.wait()
            process = start()
        for _ in range(800):
            if len(answers()) >= QUESTIONS:
                break
            time.sleep(0.05)
        time.sleep(2)
    finally:
        process.terminate()
        process.wait(timeout=20)
    expected = [f"/nothing{number}." for number in range(QUESTIONS)]
    counted = Counter(word for text in answers() for word in expected if word in text)
    assert counted == Counter(expected)
