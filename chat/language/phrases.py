"""How strongly a clause asks for each operation."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from analysis.operation import Operation
from analysis.operations import operations
from chat.language.clause import Clause, pattern
from chat.language.literals import needed_literals

_DIMINISHING = (1.0, 0.45, 0.25, 0.15)
_TEMPERATURE = 0.6


@dataclass(frozen=True, slots=True)
class Phrasing:
    """A phrase ready to be looked for; a negative weight is evidence against."""

    operation: str
    number: int
    search: re.Pattern[str]
    literals: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found from ``start`` to ``end`` of a text."""

    phrasing: Phrasing
    start: int
    end: int


@cache
def spoken_operations() -> Mapping[str, Operation]:
    """The operations that have words to be asked for with."""
    return {name: op for name, op in operations().items() if op.language.phrases}


@cache
def _phrasings() -> tuple[Phrasing, ...]:
    found = []
    for name, operation in spoken_operations().items():
        language = operation.language
        weighted = [(p.pattern, p.weight) for p in language.phrases]
        weighted += [(p.pattern, -p.weight) for p in language.anti]
        for number, (source, weight) in enumerate(weighted):
            compiled = pattern(source)
            literals = needed_literals(compiled.pattern)
            found.append(Phrasing(name, number, compiled, literals, weight))
    return tuple(found)


@cache
def _by_literal() -> tuple[dict[str, tuple[int, ...]], tuple[int, ...]]:
    """Which phrasings need a string, and those of which none can be named."""
    needed: dict[str, list[int]] = {}
    free = []
    for place, phrasing in enumerate(_phrasings()):
        for literal in phrasing.literals:
            needed.setdefault(literal, []).append(place)
        if not phrasing.literals:
            free.append(place)
    return {literal: tuple(places) for literal, places in needed.items()}, tuple(free)


def _possible(text: str) -> set[int]:
    """The places of the phrasings that may be found in a text."""
    needed, free = _by_literal()
    present = [places for literal, places in needed.items() if literal in text]
    return set(free).union(*present)


def phrase_hits(clause: Clause, every: bool = False) -> list[Hit]:
    """The phrases found in a clause, each where it first stands (or everywhere)."""
    found: list[Hit] = []
    text, literal = clause.text, clause.literal
    possible = _possible(text)
    implied = _possible(literal) if clause.implies else frozenset()
    phrasings = _phrasings()
    for place in sorted(possible | implied):
        phrasing = phrasings[place]
        if place in possible:
            matches = (
                list(phrasing.search.finditer(text))
                if every
                else [m for m in (phrasing.search.search(text),) if m]
            )
            found.extend(Hit(phrasing, m.start(), m.end()) for m in matches)
            if matches:
                continue
        if place in implied:
            match = phrasing.search.search(literal)
            if match:
                found.append(Hit(phrasing, 0, len(text)))
    return found


def scores_of(hits: Iterable[Hit]) -> dict[str, float]:
    """The operations with any evidence among the hits, best first.

    The weights of an operation's phrases add up, each further one counting less.
    """
    weights: dict[str, dict[int, float]] = {}
    for hit in hits:
        phrasing = hit.phrasing
        weights.setdefault(phrasing.operation, {})[phrasing.number] = phrasing.weight
    scores = {name: _score(found.values()) for name, found in weights.items()}
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    return {name: score for name, score in ranked if score > 0}


def _score(weights: Iterable[float]) -> float:
    ranked = sorted(weights, reverse=True)
    if ranked[0] <= 0:
        return 0.0
    gains = [weight for weight in ranked if weight > 0]
    score = sum(w * k for w, k in zip(gains, _DIMINISHING, strict=False))
    return score + sum(weight for weight in ranked if weight < 0)


def phrase_scores(clause: Clause) -> dict[str, float]:
    """The operations with any evidence in a clause, best first."""
    return scores_of(phrase_hits(clause))


def probabilities(scores: Iterable[float]) -> list[float]:
    """Scores as shares of belief: a softmax with one temperature."""
    scores = list(scores)
    if not scores:
        return []
    highest = max(scores)
    weights = [math.exp((score - highest) / _TEMPERATURE) for score in scores]
    return [weight / sum(weights) for weight in weights]
