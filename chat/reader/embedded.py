"""Questions within a request: "the link between age and how much people spend".

Such a clause names a quantity: the column it speaks of stands for it, and that is said.
"""

from __future__ import annotations

import re

from analysis.base.columns import Column, Schema
from chat.linking.naming import quoted
from chat.linking.tables import schema_index
from chat.linking.tokens import tokenise
from chat.reader.base import roles
from chat.reader.base.senses import Lattice, build_lattice
from chat.reader.briefs.words import data
from chat.reader.lexicon import nouns

_LONGEST = 40
_CLAUSE = 5  # tokens behind "how"
_AMOUNTS = ("revenue", "salary", "price", "profit")


def without_embedded_questions(
    text: str, schema: Schema
) -> tuple[str, tuple[str, ...]]:
    """The message with the columns instead, and what was taken for what."""
    tokens = tokenise(text, _LONGEST + 1)
    if len(tokens) > _LONGEST or not any(t.folded == "how" for t in tokens[1:]):
        return text, ()
    lattice = build_lattice(text, tokens, schema_index(schema))
    made, told, at = [], [], 0
    led = re.match(data()["manner"]["led"], text.lower())
    for first in range(1, len(tokens)):
        if led and tokens[first].start == led.end():
            continue  # "among the older trees, how many …" is what is asked
        found = _clause(lattice, first) if tokens[first].folded == "how" else None
        if found is None:
            continue
        column, last = found
        words = lattice.words(first, last)
        made += [text[at : tokens[first].start], quoted(column.name)]
        told.append(f"“{words}” was taken to mean {column.name}")
        at = tokens[last - 1].end
    return "".join([*made, text[at:]]), tuple(told)


def _clause(lattice: Lattice, first: int) -> tuple[Column, int] | None:
    """The column of a clause that begins with "how", and where it ends."""
    tokens = lattice.tokens
    if not _is_joined(lattice, first) or tokens[first - 1].kind == "mark":
        return None  # behind a comma "how many …" is what is asked
    if first + 1 >= len(tokens):
        return None
    asked = tokens[first + 1].folded
    within = tokens[first - 1].kind == "word"
    if within and asked in _COUNTING and (named := _named(lattice, first)) is not None:
        return named
    for last in range(first + 2, min(first + 2 + _CLAUSE, len(tokens) + 1)):
        if asked == "much":
            quality = _ends_with_quality(lattice, last)
        else:
            quality = _DEGREES.get(asked) if _ends_clause(lattice, last) else None
        if quality is None:
            continue
        column = roles.main_measure(
            lattice.columns.values(), lattice.index.n_rows,
            words=nouns("en").qualities[quality],
        )  # fmt: skip
        if column is not None and _is_clause(lattice, first + 2, last):
            return column, last
    return None


_COUNTING = ("often", "many", "long", "much", "frequently")
_TRAILING = 3  # words behind a name: "how many sick days people take"


def _named(lattice: Lattice, first: int) -> tuple[Column, int] | None:
    """ "how often they came in the first month": the column of numbers named in it."""
    found = [
        sense for sense in lattice.all("column")
        if first + 2 <= sense.first <= first + 2 + _CLAUSE and sense.cost < _SAID
        and roles.is_measure(lattice.columns[sense.column], lattice.index.n_rows)
    ]  # fmt: skip
    if lattice.tokens[first + 1].folded == "many":
        # "how many have an unusual price" counts, "how many sick days" is a name.
        noun = lattice.tokens[first + 2].stem
        found = [s for s in found if noun in roles.parts(lattice.columns[s.column])]
    if not found:
        return None
    best = max(found, key=lambda one: (one.last - one.first - one.cost, -one.first))
    if not _is_clause(lattice, first + 2, best.first + 1):
        return None
    last = best.last
    while last < len(lattice.tokens) and last < best.last + _TRAILING:
        if lattice.tokens[last].kind != "word" or lattice.at("by", last):
            break
        if any(lattice.at(kind, last) for kind in ("column", "value", "prep", "and")):
            break
        last += 1
    return lattice.columns[best.column], last


_SAID = 0.3
_DEGREES = {
    "old": "age", "tall": "height", "heavy": "weight", "long": "duration",
    "fast": "speed", "expensive": "price", "hot": "temperature", "warm": "temperature",
}  # fmt: skip


def _is_joined(lattice: Lattice, first: int) -> bool:
    """Whether something of the table is named before, to which the clause belongs."""
    return any(
        s.last <= first for kind in ("column", "value") for s in lattice.all(kind)
    )


def _ends_with_quality(lattice: Lattice, last: int) -> str | None:
    return next(
        (
            str(s.concept) for s in lattice.all("quality")
            if s.last == last and s.concept in _AMOUNTS
        ),
        None,
    )  # fmt: skip


def _ends_clause(lattice: Lattice, last: int) -> bool:
    """Whether a verb stands there: "how long patients stay", "how old they are"."""
    at = last - 1
    known = any(lattice.at(kind, at) for kind in ("is", "verb", "glue"))
    ends = last == len(lattice.tokens) or lattice.tokens[last].kind == "mark"
    return lattice.tokens[at].kind == "word" and (known or ends)


def _is_clause(lattice: Lattice, first: int, last: int) -> bool:
    """Whether what is between are those who do it, and no name of something else."""
    return not any(
        s.cost < _NAMED
        and not roles.is_person(lattice.columns[s.column])
        and not roles.is_key(lattice.columns[s.column], lattice.index.n_rows)
        for at in range(first, last - 1)
        for s in lattice.at("column", at)
    )


_NAMED = 0.15
