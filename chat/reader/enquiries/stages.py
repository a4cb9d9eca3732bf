"""Whether what was measured twice changed: "did marks rise from before to after coaching".

Said in words around the name of the measure, or by the names of both columns; one value of
a group limits the rows ("with group coaching, is it better after than before?").
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from analysis.base.task import Step
from chat.linking.words import stem
from chat.reader.base.roles import parts_of
from chat.reader.enquiries.comparing import has_place, in_two_stages
from chat.reader.enquiries.sentence import Sentence, Word
from chat.reader.methods.names import data_of

Read = tuple[list[Step], list[str]]

_CUES = frozenset((
    "changed", "comparative", "times", "testword", "after", "timeunit", "subjects", "differs",
    "trendword", "stays",
))  # fmt: skip
_SURE = 0.45
_LEAST_VERB = 4  # letters of a verb that a noun is made of
_LIMITING = frozenset(("only", "among", "amongst"))


def changed_twice(sentence: Sentence) -> Read | None:
    """The comparison of both measurements in each row; None for other questions."""
    text = sentence.lattice.text.casefold()
    if re.search(_data()["otherwise"], text) or not re.search(_data()["changes"], text):
        return None
    pair = _pair(sentence, text)
    if pair is None:
        return None
    sentence.known.update(pair)
    limits = _limits(sentence, text)
    if limits is None:
        return None
    use_events(sentence, text)
    for form in _set_against():
        _use_match(sentence, form.search(text))
    sentence.use_cues(_CUES)
    _use_values(sentence)
    if any(True for _ in sentence.numbers()) or sentence.limits():
        return None
    if sentence.names_more() or has_place(sentence):
        return None
    step = Step(operation="compare_groups", params={"columns": [*pair]})
    return [*limits, step], []


@cache
def _data() -> dict[str, Any]:
    return data_of("stages")


@cache
def _set_against() -> tuple[re.Pattern[str], ...]:
    data = _data()
    return tuple(
        re.compile(form.replace("EARLY", data["early"]).replace("LATE", data["late"]))
        for form in data["set_against"]
    )


def _pair(sentence: Sentence, text: str) -> tuple[str, str] | None:
    """The first and the second measurement of the one thing that is named."""
    columns = sentence.lattice.columns
    things = in_two_stages(columns.values())
    pairs = list(things.values())
    spans = {span.name: span for span in sentence.columns}
    both = [pair for pair in pairs if all(_is_written(text, name) for name in pair)]
    if len(both) == 1:
        sentence.use(*(spans[name] for name in both[0] if name in spans))
        return both[0]
    if not any(form.search(text) for form in _set_against()):
        return None
    found = []
    for thing, pair in things.items():
        stems = stems_of(thing)
        places = {n for n, word in enumerate(sentence.words) if _names(word, stems)}
        if places:
            found.append((pair, places))
    if len(found) != 1:
        return None
    pair, places = found[0]
    sentence.used |= places
    sentence.use(*(spans[name] for name in pair if name in spans))
    return pair


def stems_of(thing: str) -> set[str]:
    """The stems of what is measured, and of what a short name of it stands for."""
    stems = set(parts_of(thing))
    known = _data()["stands_for"]
    return stems | {stem(word) for one in stems for word in known.get(one, ())}


def _names(word: Word, stems: set[str]) -> bool:
    """Whether a word is one of the stems, or the verb of it: "weigh", "weight"."""
    if word.stem in stems:
        return True
    long = len(word.stem) >= _LEAST_VERB
    return long and any(
        one.startswith(word.stem) and len(one) == len(word.stem) + 1 for one in stems
    )


def _is_written(text: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", text) is not None


def _limits(sentence: Sentence, text: str) -> list[Step] | None:
    """The rows of one value of each column that is named; None where groups are compared."""
    said: dict[str, dict[Any, set[int]]] = {}
    for sense in sentence.lattice.all("value"):
        places = sentence.places(sense)
        if sense.cost < _SURE and places and not places & sentence.used:
            held = said.setdefault(sense.column, {}).setdefault(sense.concept, set())
            held |= places
    if any(len(values) != 1 for values in said.values()):
        return None
    than = [m.start() for m in re.finditer(_data()["than"], text)]
    if said and than and not _set_against()[-1].search(text) and sentence.has("others"):
        return None
    steps = []
    for column, values in said.items():
        ((value, places),) = values.items()
        sentence.used |= places
        _use_beside(sentence, column, places)
        where = {"column": column, "op": "==", "value": value}
        steps.append(Step(operation="filter_rows", params={"where": where}))
    return steps


def _use_beside(sentence: Sentence, column: str, places: set[int]) -> None:
    """ "the CBT arm", "only letter B": the column beside its value, and "only" before it."""
    near = set(range(min(places) - 2, max(places) + 3))
    for span in sentence.columns:
        if span.name == column and near & set(range(span.first, span.last)):
            sentence.use(span)
    for at in range(max(min(places) - 3, 0), min(places)):
        if sentence.words[at].text in _LIMITING:
            sentence.used.add(at)


def use_events(sentence: Sentence, text: str) -> None:
    """ "after the letter went out": what happened, though a column may be called so."""
    for match in re.finditer(_data()["happened"], text):
        if match["noun"] not in _data()["no_event"]:
            _use_match(sentence, match)


def _use_match(sentence: Sentence, match: re.Match[str] | None) -> None:
    if match is None:
        return
    tokens = sentence.lattice.tokens
    for n, word in enumerate(sentence.words):
        token = tokens[word.at]
        inside = match.start() <= token.start < match.end()
        if inside and (_tells_stage(word.text) or _is_of_event(match)):
            sentence.used.add(n)


def _is_of_event(match: re.Match[str]) -> bool:
    return "noun" in match.re.groupindex


@cache
def _stage_words() -> frozenset[str]:
    data = _data()
    found = re.findall(r"[a-z]{2,}|\\d", f"{data['early']} {data['late']}")
    return frozenset(
        {
            *found,
            "from",
            "to",
            "than",
            "between",
            "and",
            "the",
            "it",
            "vs",
            "versus",
            "against",
            "compared",
            "with",
        }
    )


def _tells_stage(word: str) -> bool:
    return word in _stage_words() or word.isdigit()


def _use_values(sentence: Sentence) -> None:
    """ "the number of visits", "audition marks": no more than that there are values."""
    form = "|".join(_data()["of_values"].split())
    for n, word in enumerate(sentence.words):
        if re.fullmatch(form, word.text):
            sentence.used.add(n)
