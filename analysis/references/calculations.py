"""What R computes of its data sets, for each form of calculation."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.base.operation import Reference
from analysis.references.series import AIR_PASSENGERS
from analysis.references.small import SLEEP
from analysis.references.tables import INSECT_SPRAYS, TOOTH_GROWTH, WARPBREAKS

_AIR: dict[str, list[Any]] = {
    "month": list(pd.date_range("1949-01-01", periods=144, freq="MS")),
    "x": AIR_PASSENGERS,
}
_BREAKS = {"statistic": "sum", "of": "breaks"}
_COUNT = {"statistic": "sum", "of": "count"}
_X = {"statistic": "sum", "of": "x"}
_TENSION = {"column": "tension", "values": ["L", "M", "H"]}
_YEAR = {"column": "month", "grain": "year"}


def _rows(*rows: tuple[list[Any], list[Any]]) -> dict[str, list[dict[str, list[Any]]]]:
    return {"rows": [{"keys": keys, "values": values} for keys, values in rows]}


def _of_lengths(measure: dict[str, Any]) -> dict[str, Any]:
    return {"measures": [{"of": "len", **measure}], "by": [{"column": "supp"}]}


CALCULATIONS = (
    Reference(
        dict(SLEEP),
        {"measures": [{"statistic": "mean", "of": "extra"}], "by": [{"column": "group"}]},
        _rows((["1"], [0.75, 10]), (["2"], [2.33, 10])),
        "R: aggregate(extra ~ group, data = sleep, mean)",
        1e-12,
    ),
    Reference(
        dict(WARPBREAKS),
        {"measures": [_BREAKS], "by": [{"column": "wool"}, {"column": "tension"}]},
        _rows(
            (["A", "H"], [221]), (["A", "L"], [401]), (["A", "M"], [216]),
            (["B", "H"], [169]), (["B", "L"], [254]), (["B", "M"], [259]),
        ) | {"total": 1520},
        "R: aggregate(breaks ~ wool + tension, warpbreaks, sum)",
    ),
    Reference(
        dict(WARPBREAKS),
        {"measures": [{**_BREAKS, "share": "row"}],
         "by": [{"column": "wool"}, {"column": "tension"}]},
        _rows((["A", "H"], [0.263723150358, 221]), (["A", "L"], [0.478520286396, 401]),
              (["A", "M"], [0.257756563246]), (["B", "H"], [0.247800586510])),
        "R: prop.table(xtabs(breaks ~ wool + tension, warpbreaks), 1)",
        1e-10,
    ),
    Reference(
        dict(WARPBREAKS),
        {"measures": [{**_BREAKS, "share": "total"}],
         "by": [{"column": "wool"}, {"column": "tension"}]},
        _rows((["A", "H"], [0.145394736842]), (["A", "L"], [0.263815789474])),
        "R: prop.table(xtabs(breaks ~ wool + tension, warpbreaks))",
        1e-10,
    ),
    Reference(
        dict(WARPBREAKS),
        {"measures": [{"statistic": "median", "of": "breaks"}], "by": [_TENSION]},
        _rows((["L"], [29.5]), (["M"], [27.0]), (["H"], [20.5])),
        "R: tapply(warpbreaks$breaks, warpbreaks$tension, median)",
    ),
    Reference(
        dict(TOOTH_GROWTH),
        _of_lengths({"statistic": "percentile", "q": 90}),
        _rows((["OJ"], [27.30]), (["VC"], [26.98])),
        "R: tapply(ToothGrowth$len, ToothGrowth$supp, quantile, 0.9)",
        1e-12,
    ),
    Reference(
        dict(TOOTH_GROWTH),
        _of_lengths({"statistic": "iqr"}),
        _rows((["OJ"], [10.2]), (["VC"], [11.9])),
        "R: tapply(ToothGrowth$len, ToothGrowth$supp, IQR)",
        1e-12,
    ),
    Reference(
        dict(TOOTH_GROWTH),
        _of_lengths({"statistic": "var"}),
        _rows((["OJ"], [43.6334367816]), (["VC"], [68.3272298851])),
        "R: tapply(ToothGrowth$len, ToothGrowth$supp, var)",
        1e-10,
    ),
    Reference(
        dict(INSECT_SPRAYS),
        {"measures": [{"statistic": "range", "of": "count"}],
         "by": [{"column": "spray"}]},
        _rows((["A"], [16]), (["B"], [14]), (["C"], [7]), (["D"], [10]), (["E"], [5]),
              (["F"], [17])),
        "R: tapply(count, spray, function(x) diff(range(x))), InsectSprays",
    ),
    Reference(
        dict(WARPBREAKS),
        {"measures": [{"statistic": "rate",
                       "where": {"column": "breaks", "op": ">", "value": 30}}],
         "by": [_TENSION]},
        _rows((["L"], [0.444444444444, 8, 18]), (["M"], [0.277777777778, 5, 18]),
              (["H"], [0.111111111111, 2, 18])),
        "R: with(warpbreaks, tapply(breaks > 30, tension, mean))",
        1e-10,
    ),
    Reference(
        dict(WARPBREAKS),
        {"measures": [{**_BREAKS, "over": {"statistic": "count"}}],
         "by": [{"column": "wool"}]},
        _rows((["A"], [31.0370370370]), (["B"], [25.2592592593])),
        "R: sapply(split(warpbreaks, wool), function(d) sum(d$breaks) / nrow(d))",
        1e-10,
    ),
    Reference(
        dict(WARPBREAKS),
        {"measures": [{"statistic": "count"}],
         "by": [{"column": "breaks", "bins": [10, 20, 30, 70]}]},
        _rows((["[10, 20)"], [16]), (["[20, 30)"], [21]), (["[30, 70]"], [17])),
        "R: table(cut(breaks, c(10, 20, 30, 70), right = FALSE, include.lowest = TRUE))",
    ),
    Reference(
        dict(WARPBREAKS),
        {"measures": [{"statistic": "mean", "of": "breaks"}], "position": {"value": 30}},
        _rows(([], [0.722222222222, 0.685185185185, 54])),
        "R: ecdf(warpbreaks$breaks)(30); mean(warpbreaks$breaks < 30)",
        1e-10,
    ),
    Reference(
        _AIR,
        {"measures": [_X], "by": [_YEAR], "window": {"kind": "running"}},
        _rows((["1949"], [1520, 1520]), (["1950"], [3196, 1676]), (["1951"], [5238, 2042])),
        "R: cumsum(aggregate(AirPassengers, FUN = sum))",
    ),
    Reference(
        _AIR,
        {"measures": [_X], "by": [_YEAR], "window": {"kind": "growth"}},
        _rows((["1949"], [None, 1520]), (["1950"], [0.1026315789474, 1676, 156]),
              (["1951"], [0.2183770883055, 2042, 366])),
        "R: g <- aggregate(AirPassengers, FUN = sum); diff(g) / g[-length(g)]",
        1e-10,
    ),
    Reference(
        _AIR,
        {"measures": [_X], "by": [{"column": "month", "grain": "month"}],
         "window": {"kind": "growth", "against": "year_before"},
         "order": {"by": "key", "descending": False}},
        _rows(*(([f"1949-{month:02}"], [None]) for month in range(1, 13)),
              (["1950-01"], [0.0267857142857, 115, 3]),
              (["1950-02"], [0.0677966101695, 126, 8])),
        "R: x <- as.numeric(AirPassengers); (x[13:144] - x[1:132]) / x[1:132]",
        1e-10,
    ),
    Reference(
        _AIR,
        {"measures": [_X], "by": [{"column": "month", "grain": "month"}],
         "window": {"kind": "moving", "n": 3},
         "order": {"by": "key", "descending": True}, "limit": 3},
        _rows((["1960-12"], [427.666666667]), (["1960-11"], [453.0]),
              (["1960-10"], [525.0])),
        "R: stats::filter(AirPassengers, rep(1/3, 3), sides = 1)",
        1e-10,
    ),
    Reference(
        dict(INSECT_SPRAYS),
        {"measures": [_COUNT], "by": [{"column": "spray"}], "window": {"kind": "rank"}},
        _rows((["F"], [1, 200]), (["B"], [2, 184]), (["A"], [3, 174]), (["D"], [4, 59]),
              (["E"], [5, 42]), (["C"], [6, 25])),
        "R: rank(-tapply(InsectSprays$count, InsectSprays$spray, sum))",
    ),
    Reference(
        dict(INSECT_SPRAYS),
        {"measures": [_COUNT], "by": [{"column": "spray"}],
         "window": {"kind": "cumulative_share"}},
        _rows((["F"], [0.292397660819, 200]), (["B"], [0.561403508772, 184]),
              (["A"], [0.815789473684, 174]), (["D"], [0.902046783626, 59])),
        "R: s <- sort(tapply(count, spray, sum), TRUE); cumsum(s) / sum(s), InsectSprays",
        1e-10,
    ),
    Reference(
        dict(INSECT_SPRAYS),
        {"measures": [_COUNT], "by": [{"column": "spray"}], "reach": {"share": 0.8}},
        _rows((["F"], [200]), (["B"], [184]), (["A"], [174, 0.815789473684]))
        | {"n_groups": 6},
        "R: the first three of cumsum(s) / sum(s) as above",
        1e-10,
    ),
    Reference(
        dict(INSECT_SPRAYS),
        {"measures": [_COUNT], "by": [{"column": "spray", "values": ["A", "C"]}],
         "compare": {}},
        {"sides": ["A", "C"], "differences": [{"difference": 149.0, "ratio": 6.96}]},
        "R: s <- tapply(count, spray, sum); s['A'] - s['C']; s['A'] / s['C'], InsectSprays",
        1e-12,
    ),
)  # fmt: skip
