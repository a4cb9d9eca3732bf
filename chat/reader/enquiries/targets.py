"""A mean held against a number that somebody sets: a target, a promise, a claim."""

from __future__ import annotations

from typing import Any

from analysis.base.columns import Column
from analysis.base.task import Step
from chat.reader.base.roles import is_key
from chat.reader.enquiries.comparing import has_place
from chat.reader.enquiries.durations import fits_unit
from chat.reader.enquiries.limited import limits_of
from chat.reader.enquiries.sentence import Sentence
from chat.reader.enquiries.words import words

Read = tuple[list[Step], list[str]]

_CUES = frozenset((
    "target", "claim", "testword", "belowtarget", "abovetarget", "meetstarget",
    "mostlyabout", "timeunit", "subjects", "wanted",
))  # fmt: skip
_SIDES = {"belowtarget": "less", "abovetarget": "greater"}
_TWO = 2


def targeted(sentence: Sentence) -> Read | None:
    """The one-sample test of a mean against the number that is set; None for no such."""
    if not (sentence.has("target") or _is_wanted(sentence) or _claims_a_mean(sentence)):
        return None
    if sentence.has("sharekept", "fractionword", "relation", "differs", "rocname"):
        return None
    if not _asks_whether(sentence) or sentence.has("ofsome"):
        return None
    numbers = list(sentence.numbers())
    if len(numbers) != 1 or sentence.words[numbers[0]].percent:
        return None
    limits = limits_of(sentence)
    names = list(dict.fromkeys(span.name for span in sentence.columns))
    if len(names) != 1 or any(map(sentence.is_doubtful, sentence.columns)):
        return None
    column = sentence.lattice.columns[names[0]]
    if not _is_amount(column, sentence.lattice.index.n_rows):
        return None
    place = numbers[0]
    if not _is_of_its_unit(sentence, place, column.name):
        return None
    sentence.used.add(place)
    sentence.use(*sentence.columns)
    sentence.known.add(column.name)
    sentence.use_cues(_CUES)
    if sentence.limits() or sentence.names_more() or has_place(sentence):
        return None
    params: dict[str, Any] = {"column": column.name, "mu": sentence.words[place].number}
    side = _side(sentence)
    if side is not None:
        params["alternative"] = side
    return [*limits.steps, Step(operation="one_sample_t", params=params)], []


def _asks_whether(sentence: Sentence) -> bool:
    """Whether a question of yes or no opens the sentence or a clause, or a test is asked."""
    return sentence.words[0].stem in words().testing or any(
        word.text in words().asking and (not at or word.breaks)
        for at, word in enumerate(sentence.words)
    )


def _is_wanted(sentence: Sentence) -> bool:
    """ "we want 8000 steps": the number stands right behind."""
    numbers = set(sentence.numbers())
    return any(cue.last in numbers for cue in sentence.of("wanted"))


def _claims_a_mean(sentence: Sentence) -> bool:
    """ "is the average wait really 40": a mean that is doubted, not one of some rows."""
    means = any(s.concept == "mean" for s in sentence.lattice.all("statistic"))
    doubted = sentence.has("claim", "testword", "belowtarget", "abovetarget")
    return means and doubted and sentence.words[0].text in words().asking


def _is_amount(column: Column, n_rows: int) -> bool:
    return column.is_numeric and column.n_unique > _TWO and not is_key(column, n_rows)


def _is_of_its_unit(sentence: Sentence, place: int, name: str) -> bool:
    """Whether the unit behind the number, if there is one, can be the column's."""
    units = [cue for cue in sentence.of("timeunit") if cue.first == place + 1]
    return all(fits_unit(sentence, unit, name) for unit in units)


def _side(sentence: Sentence) -> str | None:
    """The direction that is asked: the one that is said last."""
    said = [(cue.last, cue.name) for cue in sentence.of(*_SIDES)]
    return _SIDES[max(said)[1]] if said else None
