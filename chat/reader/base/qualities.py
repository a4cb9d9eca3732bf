"""Words that ask for an amount ("spent", "sold") beside columns that are so called."""

from __future__ import annotations

from analysis.base.columns import Column
from chat.linking.words import stem
from chat.reader.base.lattice import Lattice
from chat.reader.base.roles import parts, yes_of
from chat.reader.lexicon import nouns

_SURE = 0.15  # a link that costs less is to a whole name
_WHOLE = 0.35  # … in another form of its word ("sell", sold)
_AMOUNTS = ("revenue", "expense", "price", "salary")


def flags_are_no_amounts(lattice: Lattice) -> None:
    """ "revenue" is no column that says whether something was sold."""
    money = {
        stem(word) for name in _AMOUNTS for word in nouns("en").qualities.get(name, ())
    }
    for at, here in lattice.senses.get("column", {}).items():
        if lattice.tokens[at].stem in money:
            here[:] = [
                s for s in here
                if s.how != "synonym" or _may_be_money(lattice.columns[s.concept])
            ]  # fmt: skip


def _may_be_money(column: Column) -> bool:
    """ "revenue" is neither whether nor when something was sold."""
    return yes_of(column) is None and column.kind != "datetime"


def names_before_qualities(lattice: Lattice) -> None:
    """ "spends" is the column that asks what people spend, where there is one."""
    for at, here in lattice.senses.get("quality", {}).items():
        named = [
            s.last for s in lattice.at("column", at)
            if s.cost < _SURE and lattice.columns[s.concept].is_numeric
        ]  # fmt: skip
        named += [
            s.last for s in lattice.at("column", at)
            if s.cost < _WHOLE and yes_of(lattice.columns[s.concept]) is not None
            and len(parts(lattice.columns[s.concept])) == 1
        ]  # fmt: skip
        here[:] = [s for s in here if s.concept not in _AMOUNTS or s.last not in named]
