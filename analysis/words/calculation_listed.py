"""Calculations for several groups, listed: each value, or the extremes of many."""

from __future__ import annotations

from analysis.base.wording import figure, names_of
from analysis.calculations.naming import measure_name, singular
from analysis.calculations.plan import Plan
from analysis.results.calculations import CalculationResult, CalculationRow
from analysis.signatures.calculation import Having
from analysis.words.calculation_table import group_of, value_words
from analysis.words.chart import capitalised

FEW = 6
_AMOUNTS = {
    ">": "more than", ">=": "at least", "<": "fewer than", "<=": "at most",
    "==": "exactly", "!=": "other than",
}  # fmt: skip


def listed(result: CalculationResult, plan: Plan) -> str:
    """Each group with its values; of many the highest and the lowest."""
    rows, shown = result["rows"], plan.shown[0]
    answers = [n for n, each in enumerate(plan.shown) if each.role == "value"][:3]
    names = names_of(plan.shown[place].name for place in answers)
    head = f"{capitalised(names)} by {names_of(plan.shown_keys)}"
    if plan.form.having:
        head += f", with {having_words(plan.form.having, plan)}"
    values = [row["values"][0] for row in rows]
    if len(rows) <= FEW:
        said = []
        for row in rows:
            values_said = (
                value_words(row["values"][n], plan.shown[n]) for n in answers
            )
            said.append(f"{group_of(row)} {names_of(values_said)}")
        separator = ", " if len(answers) == 1 else "; "
        return f"{head}: {separator.join(said)}{_in_all(result, plan)}."
    head = f"{capitalised(shown.name)}{head[len(names) :]}"
    known = [row for row in rows if isinstance(row["values"][0], int | float)]
    if not known:
        first = [
            f"{group_of(r)} {value_words(r['values'][0], shown)}" for r in rows[:FEW]
        ]
        return f"{head}: {', '.join(first)} and {len(rows) - FEW:,} more."
    window = plan.form.window
    if window and window.kind == "cumulative_share":
        first = [
            f"{group_of(r)} {value_words(r['values'][0], shown)}" for r in rows[:FEW]
        ]
        return f"{head}: {', '.join(first)} …"
    if window and window.kind in ("running", "to_date"):
        last = rows[-1]
        value = value_words(values[-1], shown)
        return f"{head}: {value} at the end ({group_of(last)})."
    high = max(known, key=lambda row: row["values"][0])
    low = min(known, key=lambda row: row["values"][0])
    return (
        f"{head}: highest for {group_of(high)} "
        f"({value_words(high['values'][0], shown)}), lowest for {group_of(low)} "
        f"({value_words(low['values'][0], shown)})"
        f"{_latest(rows, plan)}{_in_all(result, plan)}."
    )


def _latest(rows: list[CalculationRow], plan: Plan) -> str:
    """The last value of a window along time."""
    ordered = plan.form.order is not None
    if plan.form.window is None or len(plan.names) > 1 or ordered:
        return ""
    if plan.form.time_key is None:
        return ""
    value = value_words(rows[-1]["values"][0], plan.shown[0])
    return f", last {value} ({group_of(rows[-1])})"


def _in_all(result: CalculationResult, plan: Plan) -> str:
    """``"; 251,857 in all"`` behind sums and counts whose parts are all there."""
    form, total = plan.measures[0].form, result.get("total")
    cut = (
        plan.form.having or plan.form.limit or plan.form.window or plan.form.over_groups
    )
    if total is None or cut or form.over or len(plan.measures) > 1:
        return ""
    if any(key.values for key in plan.form.by):
        return _together(result, plan)
    if form.statistic not in ("sum", "count"):
        return ""
    if form.share is not None:
        return f"; shares of {figure(total)}" if form.share == "total" else ""
    return f"; {figure(total)} in all"


_LEVELS = {
    ">": "above", ">=": "of at least", "<": "below", "<=": "of at most", "==": "of",
    "!=": "other than",
}  # fmt: skip


def _together(result: CalculationResult, plan: Plan) -> str:
    """``"; 725.9 together"`` behind groups that were picked, where no row is of another."""
    shared = plan.measures[0].form.share is not None
    if plan.form.compare or plan.form.claim or len(plan.form.by) > 1 or shared:
        return ""
    if result.get("n_groups") != len(result["rows"]):
        return ""
    return f"; {value_words(result['total'], plan.shown[0])} together"


def _a(name: str) -> str:
    """A name with its article."""
    return f"{'an' if name[:1] in 'aeio' else 'a'} {name}"


def having_words(having: tuple[Having, ...], plan: Plan) -> str:
    """The condition on groups: ``at least 3 orders and less than 20 %``."""
    said = []
    for each, (_, name) in zip(having, plan.having, strict=True):
        words = _AMOUNTS[each.op]
        if each.value is None:
            said.append(f"{_a(name)} {_LEVELS[each.op]} their {each.against}")
            continue
        counts = each.measure.statistic in ("count", "unique", "missing")
        if counts and not each.measure.over:
            of = noun_words(
                measure_name(each.measure, plan.form.noun), figure(each.value)
            )
            said.append(f"{words} {figure(each.value)} {of}")
        elif each.measure.of is not None and not each.measure.over:
            named = name.removesuffix(" (2)")
            said.append(f"{_a(named)} {_LEVELS[each.op]} {figure(each.value)}")
        else:
            words = words.replace("fewer", "less")
            amount = figure(each.value)
            if each.measure.statistic == "rate" or each.measure.share is not None:
                amount = f"{figure(100 * each.value / each.measure.times)} %"
                amount = (
                    amount if each.measure.times == 1 else f"{figure(each.value)} %"
                )
            said.append(f"{words} {amount} {name.removesuffix(' (2)')}")
    return " and ".join(said)


def noun_words(name: str, value: str) -> str:
    """The counted things in the number that they have."""
    if value != "1":
        return name
    first, rest = name.partition(" with ")[0], name.partition(" with ")[1:]
    return singular(first) + "".join(rest)
