"""Whether something matters for a measure: "does it matter for takings if it is sunny".

What is said in the clause is a column, or one of its values: that one is then held against
all the others, as it is in "is the wait longer on Mondays than otherwise".
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from analysis.base.task import Step
from chat.linking.mentions import is_flag
from chat.reader.base.roles import is_key
from chat.reader.enquiries.comparing import has_place
from chat.reader.enquiries.sentence import Sentence, Span
from chat.reader.methods.names import data_of

Read = tuple[list[Step], list[str]]

_SURE = 0.45
_TWO = 2
_MOST_LEVELS = 30
_CUES = frozenset((
    "relation", "comparative", "testword", "others", "differs", "sets_side_by_side",
    "unpaired",
))  # fmt: skip


@cache
def _data() -> dict[str, Any]:
    return data_of("mattering")


def mattering(sentence: Sentence) -> Read | None:
    """The measure against what the clause says of; None for other questions."""
    text = sentence.lattice.text.casefold()
    lead = re.search(_data()["lead"], text)
    clause = re.search(_data()["clause"], text[lead.end() :]) if lead else None
    if lead is None or clause is None:
        return None
    start = lead.end() + clause.start()
    measure = _only([s for s in _spans(sentence) if _at(sentence, s) < start])
    if measure is None or not _measures(sentence, measure):
        return None
    sentence.known.add(measure)
    _use_text(sentence, 0, lead.end())
    _use_words(sentence, start, _data()["plain"])
    values = _values(sentence, start)
    named = [s for s in _spans(sentence) if _at(sentence, s) >= start]
    others = {*(s.name for s in named), *(column for column, _ in values)} - {measure}
    if len(others) != 1:
        return None
    group = others.pop()
    said = [value for column, value in values if column == group]
    sentence.known.add(group)
    sentence.use(*_spans(sentence))
    return _made(sentence, measure, group, said)


def acting_on_share(sentence: Sentence) -> Read | None:
    """ "Did parole raise the arrest rate": a yes or no against what is said to act on it."""
    text = sentence.lattice.text.casefold()
    acts = re.search(_data()["acts"], text)
    if acts is None or not re.search(_data()["acted"], text[acts.end() :]):
        return None
    behind = {s.name for s in _spans(sentence) if _at(sentence, s) >= acts.end()}
    behind |= {column for column, _ in _values(sentence, acts.end())}
    before = {s.name for s in _spans(sentence) if _at(sentence, s) < acts.start("verb")}
    before |= {c for c, _ in _values(sentence, 0, acts.start("verb"))}
    if len(behind) != 1 or len(before) != 1 or behind == before:
        return None
    event, cause = behind.pop(), before.pop()
    if not is_flag(sentence.lattice.columns[event]):
        return None
    sentence.known.update((event, cause))
    sentence.use(*_spans(sentence))
    _use_text(sentence, acts.start("verb"), acts.end())
    _use_words(sentence, acts.end(), _data()["shares"])
    made = _made(sentence, event, cause, [])
    return None if sentence.left() else made


def against_others(sentence: Sentence) -> Read | None:
    """ "Is the wait longer on Mondays than otherwise": one value against all the others."""
    text = sentence.lattice.text.casefold()
    others = re.search(_data()["others"], text)
    if others is None or re.search(_data()["otherwise"], text):
        return None
    if not re.search(_data()["testing"], text):
        return None
    values = _values(sentence, 0)
    columns = {column for column, _ in values}
    spans = [s for s in _spans(sentence) if s.name not in columns]
    measure = _only(spans)
    if measure is None or len(values) != 1 or not _measures(sentence, measure):
        return None
    ((group, value),) = values
    sentence.known.update((measure, group))
    _use_text(sentence, others.start(), others.end())
    sentence.use(*_spans(sentence))
    made = _made(sentence, measure, group, [value])
    return None if made is None else _by_method(text, *made)


def _by_method(text: str, steps: list[Step], told: list[str]) -> Read:
    """The comparison by the method that is named, if one is."""
    for operation, form in _data()["methods"].items():
        if re.search(form, text) and steps[-1].operation == "compare_groups":
            return [
                *steps[:-1],
                Step(operation=operation, params=steps[-1].params),
            ], told
    return steps, told


def _made(sentence: Sentence, measure: str, group: str, said: list[Any]) -> Read | None:
    columns = sentence.lattice.columns
    sentence.use_cues(_CUES)
    if any(True for _ in sentence.numbers()) or sentence.limits():
        return None
    if sentence.names_more() or has_place(sentence):
        return None
    levels = [str(level) for level, _ in columns[group].levels]
    if not said or len(levels) <= _TWO or len(said) == len(levels):
        if columns[group].is_grouping and _is_number(sentence, measure):
            params: dict[str, Any] = {"columns": [measure], "group": group}
            return [Step(operation="compare_groups", params=params)], []
        return [Step(operation="relate", params={"columns": [group, measure]})], []
    if len(said) != 1 or not 0 < len(levels) <= _MOST_LEVELS:
        return None
    return _against_rest(measure, group, str(said[0]), levels)


def _against_rest(
    measure: str, group: str, value: str, levels: list[str]
) -> Read | None:
    """The comparison of one value of a column with all its others."""
    data = _data()
    if value not in levels:
        return None
    name = data["group"].format(column=group, value=value)
    others = {level: data["rest"] for level in levels if level != value}
    params: dict[str, Any] = {"column": group, "mapping": others, "name": name}
    compared = {"columns": [measure], "group": name}
    steps = [
        Step(operation="recode", params=params),
        Step(operation="compare_groups", params=compared),
    ]
    return steps, [data["told"].format(column=group)]


def _spans(sentence: Sentence) -> list[Span]:
    n_rows = sentence.lattice.index.n_rows
    return [
        span for span in sentence.columns
        if not is_key(sentence.lattice.columns[span.name], n_rows)
    ]  # fmt: skip


def _at(sentence: Sentence, span: Span) -> int:
    return sentence.lattice.tokens[sentence.words[span.first].at].start


def _only(spans: list[Span]) -> str | None:
    names = {span.name for span in spans}
    return names.pop() if len(names) == 1 else None


def _is_number(sentence: Sentence, name: str) -> bool:
    column = sentence.lattice.columns[name]
    return column.is_numeric and column.n_unique > _TWO


def _measures(sentence: Sentence, name: str) -> bool:
    """Whether a column can be what is compared: numbers, or yes and no."""
    return _is_number(sentence, name) or is_flag(sentence.lattice.columns[name])


def _values(
    sentence: Sentence, start: int, end: int | None = None
) -> list[tuple[str, Any]]:
    """The values that stand between places, with their columns; their words are used."""
    found: dict[tuple[str, Any], set[int]] = {}
    for sense in sentence.lattice.all("value"):
        places = sentence.places(sense)
        at = sentence.lattice.tokens[sense.first].start
        inside = at >= start and (end is None or at < end)
        if sense.cost < _SURE and places and inside:
            found.setdefault((sense.column, sense.concept), set()).update(places)
    for places in found.values():
        sentence.used |= places
    return list(found)


def _use_text(sentence: Sentence, start: int, end: int) -> None:
    for n, word in enumerate(sentence.words):
        if start <= sentence.lattice.tokens[word.at].start < end:
            sentence.used.add(n)


def _use_words(sentence: Sentence, start: int, said: str) -> None:
    """The words of a list that stand behind a place count as used."""
    plain = frozenset(said.split())
    for n, word in enumerate(sentence.words):
        behind = sentence.lattice.tokens[word.at].start >= start
        if behind and word.text in plain:
            sentence.used.add(n)
