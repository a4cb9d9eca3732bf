"""Links a noun for what comes again to the column that tells one from another."""

from __future__ import annotations

from collections.abc import Sequence

from chat.linking.naming import name_parts
from chat.reader.base.entities import (
    entity_columns,
    entity_words,
    holds_levels,
    is_entity_noun,
    is_of_rows,
    person_columns,
    rows_are_events,
    says_what_like,
    singular,
)
from chat.reader.base.lattice import Lattice, Sense
from chat.reader.base.roles import is_key

_COST = 0.12  # of a link by what a column tells, rather than by its name
_OTHER = 0.3  # another word for the rows than the table has
_BESIDE = 0.03  # for each column that would do as well
_OF_ONE = ("which", "who", "distinct", "top", "extreme", "ordinal")  # say who is meant
_OF_AMOUNTS = ("sum", "mean", "median", "max", "min")
_MANY = 25  # different ones: fewer are kinds rather than ones that come again
_WHOLE = 0.15  # a link that costs less is to a whole name


def link_entities(lattice: Lattice) -> None:
    """Adds the columns that nouns for things and persons mean, in place of others.

    "Vehicles" are told apart by their registrations; that "Vehicle Type" shares a word
    with them makes it no column of vehicles.
    """
    for at, token in enumerate(lattice.tokens):
        noun = singular(token.folded.removesuffix("'s").removesuffix("'"))
        if token.kind != "word":
            continue
        if is_entity_noun(noun) or _called_so(lattice, at, noun):
            _link(lattice, at, noun)
        elif noun in entity_words().events:
            _link_rows(lattice, at)
        elif noun in entity_words().persons or token.folded in entity_words().persons:
            _link_persons(lattice, at)


def _called_so(lattice: Lattice, at: int, noun: str) -> tuple[str, ...]:
    """ "how many members" of a table of loans: those whom the column of that name tells
    apart, where there are many of them and each comes again."""
    if not _is_counted(lattice, at):
        return ()
    return tuple(
        column.name
        for column in lattice.columns.values()
        if column.kind in ("category", "text", "identifier")
        and [singular(part) for part in name_parts(column.name)] == [noun]
        and column.n_unique > _MANY
        and not is_key(column, lattice.index.n_rows)
    )


def _link(lattice: Lattice, at: int, noun: str) -> None:
    if any(s.cost < _WHOLE or s.last > at + 1 for s in lattice.at("value", at)):
        return  # "dogs" are those rows that hold Dog
    if any(s.first <= at < s.last and s.last - s.first > 1 and s.cost < _WHOLE
           for s in lattice.all("column")):  # fmt: skip
        return  # part of a longer name that is said in full
    found = entity_columns(lattice.index, noun)
    found = found or _called_so(lattice, at, noun)
    if found:
        _instead(lattice, at, noun, found)
    elif is_of_rows(lattice.index, noun):
        if not lattice.at("rownoun", at):
            lattice.add(Sense("rownoun", at, at + 1, lattice.tokens[at].text))
    else:
        _without_likenesses(lattice, at, noun)
        if rows_are_events(lattice.index) and _is_counted(lattice, at):
            _without_rows(lattice, at)


def _instead(lattice: Lattice, at: int, noun: str, found: tuple[str, ...]) -> None:
    """The columns of an entity, in place of what shares only a part of the word."""
    here = lattice.senses.setdefault("column", {}).setdefault(at, [])
    whole = [
        s for s in here
        if s.last == at + 1 and s.cost < _WHOLE and _has_word(s.concept, noun)
    ]  # fmt: skip
    if _is_counted(lattice, at):
        whole = [s for s in whole if lattice.columns[s.concept].is_numeric]
        found = tuple(sorted(found, key=lambda n: -lattice.columns[n].n_unique))[:1]
    elif any(s.concept in found for s in whole):
        found = tuple(s.concept for s in whole if s.concept in found)
    if _tells_one(lattice, at):
        whole = [s for s in whole if s.concept in found]
    here[:] = [s for s in here if s.last > at + 1 or s in whole]
    for rank, name in enumerate(found):
        if all(s.concept != name or s.last > at + 1 for s in here):
            cost = _COST + _BESIDE * rank
            here.append(Sense("column", at, at + 1, name, name, cost, "inferred"))
    called_so = any(_has_word(name, noun) for name in found)
    if called_so and _is_counted(lattice, at):
        lattice.senses.get("rowword", {}).pop(at, None)
    _without_rows(lattice, at, even_own=called_so)


def _is_counted(lattice: Lattice, at: int) -> bool:
    return _stands_behind(lattice, at, ("count", "distinct"))


def _has_word(name: str, noun: str) -> bool:
    """Whether a name has the noun itself, not a verb of the same stem (borrowed_on)."""
    return any(singular(part) == noun for part in name_parts(name))


def _tells_one(lattice: Lattice, at: int) -> bool:
    """ "which guest", "different guests": who they are, not how many there are in a row."""
    if _stands_behind(lattice, at, ("ofone",)):
        return not _stands_behind(lattice, at, ("per",))  # "per guest": for each head
    return _stands_behind(lattice, at, _OF_ONE)


def _stands_behind(lattice: Lattice, at: int, categories: Sequence[str]) -> bool:
    """Whether words of a category end right before a token, or before its article."""
    ends = {at, at - 1} if at and lattice.at("glue", at - 1) else {at}
    return any(s.last in ends for one in categories for s in lattice.all(one))


def _without_rows(lattice: Lattice, at: int, even_own: bool = False) -> None:
    """No noun for the rows, where only any table's rows might be called so."""
    rows = lattice.senses.get("rownoun", {})
    if at in rows and (even_own or all(s.cost > 0 for s in rows[at])):
        rows[at] = []


def _without_likenesses(lattice: Lattice, at: int, noun: str) -> None:
    """ "How many customers" is not answered by how many kinds of them there are."""
    here = lattice.senses.get("column", {})
    if at in here and _stands_behind(lattice, at, ("count", "which", "distinct")):
        here[at] = [
            s for s in here[at]
            if s.last > at + 1 or not (
                says_what_like(lattice.columns[s.concept], noun)
                or holds_levels(lattice.columns[s.concept])
            )
        ]  # fmt: skip


def _link_rows(lattice: Lattice, at: int) -> None:
    """ "Stays" of a table of bookings: another word for what each row is."""
    named = any(
        s.first <= at < s.last and s.cost < _WHOLE
        for category in ("column", "value") for s in lattice.all(category)
    )  # fmt: skip
    if named or lattice.at("rownoun", at) or not rows_are_events(lattice.index):
        return
    if _is_an_amount(lattice, at):
        return
    lattice.add(Sense("rownoun", at, at + 1, lattice.tokens[at].text, cost=_OTHER))


def _is_an_amount(lattice: Lattice, at: int) -> bool:
    """ "total sales", "average donation": an amount of them, and not their number."""
    folded = lattice.tokens[at].folded
    return folded in entity_words().amounts and any(
        sense.last == at and sense.concept in _OF_AMOUNTS
        for sense in lattice.all("statistic")
    )


def _link_persons(lattice: Lattice, at: int) -> None:
    """ "People" who come again are those whom a column tells apart, not the rows."""
    found = person_columns(lattice.index)
    if not found or not _is_counted(lattice, at):
        return
    lattice.add(Sense("column", at, at + 1, found[0], found[0], _COST, "inferred"))
    for category in ("rowword", "rownoun"):
        rows = lattice.senses.get(category, {})
        if at in rows:
            rows[at] = [s for s in rows[at] if s.last > at + 1]
