"""What is measured. No word of any language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from chat.linking.naming import name_parts
from chat.reader.base import roles
from chat.reader.base.chart import rule
from chat.reader.base.items import (
    Columns,
    Mark,
    Measure,
    Noun,
    Values,
)
from chat.reader.base.senses import Lattice, Sense
from chat.reader.grammar.keys import MOST_NUMBERS, can_part
from chat.reader.grammar.shared import column_of, measure_column, n_rows
from chat.reader.grammar.sides import (
    lower_measure,
    means_persons,
    parts_only,
    upper_measure,
    words_of,
)
from chat.reader.lexicon import nouns


def one_statistic(_: Lattice, one: Sense) -> tuple[str, ...]:
    return (one.concept,)


def _more_statistics(_: Lattice, one: Sense, sep: Any, rest: Any) -> Any:
    return (one.concept, *rest)


def _stat_columns(
    lattice: Lattice, statistics: tuple[str, ...], columns: Columns
) -> Any:
    found = []
    for name in columns.names:
        for statistic in statistics:
            if statistic == "unique":
                found.append(Measure("unique", name))
                continue
            if not _numbers(lattice, name, statistic):
                return None
            if _is_of_the_name(lattice, name, statistic):
                return None
            found.append(Measure(statistic, name))
    return [(tuple(found), _OF_RATES if _adds_rates(lattice, found) else -0.3)]


_ENDS = {"max": ("max", "maximum"), "min": ("min", "minimum")}


def _is_of_the_name(lattice: Lattice, name: str, statistic: str) -> bool:
    """ "the average maximum temperature" beside TMAX: the one "maximum" is the name's.

    "Max TMAX" says both.
    """
    said = sum(sense.concept == statistic for sense in lattice.all("statistic"))
    ends = _ENDS.get(statistic, ())
    parts = [part for part in name_parts(name) if part.endswith(ends)] if ends else []
    if said != 1 or not parts:
        return False
    spelled = (lattice.tokens[s.last - 1] for s in lattice.all("column")
               if s.concept == name)  # fmt: skip
    return not any(parts[0] in token.folded for token in spelled)


_OF_RATES = 0.1


def _adds_rates(lattice: Lattice, found: Sequence[Measure]) -> bool:
    """ "total price per night" is no sum of nightly rates where a column is total_price."""
    return any(
        nouns("en").rates & words and not nouns("en").wholes & words
        for measure in found
        if measure.statistic == "sum" and measure.of is not None
        for words in (set(roles.parts(column_of(lattice, measure.of))),)
    )


def _numbers(lattice: Lattice, name: str, statistic: str) -> bool:
    column = column_of(lattice, name)
    if statistic in ("min", "max") and column.kind == "datetime":
        return True
    if statistic in roles.OF_ONES and roles.is_ones(column):
        return True
    return measure_column(lattice, name)


def _columns_stat(lattice: Lattice, columns: Columns, statistics: Any) -> Any:
    return _stat_columns(lattice, statistics, columns)


def _stat_count_columns(
    lattice: Lattice, statistic: Sense, count: Sense, columns: Columns
) -> Any:
    if not all(_is_amount(lattice, name) for name in columns.names):
        return None
    return tuple(Measure(statistic.concept, name) for name in columns.names)


def _count(lattice: Lattice, count: Sense, distinct: Any, columns: Columns) -> Any:
    found = []
    for name in columns.names:
        column = column_of(lattice, name)
        words = words_of(lattice, name)
        if distinct is not None and _is_measured(lattice, name):
            return None
        if distinct is None and _is_amount(lattice, name):
            few = column.n_unique <= MOST_NUMBERS and roles.adds_up(column) is None
            if (
                few
                or roles.adds_up(column) is False
                or (column.kind != "integer" and (roles.adds_up(column) is None))
            ):
                return None
            found.append(Measure("sum", name, noun=words))
        elif distinct is None and roles.yes_of(column) is not None:
            where = {"column": name, "op": "==", "value": roles.yes_of(column)}
            found.append(Measure("count", None, where=where, noun=words))
        elif distinct is None and (
            roles.is_key(column, n_rows(lattice))
            or roles.is_numbering(column, n_rows(lattice))
            or _nearly_key(lattice, name)
        ):
            found.append(Measure("count", None, noun=words))
        elif column.kind == "datetime":
            return None
        else:
            found.append(Measure("unique", name, noun=words))
    return tuple(found)


def _distinct(lattice: Lattice, distinct: Sense, columns: Columns) -> Any:
    longer = any(s.last > distinct.last for s in lattice.at("compare", distinct.first))
    if longer:  # "different from the age of …" compares
        return None
    return _count(lattice, distinct, distinct, columns)


def _is_measured(lattice: Lattice, name: str) -> bool:
    """Whether only a part of a number's name was said ("customers", customer_age)."""
    whole = any(
        s.concept == name and s.cost < _WHOLE_NAME for s in lattice.all("column")
    )
    return measure_column(lattice, name) and not whole


