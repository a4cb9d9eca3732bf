"""Sentences that leave rows out or keep some: "Ignore everything that was cancelled."

They become a part of the question, which must then hold the condition.
"""

from __future__ import annotations

import re

from analysis.base.columns import Schema
from analysis.base.task import Task
from chat.reader.base import roles
from chat.reader.methods.names import data_of
from chat.reader.plainer.glosses import is_held
from chat.reader.plainer.variant import Check, Variant

_ENDS = re.compile(r"(?<=[.!?])\s+|\s*[;\n]+\s*|\s+[-–—]\s+")
_DENIED = ("!=", "not", "is_missing", "not_missing", "0", "no", "False")


def with_limits(text: str, schema: Schema) -> list[Variant]:
    """The question with what another sentence says about its rows."""
    parts = [one.strip() for one in _ENDS.split(text.strip()) if one.strip()]
    if len(parts) != 2:
        return []
    data, found = data_of("limiting"), []
    for said, asked in (parts, parts[::-1]):
        for kind, ways in (("out", "without"), ("only", "with")):
            what = _whose(said, data[kind])
            if what is None or said.endswith("?"):
                continue
            found += [
                Variant(
                    way.format(asked=asked.rstrip(" ?.!"), what=what),
                    meant=(f"“{said.strip(' .!')}” limits the rows",),
                    check=_holds(what, schema, denied=kind == "out"),
                )
                for way in data[ways]
            ]
            break
    return found


def _whose(said: str, forms: list[str]) -> str | None:
    bare = said.strip(" .!")
    for form in forms:
        match = re.fullmatch(form, bare, re.IGNORECASE)
        if match is not None:
            return match["what"].strip()
    return None


def _holds(what: str, schema: Schema, denied: bool) -> Check:
    def check(task: Task) -> bool:
        filters = [s.params for s in task.steps if s.operation == "filter_rows"]
        shown = repr(filters)
        turned = not denied or any(sign in shown for sign in _DENIED)
        return bool(filters) and turned and is_held(what, task, schema)

    return check


def of_whole_span(text: str, schema: Schema) -> list[Variant]:
    """ "over the four years" of a table of four years: all there is."""
    data = data_of("limiting")
    years = _years(schema)
    if years is None:
        return []
    found = []
    each = re.search(data["each"], text, re.IGNORECASE)
    if each is not None and _number(each["n"]) == years:
        made = text[: each.start()] + data["by"] + text[each.end() :]
        found.append(Variant(made))
    span = re.search(data["spans"], text, re.IGNORECASE)
    if span is not None and each is None:
        both = data["both"] in span[0].casefold()
        if (_number(span["n"]) or (2 if both else 0)) == years:
            made = text[: span.start()] + text[span.end() :]
            found.append(Variant(made, told=(span[0].strip(" ,"),)))
    return found


def _number(word: str | None) -> int:
    names = data_of("limiting")["numbers"]
    if not word:
        return 0
    return int(word) if word.isdigit() else names.index(word.casefold()) + 1


def _years(schema: Schema) -> int | None:
    """How many years the one column of time spans."""
    times = roles.time_columns(schema.columns)
    if len(times) != 1 or times[0].minimum is None:
        return None
    first, last = str(times[0].minimum)[:4], str(times[0].maximum)[:4]
    whole = first.isdigit() and last.isdigit()
    return int(last) - int(first) + 1 if whole else None
