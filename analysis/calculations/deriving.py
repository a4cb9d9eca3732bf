"""Ratios and shares as pandas code: columns made of other columns of the groups."""

from __future__ import annotations

from analysis.base.templating import literal
from analysis.calculations.code import assigned
from analysis.calculations.measures import Columns, source
from analysis.calculations.plan import Laid, Plan
from analysis.calculations.windows import window_lines


def derived_lines(plan: Plan, columns: Columns) -> list[str]:
    """The columns of ratios, shares and windows."""
    lines = []
    for laid in plan.all_measures:
        if laid.form.over:
            lines += ratio_lines(laid)
        elif laid.form.share is not None:
            lines += share_lines(plan, laid, columns)
        if laid.form.times != 1:
            name = f"table[{literal(laid.name)}]"
            lines.append(f"{name} = {laid.form.times} * {name}")
    return lines + window_lines(plan)


def ratio_lines(laid: Laid) -> list[str]:
    above, below = (f"table[{literal(name)}]" for name in (laid.whole, laid.under))
    return assigned(laid.name, f"{above} / {below}.where({below} != 0)")


def share_lines(plan: Plan, laid: Laid, columns: Columns) -> list[str]:
    """Each group's share of its whole."""
    share, value = laid.form.share, f"table[{literal(laid.whole)}]"
    if not plan.keys:
        whole = f"table[{literal(laid.under)}]"
        return assigned(laid.name, f"{value} / {whole}")
    within = {"total": (), "row": (0,), "column": (1,)}.get(str(share), share) or ()
    by = literal([plan.names[number] for number in within if isinstance(number, int)])
    if laid.form.statistic == "unique":
        return _distinct_share(laid, source(laid.form, columns), by if within else "")
    if not within:
        return assigned(laid.name, f"{value} / {value}.sum()")
    whole = f'table.groupby({by})[{literal(laid.whole)}].transform("sum")'
    return assigned(laid.name, f"{value} / {whole}")


def _distinct_share(laid: Laid, column: str, by: str) -> list[str]:
    """Different values of a whole are fewer than the sum of those of its parts."""
    value = f"table[{literal(laid.whole)}]"
    if not by:
        return assigned(laid.name, f"{value} / kept[{literal(column)}].nunique()")
    name = literal(f"{laid.name}, whole")
    whole = f"kept.groupby({by}, observed=True)[{literal(column)}].nunique()"
    return [
        f"whole = {whole}.rename({name})",
        *assigned(laid.name, f"{value} / table.join(whole, on={by})[{name}]"),
    ]
