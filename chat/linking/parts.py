"""Finds names by their parts: "self-rated health" for ``health_self_rated``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from analysis.base.task import How
from chat.linking.index import Known, Posting, SchemaIndex
from chat.linking.shortened import akin, shortens
from chat.linking.tokens import Token
from chat.linking.vocabulary import TASK_WORDS, abbreviations
from chat.linking.words import STOPWORDS, is_english, stem

Scored = tuple[str, float, How]
Places = Mapping[int, Posting]

TIE = 0.06
WIDEST = 8
JOINERS = frozenset("-_/.()&#'%")
_LONGEST = 40
_MOST_FORMS = 60
_MOST_CACHED = 5_000
# Words that may stand between two parts of a name: "adjusted self-rated health".
_MOST_BETWEEN = 2
_PASSED_OVER = 0.93
_AKIN = 0.85
_BREAKS = frozenset(
    """depends affects influences versus compared relative correlate correlates correlated
    related differ differs vary varies above below greater less higher lower equal equals
    across along between mean median total sum max min""".split()
)
_FILLERS = frozenset(("of", "the", "per", "in", "to", "for", "a", "an", "on", "at"))


def part_matches(
    tokens: Sequence[Token], start: int, index: SchemaIndex
) -> Iterator[tuple[int, int, str, float, How, int]]:
    """The names whose parts stand from a token on, with words that were passed over."""
    first = tokens[start]
    if first.folded in STOPWORDS or (
        first.kind == "number" and first.letters.isalpha()
    ):
        return  # "the three Joy items" counts them
    known = _known(first, index)
    for column, score, how in known.alone:
        yield start, start + 1, column, score, how, 0
    if not known.forms:
        return
    active: dict[int, Places] = {}
    met: dict[int, tuple[int, int]] = {}
    gap = words = telling = 0
    for last in range(start + 1, min(start + WIDEST, len(tokens))):
        token = tokens[last]
        if token.kind == "mark":
            if token.folded in JOINERS:
                continue
            return
        words += 1
        is_filler = token.folded in _FILLERS
        telling += not is_filler
        touched = _extended(active, known, token, index)
        if not touched:
            gap += 1
            if not is_filler and token.folded in STOPWORDS | _BREAKS:
                return
            if _is_level(token, index):
                return  # "weight of kept swarms": those that were kept
            if gap > _MOST_BETWEEN:
                return
            continue
        gap = 0
        for form in touched:
            own, own_telling = met.get(form, (0, 0))
            met[form] = own + 1, own_telling + (not is_filler)
            between = telling - met[form][1]
            if between > _MOST_BETWEEN:
                continue
            score, how = _form_score(index, form, active[form])
            score *= _PASSED_OVER**between
            passed = words - met[form][0]
            yield start, last + 1, index.forms[form].column, score, how, passed


def _is_level(token: Token, index: SchemaIndex) -> bool:
    """Whether a word is a level of a column as it is stored, and chooses rows."""
    return any(
        one.how == "exact" and not one.is_rare
        for one in index.values.get(token.stem, ())
    )


def _known(token: Token, index: SchemaIndex) -> Known:
    """What the index offers for a word, kept since words come again."""
    key = token.stem, token.folded if token.stem not in index.postings else ""
    known = index.known.get(key)
    if known is None:
        forms: dict[int, Places] = {}
        for posting in _matches(token, index):
            places = forms.get(posting.form, {})
            forms[posting.form] = _with(places, posting)
        known = Known(forms, frozenset(forms), _alone(index, forms))
        if len(index.known) > _MOST_CACHED:
            index.known.clear()
        index.known[key] = known
    return known


def _with(places: Places, posting: Posting) -> Places:
    known = places.get(posting.position)
    if known is not None and known.quality >= posting.quality:
        return places
    return {**places, posting.position: posting}


def _alone(index: SchemaIndex, forms: Mapping[int, Places]) -> tuple[Scored, ...]:
    """The names that a word alone may mean: for each kind of match those near its best.

    What is further from the best of its kind can neither win nor tie.
    """
    scored = [
        (index.forms[form].column, *_form_score(index, form, places))
        for form, places in forms.items()
    ]
    best: dict[How, float] = {}
    for _, score, how in scored:
        best[how] = max(score, best.get(how, 0.0))
    return tuple(one for one in scored if one[1] >= best[one[2]] - TIE)


def _extended(
    active: dict[int, Places], known: Known, token: Token, index: SchemaIndex
) -> list[int]:
    """The forms begun before to which a further word adds a part."""
    if token.folded in STOPWORDS and token.stem not in index.postings:
        return []
    more = _known(token, index)
    touched = []
    for form in sorted(known.numbers & more.numbers):
        old, new = active.get(form) or known.forms[form], more.forms[form]
        places: Places = {**old, **new}
        if len(places) < len(old) + len(new):
            places = _united(old, new)
        if places != old:
            active[form] = places
            touched.append(form)
    return touched


def _united(old: Places, new: Places) -> Places:
    """Both, at each position the better; on a tie the older."""
    for posting in new.values():
        old = _with(old, posting)
    return old


def _form_score(index: SchemaIndex, number: int, places: Places) -> tuple[float, How]:
    form = index.forms[number]
    weights, total = form.weights, form.total
    got = hit = 0.0
    worst: Posting | None = None
    for position, posting in places.items():
        weight = weights[position]
        hit += weight
        got += weight * posting.quality
        if worst is None or posting.quality < worst.quality:
            worst = posting
    assert worst is not None
    if form.is_label:
        if len(places) < 2 and total > 2:
            return 0.0, "description"
        return 0.92 * (got / total) ** 0.35, "description"
    if form.is_spelled and len(places) < 2:
        return 0.0, "abbreviation"  # "passengers" alone are no passenger class
    quality = got / hit
    exact = quality > 1 - 1e-9
    score = (0.97 if exact else 0.97 * quality) * (0.35 + 0.65 * hit / total)
    if hit / total > 0.97 and exact:
        score = 1.05
    how = worst.how
    if how == "exact" and hit / total < 0.9:
        how = "partial"
    return score, how


def _matches(token: Token, index: SchemaIndex) -> Sequence[Posting]:
    postings = index.postings.get(token.stem)
    if postings is None and token.kind == "number" and token.letters.isalpha():
        return index.postings.get(f"{token.value:.0f}", ())  # "three" for Mo3
    if postings is None and token.kind == "word" and len(token.folded) <= _LONGEST:
        postings = index.loose.get(token.folded)
        if postings is None:
            postings = index.loose[token.folded] = _loose(
                token.folded, token.stem, index
            )
            if len(index.loose) > _MOST_CACHED:
                index.loose.clear()
    if not postings:
        return ()
    few = len(postings) <= 4 * _MOST_FORMS or token.folded in STOPWORDS
    return postings if few else ()


def _loose(word: str, root: str, index: SchemaIndex) -> list[Posting]:
    spelled = abbreviations().get(word)
    found: list[Posting] = []
    if spelled:
        for part in spelled.split():
            for posting in index.postings.get(stem(part), ()):
                found.append(_weakened(posting, 0.95, "abbreviation"))
        if not found:  # "dept" and "Dpt" are short for the same word
            for part in (word, *spelled.split()):
                found += _shortened(part, index)
        return found
    written = [index.postings.get(stem(part), ()) for part in _compound(word)]
    if all(written):  # "crowded_r" is a name of its own, not that of "crowded"
        for posting in (one for postings in written for one in postings):
            found.append(_weakened(posting, 0.9, "exact"))
    if found:
        return found
    for other in _prefixed(word, index.words, index.cut_words):
        for posting in index.postings[other]:
            if posting.how in ("exact", "abbreviation"):
                found.append(_weakened(posting, 0.75, "abbreviation"))
    if not found and word not in TASK_WORDS and root not in TASK_WORDS:
        found = [*_shortened(word, index), *_akin(root, index)]
    if found or is_english(word):
        return found
    for other, quality in _typos(root, index.words):
        for posting in index.postings[other]:
            found.append(_weakened(posting, quality, "typo"))
    return found


def _shortened(word: str, index: SchemaIndex) -> list[Posting]:
    """ "attendance" for the first part of ``AttPct``."""
    found = []
    for part in index.short_parts:
        quality = shortens(part, word)
        if quality:
            for posting in index.postings[stem(part)]:
                if posting.quality == 1:
                    found.append(_weakened(posting, quality, "abbreviation"))
    return found


def _akin(root: str, index: SchemaIndex) -> list[Posting]:
    """ "safety" for "I feel safe": words that differ by an ending."""
    return [
        _weakened(posting, _AKIN, "partial")
        for other in akin(root, index.words)
        for posting in index.postings[other]
        if posting.quality == 1
    ]


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


def _lacks(root: str, word: str) -> bool:
    """ "rte" for rate: one letter within was left out."""
    return (
        len(word) == len(root) + 1
        and word[0] == root[0]
        and any(word[:at] + word[at + 1 :] == root for at in range(1, len(word)))
    )


def _typos(root: str, words: tuple[str, ...]) -> tuple[tuple[str, float], ...]:
    if len(root) < 4 or not words:
        return tuple(
            (word, 0.86)
            for word in words
            if len(root) == 3 and (sorted(word) == sorted(root) or _lacks(root, word))
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
