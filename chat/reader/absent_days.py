"""Days that the calendar does not have: "before 31 February 2023" is refused by name.

Without that its parts would be read by themselves: "February 2023", and the year 31.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence

from analysis.base.columns import Schema
from chat.linking.dates import latest_day
from chat.linking.message import LinkedMessage, link_message
from chat.linking.outcomes import NoSuchMethod
from chat.linking.tables import schema_index
from chat.linking.tokens import Token, normalise, tokenise
from chat.linking.written_days import WrittenDay, written_day

# A quoted text is a day behind these; elsewhere it is a name, or words.
_COMPARING = frozenset(
    """= > < == >= <= != is on since after before until till from between and than at by
    """.split()
)


def of_no_day(text: str, schema: Schema) -> NoSuchMethod | None:
    """The refusal of a message that names a day which does not exist."""
    message = link_message(normalise(text), schema_index(schema))
    latest = latest_day(message.columns)
    for at in range(len(message.tokens)):
        found = _quoted_day(message, at) or written_day(message.tokens, at, latest)
        if found is None or (found.year is None and latest is None):
            continue
        year = found.year or (latest.year if latest else 0)
        if not found.has_day(year) and not _is_known(message, at, found.length):
            return _refused(message, at, found, year)
    return None


def _quoted_day(message: LinkedMessage, at: int) -> WrittenDay | None:
    token = message.tokens[at]
    if token.kind != "quoted" or not at:
        return None
    if message.tokens[at - 1].folded not in _COMPARING:
        return None
    inner: Sequence[Token] = tokenise(token.text)
    found = written_day(inner, 0, None) if inner else None
    if found is None or found.year is None or found.length != len(inner):
        return None
    return WrittenDay(1, found.year, found.month, found.day)


def _is_known(message: LinkedMessage, first: int, length: int) -> bool:
    """Whether the table itself has a column or a value of these words."""
    return any(
        m.kind in ("column", "value") and m.first <= first and m.last >= first + length
        for m in message.mentions
    )


def _refused(
    message: LinkedMessage, at: int, found: WrittenDay, year: int
) -> NoSuchMethod:
    first, last = message.tokens[at], message.tokens[at + found.length - 1]
    written = message.text[first.start : last.end].strip("\"'`“”‘’")
    n_days = found.month_length(year)
    if n_days is None:
        told = f"There is no {written}: a year has 12 months."
        return NoSuchMethod((written,), told)
    month = f"{calendar.month_name[found.month]} {year}"
    told = f"There is no {written}: {month} has {n_days} days."
    nearest = f"{min(max(found.day, 1), n_days)} {month}"
    again = message.text[: first.start] + nearest + message.text[last.end :]
    return NoSuchMethod((written,), told, ((again, nearest),))
