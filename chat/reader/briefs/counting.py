"""Clauses that count what is missing, and clauses that only count again what was found."""

from __future__ import annotations

import re

from analysis.base.task import Step
from chat.reader.briefs.draft import Draft
from chat.reader.briefs.marked import Marked
from chat.reader.briefs.referring import meant
from chat.reader.briefs.steps import columns_of
from chat.reader.briefs.words import data, pattern, patterns_in

_FOUND = ("find_outliers", "missing_values")


def counts_missing(clause: Marked, draft: Draft) -> Step | None:
    """The step that counts missing values, where a clause asks how many or what share.

    None where rows are chosen, or another figure is asked for.
    """
    words, text = data()["counting"], clause.text
    last = _last(draft)
    goes_on = last is not None and last.operation == "missing_values"
    forms = patterns_in("counting", "goes_on" if goes_on else "missing")
    if not any(form.search(text) for form in forms):
        return None
    if re.search(words["other"], text) or clause.linked.of_kind("value", "number"):
        return None
    known = {**words["words"], **data()["words"]}
    behind = pattern(words["behind"], known).search(text)
    columns = clause.strong or clause.columns
    if behind is not None:
        columns = clause.columns_in(behind["columns"])
    typed = _of_type(clause)
    if typed:
        columns = typed
    elif re.search(words["everywhere"], text) and not clause.strong:
        columns = []
    elif not columns and goes_on and last is not None:
        columns = columns_of(last)
    elif not columns:
        columns = meant(draft)
        if not columns:
            return None
    params = {"columns": columns} if columns else {}
    return Step(operation="missing_values", params=params)


def missing_counted(clause: Marked, draft: Draft) -> bool:
    """Whether a clause asks for missing values; their count is then in the draft."""
    step = counts_missing(clause, draft)
    if step is None:
        return False
    draft.ask([step])
    draft.explicit |= bool(clause.strong)
    return True


def _of_type(clause: Marked) -> list[str]:
    """The columns of the type that a clause names: "columns of text"."""
    words = data()["counting"]
    match = re.search(words["of_type"], clause.linked.low)
    if match is None or clause.strong:
        return []
    texts = bool(re.fullmatch(words["words_types"], match["type"]))
    columns = clause.schema.columns
    return [column.name for column in columns if column.is_numeric != texts]


def counts_again(clause: Marked, draft: Draft) -> bool:
    """Whether a clause only counts what the analysis before it found: "count them"."""
    last = _last(draft)
    if draft.sought is None and (last is None or last.operation not in _FOUND):
        return False
    if last is None:
        return any(f.search(clause.text) for f in patterns_in("counting", "again"))
    if set(clause.strong) - set(columns_of(last)):
        return False
    return any(form.search(clause.text) for form in patterns_in("counting", "again"))


def rows_counted(clause: Marked, draft: Draft) -> bool:
    """ "How many are they?": the rows that are in use, behind figures of them."""
    if not draft.asks() or not re.search(data()["counting"]["rows"], clause.text):
        return False
    params = {"measures": [{"statistic": "count", "of": None}]}
    rows = draft.entries[-1].rows
    draft.ask([*rows, Step(operation="calculate", params=params)])
    return True


def _last(draft: Draft) -> Step | None:
    return draft.steps[-1] if draft.steps else None
