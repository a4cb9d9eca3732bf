"""The words of formal questions, found in a message: the longest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from chat.linking.tokens import Token, normalise, tokenise
from chat.reader.methods.names import data_of

_ANY = "_"
_SHORTEST_PARTICIPLE = 4
# Small words say something only as they are written: "different" is no "differences".
_AS_WRITTEN = (
    "parted",
    "limits",
    "joint",
    "soft",
    "naming",
    "held",
    "alters",
    "setting",
)
# Sorts of words in the order in which they win where they are equally long.
_ORDER = (
    "statistic", "law", "normal", "relation", "spread", "distribution", "alters", "held",
    "influence", "sameness", "change", "categorical", "parted", "limits", "naming", "joint", "said",
    "general", "before", "setting", "soft", "explains",
)  # fmt: skip
# These say which answer is wanted.
CONCEPTS = frozenset((
    "statistic", "normal", "law", "relation", "influence", "change", "spread",
    "distribution", "sameness",
))  # fmt: skip
# These stand within the description of a column.
WITHIN = frozenset(("general", "before", "soft", "setting"))


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens ``first`` to ``last`` (exclusive) that say a concept of a sort of words."""

    first: int
    last: int
    sort: str
    concept: str
    written: bool = True

    @property
    def is_concept(self) -> bool:
        return self.sort in CONCEPTS


@dataclass(frozen=True, slots=True)
class _Form:
    words: tuple[str, ...]
    stems: tuple[str, ...]
    exact: bool
    sort: str
    concept: str


@cache
def _forms(language: str = "en") -> Mapping[str, Sequence[_Form]]:
    found: dict[str, list[_Form]] = defaultdict(list)
    for sort, concepts in data_of("formal", language).items():
        if sort not in _ORDER:
            continue
        for concept, forms in concepts.items():
            for text in forms:
                exact = text.startswith("=") or sort in _AS_WRITTEN
                tokens = tokenise(normalise(text.removeprefix("=")))
                words = tuple(token.folded for token in tokens)
                stems = tuple(token.stem for token in tokens)
                form = _Form(words, stems, exact, sort, concept)
                found[words[0] if exact else stems[0]].append(form)
    return dict(found)


def phrases_at(tokens: Sequence[Token], at: int) -> list[Phrase]:
    """All that the words from a token on can say."""
    token = tokens[at]
    found = []
    for key in dict.fromkeys((token.stem, token.folded)):
        for form in _forms().get(key, ()):
            last = _end(form, tokens, at)
            if last:
                written = all(
                    word in (_ANY, token.folded)
                    for word, token in zip(form.words, tokens[at:last], strict=True)
                )
                found.append(Phrase(at, last, form.sort, form.concept, written))
    return found


def _end(form: _Form, tokens: Sequence[Token], at: int) -> int:
    last = at + len(form.words)
    if last > len(tokens):
        return 0
    for offset, word in enumerate(form.words):
        token = tokens[at + offset]
        if word == _ANY or token.folded == word:
            continue
        if form.exact or token.kind != "word" or token.stem != form.stems[offset]:
            return 0
    return last


def is_said(tokens: Sequence[Token], at: int, sort: str, concept: str = "") -> bool:
    """Whether some words from a token on can say something of a sort."""
    return any(
        phrase.sort == sort and concept in ("", phrase.concept)
        for phrase in phrases_at(tokens, at)
    )


def _rank(phrase: Phrase) -> tuple[int, int]:
    return phrase.first - phrase.last, _ORDER.index(phrase.sort)


def laid(
    tokens: Sequence[Token], spared: frozenset[int], named: frozenset[int]
) -> list[Phrase]:
    """The phrases laid over a message from left to right, the longest at each place.

    ``spared`` tokens belong to names or explanations and to no phrase; ``named`` ones
    belong to a name unless they say what is asked, just as they are written.
    """
    found: list[Phrase] = []
    at = 0
    while at < len(tokens):
        fitting = [
            phrase
            for phrase in phrases_at(tokens, at)
            if not spared.intersection(range(phrase.first, phrase.last))
            and not _is_half(tokens, phrase)
            and phrase.sort != "explains"
            and (
                (phrase.is_concept and phrase.written)
                or phrase.sort == "setting"
                or not named.intersection(range(phrase.first, phrase.last))
            )
        ]
        if at in spared or not fitting:
            at += 1
            continue
        best = min(fitting, key=_rank)
        found.append(best)
        at = best.last
    return _in_place(found)


def _is_half(tokens: Sequence[Token], phrase: Phrase) -> bool:
    """Whether a small word is the end of a compound: "self-reported scores"."""
    at = phrase.first
    return (
        phrase.sort == "said"
        and at > 1
        and tokens[at - 1].text == "-"
        and tokens[at - 2].end == tokens[at - 1].start
        and tokens[at - 1].end == tokens[at].start
    )


def is_small(tokens: Sequence[Token], words: Collection[str]) -> bool:
    """Whether all of some words open, hedge or close the question, wherever they stand."""
    covered = {
        tokens[place].folded
        for at in range(len(tokens))
        for phrase in phrases_at(tokens, at)
        if phrase.sort == "said"
        for place in range(phrase.first, phrase.last)
    }
    return set(words) <= covered


def _in_place(found: list[Phrase]) -> list[Phrase]:
    """What holds constant only where words before and behind go together."""
    kept = []
    for number, phrase in enumerate(found):
        if phrase.sort != "held" or phrase.concept == "before":
            kept.append(phrase)
            continue
        opened = any(
            other.sort == "held" and other.concept in ("opens", "before")
            for other in found[:number]
        )
        open_yet = bool(kept) and any(
            one.sort == "held" and one.concept == "opens" for one in kept
        )
        if (
            phrase.concept == "behind" and (opened or phrase.last - phrase.first > 1)
        ) or (
            phrase.concept == "opens"
            and not open_yet
            and any(
                other.sort == "held" and other.concept in ("behind", "constant")
                for other in found[number + 1 :]
            )
        ):
            kept.append(phrase)
        elif phrase.concept == "constant" and opened:
            kept.append(Phrase(phrase.first, phrase.last, "held", "behind"))
        else:
            sort = "sameness" if phrase.concept == "constant" else "soft"
            kept.append(Phrase(phrase.first, phrase.last, sort, "same"))
    return kept


def begins_description(word: str, language: str = "en") -> bool:
    """Whether a word behind a noun rather describes it than is a noun itself."""
    known = data_of("formal", language)["endings"]
    if word in known["irregular"]:
        return True
    return len(word) > _SHORTEST_PARTICIPLE and word.endswith(
        tuple(known["participle"])
    )
