"""A question with several answers, an option a column or several in a cell."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from analysis.base.columns import Column, Schema
from analysis.base.task import Step, Task
from analysis.statistics.options import NO_WORDS
from chat.linking.outcomes import Understood
from chat.linking.tables import schema_index
from chat.linking.tokens import Token, tokenise
from chat.linking.words import STOPWORDS
from chat.reader.base.restating import step_words
from chat.reader.base.roles import parts, separator
from chat.reader.base.senses import Lattice, build_lattice
from chat.reader.preparing.rows import condition_at
from chat.reader.preparing.words import Phrase, longest, phrase

_WORDS = Path(__file__).parent / "lexicon" / "en_options.toml"
_LONGEST = 24  # tokens; longer messages ask for more than that
_LEAST = 3
_SURE = 0.9
_MARK = re.compile(r"[\s_:\-.\[(/]+")


def of_options(text: str, schema: Schema) -> Understood | None:
    """ "how many chose each of the channels" of channel_email, channel_web, …: one question."""
    sets, cells = option_sets(schema), _cells(schema)
    tokens = tokenise(text, _LONGEST + 1)
    if not (sets or cells) or len(tokens) > _LONGEST:
        return None
    lattice = build_lattice(text, tokens, schema_index(schema))
    named = [(n, at) for n in sets for at in [_place(n, tokens)] if at is not None]
    if not named:
        sets = {name: (name,) for name in cells}
        named = [(n, at) for n in cells for at in [_linked(lattice, n)] if at]
    if not named:
        return None
    name, (first, last) = max(named, key=lambda one: one[1][1] - one[1][0])
    groups = _groups(lattice, last, set(sets[name]))
    free = [at for at in range(len(tokens)) if not first <= at < last]
    open_ = [at for at in free if not _says_it(lattice, at, bool(groups))]
    kept: list[Step] = []
    if open_:
        where = _condition(lattice, min(open_))
        if where is None:
            return None
        kept.append(Step(operation="filter_rows", params={"where": where}))
    params: dict[str, Any] = {"columns": list(sets[name])}
    if groups:
        params["group_by"] = groups
    if name in cells:
        params["separator"] = cells[name]
    step = Step(operation="multiple_response", params=params)
    steps = (*kept, step)
    words = tuple(step_words(one) for one in steps)
    return Understood(Task(steps=steps, confidence=_SURE, understood=words))


def _condition(lattice: Lattice, at: int) -> dict[str, Any] | None:
    """The rows that the rest of the message keeps, where it says nothing else."""
    for first in range(max(at - 1, 0), at + 1):
        for last, where in condition_at(lattice, first, drop=False):
            behind = lattice.tokens[last:]
            if all(token.kind == "mark" for token in behind):
                return where
    return None


def option_sets(schema: Schema) -> dict[str, tuple[str, ...]]:
    """Columns of chosen or not whose names begin alike, by that beginning."""
    found: dict[str, list[str]] = defaultdict(list)
    for column in schema.columns:
        if _is_option(column):
            for mark in _MARK.finditer(column.name):
                found[column.name[: mark.start()]].append(column.name)
    kept = {name: few for name, few in found.items() if name and len(few) >= _LEAST}
    # Of beginnings of the same columns the longest is the question.
    return {
        name: tuple(few)
        for name, few in kept.items()
        if not any(
            few == other and len(longer) > len(name) for longer, other in kept.items()
        )
    }


def _cells(schema: Schema) -> dict[str, str]:
    """Columns with several answers in a cell, and the mark between them."""
    found = {column.name: separator(column) for column in schema.columns}
    return {name: mark.strip() for name, mark in found.items() if mark}


def _linked(lattice: Lattice, name: str) -> tuple[int, int] | None:
    """Where a column's name, or a word that only its name has, stands.

    "How many channels are there" asks of the options, not of who chose them.
    """
    senses = [s for s in lattice.all("column") if s.concept == name]
    places = [(s.cost, s.first, s.last) for s in senses] or [
        (1.0, at, at + 1) for at in _own_words(lattice, name)
    ]
    if not places:
        return None
    _, first, last = min(places)
    counted = any(s.last == first for s in lattice.all("count"))
    chosen = any(
        s.concept == "verb" and not first <= s.first < last for s in lattice.all("verb")
    )
    return (first, last) if chosen or not counted else None


def _own_words(lattice: Lattice, name: str) -> list[int]:
    """The places of words that one column's name alone has, and that ask for nothing."""
    others = {
        part
        for column in lattice.columns.values()
        if column.name != name
        for part in parts(column)
    }
    own = set(parts(lattice.columns[name])) - others
    tokens = lattice.tokens
    return [
        at for at, token in enumerate(tokens)
        if token.kind == "word" and token.stem in own
        and token.folded not in STOPWORDS and not longest(_asked(), tokens, at)
    ]  # fmt: skip


def _is_option(column: Column) -> bool:
    if column.kind == "boolean":
        return True
    words = {
        str(level).strip().lower().removesuffix(".0") for level, _ in column.levels
    }
    if not words or len(words) > 2 or column.n_unique > 2:
        return False
    if column.is_numeric:
        return words <= {"0", "1"}
    yes = words - set(NO_WORDS)
    return len(yes) == 1 and (len(words) == 2 or column.n_missing > 0)


def _place(name: str, tokens: Sequence[Token]) -> tuple[int, int] | None:
    """Where the words of a question's name stand, in one number or the other."""
    words = phrase(_MARK.sub(" ", name))
    whole = phrase(name)
    for spelled in (whole, words):
        for at in range(len(tokens)):
            if length := longest((spelled,), tokens, at):
                return at, at + length
    return None


def _groups(lattice: Lattice, last: int, options: set[str]) -> list[str]:
    """The columns behind a "by" that stands behind the question."""
    by = [s.last for s in lattice.all("by") if s.first >= last]
    found = [
        s.column for at in by for s in lattice.at("column", at)
        if s.column and s.column not in options
    ]  # fmt: skip
    return list(dict.fromkeys(found))[:1]


@cache
def _asked() -> tuple[Phrase, ...]:
    return tuple(
        map(phrase, tomllib.loads(_WORDS.read_text("utf-8"))["asked"]["words"])
    )


def _says_it(lattice: Lattice, at: int, grouped: bool) -> bool:
    """Whether a word asks for counts, or says nothing besides."""
    tokens = lattice.tokens
    if tokens[at].kind == "mark":
        return True
    if any(at < start + longest(_asked(), tokens, start) for start in range(at + 1)):
        return True
    kinds = ["glue", "filler", "yesno", "which", "rowword", "count", "each"]
    kinds += ["by", "column"] if grouped else []
    return any(s.first <= at < s.last for kind in kinds for s in lattice.all(kind))
