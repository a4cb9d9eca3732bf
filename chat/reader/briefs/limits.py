"""Clauses that say which rows stay or go: "only consider …", "exclude …"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from analysis.base.task import Step
from chat.reader.briefs.marked import Marked, marked
from chat.reader.briefs.words import MARK, data, pattern, patterns_in

Where = dict[str, Any]
_OPPOSITE = {"==": "!=", "!=": "==", ">": "<=", "<": ">=", ">=": "<", "<=": ">"}


def limited(clause: Marked) -> Step | None:
    """The step that keeps or drops the rows a clause names by comparisons; else None."""
    for stays, rest in _limits(clause):
        where = conditions_of(marked(rest, clause.schema))
        if where is not None:
            kept = where if stays else _turned(where)
            return Step(operation="filter_rows", params={"where": kept})
    return None


def _turned(where: Where) -> Where:
    op = where.get("op")
    if op in _OPPOSITE:
        return {**where, "op": _OPPOSITE[op]}
    return {"not": where}


def _limits(clause: Marked) -> Iterator[tuple[bool, str]]:
    """What stays (True) or goes, in the words behind the verb.

    What stands in brackets as a condition ("debutants (Debut = yes)") is the condition.
    """
    words, text = data()["limits"], clause.linked.text
    for kind, stays in (("keep", True), ("drop", False)):
        for form in patterns_in("limits", kind):
            match = form.match(text.lower())
            if match is None:
                continue
            rest = text[match.start("rest") : match.end("rest")]
            rest = re.sub(words["trimmed"], "", rest, flags=re.IGNORECASE)
            bracket = re.search(words["bracket"], rest)
            yield stays, bracket["said"] if bracket else rest


def limiting(clause: Marked) -> Iterator[str]:
    """A clause that limits the rows as plain commands, for the reader of those."""
    words = data()["limits"]
    for stays, rest in _limits(clause):
        kind = "keep" if stays else "drop"
        yield words[f"{kind}_rows"].format(rest)
        yield words[f"{kind}_as"].format(rest)


def conditions_of(clause: Marked) -> Where | None:
    """The comparisons of a clause, all true; None where a name or number is left over."""
    text, found = _without_noun(clause), []
    if re.search(data()["limits"]["unclear"], text):
        return None
    for form, sign in data()["limits"]["comparing"]:
        while match := pattern(form).search(text):
            column = clause.columns_in(match["c"])[0]
            value = clause.value_in(match["n"])
            found.append({"column": column, "op": sign, "value": _tidy(value)})
            text = f"{text[: match.start()]} {text[match.end() :]}"
    for form in data()["limits"]["equal"]:
        while match := pattern(form).search(text):
            part = clause.parts_in(match["v"])[0]
            named = clause.columns_in(match.groupdict().get("c"))
            column = named[0] if named else part.column
            if part.kind == "value" and column not in part.columns:
                return None
            found.append({"column": column, "op": "==", "value": _tidy(part.value)})
            text = f"{text[: match.start()]} {text[match.end() :]}"
    if not found or MARK.search(text):
        return None
    found = _any_of(found)
    return found[0] if len(found) == 1 else {"all": found}


def _any_of(found: list[Where]) -> list[Where]:
    """ "(class = 1, class = 2)": no row has two values, those with either are meant."""
    values: dict[str, list[Any]] = {}
    for one in found:
        if one["op"] == "==":
            values.setdefault(one["column"], []).append(one["value"])
    kept = [one for one in found if one["op"] != "=="]
    for column, said in values.items():
        several = list(dict.fromkeys(said))
        op, value = ("in", several) if len(several) > 1 else ("==", several[0])
        kept.append({"column": column, "op": op, "value": value})
    return kept


def _without_noun(clause: Marked) -> str:
    """The clause without a plural of a column's name in front: "flats built after …"."""
    match = pattern(
        "^(?:the |all )*{c:c} (?=(?:with |whose |where |that (?:are|were) )?{c})"
    ).match(clause.text)
    if match is None:
        return clause.text
    part = clause.parts_in(match["c"])[0]
    said = clause.linked.low[part.start : part.end]
    plural = said == f"{part.column.lower()}s"
    return clause.text[match.end() :] if plural else clause.text


def apart(clause: Marked) -> tuple[Step, str] | None:
    """The rows that a request names beside what it asks, and the request without them."""
    words = data()["limits"]
    bracketed = _in_brackets(clause)
    if bracketed is not None:
        return bracketed
    forms = [(form, sign) for form, sign in words["comparing"]]
    forms += [(form, "==") for form in words["equal"][:2]]
    for form, _ in forms:
        match = pattern(form).search(clause.text)
        if match is None:
            continue
        before = re.sub(data()["within"]["leads"], "", clause.text[: match.start()])
        if before == clause.text[: match.start()] and before.strip():
            continue
        after = re.sub(data()["within"]["trails"], "", clause.text[match.end() :])
        said = marked(clause.words_in(match[0]), clause.schema)
        where = conditions_of(said)
        if where is None:
            continue
        rest = clause.words_in(f"{before}{after}").strip(" ,")
        return Step(operation="filter_rows", params={"where": where}), rest
    return None


def _in_brackets(clause: Marked) -> tuple[Step, str] | None:
    """A condition in brackets, and the request without it and the words it explains:
    "… of the flats that lie high (floor = 5)"."""
    words, text = data()["limits"], clause.linked.text
    bracket = re.search(words["bracket"], text)
    if bracket is None:
        return None
    where = conditions_of(marked(bracket["said"], clause.schema))
    if where is None:
        return None
    before = re.sub(words["explained"], "", text[: bracket.start()].rstrip())
    rest = f"{before}{text[bracket.end() :]}"
    return Step(operation="filter_rows", params={"where": where}), rest.strip(" ,?.")


def _tidy(value: Any) -> Any:
    whole = isinstance(value, float) and value.is_integer()
    return int(value) if whole else value
