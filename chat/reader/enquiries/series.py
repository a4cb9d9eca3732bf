"""Series over time: what comes next, whether it rises, which part of the year has most."""

from __future__ import annotations

from typing import Any

from analysis.base.task import Step
from chat.reader.base import roles
from chat.reader.base.series import period_of, periods_in
from chat.reader.enquiries.sentence import Sentence

Read = tuple[list[Step], list[str]]

_GRAINS = ("day", "week", "month", "quarter", "year")
_CUES = frozenset((
    "forecastword", "ahead", "trendword", "overtime", "allyears", "busiest", "counted",
    "uses", "timeunit", "halfyear", "howmany", "difference", "sizes",
    *(f"per_{grain}" for grain in _GRAINS),
))  # fmt: skip
_USUAL = "month"
_SAME = 5  # letters that "visits" and "visitor" have in common


def forecasted(sentence: Sentence) -> Read | None:
    """What the next periods of a series will be."""
    if not sentence.has("forecastword"):
        return None
    ahead = _horizon(sentence)
    if ahead is None:
        return None
    n, unit = ahead
    own = _own_periods(sentence, n, unit)
    if own is not None:
        return own
    grain = _grain(sentence) or unit
    many = 1 if grain == unit else periods_in(grain, unit)
    if many is None:
        return None
    return _of_series(sentence, "forecast", grain, {"horizon": n * many})


def _own_periods(sentence: Sentence, n: int, unit: str) -> Read | None:
    """ "how many swimmers can we expect in the next 10 days", of a table with a row a day:
    the column goes on in its own periods, and no rows are counted."""
    time, measures = _time(sentence), _measures(sentence)
    if time is None or len(measures) != 1 or _grain(sentence):
        sentence.used.difference_update(
            at for span in sentence.columns for at in range(span.first, span.last)
        )
        return None
    column, n_rows = sentence.lattice.columns[time], sentence.lattice.index.n_rows
    period = period_of(column, n_rows)
    many = 1 if period == unit else periods_in(period, unit) if period else None
    if many is None or column.n_unique != n_rows:
        sentence.forget()
        _horizon(sentence)
        return None
    sentence.use_cues(_CUES)
    if any(True for _ in sentence.numbers()):
        return None
    if sentence.limits() or sentence.names_more():
        return None
    params = {"column": measures[0], "time": time, "horizon": n * many}
    return [Step(operation="forecast", params=params)], []


def trended(sentence: Sentence) -> Read | None:
    """Whether a series rises or falls."""
    if not sentence.has("trendword") or sentence.has("forecastword", "ahead"):
        return None
    ends = {cue.last for cue in sentence.of("phrasal")}
    if all(cue.first in ends for cue in sentence.of("trendword")):
        return None  # "add up all salaries"
    grain = _grain(sentence)
    if grain is None and not sentence.has("overtime"):
        return None
    return _of_series(sentence, "trend_test", grain, {})


def peaked(sentence: Sentence) -> Read | None:
    """Which month of the year, all years together, has most rows."""
    if not (sentence.has("allyears") and sentence.has("busiest")):
        return None
    if not any(c.first < c.last for c in sentence.of("timeunit")) or _grain(sentence):
        return None
    units = {sentence.words[c.first].stem for c in sentence.of("timeunit")} - {"year"}
    time, few = _time(sentence), sentence.has("fewest")
    if units - {"month"} or time is None or any(True for _ in sentence.numbers()):
        return None
    if not _counts(sentence) or _measures(sentence):
        return None
    sentence.use_cues(_CUES | {"fewest"})
    if sentence.limits() or sentence.names_more():
        return None
    params: dict[str, Any] = {
        "measures": [{"statistic": "count", "of": None}],
        "by": [{"column": time, "grain": "month_of_year"}],
        "order": {"by": "value", "measure": 0, "descending": not few},
        "asks": "which",
    }
    return [Step(operation="calculate", params=params)], []


def _of_series(
    sentence: Sentence, operation: str, grain: str | None, params: dict[str, Any]
) -> Read | None:
    """The operation on the one column that is named, or on the number of rows."""
    sentence.use(
        *(c for c in sentence.cues if c.name in _CUES and c.last > c.first + 1)
    )
    time = _time(sentence)
    if time is None:
        return None
    assumed: list[str] = []
    if grain is None and operation == "trend_test" and _is_one_each(sentence, time):
        return _row_by_row(sentence, time)
    if grain is None:
        grain = _USUAL
        assumed.append(f"taken by {grain}; say “per week” or “per year” for another")
    measures = _measures(sentence)
    if measures and operation == "forecast" and not _names_time(sentence):
        return None  # the frame of the method knows the series' own periods
    prepare: list[Step] = []
    if len(measures) == 1:
        column = sentence.lattice.columns[measures[0]]
        statistic = "sum" if roles.adds_up(column) else "mean"
        said = "totalled" if statistic == "sum" else "averaged"
        assumed.append(f"{column.name} is {said} for each {grain}")
        name = column.name
    elif not measures and (noun := _counts(sentence)):
        name, statistic = noun, "sum"
        if name in sentence.lattice.columns:
            name = f"number of {noun}"
        prepare = [
            Step(operation="add_column", params={"name": name, "expression": "1"})
        ]
        assumed.append(f"each row counts once for “{noun}”")
    else:
        return None
    if any(True for _ in sentence.numbers()):
        return None
    sentence.use_cues(_CUES)
    if sentence.limits() or sentence.names_more():
        return None
    full = {
        "column": name, "time": time, "grain": grain, "statistic": statistic, **params
    }  # fmt: skip
    return [*prepare, Step(operation=operation, params=full)], assumed


