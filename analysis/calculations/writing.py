"""A calculation as short pandas code that binds ``found``: its groups and their numbers."""

from __future__ import annotations

from analysis.base.templating import literal
from analysis.calculations.code import assigned, framed, listed, number, packed
from analysis.calculations.comparing import compare_lines
from analysis.calculations.completing import every_lines
from analysis.calculations.deriving import derived_lines
from analysis.calculations.measures import (
    Columns,
    aggregated,
    condition,
    how_often,
    source,
)
from analysis.calculations.ordering import ordering_lines
from analysis.calculations.picking import rows_code
from analysis.calculations.plan import AT_MOST, BELOW, COUNT, KNOWN, Laid, Plan
from analysis.calculations.tails import tail_lines
from analysis.signatures.calculation import Calculation

MOST_GROUPS = 10_000  # what a result still holds; the counts and totals are of all
_OVERALL = ("mean", "median", "rate", "std", "var")


def calculation_code(form: Calculation) -> str:
    """The statements of a calculation, over the table ``data``."""
    if form.rows is not None:
        return "\n".join(rows_code(form))
    plan = Plan(form)
    columns = Columns(taken=set(plan.names))
    table = (
        position_lines(plan, columns) if form.position else table_lines(plan, columns)
    )
    facts = facts_lines(plan, columns)
    lines = [
        *rows_lines(plan, columns),
        *table,
        *facts,
        *every_lines(plan),
        *derived_lines(plan, columns),
        *total_lines(plan, columns),
        *ordering_lines(plan),
        *tail_lines(plan),
        *found_lines(plan),
        *compare_lines(plan),
    ]
    return "\n".join(lines)


def rows_lines(plan: Plan, columns: Columns) -> list[str]:
    """The rows with nothing but their groups and what is measured."""
    lines = [] if counts_only(plan) else ["require_rows(data)"]
    lines.append("rows = pd.DataFrame(index=data.index)")
    for key in plan.keys:
        lines += assigned(key.name, key.code, "rows")
    lines += columns.lines
    if plan.keys:
        names = literal(plan.names)
        lines += [
            f"kept = rows.dropna(subset={names})",
            f"require_groups(kept, {names})",
            f"groups = kept.groupby({names}, observed=True)",
        ]
    return lines


def counts_only(plan: Plan) -> bool:
    """Whether no rows at all are an answer too: there are none."""
    return not (plan.keys or plan.form.position) and all(
        laid.form.statistic in ("count", "unique", "missing")
        and not laid.form.over
        and laid.form.share is None
        for laid in plan.measures
    )


def table_lines(plan: Plan, columns: Columns) -> list[str]:
    """The table of groups, one column for each measure and part of one."""
    given = {COUNT: "groups.size()" if plan.keys else "len(rows)"}
    for laid in plan.all_measures:
        given |= given_columns(laid, columns, plan.names)
    if not plan.keys:
        given = {name: f"[{code}]" for name, code in given.items()}
    return framed("table", given)


def given_columns(laid: Laid, columns: Columns, keys: list[str]) -> dict[str, str]:
    """The columns that a measure takes from the rows."""
    form = laid.form
    code = aggregated(form, columns, keys)
    base = "groups" if keys else "rows"
    if form.over:
        return {laid.whole: code, laid.under: aggregated(form.over, columns, keys)}
    if form.statistic == "rate":
        values = f"{base}[{literal(source(form, columns))}]"
        return {
            laid.name: code,
            laid.whole: f"{values}.sum()" + ('.astype("int64")' if keys else ""),
            laid.n: f"{values}.count()",
        }
    if form.share is not None:
        given = {laid.whole: code}
        if not keys:
            whole = form.model_copy(update={"where": None})
            given[laid.under] = aggregated(whole, columns, keys)
        return given
    if form.statistic == "mode" and laid.n:
        name = source(form, columns)
        return {laid.name: code, laid.n: how_often(name, keys)}
    if laid.n:
        values = f"{base}[{literal(source(form, columns))}]"
        return {laid.name: code, laid.n: f"{values}.count()"}
    return {laid.name: code}


