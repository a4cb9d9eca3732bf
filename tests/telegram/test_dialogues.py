"""The conversations that must work, through the fake Bot API.

``PHONE_PICTURES=folder pytest tests/telegram/test_dialogues.py`` also stores what the
phone shows, in light and dark.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from playwright.async_api import async_playwright

from tests.telegram.dialogue import FOLDER, Dialogue, take_pictures

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
PICTURES = os.environ.get("PHONE_PICTURES")


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.txt")))
async def test_a_conversation(phone, fake, settings, name):
    settings.PUBLIC_URL = "https://stat.example"
    try:
        await Dialogue(phone).play(FOLDER / f"{name}.txt")
    finally:
        if PICTURES:
            await _store(fake.address, name, Path(PICTURES))


async def _store(address: str, name: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"]
        )
        await take_pictures(browser, address, name, folder)
        await browser.close()
