"""How well a score tells two kinds of rows apart: "does crp spot the infected", "AUC of …".

Two values are told apart by numbers: which column is which is said by their values.
"""

from __future__ import annotations

from typing import Any

from analysis.base.columns import Column
from analysis.base.task import Step
from chat.reader.enquiries.comparing import has_place
from chat.reader.enquiries.limited import Limits, limits_of
from chat.reader.enquiries.sentence import Sentence

Read = tuple[list[Step], list[str]]

_CUES = frozenset((
    "rocname", "tellsapart", "howwell", "better", "fromthose", "marker", "claim", "asks",
))  # fmt: skip
_TWO = 2
_WIDER = "each has a curve of its own; the larger area tells them apart better"


def told_apart(sentence: Sentence) -> Read | None:
    """The ROC curve of each score that is named; None for what asks for none."""
    asked = sentence.has("rocname") or (
        sentence.has("tellsapart") and sentence.has("howwell", "better")
    )
    if not asked or any(True for _ in sentence.numbers()):
        return None
    columns = sentence.lattice.columns
    limits = limits_of(sentence)
    outcome = _outcome(sentence, limits)
    scores = list(dict.fromkeys(
        span.name for span in sentence.columns if _is_score(columns[span.name])
    ))  # fmt: skip
    apart = len(scores) > 1 and sentence.has("better")
    if outcome is None or not scores or (len(scores) > 1 and not apart):
        return None
    if any(map(sentence.is_doubtful, sentence.columns)):
        return None
    sentence.use(*sentence.columns)
    sentence.known.update((outcome, *scores))
    sentence.use_cues(_CUES)
    sentence.use(*_sides(sentence))
    if sentence.limits() or sentence.names_more() or has_place(sentence):
        return None
    steps = [
        Step(operation="roc_curve", params=_params(outcome, [score]))
        for score in scores
    ]
    return [*limits.steps, *steps], [_WIDER] if apart else []


def _params(outcome: str, scores: list[str]) -> dict[str, Any]:
    return {"outcome": outcome, "predictors": scores}


def _is_score(column: Column) -> bool:
    return column.is_numeric and column.n_unique > _TWO


def _outcome(sentence: Sentence, limits: Limits) -> str | None:
    """The one column of two values that is named, itself or by a value."""
    columns = sentence.lattice.columns
    named = {
        span.name for span in sentence.columns if columns[span.name].n_unique == _TWO
    }
    if any(
        span.name not in named and not _is_score(columns[span.name])
        for span in sentence.columns
    ):
        return None
    for sense in sentence.lattice.all("value"):
        places = sentence.places(sense)
        if sense.cost >= limits.sure or not places or places & sentence.used:
            continue
        if columns[sense.column].n_unique == _TWO:
            named.add(sense.column)
            sentence.used |= places
    return named.pop() if len(named) == 1 else None


def _sides(sentence: Sentence) -> list[Any]:
    """ "those with it from those without": the other side says nothing more."""
    return [
        cue
        for cue in sentence.of("limit")
        if any(one.first <= cue.first < one.last for one in sentence.of("fromthose"))
    ]
