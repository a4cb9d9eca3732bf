"""From the Enter key to the answer on the page, in a real browser, warm."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from statagent_site.benchmarks.measure import Row, spread
from statagent_site.benchmarks.serving import served, write_houses

QUESTIONS = (
    "What is the mean of price?",
    "Calculate statistics for area",
    "Show correlation between area and price",
    "average price by town",
)
ROUNDS = 15


def run() -> list[Row]:
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as address:
        table = Path(folder) / "houses.csv"
        write_houses(table)
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
