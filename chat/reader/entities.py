"""Things and persons that no column tells apart: counted, ranked or grouped all the same.

Of a table of orders with a column ``customer_age``, "our best customer" cannot be told:
the nearest column holds but something about customers.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from analysis.base.columns import Schema
from analysis.calculations.naming import plural
from analysis.pipeline import task_columns
from chat.linking.entities import is_entity, properties_of
from chat.linking.naming import quoted
from chat.linking.outcomes import Reading, Understood, UnknownColumn
from chat.linking.sexes import untold_sexes
from chat.linking.tables import schema_index
from chat.linking.tokens import tokenise
from chat.reader.base import roles
from chat.reader.base.near_rows import taken_for_rows
from chat.reader.base.role_nouns import taken_for_people
from chat.reader.base.senses import Lattice, build_lattice, nouns_of_rows
from chat.reader.persons_meant import both_sexes, sexes_untold

_LONGEST = 40
_BEFORE = 4  # tokens: how far what counts, ranks or groups stands before its noun
_OFFERED = 3
_FEW_LEVELS = 25
_BOTH = 2
# What means single ones of them.
_APART = ("distinct", "by", "per", "top", "extreme", "reach")
_RANKED = ("top", "extreme", "more", "having", "reach")


def untold_apart(text: str, schema: Schema) -> UnknownColumn | None:
    """The refusal of a request that needs things told apart which no column names."""
    sexes = _sexes_untold(text, schema)
    if sexes is not None:
        return sexes
    found = _untold(text, schema)
    if found is None:
        return None
    lattice, at, properties = found
    if not _needs_apart(lattice, at):
        return None
    word = lattice.tokens[at].text
    groups = _groups(lattice)
    before = lattice.text[: lattice.tokens[at].start]
    after = lattice.text[lattice.tokens[at].end :]
    return UnknownColumn(
        word,
        groups,
        tuple(before + quoted(name) + after for name in groups),
        told=f"No column tells {plural(word)} apart: {_names(properties)} "
        f"{'hold' if len(properties) > 1 else 'holds'} only something about them.",
    )


def _sexes_untold(text: str, schema: Schema) -> UnknownColumn | None:
    """The refusal of men set against women where no column tells who is which."""
    tokens = tokenise(text, _LONGEST + 1)
    known = untold_sexes(schema_index(schema))
    stems = {known[token.stem] for token in tokens if token.stem in known}
    if len(tokens) > _LONGEST or len(stems) < _BOTH:
        return None
    lattice = build_lattice(text, tokens, schema_index(schema))
    said = tuple(both_sexes(lattice))
    if not said:
        return None
    return UnknownColumn(
        said[0],
        (),
        (),
        told=f"No column tells {said[0]} from {said[1]}: there is none of sex or gender.",
    )


def with_rows_told(text: str, schema: Schema, reading: Reading) -> Reading:
    """Says that rows are counted where things were named that may be in several."""
    if not isinstance(reading, Understood):
        return reading
    step = reading.task.steps[-1]
    counts = step.operation == "count_rows" or any(
        one.get("statistic") == "count" for one in step.params.get("measures") or ()
    )
    found = _untold(text, schema) if counts else None
    if found is None or not any(
        found[0].at("count", at) for at in range(max(0, found[1] - _BEFORE), found[1])
    ):
        return reading
    word = found[0].tokens[found[1]].text
    said = f"rows are counted: no column tells {plural(word)} apart"
    task = reading.task
    if said in task.assumptions:
        return reading
    update: dict[str, Any] = {"assumptions": (said, *task.assumptions)}
    if step.params.get("noun") == word:
        params = {name: v for name, v in step.params.items() if name != "noun"}
        update["steps"] = (*task.steps[:-1], step.model_copy(update={"params": params}))
    return replace(reading, task=task.model_copy(update=update))


def with_nouns_told(text: str, schema: Schema, reading: Reading) -> Reading:
    """Says which nouns were taken for the rows or for people by what they mean."""
    tokens = tokenise(text, _LONGEST + 1)
    if not isinstance(reading, Understood) or len(tokens) > _LONGEST:
        return reading
    lattice = build_lattice(text, tokens, schema_index(schema))
    used = task_columns(reading.task, schema)
    ignored = " ".join(reading.task.ignored).casefold().split()
    said = [
        f"“{noun}” are taken to be the rows of {schema.name}"
        for noun in taken_for_rows(lattice)
        if noun.casefold() not in ignored
    ]
    said += [
        f"all rows are taken to be {word}: no column tells"
        for word in dict.fromkeys(sexes_untold(lattice))
        if word.casefold() not in ignored
    ]
    said += [
        f"“{noun}” is read as {name}"
        for noun, name in taken_for_people(lattice)
        if name in used
    ]
    if not said:
        return reading
    assumptions = tuple(dict.fromkeys((*said, *reading.task.assumptions)))
    task = reading.task.model_copy(update={"assumptions": assumptions})
    return replace(reading, task=task)


def _untold(text: str, schema: Schema) -> tuple[Lattice, int, tuple[str, ...]] | None:
    tokens = tokenise(text, _LONGEST + 1)
    if len(tokens) > _LONGEST or not any(is_entity(token) for token in tokens):
        return None
    index = schema_index(schema)
    rows = nouns_of_rows(index)
    lattice = build_lattice(text, tokens, index)
    for at, token in enumerate(tokens):
        properties = properties_of(token, index)
        if not properties or token.stem in rows or not _has_other_rows(lattice):
            continue
        if _is_linked(lattice, at):
            continue
        return lattice, at, properties
    return None


def _has_other_rows(lattice: Lattice) -> bool:
    """Whether the table says of what its rows are: by its name, or by a key."""
    index = lattice.index
    if any(roles.is_key(c, index.n_rows) for c in lattice.columns.values()):
        return True
    return any(is_entity(token) for noun in index.row_nouns for token in tokenise(noun))


def _is_linked(lattice: Lattice, at: int) -> bool:
    """Whether the word is part of a name or of a stored value."""
    return any(
        s.first <= at < s.last
        for category in ("column", "value", "quoted")
        for s in lattice.all(category)
    )


def _needs_apart(lattice: Lattice, at: int) -> bool:
    before = range(at - 1, max(-1, at - 1 - _BEFORE), -1)
    for place in before:
        if any(_ends_at(lattice, kind, place) for kind in _APART) or _unique(
            lattice, place
        ):
            return True
        if not (
            lattice.at("glue", place) or lattice.at("filler", place)
            or lattice.tokens[place].kind == "number"
        ):  # fmt: skip
            break
    opens = any(lattice.at(kind, n) for kind in ("which", "who") for n in range(2))
    if opens and any(True for kind in _RANKED for _ in lattice.all(kind)):
        return True
    # "customers with more than 3 orders": so many rows of each.
    return any(
        s.first > at
        and any(lattice.at("number", s.last))
        and any(lattice.at("rownoun", s.last + 1))
        for s in lattice.all("compare")
    )


def _ends_at(lattice: Lattice, category: str, at: int) -> bool:
    return any(s.last == at + 1 for s in lattice.all(category))


def _unique(lattice: Lattice, at: int) -> bool:
    return any(
        s.last == at + 1 and s.concept == "unique" for s in lattice.all("statistic")
    )


def _groups(lattice: Lattice) -> tuple[str, ...]:
    """Columns that part the rows and could be asked of instead."""
    found = [
        column.name
        for column in lattice.columns.values()
        if column.kind in ("category", "text")
        and 2 <= column.n_unique <= _FEW_LEVELS
        and roles.yes_of(column) is None
    ]
    return tuple(found[:_OFFERED])


def _names(names: tuple[str, ...]) -> str:
    return " and ".join(names[:_OFFERED])
