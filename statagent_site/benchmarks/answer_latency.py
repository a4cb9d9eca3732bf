"""From the Enter key to the answer on the page, in a real browser, warm."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd
from django.conf import settings

from statagent_site.benchmarks.measure import Row, spread

QUESTIONS = (
    "What is the mean of price?",
    "Calculate statistics for area",
    "Show correlation between area and price",
    "average price by town",
)
ROUNDS = 15


def run() -> list[Row]:
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, _served(Path(folder)) as address:
        table = Path(folder) / "houses.csv"
        _write(table)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"]
            )
            page = browser.new_page()
            page.goto(address)
            page.set_input_files("input[type=file]", str(table))
            page.wait_for_selector("text=Data Successfully Loaded", timeout=60_000)
            found = [_ask(page, QUESTIONS[n % 4]) for n in range(4 + ROUNDS * 4)]
            browser.close()
    return spread("message → answer on the page, 250 × 3 table", found[4:])


def _ask(page: object, question: str) -> float:
    """Milliseconds from Enter to the finished answer, by the page's own clock."""
    elapsed = page.evaluate(  # type: ignore[attr-defined]
        """async (question) => {
          const log = document.querySelector('[role=log]');
          const answers = () => log.querySelectorAll(
            '.reply[data-id]:not([aria-busy=true])').length;
          const before = answers();
          const box = document.querySelector('textarea');
          box.value = question;
          box.dispatchEvent(new Event('input', {bubbles: true}));
          const start = performance.now();
          box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true}));
          while (answers() <= before) {
            if (performance.now() - start > 20000) throw new Error('no answer');
            await new Promise((next) => setTimeout(next, 2));
          }
          return performance.now() - start;
        }""",
        question,
    )
    return float(elapsed)


def _write(path: Path) -> None:
    random = np.random.default_rng(3)
    area = random.normal(110, 30, 250).round(1)
    pd.DataFrame(
        {
            "area": area,
            "price": (area * 3.1 + random.normal(0, 40, 250)).round(2),
            "town": random.choice(["Aarau", "Basel", "Chur"], 250),
        }
    ).to_csv(path, index=False)


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """A server of its own, with its own data, as ``make run`` starts it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "manage.py", "serve", f"127.0.0.1:{port}"],
        cwd=settings.BASE_DIR,
        env={"PATH": "/usr/bin:/bin", "STATAGENT_VAR": str(folder / "var")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_until_ready(f"{address}/readyz")
        yield address
    finally:
        server.terminate()
        server.communicate(timeout=30)


def _wait_until_ready(address: str) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=2) as response:
                if re.search(rb'"workers": "ok"', response.read()):
                    return
        except OSError:
            pass
        time.sleep(0.2)
    raise RuntimeError("the server did not become ready")
