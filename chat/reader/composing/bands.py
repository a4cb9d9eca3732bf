"""Ranges of a column set side by side: "when temp is above 80 versus below 80"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.base.task import Step
from chat.reader.base import roles
from chat.reader.base.lattice import Sense
from chat.reader.base.senses import Lattice
from chat.reader.briefs.ranges import Range, edges_of, ranges_in
from chat.reader.composing.made import Made
from chat.reader.composing.words import words
from chat.reader.grammar.lengths import length_unit

_SURE = 0.45  # what the link to a name may cost
_GAP = 4  # characters between a column and its first range, beside small words

Found = tuple[int, int, Range]


def bands(lattice: Lattice) -> Made | None:
    """The first ranges of one column that a message sets side by side."""
    text = lattice.text
    if re.search(words().bands["makes"], text, re.IGNORECASE):
        return None
    found = ranges_in(text)
    for run in _runs(text, found):
        made = _side_by_side(lattice, run) or _against_others(lattice, run[0])
        if made is not None:
            return made
    return None


def _runs(text: str, found: list[Found]) -> Iterator[list[Found]]:
    """Ranges that follow each other with nothing but small words between."""
    run: list[Found] = []
    for one in found:
        between = text[run[-1][1] : one[0]] if run else ""
        joined = re.fullmatch(words().bands["joint"], between, re.IGNORECASE)
        if run and not joined:
            yield run
            run = []
        run = [*run, one]
    if run:
        yield run


def _side_by_side(lattice: Lattice, run: list[Found]) -> Made | None:
    if len(run) < 2:
        return None
    found = edges_of([one for _, _, one in run])
    column = _column(lattice, run[0][0])
    if found is None or column is None:
        return None
    ordered, edges = found
    labels = [one.label for one in ordered]
    before: tuple[Step, ...] = ()
    if _leave_out(ordered[0], ordered[-1]):
        bound = _tidy(ordered[0].high)
        where = {"column": column.concept, "op": "!=", "value": bound}
        before = (Step(operation="filter_rows", params={"where": where}),)
        edges = [None, bound, None]
    elif lattice.columns[column.concept].kind != "integer" and any(
        not one.takes_low for one in ordered
    ):
        return None
    step = _step(column.concept, edges, labels)
    return _made(lattice, column, run[0][0], run[-1][1], step, before)


def _leave_out(low: Range, high: Range) -> bool:
    """Whether what lies between "below 80" and "above 80" is 80 alone."""
    return (
        low.low is None and high.high is None and low.high == high.low
        and not low.takes_high and not high.takes_low
    )  # fmt: skip


def _against_others(lattice: Lattice, one: Found) -> Made | None:
    """ "under 6 months versus older ones": the rest of the column's values."""
    start, end, found = one
    text = lattice.text
    match = re.compile(words().bands["others"], re.IGNORECASE).match(text, end)
    bound = found.low if found.high is None else found.high
    if match is None or (found.low is not None and found.high is not None):
        return None
    column = _column(lattice, start) or _by_unit(lattice, start, end)
    if column is None or bound is None:
        return None
    taken = not found.takes_low if found.high is None else found.takes_high
    if taken and lattice.columns[column.concept].kind != "integer":
        return None
    labels = [found.label, match["label"]]
    labels = labels if found.low is None else labels[::-1]
    step = _step(column.concept, [None, bound + 1 if taken else bound, None], labels)
    last = _past_noun(lattice, start, match.end())
    return _made(lattice, column, start, last, step, ())


def _past_noun(lattice: Lattice, start: int, end: int) -> int:
    """ "cats under 6 months versus older cats": the noun is said twice."""
    before = [t.stem for t in lattice.tokens if t.end <= start][-3:]
    for token in lattice.tokens:
        if token.start >= end:
            at = lattice.tokens.index(token)
            named = token.stem in before or lattice.at("rownoun", at)
            return token.end if named else end
    return end


def _column(lattice: Lattice, start: int) -> Sense | None:
    """The column of numbers that stands right before a range."""
    best: Sense | None = None
    for sense in lattice.all("column"):
        column = lattice.columns[sense.concept]
        end = lattice.tokens[sense.last - 1].end
        if sense.cost > _SURE or end > start:
            continue
        between = lattice.text[end:start]
        pattern = words().bands["behind"] + words().bands["leads"]
        if not re.fullmatch(pattern, between, re.IGNORECASE):
            continue
        if roles.is_measure(column, lattice.index.n_rows) and (
            best is None or sense.cost < best.cost
        ):
            best = sense
    return best


def _by_unit(lattice: Lattice, start: int, end: int) -> Sense | None:
    """ "under 6 months": the one column that counts months."""
    places = [n for n, t in enumerate(lattice.tokens) if start <= t.start < end]
    units = {s.concept for at in places for s in lattice.at("length", at)}
    found = [
        name for name, column in lattice.columns.items()
        if column.is_numeric and length_unit(lattice, name) in units
    ]  # fmt: skip
    if len(found) != 1 or not places:
        return None
    return Sense("column", places[0], places[0], found[0])


def _step(column: str, edges: list[float | None], labels: list[str]) -> Step:
    params = {
        "column": column,
        "name": words().bands["name"].format(column),
        "edges": [_tidy(edge) for edge in edges],
        "labels": labels,
    }
    return Step(operation="bin_column", params=params)


def _tidy(number: float | None) -> float | None:
    whole = number is not None and float(number).is_integer()
    return int(number) if whole and number is not None else number


def _made(
    lattice: Lattice,
    column: Sense,
    start: int,
    end: int,
    step: Step,
    before: tuple[Step, ...],
) -> Made:
    """The text with the bands as groups in the place of the ranges and their column."""
    text = lattice.text
    first = start
    if column.last > column.first:
        first = lattice.tokens[column.first].start
    head = re.sub(words().bands["leads"], "", text[:first], flags=re.IGNORECASE)
    head, tail = _without_bracket(lattice, head.rstrip(), text[end:])
    by = words().bands["by"].format(step.params["name"])
    return Made(step, f"{head} {by}{tail}".strip(), text[start:end], before)


def _without_bracket(lattice: Lattice, head: str, tail: str) -> tuple[str, str]:
    """ "kittens (cats under 6 months)": what the range explains is said by it."""
    opened = head.rfind("(")
    if opened < 0 or ")" in head[opened:]:
        return head, tail
    word = re.search(r"[^\W\d]+\s*$", head[:opened])
    kept = head[:opened]
    if word is not None and not _means(lattice, word.start()):
        kept = head[: word.start()]
    return f"{kept}{head[opened + 1 :]}".rstrip(), tail.lstrip().removeprefix(")")


def _means(lattice: Lattice, start: int) -> bool:
    """Whether a word is known, rather than a name for the range behind it."""
    at = next((n for n, t in enumerate(lattice.tokens) if t.start == start), None)
    kinds = ("value", "column", "rownoun", "rowword")
    return at is not None and any(lattice.at(kind, at) for kind in kinds)
