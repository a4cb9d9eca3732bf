"""What is made of all groups together: statistics over them, how many reach a share."""

from __future__ import annotations

from analysis.base.templating import literal
from analysis.calculations.code import assigned, framed, number
from analysis.calculations.plan import COUNT, REACHED, Plan
from analysis.signatures.calculation import OverGroups

_OVER = {
    "mean": "mean()", "median": "median()", "min": "min()", "max": "max()",
    "sum": "sum()", "std": "std()",
}  # fmt: skip


def tail_lines(plan: Plan) -> list[str]:
    """The statements of ``over_groups`` or ``reach``."""
    if plan.form.over_groups:
        return _over_lines(plan, plan.form.over_groups)
    if plan.form.reach:
        return _reach_lines(plan, plan.form.reach.share)
    return []


def _over_lines(plan: Plan, over: OverGroups) -> list[str]:
    name = plan.over
    value = literal(plan.measures[0].final)
    if over.by:
        by = literal([plan.names[number] for number in over.by])
        code = f"over.{_OVER.get(over.statistic, 'size()')}"
        return [
            f"over = table.groupby({by}, observed=True)[{value}]",
            *framed("table", {name: code, COUNT: "over.size()"}),
            "table = table.reset_index()",
        ]
    code = "len(table)"
    if over.statistic == "share":
        code = "n_left / n_groups"
    elif over.statistic != "count":
        code = f"table[{value}].{_OVER[over.statistic]}"
    return framed("table", {name: f"[{code}]", COUNT: "[len(table)]"})


def _reach_lines(plan: Plan, share: float) -> list[str]:
    name = literal(plan.measures[0].final)
    return [
        f'table = table.sort_values({name}, ascending=False, kind="stable")',
        *assigned(REACHED, f"table[{name}].cumsum() / table[{name}].sum()"),
        # A share that is reached exactly may have lost its last digit.
        f'reached = table["{REACHED}"] >= {number(share)} - 1e-12',
        "table = table.head(int(reached.to_numpy().argmax()) + 1)",
    ]
