"""Regressions as answers: coefficient tables, equations, what was left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.base.reply import Chart, Item, KeyValues, Table
from analysis.base.wording import figure, names_of, p_words, percent
from analysis.results.regressions import Coefficient, ModelResult, UsedRows
from analysis.words.chart import capitalised
from analysis.words.charts import axis, chart, spec, tooltip
from analysis.words.inference import interval, short, table_of


def predictors_words(predictors: Sequence[str]) -> str:
    """Their names, or how many there are."""
    if len(predictors) > 5:
        return f"{len(predictors)} predictors"
    return names_of(predictors)


def tiles(*items: tuple[str, Any, str] | tuple[str, Any, str, str]) -> KeyValues:
    """Labelled values with their formats; those without a value are left out."""
    return KeyValues(
        items=tuple(
            Item(label=label, value=value, format=shown, note=note[0] if note else "")
            for label, value, shown, *note in items
            if value is not None
        ),
        style="tiles",
    )


def coefficient_table(result: ModelResult, extra: dict[str, tuple[str, Any]]) -> Table:
    """Coefficients down; estimate, error, interval, statistic and p across."""
    level = percent(result["confidence_level"])
    heads: dict[str, tuple[str, Any]] = {
        "term": ("term", "text"),
        "estimate": ("b", "number"),
        "std_error": ("se", "number"),
        "ci_low": (f"{level} low", "number"),
        "ci_high": (f"{level} high", "number"),
        "statistic": (result["coefficient_statistic"], "number"),
        "p_value": ("p", "p_value"),
        **extra,
    }
    return table_of(result["coefficients"], heads, "Coefficients")


def setting_words(settings: Mapping[str, Any]) -> str:
    """What a model's settings change, for its restatement."""
    parts = []
    if settings.get("weights"):
        parts.append(f"weights {settings['weights']}")
    if settings.get("cluster"):
        parts.append(f"standard errors clustered by {settings['cluster']}")
    elif settings.get("errors") == "robust":
        parts.append("robust standard errors")
    elif settings.get("covariance", "nonrobust") != "nonrobust":
        parts.append(f"robust standard errors ({settings['covariance']})")
    if settings.get("intercept") is False:
        parts.append("without intercept")
    if settings.get("squared"):
        parts.append(f"squares of {names_of(settings['squared'])}")
    if settings.get("interacting"):
        parts.append(f"interaction of {names_of(settings['interacting'])}")
    elif settings.get("all_interactions"):
        parts.append("with interactions")
    if settings.get("reference"):
        parts += [f"{level} as reference" for level in settings["reference"].values()]
    return "".join(f", {part}" for part in parts)


def robust_words(errors: str, cluster: str | None) -> str:
    """How standard errors were found, where not by the model alone."""
    if cluster is not None:
        return f", standard errors clustered by {cluster}"
    return ", robust standard errors (sandwich, HC0)" if errors == "robust" else ""


def fitting_words(weights: str | None, intercept: bool) -> str:
    """How a linear regression was fitted."""
    way = "ordinary" if weights is None else "weighted"
    return (
        f"linear regression by {way} least squares"
        + ("" if weights is None else f", weights {weights}")
        + ("" if intercept else " without intercept")
    )


def errors_words(covariance: str, cluster: str | None, n_clusters: int) -> str:
    """How the standard errors were found, unless in the classical way."""
    if cluster is not None:
        return f", standard errors clustered by {cluster} ({n_clusters} clusters)"
    if covariance == "nonrobust":
        return ""
    return f", standard errors robust against unequal variances ({covariance})"


def equation(outcome: str, coefficients: Sequence[Coefficient]) -> str:
    """``dist = -17.58 + 3.932 · speed``."""
    parts: list[str] = []
    for row in coefficients:
        b, is_first = row["estimate"], not parts
        sign = ("−" if b < 0 else "") if is_first else (" − " if b < 0 else " + ")
        what = "" if row["term"] == "intercept" else f" · {row['term']}"
        parts.append(f"{sign}{figure(abs(b))}{what}")
    return f"{outcome} = {''.join(parts)}"


def reference_words(levels: dict[str, list[str]]) -> str:
    """``Reference level: female for sex.``"""
    if not levels:
        return ""
    named = [f"{found[0]} for {name}" for name, found in levels.items()]
    return f"Reference level{'s' if named[1:] else ''}: {names_of(named)}."


def rows_words(result: UsedRows) -> str:
    """How many rows the model used and how many lacked a value."""
    left_out = result["n_missing"]
    missing = f"; {left_out:,} with a missing value left out" if left_out else ""
    return f"{capitalised(result['method'])}; n = {result['n_obs']:,} rows{missing}."


def effect_phrase(row: Coefficient, result: ModelResult) -> str:
    """``b = -0.52, 95 % CI -1.10 to 0.06, p = 0.08``."""
    bounds = interval({**row, "confidence_level": result["confidence_level"]})
    return f"b = {short(row['estimate'])}, {bounds}, {p_words(row['p_value'])}"


def named_by_verdict(rows: Sequence[Mapping[str, Any]], name: str = "term") -> str:
    """Which rows are significant and which are not, in a sentence's part."""
    yes = [row[name] for row in rows if row["significant"]]
    no = [row[name] for row in rows if row["significant"] is False]
    if not yes:
        return "no predictor is significant on its own"
    listed = names_of(yes) if len(yes) <= 6 else f"{len(yes)} of {len(rows)} terms"
    words = f"{listed} {'is' if len(yes) == 1 else 'are'} significant"
    if not no or len(no) > 6 or len(yes) > 6:
        return words
    return f"{words}, {names_of(no)} {'is' if len(no) == 1 else 'are'} not"


def coefficient_chart(
    rows: Sequence[Mapping[str, Any]], key: str, title: str, none: float
) -> Chart:
    """A forest plot: each coefficient as a point with its interval, ``none`` as a line.

    ``key`` names the figure, its interval's ends are ``key`` with ``_ci_low`` and
    ``_ci_high``. Ratios (``none`` is 1) lie on a logarithmic scale.
    """
    values = [
        {"term": row["term"], "x": row[key], "low": low, "high": high}
        for row in rows
        if row.get(key) is not None
        and (low := row[f"{key}_ci_low"]) is not None
        and (high := row[f"{key}_ci_high"]) is not None
    ]
    scale = {"type": "log"} if none == 1 else {"zero": True}
    x = axis("x", "quantitative", title, scale=scale)
    y = axis("term", "nominal", "", sort=None)
    low = axis("low", "quantitative", title, scale=scale)
    high = axis("high", "quantitative", "high")
    shown = tooltip(y, x, low, high)
    layers = [
        {"mark": {"type": "rule", "strokeDash": [4, 4]}, "encoding": {"x": {"datum": none}}},
        {"mark": {"type": "rule"}, "encoding": {"y": y, "x": low, "x2": {"field": "high"}}},
        {"mark": {"type": "point", "filled": True},
         "encoding": {"y": y, "x": x, "tooltip": shown}},
    ]  # fmt: skip
    clear = [
        value["term"] for value in values if value["low"] > none or value["high"] < none
    ]
    words = (
        f"The intervals of {names_of(clear[:8])} exclude"
        if clear
        else "No interval excludes"
    )
    return chart(
        f"Coefficients: {title}",
        spec(values, layer=layers),
        f"Each {title} as a point with its confidence interval. {words} {none:g}.",
    )
