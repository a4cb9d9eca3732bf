"""Ages that are said without their column: "women over 50", "patients younger than 18"."""

from __future__ import annotations

import re
from functools import cache

from analysis.base.columns import Column, Schema
from chat.linking.naming import name_parts, quoted
from chat.linking.words import stem
from chat.reader.base.roles import is_measure
from chat.reader.lexicon import nouns
from chat.reader.methods.names import data_of

_OLDEST = 120


@cache
def _form() -> re.Pattern[str]:
    return re.compile(data_of("ages")["limit"], re.IGNORECASE)


def with_ages(text: str, schema: Schema) -> tuple[str, tuple[str, ...]]:
    """The message with the table's one column of ages where people have a number."""
    found = [match for match in _form().finditer(text) if _are_people(match["people"])]
    age = _age(schema) if found else None
    if age is None:
        return text, ()
    told: list[str] = []
    for match in reversed(found):
        if int(match["n"]) > _OLDEST:
            continue
        above = match["op"].casefold() in data_of("ages")["above"]
        limit = f"with {_name(age)} {'over' if above else 'under'} {match['n']}"
        text = text[: match.start("limit")] + limit + text[match.end("limit") :]
        told.insert(0, f"“{match['limit']}” was taken to mean {age.name}")
    return text, tuple(told)


def _are_people(word: str) -> bool:
    low = word.casefold()
    return low in data_of("ages")["people"].split() or stem(low) in nouns("en").people


def _name(column: Column) -> str:
    return column.name if column.name.isidentifier() else quoted(column.name)


def _age(schema: Schema) -> Column | None:
    wanted = set(data_of("ages")["columns"])
    found = [
        column for column in schema.columns
        if is_measure(column, schema.n_rows)
        and wanted & {part.casefold() for part in name_parts(column.name)}
    ]  # fmt: skip
    return found[0] if len(found) == 1 else None
