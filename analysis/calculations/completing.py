"""Groups without rows that lie between others, as pandas code."""

from __future__ import annotations

from analysis.base.templating import literal
from analysis.calculations.code import listed
from analysis.calculations.keys import KeyCode
from analysis.calculations.measures import COUNTS, ZERO_WHEN_EMPTY
from analysis.calculations.plan import COUNT, Laid, Plan


def every_lines(plan: Plan) -> list[str]:
    """All levels of the keys, 0 of what is summed or counted where there are no rows."""
    if not plan.keys:
        return []
    if not plan.completes:
        return ["table = table.reset_index()", "n_groups = len(table)"]
    levels = [_levels(key, number) for number, key in enumerate(plan.keys)]
    if len(levels) == 1:
        every = [f"every = {levels[0]}"]
        flat = f"table = table.rename_axis({literal(plan.names[0])}).reset_index()"
    else:
        inner = [f"    {level}," for level in levels]
        every = ["every = every_group([", *inner, f"], {literal(plan.names)})"]
        flat = "table = table.reset_index()"
    counts = literal(_columns(plan, COUNTS))
    return [
        *every,
        "table = table.reindex(every)",
        f'empty = table["{COUNT}"].isna()',
        *listed("table.loc[empty, ", _columns(plan, ZERO_WHEN_EMPTY), "] = 0"),
        f'table = table.astype(dict.fromkeys({counts}, "int64"))',
        flat,
        "n_groups, n_empty = len(table), int(empty.sum())",
    ]


def _levels(key: KeyCode, number: int) -> str:
    """All levels of a key: those between the first and the last, or those that occur."""
    if key.every:
        return key.every.format(f"kept[{literal(key.name)}]")
    return f"table.index.levels[{number}]"


def _columns(plan: Plan, statistics: tuple[str, ...]) -> list[str]:
    """The table's columns that hold one of these statistics."""
    found = [COUNT]
    for laid in plan.all_measures:
        found += _of_measure(laid, statistics)
    return found


def _of_measure(laid: Laid, statistics: tuple[str, ...]) -> list[str]:
    form, found = laid.form, []
    if form.statistic in statistics:
        found.append(laid.whole or laid.name)
    if form.over and form.over.statistic in statistics:
        found.append(laid.under)
    if form.statistic == "rate" and not form.over:
        found.append(laid.whole)
    return found + ([laid.n] if laid.n else [])
