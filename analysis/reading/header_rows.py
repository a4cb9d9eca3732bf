"""Which rows of a grid hold names: groups above them, units and texts below them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from .cell_kinds import Row, cell_kind, column_kinds, fill

# Questionnaires' texts and codes, units and index names: more rows are met nowhere.
_MOST_ROWS = 4
_LOOK = 100  # rows below show what the columns hold
_IMPORT_ID = re.compile(r"""^\{\s*['"]+ImportId""")
# Longer than names and units are on average: the wording of questions.
_WORDING = 25
_YEAR = re.compile(r"(19|20)\d{2}")


@dataclass(frozen=True)
class HeaderRows:
    """``first``: the row where they begin; ``count``: how many there are.

    ``groups``: the upper rows whose cells stand for those right of them as well.
    ``labels``: the row, counted from ``first``, that words the names of the first one;
    then the names are those of the first row alone. ``codes``: rows below it that only
    programs read.
    """

    first: int
    count: int
    groups: int = 0
    labels: int | None = None
    codes: int = 0


def header_rows(rows: Sequence[Row], first: int) -> HeaderRows:
    """All rows of names around the one that was found to hold some."""
    if found := _survey(rows, first):
        return found
    count = 1
    while count < _MOST_ROWS and _goes_on(rows, first, first + count):
        count += 1
    if count == 2 and _is_wording(rows[first], rows[first + 1]):
        return HeaderRows(first, 2, labels=1)
    groups = 0
    while groups < count - 1 and _has_gaps(*rows[first + groups : first + groups + 2]):
        groups += 1
    top = first
    while top and groups < _MOST_ROWS and _is_group_row(rows[top - 1], rows[top]):
        top -= 1
        groups += 1
    return HeaderRows(top, count + first - top, groups)


def join_names(rows: Sequence[Row], width: int, found: HeaderRows) -> tuple[str, ...]:
    """The name of each column, out of all rows of names."""
    if not rows:
        return ()
    if found.labels is not None or found.codes or len(rows) == 1:
        return tuple(rows[0])
    padded = [[*row, *[""] * (width - len(row))] for row in rows]
    for number in range(found.groups):
        padded[number] = _carried(padded[number], padded[number + 1 :])
    return tuple(
        " ".join(dict.fromkeys(part.strip() for part in parts if part.strip()))
        for parts in zip(*padded, strict=True)
    )


def _carried(row: list[str], below: Sequence[Row]) -> list[str]:
    """A group's name over each of its columns, as a merged cell shows it."""
    carried, now = [], ""
    for place, cell in enumerate(row):
        named = any(under[place].strip() for under in below)
        if cell.strip():
            now = cell if named else ""
            carried.append(cell)
        else:
            carried.append(now if named else "")
    return carried


def _survey(rows: Sequence[Row], first: int) -> HeaderRows | None:
    """Names, the wording of the questions, and codes for imports (Qualtrics)."""
    for below in (1, 2):
        row = rows[first + below] if first + below < len(rows) else []
        coded = sum(1 for cell in row if _IMPORT_ID.match(cell.strip()))
        if coded and coded >= 0.5 * fill(row):
            labels = 1 if below == 2 else None
            return HeaderRows(first, below + 1, labels=labels, codes=1)
    return None


def _goes_on(rows: Sequence[Row], first: int, index: int) -> bool:
    """Whether a row below names holds further names, units or wordings."""
    if index >= len(rows) or not fill(rows[index]):
        return False
    above, row = rows[index - 1], rows[index]
    words = all(cell_kind(cell) in ("text", "empty") for cell in row)
    if not words and sum(1 for c in row if _YEAR.fullmatch(c.strip())) < 2:
        # A row of values, as most are: what is below need not be looked at.
        return False
    body = [one for one in rows[index + 1 : index + 1 + _LOOK] if fill(one)]
    if len(body) < 2:
        return False
    width = max(len(row), len(above))
    kinds = column_kinds(body, width)
    typed = [place for place in range(width) if kinds[place] in ("number", "date")]
    if _names_the_index(row, body, kinds):
        return index - first > 1 or _repeats(rows[first])
    over = [_at(row, place) for place in typed]
    if not words:
        return _are_years(row, above, body)
    full = bool(over) and all(cell_kind(cell) == "text" for cell in over)
    if len(typed) >= 2 and full:
        return len(body) > 2 or _has_gaps(above, row)
    if len(typed) == 1 and full and fill(row) == 1 and len(over[0]) <= 8:
        return len(body) > 2
    return _fills_gaps(above, row, body)


def _at(row: Row, place: int) -> str:
    return row[place].strip() if place < len(row) else ""


def _names_the_index(row: Row, body: Sequence[Row], kinds: Sequence[str]) -> bool:
    """The name of the first column in a row of its own, as pandas writes it."""
    others = any(cell.strip() for cell in row[1:])
    alone = cell_kind(_at(row, 0)) == "text" and not others and len(row) > 2
    return alone and any(kind in ("number", "date") for kind in kinds[1:])


def _repeats(row: Row) -> bool:
    counts = Counter(cell.strip() for cell in row if cell.strip())
    return any(count > 1 for count in counts.values())


def _are_years(row: Row, above: Row, body: Sequence[Row]) -> bool:
    """Years under groups of columns, above numbers that are no years."""
    cells = [cell.strip() for cell in row if cell.strip()]
    years = [cell for cell in cells if _YEAR.fullmatch(cell)]
    others = [cell for cell in cells if not _YEAR.fullmatch(cell)]
    if len(years) < 2 or any(cell_kind(cell) != "text" for cell in others):
        return False
    values = [cell.strip() for one in body for cell in one if cell.strip()]
    rare = sum(1 for cell in values if _YEAR.fullmatch(cell)) <= 0.1 * len(values)
    return rare and _has_gaps(above, row)


def _has_gaps(above: Row, below: Row) -> bool:
    """Whether cells of the upper row stand for several of the lower one."""
    behind = False
    for place in range(len(below)):
        if _at(above, place):
            behind = bool(_at(below, place))
        elif _at(below, place) and behind:
            return True
    return False


def _fills_gaps(above: Row, row: Row, body: Sequence[Row]) -> bool:
    """Words under groups of answers, blank where the values never are."""
    if not _has_gaps(above, row):
        return False
    width = max(len(above), len(row))
    under_gaps = all(_at(row, p) for p in range(width) if not _at(above, p))
    blank = [p for p in range(width) if not _at(row, p)]
    filled = [
        place
        for place in blank
        if sum(1 for one in body if _at(one, place)) >= 0.95 * len(body)
    ]
    return under_gaps and bool(filled)


def _is_wording(names: Row, texts: Row) -> bool:
    """Whether a row words the questions that the row above only names."""
    cells = [cell.strip() for cell in texts if cell.strip()]
    unique = len(set(names)) == len(names) == fill(names)
    return unique and sum(map(len, cells)) / len(cells) > _WORDING


def _is_group_row(above: Row, names: Row) -> bool:
    """Whether the row above names holds those of groups of columns."""
    places = [place for place in range(len(above)) if _at(above, place)]
    if len(places) < 2 or fill(names) < 0.6 * len(names):
        return False
    cells = [_at(above, place) for place in places]
    if any(cell.endswith(":") for cell in cells) or not all(
        cell_kind(cell) == "text" or _YEAR.fullmatch(cell) for cell in cells
    ):
        return False
    ends = [*places[1:], len(names)]
    groups = [names[a:b] for a, b in zip(places, ends, strict=True)]
    if any(len(set(group)) < len(group) for group in groups):
        return False
    return _repeats(names) or all(len(group) > 1 for group in groups)


def words_of(rows: Sequence[Row], width: int, found: HeaderRows) -> tuple[str, ...]:
    """What the file says of each column beside its name, "" where it says nothing."""
    if found.labels is None:
        return ()
    names, texts = rows[0], rows[found.labels]
    return tuple(
        "" if _at(texts, place) == _at(names, place) else _at(texts, place)
        for place in range(width)
    )


def remarks_on(
    rows: Sequence[Row], names: Sequence[str], found: HeaderRows
) -> list[str]:
    """How names came about where that is not plain to see."""
    if len(rows) < 2:
        return []
    remarks = []
    if found.labels is not None:
        remarks.append(
            "The row below the names words them; it is kept as their description."
        )
    if found.codes:
        remarks.append("A row of codes for imports below the names was left out.")
    if not remarks:
        joined = next((name for name in reversed(names) if " " in name), names[-1])
        remarks.append(f"The names are made of {len(rows)} rows, as in “{joined}”.")
    return remarks
