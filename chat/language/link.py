"""Finds the columns that a message names, however it spells them.

Every stretch of up to eight tokens is scored against the names it shares a word with;
the best set of stretches that do not overlap is chosen later, together with values
(:mod:`chat.language.lattice`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from analysis.task import How
from chat.language.index import Posting, SchemaIndex, key_of
from chat.language.mentions import Mention
from chat.language.tokens import Token
from chat.language.vocabulary import abbreviations
from chat.language.words import STOPWORDS, is_english, stem

ACCEPTED = 0.5
STRONG = 0.75
_TIE = 0.06
_WIDEST = 8
_LONGEST = 40
_LONG_ENOUGH = 7
_MOST_FORMS = 60
_MOST_CACHED = 5_000
# Words that may stand between two parts of a name: "adjusted self-rated health".
_MOST_BETWEEN = 2
_PASSED_OVER = 0.93
_BREAKS = frozenset(
    """depends affects influences versus compared relative correlate correlates correlated
    related differ differs vary varies above below greater less higher lower equal equals
    across along between mean median total sum max min""".split()
)
_FILLERS = frozenset(("of", "the", "per", "in", "to", "for", "a", "an", "on", "at"))
_JOINERS = frozenset("-_/.()&#'%")

# Words that mostly say what to do; as a bare column name they need a sign that the
# column is meant.
_TASK_WORDS = frozenset(
    """mean average median mode std count sum total min max minimum maximum range rate
    number rank top bottom first last sort order group filter show plot chart list
    value values index row rows column columns data table name who what class classes
    type kind year month day date time open close high low change difference ratio
    per by vs percent percentage share distribution correlation missing outlier
    outliers text score level levels results summary statistics analysis test model
    color colour size bin bins alone alive
    related relation relations relationship associated association connection connected
    linked independent influence effect impact affect variance variances differ different
    significant normal distributed perform performed
    performing calculate compute determine identify create apply follow follows""".split()
)
# Verbs that share a stem with a noun that names columns.
_VERB_FORMS = frozenset("sold sell sells selling paid died rated".split())
_SURE_CUES = frozenset(
    "by per of column columns variable variables and , for each along between across within is are".split()
)
_COLUMN_CUES = frozenset(
    """by per of between and with versus vs against column variable feature field
    across the each every , ( :""".split()
)


def column_candidates(tokens: Sequence[Token], index: SchemaIndex) -> list[Mention]:
    """Every stretch that may name a column, with the columns that fit it best."""
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
        here = found.setdefault((first, last), {})
        if score > here.get(column, (0.0, how, 0))[0]:
            here[column] = (score, how, passed)
    return [
        _mention(tokens, first, last, columns)
        for (first, last), columns in found.items()
    ]


def _scored(
    tokens: Sequence[Token], index: SchemaIndex
) -> Iterator[tuple[int, int, str, float, How, int]]:
    for start, token in enumerate(tokens):
        for match in _raw_matches(tokens, start, index):
            yield *match, 0
        if token.kind in ("word", "quoted", "number"):
            for match in _key_matches(tokens, start, index):
                yield *match, 0
        if token.kind in ("word", "number"):
            yield from _part_matches(tokens, start, index)


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
    for last in range(start + 1, min(start + _WIDEST, len(tokens)) + 1):
        token = tokens[last - 1]
        if token.kind == "mark" and token.folded in _JOINERS:
            continue
        if token.kind not in ("word", "number"):
            return
        joined += token.letters
        for column, score, how in index.keys.get(stem(joined), ()):
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


def _part_matches(
    tokens: Sequence[Token], start: int, index: SchemaIndex
) -> Iterator[tuple[int, int, str, float, How, int]]:
    if tokens[start].folded in STOPWORDS:
        return
    active: dict[int, dict[int, Posting]] = {}
    gap = between = passed = 0
    for last in range(start, min(start + _WIDEST, len(tokens))):
        token = tokens[last]
        if token.kind == "mark":
            if token.folded in _JOINERS:
                continue
            return
        matches = (
            index.postings.get(token.stem, ())
            if token.folded in STOPWORDS
            else _matches(token, index)
        )
        touched = _extend(active, matches, start == last)
        if not touched:
            gap += 1
            passed += 1
            if token.folded not in _FILLERS:
                between += 1
                if between > _MOST_BETWEEN or token.folded in STOPWORDS | _BREAKS:
                    return
            if gap > _MOST_BETWEEN:
                return
            continue
        gap = 0
        for form in touched:
            score, how = _form_score(index, form, active[form], last - start + 1)
            score *= _PASSED_OVER**between
            yield start, last + 1, index.forms[form].column, score, how, passed


def _extend(
    active: dict[int, dict[int, Posting]], matches: Sequence[Posting], fresh: bool
) -> list[int]:
    touched = []
    for posting in matches:
        if not fresh and posting.form not in active:
            continue
        places = active.setdefault(posting.form, {})
        known = places.get(posting.position)
        if known is None or known.quality < posting.quality:
            places[posting.position] = posting
            touched.append(posting.form)
    return touched


def _form_score(
    index: SchemaIndex, number: int, places: dict[int, Posting], width: int
) -> tuple[float, How]:
    form = index.forms[number]
    total = sum(form.weights)
    got = sum(form.weights[p] * posting.quality for p, posting in places.items())
    hit = sum(form.weights[p] for p in places)
    worst = min(places.values(), key=lambda posting: posting.quality)
    if form.is_label:
        recall = got / total
        if len(places) < 2 and total > 2:
            return 0.0, "description"
        return 0.92 * recall**0.35, "description"
    quality = got / hit
    score = (0.97 if quality == 1 else 0.97 * quality) * (0.35 + 0.65 * hit / total)
    if hit / total > 0.97 and quality == 1:
        score = 1.05
    how = worst.how
    if how == "exact" and hit / total < 0.9:
        how = "partial"
    return score, how


def _matches(token: Token, index: SchemaIndex) -> Sequence[Posting]:
    postings = index.postings.get(token.stem)
    if postings is None and token.kind == "word" and len(token.folded) <= _LONGEST:
        postings = index.loose.get(token.folded)
        if postings is None:
            postings = index.loose[token.folded] = _loose(
                token.folded, token.stem, index
            )
            if len(index.loose) > _MOST_CACHED:
                index.loose.clear()
    return postings if postings and len(postings) <= 4 * _MOST_FORMS else ()


def _loose(word: str, root: str, index: SchemaIndex) -> list[Posting]:
    spelled = abbreviations().get(word)
    found: list[Posting] = []
    if spelled:
        for part in spelled.split():
            for posting in index.postings.get(stem(part), ()):
                found.append(_weakened(posting, 0.95, "abbreviation"))
        return found
    for part in _compound(word):
        for posting in index.postings.get(stem(part), ()):
            found.append(_weakened(posting, 0.9, "exact"))
    if found:
        return found
    for other in _prefixed(word, index.words, index.cut_words):
        for posting in index.postings[other]:
            if posting.how in ("exact", "abbreviation"):
                found.append(_weakened(posting, 0.75, "abbreviation"))
    if found or is_english(word):
        return found
    for other, quality in _typos(root, index.words):
        for posting in index.postings[other]:
            found.append(_weakened(posting, quality, "typo"))
    return found


def _weakened(posting: Posting, quality: float, how: How) -> Posting:
    if posting.quality < 1:
        how = posting.how
    return Posting(posting.form, posting.position, posting.quality * quality, how)


def _compound(word: str) -> tuple[str, ...]:
    """The parts of a word written in camelCase or with underscores."""
    parts = tuple(part for part in word.split("_") if part)
    return parts if len(parts) > 1 else ()


def _prefixed(
    word: str, words: tuple[str, ...], cut_words: frozenset[str]
) -> tuple[str, ...]:
    if len(word) < 4:
        return ()
    long = (
        ()
        if is_english(word)
        else tuple(w for w in words if w.startswith(word) and w != word)
    )
    return long or tuple(
        w for w in words if len(w) >= 4 and word.startswith(w) and w in cut_words
    )


def _typos(root: str, words: tuple[str, ...]) -> tuple[tuple[str, float], ...]:
    if len(root) < 4 or not words:
        return tuple(
            (word, 0.86)
            for word in words
            if len(root) == 3 and sorted(word) == sorted(root)
        )
    most = 2 if len(root) >= 8 else 1
    near = process.extract(
        root,
        words,
        scorer=DamerauLevenshtein.distance,
        score_cutoff=most,
        limit=3,
    )
    return tuple(
        (str(word), 0.86 if distance <= 1 else 0.78)
        for word, distance, _ in near
        if word[0] == root[0] or len(root) >= 6
    )


def _doubt(tokens: Sequence[Token], first: int, last: int, how: How) -> float:
    """How much less likely a column is meant where the word has other uses."""
    words = [t.folded for t in tokens[first:last] if t.kind != "mark"]
    if words and words[0] in _VERB_FORMS and len(words) == 1:
        return 0.35
    if tokens[first].kind == "quoted" or len(words) > 1:
        return 0.0
    word = words[0] if words else ""
    if word not in _TASK_WORDS and word not in STOPWORDS and not word.isdigit():
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
    return before in _COLUMN_CUES


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
        columns=tuple(name for name, (s, _, _) in ranked if best - s <= _TIE),
        score=best,
        how=ranked[0][1][1],
        passed=ranked[0][1][2],
    )
