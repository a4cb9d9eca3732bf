"""Playing a written conversation through the fake Bot API, and taking its pictures.

A dialogue is a text file, a step a line::

    send sales.csv            a person sends a file (``huge.csv`` is too large for a bot)
    photo words               ... a picture with words under it
    > What is the mean?       ... a message
    press Start               ... presses the newest button that begins so
    browser housing.csv       the conversation begins in the browser, with this table
    browser> start            something said there
    link                      the deep link opens that conversation in the chat
    < The mean of sales is    words that the last step must have brought
"""

from __future__ import annotations

import base64
import tempfile
from pathlib import Path

from channels.db import database_sync_to_async

from analysis.models import Owner
from chat.models import Conversation
from chat.orchestrator import Request, respond, take_in
from chat.people import linking
from chat.tables.datasets import dataset_from
from tests.telegram.tables import file

FOLDER = Path(__file__).with_name("dialogues")
_SCREEN = {"width": 412, "height": 860}
_BESIDE = 4  # screens in a picture
stored = database_sync_to_async


class Dialogue:
    """Plays the steps on a phone; ``brought`` is what the last one brought."""

    def __init__(self, phone, chat: int = 7) -> None:
        self._phone = phone
        self._chat = chat
        self._elsewhere: Conversation | None = None
        self.brought: list[str] = []

    async def play(self, path: Path) -> None:
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                await self._step(line)

    async def _step(self, line: str) -> None:
        word, _, rest = line.partition(" ")
        if word == "<":
            assert any(rest in text for text in self.brought), (line, self.brought)
            return
        before = len(self._phone.messages(self._chat))
        await self._act(word, rest)
        await self._phone.work()
        self.brought = self._phone.shown(self._chat)[before:]
        assert self.brought or self._elsewhere, line

    async def _act(self, word: str, rest: str) -> None:
        world = self._phone.world
        match word:
            case ">":
                world.person_says(rest, self._chat)
            case "send":
                large = {"file_size": 3 * 1024**3} if rest == "huge.csv" else {}
                world.person_sends_file(rest, file(rest), self._chat, **large)
            case "photo":
                world.person_sends_photo(rest, self._chat)
            case "press":
                button = self._phone.button(rest, self._chat)
                world.person_presses(*button, self._chat)
            case "browser":
                self._elsewhere = await stored(_begun_elsewhere)(rest)
            case "browser>":
                await stored(respond)(self._elsewhere, Request(rest))
            case "link":
                token = await stored(linking.create)(self._elsewhere)
                world.person_says(f"/start {token}", self._chat)
            case _:
                raise AssertionError(f"{word} is no step of a dialogue")


def _begun_elsewhere(name: str) -> Conversation:
    conversation = Conversation.objects.create(owner=Owner.objects.create())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(file(name))
        dataset = dataset_from(conversation.owner, name, path)
    take_in(conversation, dataset, f"Uploaded {name}")
    conversation.refresh_from_db()
    return conversation


async def take_pictures(browser, address: str, name: str, folder: Path) -> list[Path]:
    """The whole chat, screen by screen, some of them side by side, light and dark."""
    made = []
    for scheme in ("light", "dark"):
        page = await browser.new_page(
            viewport=_SCREEN, color_scheme=scheme, device_scale_factor=1
        )
        screens = await _screens(page, f"{address}/?chat=7")
        for number in range(0, len(screens), _BESIDE):
            path = folder / f"{name}-{scheme}-{number // _BESIDE + 1}.png"
            path.write_bytes(await _beside(page, screens[number : number + _BESIDE]))
            made.append(path)
        await page.close()
    return made


async def _screens(page, address: str) -> list[bytes]:
    await page.goto(address)
    await page.wait_for_selector("#log article")
    await page.evaluate(
        "Promise.all([...document.images].map((image) => image.decode()))"
    )
    whole, seen = await page.evaluate(
        "(() => { const log = document.getElementById('log');"
        " return [log.scrollHeight, log.clientHeight] })()"
    )
    found = []
    for top in range(0, whole, seen - 24):
        await page.evaluate(f"document.getElementById('log').scrollTop = {top}")
        found.append(await page.screenshot())
    return found


async def _beside(page, screens: list[bytes]) -> bytes:
    """The screens in a row, drawn by the browser."""
    drawn = "".join(
        f'<img width="412" src="data:image/png;base64,{base64.b64encode(one).decode()}">'
        for one in screens
    )
    other = await page.context.browser.new_page(
        viewport={"width": 422 * len(screens), "height": _SCREEN["height"]}
    )
    await other.set_content(f'<body style="margin:0;display:flex;gap:10px">{drawn}')
    picture: bytes = await other.screenshot()
    await other.close()
    return picture
