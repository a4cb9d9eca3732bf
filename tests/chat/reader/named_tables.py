"""Small tables for each line of the files of words: one name as a column, and strangers."""

from __future__ import annotations

from functools import cache

from analysis.base.columns import Column, Schema
from chat.linking.other_words import Names, key_of_name
from chat.linking.words import stem

_LEVELS = {"flag": ("yes", "no"), "words": ("Abba", "Beck", "Cash", "Dido")}
# Columns that have nothing to do with a line: those are taken whose words it has not.
_STRANGERS = (
    ("planet", "words"), ("opal", "number"), ("zeppelin", "words"), ("comet", "number"),
)  # fmt: skip


def column(name: str, kind: str) -> Column:
    if kind in ("flag", "words"):
        levels = tuple((level, 40) for level in _LEVELS[kind])
        return Column(name=name, kind="category", n_unique=len(levels), levels=levels)
    if kind == "date":
        return Column(
            name=name, kind="datetime", n_unique=200, minimum="2023-01-01",
            maximum="2024-12-31",
        )  # fmt: skip
    return Column(name=name, kind="number", n_unique=120, minimum=1.5, maximum=420.25)


def kind_of(names: Names) -> str:
    return next(iter(sorted(names.kinds)), "number")


def words_of(names: Names) -> frozenset[str]:
    every = (*names.called, *names.said, *names.opposite)
    return frozenset(part for one in every for part in key_of_name(one).split())


@cache
def table(names: Names, called: str) -> Schema:
    """A table with a column so called, and strangers; its name makes sure of the line."""
    sure = [w for w in names.near if stem(w) not in words_of(names)] or names.near
    return Schema(
        name=f"{sure[0]}.csv" if sure else "table.csv", n_rows=160,
        columns=(
            column(called, kind_of(names)), *(column(*one) for one in _STRANGERS),
        ),
    )  # fmt: skip


@cache
def without(names: Names) -> Schema:
    """The same table without what a line is about."""
    whole = table(names, names.called[0])
    return whole.model_copy(update={"columns": whole.columns[1:]})
