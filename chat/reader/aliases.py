"""Names that a message gives words itself: "the atmospheric temperature (AT)".

A column's name in brackets behind words says that they mean it. It takes their place
there, and wherever the message says the same words again.
"""

from __future__ import annotations

import re
from functools import cache

from analysis.base.columns import Schema
from chat.linking.naming import name_parts
from chat.linking.tokens import tokenise
from chat.linking.words import STOPWORDS
from chat.reader.base.entities import singular
from chat.reader.lexicon import lexicon
from chat.reader.methods.names import data_of

_BRACKET = re.compile(r"\(\s*(?P<said>[\"“'`]?[^()\"“”'`]{1,60}[\"”'`]?)\s*\)")
_WORD = re.compile(r"[\w'’.&/-]+(?:, Inc\.)?")
_GRAMMAR = ("statistic", "count", "by", "unit", "unitly", "datepart", "over")
_MOST = 5  # words that a name in brackets may explain


def with_aliases(text: str, schema: Schema) -> str:
    """The text with columns' names for the words that it explains by them."""
    if "(" not in text:
        return text
    names = _names(schema)
    meant: dict[str, str] = {}
    for match in reversed(list(_BRACKET.finditer(text))):
        name = names.get(match["said"].strip("\"“”'` ").casefold())
        words = _explained(text[: match.start()]) if name else ""
        if name is None or not words or words.casefold() in names:
            continue
        start = text.rindex(words, 0, match.start())
        text = f"{text[:start]}`{name}`{text[match.end() :]}"
        meant[words] = name
    for words, name in sorted(meant.items(), key=lambda one: -len(one[0])):
        if " " in words:
            pointed = "".join(
                rf"(?<!\b{one} )" for one in data_of("aliases")["pointing"]
            )
            form = rf"(?<![\w`]){pointed}{re.escape(words)}(?![\w`])"
            instead = f"`{name}`".replace("\\", r"\\")
            text = re.sub(form, instead, text, flags=re.IGNORECASE)
    return without_roles(text, schema)


def _names(schema: Schema) -> dict[str, str]:
    """Columns by their names, and by the part before a point ("MSFT.O") that is unique."""
    found: dict[str, str] = {}
    for name in schema.names:
        short = name.casefold().split(".")[0]
        if short and short not in found:
            found[short] = name
        elif short in found:
            found[short] = ""
    found |= {name.casefold(): name for name in schema.names}
    return {said: name for said, name in found.items() if name}


def without_roles(text: str, schema: Schema) -> str:
    """The text without "closing price of" before a column that is what has the price.

    Only where no column's name speaks of prices: there the noun says what each holds.
    """
    said_of = rf"\b(?:the )?{data_of('aliases')['roles']} of "
    if not re.search(said_of, text):
        return text
    known = {part for name in schema.names for part in name_parts(name)}
    names = "|".join(re.escape(n) for n in sorted(schema.names, key=len, reverse=True))
    form = rf"{said_of}(?:the )?(?=`|\b(?:{names})\b)"

    def cut(match: re.Match[str]) -> str:
        said = {singular(word) for word in match[0].lower().split()}
        return match[0] if said & known else ""

    return re.sub(form, cut, text)


def _explained(before: str) -> str:
    """The words right before a bracket that make one name, "" where there are none.

    Words of the grammar end it; a name that is written with capitals may hold anything.
    """
    if not before.endswith(" "):
        return ""
    found: list[re.Match[str]] = []
    for word in reversed(list(_WORD.finditer(before))):
        gap = before[word.end() : found[-1].start()] if found else before[word.end() :]
        if gap.strip() or len(found) == _MOST or _ends(word[0]):
            break
        found.append(word)
    return before[found[-1].start() : found[0].end()] if found else ""


@cache
def _ends(word: str) -> bool:
    """Whether a word is none of a name: a small word, a verb, a statistic."""
    folded = word.casefold()
    if folded in STOPWORDS or folded in data_of("aliases")["ends"].split():
        return True
    if word[0].isupper() or word[0] == "&":
        return False
    entries = lexicon("en").found(tokenise(folded), 0)
    return any(entry.category in _GRAMMAR for _, entry in entries)
