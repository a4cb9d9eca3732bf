"""What comes first, windows, contrasts, and what else turns a reading. No word of any language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chat.reader.base.chart import rule
from chat.reader.base.items import (
    Columns,
    Limit,
    Mark,
    Measure,
    Noun,
    Window,
)
from chat.reader.base.roles import is_numbered, yes_of
from chat.reader.base.senses import Lattice, Sense
from chat.reader.grammar.conditions import TURNED, plain_number
from chat.reader.grammar.lengths import length_unit
from chat.reader.grammar.measures import (
    share_of_group,
    share_of_total,
    share_only,
    share_sign,
)
from chat.reader.grammar.shared import column_of, measure_column, n_rows
from chat.reader.grammar.sides import lower_measure, means_persons, upper_measure

_SURE = 0.45  # what the link to a name may cost


def _limit(_: Lattice, top: Sense, number: Any) -> Any:
    if number is not None and (
        number.concept != int(number.concept) or not 0 < number.concept <= 1000
    ):
        return None
    if top.first and _.at("compare", top.first - 1):
        return None  # "at least 20" limits values, it ranks none
    n = int(number.concept) if number is not None else None
    return Limit(n, top.concept == "desc")


def _limit_before(_: Lattice, number: Sense, top: Sense) -> Any:
    return _limit(_, top, number)


def _place(_: Lattice, ordinal: Sense, top: Sense) -> Any:
    return Limit(1, top.concept == "desc", int(ordinal.concept))


def _extreme(lattice: Lattice, number: Any, extreme: Sense) -> Any:
    made = _limit(lattice, extreme, number)
    return (
        None
        if made is None
        else Limit(made.n, made.descending, quality=_quality(lattice, extreme))
    )


def _quality(lattice: Lattice, sense: Sense) -> str:
    for other in lattice.at("quality", sense.first):
        if other.last == sense.last:
            return str(other.concept)
    return ""


def _mark(kind: str) -> Callable[..., Any]:
    def build(_: Lattice, sense: Sense, *rest: Any) -> Mark:
        return Mark(kind, sense.concept)

    return build


def _window(_: Lattice, sense: Sense) -> Window:
    return Window(sense.concept)


def _moving(
    lattice: Lattice, number: Any, unit: Any, moving: Sense, statistic: Any, *_: Any
) -> Any:
    n = int(number.concept) if number is not None else None
    words = unit.concept if unit is not None else ""
    return Window("moving", n, statistic.concept if statistic else "", unit=words)


def _moving_behind(
    lattice: Lattice, moving: Sense, number: Sense, unit: Any, statistic: Any
) -> Any:
    return _moving(lattice, number, unit, moving, statistic)


def _change(_: Lattice, adverb: Any, growth: Sense, *rest: Any) -> Any:
    return Window(growth.concept)


def _against(lattice: Lattice, against: Sense, unit: Any) -> Any:
    said = unit or _unit_within(lattice, against)
    return Mark("against", against.concept, {"unit": said.concept if said else ""})


def _unit_within(lattice: Lattice, against: Sense) -> Sense | None:
    """ "from one quarter to the next": the period that the words speak of."""
    for at in range(against.first, against.last):
        for unit in lattice.at("unit", at):
            return unit
    return None


def _reach(lattice: Lattice, reach: Sense, number: Sense) -> Any:
    if not number.percent and not 1 <= number.concept <= 100:
        return None
    return Mark("reach", data={"share": number.concept / 100})


def _look(lattice: Lattice, look: Sense, text: Sense) -> Any:
    return Mark("look", look.concept, {"text": str(text.concept)})


def _percentile(lattice: Lattice, word: Sense) -> Any:
    return Mark("position")


def _of_one(lattice: Lattice, of: Sense, what: Any) -> Any:
    """ "what does a visit bring in": an amount for each of them."""
    lower = lower_measure(lattice, what)
    if lower is None or means_persons(lattice, lower, what):
        return None
    return Mark("ofone", data={"lower": lower})


def _having_once(lattice: Lattice, times: Sense) -> Any:
    op, value = {
        "once": (">", 1),
        "one": ("==", 1),
        "twice": (">=", 2),
        "thrice": (">", 2),
    }[times.concept]
    return Mark("having", data={"measure": Measure("count"), "op": op, "value": value})


def _having_only(lattice: Lattice, only: Sense, number: Sense, noun: Any) -> Any:
    data = {"measure": Measure("count"), "op": "==", "value": number.concept}
    return Mark("having", data=data)


def _having(lattice: Lattice, compare: Sense, number: Sense, noun: Any) -> Any:
    """ "with at least 3 orders": how many rows a group must have."""
    measure = upper_measure(lattice, noun)
    if measure is None or _is_numbered(lattice, number.last):
        return None
    if lattice.tokens[number.first].percent:
        return None  # "more than 30% of the staff": a share, and no number of rows
    value = plain_number(lattice, None, number)
    return Mark(
        "having",
        data={"measure": measure, "op": TURNED[compare.concept], "value": value},
    )


def _is_numbered(lattice: Lattice, at: int) -> bool:
    """ "more than one order" where each order has several rows: no number of rows."""
    found = [s for s in lattice.at("column", at) if s.cost < _SURE]
    numbered = [column_of(lattice, s.concept) for s in found]
    return any(is_numbered(column, n_rows(lattice)) for column in numbered)


def _having_amount(
    lattice: Lattice, measures: Any, compare: Sense, number: Sense, unit: Any = None
) -> Any:
    """ "an average mark above 60", "a total fee of at most 100": what a group must have."""
    if unit is not None and unit.concept != measures[0].of:
        return None
    if len(measures) != 1 or not measures[0].given or measures[0].over is not None:
        return None
    measure = measures[0]
    counts = measure.statistic == "count" and measure.of is None
    if measure.statistic == "rate" or counts:
        return None
    value = plain_number(lattice, measure.of, number)
    data = {"measure": measure, "op": TURNED[compare.concept], "value": value}
    return Mark("having", data=data)


def _against_figure(
    lattice: Lattice, compare: Sense, statistic: Sense, column: Sense | None = None
) -> Any:
    """ "above average", "more than the median age": held against a figure of all."""
    name = column.concept if column is not None else None
    if compare.concept not in TURNED or (
        name is not None and not measure_column(lattice, name)
    ):
        return None
    said = lattice.at("quality", compare.first)
    quality = str(said[0].concept) if said and name is None else ""
    data = {"statistic": statistic.concept, "column": name, "quality": quality}
    return Mark("against_figure", TURNED[compare.concept], data)


def _more_than_figure(
    lattice: Lattice, more: Sense, than: Sense, statistic: Sense
) -> Any:
    """ "more expensive than average": the comparative says of what."""
    if more.concept not in ("more", "less"):
        return None
    op = ">" if more.concept == "more" else "<"
    said = [s for at in range(more.first, more.last) for s in lattice.at("quality", at)]
    quality = str(said[0].concept) if said else ""
    data = {"statistic": statistic.concept, "column": None, "quality": quality}
    return Mark("against_figure", op, data)


def _having_lasting(
    lattice: Lattice, measures: Any, compare: Sense, number: Sense, unit: Sense
) -> Any:
    """ "an average wait above 15 minutes" of a column that counts minutes."""
    of = measures[0].of if len(measures) == 1 else None
    if of is None or length_unit(lattice, of) != unit.concept:
        return None
    return _having_amount(lattice, measures, compare, number)


def _having_different(
    lattice: Lattice, compare: Sense, number: Sense, columns: Columns
) -> Any:
    """ "three or more different products": how many a group must have."""
    if len(columns.names) != 1 or measure_column(lattice, columns.names[0]):
        return None
    measure = Measure("unique", columns.names[0])
    yes = yes_of(column_of(lattice, columns.names[0]))
    if yes is not None:
        where = {"column": columns.names[0], "op": "==", "value": yes}
        measure = Measure("count", None, where)
    value = plain_number(lattice, None, number)
    data = {"measure": measure, "op": TURNED[compare.concept], "value": value}
    return Mark("having", data=data)


def _having_several(
    lattice: Lattice, compare: Sense, number: Sense, columns: Columns
) -> Any:
    """ "at least 3 products": different ones, where a plural names them."""
    column = column_of(lattice, columns.names[0])
    plural = any(
        s.first >= number.last and lattice.words(s.first, s.last).endswith("s")
        for s in lattice.all("column")
        if s.concept == column.name
    )
    if column.kind == "datetime" or not (
        plural or is_numbered(column, n_rows(lattice))
    ):
        return None
    return _having_different(lattice, compare, number, columns)


def _of_totals(
    lattice: Lattice, statistic: Sense, unit: Sense, total: Sense | None = None
) -> Any:
    """ "average monthly total", "average December total": of what periods add up to."""
    if unit.category != "date":
        return Mark("oftotals", statistic.concept, {"unit": unit.concept})
    if getattr(unit.concept, "yearless", "") != "month":
        return None
    data = {"unit": "year", "month": unit.concept.start.month}
    return Mark("oftotals", statistic.concept, data)


def _all_together(lattice: Lattice, n: Any, columns: Columns, together: Sense) -> Any:
    """ "all three branches together": none of the groups by itself."""
    if any(measure_column(lattice, name) for name in columns.names):
        return None
    return Mark("whole")


REST = (
    rule("limit", "top number?", _limit),
    rule("limit", "number top", _limit_before),
    rule("limit", "ordinal top", _place),
    rule("limit", "number? extreme", _extreme, 0.05),
    rule("limit", "ordinal extreme", lambda x, o, e: Limit(1, e.concept == "desc", int(o.concept), _quality(x, e))),
    rule("sign", "share columns", share_sign("columns")),
    rule("sign", "share noun", share_sign("noun")),
    rule("sign", "share measures", share_of_total),
    rule("sign", "share rows_", share_sign("rows")),
    rule("sign", "share", share_only, 0.2),
    rule("sign", "ofwhole columns", share_of_group, -0.05),
    rule("sign", "ofwhole columns statistic:sum", lambda x, o, c, s: share_of_group(x, o, c), -0.1),
    rule("sign", "breakdown columns", share_sign("breakdown"), -0.1),
    rule("sign", "percent", _mark("percent")),
    rule("sign", "order", _mark("order")),
    rule("sign", "versus", _mark("versus"), 0.1),
    rule("sign", "comparing", _mark("comparing"), 0.1),
    rule("sign", "rest", _mark("rest"), 0.1),
    rule("sign", "howmuchmore", _mark("howmuchmore")),
    rule("sign", "more", _mark("more"), 0.2),
    rule("sign", "rising", _mark("rising"), -0.3),
    rule("sign", "yesno", _mark("yesno"), 0.15),
    rule("sign", "who", _mark("who"), 0.0),
    rule("sign", "rateof noun", share_sign("noun"), 0.2),
    rule("sign", "rateof rows_", share_sign("rows"), 0.2),
    rule("sign", "which", _mark("which"), 0.15),
    rule("sign", "rank", _mark("rank"), 0.1),
    rule("sign", "quality", _mark("quality"), 0.25),
    rule("sign", "by quality:revenue|expense|profit|price|count", lambda x, b, q: _mark("quality")(x, q), 0.25),
    rule("sign", "sortby quality:revenue|expense|profit|price|count", lambda x, b, q: _mark("quality")(x, q), 0.3),
    rule("sign", "everything", _mark("everything")),
    rule("sign", "howmuch", _mark("howmuch"), 0.3),
    rule("sign", "statistic", _mark("statistic"), 0.4),
    rule("sign", "not columns", lambda x, n, c: Mark("notcolumn", data={"names": c.names}), 0.2),
    rule("sign", "not statistics", lambda x, n, s: Mark("instead"), 0.1),
    rule("sign", "distinct", _mark("distinct"), 0.3),
    rule("sign", "percentile", _percentile, -0.2),
    rule("sign", "reach number", _reach),
    rule("sign", "times", _having_once),
    rule("sign", "compare statistic:mean|median", _against_figure, -0.1),
    rule("sign", "compare statistic:mean|median column", _against_figure, -0.2),
    rule("sign", "compare mark:- statistic:mean|median column?", lambda x, c, m, s, u: _against_figure(x, c, s, u), -0.2),
    rule("sign", "more versus statistic:mean|median", _more_than_figure, -0.1),
    rule("sign", "column compare statistic:mean|median", lambda x, u, c, s: _against_figure(x, c, s, u), -0.2),
    rule("sign", "compare number noun", _having),
    rule("sign", "only number noun", _having_only),
    rule("sign", "compare number timesword", lambda x, c, n, w: _having(x, c, n, Noun(""))),
    rule("sign", "number timesword orless", lambda x, n, w, c: _having(x, c, n, Noun(""))),
    rule("sign", "compare number columns", _having, 0.2),
    rule("sign", "measures compare number column?", _having_amount, -0.1),
    rule("sign", "measures number column? orless", lambda x, m, n, u, c: _having_amount(x, m, c, n, u), -0.1),
    rule("sign", "measures is compare number column?", lambda x, m, i, c, n, u: _having_amount(x, m, c, n, u), -0.1),
    rule("sign", "measures compare number length", _having_lasting, -0.3),
    rule("sign", "measures number length orless", lambda x, m, n, u, c: _having_lasting(x, m, c, n, u), -0.3),
    rule("sign", "compare number measures", lambda x, c, n, m: _having_amount(x, m, c, n), -0.1),
    rule("sign", "compare number distinct columns", lambda x, c, n, d, o: _having_different(x, c, n, o), -0.2),
    rule("sign", "number orless distinct columns", lambda x, n, c, d, o: _having_different(x, c, n, o), -0.2),
    rule("sign", "number orless noun", lambda x, n, c, o: _having(x, c, n, o)),
    rule("sign", "number orless columns", lambda x, n, c, o: _having(x, c, n, o) or _having_several(x, c, n, o), 0.2),
    rule("sign", "compare number columns", _having_several, 0.2),
    rule("sign", "statistic:mean|median|min|max unitly statistic:sum", _of_totals, -0.3),
    rule("sign", "statistic:mean|median|min|max date statistic:sum", _of_totals, -0.3),
    rule("sign", "statistic:mean|median|min|max unit statistic:sum", _of_totals, -0.3),
    rule("sign", "statistic:mean|median|min|max statistic:sum by unit", lambda x, s, t, b, u: _of_totals(x, s, u), -0.3),
    rule("sign", "unit", _mark("unit"), 0.3),
    rule("sign", "acrossall:wholly", lambda x, a: Mark("whole")),
    rule("sign", "acrossall columns", lambda x, a, c: Mark("whole"), 0.05),
    rule("sign", "number? columns acrossall:together", _all_together, -0.1),
    rule("sign", "unfilter", _mark("unfilter"), 0.2),
    rule("sign", "charttype", _mark("chart"), 0.0),
    rule("sign", "look quoted", _look),
    rule("sign", "look text", _look, 0.3),
    rule("sign", "orientation", _mark("orientation")),
    rule("sign", "colour", _mark("colour")),
    rule("sign", "weekdayname", _mark("weekdayname"), 0.05),
    rule("sign", "weekdayname and weekdayname",
         lambda x, a, s, b: Mark("weekdayname", a.concept, {"more": (b.concept,)})),
    rule("sign", "against unit?", _against),
    rule("sign", "ofone noun", _of_one),
    rule("sign", "ofone columns", _of_one),
    rule("sign", "number", lambda x, n: Mark("number", data={"value": n.concept, "percent": n.percent, "at": n.first}), 0.5),
    rule("window", "running", _window),
    rule("window", "todate", _window),
    rule("window", "cumshare", _window),
    rule("window", "number? unit? moving statistic?", _moving),
    rule("window", "moving number unit? statistic?", _moving_behind),
    rule("window", "growth", _window),
    rule("window", "unitly growth", lambda x, u, g: Window(g.concept, unit=u.concept)),
    rule("noun_", "noun", lambda x, n: n),
    rule("subject", "columns", lambda x, c: c),
)  # fmt: skip
