"""Places of a race or a ranking: "how many have come first" where a column holds them."""

from __future__ import annotations

import re

from analysis.base.columns import Schema
from chat.linking.naming import name_parts, quoted
from chat.reader.methods.names import data_of


def with_places(text: str, schema: Schema) -> str:
    """The message with a place as a condition on the one column of places."""
    data = data_of("placed")
    found = re.search(data["form"], text, re.IGNORECASE)
    if found is None:
        return text
    called = frozenset(data["columns"].split())
    columns = [
        column.name for column in schema.columns
        if column.is_numeric and called & frozenset(name_parts(column.name))
    ]  # fmt: skip
    if len(columns) != 1:
        return text
    means = data["means"].format(
        between=found["between"],
        column=quoted(columns[0]),
        number=data["places"][found["place"].casefold()],
    )
    return f"{text[: found.start()]}{means}{text[found.end() :]}"
