"""Two groups set against each other, in words: which has more, and by how much."""

from __future__ import annotations

from typing import Any

from analysis.base.wording import figure, percent, side_words
from analysis.calculations.comparing import compared_key, is_time
from analysis.calculations.measures import Shown
from analysis.calculations.plan import Plan
from analysis.results.calculations import CalculationResult
from analysis.words.calculation_table import group_of, label_of, value_words
from analysis.words.chart import capitalised

FEW = 6


def comparison(result: CalculationResult, plan: Plan) -> str:
    """One clause for each measure, or for each of the other groups."""
    found = result["differences"]
    if not found:
        return "There is nothing to compare."
    if found[0]["keys"]:
        return _by_group(result, plan)
    return " ".join(_of_measure(result, plan, place) for place in range(len(found)))


def _of_measure(result: CalculationResult, plan: Plan, number: int) -> str:
    found = result["differences"][number]
    shown = next(each for each in plan.shown if each.name == found["measure"])
    sides = [
        (_side(plan, side), value, _counts(result, plan, side, shown))
        for side, value in zip(result["sides"], found["values"], strict=True)
    ]
    time = is_time(plan, compared_key(plan))
    if not time and plan.form.asks not in ("yes_no", "how_much_more"):
        # The bigger side comes first, unless the question or time has an order.
        sides.sort(key=lambda side: -(side[1] or 0))
    (first, one, _), (second, other, _) = sides
    link = "in" if time else "for"
    here, there = (f"{value_words(v, shown)}{c}" for _, v, c in sides)
    if one is None or other is None or one == other:
        same = " (the same)" if one == other else ""
        head = capitalised(shown.name)
        return f"{head}: {here} {link} {first}, {there} {link} {second}{same}."
    gap, more = difference_words(one - other, shown), relative(one, other)
    if _is_count(plan, shown):
        word = "more" if one > other else "fewer"
        more = f" ({percent(abs((one - other) / other))})" if other else ""
        return (
            f"There are {gap} {word} {shown.name} {link} {first} ({here}) than {link} "
            f"{second} ({there}){more}."
        )
    word = "higher" if one > other else "lower"
    head = capitalised(shown.name)
    if plan.form.asks == "how_much_more":
        return (
            f"{head} is {gap} {word} {link} {first} than {link} {second}{more}: "
            f"{here} against {there}."
        )
    return (
        f"{head} is {word} {link} {first} ({here}) than {link} {second} ({there}): "
        f"a difference of {gap}{more}."
    )


def _side(plan: Plan, value: Any) -> str:
    """A group by its label, with its column where that says only yes or no."""
    key = plan.form.by[compared_key(plan)]
    plain = not (key.split or key.periods or key.grain)
    return side_words(key.column if plain else None, label_of(value))


def _is_count(plan: Plan, shown: Shown) -> bool:
    form = plan.measures[shown.measure].form
    plainly = not (form.over or form.label) and form.share is None
    return form.statistic in ("count", "unique", "missing") and plainly


def _counts(result: CalculationResult, plan: Plan, side: Any, shown: Shown) -> str:
    """Both counts behind a rate."""
    laid = plan.measures[shown.measure]
    if laid.form.statistic != "rate" or laid.form.over:
        return ""
    place = compared_key(plan)
    names = [each.name for each in plan.shown]
    for row in result["rows"]:
        if row["keys"][place] == side:
            holds, known = (row["values"][names.index(n)] for n in (laid.whole, laid.n))
            return f", {holds:,} of {known:,}"
    return ""


def difference_words(difference: float, shown: Shown) -> str:
    """The size of a difference; of percentages in points."""
    if shown.format == "percent":
        points = percent(abs(difference) / shown.scale).removesuffix(" %")
        return f"{points} percentage points"
    return figure(abs(difference))


def relative(one: float, other: float) -> str:
    """``, 37.27 % more``; nothing where the other side is 0."""
    if not other:
        return ""
    word = "more" if one > other else "less"
    return f", {percent(abs((one - other) / other))} {word}"


def _by_group(result: CalculationResult, plan: Plan) -> str:
    found = [each for each in result["differences"] if each["difference"] is not None]
    first, second = (_side(plan, side) for side in result["sides"])
    shown = next(each for each in plan.shown if each.role == "value")
    head = f"{capitalised(shown.name)}, {first} against {second}"
    if not found:
        return f"{head}: no group has both."
    found.sort(key=lambda each: -abs(each["difference"] or 0.0))
    said = []
    for each in found[:FEW]:
        difference = each["difference"] or 0.0
        sign = "+" if difference > 0 else "−"
        gap = difference_words(difference, shown)
        share = (
            "" if each["change"] is None else f" ({sign}{percent(abs(each['change']))})"
        )
        said.append(f"{group_of(each)} {sign}{gap}{share}")
    more = f" and {len(found) - FEW} more" if len(found) > FEW else ""
    return f"{head}: {', '.join(said)}{more}."
