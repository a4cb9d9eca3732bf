"""A real server (web, workers, sandbox) and a real Chromium in front of it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import psutil
import pytest

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


@dataclass
class Server:
    address: str
    process: subprocess.Popen
    log: Path
    environment: dict[str, str]

    def workers(self) -> list[psutil.Process]:
        """The processes of the django-q2 cluster that carry out tasks."""
        cluster = next(
            child
            for child in psutil.Process(self.process.pid).children()
            if child.cmdline()[-1] == "worker"
        )
        return cluster.children(recursive=True)


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Iterator[Server]:
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine")
    folder = tmp_path_factory.mktemp("serve")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / "log.txt"
    environment = {
        **{k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"},
        "STATAGENT_VAR": str(folder / "var"),
    }
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", f"127.0.0.1:{port}"],
            cwd=ROOT,
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    found = Server(f"http://127.0.0.1:{port}", process, log, environment)
    try:
        _wait_until_ready(found)
        yield found
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=40) == 0, log.read_text()[-3000:]
        assert "Traceback" not in log.read_text(), log.read_text()[-6000:]


def _wait_until_ready(server: Server) -> None:
    # Two servers may start side by side on a machine of two processors.
    until = time.monotonic() + 180
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{server.address}/readyz", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(server.log.read_text()[-3000:])


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "args": ["--no-sandbox", "--disable-background-networking", "--disable-sync"],
    }


@pytest.fixture
def chat(server, page) -> Iterator[Chat]:
    """A new person's page; it must end without a console error or CSP violation."""
    problems: list[str] = []
    page.on(
        "console",
        lambda message: (
            problems.append(message.text) if message.type == "error" else None
        ),
    )
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.add_init_script(
        "document.addEventListener('securitypolicyviolation',"
        " (event) => console.error('CSP ' + event.violatedDirective))"
    )
    page.goto(server.address)
    page.wait_for_selector("text=Connected")
    found = Chat(page)
    found.problems = problems
    yield found
    assert problems == []


class Chat:
    """What a person does on the page."""

    problems: list[str]

    def __init__(self, page) -> None:
        self.page = page

    def upload(self, path: Path, timeout: float = 30) -> None:
        self.page.set_input_files("input[type=file]", str(path))
        self.page.wait_for_selector(
            "text=Data Successfully Loaded", timeout=timeout * 1000
        )

    def say(self, text: str) -> None:
        box = self.page.locator("textarea").first
        box.fill(text)
        box.press("Enter")

    def ask(self, text: str, timeout: float = 60) -> str:
        """The text of the answer to a question, once it is complete."""
        before = self.answers.count()
        self.say(text)
        self.page.wait_for_function(
            "([n]) => document.querySelectorAll("
            "'[role=log] .reply[data-id]:not([aria-busy=true])').length > n",
            arg=[before],
            timeout=timeout * 1000,
        )
        return self.last()

    @property
    def answers(self):
        return self.page.locator("[role=log] .reply[data-id]:not([aria-busy=true])")

    def last(self) -> str:
        return self.answers.last.inner_text()


@pytest.fixture(scope="session")
def passengers(tmp_path_factory) -> Path:
    """An invented table of travellers, with some ages missing."""
    random = np.random.default_rng(11)
    n = 250
    sex = random.choice(["male", "female"], n)
    pclass = random.integers(1, 4, n)
    data = pd.DataFrame(
        {
            "survived": random.integers(0, 2, n),
            "pclass": pclass,
            "sex": sex,
            "age": random.normal(35, 12, n).clip(1, 80).round(1),
            "sibsp": random.poisson(0.5, n),
            "parch": random.poisson(0.4, n),
            "fare": (random.gamma(2, 20, n) / pclass + 5).round(2),
        }
    )
    data.loc[random.choice(n, 30, replace=False), "age"] = np.nan
    path = tmp_path_factory.mktemp("data") / "passengers.csv"
    data.to_csv(path, index=False)
    return path


@pytest.fixture(scope="session")
def long_table(tmp_path_factory) -> Path:
    """A table that keeps a matrix of rank correlations busy for several seconds."""
    random = np.random.default_rng(5)
    data = pd.DataFrame(
        random.normal(size=(120_000, 20)).round(6),
        columns=[f"sensor_{number}" for number in range(20)],
    )
    path = tmp_path_factory.mktemp("data") / "sensors.csv"
    data.to_csv(path, index=False)
    return path
