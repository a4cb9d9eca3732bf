"""The charts of a training: importance, fit, errors, curves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from analysis.base.reply import Chart
from analysis.base.wording import figure, names_of, percent
from analysis.words.charts import axis, chart, colour, spec, tooltip
from mlmodels.base.metrics import METRIC_WORDS

Result = Mapping[str, Any]
_LINE = {"mark": {"type": "line", "strokeDash": [4, 4]}}


def charts_of(result: Result) -> Iterator[Chart]:
    """Every chart that the result has data for, the most telling first."""
    for draw in _CHARTS:
        picture = draw(result)
        if picture is not None:
            yield picture
    yield from dependence_charts(result)


def explaining_charts(result: Result) -> Iterator[Chart]:
    """What the model relies on, and how its predictions depend on it."""
    picture = importance_chart(result)
    if picture is not None:
        yield picture
    yield from dependence_charts(result)


def importance_chart(result: Result) -> Chart | None:
    """How much worse the predictions get when a feature's values are shuffled, by feature."""
    rows = [
        {
            "feature": one["feature"],
            "mean": one["mean"],
            "low": one["mean"] - (one["std"] or 0),
            "high": one["mean"] + (one["std"] or 0),
        }
        for one in result["importance"][:20]
    ]
    if not rows:
        return None
    fall = f"fall of {METRIC_WORDS[result['metric']]} when shuffled"
    y = axis("feature", "nominal", "feature", sort=[row["feature"] for row in rows])
    x = axis("mean", "quantitative", fall)
    bars = {
        "mark": {"type": "bar"},
        "encoding": {"y": y, "x": x, "tooltip": tooltip(y, x)},
    }
    spread = {
        "mark": {"type": "rule"},
        "encoding": {
            "y": y,
            "x": axis("low", "quantitative", fall),
            "x2": {"field": "high"},
        },
    }
    best = names_of(row["feature"] for row in rows[:3])
    return chart(
        "Which features matter",
        spec(rows, layer=[bars, spread]),
        f"Permutation importance: most important are {best}.",
        "Mean and standard deviation over shuffles, on rows not trained on",
    )


def predicted_chart(result: Result) -> Chart | None:
    """Predicted against actual values of the test rows, with the line where both agree."""
    pairs = result.get("predicted")
    if not pairs:
        return None
    rows = [
        {"actual": a, "predicted": p}
        for a, p in zip(pairs["actual"], pairs["predicted"], strict=True)
    ]
    ends = [
        min(*pairs["actual"], *pairs["predicted"]),
        max(*pairs["actual"], *pairs["predicted"]),
    ]
    x = axis(
        "actual", "quantitative", f"actual {result['target']}", scale={"zero": False}
    )
    y = axis("predicted", "quantitative", f"predicted {result['target']}",
             scale={"zero": False})  # fmt: skip
    line = {
        "data": {"values": [{"actual": end, "predicted": end} for end in ends]},
        **_LINE,
        "encoding": {"x": x, "y": y},
    }
    points = {
        "mark": {"type": "point"},
        "encoding": {"x": x, "y": y, "tooltip": tooltip(x, y)},
    }
    r2 = figure(result["scores"]["r2"])
    return chart(
        "Predicted against actual",
        spec(rows, layer=[points, line]),
        f"Predicted against actual {result['target']}: points near the line are right; "
        f"R² = {r2}.",
        _judged(result),
    )


def residual_chart(result: Result) -> Chart | None:
    """What is left of the actual values, in units of the target, against the predicted."""
    pairs = result.get("predicted")
    if not pairs:
        return None
    rows = [
        {"predicted": p, "residual": a - p}
        for a, p in zip(pairs["actual"], pairs["predicted"], strict=True)
    ]
    x = axis("predicted", "quantitative", f"predicted {result['target']}",
             scale={"zero": False})  # fmt: skip
    y = axis("residual", "quantitative", "actual − predicted")
    zero = {**_LINE, "mark": {"type": "rule"}, "encoding": {"y": {"datum": 0}}}
    points = {
        "mark": {"type": "point"},
        "encoding": {"x": x, "y": y, "tooltip": tooltip(x, y)},
    }
    return chart(
        "Residuals",
        spec(rows, layer=[points, zero]),
        f"Residuals against predicted {result['target']}: an even band around zero is "
        f"good. Their typical size (RMSE) is {figure(result['scores']['rmse'])}.",
        _judged(result),
    )


