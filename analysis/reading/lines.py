"""What a large text file must not have: endless lines, a quotation that never ends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from analysis.base.errors import TaskError

from .allowance import MIB

_BLOCK = 16 * MIB
# Below this size a file is too small to be told apart by it. The longest cells that are
# met in tables are outlines of countries, with one or two MB.
LONGEST = 8 * MIB
_QUOTE = 0x22
_ENDS = (0x0A, 0x0D)
_EDGES = np.frombuffer(b"\n\r,;\t|", dtype=np.uint8)


def check_lines(path: Path) -> None:
    """Refuse a text file whose rows cannot be told apart, at the cost of one reading.

    Raises TaskError for a line of more than ``LONGEST`` bytes, and for a quotation mark
    that opens a cell with no other mark in as many bytes behind it.
    """
    if path.stat().st_size <= LONGEST:
        return
    line_end = quote = -1
    quote_line, opens, lines = 0, False, 0
    for start, block in _blocks(path):
        ends = np.flatnonzero(np.isin(block, _ENDS)) + start
        quotes = np.flatnonzero(block == _QUOTE) + start
        # The block's end stands for a line's or a mark's: none so far is long enough.
        stop = start + len(block)
        if _widest(ends, line_end, stop) > LONGEST:
            raise _endless_line(lines + 1)
        found = _open_quote(block, start, quotes, stop)
        if quote >= 0 and opens and _first(quotes, stop) - quote > LONGEST:
            raise _open_quotation(quote_line)
        if found is not None:
            before = int(np.count_nonzero(ends < found))
            raise _open_quotation(lines + before + 1)
        if len(quotes):
            quote = int(quotes[-1])
            opens = _opens(block, quote - start)
            quote_line = lines + int(np.count_nonzero(ends < quote)) + 1
        line_end = int(ends[-1]) if len(ends) else line_end
        lines += len(ends)


Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]


def _blocks(path: Path) -> Iterator[tuple[int, Bytes]]:
    start = 0
    with path.open("rb") as file:
        while content := file.read(_BLOCK):
            yield start, np.frombuffer(content, dtype=np.uint8)
            start += len(content)


def _first(places: Places, otherwise: int) -> int:
    return int(places[0]) if len(places) else otherwise


def _widest(places: Places, before: int, stop: int) -> int:
    """The widest gap between places, the last one before and the end included."""
    every = np.concatenate([[before], places, [stop]])
    return int(np.diff(every).max())


def _open_quote(block: Bytes, start: int, quotes: Places, stop: int) -> int | None:
    """The place of a mark that opens a cell, with a wide gap behind it."""
    gaps = np.diff(np.concatenate([quotes, [stop]]))
    for place in quotes[gaps > LONGEST]:
        if _opens(block, int(place) - start):
            return int(place)
    return None


def _opens(block: Bytes, at: int) -> bool:
    """A mark at the beginning of a cell that is not at its end as well."""
    before = at == 0 or block[at - 1] in _EDGES
    behind = at + 1 < len(block) and block[at + 1] not in _EDGES
    return bool(before and behind)


def _endless_line(number: int) -> TaskError:
    return TaskError(
        f"Line {number:,} of the file is longer than {LONGEST // MIB} MB, as no row of a"
        " table is.",
        "Check where its lines end, or save the table again as CSV.",
    )


def _open_quotation(number: int) -> TaskError:
    return TaskError(
        f"In line {number:,} a quotation mark opens a cell that is not closed in the "
        f"{LONGEST // MIB} MB behind it.",
        "Close it, remove it, or save the table again as CSV.",
    )