def _is_amount(lattice: Lattice, name: str) -> bool:
    """Whether "the number of" a column is what its numbers come to."""
    return measure_column(lattice, name) and not roles.is_numbering(
        column_of(lattice, name), n_rows(lattice)
    )


def _nearly_key(lattice: Lattice, name: str) -> bool:
    """Names of which most stand in one row only: who counts them counts rows."""
    column = column_of(lattice, name)
    return column.kind in (
        "text",
        "identifier",
        "category",
    ) and column.n_unique >= _MOSTLY_ONCE * max(n_rows(lattice), 1)


_MOSTLY_ONCE = 0.7
_WHOLE_NAME = 0.15  # of a link: a name that was said in full


def _count_noun(_: Lattice, count: Sense, distinct: Any, noun: Noun) -> Any:
    return (Measure("count", None, noun=noun.words),)


def _count_only(_: Lattice, count: Sense) -> Any:
    return (Measure("count", None, noun=""),)


def count_values(lattice: Lattice, count: Sense, values: Values) -> Any:
    return [
        Mark("counted", data={"values": values}),
    ]


def _how_much(lattice: Lattice, how: Sense, columns: Columns) -> Any:
    if not all(measure_column(lattice, name) for name in columns.names):
        return None
    found = []
    for name in columns.names:
        adds = roles.adds_up(column_of(lattice, name))
        found.append(Measure("mean" if adds is False else "sum", name, given=False))
    return tuple(found)


def _stat_worth(lattice: Lattice, statistic: Sense, noun: Any, worth: Sense) -> Any:
    """ "average order value": the amount of a row."""
    main = roles.main_measure(lattice.columns.values(), n_rows(lattice))
    if main is None or not isinstance(noun, Noun):
        return None
    return (Measure(statistic.concept, main.name),)


def _stat_of_each(
    lattice: Lattice, statistic: Sense, columns: Columns, worth: Sense
) -> Any:
    """ "average order value" where an order has several rows: they are added up first."""
    main = roles.main_measure(lattice.columns.values(), n_rows(lattice))
    name = columns.names[0]
    numbered = roles.is_numbered(column_of(lattice, name), n_rows(lattice))
    if main is None or len(columns.names) != 1 or not numbered:
        return None
    total = Measure("sum", main.name)
    if statistic.concept == "mean":
        return (
            replace(total, over=Measure("unique", name, noun=words_of(lattice, name))),
        )
    return Mark("ofeach", statistic.concept, {"measure": total, "column": name})


def _ratio(lattice: Lattice, upper: Any, per: Sense, times: Any, lower: Any) -> Any:
    top = upper_measure(lattice, upper)
    bottom = lower_measure(lattice, lower)
    if top is None or bottom is None or top.over is not None:
        return None
    if top.of is not None and top.of == bottom.of:
        return None
    if bottom.of is not None and _is_of_each(lattice, per, bottom.of):
        return None
    if top.statistic == "count" and means_persons(lattice, bottom, lower):
        return None
    factor = float(times.concept) if times is not None else 1.0
    if not factor.is_integer() or factor < 1:
        return None
    if top.statistic == "mean" and bottom.statistic == "count":
        return (top,)
    if _is_of_few_people(lattice, top, bottom):
        return None
    if factor == 1 and _is_of_rows_with_gaps(lattice, top, bottom):
        return (Measure("mean", top.of),)
    if top.statistic not in ("sum", "count"):
        if top.statistic != "mean":
            return None
        top = Measure("sum", top.of)  # an average per something is a ratio of totals
    return (Measure(top.statistic, top.of, top.where, bottom, factor),)


_EACH = frozenset(("each", "every"))


def _is_of_each(lattice: Lattice, per: Sense, name: str) -> bool:
    """ "average age in each class" of classes 1 to 3: of each, and by no sum of them."""
    each = per.last - per.first > 1 and lattice.tokens[per.last - 1].folded in _EACH
    return each and can_part(lattice, name)


_FEW_PEOPLE, _ROWS_OF_EACH = 12, 4


