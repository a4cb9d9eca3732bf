"""Columns that depend on a condition: "1 if days are above 28 and 0 otherwise", "the ratio
is zero where the limit is"."""

from __future__ import annotations

import json
import re
from typing import Any

from analysis.base.task import Step
from chat.reader.briefs.deriving import created_name, makes_column
from chat.reader.briefs.draft import Draft
from chat.reader.briefs.limits import conditions_of
from chat.reader.briefs.marked import Marked, marked
from chat.reader.briefs.terms import column_term
from chat.reader.briefs.words import data, pattern, patterns_in

_SIGNS = frozenset(("==", "!=", "<", "<=", ">", ">="))


def flagged(clause: Marked, draft: Draft) -> bool:
    """Whether a clause makes a column of two values by a condition; it is then made."""
    for form in patterns_in("conditional", "flags"):
        match = form.search(clause.text)
        if match is None:
            continue
        name = _name(clause, draft)
        where = _condition(clause.words_in(match["when"]), clause)
        if name is None or where is None:
            return False
        one, other = _value(clause, match["one"]), _value(clause, match["other"])
        if one is None or other is None:
            return False
        formula = f"where({where}, {one}, {other})"
        step = Step(
            operation="add_column", params={"name": name, "expression": formula}
        )
        draft.prepare(step)
        draft.to_name = None
        draft.context.columns = [name]
        return True
    return False


def excepted(clause: Marked, draft: Draft) -> bool:
    """Whether a clause says what a column made before holds in an odd case."""
    made = [n for n, step in enumerate(draft.steps) if step.operation == "add_column"]
    if not made:
        return False
    before = draft.steps[made[-1]]
    for form in patterns_in("conditional", "exceptions"):
        match = form.fullmatch(clause.text)
        if match is None:
            continue
        where = _condition(clause.words_in(match["when"]), clause)
        value = _value(clause, match["one"])
        if where is None or value is None:
            return False
        formula = f"where({where}, {value}, {before.params['expression']})"
        params = {**before.params, "expression": formula}
        draft.change(made[-1], before.model_copy(update={"params": params}))
        return True
    return False


def _name(clause: Marked, draft: Draft) -> str | None:
    said = created_name(clause.linked.text)
    if said is not None and said[0] not in draft.origin.names:
        return said[0]
    return draft.to_name if makes_column(clause) or draft.to_name else None


def _value(clause: Marked, stretch: str) -> str | None:
    """A number or a quoted text as a formula writes it."""
    zero = pattern(data()["conditional"]["zero"]).fullmatch(stretch.strip())
    if zero is not None:
        return "0"
    value = clause.value_in(stretch)
    if isinstance(value, int | float):
        return f"{value:g}"
    said = clause.words_in(stretch).strip(" \"'“”‘’`")
    return json.dumps(said) if re.fullmatch(r"[\w -]{1,40}", said) else None


def _condition(text: str, clause: Marked) -> str | None:
    """A condition in words as one of formulas."""
    words = data()["conditional"]
    text = re.sub(words["zero_word"], "0", text, flags=re.IGNORECASE)
    text = re.sub(words["lead"], "", text, flags=re.IGNORECASE)
    for form, instead in words["rewritten"]:
        text = re.sub(form, instead, text, flags=re.IGNORECASE)
    where = conditions_of(marked(text, clause.schema))
    return _formula(where) if where is not None else None


def _formula(where: dict[str, Any]) -> str | None:
    if "all" in where:
        parts = [_formula(one) for one in where["all"]]
        known = [one for one in parts if one is not None]
        return " and ".join(known) if len(known) == len(parts) else None
    if where.get("op") not in _SIGNS:
        return None
    value = where["value"]
    said = f"{value:g}" if isinstance(value, int | float) else json.dumps(str(value))
    return f"{column_term(where['column'])} {where['op']} {said}"
