"""Bootstrap intervals as answers: a sentence, tiles, and what the resamples gave."""

from __future__ import annotations

from typing import Any

from analysis.base.operation import Answer
from analysis.base.reply import Block, Chart, Item, KeyValues, Notice
from analysis.base.wording import (
    figure,
    muted,
    name_of,
    names_of,
    observed_words,
    percent,
)
from analysis.results.comparisons import BootstrapResult
from analysis.words.charts import axis, chart, spec, tooltip
from analysis.words.inference import interval, short, table_of

FEW_VALUES = 10
_INTERVALS = {
    "BCa": "bias-corrected and accelerated (BCa) interval",
    "percentile": "percentile interval",
    "basic": "basic interval",
}


def statistic_words_of(
    statistic: str, percentile: float | None, difference: bool
) -> str:
    """``difference of medians``, ``90th percentile``."""
    words = {"std": "standard deviation", "trimmed mean": "20 % trimmed mean"}
    what = words.get(statistic, statistic)
    if statistic == "percentile":
        what = f"percentile {figure(percentile or 50.0)}"
    if difference and "correlation" not in statistic:
        return f"difference of the {what}"
    return what


def answer_of_bootstrap(result: BootstrapResult) -> Answer:
    """Everything that is said of bootstrap intervals."""
    rows = result["rows"]
    what = statistic_words_of(
        result["statistic"], result["percentile"], result["difference"]
    )
    level = {"confidence_level": result["confidence_level"]}
    found = "; ".join(
        (f"{row['label']}: " if len(rows) > 1 else "")
        + f"{figure(row['estimate'])} ({interval({**row, **level})})"
        for row in rows[:6]
    )
    verb = "are" if len(rows) > 1 else "is"
    plural = "s" if len(rows) > 1 else ""
    summary = (
        f"The bootstrapped {what}{plural} of {names_of(result['columns'])} {verb} {found} "
        f"(n = {result['n_obs']:,}, {result['n_resamples']:,} resamples)."
    )
    blocks: list[Block] = []
    if len(rows) == 1:
        blocks += [_tiles(result)]
        if rows[0]["bins"]:
            blocks.append(resamples_chart(result, what))
    else:
        blocks += [_table(result, what), intervals_chart(result, what)]
    return Answer(summary, (*blocks, *_notices(result), _how(result)))


def _tiles(result: BootstrapResult) -> KeyValues:
    row, level = result["rows"][0], percent(result["confidence_level"])
    return KeyValues(
        style="tiles",
        items=(
            Item(label="estimate", value=row["estimate"], note=row["label"]),
            Item(label=f"{level} interval, low", value=row["ci_low"]),
            Item(label=f"{level} interval, high", value=row["ci_high"]),
            Item(label="standard error", value=row["standard_error"]),
            Item(label="bias", value=row["bias"]),
            Item(label="n", value=row["n_obs"], format="integer"),
        ),
    )


def _table(result: BootstrapResult, what: str) -> Any:
    heads = {
        "label": (name_of(result["group"]), "text"),
        "n_obs": ("n", "integer"),
        "estimate": (what, "number"),
        "ci_low": ("low", "number"),
        "ci_high": ("high", "number"),
        "standard_error": ("standard error", "number"),
    }
    level = percent(result["confidence_level"])
    return table_of(result["rows"], heads, f"{level} intervals")


def resamples_chart(result: BootstrapResult, what: str) -> Chart:
    """The statistic in the resamples, with the estimate and the interval's ends."""
    row = result["rows"][0]
    x = axis("start", "quantitative", what, bin="binned", scale={"zero": False})
    y = axis("count", "quantitative", "resamples")
    bars = {
        "mark": {"type": "bar", "style": "accent"},
        "encoding": {
            "x": x,
            "x2": {"field": "end"},
            "y": y,
            "tooltip": tooltip(
                axis("start", "quantitative", "from"),
                axis("end", "quantitative", "to"),
                y,
            ),
        },
    }
    ends = [{"at": row[key]} for key in ("ci_low", "ci_high")]
    at = {"x": {"field": "at", "type": "quantitative"}}
    rules = {
        "data": {"values": ends},
        "mark": {"type": "rule", "style": "reference"},
        "encoding": at,
    }
    middle = {
        "data": {"values": [{"at": row["estimate"]}]},
        "mark": {"type": "rule", "style": "second", "strokeWidth": 2},
        "encoding": at,
    }
    bounds = interval({**row, "confidence_level": result["confidence_level"]})
    return chart(
        f"The {what} in {result['n_resamples']:,} resamples",
        spec(row["bins"], layer=[bars, rules, middle]),
        f"Histogram of the {what} in the resamples: estimate {short(row['estimate'])}, "
        f"{bounds}.",
        "solid: the estimate; dashed: the interval",
    )


def intervals_chart(result: BootstrapResult, what: str) -> Chart:
    """Each group's estimate with its interval."""
    values = [
        {"x": row["estimate"], "low": row["ci_low"], "high": row["ci_high"],
         "y": name_of(row["label"])}
        for row in result["rows"][:30]
    ]  # fmt: skip
    x = axis("x", "quantitative", what, scale={"zero": False})
    y = axis("y", "nominal", result["group"] or "", sort=[row["y"] for row in values])
    low, high = (axis(key, "quantitative", key) for key in ("low", "high"))
    rules = {
        "mark": {"type": "rule", "style": "interval"},
        "encoding": {
            "x": {**low, "title": what, "scale": {"zero": False}},
            "x2": {"field": "high"},
            "y": y,
        },
    }
    points = {
        "mark": {"type": "point", "opacity": 1},
        "encoding": {"x": x, "y": y, "tooltip": tooltip(y, x, low, high)},
    }
    return chart(
        f"{what[:1].upper()}{what[1:]} by {name_of(result['group'])}",
        spec(values, layer=[rules, points]),
        f"Estimates of the {what} with intervals for {len(values)} groups of "
        f"{name_of(result['group'])}.",
    )


def _notices(result: BootstrapResult) -> list[Notice]:
    found = []
    used = {row["interval_method"] for row in result["rows"]}
    if used != {result["interval_asked"]}:
        found.append(
            Notice(
                text="The percentile interval stands in for BCa, which takes at most "
                "10,000 rows and a statistic that varies.",
            )
        )
    fewest = min(row["n_obs"] for row in result["rows"])
    if fewest < FEW_VALUES:
        found.append(
            Notice(
                text=f"{fewest} values are few: bootstrap intervals are then too narrow.",
                level="warning",
            )
        )
    return found


def _how(result: BootstrapResult) -> Any:
    how = "pairs of values resampled together" if result["paired"] else "rows resampled"
    if result["difference"] and not result["paired"]:
        how = "each group resampled by itself"
    asked = _INTERVALS[result["rows"][0]["interval_method"]]
    return muted(
        f"Bootstrap, {asked}, {how}, {result['n_resamples']:,} resamples, seed "
        f"{result['random_state']}; {observed_words(result)}.",
        "Standard error and bias are those of the resamples.",
    )
