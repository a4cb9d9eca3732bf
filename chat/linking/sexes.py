"""Words for a sex, in tables that hold one of them, both, or nobody's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from analysis.base.columns import Column
from chat.linking.index import SchemaIndex
from chat.linking.naming import name_parts
from chat.linking.vocabulary import SEX_WORDS, value_sets
from chat.linking.words import fold, stem

_TWO = 2


def is_sex(column: Column) -> bool:
    """Whether a column is called after the sex that it holds."""
    return not SEX_WORDS.isdisjoint(name_parts(column.name))


def absent_sexes(columns: Iterable[Column]) -> frozenset[str]:
    """Stems of the words for a sex that the one column of it does not hold."""
    sexes = [column for column in columns if is_sex(column) and column.levels]
    if len(sexes) != 1 or sexes[0].n_unique > len(sexes[0].levels):
        return frozenset()
    held = {fold(str(level)) for level, _ in sexes[0].levels}
    sets = [names for names in value_sets() if set(names) & {"male", "female"}]
    if not all(any(level in names for names in sets) for level in held):
        return frozenset()
    return frozenset(
        stem(name) for names in sets if not held & set(names)
        for name in names if len(name) > 1
    )  # fmt: skip


@lru_cache(maxsize=64)
def untold_sexes(index: SchemaIndex) -> Mapping[str, str]:
    """Words for a sex, by their stems, of a table that tells nobody's; each with its sex."""
    held = list(index.columns.values())
    if any(is_sex(column) for column in held):
        return {}
    found: dict[str, str] = {}
    for names in value_sets():
        for sex in ("male", "female"):
            if sex in names:
                found |= {stem(name): sex for name in names if len(name) > 1}
    levels = {fold(str(level)) for column in held for level, _ in column.levels[:_TWO]}
    return {} if any(stem(level) in found for level in levels) else found
