"""Methods as people say them: "Mann-Whitney U, age", "a t-test comparing …", "the 3 groups"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from analysis.base.columns import Schema
from chat.linking.link import STRONG, column_candidates
from chat.linking.message import link_message
from chat.linking.naming import name_parts
from chat.linking.tables import schema_index
from chat.linking.tokens import Token, tokenise
from chat.linking.words import stem
from chat.reader.methods.names import data_of

_LONGEST = 60
_GROUPS = ("category", "text", "boolean")
_FEWEST = 2


def with_methods_said(text: str, schema: Schema) -> tuple[str, tuple[str, ...]]:
    """The message in the field's words, and which columns were meant by others."""
    data = data_of("field")
    if not re.search(data["methods"], text, re.IGNORECASE):
        return text, ()
    for pattern, plain in _rewrites():
        text = pattern.sub(plain, text)
    text = _without_figures(_without_counts(text, schema), schema)
    if re.search(data["dates"]["methods"], text, re.IGNORECASE):
        return _with_columns_of_dates(text, schema)
    return text, ()


@cache
def _rewrites() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(one["from"], re.IGNORECASE), one["to"])
        for one in data_of("field")["rewrites"]
    )


def _without_figures(text: str, schema: Schema) -> str:
    """A model without "What is the R squared and the coefficient of age?" behind it.

    The answer shows these figures; a column that they are of must be in the model.
    """
    data = data_of("field")["figures"]
    if not re.search(data["models"], text, re.IGNORECASE):
        return text
    for part in re.finditer(data["parts"], text, re.IGNORECASE):
        model, behind = text[: part.start()], text[part.end() :]
        asked = re.match(data["asks"], behind, re.IGNORECASE)
        named = _columns_in(model, schema) if asked else frozenset()
        if asked and named and _are_figures(asked["figures"], named, schema):
            return model
    return text


def _are_figures(said: str, named: frozenset[str], schema: Schema) -> bool:
    data = data_of("field")["figures"]
    for one in re.split(data["joint"], said, flags=re.IGNORECASE):
        figure = re.match(data["one"], one, re.IGNORECASE)
        if figure is None:
            return False
        if figure["of"] and not _is_one_of(figure["of"], named, schema):
            return False
    return True


def _columns_in(text: str, schema: Schema) -> frozenset[str]:
    """The columns that a text names, each of which its words fit best."""
    message = link_message(text, schema_index(schema))
    return frozenset(name for mention in message.mentions for name in mention.columns)


def _is_one_of(said: str, named: frozenset[str], schema: Schema) -> bool:
    """Whether all words are the name of one of some columns."""
    tokens = tokenise(said)
    return any(
        mention.first == 0
        and mention.last == len(tokens)
        and bool(named & set(mention.columns))
        for mention in column_candidates(tokens, schema_index(schema))
    )


def _without_counts(text: str, schema: Schema) -> str:
    """ "across the 3 conditions" of a column of three values: across the conditions."""
    tokens = tokenise(text, _LONGEST + 1)
    if len(tokens) > _LONGEST:
        return text
    for at, last in reversed(list(_counts(tokens, schema))):
        text = text[: tokens[at].start] + text[tokens[last].start :]
    return text


def _counts(tokens: tuple[Token, ...], schema: Schema) -> Iterator[tuple[int, int]]:
    """Numbers that say how many values the column named behind them has."""
    data = data_of("field")["counted"]
    before, behind = data["before"].split("|"), data["behind"].split("|")
    numbers = [at for at, token in enumerate(tokens) if token.kind == "number" and at]
    if not numbers:
        return
    named = column_candidates(tokens, schema_index(schema))
    for at in numbers:
        if tokens[at - 1].folded not in before:
            continue
        found = [m for m in named if m.first == at + 1 and len(m.columns) == 1]
        for mention in found[:1]:
            column = schema[mention.columns[0]]
            following = tokens[mention.last : mention.last + 1]
            if (
                column.kind in _GROUPS
                and column.n_unique == tokens[at].value
                and column.n_unique >= _FEWEST
                and not any(token.folded in behind for token in following)
            ):
                yield at, at + 1


def _with_columns_of_dates(text: str, schema: Schema) -> tuple[str, tuple[str, ...]]:
    """ "price and year" of a table without dates: the one column that has the word."""
    if any(column.kind == "datetime" for column in schema.columns):
        return text, ()
    tokens = tokenise(text, _LONGEST + 1)
    if len(tokens) > _LONGEST:
        return text, ()
    sure = [
        mention
        for mention in column_candidates(tokens, schema_index(schema))
        if mention.last - mention.first > 1 or mention.score >= STRONG
    ]
    told: list[str] = []
    for at in range(len(tokens) - 1, -1, -1):
        token = tokens[at]
        name = _column_of(token, schema)
        if name and not any(one.first <= at < one.last for one in sure):
            text = f"{text[: token.start]}`{name}`{text[token.end :]}"
            told.insert(0, f"“{token.text}” was taken to mean {name}")
    return text, tuple(told)


def _column_of(token: Token, schema: Schema) -> str | None:
    """The one column of numbers with a word for a part of dates in its name."""
    if token.kind != "word" or token.folded not in data_of("field")["dates"]["words"]:
        return None
    found = [
        column for column in schema.columns
        if token.stem in {stem(part) for part in name_parts(column.name)}
    ]  # fmt: skip
    if len(found) != 1 or not found[0].is_numeric:
        return None
    return found[0].name if found[0].name.casefold() != token.folded else None
