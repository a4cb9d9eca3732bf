"""Asides in brackets: "(all stations together)", "(pandas std())", "(no second pass)".

What stands in brackets and names nothing of the table, no number and no limit explains
the words before it. A clause is read without it, and it is told where it says more than
how the field speaks.
"""

from __future__ import annotations

import re

from chat.reader.briefs.draft import Draft
from chat.reader.briefs.manner import restricts
from chat.reader.briefs.marked import marked
from chat.reader.briefs.words import data
from chat.reader.methods.field_words import WORD, neutral_words

# A bracket behind a blank: one that touches its word belongs to a function or a name.
_ASIDE = re.compile(r"(?<=[\w\"'”’`]) \((?P<said>[^()]*(?:\([^()]*\)[^()]*)?)\)")


def without_asides(text: str, draft: Draft) -> tuple[str, list[str]]:
    """The clause without its asides, and those of them that are to be told."""
    told: list[str] = []
    if "(" not in text:
        return text, told

    def cut(match: re.Match[str]) -> str:
        said = match["said"].strip()
        if not _is_aside(said, draft):
            return match[0]
        if not _is_manner(said):
            told.append(said)
        return ""

    return _ASIDE.sub(cut, text), told


def _is_aside(said: str, draft: Draft) -> bool:
    """Whether words in brackets name nothing, limit nothing and set nothing."""
    if not re.search(r"[a-z]", said, re.IGNORECASE) or re.search(r"[=<>≥≤\d]", said):
        return _is_manner(said)
    one = marked(said, draft.schema)
    if one.columns or one.linked.of_kind("value", "number", "date"):
        return _is_manner(said)
    if re.search(data()["asides"]["sets"], said, re.IGNORECASE):
        return False  # "(unequal variances)" sets what the clause carries out
    return _is_manner(said) or not restricts(one)


def _is_manner(said: str) -> bool:
    """Whether an aside only says how a figure is calculated, as it is anyway."""
    low = said.lower()
    if any(re.search(form, low) for form in data()["asides"]["manner"]):
        return True
    words = WORD.findall(low)
    return bool(words) and all(word in neutral_words() for word in words)
