"""Numbers and ranks that no column was named for: which one is asked.

"orders above 30", "the biggest patients": every column that could be meant is offered
with the whole request, those that cannot be read left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from analysis.base.columns import Column, Schema
from chat.linking.naming import quoted
from chat.linking.outcomes import Question, Reading, Understood
from chat.linking.tables import schema_index
from chat.linking.tokens import tokenise
from chat.reader.base import roles
from chat.reader.base.senses import Lattice, Sense, build_lattice

_LONGEST = 40
_OFFERED = 4
_SURE = 0.3  # what a link to a column costs that stands beside the number
# Words that already say that a condition follows.
_OPENING = frozenset(("with", "where", "whose", "and", "having", "of"))

Read = Callable[[str], Reading]


def which_column(text: str, schema: Schema, read: Read) -> Question | None:
    """The question which column a number or a rank is of; None where none lacks one."""
    tokens = tokenise(text, _LONGEST + 1)
    if len(tokens) > _LONGEST:
        return None
    lattice = build_lattice(text, tokens, schema_index(schema))
    for prompt, made in (_of_number(lattice), _of_rank(lattice)):
        options = [
            (again, words)
            for again, words in made
            if isinstance(read(again), Understood)
        ][:_OFFERED]
        if options:
            return Question(prompt, tuple(options), "missing column")
    return None


def _of_number(lattice: Lattice) -> tuple[str, Iterator[tuple[str, str]]]:
    for compare in lattice.all("compare"):
        for number in lattice.at("number", compare.last):
            if not _stands_alone(lattice, compare.first, number.last):
                continue
            words = lattice.words(compare.first, number.last)
            return f"“{words}” of which column?", _with_columns(
                lattice, compare, number
            )
    return "", iter(())


def _stands_alone(lattice: Lattice, first: int, last: int) -> bool:
    """Whether no column stands beside it, and nothing that it counts."""
    before = any(
        s.cost < _SURE and s.last in (first, first - 1) and not _is_of_rows(lattice, s)
        for s in lattice.all("column")
    )
    kinds = ("column", "unit", "rownoun", "rowword", "timesword")
    return not before and not any(lattice.at(kind, last) for kind in kinds)


def _is_of_rows(lattice: Lattice, sense: Sense) -> bool:
    """ "patients above 70": the key names the rows and is no amount."""
    column = lattice.columns[sense.column]
    n_rows = lattice.index.n_rows
    return not roles.is_measure(column, n_rows) or roles.is_numbering(column, n_rows)


def _with_columns(
    lattice: Lattice, compare: Sense, number: Sense
) -> Iterator[tuple[str, str]]:
    text, tokens = lattice.text, lattice.tokens
    start, end = tokens[compare.first].start, tokens[number.last - 1].end
    opened = compare.first and tokens[compare.first - 1].folded in _OPENING
    for column in _fitting(lattice, float(number.concept)):
        condition = f"{quoted(column.name)} {text[start:end]}"
        joined = condition if opened else f"with {condition}"
        yield text[:start] + joined + text[end:], f"{column.name} {text[start:end]}"


def _fitting(lattice: Lattice, value: float) -> list[Column]:
    """The measures among whose values a number lies."""
    found = []
    for column in lattice.columns.values():
        low, high = column.minimum, column.maximum
        if not roles.is_measure(column, lattice.index.n_rows):
            continue
        if roles.is_numbering(column, lattice.index.n_rows):
            continue
        if not isinstance(low, int | float) or not isinstance(high, int | float):
            continue
        if low <= value <= high:
            found.append(column)
    return found


def _of_rank(lattice: Lattice) -> tuple[str, Iterator[tuple[str, str]]]:
    ranks = [s for kind in ("top", "extreme") for s in lattice.all(kind)]
    ordered = any(True for _ in lattice.all("sortby")) and any(
        roles.is_measure(lattice.columns[s.column], lattice.index.n_rows)
        for s in lattice.all("column")
    )
    if not ranks or ordered:
        return "", iter(())
    words = lattice.words(ranks[0].first, ranks[0].last)
    return f"“{words}” by which column?", _ranked(lattice)


def _ranked(lattice: Lattice) -> Iterator[tuple[str, str]]:
    text = lattice.text.rstrip(" ?.!")
    for column in lattice.columns.values():
        n_rows = lattice.index.n_rows
        if not roles.is_measure(column, n_rows) or roles.is_numbering(column, n_rows):
            continue
        yield f"{text} by {quoted(column.name)}", f"by {column.name}"
