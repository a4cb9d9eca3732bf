"""Several tables in one grid: below each other, or side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .cell_kinds import Row, are_names, cell_kind, fill


@dataclass(frozen=True)
class Block:
    """Rows ``top`` to ``bottom`` and columns ``left`` to ``right`` of a grid, ends
    excluded; ``names`` are some of its first row of names."""

    top: int
    bottom: int
    left: int
    right: int
    names: tuple[str, ...]

    @property
    def words(self) -> str:
        """Where it is and what it holds, for people."""
        return f"rows {self.top + 1} to {self.bottom}: {', '.join(self.names)}"


def find_blocks(grid: Sequence[Row]) -> tuple[Block, ...]:
    """The tables of a grid from top to bottom; one where nothing shows more."""
    starts = [0]
    for place in range(1, len(grid)):
        if fill(grid[place]) and not fill(grid[place - 1]):
            stop = _stop(grid, place)
            names = _names_row(grid[place:stop])
            if names is not None and _holds_table(grid[starts[-1] : place]):
                starts.append(place)
    ends = [*starts[1:], len(grid)]
    blocks = [
        block
        for top, bottom in zip(starts, ends, strict=True)
        for block in _beside(grid, top, bottom)
    ]
    return tuple(blocks)


def _stop(grid: Sequence[Row], start: int) -> int:
    return next((n for n in range(start, len(grid)) if not fill(grid[n])), len(grid))


def _names_row(rows: Sequence[Row]) -> int | None:
    """The row of names where rows are a table of their own: names above values."""
    for place, row in enumerate(rows[:3]):
        if fill(row) < 2:
            # A title above the names.
            continue
        body = rows[place + 1 :]
        if not are_names(row) or not body:
            return None
        typed = [
            column
            for column, name in enumerate(row)
            if name.strip()
            and cell_kind(name) == "text"
            and _is_typed([one[column] for one in body if column < len(one)])
        ]
        return place if typed else None
    return None


def _is_typed(cells: Sequence[str]) -> bool:
    kinds = {cell_kind(cell) for cell in cells} - {"empty"}
    return bool(kinds) and kinds <= {"number", "date"}


def _holds_table(rows: Sequence[Row]) -> bool:
    """Whether rows hold names and values already, not only titles."""
    return any(
        _names_row(rows[place:]) is not None
        for place in range(len(rows) - 1)
        if fill(rows[place]) >= 2
    )


def _beside(grid: Sequence[Row], top: int, bottom: int) -> list[Block]:
    """Tables side by side, where a blank column lies between names that repeat."""
    rows = grid[top:bottom]
    width = max(map(len, rows), default=0)
    used = [any(p < len(row) and row[p].strip() for row in rows) for p in range(width)]
    runs: list[list[int]] = []
    for place in range(width):
        if used[place]:
            if place and used[place - 1]:
                runs[-1].append(place)
            else:
                runs.append([place])
    parts = [[row[run[0] : run[-1] + 1] for row in rows] for run in runs]
    heads = [_first_names(part) for part in parts]
    lengths = {max((n for n, r in enumerate(p) if fill(r)), default=0) for p in parts}
    apart = len(lengths) > 1 or bool(set(heads[0]) & set(heads[-1])) if parts else False
    if len(runs) > 1 and apart and all(_names_row(part) is not None for part in parts):
        return [
            Block(top, bottom, run[0], run[-1] + 1, head[:3])
            for run, head in zip(runs, heads, strict=True)
        ]
    return [Block(top, bottom, 0, width, _first_names(rows)[:3])]


def _first_names(rows: Sequence[Row]) -> tuple[str, ...]:
    row = next((row for row in rows if fill(row) >= 2), [])
    return tuple(cell.strip() for cell in row if cell.strip())
