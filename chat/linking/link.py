"""Finds the columns that a message names, however it spells them.

Every stretch of up to eight tokens is scored against the names it shares a word with;
the best set of stretches that do not overlap is chosen later, together with values
(:mod:`chat.linking.choosing`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.base.task import How
from chat.linking.before_after import twice_matches
from chat.linking.entities import is_property
from chat.linking.index import SchemaIndex
from chat.linking.indirect import indirect_questions
from chat.linking.initials import initials_matches
from chat.linking.mentions import Mention
from chat.linking.naming import key_of
from chat.linking.numbered import numbered_matches
from chat.linking.parts import JOINERS, TIE, WIDEST, part_matches
from chat.linking.tokens import Token
from chat.linking.vocabulary import TASK_WORDS, UNITS
from chat.linking.words import STOPWORDS, stem

# Thousands of words that are all parts of names: further on only whole names count.
_MOST_PARTS = 5_000
ACCEPTED = 0.5
STRONG = 0.75
_LONG_ENOUGH = 7
_INDIRECT = 0.95

# Verbs that share a stem with a noun that names columns.
VERB_FORMS = frozenset("sold sell sells selling paid rated".split())
_SURE_CUES = frozenset(
    "by per of column columns variable variables and , for each along between across within is are".split()
)
_COLUMN_CUES = frozenset(
    """by per of between and with versus vs against column variable feature field
    across the each every , ( :""".split()
)


_last: list[tuple[Sequence[Token], SchemaIndex, list[Mention]]] = []


def column_candidates(tokens: Sequence[Token], index: SchemaIndex) -> list[Mention]:
    """Every stretch that may name a column, with the columns that fit it best.

    What was linked last is kept: one message is read by several readers in turn.
    """
    for kept, known, found in _last:
        if known is index and (kept is tokens or kept == tokens):
            return found
    made = _candidates(tokens, index)
    _last[:] = [(tokens, index, made)]
    return made


def _candidates(tokens: Sequence[Token], index: SchemaIndex) -> list[Mention]:
    found: dict[tuple[int, int], dict[str, tuple[float, How, int]]] = {}
    doubts: dict[tuple[int, int, How], float] = {}
    for first, last, column, score, how, passed in _scored(tokens, index):
        if score < ACCEPTED:
            continue
        place = first, last, how
        if place not in doubts:
            doubts[place] = _doubt(tokens, first, last, how)
        score -= doubts[place]
        if score < ACCEPTED:
            continue
        if last == first + 1 and is_property(tokens[first], index.columns[column]):
            continue
        here = found.setdefault((first, last), {})
        if score > here.get(column, (0.0, how, 0))[0]:
            here[column] = (score, how, passed)
    for first, last, column in indirect_questions(tokens, index):
        # Its words are those of one question, so none of them names another column.
        found = {
            at: columns for at, columns in found.items()
            if not (first <= at[0] and at[1] <= last)
        }  # fmt: skip
        found[first, last] = {column: (_INDIRECT, "partial", 0)}
    return [
        _mention(tokens, first, last, columns)
        for (first, last), columns in found.items()
    ]


def _scored(
    tokens: Sequence[Token], index: SchemaIndex
) -> Iterator[tuple[int, int, str, float, How, int]]:
    n_parts = 0
    for start, token in enumerate(tokens):
        for match in _raw_matches(tokens, start, index):
            yield *match, 0
        if token.kind in ("word", "quoted", "number"):
            for match in _key_matches(tokens, start, index):
                yield *match, 0
            for match in _numbered_matches(tokens, start, index):
                yield *match, 0
            for at, last, name, score in initials_matches(
                tokens, start, index.initials
            ):
                yield at, last, name, score, "abbreviation", 0
            for at, last, name, score in twice_matches(tokens, start, index.twice):
                yield at, last, name, score, "inferred", 0
        if token.kind in ("word", "number") and n_parts < _MOST_PARTS:
            for part in part_matches(tokens, start, index):
                n_parts += 1
                yield part


def _numbered_matches(
    tokens: Sequence[Token], start: int, index: SchemaIndex
) -> Iterator[tuple[int, int, str, float, How]]:
    if not index.numbered:
        return
    for first, last, column, score in numbered_matches(
        tokens, start, index.numbered, index.spellings, index.keys
    ):
        yield first, last, column, score, "inferred"


def _raw_matches(
    tokens: Sequence[Token], start: int, index: SchemaIndex
) -> Iterator[tuple[int, int, str, float, How]]:
    token = tokens[start]
    if token.kind == "quoted":
        for name in index.columns:
            if name.casefold() == token.text.casefold():
                yield start, start + 1, name, 1.4, "exact"
    for pieces, name in index.raw.get(token.folded, ()):
        last = start + len(pieces)
        if tuple(t.folded for t in tokens[start:last]) == pieces:
            same_case = " ".join(t.text for t in tokens[start:last]) == name
            yield start, last, name, 1.3 if same_case else 1.25, "exact"


def _key_matches(
    tokens: Sequence[Token], start: int, index: SchemaIndex
) -> Iterator[tuple[int, int, str, float, How]]:
    if tokens[start].kind == "quoted":
        words: tuple[str, ...] = tuple(
            "".join(c if c.isalnum() else " " for c in tokens[start].folded).split()
        )
        for column, score, how in index.keys.get(key_of(words), ()):
            yield start, start + 1, column, score + 0.15, how
        return
    joined = ""
    for last in range(start + 1, min(start + WIDEST, len(tokens)) + 1):
        token = tokens[last - 1]
        if token.kind == "mark" and token.folded in JOINERS:
            continue
        if token.kind not in ("word", "number"):
            return
        joined += token.letters
        for column, score, how in index.keys.get(stem(joined), ()):
            if how != "synonym" or "_" not in token.text:  # "pay_band" is a name itself
                yield start, last, column, score, how
        if last > start + 1 and len(joined) >= _LONG_ENOUGH:
            yield from _cut_off(joined, token, start, last, index)


def _cut_off(
    joined: str, token: Token, start: int, last: int, index: SchemaIndex
) -> Iterator[tuple[int, int, str, float, How]]:
    """ "life expectancy" for ``lifeexp``: the last word is cut off in the name."""
    for cut in range(1, len(token.letters) - 2):
        for column, score, how in index.keys.get(joined[:-cut], ()):
            if how == "exact":
                yield start, last, column, 0.9 * score, "abbreviation"


def _doubt(tokens: Sequence[Token], first: int, last: int, how: How) -> float:
    """How much less likely a column is meant where the word has other uses."""
    words = [t.folded for t in tokens[first:last] if t.kind != "mark"]
    if words and words[0] in VERB_FORMS and len(words) == 1:
        return 0.35
    if tokens[first].kind == "quoted" or len(words) > 1:
        return 0.0
    word = words[0] if words else ""
    if how != "exact" and _is_unit_of_number(tokens, first):
        return 0.9
    if word not in TASK_WORDS and word not in STOPWORDS and not word.isdigit():
        return 0.0
    if first and tokens[first - 1].kind == "number":
        return 0.9
    if _is_year_of(tokens, first) and how == "exact":
        return 0.1
    if _is_cued(tokens, first, last):
        return 0.25 if word in STOPWORDS else 0.0
    if tokens[first].text.isupper() and len(word) > 1 and how == "exact":
        return 0.1
    return 0.9 if word in STOPWORDS or word.isdigit() else 0.45


def _is_unit_of_number(tokens: Sequence[Token], at: int) -> bool:
    """ "after 12 months": no part of the name ``MonthlyFee``."""
    return at > 0 and tokens[at - 1].kind == "number" and tokens[at].folded in UNITS


def _is_year_of(tokens: Sequence[Token], at: int) -> bool:
    """ "in 2011", "for the year 2011" where the years are columns."""
    word = tokens[at].folded
    before = tokens[at - 1].folded if at else ""
    return word.isdigit() and len(word) == 4 and before in ("year", "in", "for", "of")


def _is_cued(tokens: Sequence[Token], first: int, last: int) -> bool:
    before = tokens[first - 1].folded if first else ""
    after = tokens[last].folded if last < len(tokens) else ""
    if after in ("column", "columns", "variable", "field", "feature"):
        return True
    if tokens[first].folded in STOPWORDS or tokens[first].folded.isdigit():
        return after == ":" or (
            before in _SURE_CUES
            and (
                before in ("column", "columns", "variable")
                or not after
                or not after[0].isalnum()
                or after in ("by", "and", "into", "with", "per", "in", "for", "occur")
                or (before in ("is", "are") and after.endswith(("ly", "ed")))
            )
        )
    if after in ("of", "between"):
        return False
    return before in _COLUMN_CUES or (before == "on" and _regresses(tokens[:first]))


def _regresses(tokens: Sequence[Token]) -> bool:
    """ "price on year": what a regression is on is a column."""
    return any(token.folded.startswith("regress") for token in tokens)


def _mention(
    tokens: Sequence[Token],
    first: int,
    last: int,
    columns: dict[str, tuple[float, How, int]],
) -> Mention:
    ranked = sorted(columns.items(), key=lambda item: -item[1][0])
    best = ranked[0][1][0]
    return Mention(
        kind="column",
        first=first,
        last=last,
        text=" ".join(t.text for t in tokens[first:last]),
        columns=tuple(name for name, (s, _, _) in ranked if best - s <= TIE),
        score=best,
        how=ranked[0][1][1],
        passed=ranked[0][1][2],
    )
