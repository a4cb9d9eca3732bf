"""Questions of their own behind an answer: they take nothing from the one before.

"Is it warmer in June than in April?" behind totals of donations by volunteer changes no
month of these. What goes on from an answer has a use for all that it says; a message with
more to say is asked by itself, and where it cannot be read so, it is said that it is not.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from analysis.base.columns import Schema
from analysis.base.task import Task
from analysis.pipeline import task_columns
from chat.linking.outcomes import Reading, Understood
from chat.linking.tables import schema_index
from chat.linking.tokens import tokenise
from chat.linking.words import STOPWORDS
from chat.reader.account_words import is_silent
from chat.reader.base.senses import Lattice, build_lattice

Read = Callable[[str], Reading]

_LONGEST = 60
_LINKED = 0.6
_FEWEST = 4  # words of a question of its own
# What a whole question or request begins with.
_OPENING = ("yesno", "which", "who", "howmuch", "count", "auxiliary")
# Words that need no part in an answer of their own.
_IDLE = (
    "glue", "filler", "imperative", "verb", "narrates", "purpose", "look", "making", "yesno",
    "which", "who", "rowword", "rownoun", "by", "per", "prep", "and", "rest", "unit", "date",
    "number", "datepart", "weekdayname", "length", "is", "to", "between", "since", "onwards",
    "only", "orless", "asrole", "times", "against", "top", "percent", "unitly",
)  # fmt: skip
# What shows in the steps that words had a part.
_SHOWN = {
    "statistic": ("statistic",), "extreme": ("order", "limit", "max", "min"),
    "share": ("share", "rate"), "rateof": ("share", "rate"), "count": ("count",),
    "order": ("order",), "sortby": ("order",), "charttype": ("chart", "plot", "histogram"),
    "chart": ("chart", "plot", "histogram"), "growth": ("growth", "change", "compare"),
    "rank": ("rank", "order"), "running": ("running",), "moving": ("moving",),
    "not": ("!=", "not", "false", "no"), "oftener": ("order", "count"),
    "compare": ("by", "where", "compare"), "versus": ("by", "where", "values"),
    "more": ("compare", "change", "growth"), "howmuch": ("compare", "change", "sum"),
    "missing": ("missing", "null"), "distinct": ("unique",), "ordinal": ("limit", "place"),
}  # fmt: skip


def with_own_questions(
    text: str, schema: Schema, reading: Reading, read: Read
) -> Reading:
    """What goes on from an answer, or the message by itself where it says more.

    ``read`` reads a message without anything before it.
    """
    followed = isinstance(reading, Understood) and reading.task.source == "followup"
    if isinstance(reading, Understood) and not followed:
        return reading
    tokens = tokenise(text, _LONGEST + 1)
    words = [token for token in tokens if token.kind == "word"]
    if not len(words) >= _FEWEST or len(tokens) > _LONGEST:
        return reading
    lattice = build_lattice(text, tokens, schema_index(schema))
    if not any(lattice.at(kind, 0) for kind in _OPENING) or _points_back(lattice):
        return reading
    if not isinstance(reading, Understood):
        alone = read(text)
        return alone if isinstance(alone, Understood) else reading
    left = list(_left(lattice, reading.task, schema))
    if not left:
        return reading
    alone = read(text)
    kept = not any(_means_something(lattice, at) for at in left)
    return reading if kept and not isinstance(alone, Understood) else alone


def _points_back(lattice: Lattice) -> bool:
    """ "and …", "of those", "them": but for the "it" of "is it warmer in June"."""
    if lattice.at("continues", 0) or any(
        token.folded in ("one", "ones") for token in lattice.tokens[1:3]
    ):
        return True
    return any(
        not (sense.first == 1 and lattice.at("yesno", 0))
        for kind in ("refers", "backward")
        for sense in lattice.all(kind)
    )


def _means_something(lattice: Lattice, at: int) -> bool:
    """Whether a word is of the table, or sets something against another."""
    return any(
        sense.first <= at < sense.last
        for kind in ("column", "value", "quality", "more", "count", "statistic")
        for sense in lattice.all(kind)
    )


def _left(lattice: Lattice, task: Task, schema: Schema) -> Iterator[int]:
    """Places of words that have no part in the answer."""
    shown = json.dumps(
        [[step.operation, step.params] for step in task.steps], default=str
    ).casefold()
    used = set(task_columns(task, schema))
    told = " ".join(task.ignored).casefold().split()
    for at, token in enumerate(lattice.tokens):
        word = token.folded
        if token.kind != "word" or word in STOPWORDS or is_silent(word) or word in told:
            continue
        if not _has_part(lattice, at, shown, used):
            yield at


def _has_part(lattice: Lattice, at: int, shown: str, used: set[str]) -> bool:
    covering = [
        sense for sense in lattice.every() if sense.first <= at < sense.last
    ]  # fmt: skip
    if any(sense.category == "quality" for sense in covering):
        return False  # "heavier": of another column than the one before, as a rule
    for sense in covering:
        if sense.category in ("column", "value"):
            if sense.cost < _LINKED and sense.column in used:
                return True
        elif sense.category in _IDLE or any(
            word in shown for word in _SHOWN.get(sense.category, ())
        ):
            return True
    return False
