"""A formal question cut into the descriptions of columns and the words between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chat.linking.index import SchemaIndex
from chat.linking.tokens import Token
from chat.linking.values import value_candidates
from chat.linking.words import STOPWORDS
from chat.reader.formal.kinds import is_number
from chat.reader.formal.names import (
    SURE,
    WHOLE,
    Link,
    Named,
    links,
    measured_links,
    named_in,
    qualified_links,
    written_at,
)
from chat.reader.formal.sentence import Piece, Sentence
from chat.reader.formal.words import (
    WITHIN,
    Phrase,
    begins_description,
    is_said,
    laid,
    phrases_at,
)

_SEVERAL = 2  # words of a name that is no phrase, however common they are
_OPENING, _CLOSING = "([", ")]"
_NEAR = 3  # tokens between "the variable" and its name
_BREAKS = frozenset(",;:.?!")
_INNER = frozenset("-'/")


def sentence_of(
    text: str,
    tokens: tuple[Token, ...],
    index: SchemaIndex,
    taken: Sequence[tuple[int, int]] = (),
) -> Sentence:
    """The message cut into phrases and pieces; ``taken`` characters say something else."""
    found = Sentence(text, tokens, index, [
        *links(tokens, index), *measured_links(tokens, index),
        *qualified_links(tokens, index),
    ])  # fmt: skip
    found.told.update(
        at for at, token in enumerate(tokens)
        if any(start <= token.start and token.end <= end for start, end in taken)
    )  # fmt: skip
    glosses = _explained(found)
    spared, named = _names(found, glosses)
    found.phrases = laid(tokens, spared | found.told, named)
    glosses |= _naming(found)
    _absorb(found, glosses)
    found.items = list(_items(found))
    return found


# --- explanations ------------------------------------------------------------------------


def _explained(sentence: Sentence) -> dict[int, Link]:
    """Marks brackets and clauses that explain; the names in brackets, by first token."""
    glosses: dict[int, Link] = {}
    tokens = sentence.tokens
    for opening, closing in _brackets(tokens):
        name = written_at(sentence.links, opening + 1)
        if name is not None and name.last == closing:
            glosses[opening] = name
        elif name is None and _explains(sentence, opening + 1, closing):
            sentence.told.update(range(opening, closing + 1))
    for at in range(len(tokens)):
        if at in sentence.told or tokens[at].folded in _BREAKS:
            continue
        if _is_clause(tokens, at) or is_said(tokens, at, "explains", "amount"):
            last = at + 1
            while last < len(tokens) and not _ends(tokens, last):
                last += 1
            if _is_clause(tokens, at) or not _limits(sentence, at, last):
                sentence.told.update(range(at, last))
        if tokens[at - 1].text == "," and is_said(tokens, at, "limits", "rows"):
            sentence.told.update(range(at, _set_apart(sentence, at)))
    return glosses


def _set_apart(sentence: Sentence, at: int) -> int:
    """The end of "…, excluding Nepal and Peru" where these are columns of numbers: no rows
    go, the column before is what is left beside them."""
    end, last = at, at + 1
    while last < len(sentence.tokens):
        name = written_at(sentence.links, last)
        if name is not None and is_number(sentence.index.columns[name.column]):
            end = last = name.last
        elif sentence.tokens[last].text == "," or is_said(
            sentence.tokens, last, "joint", "and"
        ):
            last += 1
        else:
            return end if name is None else at
    return end


def _brackets(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    opening: int | None = None
    for at, token in enumerate(tokens):
        if token.text in _OPENING:
            opening = at
        elif token.text in _CLOSING and opening is not None:
            yield opening, at
            opening = None


def _explains(sentence: Sentence, first: int, last: int) -> bool:
    """Whether words in brackets list or describe what a column holds."""
    tokens = sentence.tokens
    listed = any(
        tokens[at].folded in (",", "/") or is_said(tokens, at, "joint", "and")
        for at in range(first, last)
    )
    return listed or any(
        is_said(tokens, at, "explains", "codes") for at in range(first, last)
    )


def _is_clause(tokens: Sequence[Token], at: int) -> bool:
    """Whether a clause begins that only says what a column is."""
    if at == 0:
        return False
    if tokens[at - 1].text == "," and is_said(tokens, at, "explains", "units"):
        return True
    return is_said(tokens, at, "explains", "clause") and (
        tokens[at - 1].text == "," or len(_clauses(tokens, at)) > 1
    )


def _limits(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a clause holds a value, a number or a word that limits the rows."""
    stretch = sentence.tokens[first:last]
    if any(token.kind in ("number", "date", "quoted") for token in stretch):
        return True
    if any(is_said(sentence.tokens, at, "limits") for at in range(first, last)):
        return True
    return bool(value_candidates(stretch, sentence.index))


