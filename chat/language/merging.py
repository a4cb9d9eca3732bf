"""Adds what a clause asks for to the draft: new steps, or more about earlier ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from analysis.columns import Column, Kind
from analysis.errors import TaskError
from analysis.expressions import expression_columns
from analysis.task import Step
from chat.language.candidates import tidied
from chat.language.clause import Clause
from chat.language.draft import Candidate, Draft, columns_in
from chat.language.filters import flag_columns, read_filters
from chat.language.formulas import formula_name, spoken_formula
from chat.language.index import SchemaIndex
from chat.language.kinship import are_kin
from chat.language.leftovers import leftover_words
from chat.language.options import chosen_numbers, chosen_options
from chat.language.phrases import phrase_scores, probabilities, spoken_operations

_RIVAL = 0.12
_CREATING = ("add_column", "bin_column", "recode")


def add_candidate(
    draft: Draft,
    clause: Clause,
    found: Sequence[Candidate],
    clarifies: bool = False,
) -> None:
    """Adds the best reading of a clause; close ones are kept as rivals.

    ``clarifies`` says that the clause only names the method of what was asked before.
    """
    best = found[0]
    for name, expression in best.made.items():
        draft.add("add_column", {"name": name, "expression": expression})
        draft.columns.update(flag_columns(best.made))
    _inherit_group(draft, best)
    if best.condition is not None:
        draft.add("filter_rows", {"where": best.condition})
    place = _clarified(draft, best) if clarifies else None
    if place is None:
        place = _repeated(draft, best)
    if place is None:
        place = _added(draft, clause, found)
    elif best.link_score >= 1 > draft.links.get(place, 1.0) and _names_columns(best):
        draft.change(place, _renamed(draft.steps[place].params, best))
        draft.links[place] = best.link_score
        draft.link_score = min([1.0, *draft.links.values()])
        draft.missing = [m for m in draft.missing if m[0] != place]
        draft.ambiguous = [a for a in draft.ambiguous if a[0] != place]
    else:
        draft.change(place, tidied(_combined(draft.steps[place].params, best.params)))
    _note(draft, clause, best, place)


def _inherit_group(draft: Draft, best: Candidate) -> None:
    """ "test the difference between these two groups": those of the step before."""
    operation = spoken_operations()[best.operation]
    if operation.category != "Compare" or "group" not in operation.parameters:
        return
    columns = best.params.get("columns")
    if best.params.get("group") or not isinstance(columns, list):
        return
    for step in reversed(draft.steps):
        group = step.params.get("group") or step.params.get("group_by")
        if isinstance(group, list):
            group = group[0] if len(group) == 1 else None
        if best.inherited and group in columns:
            columns = [column for column in columns if column != group]
        if group and group not in columns and len(columns) == 1:
            best.params["columns"] = columns
            best.params["group"] = group
            best.missing = [name for name in best.missing if name != "columns"]
            return


def _added(draft: Draft, clause: Clause, found: Sequence[Candidate]) -> int:
    """Appends the best reading as a step of its own; its place."""
    best = found[0]
    shares = probabilities(candidate.score for candidate in found)
    place = draft.add(best.operation, best.params)
    draft.scores[place] = best.score
    draft.links[place] = best.link_score
    _note_leftovers(draft, clause, best.used)
    draft.missing.extend((place, role) for role in best.missing)
    draft.probability = min(draft.probability, _belief(found, shares))
    draft.rivals.extend(
        (place, rival)
        for rival, share in zip(found[1:], shares[1:], strict=False)
        if share >= _RIVAL and not rival.missing
    )
    return place


def _note(draft: Draft, clause: Clause, best: Candidate, place: int) -> None:
    """Keeps what has to be said of a reading, and what later clauses may mean."""
    draft.ambiguous.extend(
        (place, role, columns) for role, columns in best.ambiguous.items()
    )
    draft.loose.extend(best.loose)
    draft.assumptions.extend(best.notes)
    if draft.links.get(place) == best.link_score:
        draft.link_score = min(draft.link_score, best.link_score)
    draft.evidence.extend(clause.mentions[n].evidence() for n in sorted(best.used))
    if best.operation in _CREATING and best.params.get("name"):
        name = best.params["name"]
        draft.created.append(name)
        kind: Kind = "number" if best.operation == "add_column" else "category"
        draft.columns.setdefault(name, Column(name=name, kind=kind))
        return
    draft.context = columns_in(best.operation, best.params) or draft.context


def _names_columns(candidate: Candidate) -> bool:
    named = columns_in(candidate.operation, candidate.params)
    return bool(named) and not candidate.inherited


def _renamed(old: dict[str, Any], best: Candidate) -> dict[str, Any]:
    """The old settings with the columns that were named more exactly since."""
    roles = spoken_operations()[best.operation].column_parameters()
    kept = {k: v for k, v in old.items() if k not in roles or k == "group_by"}
    return tidied({**_combined(kept, best.params)})


def _clarified(draft: Draft, best: Candidate) -> int | None:
    """The step that had this operation as its second reading: now it has it."""
    for place, rival in draft.rivals:
        if rival.operation == best.operation:
            params = {**rival.params, **best.params}
            draft.steps[place] = Step(operation=best.operation, params=params)
            draft.rivals = [entry for entry in draft.rivals if entry[0] != place]
            draft.scores[place] = best.score
            draft.probability = 1.0
            return place
    return None


def _belief(found: Sequence[Candidate], shares: Sequence[float]) -> float:
    """The share of the best reading and of those that answer the same."""
    best = found[0]
    columns = set(columns_in(best.operation, best.params))
    return sum(
        share
        for candidate, share in zip(found, shares, strict=True)
        if candidate is best
        or (
            are_kin({best.operation, candidate.operation})
            and set(columns_in(candidate.operation, candidate.params)) <= columns
        )
    )


def _repeated(draft: Draft, candidate: Candidate) -> int | None:
    """The earlier step that this clause only says again, or more exactly."""
    place = draft.last_of(candidate.operation)
    if place is None:
        return None
    if any(s.operation == "filter_rows" for s in draft.steps[place + 1 :]):
        return None
    old = set(columns_in(candidate.operation, draft.steps[place].params))
    new = set(columns_in(candidate.operation, candidate.params))
    if candidate.operation in ("add_column", "bin_column"):
        same = candidate.params.get("name") == draft.steps[place].params.get("name")
        return place if same else None
    if any(s.operation != candidate.operation for s in draft.steps[place + 1 :]):
        return place if old == new else None
    if candidate.link_score >= 1 > draft.links.get(place, 1.0) and new:
        return place
    return place if not new or not old or old <= new or new <= old else None


def _combined(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    combined = dict(old)
    for name, value in new.items():
        if isinstance(value, list) and isinstance(old.get(name), list):
            known = old[name]
            combined[name] = [*known, *(v for v in value if v not in known)]
        else:
            combined[name] = value
    return combined


def add_condition(draft: Draft, clause: Clause, index: SchemaIndex) -> None:
    """A clause that asks for nothing of its own may still limit the rows."""
    open_clause = replace(clause, used=set(clause.used))
    filters = read_filters(open_clause, index)
    if filters.condition is not None:
        draft.add("filter_rows", {"where": filters.condition})
        draft.assumptions.extend(filters.notes)
        draft.evidence.extend(
            clause.mentions[n].evidence() for n in sorted(open_clause.used)
        )
    draft.loose.extend(filters.loose)
    columns = [
        m.column
        for n, m in enumerate(clause.mentions)
        if m.kind == "column" and n not in open_clause.used
    ]
    draft.context = columns or draft.context
    _note_leftovers(draft, clause, open_clause.used)


def apply_settings(draft: Draft, clause: Clause) -> None:
    """What a sentence of instructions sets in the steps so far."""
    for place, step in enumerate(draft.steps):
        operation = spoken_operations().get(step.operation)
        if operation is None or not operation.language.phrases:
            continue
        copy = replace(clause, used=set(clause.used))
        settings = {
            **chosen_options(operation, copy)[0],
            **chosen_numbers(operation, copy),
        }
        if not _ONE_SIDED.search(clause.text):
            settings.pop("alternative", None)
        settings = {
            name: value
            for name, value in settings.items()
            if not operation.parameters[name].many and name != "value"
        }
        if settings:
            draft.change(place, {**step.params, **settings})


def name_columns(draft: Draft, clause: Clause) -> None:
    """Gives a last step without columns those that an instruction names exactly."""
    if not draft.steps:
        return
    place = len(draft.steps) - 1
    step = draft.steps[place]
    role = spoken_operations()[step.operation].column_parameters().get("columns")
    if (
        role is None
        or role.if_empty != "all"
        or columns_in(step.operation, step.params)
    ):
        return
    named = [
        m.column
        for m in clause.mentions
        if m.kind == "column" and m.how == "exact" and m.score >= _EXACT
    ]
    fitting = [name for name in named if role.accepts(draft.columns[name])]
    if fitting:
        fitting = list(dict.fromkeys(fitting))
        draft.change(place, {**step.params, "columns": fitting})


_EXACT = 1.25
_ONE_SIDED = re.compile(r"\b(?:one[- ](?:sided|tailed)|alternative)\b")
_METHOD = 3.5
_APPLIES = re.compile(r"^\W*(?:please )?(?:use|using|apply|conduct|perform|run|test)\b")


def names_method(draft: Draft, clause: Clause) -> bool:
    """Whether an instruction names a method that no step so far is: "Use ANOVA"."""
    if not _APPLIES.match(clause.text):
        return False
    name, score = next(iter(phrase_scores(clause).items()), ("", 0.0))
    if score < _METHOD or draft.last_of(name) is not None:
        return False
    return spoken_operations()[name].kind == "analyse"


_DEFINES = re.compile(r"\bdefin\w*\b|\bcalculated? as\b|\bcomput\w+ as\b|\bis the\b")


def redefine(draft: Draft, clause: Clause) -> None:
    """ "Define the new feature as a times b" says how the columns are combined."""
    place = draft.last_of("add_column")
    if place is None or not _DEFINES.search(clause.text):
        return
    formula = spoken_formula(clause)
    params = draft.steps[place].params
    old, name = params["expression"], params["name"]
    if formula is None or formula[0] == old:
        return
    try:
        same = expression_columns(formula[0]) == expression_columns(old)
    except TaskError:
        return
    if not same:
        return
    named = name != formula_name(old)
    new = name if named else formula_name(formula[0])
    draft.change(place, {"name": new, "expression": formula[0]})
    if new == name:
        return
    draft.columns[new] = draft.columns[name].model_copy(update={"name": new})
    draft.created = [new if one == name else one for one in draft.created]
    draft.context = [new if one == name else one for one in draft.context]
    for later in range(place + 1, len(draft.steps)):
        changed = {
            key: [new if one == name else one for one in value]
            if isinstance(value, list)
            else new
            if value == name
            else value
            for key, value in draft.steps[later].params.items()
        }
        draft.change(later, changed)


def find_before_removal(draft: Draft) -> None:
    """Outliers are found among the rows that they are then removed from.

    "Remove the outliers of fare … use z-scores for outlier detection" says afterwards how
    they are found.
    """
    removed = draft.last_of("remove_outliers")
    found = draft.last_of("find_outliers")
    if removed is None or found is None or found < removed:
        return
    subject = draft.steps[removed].params.get("columns")
    if draft.steps[found].params.get("columns") != subject:
        return
    order = [n for n in range(len(draft.steps)) if n != found]
    order.insert(order.index(removed), found)
    draft.reorder(order)


_LIMITING = frozenset(
    """filter_rows drop_missing fill_missing remove_outliers drop_duplicates winsorise
    scale_columns""".split()
)


def put_preparation_first(draft: Draft) -> None:
    """Moves preparing steps that nothing follows before what they are meant for.

    "Mean of fare. Ignore missing ages." names the preparation last; behind the analysis
    it would change nothing.
    """
    steps = draft.steps
    kinds = [spoken_operations()[s.operation].kind for s in steps]
    if all(kind == "prepare" for kind in kinds):
        return
    last = max(n for n, kind in enumerate(kinds) if kind != "prepare")
    trailing = [
        n for n in range(last + 1, len(steps)) if steps[n].operation in _LIMITING
    ]
    shown = [
        s for s in steps[:last] if s.operation in ("find_outliers", "missing_values")
    ]
    if not trailing or shown:
        return
    order = [n for n in range(len(steps)) if n < last]
    first = next(n for n, kind in enumerate(kinds) if kind != "prepare")
    order = [*range(first), *trailing, *range(first, last + 1)]
    order += [n for n in range(last + 1, len(steps)) if n not in trailing]
    draft.reorder(order)


def _note_leftovers(draft: Draft, clause: Clause, used: set[int]) -> None:
    words, n_content = leftover_words(clause, used)
    draft.ignored.extend(word for word in words if word not in draft.ignored)
    draft.n_content += n_content
