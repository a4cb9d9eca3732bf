"""Tables for a phone: monospace where they fit, with names of columns wrapped and cut.

What is wider is listed, as numbered things or as cards, or stands in several grids below
each other with the first column repeated.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from analysis.base.reply import Table
from chat.render.marks import unmarked
from chat.render.numbers import MISSING, format_column
from chat.render.telegram_limits import PHONE_COLUMNS
from chat.render.telegram_text import Piece, printable

_CELL = 18
_CARDS = 8
_LISTED = 30
_LISTED_CELL = 300
_SHORT = 20
_SHORTEST = 5
_HEAD_LINES = 3
_MENU_LINE = 36
_BRIEF, _FULL = 18, 80  # lines of a table's grids together
_UPRIGHT = 3  # rows that are turned into columns
_FIRST = 16
_GAP = 1


def table_pieces(
    table: Table, *, most_rows: int, brief: bool = False
) -> tuple[list[Piece], bool]:
    """The table as text, and whether all of it is there; ``brief`` lists shorter."""
    rows = table.rows[:most_rows]
    labels = [_line(unmarked(column.label)) for column in table.columns]
    texts = [
        [_line(text) for text in format_column([row[at] for row in rows], c.format)]
        for at, c in enumerate(table.columns)
    ]
    wordy = [column.format in ("text", "code") for column in table.columns]
    body: list[Piece]
    complete = len(rows) == len(table.rows)
    if rows:
        labels, texts, wordy = _without_empty(labels, texts, wordy)
    heads = _heads(labels, texts)
    if not rows or not labels:
        body = []
    elif _is_menu(rows) and all(wordy[1:]):
        body = _menu(texts)
    elif heads is not None:
        body = [Piece(_grid(heads, texts, wordy, _widths(heads, texts)), "pre")]
    elif all(wordy) and len(rows) <= _LISTED:
        body = _list(labels, texts, brief=brief)
    elif sum(wordy) > 1 and len(rows) <= _CARDS:
        body = _cards(labels, texts)
    else:
        body, whole = _paged(labels, texts, wordy, _BRIEF if brief else _FULL)
        complete = complete and whole
    return [*_above(table), *body, *_below(table, len(rows))], complete


def _without_empty(
    labels: list[str], texts: list[list[str]], wordy: list[bool]
) -> tuple[list[str], list[list[str]], list[bool]]:
    """Without columns that hold nothing at all, as the spread of a single fold."""
    kept = [
        at
        for at, cells in enumerate(texts)
        if at == 0 or any(cell not in ("", MISSING) for cell in cells)
    ]
    return (
        [labels[at] for at in kept],
        [texts[at] for at in kept],
        [wordy[at] for at in kept],
    )


def _above(table: Table) -> list[Piece]:
    return [Piece(unmarked(table.title), "b"), Piece("\n")] if table.title else []


def _below(table: Table, shown: int) -> list[Piece]:
    total = table.n_total if table.n_total is not None else len(table.rows)
    notes = [f"First {shown:,} of {total:,} rows"] if total > shown else []
    if table.note:
        notes.append(unmarked(table.note))
    return [Piece("\n"), Piece("\n".join(notes), "i")] if notes else []


def _heads(
    labels: Sequence[str], texts: Sequence[Sequence[str]]
) -> list[list[str]] | None:
    """The lines of each column's name with which the whole table fits, if it can."""
    whole = [[label] for label in labels]
    wrapped = [
        _wrapped(label, _widest(cells), shorten=False)
        for label, cells in zip(labels, texts, strict=True)
    ]
    short = [
        _wrapped(label, _widest(cells), shorten=True)
        for label, cells in zip(labels, texts, strict=True)
    ]
    different = len({tuple(head) for head in short}) == len(short)
    for heads in (whole, wrapped, *([short] if different else [])):
        if _total(_widths(heads, texts)) <= PHONE_COLUMNS:
            return heads
    return None


