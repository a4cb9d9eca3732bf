"""What follows a template's name: columns, "by" columns and name=value settings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from analysis.base.columns import Column, Schema
from analysis.base.errors import TaskError
from analysis.base.parameters import ColumnRole, Sort
from analysis.scripts.script_templates import Template, TemplateParameter

_SETTING = re.compile(r"(?<!\S)(?P<name>[a-z]\w*) ?= ?(?P<value>\"[^\"]*\"|[^\s,]+)")
_BY = re.compile(r"\b(?:by|per|for each|grouped by|group by|across)\s*$", re.IGNORECASE)
_JOINING = {"and", "or", "of", "for", "on", "with", "between", "in", "the", "a", "an",
            "to", "vs", "versus", "against", "columns", "column", "variables", "data",
            "please", "using", "from", "all", "my", "this", "dataset", "table"}  # fmt: skip
_SORTS: dict[str, Sort] = {
    "number column": "numeric",
    "number columns": "numeric",
    "group column": "grouping",
    "group columns": "grouping",
    "column": "any",
    "columns": "any",
}


@dataclass
class Arguments:
    """The words of a request, sorted; ``unread`` are those that are nothing of it."""

    columns: list[Column] = field(default_factory=list)
    by: list[Column] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)


def read_arguments(text: str, schema: Schema) -> Arguments:
    """Columns are found by their names, in any case; the longest name wins."""
    found = Arguments()
    for setting in _SETTING.finditer(text):
        found.settings[setting["name"]] = setting["value"].strip('"')
    text = _SETTING.sub(" ", text)
    start, before = 0, ""
    for match, column in _mentions(text, schema):
        before = text[start : match.start()]
        grouped = _BY.search(before)
        (found.by if grouped or (found.by and _only_joins(before)) else found.columns
         ).append(column)  # fmt: skip
        found.unread += _unread(_BY.sub("", before))
        start = match.end()
    found.unread += _unread(text[start:])
    return found


def _mentions(text: str, schema: Schema) -> list[tuple[re.Match[str], Column]]:
    names = sorted(schema.columns, key=lambda column: -len(column.name))
    taken: list[tuple[re.Match[str], Column]] = []
    for column in names:
        pattern = rf"[`'\"“]?(?<!\w){re.escape(column.name)}(?!\w)[`'\"”]?"
        for match in re.finditer(pattern, text, re.IGNORECASE):
            if all(
                match.end() <= other.start() or match.start() >= other.end()
                for other, _ in taken
            ):
                taken.append((match, column))
    return sorted(taken, key=lambda pair: pair[0].start())


def _unread(text: str) -> list[str]:
    words = re.findall(r"[^\s,;:]+", text)
    return [
        word for word in words if word.lower().strip(".!?()") not in {"", *_JOINING}
    ]


def _only_joins(text: str) -> bool:
    return text.strip().lower() in ("and", ",", "&", ", and")


def bound(template: Template, arguments: Arguments) -> dict[str, Any]:
    """The template's parameters, as far as the request fills them.

    Raises:
        TaskError: a column does not fit, or there is no place for it.
    """
    parameters = [one for one in template.header.parameters if one.names_columns]
    params = _settings(template, arguments)
    free = list(arguments.columns)
    by = list(arguments.by)
    for parameter in sorted(parameters, key=_groups_first):
        if parameter.name in params:
            continue
        if parameter.name.startswith("group"):
            taken = _taken(parameter, by)
            if not taken and parameter.required and len(free) > 1:
                taken = _taken(parameter, free[::-1])[:1]
                free = [column for column in free if column not in taken]
            by = [column for column in by if column not in taken]
        else:
            if parameter.name == "target" and free and not fits(parameter, free[0]):
                # The column named first is meant, not the first one that would do.
                raise _no_place(template, free)
            taken = _taken(parameter, free)
            free = [column for column in free if column not in taken]
        if taken:
            names = [column.name for column in taken]
            params[parameter.name] = names if parameter.many else names[0]
    if free or by:
        raise _no_place(template, (*free, *by))
    return params


def _groups_first(parameter: TemplateParameter) -> bool:
    return not parameter.name.startswith("group")


def _taken(parameter: TemplateParameter, columns: Sequence[Column]) -> list[Column]:
    fitting = [column for column in columns if fits(parameter, column)]
    return fitting if parameter.many else fitting[:1]


def fits(parameter: TemplateParameter, column: Column) -> bool:
    """Whether a column may fill a parameter."""
    return ColumnRole(_SORTS[parameter.kind]).accepts(column)


def _no_place(template: Template, columns: Sequence[Column]) -> TaskError:
    name = columns[0].name
    takes = ", ".join(f"{p.name} ({p.kind})" for p in template.header.parameters)
    return TaskError(
        f"The template {template.name} has no place for the column “{name}”"
        f" ({columns[0].kind}).",
        hint=f"It takes: {takes or 'no parameters'}.",
        options=(f"/script {template.name}",),
    )


def _settings(template: Template, arguments: Arguments) -> dict[str, Any]:
    known = {one.name: one for one in template.header.parameters}
    params: dict[str, Any] = {}
    for name, value in arguments.settings.items():
        if name not in known:
            raise TaskError(
                f"The template {template.name} has no parameter “{name}”.",
                hint=f"It has: {', '.join(known) or 'none'}.",
            )
        params[name] = _value(known[name], value)
    return params


def _value(parameter: TemplateParameter, value: str) -> Any:
    if parameter.kind == "number":
        try:
            return int(value)
        except ValueError:
            pass
        try:
            return float(value)
        except ValueError:
            raise TaskError(
                f"{parameter.name} is a number, not “{value}”.",
                hint=f"For example {parameter.name}=10.",
            ) from None
    if parameter.kind == "flag":
        return value.lower() in ("yes", "true", "1", "on")
    return value.split(",") if parameter.many else value
