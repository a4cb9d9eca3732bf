"""Columns held constant, and who survives longest, in the words that the readers know.

"Once the load is held constant" has a word ("held") that may as well say that something
did not break; "which brand survives longest" is no mean over those that are left.
"""

from __future__ import annotations

import re
from functools import lru_cache

from analysis.base.columns import Schema
from chat.linking.mentions import is_flag
from chat.reader.frames.places import names_time
from chat.reader.methods.names import data_of


def with_held_said(text: str, schema: Schema) -> str:
    """The message with columns held constant and longest survivals in one form."""
    *constant, survive = _forms(schema.names)
    for form in constant:
        found = form.search(text)
        if found is not None:
            said = data_of("held_said")["adjusted"].format(names=found["names"])
            text = f"{text[: found.start()]}{said}{text[found.end() :]}".strip()
    found = survive.search(text)
    if found is None or not _can_survive(schema):
        return text
    said = data_of("held_said")["compared"].format(name=found["name"])
    return f"{text[: found.start()]}{said}{text[found.end() :]}"


@lru_cache(maxsize=64)
def _forms(names: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """The forms with the names of the columns in their places."""
    data = data_of("held_said")
    told = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    name = rf"(?:the )?`?(?<!\w)(?:{told})(?!\w)`?"
    several = rf"{name}(?:(?:,| and|, and) {name})*"
    one = rf"`?(?<!\w)(?:{told})`?"
    return tuple(
        re.compile(
            form.replace("{names}", several).replace("{name}", one), re.IGNORECASE
        )
        for form in (*data["constant"], data["survive"])
    )


def _can_survive(schema: Schema) -> bool:
    """Whether the table has a time and a column of yes and no."""
    timed = any(names_time(column, schema.n_rows) for column in schema.columns)
    return timed and any(is_flag(column) for column in schema.columns)
