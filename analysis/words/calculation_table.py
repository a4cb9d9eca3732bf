"""The table of a calculation: a group's labels beside its values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.base.reply import Format, Item, KeyValues, Table, TableColumn
from analysis.base.wording import cell, figure, format_of, name_of, percent
from analysis.calculations.comparing import compared_key
from analysis.calculations.measures import Shown
from analysis.calculations.plan import Plan
from analysis.results.calculations import CalculationResult, CalculationRow, Difference

MOST_ROWS = 1_000
MOST_ACROSS = 8  # what a phone still shows without much scrolling


def label_of(value: Any) -> str:
    """A group's value as people write it."""
    if value is True or value is False:
        return "yes" if value else "no"
    return name_of(value).removesuffix("T00:00:00")


def group_of(row: CalculationRow | Difference) -> str:
    """A group by the labels of its keys."""
    return keys_words(row["keys"])


def keys_words(keys: Sequence[Any]) -> str:
    """Keys by their labels."""
    return " · ".join(label_of(key) for key in keys)


def value_words(value: Any, shown: Shown) -> str:
    """A number of the answer for a sentence."""
    if value is None:
        return "undefined"
    if isinstance(value, str | bool):
        return label_of(value)
    if shown.format == "percent":
        return percent(value / shown.scale)
    return figure(value)


def answer_table(result: CalculationResult, plan: Plan) -> Table | KeyValues:
    """Groups down, what was measured across; without groups each number by itself."""
    if plan.form.rows:
        return rows_table(result)
    if not plan.shown_keys:
        return _tiles(result["rows"][0]["values"], plan)
    rows = result["rows"]
    if plan.form.compare and len(plan.keys) > 1:
        return _compared(result, plan)
    across = _across(rows, plan)
    if across is not None:
        return _crossed(rows, plan, across)
    heads = [TableColumn(label=name, format="text") for name in plan.shown_keys]
    for place, each in enumerate(plan.shown):
        heads.append(TableColumn(label=each.name, format=_format(rows, place, each)))
    cells = [
        (
            *(label_of(key) for key in row["keys"]),
            *map(_cell, row["values"], plan.shown),
        )
        for row in rows[:MOST_ROWS]
    ]
    return _table(heads, cells, len(rows))


def _compared(result: CalculationResult, plan: Plan) -> Table:
    """The other groups down; both sides, their difference and its share across."""
    found = result["differences"]
    number = compared_key(plan)
    shown = {each.name: each for each in plan.shown}
    heads = [
        TableColumn(label=n, format="text")
        for n in plan.names
        if n != plan.names[number]
    ]
    style = shown[found[0]["measure"]].format if found else "number"
    heads += [TableColumn(label=label_of(s), format=style) for s in result["sides"]]
    heads += [TableColumn(label="difference", format=style),
              TableColumn(label="change", format="percent")]  # fmt: skip
    lines = []
    for each in found[:MOST_ROWS]:
        column = shown[each["measure"]]
        numbers = [_cell(n, column) for n in (*each["values"], each["difference"])]
        lines.append((*map(label_of, each["keys"]), *numbers, each["change"]))
    return _table(heads, lines, len(found))


def difference_list(result: CalculationResult, plan: Plan) -> list[KeyValues]:
    """Difference, ratio and change of two groups, for each measure."""
    if not plan.form.compare or len(plan.keys) > 1:
        return []
    shown = {each.name: each for each in plan.shown}
    lists = []
    for each in result["differences"]:
        column = shown[each["measure"]]
        one, other = (label_of(side) for side in result["sides"])
        gap = _cell(each["difference"], column)
        items = (
            Item(label=f"{one} − {other}", value=gap, format=column.format),
            Item(label=f"{one} ÷ {other}", value=each["ratio"]),
            Item(label=f"change from {other}", value=each["change"], format="percent"),
        )
        title = f"Difference in {each['measure']}"
        lists.append(KeyValues(items=items, title=title))
    return lists


def _across(rows: Sequence[CalculationRow], plan: Plan) -> int | None:
    """The number of the key whose groups stand side by side; None for a long table."""
    form = plan.form
    ordered = form.sequence is not None or form.within or form.reach or form.having
    if len(plan.shown_keys) != 2 or ordered or len(plan.measures) > 1:
        return None
    counts = [len({label_of(row["keys"][key]) for row in rows}) for key in (0, 1)]
    fitting = [key for key in (1, 0) if 2 <= counts[key] <= MOST_ACROSS]
    return fitting[0] if fitting else None


def _crossed(rows: Sequence[CalculationRow], plan: Plan, across: int) -> Table:
    """One key down, the other across, the answer in the cells."""
    shown, down = plan.shown[0], 1 - across
    cells: dict[str, dict[str, CalculationRow]] = {}
    heads: dict[str, None] = {}
    for row in rows:
        label, head = label_of(row["keys"][down]), label_of(row["keys"][across])
        cells.setdefault(label, {})[head] = _cell(row["values"][0], shown)
        heads[head] = None
    words = any(isinstance(row["values"][0], str) for row in rows)
    style = _format(rows, 0, shown)
    columns = [TableColumn(label=plan.shown_keys[down], format="text")]
    columns += [TableColumn(label=h, format="text" if words else style) for h in heads]
    lines = [(label, *(found.get(head) for head in heads))
             for label, found in list(cells.items())[:MOST_ROWS]]  # fmt: skip
    title = f"{shown.name} by {plan.shown_keys[down]} and {plan.shown_keys[across]}"
    return _table(columns, lines, len(cells), title[:1].upper() + title[1:])


def _tiles(values: Sequence[Any], plan: Plan) -> KeyValues:
    items = []
    for value, shown in zip(values, plan.shown, strict=True):
        words = isinstance(value, str | bool)
        style = "number" if shown.format == "text" and not words else shown.format
        items.append(
            Item(
                label=shown.name,
                value=_cell(value, shown),
                format="text" if words else style,
            )
        )
    return KeyValues(items=tuple(items), style="tiles")


def _format(rows: Sequence[CalculationRow], place: int, shown: Shown) -> Format:
    """How a column is shown, where its values may turn out to be words or dates."""
    values = [row["values"][place] for row in rows]
    if any(isinstance(value, str | bool) for value in values):
        return "text"
    return "number" if shown.format == "text" else shown.format


def _cell(value: Any, shown: Shown) -> Any:
    if isinstance(value, str | bool):
        return label_of(value)
    if shown.format == "percent" and value is not None:
        return value / shown.scale
    return cell(value)


def rows_table(result: CalculationResult) -> Table:
    """The rows that were asked for, with the columns that were asked for."""
    rows = [row["values"] for row in result["rows"]]
    heads = [
        TableColumn(
            label=name_of(name), format=format_of(values[place] for values in rows)
        )
        for place, name in enumerate(result["columns"])
    ]
    cells = [tuple(_plain(value) for value in values) for values in rows[:MOST_ROWS]]
    return _table(heads, cells, len(rows))


def _plain(value: Any) -> Any:
    return label_of(value) if isinstance(value, str | bool) else cell(value)


def _table(
    heads: list[TableColumn], cells: list[Any], n_rows: int, title: str = ""
) -> Table:
    return Table(
        title=title,
        columns=tuple(heads),
        rows=tuple(cells),
        n_total=n_rows if n_rows > MOST_ROWS else None,
    )
