"""Shares of answers that count: "4 or 5 counts as satisfied", "at least 4", between groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from analysis.base.columns import Column
from analysis.base.task import Step
from chat.linking.mentions import is_flag
from chat.reader.base.roles import is_key
from chat.reader.enquiries.claims import share_claimed
from chat.reader.enquiries.comparing import has_place, levels_said
from chat.reader.enquiries.limited import limits_of
from chat.reader.enquiries.sentence import Sentence
from chat.reader.preparing.formulas import column_term

Read = tuple[list[Step], list[str]]

_CUES = frozenset((
    "sharekept", "percentword", "testword", "claim", "countsas", "orhigher", "orlower",
    "atleast", "atmost", "overscore", "underscore", "interval", "answering", "differs",
    "relation", "comparative", "others", "by", "abovenumber", "belownumber",
    "fractionword", "subjects", "oneof",
))  # fmt: skip
_CLAIMING = (
    "claim", "testword", "abovenumber", "belownumber", "fractionword", "percentword",
)  # fmt: skip
_FEW = 11  # values of a scale of answers
_LEVELS = (90, 95, 99)
_WORDS = {">=": "at least", ">": "above", "<=": "at most", "<": "below"}


@dataclass(frozen=True)
class Counting:
    """Which values count: a comparison with a number, or one of a few."""

    op: str
    value: Any

    def name(self, column: str) -> str:
        if self.op == "in":
            return f"{column} is {' or '.join(f'{one:g}' for one in self.value)}"
        return f"{column} {_WORDS[self.op]} {self.value:g}"

    def where(self, column: str) -> dict[str, Any]:
        value = list(self.value) if self.op == "in" else self.value
        return {"column": column, "op": self.op, "value": value}

    def formula(self, column: str) -> str:
        term = column_term(column)
        if self.op == "in":
            return " or ".join(f"{term} == {one:g}" for one in self.value)
        return f"{term} {self.op} {self.value:g}"


def scored(sentence: Sentence) -> Read | None:
    """The share of the rows whose value counts, with its interval or test where asked."""
    name = _scale(sentence)
    shares = sentence.has("sharekept", "fractionword", "countsas", "percentword")
    if name is None or (sentence.has("target") and not shares):
        return None
    if any(True for _ in sentence.lattice.all("statistic")):
        return None  # "is the average above 3": no share of those above
    if sentence.has("howmany") and sentence.has("interval"):
        return None
    group, levels = levels_said(sentence)
    sentence.known.update((name, *([group] if group else ())))
    _labels(sentence)
    counting, listed = _counting(sentence, sentence.lattice.columns[name])
    if counting is None:
        return None
    confidence = _confidence(sentence)
    claimed = share_claimed(sentence) if sentence.has(*_CLAIMING) else None
    compares = bool(group) and _sets_apart(sentence)
    tests = compares or sentence.has("testword", "claim", "differs", "relation")
    if not (tests or claimed or sentence.has("sharekept", "interval")):
        return None
    if not (tests or claimed or sentence.has("interval", "countsas")) and not listed:
        return None  # a share of what is above a number, which calculations read
    limits = limits_of(sentence)
    group = group or _group(sentence, name)
    sentence.use(*(s for s in sentence.columns if s.name in (name, group)))
    side = _side(sentence) if claimed else None
    sentence.use_cues(_CUES)
    if sentence.limits() or sentence.names_more() or has_place(sentence):
        return None
    if claimed and group:
        return None
    if not (tests or claimed or sentence.has("interval")):
        plain = _count if sentence.has("howmany") else _rate
        return [*limits.steps, *plain(name, counting, group, levels)], []
    steps = _tested(name, counting, group, levels)
    extra: dict[str, Any] = {}
    if claimed:
        extra["p"] = claimed
    if side:
        extra["alternative"] = side
    if confidence:
        extra["confidence_level"] = confidence
    steps[-1] = steps[-1].model_copy(update={"params": {**steps[-1].params, **extra}})
    return [*limits.steps, *steps], []


def _rate(
    name: str, counting: Counting, group: str | None, levels: list[str]
) -> list[Step]:
    rate = {"statistic": "rate", "of": None, "where": counting.where(name), "unit": "%"}
    params = {"measures": [rate], **_by(group, levels)}
    return [Step(operation="calculate", params=params)]


def _count(
    name: str, counting: Counting, group: str | None, levels: list[str]
) -> list[Step]:
    """ "how many answered 4 or 5": the number of those rows."""
    params = {"measures": [{"statistic": "count", "of": None}], **_by(group, levels)}
    return [
        Step(operation="filter_rows", params={"where": counting.where(name)}),
        Step(operation="calculate", params={**params, "asks": "how_many"}),
    ]


def _by(group: str | None, levels: list[str]) -> dict[str, Any]:
    if not group:
        return {}
    return {"by": [{"column": group, **({"values": levels} if levels else {})}]}


def _tested(
    name: str, counting: Counting, group: str | None, levels: list[str]
) -> list[Step]:
    """A column that says whether the value counts, and the test of its share."""
    made = counting.name(name)
    change = {"name": made, "expression": counting.formula(name)}
    params: dict[str, Any] = {"column": made, "success": "true"}
    if group:
        params["group"] = group
        if levels:
            params["levels"] = levels
    test = "proportion_test" if group else "binomial_test"
    return [
        Step(operation="add_column", params=change),
        Step(operation=test, params=params),
    ]


def _scale(sentence: Sentence) -> str | None:
    """The one column of numbers that is named and holds more than yes and no."""
    columns, n_rows = sentence.lattice.columns, sentence.lattice.index.n_rows
    found = {
        span.name
        for span in sentence.columns
        if columns[span.name].is_numeric
        and not is_flag(columns[span.name])
        and not is_key(columns[span.name], n_rows)
    }
    return found.pop() if len(found) == 1 else None


def _group(sentence: Sentence, name: str) -> str | None:
    columns = sentence.lattice.columns
    found = {
        span.name
        for span in sentence.columns
        if span.name != name and columns[span.name].is_grouping
    }
    return found.pop() if len(found) == 1 else None


# --- which values count ------------------------------------------------------------------


def _counting(sentence: Sentence, column: Column) -> tuple[Counting | None, bool]:
    """The condition that the numbers make, and whether they list values that count."""
    numbers = [
        at for at in sentence.numbers()
        if not sentence.words[at].percent and not _is_percent(sentence, at)
    ]  # fmt: skip
    pairs = [(a, b) for a in numbers for b in numbers if b in (a + 1, a + 2)]
    for first, second in pairs:
        joined = sentence.words[first + 1].text if second == first + 2 else "or"
        if joined in ("or", "and", "to"):
            return _of_few(sentence, column, first, second), True
    for at in numbers:
        op = _comparison(sentence, at)
        if op is not None:
            sentence.used.add(at)
            return Counting(op, _plain(sentence.words[at].number)), False
    return None, False


def _of_few(
    sentence: Sentence, column: Column, first: int, second: int
) -> Counting | None:
    """ "4 or 5": the highest answers, the lowest, or these two."""
    low, high = sorted(
        float(sentence.words[at].number or 0.0) for at in (first, second)
    )
    least, most = column.minimum, column.maximum
    if not isinstance(least, int | float) or not isinstance(most, int | float):
        return None
    if column.n_unique > _FEW or not least <= low < high <= most:
        return None
    sentence.used.update(range(first, second + 1))
    if high == most and high - low == 1:
        return Counting(">=", _plain(low))
    if low == least and high - low == 1:
        return Counting("<=", _plain(high))
    return Counting("in", (_plain(low), _plain(high)))


_BEFORE = {"atleast": ">=", "atmost": "<=", "overscore": ">", "underscore": "<"}
_BEHIND = {"orhigher": ">=", "orlower": "<="}


def _comparison(sentence: Sentence, at: int) -> str | None:
    for cue in sentence.of(*_BEHIND):
        if cue.first == at + 1:
            return _BEHIND[cue.name]
    for cue in sentence.of(*_BEFORE):
        if cue.last == at:
            return _BEFORE[cue.name]
    return None


def _sets_apart(sentence: Sentence) -> bool:
    """Whether a comparative holds groups against each other; "more than 6" is a number."""
    words = sentence.words
    numbered = {
        at
        for cue in sentence.of(*_BEFORE)
        if cue.last < len(words) and words[cue.last].number is not None
        for at in range(cue.first, cue.last)
    }
    return any(cue.first not in numbered for cue in sentence.of("comparative"))


def _is_percent(sentence: Sentence, at: int) -> bool:
    return any(cue.first == at + 1 for cue in sentence.of("percentword"))


def _plain(number: float | None) -> Any:
    value = float(number or 0.0)
    return int(value) if value.is_integer() else value


def _labels(sentence: Sentence) -> None:
    """ "counts as satisfied": the word is what the share is called, wherever it stands."""
    for cue in sentence.of("countsas"):
        at = cue.last
        while at < len(sentence.words) and sentence.words[at].text in ("a", "an", "being"):  # fmt: skip
            at += 1
        if at >= len(sentence.words) or sentence.words[at].number is not None:
            continue
        if any(span.first <= at < span.last for span in sentence.columns):
            continue
        label = sentence.words[at].stem[:5]
        sentence.used.update(
            n for n, word in enumerate(sentence.words) if word.stem.startswith(label)
        )


def _confidence(sentence: Sentence) -> float | None:
    """The level of the interval that is said, which is no share."""
    for at in sentence.numbers():
        word = sentence.words[at]
        near = any(at < cue.first <= at + 2 for cue in sentence.of("interval"))
        if near and (word.percent or _is_percent(sentence, at)) and word.number in _LEVELS:  # fmt: skip
            sentence.used.add(at)
            return float(word.number or 0.0) / 100
    return None


_SIDES = {"overscore": "greater", "atleast": "greater", "underscore": "less", "atmost": "less"}  # fmt: skip


def _side(sentence: Sentence) -> str | None:
    """ "more than half": on which side of the share the rows are said to be."""
    shares = {cue.first for cue in sentence.of("fractionword")} | {
        at
        for at, word in enumerate(sentence.words)
        if word.percent or _is_percent(sentence, at)
    }
    sides = {
        side
        for cue, side in _SIDES.items()
        for span in sentence.of(cue)
        if span.last in shares
    }
    return sides.pop() if len(sides) == 1 else None
