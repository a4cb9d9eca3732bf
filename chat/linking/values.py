"""Finds the cell values that a message names: "in Paris", "women", "first class"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from analysis.base.columns import Column, Scalar
from analysis.base.task import How
from chat.linking.index import SchemaIndex, StoredValue
from chat.linking.indirect import indirect_questions
from chat.linking.mentions import Mention
from chat.linking.naming import name_parts
from chat.linking.opposites import add_opposites
from chat.linking.places import names_of_codes, place_names
from chat.linking.sexes import is_sex
from chat.linking.shortened import is_short_value, shortens
from chat.linking.tokens import Token, tokenise
from chat.linking.vocabulary import (
    AT_LEAST,
    LESS_THAN,
    ONE_OF,
    TASK_WORDS,
    abbreviations,
    value_sets,
    wider_values,
)
from chat.linking.words import STOPWORDS, fold, is_english, stem

_MOST_VALUES = 20_000
_MOST_LEVELS = 1_000
_FEW_LEVELS = 60
_WIDEST = 8
_FEWEST_IN_WORDS = 3
_TIE = 0.05
_FEW_SHORT = 20
_LEAST_SPELT = 6  # letters of a word that a value is short for
_OF_PLACES = frozenset(
    stem(word)
    for word in "country nation nationality origin citizenship market land iso".split()
)
_NUMERALS = frozenset(("1", "2", "3", "i", "ii", "iii", "1st", "2nd", "3rd"))
_ORDINALS = {
    "first": "1",
    "1st": "1",
    "second": "2",
    "2nd": "2",
    "third": "3",
    "3rd": "3",
    "fourth": "4",
    "4th": "4",
}


def add_values(index: SchemaIndex) -> None:
    """Enters the stored values of every column that holds words."""
    left = _MOST_VALUES
    for column in index.columns.values():
        add_opposites(index, column)
        if column.is_numeric and column.n_unique <= 6:
            _add_ordinals(index, column, column.levels)
        if column.kind not in ("category", "text", "identifier"):
            continue
        levels = column.levels[: min(left, _MOST_LEVELS)]
        left -= len(levels)
        places = _places_of(column)
        for level, _ in levels:
            if isinstance(level, str):
                _add_value(index, column, level, places.get(level, ""))
        _add_ordinals(index, column, levels)


def _places_of(column: Column) -> dict[str, str]:
    """The countries that a column's codes stand for ("DEU", or "DE" in a country)."""
    if column.n_unique > _FEW_LEVELS:
        return {}
    levels = [level for level, _ in column.levels if isinstance(level, str)]
    named = bool(_OF_PLACES & {stem(part) for part in name_parts(column.name)})
    return names_of_codes(levels, named)


def _add_value(index: SchemaIndex, column: Column, level: str, place: str = "") -> None:
    is_rare = column.n_unique > _FEW_LEVELS or column.kind != "category"
    key = _key(level)
    if not key:
        return
    exact = StoredValue(column.name, level, 1.02, "exact", is_rare)
    index.values[key].append(exact)
    if column.n_unique > _FEW_LEVELS:
        return
    bonus = 0.3 if is_sex(column) else 0.0
    others = (*_other_names(fold(level)), *_other_bounds(fold(level)))
    if place:
        others = (*others, place, *_other_names(place))
    for other in dict.fromkeys(others):
        stored = StoredValue(column.name, level, 0.82 + bonus, "synonym", is_rare)
        index.values[_key(other)].append(stored)


def _add_ordinals(
    index: SchemaIndex, column: Column, levels: Sequence[tuple[Scalar, int]]
) -> None:
    """ "first class" for the columns ``class`` (First) and ``pclass`` (1)."""
    names = {stem(part) for part in name_parts(column.name)}
    if any(name.endswith("class") for name in names):
        names.add("class")
    for level, _ in levels:
        word = str(level).lower().removesuffix(".0")
        for ordinal, digit in _ORDINALS.items():
            if word in (ordinal, digit):
                score = 1.04 if word == ordinal else 0.96
                for name in names:
                    stored = StoredValue(column.name, level, score, "synonym")
                    index.values[f"{stem(ordinal)} {name}"].append(stored)


def _key(text: str) -> str:
    return " ".join(token.stem for token in tokenise(text) if token.kind != "mark")


@cache
def _synonyms() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for names in value_sets():
        for name in names:
            found[name] = (
                *found.get(name, ()),
                *(n for n in names if n != name and len(n) > 2 and n not in _NUMERALS
                  and n not in wider_values()),
            )  # fmt: skip
    places: dict[str, list[str]] = defaultdict(list)
    for name, usual in place_names().items():
        places[usual].append(name)
    for names_of_place in places.values():
        for name in names_of_place:
            found[name] = tuple(n for n in names_of_place if n != name and n != "us")
    return found


