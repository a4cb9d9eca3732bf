"""A change of the answer before in a sentence of its own, in the words of a short one.

"And if the vans are left out?" is "without the vans", "what is it when only 2024 is
counted?" is "only 2024".
"""

from __future__ import annotations

import re
from functools import cache

from chat.reader.methods.names import data_of

_LONGEST = 160  # characters


def with_plain_turns(text: str) -> str:
    """The message as a short turn; the text itself where it is no such sentence."""
    if len(text) > _LONGEST:
        return text
    for form, turn in _forms():
        found = form.fullmatch(text.strip())
        if found is not None:
            what = found.groupdict().get("what") or ""
            return turn.format(what=what.strip())
    return text


@cache
def _forms() -> tuple[tuple[re.Pattern[str], str], ...]:
    data = data_of("plain_turns")
    made = []
    for form, turn in data["forms"]:
        for name in ("asks", "gone", "small", "large", "what"):
            form = form.replace(name.upper(), data[name])
        source = rf"{data['opens']}{form}{data['ends']}"
        made.append((re.compile(source, re.IGNORECASE), turn))
    return tuple(made)
