"""Sentences of which it is known how they are to be read, to check confidence with.

The sentences are the operations' own examples, as they stand and disturbed in the ways
that people disturb them; what each should come to is known. ``manage.py calibrate``
reports and fits with them. Everything is deterministic.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.base.columns import Column, Schema
from analysis.base.language import Example
from analysis.operations import operations
from chat.linking.outcomes import Understood
from chat.reader.base.confidence import cost_of
from chat.reader.messages import read_message

# The examples speak of these columns; beside each the name in a second table.
_NUMBERS = {
    "age": "tenure months", "fare": "monthly_revenue", "sibsp": "n_calls",
    "parch": "NumVisits", "pclass": "tier",
}  # fmt: skip
_GROUPS: dict[str, tuple[str, tuple[Any, ...]]] = {
    "sex": ("contract type", ("female", "male")),
    "class": ("segment", ("First", "Second", "Third")),
    "who": ("channel", ("man", "woman", "child")),
    "deck": ("BranchCode", ("A", "B", "C", "D", "E")),
    "embarked": ("region_id", ("S", "C", "Q")),
    "embark_town": ("office", ("Southampton", "Cherbourg", "Queenstown")),
    "alive": ("renewed", ("yes", "no")),
}
_FLAGS = {"survived": "churned", "alone": "subscribed", "adult_male": "premium"}
_COURTESY = (
    "As part of tomorrow's homework, {}",
    "{} so that my colleague Ingrid can present it",
    "Our manager wonders about this since Easter: {}",
)
_UNMET = (
    "{} after adjusting everything for inflation with the consumer price index",
    "{} and weight each household by its census design weight",
    "{} following the guideline of the ministry for seasonally corrected panels",
    "{} but impute whatever is odd by chained equations beforehand",
    "{} with spatial lag terms over the neighbouring districts",
)
# Parts of the second table's names, and names that share a word with one and are none.
_PARTS = {
    "tenure months": "tenure", "monthly_revenue": "revenue", "n_calls": "calls",
    "NumVisits": "visits", "contract type": "contract", "BranchCode": "branch",
    "region_id": "region",
}  # fmt: skip
_NEAR = {
    "tenure months": "months overdue", "monthly_revenue": "monthly cost",
    "n_calls": "calls dropped", "NumVisits": "visits refused",
    "contract type": "contract value", "BranchCode": "branch size", "region_id": "region area",
}  # fmt: skip
# How often people are taken to write so: the usual is what the table can answer.
MIX = {
    "plain": 0.36, "renamed": 0.1, "partial": 0.12, "typo": 0.08, "wordy": 0.2,
    "dropped": 0.04, "unmet": 0.03, "unknown": 0.02, "near": 0.04, "unrelated": 0.01,
}  # fmt: skip
_UNKNOWN = ("happiness", "barometer", "wingspan", "credit_limit", "blood pressure")
_UNRELATED = (
    "who won the football world cup in Mexico",
    "write me a poem about the average winter evening",
    "translate the class schedule into Spanish",
    "what is the meaning of life at any age",
    "how do I reset the password of my account",
    "tell me the fare from Boston to New York by bus",
    "which sex do seahorses give birth in",
    "book a table for four people on deck tonight",
    "is it going to rain in Southampton tomorrow",
    "give me a recipe for a mean chocolate cake",
    "how old is the universe in the median textbook",
    "remind me to call the outlier of the family",
    "play the distribution of songs by Queen",
    "sum up the plot of the novel for children",
    "what time does the first class start on Monday",
    "compare the iPhone with the Pixel for me",
)


_SECOND = ("renamed", "partial", "near")


@dataclass(frozen=True)
class Case:
    """A sentence and the steps that it should come to; none where nothing can be right."""

    kind: str
    origin: str
    text: str
    steps: tuple[tuple[str, Mapping[str, Any]], ...]


def tables() -> tuple[Schema, Schema]:
    """The table that the examples speak of, and the same with other names."""
    own, other = [], []
    for name, second in _NUMBERS.items():
        facts: dict[str, Any] = {"n_unique": 90, "minimum": 0, "maximum": 500}
        if name in ("sibsp", "parch", "pclass"):
            levels = ((1, 300), (2, 200), (3, 100))
            facts = {"n_unique": 3, "minimum": 1, "maximum": 3, "levels": levels}
        kind = "integer" if "levels" in facts else "number"
        own.append(Column(name=name, kind=kind, **facts))
        other.append(Column(name=second, kind=kind, **facts))
    for name, (second, values) in _GROUPS.items():
        facts = {"n_unique": len(values), "levels": tuple((v, 100) for v in values)}
        own.append(Column(name=name, kind="category", **facts))
        other.append(Column(name=second, kind="category", **facts))
    for name, second in _FLAGS.items():
        facts = {
            "n_unique": 2,
            "levels": ((0, 300), (1, 300)),
            "minimum": 0,
            "maximum": 1,
        }
        own.append(Column(name=name, kind="integer", **facts))
        other.append(Column(name=second, kind="integer", **facts))
    return (
        Schema(name="passengers.csv", n_rows=600, columns=tuple(own)),
        Schema(name="customers.csv", n_rows=600, columns=tuple(other)),
    )


def _renamings() -> dict[str, str]:
    groups = {name: second for name, (second, _) in _GROUPS.items()}
    return {**_NUMBERS, **groups, **_FLAGS}


def cases() -> Iterator[Case]:
    """Every example with its disturbed forms, and sentences about other things."""
    chance = random.Random(20)
    every = [
        (name, e) for name, op in operations().items() for e in op.language.examples
    ]
    for name, example in every:
        gold = ((name, dict(example.params)),)
        if example.before:
            continue
        yield Case("plain", name, example.text, gold)
        yield Case("typo", name, _misspelt(example.text, chance), gold)
        yield Case("dropped", name, _shortened(example.text, chance), gold)
        yield Case("wordy", name, chance.choice(_COURTESY).format(example.text), gold)
        yield Case("unmet", name, chance.choice(_UNMET).format(example.text), ())
        renamed = _renamed(example, gold)
        if renamed is not None:
            yield Case("renamed", name, *renamed)
            partial = _exchanged(renamed[0], _PARTS)
            if partial != renamed[0]:
                yield Case("partial", name, partial, renamed[1])
                yield Case("near", name, _exchanged(renamed[0], _NEAR), ())
        strange = _with_unknown(example.text, chance)
        if strange != example.text:
            yield Case("unknown", name, strange, ())
    for text in _UNRELATED:
        yield Case("unrelated", text, text, ())


def _misspelt(text: str, chance: random.Random) -> str:
    """Two neighbouring letters of one longer word swapped."""
    words = list(re.finditer(r"[a-z]{5,}", text))
    if not words:
        return text
    at = chance.choice(words)
    place = chance.randrange(at.start() + 1, at.end() - 2)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def _shortened(text: str, chance: random.Random) -> str:
    """One word that is no column left out."""
    words = text.split()
    free = [n for n, w in enumerate(words) if w.strip("?,.`") not in _renamings()]
    if len(free) < 2:
        return text
    gone = chance.choice(free)
    return " ".join(word for n, word in enumerate(words) if n != gone)


def _exchanged(text: str, names: Mapping[str, str]) -> str:
    """The text with some names said otherwise."""
    pattern = re.compile("|".join(map(re.escape, names)))
    return pattern.sub(lambda match: names[match[0]], text)


def _with_unknown(text: str, chance: random.Random) -> str:
    """A column's name replaced by that of none."""
    found = [m for m in re.finditer(r"\b[a-z_]+\b", text) if m[0] in _renamings()]
    if not found:
        return text
    match = chance.choice(found)
    return text[: match.start()] + chance.choice(_UNKNOWN) + text[match.end() :]


