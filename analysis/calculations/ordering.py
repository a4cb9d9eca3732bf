"""Which groups of a calculation are kept, in which order, as pandas code."""

from __future__ import annotations

from analysis.base.templating import literal
from analysis.calculations.code import number
from analysis.calculations.plan import Plan
from analysis.signatures.calculation import Having


def ordering_lines(plan: Plan) -> list[str]:
    """Labels as people write them, then which groups, in which order."""
    if not plan.keys:
        return []
    ordered, picked = order_lines(plan), picked_lines(plan)
    # Labels do not sort as what they stand for: levels are picked by their labels.
    steps = [written_lines(plan), picked, ordered]
    if not picked:
        steps = [ordered, written_lines(plan)]
    return [
        *having_lines(plan),
        *(line for step in steps for line in step),
        *limit_lines(plan),
    ]


def _held_against(having: Having, name: str) -> str:
    """A number, or what the groups' own values come to."""
    if having.against is not None:
        return f"table[{literal(name)}].{having.against}()"
    assert having.value is not None
    return number(having.value)


def having_lines(plan: Plan) -> list[str]:
    lines = [
        f"table = table[table[{literal(name)}] {having.op} {_held_against(having, name)}]"
        for having, name in plan.having
    ]
    return [*lines, "n_left = len(table)"] if lines else []


def order_lines(plan: Plan) -> list[str]:
    """Groups come in the order of their keys; by size where that is asked."""
    order, within = plan.form.sequence, [plan.names[n] for n in plan.form.within]
    if order is None:
        return []
    down = order.descending
    if order.by == "key":
        return ["table = table.iloc[::-1]"] if down else []
    ascending = [*(True for _ in within), not down]
    by = [*within, plan.ordering.size]
    if len(by) == 1:
        return [
            f"table = table.sort_values({literal(by[0])}, ascending={not down}, "
            'kind="stable")'
        ]
    return [
        f"table = table.sort_values({literal(by)}, ascending={literal(ascending)}, "
        'kind="stable")'
    ]


def written_lines(plan: Plan) -> list[str]:
    lines = []
    for key in plan.keys:
        if key.written:
            column = f"table[{literal(key.name)}]"
            lines.append(f"{column} = {key.written.format(column)}")
    return lines


def picked_lines(plan: Plan) -> list[str]:
    return [
        f"table = picked(table, {literal(key.name)}, {literal(list(form.values))})"
        for key, form in zip(plan.keys, plan.form.by, strict=True)
        if form.values is not None
    ]


def limit_lines(plan: Plan) -> list[str]:
    within = [plan.names[number] for number in plan.form.within]
    form = plan.form
    if form.place:
        if within:
            return [f"table = table.groupby({literal(within)}).nth({form.place - 1})"]
        stop = form.place - 1 + (form.limit or 1)
        return [*tied_lines(plan, stop), f"table = table.iloc[{form.place - 1}:{stop}]"]
    if form.limit:
        if within:
            return [f"table = table.groupby({literal(within)}).head({form.limit})"]
        return [*tied_lines(plan, form.limit), f"table = table.head({form.limit})"]
    return []


def tied_lines(plan: Plan, stop: int) -> list[str]:
    """How many groups that are not shown have the value of the last one that is."""
    if plan.form.sequence is None or plan.form.sequence.by == "key":
        return []
    start, size = (plan.form.place or 1) - 1, literal(plan.ordering.size)
    return [f"n_tied = tied_outside(table[{size}], {start}, {stop})"]
