"""Columns, values and nouns named together. No word of any language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chat.linking.coded import run_between
from chat.reader.base.chart import rule
from chat.reader.base.items import (
    Columns,
    Noun,
    Values,
)
from chat.reader.base.senses import Lattice, Sense
from chat.reader.grammar.conditions import flag_rows
from chat.reader.grammar.measures import one_statistic


def _one_column(_: Lattice, sense: Sense) -> Columns:
    return Columns((sense.concept,))


def _more_columns(_: Lattice, sense: Sense, sep: Sense, rest: Columns) -> Any:
    if sense.concept in rest.names:
        return None
    return Columns((sense.concept, *rest.names))


def _run(lattice: Lattice, one: Sense, to: Sense, other: Sense) -> Any:
    """ "item1 to item5": the columns between, too."""
    if lattice.at("and", to.first):
        return None
    names = run_between(lattice.columns, one.concept, other.concept)
    return Columns(names) if len(names) > 1 else None


def _with_head(_: Lattice, sense: Sense, head: Sense) -> Columns | None:
    """ "the fare amount"; nothing stands between ("fare through time" is over time)."""
    return Columns((sense.concept,)) if head.first == sense.last else None


def _one_value(_: Lattice, sense: Sense) -> Values:
    return Values(sense.column, (sense.concept,))


def _more_values(_: Lattice, sense: Sense, sep: Sense, rest: Values) -> Any:
    if sense.column != rest.column or sense.concept in rest.values:
        return None
    joined = sep.concept if not rest.joined else rest.joined
    return Values(rest.column, (sense.concept, *rest.values), joined)


def _value_of(lattice: Lattice, column: Sense, values: Values) -> Any:
    return values if column.concept == values.column else None


def _noun(kind: str) -> Callable[..., Any]:
    def build(lattice: Lattice, sense: Sense) -> Noun:
        words = " ".join(t.text for t in lattice.tokens[sense.first : sense.last])
        return Noun(words, people=kind == "people")

    return build


LISTS = (
    rule("columns", "column", _one_column),
    rule("columns", "column and column", lambda x, a, s, b: _more_columns(x, a, s, Columns((b.concept,)))),
    rule("columns", "column and column and column",
         lambda x, a, s, b, t, c: Columns((a.concept, b.concept, c.concept))
         if len({a.concept, b.concept, c.concept}) == 3 else None),
    rule("columns", "column and column and column and column",
         lambda x, a, s, b, t, c, u, d: Columns((a.concept, b.concept, c.concept, d.concept))
         if len({a.concept, b.concept, c.concept, d.concept}) == 4 else None),
    rule("columns", "column to column", _run, -0.3),
    rule("columns", "family", lambda x, f: Columns(f.concept)),
    rule("columns", "family head", lambda x, f, h: Columns(f.concept)),
    rule("values", "value", _one_value),
    rule("values", "value and value", lambda x, a, s, b: _more_values(x, a, s, _one_value(x, b))),
    rule("values", "value and value and value",
         lambda x, a, s, b, t, c: _more_values(x, a, s, _more_values(x, b, t, _one_value(x, c)) or _one_value(x, c))
         if a.column == b.column == c.column else None),
    rule("values", "value and value and value and value",
         lambda x, a, s, b, t, c, u, d: Values(a.column, (a.concept, b.concept, c.concept, d.concept), u.concept)
         if a.column == b.column == c.column == d.column else None),
    rule("valued", "values", lambda x, v: v),
    rule("valued", "column is? values", lambda x, c, i, v: _value_of(x, c, v), -0.2),
    rule("valued", "values column", lambda x, v, c: _value_of(x, c, v), -0.2),
    rule("noun", "rowword:rows", _noun("rows")),
    rule("noun", "rowword:people", _noun("people")),
    rule("noun", "rownoun", _noun("rows")),
    rule("statistics", "statistic", one_statistic),
    rule("statistics", "statistic and statistic", lambda x, a, s, b: (a.concept, b.concept)),
    rule("statistics", "statistic and statistic and statistic",
         lambda x, a, s, b, t, c: (a.concept, b.concept, c.concept)),
    rule("columns", "column head", _with_head, 0.1),
    rule("valued", "values head", lambda x, v, h: v, 0.15),
    rule("flag", "columns", flag_rows),
)  # fmt: skip