def _renamed(
    example: Example, gold: tuple[tuple[str, Mapping[str, Any]], ...]
) -> tuple[str, tuple[tuple[str, Mapping[str, Any]], ...]] | None:
    """The example about the second table; not where formulas or values are named."""
    names = _renamings()
    params = gold[0][1]
    if "expression" in params or "where" in params or "name" in params:
        return None
    pattern = re.compile(r"\b(" + "|".join(names) + r")\b")

    def other(value: Any) -> Any:
        if isinstance(value, list):
            return [other(one) for one in value]
        return names.get(value, value) if isinstance(value, str) else value

    text = pattern.sub(lambda match: names[match[1]], example.text)
    return text, ((gold[0][0], {k: other(v) for k, v in params.items()}),)


@dataclass(frozen=True)
class Sample:
    """What readings cost that would be acted on, and which were right."""

    kinds: tuple[str, ...]
    origins: tuple[str, ...]
    costs: np.ndarray
    right: np.ndarray


def read_cases() -> Sample:
    """Reads every case; those that are asked about or refused are left out."""
    own, other = tables()
    kinds, origins, costs, right = [], [], [], []
    for case in cases():
        reading = read_message(case.text, other if case.kind in _SECOND else own)
        if not isinstance(reading, Understood):
            continue
        steps = tuple((step.operation, step.params) for step in reading.task.steps)
        kinds.append(case.kind)
        origins.append(case.origin)
        costs.append(cost_of(reading.task.confidence))
        right.append(steps == case.steps)
    return Sample(tuple(kinds), tuple(origins), np.array(costs), np.array(right))
