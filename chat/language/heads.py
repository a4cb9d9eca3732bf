"""Which column of a noun phrase is meant: "free time after school", "session length".

A test sets two or three things against each other. Each of them is a noun phrase with
one column; other columns within the phrase only describe it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from chat.language.clause import Clause
from chat.language.tokens import MARK
from chat.language.vocabulary import PEOPLE, ROW_NOUNS, SEX_WORDS
from chat.language.words import STOPWORDS, is_english

_SPLITS = re.compile(
    r"\b(?:and|or|nor|with|versus|vs|than|by|per|across|between|among\w*|on|when|while"
    r"|whereas|if|as|(?:for|in|within) (?:each|every|different)|is|are|was|were|do|does|did"
    r"|has|have|had|can|could|would|play\w*|affect\w*|influenc\w*|impact\w*|depend\w*"
    r"|differ(?!ent)\w*|vary|varies|varied|relat\w*|correlat\w*|associat\w*|correspond\w*"
    r"|mirror\w*|match\w*|compar\w*|follow\w*|predict\w*|link\w*|connect\w*|contribut\w*"
    r"|given|controlling|adjusting|accounting|considering|stratif\w*|holding|keeping|only"
    r"|conditional|independent|against|to|taking|under|exhibit\w*|show\w*|align\w*"
    r"|interact\w*|conform\w*|respect|terms|instead|using|chang\w*)\b"
    r"|\b(?:for|within) (?=ꙮ)|[,;:()?/&=<>*+]"
)
_FROM_TO = re.compile(r"\bfrom\b.*\bto(?: the)? ꙮ$")
_ADJACENT = re.compile(r"^(?:'s|[\s-])*$")
_GLUE = frozenset(
    """of the an in at after before during within from for each this these their its that
    which where whole such given certain""".split()
)
_MOST_SAID = 2
_WEAK = 0.7
_WHOLE = 1.0
_CUES = re.compile(
    r"\b(?:for|among|in|where|only|within|is|are|was|were|who|with|equals?|between|than|and"
    r"|or|vs\.?|versus|if|of type|not)(?: (?:the|a|an|all|only))* $|[=:(,/] ?$|^$"
)
_POSSESSIVE = re.compile(r"'s?$")


def describing_columns(clause: Clause, numbers: Sequence[int]) -> set[int]:
    """The column mentions that only describe another one in their noun phrase."""
    out: set[int] = set()
    head: int | None = None
    for number in sorted(numbers, key=lambda n: clause.mentions[n].first):
        if head is None or not _same_phrase(clause, head, number):
            head = number
            continue
        loser = _loser(clause, head, number)
        out.add(loser)
        head = number if loser == head else head
    return out


def _same_phrase(clause: Clause, left: int, right: int) -> bool:
    between = clause.text[clause.place(left)[1] : clause.place(right)[0] + 1]
    if _FROM_TO.search(between):
        between = between.replace(" to ", " ")
    words = re.findall(r"[a-z]\w+", between)
    said = [w for w in words if w not in _GLUE]
    return not _SPLITS.search(between) and len(said) <= _MOST_SAID


def _loser(clause: Clause, left: int, right: int) -> int:
    one, other = clause.mentions[left], clause.mentions[right]
    if one.column == other.column:
        return right if one.score >= other.score else left
    between = clause.text[clause.place(left)[1] : clause.place(right)[0]]
    if _ADJACENT.match(between):
        weak = other.score < _WEAK and (one.score > other.score or _width(one) > 1)
        return right if weak else left
    return left if one.score < _WEAK and other.score >= _WHOLE else right


def _width(mention: object) -> int:
    return int(mention.last - mention.first)  # type: ignore[attr-defined]


def describing_values(clause: Clause) -> set[int]:
    """Values that only describe a noun: "access at home", "mother's job".

    Only plain English words count, of columns that the clause does not name, where no
    word says that they choose rows.
    """
    named = {m.column for m in clause.mentions if m.kind == "column"}
    return {
        number
        for number, mention in enumerate(clause.mentions)
        if mention.kind == "value"
        and mention.last - mention.first == 1
        and not (set(mention.columns) & named)
        and not any(word in mention.column.lower() for word in SEX_WORDS)
        and _is_plain(mention.text)
        and not _CUES.search(clause.before(number))
        and not _limits(clause.after(number))
    }


def _is_plain(text: str) -> bool:
    word = _POSSESSIVE.sub("", text)
    return word.islower() and is_english(word)


def _limits(after: str) -> bool:
    """Whether rows follow ("retired customers") or a list of values."""
    match = re.match(r"[\s-]*(\w+)", after)
    word = match[1] if match else ""
    return (
        word in ROW_NOUNS
        or word in PEOPLE
        or (MARK in after[:4]
        and (not after.startswith((" ", "'"))))
        or word in ("vs", "versus", "only")
        or (word in STOPWORDS and word in ("and", "or"))
    )
