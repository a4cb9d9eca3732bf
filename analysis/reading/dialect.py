"""The delimiter, quote and escape of a text table.

Every candidate splits a sample; the best one gives rows of equal length whose cells
look like values. After van den Burg, Nazábal & Sutton, "Wrangling messy CSV files by
detecting row and type patterns", Data Mining and Knowledge Discovery 33 (2019), who
score pattern × type; the cell types here are fewer.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

_DELIMITERS = (",", ";", "\t", "|", ":", "^", "~", "¦", "\x01", "\x1f")
_SPACES = r"\s+"
# A delimiter that no text holds: a table of one column that may contain any other.
ONE_COLUMN = "\x1f"
_LIMIT = 2**31 - 1
_SHORT = 60

_NUMBER = re.compile(r"[+\-−(]?[^\w\s]?\s?\d[\d.,'’\s]*([eE][+-]?\d+)?\s?[%€$£)]?")
_PLAIN_TEXT = re.compile(r"[^;|\t\"^~¦\x00-\x1f,]*")
_LINE_OF_TEXT = re.compile(r"[^;|\t\"^~¦\x00-\x1f]*")


@dataclass(frozen=True)
class Dialect:
    delimiter: str
    quote: str = '"'
    escape: str = ""

    def rows(self, text: str) -> Iterator[tuple[int, list[str]]]:
        """The rows of ``text`` with the number of the line after each."""
        csv.field_size_limit(_LIMIT)
        # Only \n, \r and \r\n end a line; str.splitlines knows many more.
        lines = io.StringIO(text, newline="")
        if self.delimiter == _SPACES:
            for number, line in enumerate(lines, 1):
                yield number, line.split()
            return
        reader = csv.reader(
            lines,
            delimiter=self.delimiter,
            quotechar=self.quote or None,
            quoting=csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
            escapechar=self.escape or None,
            doublequote=True,
        )
        for row in reader:
            yield reader.line_num, row


def detect_dialect(text: str, delimiter: str = "") -> Dialect:
    """The dialect that explains ``text`` best; ``delimiter`` if it is known."""
    split = [(one, _filled_rows(one, text)) for one in _candidates(text, delimiter)]
    best, rows, most = _best(split, Dialect(delimiter or ","))
    if rows and len(rows[0]) == 1:
        # Names that stay whole are a title, unless something else splits every line.
        even = [pair for pair in split if _is_even(*pair)]
        if even:
            return _best(even, best)[0]
    if not delimiter and _is_one_column(best, most, text):
        return _one_column(text)
    if not delimiter and best.delimiter == _SPACES and _are_words(rows):
        return _one_column(text)
    return best


def _are_words(rows: Rows) -> bool:
    """Lines of one word, and some of several: answers, and no fields."""
    single = sum(1 for row in rows if len(row) == 1)
    return single > 0.5 * len(rows)


Rows = list[list[str]]


def _best(
    split: list[tuple[Dialect, Rows]], best: Dialect
) -> tuple[Dialect, Rows, float]:
    rows, most = [], -1.0
    for dialect, found in split:
        # A later candidate must be clearly better: the order is the preference.
        least = most * 1.02 + 1e-9
        score = _score(dialect, found, least)
        if score > least:
            best, rows, most = dialect, found, score
    return best, rows, most


def _is_even(dialect: Dialect, rows: Rows) -> bool:
    """Whether all of several lines have the same number of fields, more than one."""
    lengths = set(map(len, rows))
    sure = dialect.delimiter not in (_SPACES, ":")
    return sure and len(rows) > 2 and len(lengths) == 1 and lengths != {1}


def _is_one_column(best: Dialect, score: float, text: str) -> bool:
    """Lines of text: delimiters are rare and irregular, and no field is quoted."""
    if "," not in text or score > 0.15:
        return False
    quoted = rf'(^|{re.escape(best.delimiter)})"'
    return score < 0.02 or not re.search(quoted, text, re.MULTILINE)


def _one_column(text: str) -> Dialect:
    quoted = Dialect(",")
    if all(len(row) <= 1 for _, row in quoted.rows(text)):
        return quoted
    return Dialect(ONE_COLUMN, quote="")


def _candidates(text: str, delimiter: str) -> Iterator[Dialect]:
    delimiters = [d for d in _DELIMITERS if d in text]
    if '"' not in text and len(re.findall(r"\S[ \t]+\S.*\n", text)) > 1:
        delimiters.append(_SPACES)
    for mark in [delimiter] if delimiter else delimiters or [","]:
        for quote in _quotes(text, mark):
            yield Dialect(mark, quote)
            escaped = rf"\\[{re.escape(mark + quote)}]" if mark != _SPACES else "$^"
            if "\\" in text and re.search(escaped, text):
                yield Dialect(mark, quote, "\\")


def _quotes(text: str, mark: str) -> Iterator[str]:
    yield '"'
    if mark == _SPACES:
        return
    if '"' in text:
        unbalanced = text.count('"') % 2 == 1
        if unbalanced or re.search(
            r'[^\s\\"' + re.escape(mark) + r']"[^\s"' + re.escape(mark) + "]", text
        ):
            yield ""
    elif re.search(
        # Up to the first mark only, or a line of marks would be tried at each of them.
        rf"(^|{re.escape(mark)})'[^'\n{re.escape(mark)}]*{re.escape(mark)}[^'\n]*'",
        text,
        re.M,
    ):
        yield "'"


def _filled_rows(dialect: Dialect, text: str) -> Rows:
    try:
        return [row for _, row in dialect.rows(text) if any(row)]
    except csv.Error:
        return []


def _score(dialect: Dialect, rows: Rows, least: float) -> float:
    """The score, or less than ``least`` where its cells could not lift it there."""
    if not rows:
        return 0.0
    pattern = _pattern_score(rows)
    if dialect.delimiter in (_SPACES, ":"):
        pattern *= 0.6
    return pattern * _type_score(rows) if pattern > least else pattern


def _pattern_score(rows: list[list[str]]) -> float:
    """Near 1 for many fields in rows of one length, near 0 for ragged rows."""
    lengths = Counter(map(len, rows))
    # Single short rows (titles, notes) should not make a whole table look ragged;
    # single long rows show that a delimiter within a cell was not recognised.
    usual = max(lengths, key=lambda length: lengths[length])
    few = 0.02 * len(rows)
    regular = {k: n for k, n in lengths.items() if n > few or k > usual}
    total = sum(n * max(k - 1, 0.001) / k for k, n in regular.items())
    return total / len(regular) / len(rows)


def _type_score(rows: list[list[str]]) -> float:
    known = 0.0
    for row in rows:
        # Nearly all rows of nearly all tables are settled at once by this.
        if _PLAIN_TEXT.fullmatch("".join(row)) and max(map(len, row)) < _SHORT:
            known += len(row)
        else:
            known += sum(_type_of(cell.strip()) for cell in row)
    return known / sum(map(len, rows))


def _type_of(cell: str) -> float:
    if not cell or _NUMBER.fullmatch(cell):
        return 1.0
    if _PLAIN_TEXT.fullmatch(cell):
        return 1.0 if len(cell) < _SHORT else 0.8
    return 0.6 if _LINE_OF_TEXT.fullmatch(cell) else 0.1
