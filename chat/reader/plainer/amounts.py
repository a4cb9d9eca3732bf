"""Nouns for money: "total spending" of a table whose one amount is called otherwise."""

from __future__ import annotations

import re
from functools import cache

from analysis.base.columns import Column, Schema
from chat.linking.tables import schema_index
from chat.linking.tokens import Token, tokenise
from chat.linking.words import STOPWORDS, stem
from chat.reader.base import roles
from chat.reader.base.senses import Lattice, build_lattice
from chat.reader.lexicon import nouns
from chat.reader.methods.names import data_of
from chat.reader.plainer.units import units_of

_LONGEST = 60
_LINKED = 0.5
_WIDEST = 3


@cache
def _nouns() -> frozenset[str]:
    data = data_of("amounts")
    return frozenset((*data["came_in"], *data["went_out"], *data["either"]))


def with_amounts(text: str, schema: Schema) -> tuple[str, tuple[str, ...]]:
    """The message with the table's amount of money for a noun that means it."""
    tokens = tokenise(text, _LONGEST + 1)
    if len(tokens) > _LONGEST or not any(t.folded in _firsts() for t in tokens):
        return text, ()
    amount = _amount(schema)
    if amount is None:
        return text, ()
    lattice = build_lattice(text, tokens, schema_index(schema))
    for at in range(len(tokens)):
        last = _noun_end(tokens, at)
        if last is None or not _means_money(lattice, at, last):
            continue
        if _is_defined(text, lattice.words(at, last)):
            return text, ()
        if _is_opposite(tokens, at, last, amount) or _is_of_people(lattice, at, last):
            return text, ()
        name = amount.name
        quoted = name if name.isidentifier() else f"`{name}`"
        if _is_sum(lattice, at, last, amount) or _says_sum(lattice, at, last):
            quoted = f"total {quoted}"
        made = text[: tokens[at].start] + quoted + text[tokens[last - 1].end :]
        return made, (f"“{lattice.words(at, last)}” was taken to mean {name}",)
    return text, ()


@cache
def _firsts() -> frozenset[str]:
    return frozenset(noun.split()[0] for noun in _nouns())


def _noun_end(tokens: tuple[Token, ...], at: int) -> int | None:
    """Where the longest noun for money ends that stands from a token on."""
    for last in range(min(at + _WIDEST, len(tokens)), at, -1):
        if " ".join(token.folded for token in tokens[at:last]) in _nouns():
            return last
    return None


def _amount(schema: Schema) -> Column | None:
    """The one amount of money of a table; of a whole and its parts the whole.

    A price is one where each row is one sale: no column says how many pieces it stands for.
    """
    rates = nouns("en").rates
    money = [column for column in schema.columns if _is_money(column, schema.n_rows)]
    found = [column for column in money if not rates & set(roles.parts(column))]
    if not found and not _numbers_pieces(schema):
        found = money
    if len(found) > 1:
        found = [c for c in found if nouns("en").wholes & set(roles.parts(c))]
    return found[0] if len(found) == 1 else None


def _is_money(column: Column, n_rows: int) -> bool:
    """Whether a measure is called after money, or has a currency ("Time taken" has none)."""
    data, called = data_of("amounts"), set(roles.parts(column))
    lasts = called & (nouns("en").durations | nouns("en").spans)
    named = {stem(word) for word in data["named"]} & called and not lasts
    coined = units_of(column.name) & set(data["currencies"])
    return roles.is_measure(column, n_rows) and bool(named or coined)


def _numbers_pieces(schema: Schema) -> bool:
    return any(
        column.is_numeric and nouns("en").pieces & set(roles.parts(column))
        for column in schema.columns
    )


def _is_opposite(
    tokens: tuple[Token, ...], first: int, last: int, amount: Column
) -> bool:
    """ "revenue" is never what was spent on advertising, "expenses" no sales."""
    data, words = data_of("amounts"), " ".join(t.folded for t in tokens[first:last])
    called = set(roles.parts(amount))
    others = ("out_columns" if words in data["came_in"] else
              "in_columns" if words in data["went_out"] else "")  # fmt: skip
    if words in data["went_out"] and nouns("en").rates & called:
        return True  # a price is what others paid
    return bool(others) and bool(called & {stem(word) for word in data[others]})


def _is_sum(lattice: Lattice, first: int, last: int, amount: Column) -> bool:
    """ "our income" of prices is their total, where no other statistic is said."""
    said = [s for s in lattice.all("statistic") if not first <= s.first < last]
    return not said and bool(nouns("en").rates & set(roles.parts(amount)))


def _says_sum(lattice: Lattice, first: int, last: int) -> bool:
    """ "total income": the noun itself says the statistic."""
    return lattice.words(first, last).casefold() in data_of("amounts")["summed"]


def _is_of_people(lattice: Lattice, first: int, last: int) -> bool:
    """ "the average income of our guests" is what they earn, and no sale."""
    people = nouns("en").people | nouns("en").heads
    return "income" in lattice.words(first, last).casefold() and any(
        token.stem in people
        and not any(s.cost < _LINKED for s in lattice.at("column", at))
        for at, token in enumerate(lattice.tokens)
    )


def _is_defined(text: str, noun: str) -> bool:
    """ "Revenue = nights × rate": the message itself says what its noun means."""
    form = data_of("amounts")["defined"].replace("{noun}", re.escape(noun))
    return bool(re.search(form, text, re.IGNORECASE))


def _means_money(lattice: Lattice, first: int, last: int) -> bool:
    """Whether a noun names nothing of the table, counts nothing and describes nothing."""
    named = any(
        sense.first < last and first < sense.last and sense.cost < _LINKED
        for kind in ("column", "value")
        for sense in lattice.all(kind)
    )
    if last - first > 1:
        return True  # "everything we paid": said for the amount and nothing else
    if named or _is_counted(lattice, first) or _describes(lattice, last):
        return False
    return _stands_as_noun(lattice, first)


def _stands_as_noun(lattice: Lattice, first: int) -> bool:
    """ "the van costs us a fortune": what stands behind a noun is a verb."""
    if not first or lattice.tokens[first - 1].kind != "word":
        return True
    before = ("statistic", "glue", "top", "extreme", "prep", "filler", "howmuch", "list",
              "unitly", "and", "percent", "share", "quality", "by", "judged", "rising",
              "growth", "making", "charttype", "foreign", "running")  # fmt: skip
    return any(
        sense.last == first for kind in before for sense in lattice.all(kind)
    ) and not _is_pronoun(lattice, first - 1)


def _is_pronoun(lattice: Lattice, at: int) -> bool:
    return lattice.tokens[at].folded in data_of("amounts")["pronouns"]


def _is_counted(lattice: Lattice, first: int) -> bool:
    return any(sense.last == first for sense in lattice.all("count"))


def _describes(lattice: Lattice, at: int) -> bool:
    """ "expense categories", "sales team": the noun belongs to the one behind it."""
    if at >= len(lattice.tokens):
        return False
    token = lattice.tokens[at]
    if token.kind != "word" or token.folded in STOPWORDS:
        return False
    kinds = ("by", "prep", "per", "glue", "is", "and", "unitly", "order", "percent",
             "overtime", "rising", "only", "top", "compare", "growth", "verb", "date",
             "datepart", "versus", "not", "since", "purpose", "filler", "charttype")  # fmt: skip
    return not any(lattice.at(kind, at) for kind in kinds)
