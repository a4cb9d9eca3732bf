"""People who are named beside the rows that tell of them: "the favourite pitch of Dutch guests".

A table of bookings has no column of guests. Where they are not counted one by one, ranked
or grouped, what is asked of them is asked of their rows, and the answer says so.
"""

from __future__ import annotations

from dataclasses import replace

from analysis.base.columns import Schema
from analysis.base.task import Task
from chat.linking.outcomes import UNUSED, Question, Understood
from chat.linking.tables import schema_index
from chat.linking.tokens import tokenise
from chat.reader.base.senses import Lattice, build_lattice
from chat.reader.lexicon import nouns

_LONGEST = 40  # tokens
# What means single ones of them.
_APART = ("which", "who", "by", "per", "distinct", "top", "extreme", "more")
_COUNTS = ("count", "howmuch")


def rows_meant(
    text: str, schema: Schema, offered: Question | None
) -> Understood | None:
    """The reading of the rows, where a noun for people is all that it leaves out."""
    if offered is None or offered.why != UNUSED or len(offered.options) != 1:
        return None
    task = offered.options[0][0]
    if not isinstance(task, Task) or len(task.ignored) != 1:
        return None
    word = task.ignored[0]
    tokens = tokenise(text, _LONGEST + 1)
    place = next((n for n, token in enumerate(tokens) if token.text == word), None)
    if place is None or len(tokens) > _LONGEST:
        return None
    if tokens[place].stem not in nouns("en").people | nouns("en").heads:
        return None
    lattice = build_lattice(text, tokens, schema_index(schema))
    before = _before(lattice, place)
    # "what do visitors pay" asks for no visitor, "which visitors" does
    beside = place - 1 if before < place - 1 and lattice.at("which", before) else before
    if _ends_at(lattice, _APART, beside):
        return None
    if _ends_at(lattice, _COUNTS, before):
        return None  # one of them may have several rows
    said = (*task.assumptions, f"“{word}” are the rows")
    return replace(
        Understood(task),
        task=task.model_copy(update={"assumptions": said, "ignored": ()}),
    )


def _before(lattice: Lattice, place: int) -> int:
    """The word before a noun and what describes it: "how many" of "how many Dutch guests"."""
    at = place - 1
    while at > 0 and (lattice.at("glue", at) or lattice.at("value", at)):
        at -= 1
    return at


def _ends_at(lattice: Lattice, categories: tuple[str, ...], at: int) -> bool:
    return any(s.last == at + 1 for kind in categories for s in lattice.all(kind))
