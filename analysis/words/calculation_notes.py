"""The small line under a calculation: what was left out, and the conventions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analysis.base.reply import Text
from analysis.base.wording import counted, muted, names_of, std_convention
from analysis.calculations.naming import singular
from analysis.calculations.plan import Plan
from analysis.calculations.windows import USUAL_WINDOW
from analysis.calculations.writing import MOST_GROUPS
from analysis.results.calculations import CalculationResult
from analysis.signatures.calculation import Key, Window
from analysis.statistics.measured import MONTHS


def notes(result: CalculationResult, plan: Plan) -> Text:
    """How many rows were used, what was left out, and how it was reckoned."""
    said = [
        _used(result, plan.form.noun),
        *_empty(result, plan),
        *_keys(plan),
        *_measures(result, plan),
        *_window(plan.form.window),
    ]
    n_shown = len(result["rows"])
    if n_shown == MOST_GROUPS:
        said.append(f"The first {n_shown:,} of {result['n_groups']:,} groups.")
    return muted(*said)


def _used(result: CalculationResult, noun: str | None) -> str:
    said = [counted(result["n_rows"], singular(noun or "rows"), noun or "rows")]
    if result["n_missing"]:
        said.append(f"{counted(result['n_missing'], 'missing value')} left out")
    if result.get("n_no_group"):
        said.append(f"{counted(result['n_no_group'], 'row')} without a group left out")
    return "; ".join(said) + "."


def _empty(result: CalculationResult, plan: Plan) -> Iterator[str]:
    n_empty = result.get("n_empty")
    if not n_empty:
        return
    zero = plan.measures[0].form.statistic in ("sum", "count", "unique", "missing")
    how = (
        "counted as 0" if zero and not plan.measures[0].form.over else "without a value"
    )
    yield f"{counted(n_empty, 'group')} without rows, {how}."


def _keys(plan: Plan) -> Iterator[str]:
    for key in plan.form.by:
        yield from _key(key)


def _key(key: Key) -> Iterator[str]:
    if key.grain == "week":
        yield "Weeks begin on Monday and are named by that day."
    if key.grain in ("quarter", "year", "quarter_of_year"):
        if key.fiscal_start > 1:
            begin = MONTHS[key.fiscal_start - 1]
            yield f"Fiscal years begin in {begin} and are named by the year they end in."
        elif key.grain != "year":
            yield "Calendar quarters."
    if key.grain == "season":
        yield "Seasons of the northern half: winter is December to February."
    if key.grain == "weekend":
        yield "Weekends are Saturdays and Sundays."
    if key.bins is not None:
        yield "A class holds its lower bound, not its upper one; the last one holds both."
    if key.values:
        yield f"Only {names_of(key.values)}."


def _measures(result: CalculationResult, plan: Plan) -> Iterator[str]:
    said: dict[str, None] = {}
    for laid in plan.measures:
        form = laid.form
        if form.statistic in ("std", "var"):
            said[f"Spread: {std_convention(form.ddof)}."] = None
        if form.statistic in ("percentile", "iqr"):
            said["Percentiles are interpolated linearly."] = None
        if form.statistic == "rate":
            said["Shares are of the rows whose values are known."] = None
        if form.statistic == "mode":
            said["Of equally frequent values the smallest is given."] = None
        if form.over:
            said["A ratio of the totals, not the average of each row's ratio."] = None
        if form.statistic == "unique" and plan.keys:
            said["A value may be in several groups, so groups do not add up."] = None
        if form.share is not None and plan.keys:
            said[_whole(result, plan, form.share)] = None
    yield from said


def _whole(result: CalculationResult, plan: Plan, share: Any) -> str:
    within = {"total": (), "row": (0,), "column": (1,)}.get(str(share), share)
    if within:
        return f"Shares add up to 100 % within each {names_of(plan.names[n] for n in within)}."
    return f"Shares are of all {result['n_groups']:,} groups together."


def _window(window: Window | None) -> Iterator[str]:
    if window is None:
        return
    n = window.n or 1
    match window.kind:
        case "moving":
            size = window.n or USUAL_WINDOW
            yield f"Each is of the last {size} groups; the first {size - 1} have none."
        case "change" | "growth" | "lag" if window.against == "year_before":
            yield "The first year has nothing to be set against."
        case "change" | "growth" | "lag":
            yield "The first has none." if n == 1 else f"The first {n} have none."
        case "rank":
            yield "Equal values have the same rank."
        case _:
            return
