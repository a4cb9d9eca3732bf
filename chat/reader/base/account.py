"""Every word accounted for: what an unused one is, and what follows from it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from chat.linking.words import STOPWORDS, fold
from chat.reader.base.senses import Lattice

Fate = Literal["absent", "number", "date", "name", "modifier", "other"]

# What stands before the name of a column, a value or a group.
_OPENS = ("statistic", "by", "count", "howmuch", "share", "prep", "which", "not", "allbut",
          "only", "rateof", "breakdown", "distinct", "versus")  # fmt: skip
# Words that change what is calculated, of which rows, or how it is shown.
_MODIFIERS = ("statistic", "count", "share", "rateof", "breakdown", "percent", "ofwhole",
              "rate", "by", "unitly", "not", "allbut", "neither", "rest", "compare",
              "orless", "missing", "extreme", "ordinal", "running", "todate", "moving",
              "cumshare", "growth", "against", "rank", "reach", "percentile", "versus",
              "comparing", "howmuchmore", "times", "overtime", "contains", "charttype",
              "imperative", "distinct", "more", "only", "unit", "weekdayname", "datepart", "rising")  # fmt: skip
_NEAREST = 4
_NEAR_ENOUGH = 0.45


@dataclass(frozen=True)
class Unused:
    """A stretch of words that no part of the reading uses."""

    first: int
    last: int
    words: str
    fate: Fate

    @property
    def decides(self) -> bool:
        """Whether an answer that leaves it out would answer something else."""
        return self.fate != "other"


def unused_stretches(lattice: Lattice, unused: Iterable[int]) -> list[Unused]:
    """The unused tokens as stretches, each with what it would have been."""
    places = sorted(set(unused))
    stretches: list[list[int]] = []
    for at in places:
        if stretches and _adjoin(lattice, stretches[-1][-1], at):
            stretches[-1] += range(stretches[-1][-1] + 1, at + 1)
        else:
            stretches.append([at])
    return [_stretch(lattice, run[0], run[-1] + 1) for run in stretches]


def _adjoin(lattice: Lattice, before: int, at: int) -> bool:
    """Whether nothing stands between two tokens but the stop of "Dr. Rossi"."""
    between = lattice.tokens[before + 1 : at]
    return not between or (len(between) == 1 and between[0].text in ".-'/")


def _stretch(lattice: Lattice, first: int, last: int) -> Unused:
    words = lattice.words(first, last)
    kinds = {lattice.tokens[n].kind for n in range(first, last)}
    fate: Fate = "other"
    if "number" in kinds:
        fate = "number"
    elif "date" in kinds or any(
        s.last <= last for n in range(first, last) for s in lattice.at("date", n)
    ):
        fate = "date"
    elif any(_strong(lattice, n) for n in range(first, last)):
        fate = "name"
    elif any(is_unknown(lattice, n) for n in range(first, last)) and _in_role(
        lattice, first, last
    ):
        fate = "absent"
    elif any(_modifies(lattice, n) for n in range(first, last)):
        fate = "modifier"
    return Unused(first, last, words, fate)


def _strong(lattice: Lattice, at: int) -> bool:
    return any(
        s.cost < 0.3 for category in ("column", "value", "option")
        for s in lattice.at(category, at)
    )  # fmt: skip


def _modifies(lattice: Lattice, at: int) -> bool:
    return any(
        s.first <= at < s.last for category in _MODIFIERS for s in lattice.all(category)
    )


def is_unknown(lattice: Lattice, at: int) -> bool:
    """Whether neither the table nor the language knows the word."""
    token = lattice.tokens[at]
    if token.kind == "quoted":
        return not lattice.at("column", at) and not lattice.at("value", at)
    if token.kind != "word" or token.folded in STOPWORDS:
        return False
    covered = (
        s.first <= at < s.last
        for category in lattice.senses
        if category != "text"
        for s in lattice.all(category)
        if not (category == "rownoun" and s.cost > 0 and _behind_by(lattice, at))
    )
    return not any(covered)


def _behind_by(lattice: Lattice, at: int) -> bool:
    """ "by country": no noun for the rows, but the name of a column."""
    return at > 0 and bool(lattice.at("by", at - 1))


def _in_role(lattice: Lattice, first: int, last: int) -> bool:
    """Whether it stands where a column, a value or a group would."""
    if _says_what_for(lattice, first):
        return False
    if last < len(lattice.tokens) and any(
        lattice.at(category, last) for category in ("head", "by", "per", "overtime")
    ):
        return True
    at = first - 1
    if (
        at > 0
        and any(s.last == at + 1 for s in lattice.at("and", at))
        and any(
            s.last == at
            for category in ("column", "value")
            for s in lattice.all(category)
        )
    ):
        return True  # joined to a name: "revenue and temperature"
    while at >= 0 and (lattice.at("glue", at) or _describes(lattice, at)):
        if lattice.at("prep", at):
            return True
        at -= 1
    if at < 0:
        return False
    return any(
        s.first <= at < s.last for category in _OPENS for s in lattice.all(category)
    )


def _says_what_for(lattice: Lattice, first: int) -> bool:
    """ "dearer to fix", "quickest to serve": a verb that names no column."""
    if first < 2 or not lattice.at("to", first - 1):
        return False
    return any(
        sense.last == first - 1
        for category in ("more", "quality", "extreme")
        for sense in lattice.all(category)
    )


def _describes(lattice: Lattice, at: int) -> bool:
    return bool(lattice.at("filler", at)) and lattice.tokens[at].kind == "word"


def absent_in(lattice: Lattice, known: Collection[str] = ()) -> list[Unused]:
    """Stretches of unknown words in the place of a name, whatever the reading.

    ``known`` are stems that something else explains (words of methods).
    """
    unknown = [
        at
        for at, token in enumerate(lattice.tokens)
        if token.stem not in known
        and token.folded not in known
        and is_unknown(lattice, at)
    ]
    return [one for one in unused_stretches(lattice, unknown) if one.fate == "absent"]


def nearest_names(lattice: Lattice, words: str) -> tuple[str, ...]:
    """The columns that are written most like some words, else the first ones."""
    names = list(lattice.columns)
    near = process.extract(
        fold(words),
        {name: fold(name) for name in names},
        scorer=JaroWinkler.similarity,
        limit=_NEAREST,
    )
    found = tuple(str(key) for _, score, key in near if score > _NEAR_ENOUGH)
    return found or tuple(names[:_NEAREST])
