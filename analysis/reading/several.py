"""Cells that hold several answers, as check boxes are exported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from .doubts import Doubt
from .observed import observed
from .verdict import Verdict

_MARKS = (";", "|", ", ", ",")
_ANY_MARK = "[;|,]"
# So many cells hold a mark, where it is one between answers.
_SEVERAL = 0.25
# Options that a question offers; more are words of a text.
_MOST_OPTIONS, _LONGEST = 25, 60
_LEAST_ROWS = 5


def several_answers(
    name: str, verdict: Verdict, text: pl.Series, choices: Mapping[str, str]
) -> Verdict:
    """The verdict, with a doubt where cells of the column hold several answers."""
    found = options_of(text)
    if found is None:
        return verdict
    _, options = found
    doubt = Doubt(
        what=f"Cells of {name} hold several answers ({', '.join(options[:3])} …)",
        choice="each combination a value of its own",
        key="options",
        options=(("apart", f"a yes/no column for each of the {len(options)} answers"),),
        told="options" not in choices,
    )
    return replace(verdict, doubts=(*verdict.doubts, doubt))


def options_of(text: pl.Series) -> tuple[str, tuple[str, ...]] | None:
    """The mark between answers and the answers, the most frequent first."""
    cells = observed(text)
    if len(cells) < _LEAST_ROWS:
        return None
    sample = cells.head(2000)
    if sample.str.contains(_ANY_MARK).sum() < _SEVERAL * len(sample):
        return None
    for mark in _MARKS:
        bare = sample.str.strip_chars_end(mark.strip())
        if bare.str.contains(mark, literal=True).sum() < _SEVERAL * len(sample):
            continue
        counts = _counts(sample.to_list(), mark)
        if counts is None:
            continue
        if len(sample) < len(cells):
            counts = _counts(cells.to_list(), mark)
        if counts is not None and _are_options(counts, cells, mark):
            return mark.strip() or mark, tuple(one for one, _ in counts.most_common())
    return None


def _counts(cells: list[str], mark: str) -> Counter[str] | None:
    counts: Counter[str] = Counter()
    for cell in cells:
        parts = [part.strip() for part in cell.split(mark) if part.strip()]
        if len(set(parts)) < len(parts):
            return None
        counts.update(parts)
        if len(counts) > _MOST_OPTIONS:
            return None
    return counts


def _are_options(counts: Counter[str], cells: pl.Series, mark: str) -> bool:
    """Few answers that come again and again, in more than one combination."""
    if not 2 <= len(counts) <= _MOST_OPTIONS or max(map(len, counts)) > _LONGEST:
        return False
    again = counts.total() >= 3 * len(counts)
    words = sum(any(char.isalpha() for char in one) for one in counts)
    shared = sum(1 for one in counts if counts[one] > 1)
    combined = cells.unique().len() > 2
    return again and combined and words == len(counts) and shared > 0.7 * len(counts)
