"""Which act a sentence is, if each of its words is used by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from chat.discourse.lexicon import Act, Lexicon
from chat.discourse.names import Span

MOST_WORDS = 40
_Cover = tuple[int, int, tuple[Span, ...]]


@dataclass(frozen=True)
class Match:
    """An act with the stretches that it took: columns, values and numbers.

    ``core`` counts the words that its core covers, ``rest`` those of what it has also;
    ``core_words`` are the places of the first.
    """

    act: Act
    spans: tuple[Span, ...]
    core: int
    rest: int
    core_words: frozenset[int] = frozenset()


def matches(
    words: Sequence[str], lexicon: Lexicon, spans: Sequence[Span], acts: Sequence[Act]
) -> list[Match]:
    """The acts that use every word, first the one whose core covers most of them."""
    if not words or len(words) > MOST_WORDS:
        return []
    senses = [*concept_spans(words, lexicon), *spans]
    present = {
        sense.name if sense.slot == "concept" else sense.slot for sense in senses
    }
    found = []
    for act in acts:
        if not act.needs <= present:
            continue
        covers = [
            cover
            for core in act.cores
            if core <= present
            and (cover := _covered(words, lexicon, senses, act, core)) is not None
        ]
        if covers:
            found.append(max(covers, key=lambda cover: (cover.core, -cover.rest)))
    return sorted(found, key=lambda match: (-match.core, match.rest))


def concept_spans(words: Sequence[str], lexicon: Lexicon) -> list[Span]:
    """Every concept that a stretch of words can be."""
    stems = [lexicon.stem(word) for word in words]
    found = []
    for at, stem in enumerate(stems):
        for surface, concept in lexicon.surfaces.get(stem, ()):
            last = at + len(surface)
            if tuple(stems[at:last]) == surface:
                found.append(Span(at, last, "concept", concept))
    return found


def _covered(
    words: Sequence[str],
    lexicon: Lexicon,
    senses: Sequence[Span],
    act: Act,
    core: frozenset[str],
) -> Match | None:
    """The cover of all words that takes the most words for the core."""
    order = sorted(core | act.needs)
    usable: dict[int, list[Span]] = {}
    for sense in senses:
        concept = sense.slot == "concept"
        name = sense.name if concept else sense.slot
        if name in core or (name in act.also if concept else name in act.takes):
            usable.setdefault(sense.first, []).append(sense)

    @cache
    def best(at: int, mask: int) -> _Cover | None:
        if at == len(words):
            return (0, 0, ()) if mask == (1 << len(order)) - 1 else None
        chosen: _Cover | None = None
        if words[at] in lexicon.fillers:
            chosen = best(at + 1, mask)
        for sense in usable.get(at, ()):
            name = sense.name if sense.slot == "concept" else sense.slot
            bit = 1 << order.index(name) if name in order else 0
            rest = best(sense.last, mask | bit)
            if rest is None:
                continue
            width = sense.last - sense.first
            counted = (rest[0] + width, rest[1]) if name in core else (
                rest[0], rest[1] + width)  # fmt: skip
            plain = sense.slot == "concept" and name not in core
            spans = rest[2] if plain else (sense, *rest[2])
            if chosen is None or _better(counted, spans, chosen):
                chosen = (*counted, spans)
        return chosen

    found = best(0, 0)
    if found is None:
        return None
    named = tuple(span for span in found[2] if span.slot != "concept")
    places = frozenset(
        at
        for span in found[2]
        if span.slot == "concept" or span.slot in core
        for at in range(span.first, span.last)
    )
    return Match(act, named, found[0], found[1], places)


def _better(counted: tuple[int, int], spans: tuple[Span, ...], chosen: _Cover) -> bool:
    """More words for the core, then more named columns, then fewer words beside."""
    return (counted[0], _named(spans), -counted[1]) > (
        chosen[0], _named(chosen[2]), -chosen[1])  # fmt: skip


def _named(spans: tuple[Span, ...]) -> int:
    return sum(span.slot != "concept" for span in spans)