def _clauses(tokens: Sequence[Token], at: int) -> range:
    ends = [p.last for p in phrases_at(tokens, at) if p.sort == "explains"]
    return range(at, max(ends, default=at))


def _ends(tokens: Sequence[Token], at: int) -> bool:
    if tokens[at].folded in _BREAKS:
        return True
    return (
        is_said(tokens, at, "joint")
        and any(
            p.is_concept or p.sort in ("parted", "held")
            for p in phrases_at(tokens, at + 1)
        )
        if at + 1 < len(tokens)
        else False
    )


# --- names -------------------------------------------------------------------------------


def _names(
    sentence: Sentence, glosses: dict[int, Link]
) -> tuple[frozenset[int], frozenset[int]]:
    """Tokens of names that are no phrases, and those that are none but what is asked."""
    spared: set[int] = set()
    named: set[int] = set()
    for link in (*sentence.links, *glosses.values()):
        places = range(link.first, link.last)
        quoted = any(sentence.tokens[at].kind == "quoted" for at in places)
        if quoted or (link.last - link.first >= _SEVERAL and link.score > SURE):
            spared.update(places)
        elif link.score >= WHOLE or link in glosses.values():
            named.update(places)
    for opening, link in glosses.items():
        spared.update(range(opening, link.last + 1))
    return frozenset(spared), frozenset(named)


def _naming(sentence: Sentence) -> dict[int, Link]:
    """ "…, as represented by the variable Duration": names behind a description."""
    found: dict[int, Link] = {}
    for phrase in sentence.phrases:
        if phrase.sort != "naming":
            continue
        for at in range(phrase.last, min(phrase.last + _NEAR, len(sentence.tokens))):
            link = written_at(sentence.links, at)
            if link is not None:
                found[phrase.first] = link
                break
    return found


def _absorb(sentence: Sentence, glosses: dict[int, Link]) -> None:
    """What stands before a name as its description names nothing itself."""
    by_last = {phrase.last: phrase for phrase in sentence.phrases}
    naming = {phrase.first for phrase in sentence.phrases if phrase.sort == "naming"}
    for opening, link in glosses.items():
        sentence.told.update(range(opening, link.first))
        at = opening
        while at > 0:
            phrase = by_last.get(at)
            if opening in naming:
                stops = _names_other(sentence, phrase, at - 1, link)
            else:
                stops = _stops(sentence, phrase, at - 1)
            if stops:
                break
            first = phrase.first if phrase else at - 1
            sentence.told.update(range(first, at))
            at = first


def _stops(sentence: Sentence, phrase: Phrase | None, at: int) -> bool:
    """Whether a description before brackets cannot reach over a token."""
    if phrase is not None:
        return phrase.sort not in (*WITHIN, "naming") and (
            phrase.sort != "said" or phrase.concept == "evidence"
        )
    token = sentence.tokens[at]
    return token.kind == "mark" and token.text not in _INNER


