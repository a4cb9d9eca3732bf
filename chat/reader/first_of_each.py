"""The first row of each group along time: "first loan of each member".

Such rows are those with the earliest or the latest date of their group. Where the table has
several dates the first of them is taken, and the answer says by which it goes.
"""

from __future__ import annotations

import re
from functools import cache

from analysis.base.columns import Schema
from analysis.base.task import Evidence, Step, Task
from chat.linking.outcomes import Reading, Understood
from chat.linking.tables import schema_index
from chat.linking.tokens import tokenise
from chat.reader.base import roles
from chat.reader.base.restating import step_words
from chat.reader.base.senses import Lattice, build_lattice
from chat.reader.methods.names import data_of

_LONGEST = 160  # characters
_LINKED = 0.45  # what the link to the column of the groups may cost
_CONFIDENCE = 0.95


def read_first_of_each(text: str, schema: Schema) -> Reading | None:
    """The rows that come first or last in each group; None for other requests."""
    said = text.strip(" .!")
    found = None
    if len(said) <= _LONGEST:
        found = next((m for m in (f.search(said) for f in _forms()) if m), None)
    if found is None:
        return None
    lattice = build_lattice(said, tokenise(said), schema_index(schema))
    times = [c for c in roles.time_columns(schema.columns) if c.kind == "datetime"]
    group = _group(lattice, *found.span("group"))
    if not times or group is None or not _is_of_rows(lattice, found.start("noun")):
        return None
    return Understood(_task(found, times[0].name, group))


def left_out(text: str) -> str | None:
    """The word for the first of each group, where a message has one."""
    found = _form("named").search(text)
    return found["end"] if found else None


@cache
def _form(name: str) -> re.Pattern[str]:
    data = data_of("first_of_each")
    return re.compile(data[name].replace("END", "|".join(data["ends"])), re.IGNORECASE)


def _forms() -> tuple[re.Pattern[str], ...]:
    return _form("form"), _form("which")


def _task(found: re.Match[str], time: str, group: str) -> Task:
    data, end, noun = data_of("first_of_each"), found["end"], found["noun"]
    rows = {
        "sort": time,
        "descending": data["ends"][end.casefold()],
        "limit": 1,
        "columns": [],
        "within": [group],
    }
    plural = noun if noun.endswith("s") else f"{noun}s"
    step = Step(operation="calculate", params={"rows": rows, "noun": plural})
    return Task(
        steps=(step,),
        confidence=_CONFIDENCE,
        understood=(step_words(step),),
        assumptions=(data["told"].format(end=f"“{end}”", time=time),),
        evidence=(
            Evidence(text=end, target=time, kind="column", how="inferred"),
            Evidence(text=found["group"], target=group, kind="column"),
        ),
        source="rule",
    )


def _group(lattice: Lattice, start: int, end: int) -> str | None:
    """The column of the groups, where nothing but its name stands there."""
    tokens = lattice.tokens
    places = [n for n, t in enumerate(tokens) if start <= t.start and t.end <= end]
    if not places:
        return None
    named = [
        sense for sense in lattice.at("column", places[0])
        if sense.last == places[-1] + 1 and sense.cost < _LINKED
    ]  # fmt: skip
    best = min(named, key=lambda sense: sense.cost, default=None)
    if best is None or not roles.is_group(lattice.columns[best.concept]):
        return None
    return str(best.concept)


def _is_of_rows(lattice: Lattice, start: int) -> bool:
    """Whether the word there is what a row is called."""
    at = next((n for n, t in enumerate(lattice.tokens) if t.start == start), None)
    return at is not None and any(
        lattice.at(kind, at) for kind in ("rownoun", "rowword")
    )