def confusion_chart(result: Result) -> Chart | None:
    """Counts of test rows by actual and predicted class; None for more than 30 classes."""
    found = result.get("confusion")
    if not found or len(found["labels"]) > 30:
        return None
    labels = found["labels"]
    rows = [
        {"actual": actual, "predicted": predicted, "rows": count}
        for actual, counts in zip(labels, found["counts"], strict=True)
        for predicted, count in zip(labels, counts, strict=True)
    ]
    x = axis("predicted", "nominal", "predicted", sort=labels)
    y = axis("actual", "nominal", "actual", sort=labels)
    count = axis("rows", "quantitative", "rows")
    cells = {
        "mark": {"type": "rect"},
        "encoding": {"x": x, "y": y, "color": count, "tooltip": tooltip(y, x, count)},
    }
    most = max(map(max, found["counts"]))
    words = [
        {
            "transform": [{"filter": f"datum.rows {side} {most / 2}"}],
            "mark": {"type": "text", "style": style},
            "encoding": {
                "x": x, "y": y, "text": {"field": "rows", "type": "quantitative"},
            },
        }
        for side, style in (("<=", "label"), (">", "on-accent"))
    ]  # fmt: skip
    right = sum(found["counts"][place][place] for place in range(len(labels)))
    total = sum(map(sum, found["counts"]))
    return chart(
        "Confusion matrix",
        spec(rows, layer=[cells, *words]),
        f"Confusion matrix: {right:,} of {total:,} rows are classified correctly "
        f"({percent(right / total)}).",
        _judged(result),
    )


def roc_chart(result: Result) -> Chart | None:
    """True against false positive rates over all thresholds, one curve a class."""
    curves = result.get("roc")
    if not curves:
        return None
    rows = [
        {"false": f, "true": t, "class": curve["class"]}
        for curve in curves
        for f, t in zip(
            curve["false_positive_rate"], curve["true_positive_rate"], strict=True
        )
    ]
    x = axis("false", "quantitative", "false positive rate")
    y = axis("true", "quantitative", "true positive rate")
    encoding: dict[str, Any] = {"x": x, "y": y}
    if len(curves) > 1:
        encoding["color"] = colour("class", "class against the rest")
    line = {"mark": {"type": "line"}, "encoding": encoding}
    chance = {
        "data": {"values": [{"false": 0, "true": 0}, {"false": 1, "true": 1}]},
        **_LINE,
        "encoding": {"x": x, "y": y},
    }
    area = figure(result["scores"]["roc_auc"])
    return chart(
        "ROC curve",
        spec(rows, layer=[line, chance]),
        f"ROC curve: the area under it is {area}; 0.5 would be chance.",
        _judged(result),
    )


def calibration_chart(result: Result) -> Chart | None:
    """Observed shares of the positive class against the predicted probabilities."""
    rows = result.get("calibration")
    if not rows:
        return None
    x = axis(
        "predicted", "quantitative", f"predicted probability of {result['positive']}"
    )
    y = axis("observed", "quantitative", "observed share")
    n = axis("n", "quantitative", "rows")
    points = {
        "mark": {"type": "line", "point": True},
        "encoding": {"x": x, "y": y, "tooltip": tooltip(x, y, n)},
    }
    ideal = {
        "data": {"values": [{"predicted": end, "observed": end} for end in (0, 1)]},
        **_LINE,
        "encoding": {"x": x, "y": y},
    }
    gap = max(abs(row["predicted"] - row["observed"]) for row in rows)
    return chart(
        "Calibration",
        spec(rows, layer=[points, ideal]),
        "Calibration: predicted probabilities against observed shares; the largest gap "
        f"is {figure(gap)}.",
        _judged(result),
    )