def _is_of_few_people(lattice: Lattice, top: Measure, bottom: Measure) -> bool:
    """ "average fee per doctor" where four doctors have all rows: a figure of each."""
    if top.of is None or bottom.statistic != "unique" or bottom.of is None:
        return False
    people: int = column_of(lattice, bottom.of).n_unique
    return people <= _FEW_PEOPLE and people * _ROWS_OF_EACH <= int(n_rows(lattice))


def _is_of_rows_with_gaps(lattice: Lattice, top: Measure, bottom: Measure) -> bool:
    """ "honey per hive" of rows that are hives: those without an amount count for none."""
    if top.statistic != "sum" or top.of is None or top.where is not None:
        return False
    if bottom.statistic != "count" or bottom.of is not None or bottom.where is not None:
        return False
    return bool(column_of(lattice, top.of).n_missing)


def _over(lattice: Lattice, upper: Any, mark: Sense, lower: Any) -> Any:
    """ "sum of clicks / sum of visits": written as a fraction."""
    return _ratio(lattice, upper, mark, None, lower)


def _times(lattice: Lattice, ratio: Any, mark: Sense, times: Sense) -> Any:
    """ "sum of falls / sum of days * 1000"."""
    measure = upper_measure(lattice, ratio)
    if measure is None or measure.over is None or measure.times != 1:
        return None
    return (replace(measure, times=float(times.concept)),)


def _days(lattice: Lattice, count: Sense, distinct: Any, unit: Sense) -> Any:
    """ "on how many days": the different dates of the one column of days."""
    found = roles.time_columns(lattice.columns.values())
    if len(found) != 1 or found[0].minimum is None or roles.has_times(found[0]):
        return None
    return (Measure("unique", found[0].name, noun="days"),)


def _percent_of(lattice: Lattice, upper: Columns, of: Sense, lower: Columns) -> Any:
    names = (*upper.names, *lower.names)
    if len(names) != 2 or not all(measure_column(lattice, name) for name in names):
        return None
    return (Measure("sum", names[0], None, Measure("sum", names[1]), 100, unit="%"),)


def _share_in(
    lattice: Lattice, share: Sense, whole: Columns, is_: Any, part: Columns
) -> Any:
    """ "how much of the total is medicine": one amount as a share of another."""
    if len(whole.names) != 1 or len(part.names) != 1:
        return None
    return _percent_of(lattice, part, share, whole)


def _divided(lattice: Lattice, upper: Columns, mark: Sense, lower: Columns) -> Any:
    names = (*upper.names, *lower.names)
    if len(names) != 2 or not all(measure_column(lattice, name) for name in names):
        return None
    return (Measure("sum", names[0], None, Measure("sum", names[1])),)


def _divided_per(lattice: Lattice, upper: Columns, per: Sense, lower: Columns) -> Any:
    if any(parts_only(lattice, name) for name in lower.names):
        return None
    if _is_of_each(lattice, per, lower.names[0]):
        return None
    return _divided(lattice, upper, per, lower)


def _cost_of(lattice: Lattice, columns: Columns, quality: Sense) -> Any:
    """ "what does a signup cost": an expense for each of them."""
    words = nouns("en").qualities["price"]
    cost = roles.main_measure(lattice.columns.values(), n_rows(lattice), words=words)
    name = columns.names[0]
    if cost is None or cost.name == name or not measure_column(lattice, name):
        return None
    if not roles.adds_up(column_of(lattice, name)) or not roles.adds_up(cost):
        return None
    return (Measure("sum", cost.name, None, Measure("sum", name)),)


def _rate_of(lattice: Lattice, named: Any, rate: Sense) -> Any:
    """ "return rate": the share of rows with a yes; "no-show rate" of a value."""
    where = _event(lattice, named)
    return None if where is None else (Measure("rate", None, where, unit="%"),)


def _rate_of_named(lattice: Lattice, rate: Sense, named: Any) -> Any:
    return _rate_of(lattice, named, rate)


def _ratio_of_values(
    lattice: Lattice, ratio: Sense, upper: Values, to: Sense, lower: Values
) -> Any:
    """ "the ratio of men to women": so many rows for each of the others."""
    if upper.column != lower.column or upper.values == lower.values:
        return None
    counts = [Measure("count", None, _event(lattice, one)) for one in (upper, lower)]
    return (Measure("count", None, counts[0].where, counts[1]),)


def _event(lattice: Lattice, named: Any) -> Any:
    if isinstance(named, Columns) and len(named.names) == 1:
        yes = roles.yes_of(column_of(lattice, named.names[0]))
        if yes is not None:
            return {"column": named.names[0], "op": "==", "value": yes}
    if isinstance(named, Values):
        if len(named.values) == 1:
            return {"column": named.column, "op": "==", "value": named.values[0]}
        return {"column": named.column, "op": "in", "value": list(named.values)}
    return None


