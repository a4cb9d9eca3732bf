"""Times that are meant though no column is named: "over time", "per month"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.base.columns import Column
from chat.linking.index import SchemaIndex
from chat.linking.mentions import Mention, is_year
from chat.linking.tokens import Token

_BEFORE = frozenset(
    """over across through by per each every with for different the in last all
    throughout of between""".split()
)
_UNITS = frozenset(
    "year years month months week weeks day days quarter quarters date dates".split()
)
_ADVERBS = frozenset("monthly weekly daily yearly annually annual quarterly".split())
_SCORE = 0.8


def time_column(index: SchemaIndex) -> str | None:
    """The column that time means: the first of dates, or the only one of years."""
    if not index.time_is_known:
        index.time, index.time_is_known = time_among(index.columns), True
    return index.time


def time_among(columns: Mapping[str, Column]) -> str | None:
    """The same among some columns."""
    dates = [c.name for c in columns.values() if c.kind == "datetime"]
    if dates:
        return dates[0]
    years = [c.name for c in columns.values() if is_year(c)]
    return years[0] if len(years) == 1 else None


def time_candidates(tokens: Sequence[Token], index: SchemaIndex) -> list[Mention]:
    """Stretches that mean the time column without its name."""
    column = time_column(index)
    if column is None:
        return []
    found = []
    for at, token in enumerate(tokens):
        before = tokens[at - 1].folded if at else ""
        after = tokens[at + 1].folded if at + 1 < len(tokens) else ""
        length = _length(token.folded, before, after)
        if length:
            text = " ".join(t.text for t in tokens[at : at + length])
            found.append(
                Mention(
                    kind="column",
                    first=at,
                    last=at + length,
                    text=text,
                    columns=(column,),
                    score=_SCORE,
                    how="inferred",
                )
            )
    return found


def _length(word: str, before: str, after: str) -> int:
    if word == "time":
        if after == "series":
            return 2
        return int(before in ("over", "across", "through", "with", "by", "throughout"))
    if word in _ADVERBS:
        return 1
    return int(word in _UNITS and before in _BEFORE and after not in ("old", "of"))