def learning_chart(result: Result) -> Chart | None:
    """The score on held-out rows against the number of training rows."""
    rows = [
        row for row in result.get("learning_curve") or [] if row["score"] is not None
    ]
    if len(rows) < 2:
        return None
    metric = METRIC_WORDS[result["metric"]]
    x = axis("n", "quantitative", "training rows")
    y = axis("score", "quantitative", metric, scale={"zero": False})
    return chart(
        "Learning curve",
        spec(rows, mark={"type": "line", "point": True},
             encoding={"x": x, "y": y, "tooltip": tooltip(x, y)}),
        f"{metric} is {figure(rows[0]['score'])} with {rows[0]['n']:,} training rows and "
        f"{figure(rows[-1]['score'])} with {rows[-1]['n']:,}.",
        "A curve that still rises promises more from more rows",
    )  # fmt: skip


def loss_chart(result: Result) -> Chart | None:
    """The loss after each epoch, on the training rows and on those that only watch."""
    curves = result.get("loss_curve")
    if not curves:
        return None
    names = {"loss": "training rows", "val_loss": "rows that only watch"}
    rows = [
        {"epoch": epoch, "loss": value, "rows": words}
        for name, words in names.items()
        for epoch, value in _thinned(curves.get(name) or [])
    ]
    x, y = axis("epoch", "quantitative", "epoch"), axis("loss", "quantitative", "loss")
    return chart(
        "Loss by epoch",
        spec(rows, mark={"type": "line"},
             encoding={"x": x, "y": y, "color": colour("rows", "rows")}),
        f"The loss falls from {figure(curves['loss'][0])} to "
        f"{figure(curves['loss'][-1])} in {len(curves['loss'])} epochs.",
    )  # fmt: skip


def _thinned(values: Sequence[float], most: int = 300) -> Iterator[tuple[int, float]]:
    step = max(1, len(values) // most)
    for epoch, value in enumerate(values, start=1):
        if (epoch - 1) % step == 0 or epoch == len(values):
            yield epoch, value


def dependence_charts(result: Result, most: int = 3) -> Iterator[Chart]:
    """How the mean prediction follows the most important features."""
    for one in result["partial_dependence"][:most]:
        yield dependence_chart(result, one)


def dependence_chart(result: Result, one: Mapping[str, Any], label: str = "") -> Chart:
    """How the mean prediction follows a feature; of classes the probability of ``label``."""
    what = f"mean predicted {result['target']}"
    if result["classes"]:
        what = f"mean probability of {label or result['positive']}"
    rows = [
        {"value": value, "prediction": prediction}
        for value, prediction in zip(one["values"], one["predictions"], strict=True)
    ]
    words = any(isinstance(value, str) for value in one["values"])
    x = axis("value", "nominal" if words else "quantitative", one["feature"],
             **({} if words else {"scale": {"zero": False}}))  # fmt: skip
    y = axis("prediction", "quantitative", what, scale={"zero": bool(words)})
    mark = {"type": "bar"} if words else {"type": "line", "point": True}
    low, high = min(one["predictions"]), max(one["predictions"])
    return chart(
        f"Effect of {one['feature']}",
        spec(rows, mark=mark, encoding={"x": x, "y": y, "tooltip": tooltip(x, y)}),
        f"Over the values of {one['feature']} the {what} runs from {figure(low)} to "
        f"{figure(high)}, all else as it is.",
        "Partial dependence",
    )


def _judged(result: Result) -> str:
    if result["n_test"]:
        return f"{result['n_test']:,} test rows"
    return f"{result['n_train']:,} training rows: no rows were held out"


_CHARTS: tuple[Callable[[Result], Chart | None], ...] = (
    importance_chart,
    predicted_chart,
    residual_chart,
    confusion_chart,
    roc_chart,
    calibration_chart,
    loss_chart,
    learning_chart,
)
