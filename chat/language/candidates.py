"""The readings of one clause, best first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from analysis.operation import Operation
from chat.language.binding import TESTS, bind
from chat.language.bins import bin_edges
from chat.language.bound import Bound
from chat.language.clause import Clause
from chat.language.comparisons import concept_column
from chat.language.conditions import (
    Condition,
    about_missing,
    all_of,
    negated,
    without_column,
)
from chat.language.draft import Candidate
from chat.language.filters import flag_columns, read_filters
from chat.language.formulas import formula_name, spoken_formula
from chat.language.found import Filters
from chat.language.heads import describing_values
from chat.language.index import SchemaIndex
from chat.language.mappings import read_mapping
from chat.language.options import chosen_numbers, chosen_options
from chat.language.phrases import phrase_scores, spoken_operations
from chat.language.proposals import proposals
from chat.language.shapes import shape_candidate
from chat.language.widening import read_wide

_MOST_READINGS = 4
_DROPS = re.compile(
    r"^\W*(?:please |now |and |then )?(?:remove|drop|exclude|delete|discard|get rid of)\b"
    r"(?=.*\b(?:where|with|whose|that|who|having|in which)\b)"
)
_MISSING_COST = 1.6
_LEFT_COST = 0.8
_LOST_COST = 0.8
_LEVELS_GAIN = 1.5
_NUMBER_GAIN = 0.6
_TIME_COST = 2.2
_FIT_GAIN = 0.25


def candidates(
    clause: Clause,
    index: SchemaIndex,
    context: Sequence[str] = (),
    new_names: Sequence[str] = (),
    meant: str | None = None,
) -> list[Candidate]:
    """What a clause may ask for, with columns, conditions and settings, best first."""
    scores = phrase_scores(clause)
    known: dict[tuple[frozenset[int], bool, str], Filters] = {}
    found = []
    for name, score in list(scores.items())[:_MOST_READINGS]:
        operation = spoken_operations()[name]
        candidate = _candidate(
            operation, score, replace(clause, used=set(clause.used)), index,
            context, new_names, known, meant,
        )  # fmt: skip
        if candidate is not None:
            found.append(candidate)
    found.extend(_proposed(clause, index, new_names))
    shaped = _shaped(clause, index)
    if shaped is not None and all(c.operation != shaped.operation for c in found):
        found.append(shaped)
    return sorted(found, key=lambda candidate: -candidate.score)


def _proposed(
    clause: Clause, index: SchemaIndex, new_names: Sequence[str]
) -> list[Candidate]:
    found = []
    for name, params, score, used in proposals(clause, list(new_names), index.n_rows):
        copy = replace(clause, used=set(clause.used) | used)
        filters = read_filters(copy, index)
        found.append(
            Candidate(
                operation=name,
                params=params,
                score=score,
                condition=filters.condition,
                loose=filters.loose,
                notes=list(filters.notes),
                used=copy.used,
                link_score=min([1.0, *(clause.mentions[n].score for n in used)]),
            )
        )
    return found


def _shaped(clause: Clause, index: SchemaIndex) -> Candidate | None:
    """The reading by the kinds of the columns alone."""
    clause = replace(clause, used=set(clause.used))
    filters = read_filters(clause, index)
    shaped = shape_candidate(clause, filters.groups)
    if shaped is not None:
        shaped.condition = filters.condition
        shaped.loose = filters.loose
        shaped.notes = list(filters.notes)
    return shaped


def _candidate(
    operation: Operation,
    score: float,
    clause: Clause,
    index: SchemaIndex,
    context: Sequence[str],
    new_names: Sequence[str],
    known: dict[tuple[frozenset[int], bool, str], Filters],
    meant: str | None,
) -> Candidate | None:
    params: dict[str, Any] = {}
    special = _special(operation, clause, new_names, index)
    if special is None:
        return None
    params.update(special)
    numbers = chosen_numbers(operation, clause)
    params.update(numbers)
    drops = operation.name == "filter_rows" and _DROPS.match(clause.text)
    if drops:
        clause.text = _DROPS.sub("keep", clause.text)
    described = describing_values(clause) if operation.category in TESTS else set()
    described -= clause.used
    clause.used.update(described)
    filters = _filters(clause, index, known, "missing" in operation.name)
    if filters.made:
        if "missing" in operation.name:
            return None
        clause.columns = {**clause.columns, **flag_columns(filters.made)}
    spans = [] if "missing" in operation.name else filters.spans
    options, lost = chosen_options(operation, clause, spans)
    params = {**options, **params}
    bound = bind(
        operation, clause, context, filters.groups, frozenset(filters.soft), meant
    )
    bound.missing = [name for name in bound.missing if name not in special]
    params = finished(operation, {**params, **_columns_first(bound, params)})
    condition = _told(operation, clause, filters, bound, params)
    if operation.name == "filter_rows":
        if condition is None:
            return None
        if drops and about_missing(condition):
            score -= 2 * _MISSING_COST
        params = {"where": negated(condition) if drops else condition}
        condition, bound.missing = None, []
    return Candidate(
        operation=operation.name,
        params=params,
        score=_total(score, bound, clause)
        - _LOST_COST * lost
        + _LEVELS_GAIN * ("levels" in params)
        + _NUMBER_GAIN * len(numbers),
        missing=bound.missing,
        left=[clause.mentions[n].text for n in bound.left],
        ambiguous=_ambiguous(clause, bound),
        inherited=bound.inherited,
        condition=condition,
        loose=filters.loose,
        notes=list(filters.notes),
        made=dict(filters.made),
        used=(set(clause.used) - described) | set(bound.used),
        link_score=_link_score(clause, bound),
    )


def _told(
    operation: Operation,
    clause: Clause,
    filters: Filters,
    bound: Bound,
    params: dict[str, Any],
) -> Condition | None:
    """The rows meant, less what the operation takes for a parameter of its own."""
    condition = filters.condition
    if "levels" in operation.parameters and filters.levels:
        column, levels = next(iter(filters.levels.items()))
        params["levels"] = levels
        condition = without_column(condition, column)
    if params.get("share") and "where" in operation.parameters:
        condition = _shared(clause, filters, bound, params)
    if "success" in operation.parameters and condition and condition.get("op") == "==":
        params["success"] = condition["value"]
        if "group" in operation.parameters and "column" in params:
            params.setdefault("group", params["column"])
        params["column"] = condition["column"]
        condition = None
        bound.missing = [name for name in bound.missing if name != "column"]
    return condition


_EVENT = re.compile(r"\b(?:are|were|is|was|have|had|has|who|that)\b")


def _shared(
    clause: Clause, filters: Filters, bound: Bound, params: dict[str, Any]
) -> Condition | None:
    """Parts "percentage of first class that are women" into whole and share."""
    if bound.params.get("group_by") or not filters.parts:
        return filters.condition
    parts = sorted(filters.parts, key=lambda part: part[0])
    verbs = [m.start() for m in _EVENT.finditer(clause.text) if m.start() > 12]
    behind = [c for at, c in parts if verbs and at >= verbs[-1] - 4]
    event = behind or [parts[0][1]]
    params["where"] = all_of(event)
    rest = [condition for _, condition in parts if condition not in event]
    return all_of(rest) if rest else None


def _filters(
    clause: Clause,
    index: SchemaIndex,
    known: dict[tuple[frozenset[int], bool, str], Filters],
    keep_missing: bool,
) -> Filters:
    before = frozenset(clause.used)
    key = (before, keep_missing, clause.text[:5])
    filters = known.get(key)
    if filters is None:
        filters = read_filters(clause, index, keep_missing)
        filters.taken = clause.used - before
        known[key] = filters
    clause.used.update(filters.taken)
    return filters


def _special(
    operation: Operation,
    clause: Clause,
    new_names: Sequence[str],
    index: SchemaIndex,
) -> dict[str, Any] | None:
    """Parameters that no pattern gives: formulas, edges of bins, mappings."""
    own = [
        (number, mention.column)
        for number, mention in enumerate(clause.mentions)
        if mention.kind == "column" and mention.column in new_names
    ]
    if operation.name == "add_column":
        return _formula(clause, own)
    if operation.name == "bin_column":
        clause.used.update(number for number, _ in own)
        named = {"name": own[0][1]} if own else {}
        return {**named, **bin_edges(clause)}
    if operation.name == "rename_column":
        return _new_name(clause)
    if operation.name == "reshape_wide":
        return read_wide(clause)
    if operation.name == "show_rows":
        return _superlative(clause, index)
    if operation.name == "scale_columns":
        _take_range(clause)
    if operation.name == "recode":
        mapping = read_mapping(clause)
        return {"mapping": mapping} if mapping else None
    return {}


_NEW_NAME = re.compile(r"\b(?:to|as|into|called|named) [\"'`]?(\w+)[\"'`]?\W*$")


def _new_name(clause: Clause) -> dict[str, Any] | None:
    match = _NEW_NAME.search(clause.text)
    if match is None:
        return None
    words = [token for token in clause.tokens if token.kind in ("word", "quoted")]
    last = len(clause.tokens) - 1
    for number, mention in enumerate(clause.mentions):
        if mention.last >= last and mention.kind != "number":
            clause.used.add(number)
    return {"name": words[-1].text} if words else None


_EXTREME = {
    "oldest": "age",
    "youngest": "age",
    "heaviest": "weight",
    "lightest": "weight",
    "tallest": "height",
    "shortest": "height",
    "cheapest": "price",
    "most expensive": "price",
    "least expensive": "price",
    "fastest": "speed",
    "slowest": "speed",
    "longest": "duration",
    "richest": "income",
    "poorest": "income",
    "latest": "date",
    "newest": "date",
    "earliest": "date",
}


_RANKED = re.compile(
    r"\b(?:top|bottom|highest|lowest|largest|smallest|biggest) (?:ꙮx\d+ꙮ )?"
    r"(?:values (?:of|for|in) )?(?P<what>ꙮn\d+ꙮ)"
)


def _superlative(clause: Clause, index: SchemaIndex) -> dict[str, Any]:
    """ "the oldest" sorts by age, and "top 5 fares" by fare."""
    if ranked := _RANKED.search(clause.text):
        number = clause.number(ranked["what"])
        clause.used.add(number)
        return {"sort_by": clause.mentions[number].column}
    for words, concept in _EXTREME.items():
        if words in clause.text:
            column = concept_column(concept, clause, index)
            return {"sort_by": column} if column else {}
    return {}


_TO_RANGE = re.compile(
    r"(?:to|between|range|in)\b[^.;]{0,24}?ꙮx(\d+)ꙮ ?(?:to|and|,|-|–) ?ꙮx(\d+)ꙮ"
)


def _take_range(clause: Clause) -> None:
    """ "to the range 0 to 1" is where values go, not which rows are meant."""
    for match in _TO_RANGE.finditer(clause.text):
        clause.used.update(int(number) for number in match.groups())


def _formula(clause: Clause, own: list[tuple[int, str]]) -> dict[str, Any] | None:
    found = spoken_formula(clause)
    if found is None:
        return None
    expression, numbers = found
    clause.used.update(numbers)
    clause.used.update(number for number, _ in own)
    for number, mention in enumerate(clause.mentions):
        if mention.kind in ("quoted", "number"):
            clause.used.add(number)
    name = own[0][1] if own else formula_name(expression)
    return {"name": name, "expression": expression}


def finished(operation: Operation, params: dict[str, Any]) -> dict[str, Any]:
    """Without settings that others rule out or imply."""
    if operation.name == "fill_missing" and "value" in params:
        if params.get("strategy") not in (None, "constant"):
            del params["value"]
        else:
            params["strategy"] = "constant"
    return tidied({k: v for k, v in params.items() if v is not None})


def tidied(params: dict[str, Any]) -> dict[str, Any]:
    """No column both as subject and as group or target."""
    columns = params.get("columns")
    if isinstance(columns, list):
        groups = params.get("group_by") or []
        others = {*(groups if isinstance(groups, list) else [groups])}
        others |= {params.get("target"), params.get("group")}
        left = [column for column in columns if column not in others]
        if left != columns:
            params = {**params, "columns": left}
            if not left:
                del params["columns"]
    return params


def _columns_first(bound: Bound, params: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in bound.params.items() if v and k not in params}


def _total(score: float, bound: Bound, clause: Clause) -> float:
    fit = _FIT_GAIN * min(len(bound.used), 4)
    missing = _MISSING_COST * len(bound.missing)
    left = sum(
        _TIME_COST if clause.text[clause.place(n)[0] + 1] == "d" else _LEFT_COST
        for n in bound.left
        if clause.mentions[n].score >= 0.75
    )
    return score + fit - missing - left


def _ambiguous(clause: Clause, bound: Bound) -> dict[str, tuple[str, ...]]:
    return {name: clause.mentions[n].columns for name, n in bound.ambiguous}


def _link_score(clause: Clause, bound: Bound) -> float:
    scores = [clause.mentions[n].score for n in bound.used]
    return min([1.0, *scores])
