"""Mann–Kendall test of a trend, with Sen's slope."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.plain import plain
from analysis.results.series import TrendTestResult
from analysis.signatures.inference import ALPHA_NUMBERS, CONFIDENCE_NUMBERS
from analysis.signatures.series import (
    GRAIN_OPTIONS,
    SUMMED_OPTIONS,
    Grain,
    SeriesColumn,
    SeriesStatistic,
    TimeColumn,
)
from analysis.statistics.samples import check_shares
from analysis.statistics.time_order import (
    ordered_series,
    require_length,
    time_points,
)
from analysis.statistics.trend import kendall_trend, sen_slope, steps_in_time
from analysis.words.chart import capitalised
from analysis.words.inference import answer_of_test, sentence
from analysis.words.series import (
    layers_chart,
    series_name,
    series_notes,
    series_title,
    thinned,
)

operation = Operation(
    __name__,
    kind="analyse",
    title="Trend test (Mann–Kendall)",
    category="Time series",
    language=Language(
        phrases=(
            Phrase(r"\bmann[- –]kendall\b", 5.5),
            Phrase(r"\b(?:theil[- ])?sen'?s? slope\b", 4.5),
            Phrase(r"\btrend test\b|\btest (?:\S+ ){0,4}?(?:for|of) (?:a |any )?(?:monotonic )?trend\b", 5),
            Phrase(r"\b(?:is|are) there (?:a|any|an) (?:\w+ )?(?:trend|increase|decrease)\b", 5),
            Phrase(r"\b(?:significant|monotonic|upward|downward) trend\b", 4),
            Phrase(r"\b(?:has|have|does|did|is) {num} (?:\w+ )?(?:increas\w+|decreas\w+|ris\w+|fall\w*|"
                   r"grow\w*|declin\w+|trend\w*)(?: \w+)? (?:over|with|in) (?:time|{date}|{num})", 4.5),
        ),
        anti=(Phrase(r"\b(?:chart|plot|draw|forecast|predict|decompos\w+|stationar\w+)\b", 3),),
        options={"grain": GRAIN_OPTIONS, "statistic": SUMMED_OPTIONS},
        numbers={"alpha": ALPHA_NUMBERS, "confidence_level": CONFIDENCE_NUMBERS},
        examples=(
            Example("Mann-Kendall test of fare", {"column": "fare"}),
            Example("is there a trend in fare", {"column": "fare"}),
            Example("test age for a trend", {"column": "age"}),
            Example("Sen's slope of fare", {"column": "fare"}),
            Example("is there a significant trend in fare at alpha 0.01",
                    {"column": "fare", "alpha": 0.01}),
        ),
    ),
    references=(
        Reference(
            {"x": [10, 15, 14, 20]},
            {"column": "x"},
            {"s": 4, "var_s": 26 / 3, "estimate": 35 / 12},
            "by hand after Gilbert (1987), pp. 209 and 217: of 6 pairs 5 rise and 1 falls; "
            "variance 4·3·13 / 18; slopes 5, 2, 10/3, -1, 5/2, 6, median 35/12",
        ),
        Reference(
            {"x": [1, 2, 2, 3]},
            {"column": "x"},
            {"s": 5, "var_s": 138 / 18, "statistic": 4 / math.sqrt(138 / 18)},
            "by hand with the correction for ties (4·3·13 − 2·1·9) / 18",
        ),
    ),
)  # fmt: skip


@operation.compute
def trend_test(
    data: pd.DataFrame,
    column: SeriesColumn,
    time: TimeColumn | None = None,
    grain: Grain | None = None,
    statistic: SeriesStatistic | None = None,
    alpha: float = 0.05,
    confidence_level: float = 0.95,
) -> TrendTestResult:
    """Mann–Kendall test of a monotonic trend, corrected for ties and continuity.

    Sen's slope (the median of the slopes of all pairs) and its interval are per year
    for dates, else per step of time. The test takes the values as independent;
    ``autocorrelation`` is that of the values about Sen's line, at lag 1.

    Source: Mann (1945), Kendall (1975), Sen (1968), Gilbert (1987).
    """
    check_shares(alpha=alpha, confidence_level=confidence_level)
    series, facts = ordered_series(data, column, time, grain, statistic)
    require_length(series, 4, "A trend test", column)
    values = series.to_numpy()
    steps, unit = steps_in_time(series, facts)
    found = kendall_trend(values, column)
    slope = sen_slope(steps, values, found["var_s"], confidence_level)
    line = slope["intercept"] + slope["estimate"] * steps
    rest = values - line - np.mean(values - line)
    spread = float(rest @ rest)
    lag_1 = float(rest[1:] @ rest[:-1]) / spread if spread > 0 else None
    significant = bool(found["p_value"] < alpha)
    points = time_points(series, facts, line=line)
    result: TrendTestResult = {
        **facts, **found, **slope, "significant": significant, "alpha": alpha,
        "confidence_level": confidence_level, "unit": unit, "autocorrelation": lag_1,
        "statistic": found["z"], "statistic_name": "z",
        "estimate_name": f"Sen's slope per {unit}",
        "effect_size": found["tau"], "effect_size_name": "Kendall tau",
        "method": "Mann–Kendall test", "alternative": "two-sided", "points": points,
        "summarised": facts["statistic"],
        "verdict": ("rising" if found["s"] > 0 else "falling") + " trend"
        if significant else "no significant trend",
    }  # fmt: skip
    as_json: TrendTestResult = plain(result)
    return as_json


@operation.restate
def restate(column: str, **more: Any) -> str:
    return series_title("Mann–Kendall trend test", column, **more)


@operation.present
def present(result: TrendTestResult, column: str) -> Answer:
    facts: Any = {**result, "statistic": result["summarised"]}
    what = series_name(column, facts)
    way = "rises" if result["s"] > 0 else "falls"
    words = sentence(
        f"Yes, {what} {way} over time",
        f"No significant trend in {what} was found",
        result,
    )
    lag = result["autocorrelation"]
    warnings = []
    if lag is not None and abs(lag) > 2 / math.sqrt(result["n_times"]):
        warnings.append(
            f"Neighbouring values resemble each other (autocorrelation {lag:.2f} about "
            "the line), so the p-value is smaller than it should be; a season has the "
            "same effect."
        )
    points = thinned(result["points"])
    picture = layers_chart(
        capitalised(f"{what} with Sen's slope"), facts,
        {what: points, "Sen's slope": [{"x": p["x"], "value": p["line"]} for p in points]},
        what, words,
    )  # fmt: skip
    warned: TrendTestResult = {**result, "warnings": warnings}
    return answer_of_test(
        words, warned,
        "It asks for a trend in one direction, straight or not.", series_notes(facts),
        tables=(picture,),
    )  # fmt: skip
