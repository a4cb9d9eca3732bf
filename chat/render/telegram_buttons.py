"""Inline buttons: what they carry, their labels, and how they stand in rows.

They carry short words that are looked up when they come back, since Telegram allows 64
bytes: ``c:<message>:<n>`` presses the n-th option of a message, ``f:<message>:<what>`` asks
for a file of it, ``x:<message>`` cancels its run. Numbers are to the base 36.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from chat.render.telegram_limits import LABEL
from chat.render.telegram_text import printable

_MOST = 24
_HALF = 18  # letters that fit on half a phone's width
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Button:
    """An inline button: ``data`` comes back when it is pressed, ``url`` is opened."""

    label: str
    data: str = ""
    url: str = ""
    style: str = ""

    def as_json(self) -> dict[str, str]:
        found = {"text": self.label}
        found |= {"url": self.url} if self.url else {"callback_data": self.data}
        return found | ({"style": self.style} if self.style else {})


@dataclass
class Buttons:
    """The buttons of a reply: what can be done, more of the answer, script and notebook."""

    options: list[Button] = field(default_factory=list)
    more: list[Button] = field(default_factory=list)
    script: list[Button] = field(default_factory=list)

    def rows(self) -> tuple[tuple[Button, ...], ...]:
        """Without a second button of the same name: script and notebook come as files."""
        own = {button.label for button in self.script}
        names: set[str] = set()
        found: list[tuple[Button, ...]] = []
        for group in (self.options, self.more, self.script):
            taken = names if group is self.script else names | own
            fresh = [b for b in group if b.label not in taken][: _MOST - len(names)]
            names |= {button.label for button in fresh}
            found += rows(fresh)
        return tuple(found)


def rows(buttons: Sequence[Button]) -> Iterator[tuple[Button, ...]]:
    """Short buttons in pairs, others in rows of their own."""
    pair: list[Button] = []
    for button in buttons[:_MOST]:
        if len(button.label) > _HALF:
            if pair:
                yield tuple(pair)
            pair = []
            yield (button,)
            continue
        pair.append(button)
        if len(pair) == 2:
            yield tuple(pair)
            pair = []
    if pair:
        yield tuple(pair)


def label_of(text: str) -> str:
    """A text as a label, on one line, no longer than clients show."""
    line = " ".join(printable(text.replace("\n", " ")).split())
    return line if len(line) <= LABEL else line[: LABEL - 1] + "…"


def base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits or "0"