def _names_other(
    sentence: Sentence, phrase: Phrase | None, at: int, name: Link
) -> bool:
    """Whether "…, as recorded in X" cannot describe a token: it asks, or names another."""
    if phrase is not None:
        return phrase.sort not in (*WITHIN, "joint", "limits", "said")
    return any(
        link.first <= at < link.last
        and link.score >= WHOLE
        and link.column != name.column
        for link in sentence.links
    )


# --- pieces ------------------------------------------------------------------------------


def _items(sentence: Sentence) -> Iterator[Phrase | Piece]:
    """The phrases and the stretches between them, in order."""
    starts = {p.first: p for p in sentence.phrases if p.sort not in WITHIN}
    covered = {at for p in starts.values() for at in range(p.first, p.last)}
    run: list[int] = []
    for at, token in enumerate(sentence.tokens):
        if at in sentence.told:
            continue
        is_mark = token.kind == "mark" and token.text not in _INNER
        if at in covered or is_mark:
            yield from _piece(sentence, run)
            run = []
            if at in starts:
                yield starts[at]
        else:
            run.append(at)
    yield from _piece(sentence, run)


def _piece(sentence: Sentence, run: Sequence[int]) -> Iterator[Piece]:
    """The description that some tokens make, unless they say nothing."""
    if not run:
        return
    first, last = run[0], run[-1] + 1
    parts = _parts(sentence, run)
    within = {
        at
        for p in sentence.phrases
        if p.sort in WITHIN
        for at in range(p.first, p.last)
    }
    weak = within | {
        at for at in run
        if sentence.tokens[at].kind == "mark"
        or sentence.tokens[at].folded in STOPWORDS
    }  # fmt: skip
    free = [one for one in sentence.links if not _is_setting(sentence, one)]
    named = named_in(free, parts, sentence.index.columns, weak)
    used = named.used if named else frozenset()
    unknown = tuple(at for at in run if at not in weak and at not in used)
    if named is None and not unknown:
        return
    other = named is None or _has_other_head(sentence, parts[0], named, unknown, within)
    yield Piece(first, last, named, unknown, other)


def _is_setting(sentence: Sentence, link: Link) -> bool:
    """ "The way from home to school" names no column ``school``."""
    return any(
        p.sort == "setting" and p.first <= link.first and link.last <= p.last
        for p in sentence.phrases
        if p.concept != "own"
    )


def _has_other_head(
    sentence: Sentence,
    head: tuple[int, int],
    named: Named,
    unknown: Sequence[int],
    within: set[int],
) -> bool:
    """Whether a description speaks of something else of a column, or about one.

    "Consumption values in X" are those of the column X.
    """
    heads = [at for at in unknown if head[0] <= at < head[1]]
    if named.is_head:
        behind = [at for at in heads if at > max(named.used)]
        return bool(behind) and not begins_description(
            sentence.tokens[behind[0]].folded
        )
    noun = head[1] - 1
    if noun > head[0] and begins_description(sentence.tokens[noun].folded):
        noun -= 1  # "the units sold in X"
    return bool(heads) and noun not in within


def _parts(sentence: Sentence, run: Sequence[int]) -> list[tuple[int, int]]:
    """The stretches of a description between prepositions, the head first.

    Nouns that only say that a column is meant ("the level of") are no head.
    """
    soft = {p.first: p for p in sentence.phrases if p.sort == "soft"}
    general = {
        at
        for p in sentence.phrases
        if p.sort in WITHIN
        for at in range(p.first, p.last)
    }
    parts: list[tuple[int, int]] = []
    start = run[0]
    for at in run:
        if at in soft:
            parts.append((start, at))
            start = soft[at].last
    parts.append((start, run[-1] + 1))
    while (
        len(parts) > 1
        and all(
            at in general or sentence.tokens[at].folded in STOPWORDS
            for at in range(*parts[0])
            if not any(one.first <= at < one.last for one in sentence.links)
        )
        and not any(parts[0][0] <= one.first < parts[0][1] for one in sentence.links)
    ):
        parts.pop(0)
    return parts