def _is_one_each(sentence: Sentence, time: str) -> bool:
    """Whether each row has a time of its own: the rows are the series."""
    lattice = sentence.lattice
    return lattice.columns[time].n_unique == lattice.index.n_rows


def _row_by_row(sentence: Sentence, time: str) -> Read | None:
    """Whether the one column that is named rises from row to row."""
    measures = _measures(sentence)
    if len(measures) != 1 or any(True for _ in sentence.numbers()):
        return None
    sentence.use_cues(_CUES)
    if sentence.limits() or sentence.names_more():
        return None
    params = {"column": measures[0], "time": time}
    told = f"each row of {time} counts by itself; say “per month” for months"
    return [Step(operation="trend_test", params=params)], [told]


# --- columns -----------------------------------------------------------------------------


def _time(sentence: Sentence) -> str | None:
    """The column of dates that is named, or the only one of the table."""
    columns = sentence.lattice.columns
    named = [s for s in sentence.columns if columns[s.name].kind == "datetime"]
    names = {span.name for span in named}
    sentence.use(*named)
    if len(names) == 1:
        return names.pop()
    dates = [name for name, c in columns.items() if c.kind == "datetime"]
    return dates[0] if len(dates) == 1 and not names else None


def _names_time(sentence: Sentence) -> bool:
    columns = sentence.lattice.columns
    return any(columns[span.name].kind == "datetime" for span in sentence.columns)


def _measures(sentence: Sentence) -> list[str]:
    """The columns of numbers that are named and are no noun for the rows."""
    columns = sentence.lattice.columns
    found = [
        s for s in sentence.columns
        if columns[s.name].is_numeric and columns[s.name].kind != "identifier"
        and not roles.numbers_times(columns[s.name])
        and not set(range(s.first, s.last)) & sentence.used
    ]  # fmt: skip
    sentence.use(*found)
    return list(dict.fromkeys(span.name for span in found))


def _counts(sentence: Sentence) -> str:
    """What the rows are called where their number is meant; empty where it is not."""
    lattice = sentence.lattice
    for sense in sorted(lattice.all("rownoun"), key=lambda s: s.first):
        sentence.used |= sentence.places(sense)
        return str(sense.concept).lower()
    for cue in sentence.of("counted", "howmany"):
        at = cue.last
        if at < len(sentence.words) and at not in sentence.used:
            sentence.used.add(at)
            return sentence.words[at].text
    rows = {stem[:_SAME] for stem in lattice.index.row_nouns if len(stem) >= _SAME}
    for at, word in enumerate(sentence.words):
        if at not in sentence.used and word.stem[:_SAME] in rows:
            sentence.used.add(at)
            return word.text
    named = [
        at for at in sentence.used
        if any(s.first == at for s in sentence.columns)
    ]  # fmt: skip
    # "most check-ins": the dates themselves are counted
    return sentence.words[min(named)].text if named and sentence.has("busiest") else ""


# --- periods -----------------------------------------------------------------------------


def _grain(sentence: Sentence) -> str | None:
    found = [grain for grain in _GRAINS if sentence.has(f"per_{grain}")]
    return found[0] if len(found) == 1 else None


def _horizon(sentence: Sentence) -> tuple[int, str] | None:
    """How many of which unit ahead: "the next three months", "next half year"."""
    if sentence.has("halfyear"):
        sentence.use(*sentence.of("halfyear"))
        return 6, "month"
    for cue in sentence.of("timeunit"):
        unit = next((g for g in _GRAINS if sentence.words[cue.first].stem == g), None)
        if unit is None:
            continue
        before = cue.first - 1
        number = sentence.words[before].number if before >= 0 else None
        if number is not None and number == int(number) and 1 <= number <= 1_000:
            near = any(sentence.between(c.last, before) is not None
                       or sentence.between(cue.last, c.first) is not None
                       for c in sentence.of("ahead"))  # fmt: skip
            if near:
                sentence.used.add(before)
                return int(number), unit
        if any(c.last == cue.first for c in sentence.of("ahead")):
            return 1, unit
    return None
