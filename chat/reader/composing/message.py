"""Questions about a measure that is made of several columns, read by its name.

"Average days between intake and outcome by species" is the average of a column that the
table does not have: it is made first, and the question is read as one about it. The new
column is told; it is there for this answer only.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from analysis.base.columns import Schema
from analysis.base.task import Step
from analysis.preparation import schema_after
from chat.linking.outcomes import Reading, Understood
from chat.linking.tables import schema_index
from chat.linking.tokens import normalise, tokenise
from chat.reader.base.restating import step_words
from chat.reader.base.senses import Lattice, build_lattice
from chat.reader.composing.bands import bands
from chat.reader.composing.durations import duration
from chat.reader.composing.improving import improvement
from chat.reader.composing.made import Made
from chat.reader.composing.punctual import in_order
from chat.reader.composing.scores import score
from chat.reader.composing.sums import formula
from chat.reader.composing.transformed import transformed
from chat.reader.composing.within import time_within
from chat.reader.composing.words import words
from chat.reader.preparing.words import longest

Read = Callable[[str, Schema], Reading]

_LONGEST = 70  # tokens


def read_composed(text: str, schema: Schema, read: Read) -> Reading | None:
    """A question about a measure made of columns; None where it speaks of none.

    ``read`` reads the question by the measure's name, about the table that has it.
    """
    rest = re.sub(words().levels["first"], "", text, flags=re.IGNORECASE)
    if rest != text:
        return read(rest, schema)
    explained = _without_explanation(text, schema, read)
    if explained is not None:
        return explained
    made = _made(text, schema)
    if made is None or made.step.params["name"] in schema.names:
        return None
    first = (*made.before, made.step)
    table = schema
    for step in first:
        table = schema_after(table, step)
    reading = read(made.text, table)
    if not isinstance(reading, Understood):
        return reading
    task = reading.task
    name = made.step.params["name"]
    names = [one.params["name"] for one in first if one.operation == "add_column"]
    said = repr([step.params for step in task.steps])
    if not all(one in said for one in names):
        return None
    changes = {
        "steps": (*first, *(_plain(step, name) for step in task.steps)),
        "understood": (*map(step_words, first), *task.understood),
        "assumptions": (*made.assumed, *task.assumptions),
    }
    return Understood(task.model_copy(update=changes))


def _made(text: str, schema: Schema) -> Made | None:
    text = normalise(text)
    tokens = tokenise(text, _LONGEST + 1)
    if not tokens or len(tokens) > _LONGEST:
        return None
    lattice = build_lattice(text, tokens, schema_index(schema))
    if _makes_column(lattice):
        return None
    return (
        score(lattice)
        or duration(lattice)
        or time_within(lattice)
        or in_order(lattice)
        or improvement(lattice)
        or formula(lattice)
        or transformed(lattice)
        or bands(lattice)
    )


def _without_explanation(text: str, schema: Schema, read: Read) -> Reading | None:
    """ "Several lines belong to one order": said of a question that adds them up."""
    rest = re.sub(words().levels["explained"], "", text, flags=re.IGNORECASE)
    if rest == text:
        return None
    reading = read(rest, schema)
    if not isinstance(reading, Understood) or reading.task.ignored:
        return None
    params = repr([step.params for step in reading.task.steps])
    levels = ("'over'", "'over_groups'", "'unique'")
    return reading if any(level in params for level in levels) else None


def _plain(step: Step, name: str) -> Step:
    """The step without the measure as a noun for the rows: it is none."""
    if name not in step.params.get("noun", ""):
        return step
    params = {key: value for key, value in step.params.items() if key != "noun"}
    return step.model_copy(update={"params": params})


def _makes_column(lattice: Lattice) -> bool:
    """ "add lead = …", "create a new column": a change of the table, not a question."""
    tokens, known = lattice.tokens, words().sums
    return longest(known["makes_first"], tokens, 0) > 0 or any(
        longest(known["makes"], tokens, at) for at in range(len(tokens))
    )
