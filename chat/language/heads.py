"""Which column of a noun phrase is meant: "free time after school", "session length".

A test sets two or three things against each other. Each of them is a noun phrase with
one column; other columns within the phrase only describe it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from chat.language.clause import Clause
from chat.language.mentions import Mention
from chat.language.tokens import MARK
from chat.language.vocabulary import GENERIC, PEOPLE, ROW_NOUNS, SEX_WORDS
from chat.language.words import STOPWORDS, is_english

_SPLITS = re.compile(
    r"\b(?:and|or|nor|with|versus|vs|than|by|per|across|between|among\w*|on|when|while"
    r"|whereas|if|as|(?:for|in|within) (?:each|every|different)|is|are|was|were|do|does|did"
    r"|has|have|had|can|could|would|play\w*|affect\w*|influenc\w*|impact\w*|depend\w*"
    r"|differ(?!ent)\w*|vary|varies|varied|relat\w*|correlat\w*|associat\w*|correspond\w*"
    r"|mirror\w*|explain\w*|determin\w*|driv\w+|regress\w*|match\w*|compar\w*"
    r"|follow\w*|predict\w*|link\w*|connect\w*|contribut\w*"
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
    r"\b(?:where|only|is|are|was|were|not|equals?|of type)(?: (?:the|a|an|all))* $|[=:] ?$"
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
        weak = other.score < _WEAK and (
            _width(one) > 1 or other.text.lower() in GENERIC
        )
        flag = _letter(clause, left) in "bi" and _letter(clause, right) not in "bi"
        return right if weak or flag else left
    return left if one.score < _WEAK and other.score >= _WHOLE else right


def _letter(clause: Clause, number: int) -> str:
    return clause.text[clause.place(number)[0] + 1]


def _width(mention: Mention) -> int:
    return mention.last - mention.first


def describing_values(clause: Clause) -> set[int]:
    """Values that only describe a noun: "access at home", "mother's job".

    Only plain English words count, of columns that the clause does not name and that no
    other value is of, where no word says that they choose rows.
    """
    named = [c for m in clause.mentions for c in m.columns]
    return {
        number
        for number, mention in enumerate(clause.mentions)
        if mention.kind == "value"
        and mention.last - mention.first == 1
        and all(named.count(column) == 1 for column in mention.columns)
        and not any(word in mention.column.lower() for word in SEX_WORDS)
        and _is_plain(mention.text)
        and not _CUES.search(clause.before(number))
        and (_describes(clause.after(number)) or clause.before(number)[-4:] == " at ")
    }


def _is_plain(text: str) -> bool:
    word = _POSSESSIVE.sub("", text)
    return word.islower() and is_english(word)


def _describes(after: str) -> bool:
    """Whether a noun follows that is none for the rows."""
    match = re.match(r" (\w+)", after)
    word = match[1] if match else ""
    if not word or word in STOPWORDS or word in ROW_NOUNS or word in PEOPLE:
        return False
    return not re.match(f"{MARK}[vx]", word)
