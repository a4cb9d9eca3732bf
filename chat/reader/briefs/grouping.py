"""Groups that a clause names for the clauses behind it: "group the flats by district, and
report the mean rent for each"."""

from __future__ import annotations

import re

from chat.reader.briefs.draft import Draft
from chat.reader.briefs.marked import Marked, marked
from chat.reader.briefs.terms import column_name
from chat.reader.briefs.words import data, patterns_in


def groups(clause: Marked, draft: Draft) -> bool:
    """Whether a clause does nothing but name groups; the draft then holds them."""
    for form in patterns_in("grouping", "forms"):
        match = form.fullmatch(clause.text)
        if match is None:
            continue
        columns = clause.columns_in(match["columns"])
        if all(_parts(clause, name) for name in columns):
            draft.grouped = columns
            return True
    return False


def _parts(clause: Marked, name: str) -> bool:
    """Whether a column has groups: names, or numbers that come again."""
    column = clause.schema[name]
    return not column.is_numeric or column.n_unique * 2 <= clause.schema.n_rows


def by_groups(text: str, draft: Draft) -> str:
    """A clause with the groups named before, where it says "for each" or asks a figure.

    They hold for one clause and those that say "each" behind it.
    """
    if not draft.grouped:
        return text
    one = marked(text, draft.schema)
    if set(one.columns) & set(draft.grouped):
        draft.grouped = []
        return text
    words = data()["grouping"]
    by = " and ".join(column_name(name) for name in draft.grouped)
    for form in patterns_in("grouping", "each"):
        match = form.search(one.text)
        if match is not None:
            said = one.words_in(one.text[: match.start()])
            return f"{said} by {by}{one.words_in(one.text[match.end() :])}"
    if not re.match(words["figure"], one.text):
        return text
    draft.grouped = []
    return f"{text.rstrip(' .?')} by {by}"
