"""Clauses that define something or make a column of it, taken into a draft."""

from __future__ import annotations

import re

from chat.reader.briefs.classes import binned
from chat.reader.briefs.classing import Classes
from chat.reader.briefs.deriving import (
    created_name,
    derived,
    expression_of,
    makes_column,
)
from chat.reader.briefs.draft import Draft
from chat.reader.briefs.finding import ruled_for
from chat.reader.briefs.manner import ACTS
from chat.reader.briefs.marked import Marked, marked
from chat.reader.briefs.outliers import denominator, outlier_rule
from chat.reader.briefs.preparing import scaling_method
from chat.reader.briefs.referring import canonical, meant
from chat.reader.briefs.steps import columns_of
from chat.reader.briefs.told import statistics_of
from chat.reader.briefs.words import data, patterns_in


def defines(one: Marked, draft: Draft) -> bool:
    """What an outlier is, how is scaled, what the deviation divides by."""
    rule = outlier_rule(one)
    if rule and not ACTS.match(one.text):
        draft.outliers.update(rule)
        ruled_for(one, draft)
        return True
    if any(form.search(one.text) for form in patterns_in("scaling", "explains")):
        method = scaling_method(one)
        if method is not None:
            draft.scaling = method
            return True
    ddof = denominator(one)
    used = {name for step in draft.steps for name in columns_of(step)}
    others = statistics_of(one.linked.text, one.schema) - {"std", "variance"}
    if ddof is not None and not others and not set(one.strong) - used:
        draft.ddof = ddof
        return True
    return False


def classifies(one: Marked, draft: Draft) -> bool:
    step = binned(one, meant(draft))
    if step is not None:
        draft.prepare(step)
        column = step.params["column"]
        name = step.params.get("name") or f"{column} group"
        draft.classes = Classes((step,), name, column)
    return step is not None


def derives(one: Marked, draft: Draft) -> bool:
    """A new column by its formula; a name without one waits for the next clause."""
    pending = draft.to_name
    if not makes_column(one) and pending is None:
        return False
    if _says_formula_again(one, draft):
        return True
    named = created_name(one.linked.text)
    if named and named[0] in draft.made and expression_of(one) is None:
        draft.context.columns = [named[0]]
        return True  # made already, by the formula that another clause says
    for each in (one, marked(canonical(one), one.schema)):
        step = derived(each, one.schema, None if named else pending)
        if step is not None:
            draft.prepare(step)
            draft.to_name = None
            return True
    if makes_column(one) and named and named[0] not in one.schema.names:
        draft.to_name = named[0]
    return False


def _says_formula_again(one: Marked, draft: Draft) -> bool:
    """Whether a clause only says the formula of a column that is made already."""
    made = [s for s in draft.steps if s.operation == "add_column"]
    formula = expression_of(one) if made and not one.linked.text.endswith("?") else None
    command = re.match(data()["deriving"]["again"], one.text)
    return bool(command) and formula in [s.params["expression"] for s in made]
