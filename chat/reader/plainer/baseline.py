"""The value at the start held constant: "FIM after therapy, corrected for the value at the start".

Of what was measured twice the second is the outcome and the first the covariate, where the
words name what was measured and say that its start is held constant.
"""

from __future__ import annotations

import re

from analysis.base.columns import Schema
from chat.linking.naming import name_parts
from chat.reader.enquiries.comparing import in_two_stages, is_early
from chat.reader.methods.names import data_of


def with_baseline(text: str, schema: Schema) -> tuple[str, tuple[str, ...]]:
    """The message with both measurements by their names, and what was taken for what."""
    data = data_of("baseline")
    if not re.search(data["early"], text, re.IGNORECASE) and "before" not in text:
        return text, ()
    found = [
        (held, pair, noun)
        for pair, noun in _measured_twice(schema)
        if re.search(rf"(?<!\w){noun}(?!\w)|{re.escape(pair[1])}", text, re.IGNORECASE)
        and (held := _held(text, noun)) is not None
        and not any(name.casefold() in text.casefold() for name in pair[:1])
    ]
    if len(found) != 1:
        return text, ()
    held, (first, second), noun = found[0]
    before, behind = text[: held.start()], text[held.end() :]
    told = [data["told"].format(said=_plain(held[0]), column=first)]
    outcome = rf"(?:\b(?:the|their) )?(?<!\w){noun}(?: {data['value']})?{data['later']}"
    place = re.search(outcome, before, re.IGNORECASE)
    if second.casefold() not in before.casefold():
        if place is None:
            return text, ()
        told.insert(0, data["told"].format(said=_plain(place[0]), column=second))
        before = f"{before[: place.start()]}`{second}`{before[place.end() :]}"
    return f"{before}, adjusted for `{first}`{behind}", tuple(told)


def _held(text: str, noun: str) -> re.Match[str] | None:
    """Where the start of something is said to be held constant."""
    data = data_of("baseline")
    of = rf"(?:{noun} )?{data['value']}|{noun}"
    form = data["adjusting"].replace("<early>", data["early"]).replace("<of>", of)
    return re.search(form, text, re.IGNORECASE)


def _plain(said: str) -> str:
    return said.strip(" ,").removeprefix("the ")


def _measured_twice(schema: Schema) -> list[tuple[tuple[str, str], str]]:
    """Pairs of numbers of one thing, the earlier first, and the words for the thing."""
    return [
        (pair, r"[\s_-]+".join(re.escape(part) for part in name_parts(bare)))
        for bare, pair in in_two_stages(schema.columns).items()
        if is_early(pair[0]) and not is_early(pair[1])
    ]