def _wrapped(label: str, cells: int, *, shorten: bool) -> list[str]:
    """A column's name in lines no wider than its cells need, at most three.

    To ``shorten`` is to cut words that alone are wider: “Missing” becomes “Miss.”.
    """
    room = max(cells, _SHORTEST)
    words = label.split() or [""]
    if shorten:
        words = [_abbreviated(word, room) for word in words]
    room = max(room, *map(display_width, words))
    lines = [""]
    for word in words:
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and display_width(longer) > room and len(lines) < _HEAD_LINES:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _abbreviated(word: str, room: int) -> str:
    if display_width(word) <= room or not word.isascii():
        return word
    return word[: room - 1] + "."


def _paged(
    labels: Sequence[str],
    texts: Sequence[list[str]],
    wordy: Sequence[bool],
    most_lines: int,
) -> tuple[list[Piece], bool]:
    """The columns in grids below each other, the first column repeated; as many as
    stay readable, the names of the others below. A few long rows are turned upright."""
    if len(texts[0]) < len(labels) - 1 and len(texts[0]) <= _UPRIGHT:
        turned = [[*labels[1:]], *map(list, zip(*texts[1:], strict=True))]
        labels, texts = ["", *texts[0]], turned
        wordy = [True, *[False] * (len(labels) - 1)]
    heads = [
        _wrapped(label, _widest(cells), shorten=False)
        for label, cells in zip(labels, texts, strict=True)
    ]
    found = _widths(heads, texts)
    pages = _pages(found, max(1, most_lines // (len(texts[0]) + 2)))
    body: list[Piece] = []
    clipped = False
    for page in pages:
        widths = _fitted([found[at] for at in page])
        clipped |= any(
            found[at] > w for at, w in zip(page[1:], widths[1:], strict=True)
        )
        body += [Piece("\n")] if body else []
        grid = _grid(
            [heads[at] for at in page],
            [texts[at] for at in page],
            [wordy[at] for at in page],
            widths,
        )
        body.append(Piece(grid, "pre"))
    shown = {at for page in pages for at in page}
    left_out = [label for at, label in enumerate(labels) if at not in shown]
    if left_out:
        names = ", ".join(left_out[:6]) + ("…" if len(left_out) > 6 else "")
        more = f"+ {len(left_out)} more column{'s' * (len(left_out) > 1)}: {names}"
        body += [Piece("\n"), Piece(more, "i")]
    return body, not left_out and not clipped


def _pages(found: Sequence[int], most: int) -> list[list[int]]:
    """Columns that stand beside each other, the first one on every page."""
    widths = [min(found[0], _FIRST), *[min(width, _CELL) for width in found[1:]]]
    pages: list[list[int]] = [[0]]
    for at in range(1, len(widths)):
        beside = _total([widths[n] for n in [*pages[-1], at]])
        if len(pages[-1]) > 1 and beside > PHONE_COLUMNS:
            if len(pages) == most:
                break
            pages.append([0])
        pages[-1].append(at)
    return pages


def _fitted(found: Sequence[int]) -> list[int]:
    """Widths that fit the phone; the first column, whose cells are wrapped, yields."""
    widths = [min(found[0], _FIRST), *[min(width, _CELL) for width in found[1:]]]
    if len(widths) == 1:
        return [min(found[0], PHONE_COLUMNS)]
    spare = max(0, PHONE_COLUMNS - _total(widths))
    widths[0] += min(spare, found[0] - widths[0])
    while _total(widths) > PHONE_COLUMNS:
        widths[widths.index(max(widths))] -= 1
    return widths


def _is_menu(rows: Sequence[Sequence[object]]) -> bool:
    """Whether the rows are numbered: things to choose from, or steps."""
    counted = [row[0] for row in rows]
    return len(rows[0]) > 1 and counted == list(range(1, len(rows) + 1))


def _menu(texts: Sequence[list[str]]) -> list[Piece]:
    """Numbered things, one to a line, what is said of them behind or below."""
    pieces: list[Piece] = []
    for number, name, *more in zip(*texts, strict=True):
        pieces.append(Piece(f"{chr(10) if pieces else ''}{number}. "))
        pieces.append(Piece(_shown(name), "b"))
        said = [_shown(cell) for cell in more if cell]
        if not said:
            continue
        long = len(name) + sum(map(len, said)) > _MENU_LINE
        pieces.append(Piece(("\n    " if long else "  ") + " · ".join(said)))
    return pieces


def _list(
    labels: Sequence[str], texts: Sequence[list[str]], *, brief: bool
) -> list[Piece]:
    """Words about words; ``brief`` keeps two of many columns, and says so."""
    if not brief or len(labels) < 4:
        return _cards(labels, texts)
    more = f"Also: {', '.join(labels[2:])} (/settings detailed)"
    return [*_cards(labels[:2], texts[:2]), Piece("\n"), Piece(more, "i")]


def _cards(labels: Sequence[str], texts: Sequence[list[str]]) -> list[Piece]:
    """A row below the other: its first cell strong, the others named."""
    pieces: list[Piece] = []
    for row in zip(*texts, strict=True):
        if pieces:
            pieces.append(Piece("\n"))
        pieces.append(Piece("• "))
        pieces.append(Piece(_shown(row[0]), "b"))
        rest = [
            (f"{label}: " if label else "", _shown(cell))
            for label, cell in zip(labels[1:], row[1:], strict=True)
            if cell
        ]
        if len(labels) == 2 and rest:
            pieces.append(Piece(f": {rest[0][1]}"))
        elif any(len(cell) > _SHORT for _, cell in rest):
            pieces += [Piece(f"\n   {label}{cell}") for label, cell in rest]
        elif rest:
            named = " · ".join(f"{label}{cell}" for label, cell in rest)
            pieces.append(Piece(f"\n   {named}"))
    return pieces


def _shown(cell: str) -> str:
    return cell if len(cell) <= _LISTED_CELL else cell[: _LISTED_CELL - 1] + "…"


def _grid(
    heads: Sequence[Sequence[str]],
    texts: Sequence[Sequence[str]],
    wordy: Sequence[bool],
    widths: Sequence[int],
) -> str:
    """Columns side by side; words of the first one that are too wide take more lines."""
    deep = max(map(len, heads))
    rows = [
        [[*[""] * (deep - len(head)), *head][line] for head in heads]
        for line in range(deep)
    ]
    lines = [_row(row, wordy, widths) for row in rows]
    lines.append("─" * min(_total(widths), PHONE_COLUMNS))
    for first, *rest in zip(*texts, strict=True):
        *above, last = _folded(first, widths[0]) if wordy[0] else [first]
        lines += above
        lines.append(_row([last, *rest], wordy, widths))
    return "\n".join(lines)


def _row(cells: Sequence[str], wordy: Sequence[bool], widths: Sequence[int]) -> str:
    padded = [
        _padded(_clipped(text, width), width, right=not left)
        for text, left, width in zip(cells, wordy, widths, strict=True)
    ]
    return (" " * _GAP).join(padded).rstrip()


def _folded(text: str, width: int) -> list[str]:
    """The words in lines of that width, those behind the first one set in."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1].strip() else lines[-1] + word
        if lines[-1].strip() and display_width(longer) > width:
            lines.append(f" {word}")
        else:
            lines[-1] = longer
    return [_clipped(line, width) for line in lines]


def _widths(
    heads: Sequence[Sequence[str]], texts: Sequence[Sequence[str]]
) -> list[int]:
    return [
        max(map(display_width, (*head, *cells)))
        for head, cells in zip(heads, texts, strict=True)
    ]


def _widest(cells: Sequence[str]) -> int:
    return max(map(display_width, cells), default=0)


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + _GAP * max(0, len(widths) - 1)


def display_width(text: str) -> int:
    """Columns of monospace that the text takes."""
    return sum(
        0
        if unicodedata.combining(letter)
        else 1 + (unicodedata.east_asian_width(letter) in "WF")
        for letter in text
    )


def _clipped(text: str, width: int) -> str:
    if display_width(text) <= width:
        return text
    kept = ""
    for letter in text:
        if display_width(kept + letter) > width - 1:
            break
        kept += letter
    return kept + "…"


def _padded(text: str, width: int, *, right: bool) -> str:
    space = " " * (width - display_width(text))
    return space + text if right else text + space


def _line(text: str) -> str:
    return " ".join(printable(text.replace("\n", " ")).split())