def position_lines(plan: Plan, columns: Columns) -> list[str]:
    """How many of the values lie below a value, and how many not above it."""
    assert plan.form.position is not None
    value = plan.form.position.value
    name = literal(source(plan.measures[0].form, columns))
    for op, wanted in (("<=", AT_MOST), ("<", BELOW)):
        known = f"rows[{name}].notna()"
        code = f'(rows[{name}] {op} {number(value)}).astype("float64").where({known})'
        columns.lines += assigned(wanted, code, "rows")
    base = "groups" if plan.keys else "rows"
    given = {COUNT: "groups.size()" if plan.keys else "len(rows)"}
    given |= {each: f'{base}["{each}"].mean()' for each in (AT_MOST, BELOW)}
    given |= {KNOWN: f"{base}[{name}].count()"}
    if not plan.keys:
        given = {name: f"[{code}]" for name, code in given.items()}
    return framed("table", given)


def facts_lines(plan: Plan, columns: Columns) -> list[str]:
    """How many values the first measure had, and how many were missing."""
    base, form = "kept" if plan.keys else "rows", plan.measures[0].form
    counted = f"len({base})"
    if form.where and form.statistic != "rate":
        counted = f"int({base}[{literal(condition(form, columns))}].sum())"
    if (form.of is None and form.statistic != "rate") or form.statistic == "missing":
        return [f"n_obs, n_missing = {counted}, 0"]
    return [
        f"n_obs = int({base}[{literal(source(form, columns))}].count())",
        f"n_missing = {counted} - n_obs",
    ]


def total_lines(plan: Plan, columns: Columns) -> list[str]:
    """What the first measure is of all groups together, where that says something."""
    laid = plan.measures[0]
    form = laid.form
    if not plan.keys or plan.form.position:
        return []
    if form.over:
        whole, under = f"table[{literal(laid.whole)}]", f"table[{literal(laid.under)}]"
        additive = ("sum", "count", "missing")
        if form.statistic in additive and form.over.statistic in additive:
            times = f"{form.times} * " if form.times != 1 else ""
            return [f"below = {under}.sum()",
                    f"total = {times}{whole}.sum() / below if below else None"]  # fmt: skip
        return []
    if form.statistic in ("sum", "count", "missing"):
        return [f"total = table[{literal(laid.whole or laid.name)}].sum()"]
    if form.statistic in (*_OVERALL, "unique"):
        times = f"{form.times} * " if form.times != 1 and form.share is None else ""
        plain = form.model_copy(update={"share": None})
        code = aggregated(plain, columns, []).replace("rows[", "kept[", 1)
        return [f"total = {times}{code}"]
    return []


def found_lines(plan: Plan) -> list[str]:
    """What the script prints: the groups as rows, and what was left out."""
    shown = [each.name for each in plan.shown]
    keys = plan.shown_keys
    n_keys = len(keys)
    cut = f'"keys": row[:{n_keys}], "values": row[{n_keys}:-1]'
    if not keys:
        cut = '"keys": [], "values": row[:-1]'
    most = f"]].head({MOST_GROUPS})" if keys and not plan.form.limit else "]]"
    return [
        *listed("columns = ", shown, ""),
        f'shown = table[[{"".join(f"{literal(key)}, " for key in keys)}*columns, "{COUNT}"{most}',
        "found = {",
        '    "columns": columns,',
        '    "rows": [',
        f'        {{{cut}, "n": row[-1]}}',
        "        for row in shown.itertuples(index=False, name=None)",
        "    ],",
        *packed(_facts(plan)),
        "}",
    ]


def _facts(plan: Plan) -> dict[str, str]:
    """What ``found`` says besides the groups."""
    facts = {"n_rows": "len(data)", "n_obs": "n_obs", "n_missing": "n_missing"}
    if plan.keys:
        facts |= {"n_no_group": "len(rows) - len(kept)", "n_groups": "n_groups"}
    return facts | {name: name for name in _named(plan)}


def _named(plan: Plan) -> list[str]:
    """The further facts that the statements before have found."""
    found = []
    if plan.completes:
        found.append("n_empty")
    if total_lines(plan, Columns()):
        found.append("total")
    if plan.form.having:
        found.append("n_left")
    cut = (plan.form.limit or plan.form.place) and not plan.form.within
    if cut and plan.form.sequence and plan.form.sequence.by == "value":
        found.append("n_tied")
    return found
