"""Readings that the build of a clause suggests, whatever an operation's phrases say."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from chat.language.bins import bin_edges
from chat.language.clause import PLACEHOLDER, Clause
from chat.language.formulas import spoken_formula
from chat.language.index import name_parts
from chat.language.phrases import spoken_operations
from chat.language.tokens import MARK

_COL = rf"{MARK}[ngyitcdb]\d+{MARK}"
_NUM = rf"{MARK}[ngyi]\d+{MARK}"
_HIGH = r"highest|largest|greatest|biggest|most|maximum|max|best|top"
_LOW = r"lowest|smallest|least|minimum|min|worst|fewest"
_EXTREME = re.compile(
    rf"\b(?:which|what|who|find|identify|determine|name|list|show)\b[^.;?]{{0,40}}?"
    rf"(?P<who>{_COL})[^.;?]{{0,30}}?\b(?:has|have|had|with|having|recorded|shows?)\b"
    rf"[^.;?]{{0,30}}?\b(?:(?P<high>{_HIGH})|(?P<low>{_LOW})) (?:value of |number of )?"
    rf"(?:the )?(?P<what>{_NUM})"
)
_SCORE = 4.5
_KEY_SHARE = 0.9


def proposals(
    clause: Clause, new_names: list[str], n_rows: int
) -> list[tuple[str, dict[str, Any], float, set[int]]]:
    """Operation, parameters, score and used mentions of each suggestion."""
    found = []
    binned = _named_ranges(clause, new_names)
    if binned is not None:
        found.append(binned)
    computed = _computed(clause, new_names)
    if computed is not None:
        found.append(computed)
    extreme = _extreme_row(clause, n_rows)
    if extreme is not None:
        found.append(extreme)
    return [entry for entry in found if entry[0] in spoken_operations()]


def _computed(
    clause: Clause, new_names: list[str]
) -> tuple[str, dict[str, Any], float, set[int]] | None:
    """A new name with a formula is a computed column, however it is asked for."""
    own = [
        (n, m.column) for n, m in enumerate(clause.mentions)
        if m.kind == "column" and m.column in new_names
    ]  # fmt: skip
    if not own:
        return None
    others = {n for n, _ in own}
    copy = replace(clause, text=without_places(clause.text, others))
    formula = spoken_formula(copy)
    if formula is None:
        return None
    expression, used = formula
    params = {"name": own[0][1], "expression": expression}
    everything = {n for n, m in enumerate(clause.mentions) if m.kind == "number"}
    return "add_column", params, _SCORE, {*used, *others, *everything}


def without_places(text: str, numbers: set[int]) -> str:
    """The text without some mentions, so that a name is not part of its formula."""
    return PLACEHOLDER.sub(
        lambda match: "" if int(match[2]) in numbers else match[0], text
    )


def _named_ranges(
    clause: Clause, new_names: list[str]
) -> tuple[str, dict[str, Any], float, set[int]] | None:
    """ "'Child' (0-12), 'Adult' (13 and above)": bins with names."""
    copy = replace(clause, used=set(clause.used))
    given = bin_edges(copy)
    if "labels" not in given:
        return None
    columns = [
        (n, m.column) for n, m in enumerate(clause.mentions)
        if m.kind == "column" and m.column not in new_names
        and clause.columns[m.column].is_numeric
    ]  # fmt: skip
    if not columns and new_names:
        parts = set(name_parts(new_names[0]))
        columns = [
            (-1, column.name)
            for column in clause.columns.values()
            if column.is_numeric and set(name_parts(column.name)) <= parts
        ]
    if not columns:
        return None
    name = next(
        (
            m.column
            for m in clause.mentions
            if m.kind == "column" and m.column in new_names
        ),
        None,
    )
    params = {"column": columns[0][1], **({"name": name} if name else {}), **given}
    everything = set(range(len(clause.mentions)))
    return "bin_column", params, _SCORE + 1, everything


def _extreme_row(
    clause: Clause, n_rows: int
) -> tuple[str, dict[str, Any], float, set[int]] | None:
    """ "which country has the highest score": the row itself, when rows are countries."""
    match = _EXTREME.search(clause.text)
    if match is None:
        return None
    who, what = clause.number(match["who"]), clause.number(match["what"])
    column = clause.columns[clause.mentions[who].column]
    if who == what or (column.n_unique < _KEY_SHARE * n_rows and column.is_grouping):
        return None
    params = {
        "columns": [column.name, clause.mentions[what].column],
        "sort_by": clause.mentions[what].column,
        "descending": match["high"] is not None,
        "limit": 1,
    }
    return "show_rows", params, _SCORE, {who, what}