def _other_bounds(level: str) -> tuple[str, ...]:
    """ "10 years or longer" for "10 years or more", "under a year" for "less than 1 year"."""
    found = []
    for ending in AT_LEAST:
        bare = level.removesuffix(ending).strip()
        if bare != level and bare[:1].isdigit() and " " in bare:
            found += [
                f"{bare} {other}" for other in AT_LEAST if other not in (ending, "+")
            ]
    for opening in LESS_THAN:
        bare = level.removeprefix(opening).strip()
        if bare != level and bare[:1].isdigit():
            found += [f"{other} {bare}" for other in LESS_THAN if other != opening]
            for one, word in ONE_OF:
                if bare.startswith(one):
                    said = bare.replace(one, word, 1)
                    found += [f"{other} {said}" for other in LESS_THAN]
    return tuple(found)


def _other_names(level: str) -> tuple[str, ...]:
    if level in _ORDINALS or level in ("yes", "no", "true", "false", "y", "n"):
        return ()
    return _synonyms().get(level, ())


def value_candidates(tokens: Sequence[Token], index: SchemaIndex) -> list[Mention]:
    """Every stretch that may name stored values."""
    found = []
    for start, token in enumerate(tokens):
        if token.kind == "mark":
            continue
        words: list[str] = []
        for last in range(start, min(start + _WIDEST, len(tokens))):
            if tokens[last].kind == "mark":
                if tokens[last].folded not in "-&'./":
                    break
                continue
            quoted = tokens[last].kind == "quoted"
            words.append(_key(tokens[last].text) if quoted else tokens[last].stem)
            stored = index.values.get(" ".join(words)) or _in_digits(
                tokens[start : last + 1], index
            )
            if stored:
                mention = _mention(tokens, start, last + 1, stored)
                if mention:
                    found.append(mention)
    found.extend(_misspelt(tokens, index))
    found.extend(_spelt_out(tokens, index))
    spans = [(first, last) for first, last, _ in indirect_questions(tokens, index)]
    return [
        one for one in found
        if not any(first <= one.first and one.last <= last for first, last in spans)
    ]  # fmt: skip


def _in_digits(
    tokens: Sequence[Token], index: SchemaIndex
) -> Sequence[StoredValue] | None:
    """ "ten years or more" for a value that says it in digits."""
    spelled = [token.kind == "number" and token.letters.isalpha() for token in tokens]
    if len(tokens) < _FEWEST_IN_WORDS or not any(spelled):
        return None
    words = [
        f"{token.value:g}" if is_spelled and token.value is not None else token.stem
        for token, is_spelled in zip(tokens, spelled, strict=True)
    ]
    return index.values.get(" ".join(words))


def _mention(
    tokens: Sequence[Token], first: int, last: int, stored: Sequence[StoredValue]
) -> Mention | None:
    fitting = [
        (value.score - _doubt(tokens, first, last, value), value) for value in stored
    ]
    fitting = [(score, value) for score, value in fitting if score >= 0.6]
    if not fitting:
        return None
    fitting.sort(key=lambda item: -item[0])
    best, value = fitting[0]
    columns = [v.column for score, v in fitting if best - score <= _TIE]
    return Mention(
        kind="value",
        first=first,
        last=last,
        text=" ".join(token.text for token in tokens[first:last]),
        columns=tuple(dict.fromkeys(columns)),
        value=value.value,
        score=best,
        how=value.how,
    )


def _doubt(
    tokens: Sequence[Token], first: int, last: int, stored: StoredValue
) -> float:
    """How unlikely a value is meant: common words, single letters, rare titles."""
    token = tokens[first]
    if token.kind == "quoted":
        return -0.2
    if last - first == 1 and _names_a_shape(tokens, first):
        return 1.0
    text = " ".join(t.text for t in tokens[first:last])
    same = text == str(stored.value)
    if last - first > 1:
        return 0.0 if not stored.is_rare or text[:1].isupper() else 0.2
    if len(token.folded) == 1:
        return 0.2 if same and _has_cue(tokens, first) else 1.0
    if token.folded in STOPWORDS or token.kind == "number":
        written = same and text[:1].isupper() and first > 0
        return 0.05 if written or _says_what_kind(tokens, first) else 1.0
    if token.folded in _ORDINALS:
        return 0.6 if not _has_cue(tokens, first) else 0.1
    if stored.is_rare:
        return 0.0 if text[:1].isupper() and first > 0 else _rare_doubt(token)
    return 0.0


