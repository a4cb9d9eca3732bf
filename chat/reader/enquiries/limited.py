"""The rows that an enquiry is limited to: "among women", "in the north"."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from analysis.base.task import Step
from chat.reader.enquiries.sentence import Sentence
from chat.reader.enquiries.words import words

_SURE = 0.45
_FAR = 3  # words that may stand between the preposition and the value


@dataclass
class Limits:
    """Steps that keep the rows, and the columns that they look at."""

    steps: list[Step] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    sure: float = _SURE


def limits_of(sentence: Sentence) -> Limits:
    """The rows behind "among" and "in", each of one value; their words count as used."""
    found: dict[str, dict[Any, set[int]]] = {}
    for sense in sentence.lattice.all("value"):
        places = sentence.places(sense)
        if sense.cost >= _SURE or not places or places & sentence.used:
            continue
        opened = _opening(sentence, min(places))
        if opened is not None:
            held = found.setdefault(sense.column, {}).setdefault(sense.concept, set())
            held.update(places | opened)
    limits = Limits()
    for column, values in found.items():
        if len(values) != 1:
            continue
        ((value, places),) = values.items()
        where = {"column": column, "op": "==", "value": value}
        limits.steps.append(Step(operation="filter_rows", params={"where": where}))
        limits.columns.append(column)
        sentence.used |= places
    return limits


def _opening(sentence: Sentence, first: int) -> set[int] | None:
    """The words from the preposition to the value; None where none leads to it."""
    for at in range(first - 1, max(first - 1 - _FAR, -1), -1):
        if sentence.words[at].text in words().limiting:
            return set(range(at, first))
        if not sentence.is_known(at) or sentence.words[at + 1].breaks:
            return None
    return None
