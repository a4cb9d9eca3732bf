"""Whether what a yes-or-no question says holds, from a calculation's result."""

from __future__ import annotations

import operator

from analysis.base.wording import figure
from analysis.calculations.plan import Plan
from analysis.results.calculations import CalculationResult, CalculationRow
from analysis.signatures.calculation import Claim
from analysis.words.calculation_table import label_of

_TESTS = {
    ">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le,
    "==": operator.eq, "!=": operator.ne,
}  # fmt: skip


def verdict(result: CalculationResult, plan: Plan) -> bool | None:
    """Whether the claim holds; None where a value that decides it is undefined."""
    claim = plan.form.claim or Claim()
    if plan.form.compare:
        return _of_two(result, plan, claim)
    rows = result["rows"]
    if claim.extreme:
        return _extreme(rows, claim, plan)
    if not rows:
        return False
    value = _as_shown(rows[0]["values"][0], plan)
    if value is None:
        return None
    bound = 0.0 if claim.value is None else claim.value
    return bool(_TESTS[claim.op or ">"](value, bound))


def distance(result: CalculationResult, plan: Plan) -> str:
    """How far the one figure is from the number it is held against: "; 12 below 50"."""
    claim = plan.form.claim
    if claim is None or claim.value is None or plan.keys or not result["rows"]:
        return ""
    if plan.form.asks == "yes_no" and plan.measures[0].form.statistic == "count":
        return ""  # "No: there are 8 orders": the number says how far it is off
    value = _as_shown(result["rows"][0]["values"][0], plan)
    if value is None:
        return ""
    unit = " %" if plan.shown[0].format == "percent" else ""
    points = " percentage points" if unit else ""
    bound, off = figure(claim.value) + unit, round(value - claim.value, 10)
    if off == 0:
        return f"; exactly {bound}"
    side = "above" if off > 0 else "below"
    return f"; {figure(abs(off))}{points} {side} {bound}"


def _as_shown(value: object, plan: Plan) -> float | None:
    """A figure as people read it: a share in percent."""
    if not isinstance(value, int | float):
        return None
    shown = plan.shown[0]
    return 100 * value / shown.scale if shown.format == "percent" else value


def _of_two(result: CalculationResult, plan: Plan, claim: Claim) -> bool | None:
    """The group that was named first against the other one."""
    if not result["differences"]:
        return None
    one, other = result["differences"][0]["values"]
    if one is None or other is None:
        return None
    if named_first(plan) == label_of(result["sides"][1]):
        one, other = other, one
    return bool(_TESTS[claim.op or ">"](one, other))


def named_first(plan: Plan) -> str | None:
    """The group that the question names first."""
    for key in plan.form.by:
        if key.values and len(key.values) == 2:
            return label_of(key.values[0])
        if key.periods:
            return key.periods[0].label
        if key.split:
            return key.split.yes
    return None


def _extreme(rows: list[CalculationRow], claim: Claim, plan: Plan) -> bool | None:
    names = [each.name for each in plan.shown]
    place = names.index(plan.ordering.size)
    known = [row for row in rows if isinstance(row["values"][place], int | float)]
    if not known:
        return None
    best = (max if claim.extreme == "highest" else min)(
        row["values"][place] for row in known
    )
    winners = {
        label_of(row["keys"][0]) for row in known if row["values"][place] == best
    }
    return bool(winners & {label_of(group) for group in claim.groups})
