"""Text with Telegram's marks: built of spans, cut into messages, written as HTML.

Spans do not nest, so a text can be cut anywhere without tags to close and open again.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from chat.render.marks import spans as marked_spans
from chat.render.telegram_limits import ENTITIES, TEXT, units

Tag = Literal["", "b", "i", "code", "pre", "blockquote", "fold"]
_OPEN = {"fold": "<blockquote expandable>"}
_CLOSE = {"fold": "</blockquote>"}
_MARKS: dict[str, Tag] = {
    "plain": "",
    "strong": "b",
    "emphasis": "i",
    "code": "code",
}
_BLOCKS = ("pre", "blockquote", "fold")
_BREAKS = (re.compile(r"\n"), re.compile(r"(?<=[.!?…])\s"), re.compile(r"\s"))


class Piece(NamedTuple):
    """A stretch of text under one tag."""

    text: str
    tag: Tag = ""


def printable(text: str) -> str:
    """Without control characters and halves of letters, which Telegram refuses."""
    return "".join(
        letter
        for letter in text
        if letter == "\n" or unicodedata.category(letter) not in ("Cc", "Cf", "Cs")
    )


def marked(text: str) -> list[Piece]:
    """A paragraph with the marks of a reply."""
    return [Piece(span.text, _MARKS[span.mark]) for span in marked_spans(text)]


def joined(parts: Iterable[Sequence[Piece]], between: str = "\n\n") -> list[Piece]:
    """Paragraphs one below the other; empty ones fall away.

    Blocks stand on lines of their own anyway: beside them one line break is enough.
    """
    found: list[Piece] = []
    for part in parts:
        if not any(piece.text.strip() for piece in part):
            continue
        if found:
            beside = found[-1].tag in _BLOCKS or part[0].tag in _BLOCKS
            found.append(Piece("\n" if beside else between))
        found += part
    return found


def as_html(pieces: Iterable[Piece]) -> str:
    """The pieces in Telegram's HTML; equal tags side by side become one."""
    written = []
    for text, tag in _merged(pieces):
        escaped = html.escape(text, quote=False)
        if not tag or not text.strip():
            written.append(escaped)
        else:
            written.append(
                f"{_OPEN.get(tag, f'<{tag}>')}{escaped}{_CLOSE.get(tag, f'</{tag}>')}"
            )
    return "".join(written)


def plain(pieces: Iterable[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def messages(pieces: Iterable[Piece], most: int = TEXT) -> list[list[Piece]]:
    """The text in parts that Telegram takes: by length, and by the number of marks."""
    parts: list[list[Piece]] = [[]]
    used = marks = 0
    waiting = [p for p in _merged(pieces) if p.text]
    waiting.reverse()
    while waiting:
        piece = waiting.pop()
        room = most - used
        counts = bool(piece.tag)
        if units(piece.text) <= room and marks + counts <= ENTITIES:
            parts[-1].append(piece)
            used += units(piece.text)
            marks += counts
            continue
        head, rest = ("", piece.text)
        if marks + counts <= ENTITIES:
            head, rest = _cut(piece.text, room, force=not parts[-1])
        if head:
            parts[-1].append(Piece(head, piece.tag))
        parts.append([])
        used = marks = 0
        if rest:
            waiting.append(Piece(rest, piece.tag))
    trimmed = [_trimmed(part) for part in parts]
    return [part for part in trimmed if part]


def shortened(pieces: Iterable[Piece], most: int) -> list[Piece]:
    """The beginning of a text that fits; that something is missing is shown."""
    parts = messages(pieces, most)
    if len(parts) <= 1:
        return parts[0] if parts else []
    return [*messages(parts[0], most - 1)[0], Piece("…")]


def _merged(pieces: Iterable[Piece]) -> Iterator[Piece]:
    last: Piece | None = None
    for piece in pieces:
        piece = Piece(printable(piece.text), piece.tag)
        if last is not None and last.tag == piece.tag:
            last = Piece(last.text + piece.text, last.tag)
            continue
        if last is not None:
            yield last
        last = piece
    if last is not None:
        yield last


def _cut(text: str, room: int, *, force: bool) -> tuple[str, str]:
    """The text up to the last good place within the room, and what is left."""
    fits = _prefix(text, room)
    for pattern in _BREAKS:
        ends = [found.end() for found in pattern.finditer(fits)]
        if ends and (ends[-1] > len(fits) // 2 or force):
            return fits[: ends[-1]], text[ends[-1] :]
    if force or len(fits) > 200:
        return fits, text[len(fits) :]
    return "", text


def _prefix(text: str, room: int) -> str:
    used = 0
    for place, letter in enumerate(text):
        used += 2 if ord(letter) > 0xFFFF else 1
        if used > room:
            return text[:place]
    return text


def _trimmed(part: list[Piece]) -> list[Piece]:
    """Without empty space at both ends: Telegram cuts it off, and refuses only that."""
    while part and not part[0].text.strip():
        part = part[1:]
    while part and not part[-1].text.strip():
        part = part[:-1]
    if not part:
        return []
    first = part[0]
    if first.tag != "pre":
        part = [Piece(first.text.lstrip(), first.tag), *part[1:]]
    last = part[-1]
    return [*part[:-1], Piece(last.text.rstrip(), last.tag)]
