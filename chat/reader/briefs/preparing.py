"""Clauses that prepare the table: what goes, what is filled, scaled and converted."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from analysis.base.task import Step
from chat.reader.base.conversions import conversion, holds_numbers
from chat.reader.briefs.marked import Marked
from chat.reader.briefs.outliers import outlier_rule
from chat.reader.briefs.words import data, forms_of, pattern

Build = Callable[[Marked, re.Match[str], "Mapping[str, Any]", list[str]], "list[Step]"]


def prepared(clause: Marked, context: list[str]) -> list[Step]:
    """The steps of a clause, none if it prepares nothing that is known here.

    ``context`` are the columns last spoken of, for "the missing values" and "them".
    """
    for form in forms_of("steps"):
        match = form.pattern.search(clause.text)
        if match is None:
            continue
        steps = _BUILDERS[form.operation](clause, match, form.sets, context)
        if steps:
            return steps
    return []


def converted(clause: Marked) -> list[Step]:
    """The columns of text that a clause, which does nothing else, turns into numbers."""
    steps = prepared(clause, []) or _read_as_numbers(clause)
    named = [step.params.get("column", step.params.get("name")) for step in steps]
    to_numbers = all(
        step.params.get("to") in ("number", "integer")
        or (
            step.operation == "add_column"
            and step.params["name"] in clause.schema.names
        )
        for step in steps
    )
    text = all(not clause.schema[name].is_numeric for name in named if name)
    return steps if steps and to_numbers and text else []


def _read_as_numbers(clause: Marked) -> list[Step]:
    """Columns that a clause says are text with numbers ("strings such as 1248 CC")."""
    words = data()["converting_words"]
    if not any(re.search(form, clause.linked.low) for form in words["forms"]):
        return []
    texts = [clause.schema[name] for name in clause.strong]
    found = [one for one in texts if not one.is_numeric and holds_numbers(one)]
    return [conversion(one, "number") for one in found]


def _named(clause: Marked, match: re.Match[str], context: list[str]) -> list[str]:
    said = match.groupdict().get("columns")
    return clause.columns_in(said) if said else context


def _drop_missing(
    clause: Marked, match: re.Match[str], sets: Mapping[str, Any], context: list[str]
) -> list[Step]:
    if sets.get("all"):
        return [Step(operation="drop_missing", params={})]
    columns = _named(clause, match, [])
    params = {"columns": columns}
    return [Step(operation="drop_missing", params=params)] if columns else []


def _fill(
    clause: Marked, match: re.Match[str], sets: Mapping[str, Any], context: list[str]
) -> list[Step]:
    columns = _named(clause, match, context)
    how = match["how"]
    first, *others = re.split(r",? and (?=in |for |those in |the missing )", how)
    steps = _filled(clause, columns, first)
    for other in others:
        named = clause.columns_in(other)
        rest = re.search(r"\b(?:with|by)\b (?P<how>.+)", other)
        more = _filled(clause, named, rest["how"]) if rest and named else []
        if not more:
            return []
        steps += more
    return steps


def _filled(clause: Marked, columns: list[str], how: str) -> list[Step]:
    words = data()["filling"]
    if not columns:
        return []
    if re.search(words["grouped"], how):
        return _filled_within(clause, columns, how)
    for strategy in (
        "mean", "median", "mode", "zero", "forward", "backward", "interpolate",
    ):  # fmt: skip
        if re.match(rf"(?:the |a |an )*(?:{words[strategy]})", how):
            return [_filling(columns, strategy)]
    value = clause.value_in(how[: how.find("\ue011") + 1] or None)
    if value is None or how[0] not in "\ue010'\"“":
        return []
    if value == 0:
        return [_filling(columns, "zero")]
    return [_filling(columns, "constant", value)]


def _filled_within(clause: Marked, columns: list[str], how: str) -> list[Step]:
    """Gaps filled by the mean of the same group; none where no column tells the groups."""
    words = data()["filling"]
    match = pattern(words["within"]).search(re.sub(words["again"], " and ", how))
    groups = clause.columns_in(match["groups"]) if match else []
    filled = [name for name in columns if name not in groups]
    strategies = [
        one for one in ("mean", "median", "mode") if re.search(words[one], how)
    ]
    if not groups or len(filled) != 1 or len(strategies) != 1:
        return []
    params = {"columns": filled, "strategy": strategies[0], "group_by": groups}
    return [Step(operation="fill_missing", params=params)]


def _filling(columns: list[str], strategy: str, value: Any = None) -> Step:
    params: dict[str, Any] = {"columns": columns, "strategy": strategy}
    if value is not None:
        params["value"] = value
    return Step(operation="fill_missing", params=params)


def _outliers(
    clause: Marked, match: re.Match[str], sets: Mapping[str, Any], context: list[str]
) -> list[Step]:
    columns = _named(clause, match, clause.columns or context)
    columns = [name for name in columns if clause.schema[name].is_numeric]
    params = {"columns": columns, **outlier_rule(clause)}
    return [Step(operation="remove_outliers", params=params)] if columns else []


def _outliers_replaced(
    clause: Marked, match: re.Match[str], sets: Mapping[str, Any], context: list[str]
) -> list[Step]:
    """Outliers with the mean or the median in their place, or pulled in to the bounds."""
    columns = _named(clause, match, clause.columns or context)
    columns = [name for name in columns if clause.schema[name].is_numeric]
    forms = data()["replacing"]
    instead = next(
        (n for n, form in forms.items() if re.search(form, match["how"])), ""
    )
    if not columns or not instead:
        return []
    params = {"columns": columns, **outlier_rule(clause)}
    if instead == "bounds":
        return [Step(operation="winsorise", params=params)]
    return [Step(operation="replace_outliers", params={**params, "instead": instead})]


def _duplicates(
    clause: Marked, match: re.Match[str], sets: Mapping[str, Any], context: list[str]
) -> list[Step]:
    return [Step(operation="drop_duplicates", params={})]


def _scaled(
    clause: Marked, match: re.Match[str], sets: Mapping[str, Any], context: list[str]
) -> list[Step]:
    columns = _named(clause, match, context)
    if not match.groupdict().get("columns"):
        columns = [n for n in columns if clause.schema[n].is_numeric]
    if not all(clause.schema[name].is_numeric for name in columns):
        return []
    words = data()["scaling"]
    method = scaling_method(clause)
    if method is None and re.search(words["plain_standard"], match[0]):
        method = "standard"
    if method is None and re.search(words["plain_minmax"], match[0]):
        method = "minmax"
    params = {"columns": columns, **({"method": method} if method else {})}
    return [Step(operation="scale_columns", params=params)] if columns else []


def scaling_method(clause: Marked) -> str | None:
    """The way of scaling that some words name."""
    words = data()["scaling"]
    for method in ("minmax", "robust", "standard"):
        if re.search(words[method], clause.literal):
            return method
    return None


def _converted(
    clause: Marked, match: re.Match[str], sets: Mapping[str, Any], context: list[str]
) -> list[Step]:
    for kind, words in data()["converting"].items():
        if re.match(rf"(?:{words})", match["how"]):
            return [
                conversion(clause.schema[name], kind)
                for name in clause.columns_in(match["columns"])
            ]
    return []


def _dropped_columns(
    clause: Marked, match: re.Match[str], sets: Mapping[str, Any], context: list[str]
) -> list[Step]:
    columns = clause.columns_in(match["columns"])
    return [Step(operation="drop_columns", params={"columns": columns})]


_BUILDERS: Mapping[str, Build] = {
    "drop_missing": _drop_missing,
    "fill_missing": _fill,
    "remove_outliers": _outliers,
    "replace_outliers": _outliers_replaced,
    "drop_duplicates": _duplicates,
    "scale_columns": _scaled,
    "convert_column": _converted,
    "drop_columns": _dropped_columns,
}
