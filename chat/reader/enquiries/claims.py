"""Claims of a share: "is it true that one in three comes by car", tested against it."""

from __future__ import annotations

from typing import Any

from analysis.base.task import Step
from chat.linking.mentions import is_flag
from chat.reader.base.roles import yes_of
from chat.reader.enquiries.limited import limits_of
from chat.reader.enquiries.sentence import Sentence, Span
from chat.reader.enquiries.words import words

Read = tuple[list[Step], list[str]]

_FRACTIONS = {
    "half": 0.5, "third": 1 / 3, "quarter": 0.25, "fifth": 0.2, "tenth": 0.1,
    "thirds": 2 / 3, "quarters": 0.75,
}  # fmt: skip
_CUES = frozenset((
    "claim", "testword", "fractionword", "sharekept", "abovenumber", "belownumber",
    "atleast", "atmost", "oneof", "percentword",
))  # fmt: skip
_SIDES = (
    (("abovenumber", "atleast"), "greater"), (("belownumber", "atmost"), "less"),
)  # fmt: skip
_MOST_ROWS = 100  # of "one in N"


def claimed(sentence: Sentence) -> Read | None:
    """The test of a share that is claimed of one value; None for what is no claim."""
    if not sentence.has("claim", "testword") and not _asks_a_share(sentence):
        return None
    limits = limits_of(sentence)
    share = share_claimed(sentence)
    value = _value(sentence)
    if share is None or value is None:
        return None
    column, success = value
    sides = [
        side for cues, side in _SIDES
        if sentence.has(*cues)
    ]  # fmt: skip
    if len(sides) > 1:
        return None
    sentence.use_cues(_CUES)
    if sentence.limits() or sentence.names_more():
        return None
    params: dict[str, Any] = {"column": column, "success": success, "p": share}
    if sides:
        params["alternative"] = sides[0]
    return [*limits.steps, Step(operation="binomial_test", params=params)], []


def _asks_a_share(sentence: Sentence) -> bool:
    """ "are more than half of them infected": a question whether, of a share."""
    shares = (
        {cue.first for cue in sentence.of("fractionword")}
        | {at for at, word in enumerate(sentence.words) if word.percent}
        | {cue.first - 1 for cue in sentence.of("percentword")}
    )
    cues = sentence.of("abovenumber", "belownumber", "atleast", "atmost")
    asks = sentence.words[0].text in words().asking
    return asks and any(cue.last in shares for cue in cues)


def share_claimed(sentence: Sentence) -> float | None:
    """The share that is said, once."""
    found: list[float] = []
    numbers = list(sentence.numbers())
    if any(_compares(sentence, at) for at in range(len(sentence.words))):
        return None
    for at in numbers:
        word, number = sentence.words[at], sentence.words[at].number or 0.0
        percent = any(c.first == at + 1 for c in sentence.of("percentword"))
        if at in sentence.used:
            continue
        if word.percent or percent:
            found.append(number / 100)
            sentence.used.add(at)
        elif at + 2 in numbers and any(c.first == at + 1 for c in sentence.of("oneof")):
            whole = sentence.words[at + 2].number or 0.0
            if not number < whole <= _MOST_ROWS:
                return None
            found.append(number / whole)
            sentence.used.update(range(at, at + 3))
    for cue in sentence.of("fractionword"):
        said = sentence.words[cue.last - 1].text
        many = sentence.words[cue.first].text
        if said in _FRACTIONS:
            plural = {"third": 2 / 3, "quarter": 0.75}
            two = many in ("two", "three")
            found.append(plural.get(said.rstrip("s"), 0.5) if two else _FRACTIONS[said])
            sentence.use(cue)
    return found[0] if len(set(found)) == 1 and 0 < found[0] < 1 else None


def _compares(sentence: Sentence, at: int) -> bool:
    """ "20 % more", "half as many": a share of something else, not one of the rows."""
    said = sentence.words[at].number is not None or any(
        cue.last - 1 == at for cue in sentence.of("fractionword")
    )
    after = {at + 1, at + 2}
    return said and any(
        cue.first in after for cue in sentence.of("comparative", "asmuch")
    )


def _without_nouns(sentence: Sentence, named: list[Span]) -> list[Span]:
    """ "from composted beds": the noun right behind a yes or no is what the rows are of."""
    columns = sentence.lattice.columns
    nouns = [
        span for span in named
        if columns[span.name].is_numeric and not is_flag(columns[span.name])
        and any(c.last == span.first and is_flag(columns[c.name]) for c in named)
    ]  # fmt: skip
    sentence.use(*nouns)
    return [span for span in named if span not in nouns]


def _value(sentence: Sentence) -> tuple[str, str] | None:
    """The one value whose share it is: named itself, or the yes of a column."""
    said: dict[tuple[str, str], set[int]] = {}
    for sense in sentence.lattice.all("value"):
        places = sentence.places(sense)
        if places and sense.cost < 0.45 and not places & sentence.used:
            said.setdefault((sense.column, str(sense.concept)), set()).update(places)
    columns = sentence.lattice.columns
    named = [
        s for s in sentence.columns
        if not set(range(s.first, s.last)) & sentence.used
    ]  # fmt: skip
    named = _without_nouns(sentence, named)
    names = {span.name for span in named}
    if len(said) == 1:
        ((column, value), places) = next(iter(said.items()))
        sentence.known.add(column)
        if any(
            span.name != column and not sentence.means_known(span) for span in named
        ):
            return None
        sentence.used |= places
        sentence.use(*named)
        return column, value
    if not said and len(names) == 1:
        name = names.pop()
        levels = [str(level) for level, _ in columns[name].levels]
        said_yes = [level for level in levels if level.casefold() in words().yes]
        yes = said_yes[0] if len(said_yes) == 1 else yes_of(columns[name])
        if yes is None:
            return None
        sentence.known.add(name)
        sentence.use(*named)
        return name, str(yes)
    return None