def _both_ends(
    lattice: Lattice, one: Sense, sep: Sense, two: Sense, columns: Columns
) -> Any:
    """ "highest and lowest score": the greatest and the least value."""
    if one.concept == two.concept or len(columns.names) > 1:
        return None
    name = columns.names[0]
    if not measure_column(lattice, name):
        return None
    names = {"desc": "max", "asc": "min"}
    return (Measure(names[one.concept], name), Measure(names[two.concept], name))


def share_sign(kind: str) -> Callable[..., Any]:
    def build(lattice: Lattice, share: Sense, what: Any) -> Any:
        return Mark("share", kind, {"what": what})

    return build


def share_of_total(lattice: Lattice, share: Sense, measures: Any) -> Any:
    """ "what share of the total amount": a part of what it adds up to."""
    if len(measures) != 1 or measures[0].statistic != "sum" or measures[0].over:
        return None
    if measures[0].of is None or measures[0].where is not None:
        return None
    return Mark("share", "columns", {"what": Columns((measures[0].of,))})


def share_of_group(lattice: Lattice, share: Sense, columns: Columns) -> Any:
    """ "in percent of that country": the whole is each of its groups."""
    name = columns.names[0]
    if len(columns.names) > 1 or not can_part(lattice, name):
        return None
    if roles.yes_of(column_of(lattice, name)) is not None:
        return None
    return Mark("ofgroup", data={"name": name})


def share_only(_: Lattice, share: Sense) -> Any:
    return Mark("share", "", {"what": None})


def _worth_of_verb(lattice: Lattice, statistic: Any, quality: Sense) -> Any:
    return Mark("quality", quality.concept)


MEASURES = (
    rule("measures", "statistics columns", _stat_columns),
    rule("measures", "columns statistics", _columns_stat, 0.25),
    rule("measures", "statistic:sum|mean|median count columns", _stat_count_columns),
    rule("measures", "count distinct? columns", _count),
    rule("measures", "count distinct? noun", _count_noun, -0.1),
    rule("measures", "distinct columns", _distinct, 0.1),
    rule("measures", "count", _count_only, 0.45),
    rule("measures", "howmuch columns", _how_much),
    rule("measures", "statistic noun worth", _stat_worth),
    rule("measures", "statistic:mean columns worth", _stat_of_each, -0.3),
    rule("measures", "statistic:mean columns statistic:sum", _stat_of_each, -0.3),
    rule("sign", "statistic:median|min|max|std columns worth", _stat_of_each, -0.3),
    rule(
        "sign",
        "statistic:median|min|max|std columns statistic:sum",
        _stat_of_each,
        -0.3,
    ),
    rule("divided", "columns mark:/ columns", _divided, -0.3),
    rule("divided", "columns per columns", _divided_per),
    rule("measures", "divided", lambda x, d: d),
    rule("measures", "text rate? divided", lambda x, t, r, d: d, -0.2),
    rule("measures", "columns quality:price", _cost_of, -0.2),
    rule("measures", "columns ofwhole columns", _percent_of, -0.3),
    rule("measures", "share columns is columns", _share_in, -0.3),
    rule("ratio", "measures per thousand? columns", _ratio),
    rule("ratio", "measures per thousand? noun", _ratio),
    rule("ratio", "measures per thousand? measures", _ratio, -0.1),
    rule("ratio", "measures mark:/ measures", _over, -0.3),
    rule("ratio", "columns per thousand? columns", _ratio),
    rule("ratio", "columns per thousand? noun", _ratio),
    rule("ratio", "noun per thousand? columns", _ratio, 0.1),
    rule("ratio", "measures per number columns", _ratio, 0.1),
    rule("ratio", "columns per number columns", _ratio, 0.1),
    rule("ratio", "columns per number noun", _ratio, 0.1),
    rule("measures", "ratio mark:* thousand", _times, -0.3),
    rule("measures", "ratio times thousand", _times, -0.3),
    rule("measures", "count distinct? unit:day", _days, -0.1),
    rule("measures", "top and top columns", _both_ends, -0.3),
    rule("measures", "ratio", lambda x, r: r),
    rule("measures", "ratioof values to values", _ratio_of_values, -0.3),
    rule("measures", "columns rate", _rate_of, -0.3),
    rule("measures", "values rate", _rate_of, -0.3),
    rule("measures", "rate columns", _rate_of_named, 0.1),
    rule("measures", "rate values", _rate_of_named, 0.1),
)
