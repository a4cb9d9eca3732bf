"""A column that a message names and the table does not have."""

from __future__ import annotations

import re

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from chat.language.draft import Draft
from chat.language.outcomes import UnknownColumn
from chat.language.parsing import Message
from chat.language.segments import sentences
from chat.language.task_words import pattern_words, spoken_words
from chat.language.tokens import Token
from chat.language.words import STOPWORDS, fold, is_english

_NEAREST = 4
_NAMING = re.compile(
    r"(?:statistics|stats|mean|average|median|mode|std|deviation|variance|sum|total|max|min"
    r"|maximum|minimum|describe|summary|summarize|histogram|plot|chart|distribution"
    r"|correlation|correlate|between|outliers|values|column|variable|statistics)"
    r"(?: (?:of|for|in|on|the|between|missing|column|variable))* $"
)

_OF = re.compile(r"\b(?:of|for|in|on|between)(?: (?:the|a|an|my|column|variable))* $")
_WHOLE = frozenset(
    "all any every each everything everyone anything something it them this that these"
    " those data dataset datasets table tables file files sheet columns column variables"
    " variable features fields rows row records record values value numbers number"
    " numeric numerical categories category whole entire full".split()
)


def unknown_column(message: Message, draft: Draft) -> UnknownColumn | None:
    """The first word that stands where a column should and is none."""
    if len(sentences(message.tokens, message.mentions)) > 1 and _is_clear(draft):
        return None
    inside = {n for m in message.mentions for n in range(m.first, m.last)}
    if any(m.kind == "column" for m in message.mentions) and not draft.missing:
        names_column = [m for m in message.mentions if m.kind == "column"]
        if len(names_column) > 1 or not _has_strange_partner(message, inside):
            return None
    nothing_named = not message.mentions
    for at, token in enumerate(message.tokens):
        if at in inside or at in message.spelling:
            continue
        before = fold(message.text[max(0, token.start - 60) : token.start])
        named_here = nothing_named and _NAMING.search(before) and _OF.search(before)
        if named_here and _stands_for_a_column(token):
            return _unknown(message, token)
        if not _is_strange(token):
            continue
        if (
            "_" in token.text
            or _NAMING.search(before)
            or _is_partner(message, at, inside)
        ):
            return _unknown(message, token)
    return None


def _is_clear(draft: Draft) -> bool:
    """Whether what else the message says is enough to act on."""
    return draft.link_score >= 1 and max(draft.scores.values(), default=0.0) > 2


def _stands_for_a_column(token: Token) -> bool:
    """A plain word where a column's name belongs ("the mean of family")."""
    return (
        token.kind == "word"
        and token.folded not in STOPWORDS
        and token.folded not in _WHOLE
        and token.folded not in pattern_words()
    )


def _is_strange(token: Token) -> bool:
    if token.kind == "quoted":
        return True
    if token.kind != "word" or len(token.folded) < 2 or token.folded in STOPWORDS:
        return False
    if token.folded in spoken_words():
        return False
    return "_" in token.text or not is_english(token.folded)


def _is_partner(message: Message, at: int, inside: set[int]) -> bool:
    """ "age and xyz": an unknown word joined to a column."""
    if at < 2 or message.tokens[at - 1].folded not in ("and", ",", "with", "vs", "by"):
        return False
    return at - 2 in inside


def _has_strange_partner(message: Message, inside: set[int]) -> bool:
    return any(
        at not in inside
        and at not in message.spelling
        and _is_strange(token)
        and (_is_partner(message, at, inside) or "_" in token.text)
        for at, token in enumerate(message.tokens)
    )


def _unknown(message: Message, token: Token) -> UnknownColumn:
    names = list(message.index.columns)
    near = process.extract(
        token.folded,
        {name: fold(name) for name in names},
        scorer=JaroWinkler.similarity,
        limit=_NEAREST,
    )
    nearest = tuple(str(key) for _, score, key in near if score > 0.45) or tuple(
        names[:_NEAREST]
    )
    texts = tuple(
        message.text[: token.start] + _quoted(name) + message.text[token.end :]
        for name in nearest
    )
    return UnknownColumn(token.text, nearest, texts)


def _quoted(name: str) -> str:
    return name if re.fullmatch(r"\w+", name) else f"`{name}`"