_SHAPES = frozenset("distribution distributions distributed distribute".split())


def _names_a_shape(tokens: Sequence[Token], at: int) -> bool:
    """ "normal distribution", "normality": what a test is about, not what rows hold."""
    if tokens[at].stem != "normal" and tokens[at].stem not in ("uniform", "exponenti"):
        return False
    around = {t.folded for t in tokens[max(0, at - 2) : at + 2]}
    return tokens[at].folded.endswith(("ity", "ly")) or bool(
        around & (_SHAPES | {"non", "theoretical"})
    )


# Words without a meaning of their own that tables hold as values ("used", "off").
_KINDS = frozenset("used other none both off out under over up down own same".split())
_BEFORE_KIND = frozenset(
    "of for only all are is was were am be being the and or vs versus than with = at in from to between about like into".split()
)
_BEHIND_KIND = frozenset("by per and or vs versus than , ? . ! with in at on".split())


def _says_what_kind(tokens: Sequence[Token], at: int) -> bool:
    """ "used cars", "how many are off": a common word that stands as a value would."""
    if tokens[at].folded not in _KINDS or not at:
        return False
    if tokens[at - 1].folded not in _BEFORE_KIND:
        return at + 1 < len(tokens) and tokens[at + 1].folded in ("vs", "versus")
    if at + 1 == len(tokens):
        return True
    after = tokens[at + 1]
    return after.folded in _BEHIND_KIND or (
        after.kind == "word" and after.folded not in STOPWORDS
    )


def _rare_doubt(token: Token) -> float:
    return 0.6 if is_english(token.folded) else 0.2


def _has_cue(tokens: Sequence[Token], first: int) -> bool:
    before = tokens[first - 1].folded if first else ""
    return before in ("=", "==", "is", "in", "rating", "rated", "from", "for", "only")


def _spelt_out(tokens: Sequence[Token], index: SchemaIndex) -> Iterator[Mention]:
    """ "finance" for FIN: a word that is cut short in the one column that has it."""
    short = [
        (column.name, level, level.isupper())
        for column in index.columns.values()
        if column.kind in ("category", "text") and column.n_unique <= _FEW_SHORT
        for level, _ in column.levels
        if isinstance(level, str) and is_short_value(level)
    ]
    for at, token in enumerate(tokens) if short else ():
        word = token.folded
        if token.kind != "word" or len(word) < _LEAST_SPELT or word in TASK_WORDS:
            continue
        if token.stem in index.postings or token.stem in index.values:
            continue
        stands = [one for one in short if _is_cut(fold(one[1]), word, one[2])]
        if len(stands) == 1:
            name, level, _ = stands[0]
            yield Mention(
                kind="value", first=at, last=at + 1, text=token.text, columns=(name,),
                value=level, score=0.78, how="abbreviation",
            )  # fmt: skip


def _is_cut(level: str, word: str, is_code: bool) -> bool:
    spelled = abbreviations().get(level)
    if spelled and stem(spelled) == stem(word)[: len(stem(spelled))]:
        return True
    if len(level) == 2 or (is_english(level) and not is_code):
        return False
    return shortens(level, word) > 0.7


def _misspelt(tokens: Sequence[Token], index: SchemaIndex) -> Iterator[Mention]:
    for at, token in enumerate(tokens):
        if (
            token.kind != "word"
            or not 5 <= len(token.folded) <= 40
            or is_english(token.folded)
        ):
            continue
        if token.stem in index.postings or token.stem in index.values:
            continue
        for value in _nearest(token.stem, index):
            how: How = "typo"
            yield Mention(
                kind="value",
                first=at,
                last=at + 1,
                text=token.text,
                columns=(value.column,),
                value=value.value,
                score=0.72,
                how=how,
            )


def _nearest(root: str, index: SchemaIndex) -> list[StoredValue]:
    if root in index.near_values:
        return index.near_values[root]
    keys = [k for k in index.values if k[:1] == root[:1] and " " not in k]
    near = process.extract(
        root,
        keys[:_MOST_LEVELS],
        scorer=DamerauLevenshtein.distance,
        score_cutoff=2 if len(root) >= 8 else 1,
        limit=1,
    )
    found = [v for key, _, _ in near for v in index.values[key] if not v.is_rare][:1]
    if len(index.near_values) > _MOST_VALUES:
        index.near_values.clear()
    index.near_values[root] = found
    return found
