"""Clauses that ask for preparation without a word how."""

from __future__ import annotations

import re

from chat.reader.briefs.draft import Draft
from chat.reader.briefs.marked import Marked
from chat.reader.briefs.referring import meant
from chat.reader.briefs.words import data


def is_vague(one: Marked, draft: Draft) -> bool:
    """What is to be prepared without a word how: other clauses say it, or none needs."""
    words = data()["vague"]
    if re.search(words["missing"], one.text):
        columns = one.columns or list(draft.schema.names)
        if one.columns and not draft.context.columns:
            draft.context.columns = one.columns
        if any(draft.schema[name].n_missing for name in columns):
            draft.leave(one.linked.text)
        return True
    if re.search(words["encoding"], one.text):
        columns = one.columns or meant(draft) or list(draft.schema.names)
        numeric = [draft.schema[name].is_numeric for name in columns]
        if not all(numeric):
            draft.leave(one.linked.text)
        return True
    if re.search(words["formatted"], one.text):
        return True
    return any(
        re.search(words[kind], one.text) and not one.columns
        for kind in ("ways", "preparing", "suitable")
    )
