"""Rows that were picked, in a sentence."""

from __future__ import annotations

from typing import Any

from analysis.base.wording import counted, figure, name_of, names_of
from analysis.calculations.naming import singular
from analysis.calculations.ordinals import ordinal_word
from analysis.results.calculations import CalculationResult
from analysis.signatures.calculation import Calculation
from analysis.words.calculation_table import label_of


def rows_sentence(result: CalculationResult, form: Calculation) -> str:
    """Which rows they are: the single one by its values, several by their range."""
    rows, asked = result["rows"], form.rows
    assert asked is not None
    many = form.noun or "rows"
    if not rows:
        return f"There are no such {many}."
    if not asked.sort:
        return f"{counted(len(rows), singular(many), many)}."
    word = "highest" if asked.descending else "lowest"
    if form.place:
        word = f"{ordinal_word(form.place)} {word}"
    name, place = name_of(asked.sort), _place(result, asked.sort)
    if asked.within:
        return _of_groups(result, form, f"The {many} with the {word} {name} in each")
    values = [row["values"][place] if place is not None else None for row in rows]
    if len(rows) == 1:
        rest = [
            f"{name_of(column)} {_said(value)}"
            for column, value in zip(result["columns"], rows[0]["values"], strict=True)
            if column != asked.sort
        ][:4]
        of = f" ({', '.join(rest)})" if rest else ""
        return f"The {word} {name} is {_said(values[0])}{of}."
    named = _named(result, asked.sort)
    if named is not None and place is not None and len(rows) <= 10:
        said = [
            f"{_said(row['values'][named])} ({_said(row['values'][place])})"
            for row in rows
        ]
        return f"The {len(rows):,} {many} with the {word} {name}: {names_of(said)}."
    ends = (
        f", from {_said(values[0])} to {_said(values[-1])}" if place is not None else ""
    )
    return f"The {len(rows):,} {many} with the {word} {name}{ends}."


def _of_groups(result: CalculationResult, form: Calculation, head: str) -> str:
    """Up to six groups with the values of their rows, where both are shown."""
    assert form.rows is not None and form.rows.sort is not None
    place = _place(result, form.rows.sort)
    keys = [_place(result, column) for column in form.rows.within]
    head = f"{head} {names_of(form.rows.within)}"
    if place is None or None in keys:
        return f"{head}: {len(result['rows']):,} rows."
    groups: dict[str, list[str]] = {}
    for row in result["rows"]:
        group = " · ".join(_said(row["values"][key]) for key in keys if key is not None)
        groups.setdefault(group, []).append(_said(row["values"][place]))
    said = [f"{group} {names_of(found)}" for group, found in list(groups.items())[:6]]
    return f"{head}: {'; '.join(said)}{' …' if len(groups) > 6 else ''}."


def _named(result: CalculationResult, sort: str) -> int | None:
    """The first other column: what names the rows."""
    others = [place for place, name in enumerate(result["columns"]) if name != sort]
    return others[0] if others else None


def _place(result: CalculationResult, column: str) -> int | None:
    names = result["columns"]
    return names.index(column) if column in names else None


def _said(value: Any) -> str:
    return label_of(value) if isinstance(value, str | bool) else figure(value)
