"""Requests that a reading leaves out: told as unused, they would not be answered.

What asks for a figure, a rank or a number of something asks also where it stands in words
that seem to tell; a question that is left out is none that the rest answers.
"""

from __future__ import annotations

from collections.abc import Iterator

from analysis.base.columns import Schema
from analysis.base.task import Task
from analysis.pipeline import task_columns
from chat.linking.tokens import tokenise
from chat.reader.base.lattice import Lattice
from chat.reader.openings import openings

_ASKING = ("top", "extreme", "statistic", "count", "howmuch", "share")
# Tokens of a message that only asks: "I need a table of x by y, headcounts".
_BRIEF = 18
_NAMED = 0.5  # what the linker must be sure of to say that words name a column
_IN_FULL = 0.2  # what a link to a column costs whose words demand nothing
# What is shown of a column of which nothing is asked.
_FIRST_LOOKS = ("describe", "histogram", "density_plot", "box_plot", "show_rows")


def told_requests(lattice: Lattice, task: Task) -> Iterator[str]:
    """ "I have to name the three countries that most guests come from, …": no mere telling.

    What asks for a figure, a rank or a number of something asks also where it stands in
    words that seem to tell.
    """
    brief = len(lattice.tokens) <= _BRIEF
    for stretch in task.ignored:
        places = _places(lattice, stretch)
        if places and is_sentence(lattice, max(places)):
            continue  # a sentence of its own: those that answer it say what became of it
        asks = any(
            # "not good with numbers": the word by itself counts nothing
            places.issuperset(range(sense.first, sense.last))
            and (category != "count" or sense.last > sense.first + 1)
            for category in (*_ASKING, *(("by",) if brief else ()))
            for sense in lattice.all(category)
        )
        named = any(
            sense.first in places and sense.cost < _NAMED
            for category in ("column", "value")
            for sense in lattice.all(category)
        )
        if asks and named:
            yield stretch


def left_questions(lattice: Lattice, task: Task, schema: Schema) -> Iterator[str]:
    """ "By what factor does the risk grow with dose? week, event": no mere telling.

    A question that is left out is answered by the rest only where that is about the same
    columns, and more than a first look at them.
    """
    used = {name.casefold() for name in task_columns(task, schema)}
    steps = [step for step in task.steps if not step.companion and not step.standing]
    looks = bool(steps) and steps[-1].operation in _FIRST_LOOKS
    for stretch in task.ignored:
        places = _places(lattice, stretch)
        if not places or lattice.tokens[min(places)].folded not in openings("asking"):
            continue
        named = {
            sense.column.casefold()
            for sense in lattice.all("column")
            if sense.first in places and sense.cost < _IN_FULL
        }
        if named and (looks or not named & used):
            yield stretch


def is_sentence(lattice: Lattice, last: int) -> bool:
    tokens = lattice.tokens
    return last + 1 < len(tokens) and tokens[last + 1].text in ".?!"


def _places(lattice: Lattice, stretch: str) -> frozenset[int]:
    """The tokens that a stretch of several words is made of, in order."""
    words = [token.folded for token in tokenise(stretch)]
    found, at = [], 0
    for word in words if len(words) > 1 else ():
        place = next(
            (
                n
                for n in range(at, len(lattice.tokens))
                if lattice.tokens[n].folded == word
            ),
            None,
        )
        if place is not None:
            found.append(place)
            at = place + 1
    return frozenset(found)
