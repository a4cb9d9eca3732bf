"""Changes that are told of what is changed: "all returned orders should be dropped".

The request is read with its verb in front ("drop all returned orders"), and holds only
where that is a change of the table.
"""

from __future__ import annotations

import re
from functools import cache

from chat.reader.methods.names import data_of

_LONGEST = 300  # characters


def with_verb_in_front(text: str) -> str | None:
    """The request as an order; None where the text is no such request."""
    if len(text) > _LONGEST:
        return None
    found = _pattern().fullmatch(text.strip())
    if found is None:
        return None
    data = data_of("passives")
    verb = found["verb"].casefold()
    rest = found["rest"].strip()
    if verb in data["named"]["verbs"]:
        if not rest:
            return None
        rest = data["named"]["joined"] + rest
    what = found["what"].strip()
    return f"{data['verbs'][verb]} {what[:1].lower()}{what[1:]} {rest}".strip()


@cache
def _pattern() -> re.Pattern[str]:
    data = data_of("passives")
    verbs = "|".join(map(re.escape, sorted(data["verbs"], key=len, reverse=True)))
    return re.compile(
        rf"{data['opens']}(?P<what>[^?!:;,]+?) {data['should']} "
        rf"(?P<verb>{verbs})\b(?P<rest>[^?!.:;]*?){data['ends']}",
        re.IGNORECASE,
    )
