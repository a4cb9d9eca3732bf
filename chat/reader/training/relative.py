"""Changes of a value that are told from the value that it has: double, 10,000 more."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chat.reader.training.questions import relative_words


@dataclass(frozen=True)
class Shift:
    """What a value is multiplied by and what is added, and the words around."""

    times: float
    plus: float
    words: str

    def of(self, value: float) -> float:
        return round(value * self.times + self.plus, 10)


def relative_change(text: str) -> Shift | None:
    """The change that a text tells from the value before; None where it tells none."""
    said, words = text.lower(), relative_words()
    for word, times in words["times"].items():
        found = re.search(rf"\b{word}\b", said)
        if found is not None:
            return Shift(times, 0.0, said[: found.start()] + said[found.end() :])
    for pattern in words["steps"]:
        found = re.search(pattern, said)
        if found is None:
            continue
        sign = -1.0 if re.fullmatch(words["down"], found["way"]) else 1.0
        number = sign * float(found["n"].replace(",", ""))
        end = found.end("percent") if found["percent"] else found.end("n")
        rest = f"{said[: found.start('n')]} {said[end:]}"
        if found["percent"]:
            return Shift(1 + number / 100, 0.0, rest)
        return Shift(1.0, number, rest)
    return None
