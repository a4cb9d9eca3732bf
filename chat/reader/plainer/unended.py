"""What has begun and not ended: "how many tools are still out", "which are not back yet".

Such words hold for the rows that have no date of their end. They are read so where one
column of dates ends the matter and is empty in some rows; elsewhere "still" stays in the
message, and a reading that has no use for it is asked about.
"""

from __future__ import annotations

import re

from analysis.base.columns import Column, Schema
from chat.linking.naming import name_parts, quoted
from chat.linking.tables import schema_index
from chat.linking.tokens import tokenise
from chat.reader.base.senses import Lattice, build_lattice
from chat.reader.composing.words import words
from chat.reader.methods.names import data_of

_LONGEST = 60
_NAMED = 0.45  # a link that costs less names something of the table


def with_open_ends(text: str, schema: Schema) -> tuple[str, tuple[str, ...]]:
    """The message with the rows that have not ended named by their column, and what was
    taken for what."""
    data = data_of("unended")
    if not any(re.search(one, text, re.IGNORECASE) for one in _forms()):
        return text, ()
    column = _end(schema)
    if column is None:
        return text, ()
    span = _not_yet(text) or _still(text, schema)
    if span is None:
        return text, ()
    first, last = span
    said = text[first:last].strip()
    means = data["means"].format(quoted(column.name))
    told = data["told"].format(words=said, column=column.name)
    before, rows = _of_rows(text[:first], schema)
    return f"{before}{means}{text[last:]}", (told, *rows)


def _of_rows(before: str, schema: Schema) -> tuple[str, tuple[str, ...]]:
    """ "how many tools are still out": each that went out, not the different kinds."""
    data = data_of("unended")
    found = re.search(data["counted"], before, re.IGNORECASE)
    if found is None:
        return before, ()
    lattice = build_lattice(before, tokenise(before, _LONGEST), schema_index(schema))
    last = len(lattice.tokens) - 1
    kinds = [
        s.column for s in lattice.at("column", last)
        if s.cost < _NAMED and lattice.columns[s.column].is_grouping
    ]  # fmt: skip
    if not kinds:
        return before, ()
    said = data["rows"].format(words=found["noun"], column=kinds[0])
    return f"{before[: found.start('noun')]}{data['rowword']} ", (said,)


def _forms() -> tuple[str, ...]:
    data = data_of("unended")
    return (rf"\b{data['still']}\b", *(rf"\b{one}" for one in data["not_yet"]))


def _end(schema: Schema) -> Column | None:
    """The one column of dates that ends what the rows are, empty where nothing ended."""
    found = [
        column for column in schema.columns
        if column.kind == "datetime" and column.n_missing
        and words().closing & frozenset(name_parts(column.name))
    ]  # fmt: skip
    return found[0] if len(found) == 1 else None


def _not_yet(text: str) -> tuple[int, int] | None:
    for form in data_of("unended")["not_yet"]:
        found = re.search(rf"\b{form}\b", text, re.IGNORECASE)
        if found is not None:
            return found.span()
    return None


def _still(text: str, schema: Schema) -> tuple[int, int] | None:
    """Where "still" stands with its state, which names nothing of the table."""
    data = data_of("unended")
    found = re.search(rf"\b{data['still']} (?={data['states']}\b)", text, re.IGNORECASE)
    if found is None:
        return None
    lattice = build_lattice(text, tokenise(text, _LONGEST), schema_index(schema))
    last = found.end()
    taken: list[tuple[int, bool]] = []
    for at, token in enumerate(lattice.tokens):
        if token.start < found.end():
            continue
        if token.kind != "word" or len(taken) == data["most"] or _names(lattice, at):
            break
        taken.append((token.end, not taken or not _joins(lattice, at)))
    while taken and not taken[-1][1]:
        taken.pop()
    return (found.start(), taken[-1][0] if taken else last) if taken else None


def _names(lattice: Lattice, at: int) -> bool:
    kinds = ("column", "value", "date", "datepart", "unit", "by")
    return any(s.cost < _NAMED for kind in kinds for s in lattice.at(kind, at))


def _joins(lattice: Lattice, at: int) -> bool:
    """Whether a word only joins what comes behind: "still out | at the …"."""
    return any(lattice.at(kind, at) for kind in ("prep", "glue", "and"))
