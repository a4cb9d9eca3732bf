"""Methods that are named only to be declined: "Spearman instead of Pearson"."""

from __future__ import annotations

import re
from functools import cache

from chat.reader.methods.names import data_of


@cache
def _forms() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = data_of("light")
    named = "|".join(data["rivals"])
    declined = re.compile(
        rf",?\s*\b(?:{data['declining']})\s+(?:{data['plainly']})*(?:{named})\b",
        re.IGNORECASE,
    )
    return declined, re.compile(rf"\b(?:{named})\b", re.IGNORECASE)


def without_declined(text: str) -> str:
    """The message without the method that another is wanted for."""
    declined, named = _forms()
    match = declined.search(text)
    if match is None:
        return text
    rest = text[: match.start()] + text[match.end() :]
    return rest if named.search(rest) else text
