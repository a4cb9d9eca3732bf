"""A stretch of the message as patterns see it: linked parts become placeholders."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from analysis.columns import Column
from chat.language.mentions import Mention, is_flag, is_year
from chat.language.tokens import MARK, Token

_LONGEST_WORD = 60
_LETTERS = {
    "num": "ngyi",
    "cat": "cgbyi",
    "date": "dy",
    "col": "ngycbdti",
    "value": "v",
    "n": "x",
    "when": "w",
    "flag": "bi",
    "quoted": "q",
}
_CLASSES = {name: f"{MARK}[{letters}]\\d+{MARK}" for name, letters in _LETTERS.items()}
_NAME = re.compile(r"\\?\{(num|cat|date|col|value|n|when|flag|quoted)\\?\}")
PLACEHOLDER = re.compile(f"{MARK}([a-z])(\\d+){MARK}")


_ANY_OF = re.compile(r"\\?\{\(\?:([a-z|]+)\)\\?\}")


def _spread(source: str) -> str:
    """``{(?:num|cat)}`` as ``(?:{num}|{cat})``."""

    def spread(match: re.Match[str]) -> str:
        return "(?:" + "|".join(f"{{{name}}}" for name in match[1].split("|")) + ")"

    return _ANY_OF.sub(spread, source)


@lru_cache(maxsize=4_096)
def pattern(source: str) -> re.Pattern[str]:
    """A phrase's pattern compiled, its placeholders spelled out."""
    return re.compile(_NAME.sub(lambda match: _CLASSES[match[1]], _spread(source)))


@lru_cache(maxsize=1_024)
def capturing(source: str) -> re.Pattern[str]:
    """The same with every ``{n}`` (``{quoted}``) captured."""

    def spelled(match: re.Match[str]) -> str:
        inner = _CLASSES[match[1]]
        return f"({inner})" if match[1] in ("n", "quoted") else inner

    return re.compile(_NAME.sub(spelled, source))


@dataclass(slots=True)
class Clause:
    """Some tokens, their mentions, and the text with placeholders.

    In ``literal`` numbers stand as they were written. ``used`` are the mentions that
    something has taken already. ``implies`` says that a column is meant by words that may
    ask for something too ("over time"). ``time`` is the table's column of times, if it has one.
    """

    text: str
    literal: str
    mentions: Sequence[Mention]
    tokens: Sequence[Token]
    columns: Mapping[str, Column]
    used: set[int] = field(default_factory=set)
    implies: bool = False
    starts: tuple[int, ...] = ()
    time: str | None = None

    def literal_without(self, spans: Sequence[tuple[int, int]]) -> str:
        """The literal text but for some stretches of the text."""
        text = self.text
        for start, end in spans:
            text = text[:start] + " " * (end - start) + text[end:]
        return _literal(text, self.mentions)

    def mention(self, placeholder: str) -> Mention:
        return self.mentions[self.number(placeholder)]

    def number(self, placeholder: str) -> int:
        match = PLACEHOLDER.fullmatch(placeholder)
        assert match is not None
        return int(match[2])

    def free(self, kind: str) -> list[tuple[int, Mention]]:
        """The mentions of a kind that nothing has taken, with their numbers."""
        return [
            (number, mention)
            for number, mention in enumerate(self.mentions)
            if mention.kind == kind and number not in self.used
        ]

    def place(self, number: int) -> tuple[int, int]:
        """Where a mention stands in the text with placeholders."""
        match = re.search(f"{MARK}[a-z]{number}{MARK}", self.text)
        return match.span() if match else (0, 0)

    def before(self, number: int, width: int = 40) -> str:
        start, _ = self.place(number)
        return self.text[max(0, start - width) : start]

    def after(self, number: int, width: int = 40) -> str:
        _, end = self.place(number)
        return self.text[end : end + width]


def build_clause(
    tokens: Sequence[Token],
    mentions: Sequence[Mention],
    columns: Mapping[str, Column],
    spelling: Mapping[int, str],
) -> Clause:
    """The clause of some tokens; mentions count their tokens from the first of them.

    ``spelling`` corrects words of the task language that were misspelt.
    """
    starts = {mention.first: number for number, mention in enumerate(mentions)}
    parts: list[str] = []
    places: list[int] = []
    at = length = 0
    previous_end = tokens[0].start if tokens else 0
    while at < len(tokens):
        token = tokens[at]
        if parts and token.start > previous_end:
            parts.append(" ")
            length += 1
        number = starts.get(at)
        if number is None:
            parts.append(spelling.get(at, token.folded[:_LONGEST_WORD]))
            at += 1
        else:
            mention = mentions[number]
            parts.append(f"{MARK}{letter(mention, columns)}{number}{MARK}")
            at = mention.last
        places.extend([length] * (at - len(places)))
        length += len(parts[-1])
        previous_end = tokens[at - 1].end
    text = "".join(parts)
    implies = any(mention.how == "inferred" for mention in mentions)
    literal = _literal(text, mentions)
    return Clause(
        text,
        literal,
        mentions,
        tokens,
        columns,
        implies=implies,
        starts=(*places, length),
    )


def _literal(text: str, mentions: Sequence[Mention]) -> str:
    def spelled(match: re.Match[str]) -> str:
        mention = mentions[int(match[2])]
        if mention.kind == "number" or mention.how == "inferred":
            return mention.text.lower()
        return match[0]

    return PLACEHOLDER.sub(spelled, text)


def letter(mention: Mention, columns: Mapping[str, Column]) -> str:
    """The sort of a mention as one letter of its placeholder."""
    match mention.kind:
        case "value":
            return "v"
        case "number":
            return "x"
        case "date":
            return "w"
        case "quoted":
            return "q"
        case "column":
            return _column_letter(columns[mention.column])


def _column_letter(column: Column) -> str:
    if is_year(column):
        return "y"
    if column.kind == "boolean" or (is_flag(column) and not column.is_numeric):
        return "b"
    if column.is_numeric:
        if is_flag(column):
            return "i"
        return "g" if column.is_grouping else "n"
    if column.kind == "datetime":
        return "d"
    return "c" if column.is_grouping else "t"
