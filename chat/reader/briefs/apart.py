"""Lists of figures of different columns: "the mean age, the number of cabins and the …".

Each item that names what it is of is a request of its own; "the mean, the median and the
range of the fare" is one request.
"""

from __future__ import annotations

import re
from dataclasses import replace

from chat.reader.briefs.draft import Draft
from chat.reader.briefs.marked import marked
from chat.reader.briefs.sentences import Clause
from chat.reader.briefs.steps import columns_of
from chat.reader.briefs.words import data

_FEWEST = 2


def figures_apart(clause: Clause, draft: Draft) -> list[Clause]:
    """The items of a list of figures, each with the verb that asks; else the clause."""
    words = data()["apart"]
    opening = re.match(words["opens"], clause.text, re.IGNORECASE)
    if opening is None:
        return [clause]
    items = _whole(_items(clause.text[opening.end() :]), draft)
    grouped = items and re.search(words["grouped"], items[-1], re.IGNORECASE)
    if len(items) < _FEWEST or grouped:
        return [clause]  # "…, and the number of runners by sex": each figure by sex
    return [replace(clause, text=f"{words['asks']} {item}") for item in items]


def _items(text: str) -> list[str]:
    """The text cut at the joints behind which another figure is named."""
    words = data()["apart"]
    form = rf"(?:,? and (?:also )?|, |; )(?=(?:{words['figure']}))"
    found, first, depth = [], 0, 0
    cuts = {match.start(): match.end() for match in re.finditer(form, text, re.I)}
    for at, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if at in cuts and not depth and at >= first:
            found.append(text[first:at])
            first = cuts[at]
    return [one.strip(" ,") for one in [*found, text[first:]]]


def _whole(items: list[str], draft: Draft) -> list[str]:
    """The items, such as only name a figure joined to those that say what it is of.

    The last may be of what the ones before are of ("and the skewness").
    """
    found: list[str] = []
    begun: list[str] = []
    for item in items:
        begun.append(item)
        if _stands_alone(item, draft):
            found.append(" and ".join(begun))
            begun = []
    if begun and found:
        found.append(" and ".join(begun))
    return found


def _stands_alone(item: str, draft: Draft) -> bool:
    """Whether an item says what it is a figure of."""
    if re.match(data()["apart"]["counts"], item, re.IGNORECASE):
        return True
    one = marked(item, draft.schema)
    return bool(one.columns) or any(name.lower() in item.lower() for name in draft.made)


def counts_changed(text: str, draft: Draft) -> bool:
    """ "How many rows were removed": what the step that does it says of itself."""
    words = data()["apart"]
    opening = re.match(words["opens"], text, re.IGNORECASE)
    rest = text[opening.end() :] if opening else text
    if not re.match(words["counts"], rest, re.IGNORECASE):
        return False
    said = set(marked(rest, draft.schema).strong)
    return any(
        re.search(words["changed"][step.operation], rest, re.IGNORECASE)
        and said <= set(columns_of(step))
        for step in draft.steps
        if step.operation in words["changed"]
    )
