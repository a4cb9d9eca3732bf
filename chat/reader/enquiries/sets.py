"""Sets of columns: do they make a scale, how few dimensions they have, who is alike in them."""

from __future__ import annotations

from typing import Any

from analysis.base.task import Step
from chat.reader.enquiries.sentence import RUN_MARKS, RUN_WORDS, Sentence, listed

Read = tuple[list[Step], list[str]]

_LEAST = 2
_AMONG = ("among", "amongst", "of")
_INTO = ("into", "in", "to", "on", "by")
SCALES = frozenset(("reliable", "onescore", "turned", "asks", "items"))
_DIMENSIONS = frozenset(("dimension", "variance", "items", "firstones"))
_CLUSTERS = frozenset(("alike", "split", "sizes", "groupword", "clusterword", "items"))
_MOST_CLUSTERS = 20
_AROUND = 4  # words between items and the scale of their answers
_LONGEST_SCALE = 11


def scaled(sentence: Sentence) -> Read | None:
    """Whether items make one scale, which of them is turned round, which to drop."""
    asks = any(cue.first == 0 for cue in sentence.of("asks"))
    if not asks and sentence.has("onescore", "turned"):
        return (
            None  # "add them up to one score", "C4 is reversed": something to do first
        )
    if not sentence.has("reliable", "onescore", "turned"):
        return None
    if sentence.has("dimension", "alike", "clusterword"):
        return None
    return of_columns(sentence, "reliability", SCALES)


def reduced(sentence: Sentence) -> Read | None:
    """How few components hold the variance of several columns."""
    if not sentence.has("dimension"):
        return None
    params: dict[str, Any] = {}
    for at in sentence.numbers():
        word = sentence.words[at]
        if word.percent:
            return None
        behind = any(c.first == at + 1 for c in sentence.of("dimension"))
        if behind and word.number and word.number >= 1:
            sentence.used.add(at)
            if word.number > 1:
                params["n_components"] = int(word.number)
    return of_columns(sentence, "principal_components", _DIMENSIONS, params)


def clustered(sentence: Sentence) -> Read | None:
    """Rows put into groups that are alike in several columns."""
    if not sentence.has("clusterword") and not _parts_rows(sentence):
        return None
    numbers = [
        at for at in sentence.numbers()
        if any(0 <= c.first - at <= 2 for c in sentence.of("groupword"))
    ]  # fmt: skip
    if len(numbers) > 1:
        return None
    params: dict[str, Any] = {}
    for at in numbers:
        value = sentence.words[at].number or 0
        if not 2 <= value <= _MOST_CLUSTERS or sentence.words[at].percent:
            return None
        params["n_clusters"] = int(value)
        sentence.used.add(at)
    sentence.columns = [s for s in sentence.columns if not _are_rows(sentence, s.first)]
    return of_columns(sentence, "k_means", _CLUSTERS, params)


def _parts_rows(sentence: Sentence) -> bool:
    """ "into groups that are alike": not whether groups are alike that there are."""
    return any(
        0 <= cue.first - pronoun.last <= 1
        for cue in sentence.of("alike")
        for pronoun in sentence.of("relative_pronoun")
    ) and sentence.has("split")


def _are_rows(sentence: Sentence, at: int) -> bool:
    """ "sort the guests into …": what is parted are the rows."""
    parted = any(
        sentence.between(cue.last, at) is not None for cue in sentence.of("split")
    )
    behind = sentence.words[at + 1].text if at + 1 < len(sentence.words) else ""
    if parted and behind in _INTO:
        sentence.used.add(at)
        return True
    return False


def of_columns(
    sentence: Sentence,
    operation: str,
    cues: frozenset[str],
    params: dict[str, Any] | None = None,
) -> Read | None:
    """The operation of the columns of numbers that are named, where no word limits it."""
    sentence.use(*(c for c in sentence.cues if c.name in cues and c.last > c.first + 1))
    _use_lead(sentence)
    columns = listed(sentence)
    if len(columns) < _LEAST:
        return None
    _counted(sentence, len(columns))
    sentence.use_cues(cues)
    if sentence.limits() or sentence.names_more():
        return None
    return [
        Step(operation=operation, params={"columns": columns, **(params or {})})
    ], []


def _use_lead(sentence: Sentence) -> None:
    """ "an item among q1, q2 and q3": what the columns are chosen from limits no rows."""
    first = sentence.columns[0].first - 1 if sentence.columns else -1
    if first >= 0 and sentence.words[first].text in _AMONG:
        sentence.used.update(
            (first, first - 1) if _is_one_of(sentence, first) else (first,)
        )


def _is_one_of(sentence: Sentence, at: int) -> bool:
    """ "one of q1, q2 and q3": no number that says more."""
    return (
        at > 0
        and sentence.words[at].text == "of"
        and sentence.words[at - 1].number == 1
    )


def _counted(sentence: Sentence, n: int) -> None:
    """ "the four items": a number of columns that is right says nothing more."""
    _on_a_scale(sentence)
    for at in sentence.numbers():
        if sentence.words[at].number != n:
            continue
        last = at + 1
        while last in sentence.used and sentence.words[last].number is not None:
            last += 1
        near = [c for c in sentence.of("items") if 0 <= c.first - last <= 1]
        if near:
            sentence.used.add(at)


def _on_a_scale(sentence: Sentence) -> None:
    """ "the 1-5 ratings", "items from 1 to 7": what the answers may be."""
    words = sentence.words
    for at in list(sentence.numbers()):
        joined = at + 1 if _is_range(sentence, at, at + 1) else at + 2
        if not _is_range(sentence, at, joined):
            continue
        low, high = words[at].number or 0, words[joined].number or 0
        near = any(
            -_AROUND <= c.first - joined <= _AROUND for c in sentence.of("items")
        )
        if low in (0, 1) and low < high <= _LONGEST_SCALE and near:
            sentence.used.update(range(at, joined + 1))


def _is_range(sentence: Sentence, at: int, last: int) -> bool:
    words = sentence.words
    if last >= len(words) or words[last].number is None:
        return False
    if last == at + 1:
        return bool(set(words[last].breaks) & RUN_MARKS)
    return words[at + 1].text in RUN_WORDS
