"""Kept models beside each other, and whether their scores may be compared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.base.errors import TaskError
from analysis.base.reply import Block, Chart, Notice, Reply, Table, TableColumn, Text
from analysis.base.wording import figure, muted
from analysis.words.charts import axis, chart, spec, tooltip
from mlmodels.base.metrics import METRIC_WORDS
from mlmodels.base.saved import SavedModel
from mlmodels.estimators import estimator_named
from mlmodels.learning.scores import LOWER_IS_BETTER


def comparison_reply(models: Sequence[SavedModel]) -> Reply:
    """Scores on test rows and in cross-validation, the simplest good one recommended.

    Raises:
        TaskError: the models have no measure in common.
    """
    metric = models[0].result["metric"]
    comparable = [
        model
        for model in models
        if model.result["metric"] == metric
        and model.result["scores"].get(metric) is not None
    ]
    if len(comparable) < 2:
        raise TaskError(
            "These models have no measure in common.",
            hint="Compare models of one target that were judged in the same way.",
        )
    ranked = sorted(
        comparable, key=lambda model: _goodness(model, metric), reverse=True
    )
    best = ranked[0]
    summary = (
        f"{_label(best)} has the best {METRIC_WORDS[metric]} of"
        f" {len(ranked)} models: {figure(_judged(best, metric))}."
    )
    blocks: list[Block] = [Text(text=f"**{summary}**")]
    blocks += _doubts(models, ranked)
    blocks.append(_table(ranked, metric))
    blocks.append(_chart(ranked, metric))
    advice = _simplest(ranked, metric)
    if advice:
        blocks.append(Text(text=advice))
    blocks.append(muted(
        "Ranked by the score on the test rows, with its 95 % bootstrap interval."
    ))  # fmt: skip
    return Reply(summary=summary, blocks=tuple(blocks))


def against_before(model: SavedModel, before: SavedModel) -> str:
    """Whether a model is better than an earlier one of its target, in a sentence."""
    metric = model.result["metric"]
    if before.result["metric"] != metric or before.plan.classes != model.plan.classes:
        return ""
    now, then = _judged(model, metric), _judged(before, metric)
    gain = (then - now) if metric in LOWER_IS_BETTER else (now - then)
    words = METRIC_WORDS[metric]
    lead = f"{_label(before)} had {words} {figure(then)}, this has {figure(now)}"
    if not _same_rows([model, before]):
        return f"{lead}; they were not judged on the same rows, so this says little."
    low, high = model.result["score_interval"] or (now, now)
    chance = low <= then <= high
    verdict = "better" if gain > 0 else "worse" if gain < 0 else "no different"
    sure = ", a difference that may be chance" if chance and gain else ""
    return f"{lead} on the same rows: {verdict}{sure}."


def _same_rows(models: Sequence[SavedModel]) -> bool:
    """Whether they were judged on the same rows."""
    judged = {
        (
            model.data_sha256,
            model.plan.validation.model_dump_json(exclude={"n_splits", "said"}),
            model.plan.random_state,
            model.result["n_obs"],
        )
        for model in models
    }
    return len(judged) == 1


def _label(model: SavedModel) -> str:
    return f"{model.name} v{model.version}"


def _folds(model: SavedModel, metric: str) -> dict[str, Any] | None:
    found: dict[str, Any] | None = (model.result["cross_validation"] or {}).get(metric)
    return found


def _judged(model: SavedModel, metric: str) -> float:
    return float(model.result["scores"][metric])


def _goodness(model: SavedModel, metric: str) -> float:
    """Higher is better, by the test rows."""
    value = _judged(model, metric)
    return -value if metric in LOWER_IS_BETTER else value


def _doubts(models: Sequence[SavedModel], ranked: Sequence[SavedModel]) -> list[Notice]:
    found = []
    if len(ranked) < len(models):
        left = ", ".join(_label(one) for one in models if one not in ranked)
        found.append(Notice(
            text=f"Left out: {left}; their scores are of another measure.",
            level="warning",
        ))  # fmt: skip
    if len({model.plan.target for model in ranked}) > 1:
        found.append(Notice(
            text="The models predict different targets: their scores say little about"
            " each other.", level="warning",
        ))  # fmt: skip
    if not _same_rows(ranked):
        found.append(Notice(
            text="The models were not judged on the same rows (other data, split or"
            " random_state): small differences may be chance.", level="warning",
            fix="Retrain them on the same data to compare them fairly.",
        ))  # fmt: skip
    return found


def _table(ranked: Sequence[SavedModel], metric: str) -> Table:
    rows = []
    for model in ranked:
        folds = _folds(model, metric) or {}
        low, high = model.result["score_interval"] or (None, None)
        rows.append((
            _label(model),
            estimator_named(model.plan.estimator).title_for(model.plan.kind),
            _judged(model, metric), low, high, folds.get("mean"), folds.get("std"),
            model.result["baseline"][metric], len(model.features),
        ))  # fmt: skip
    words = METRIC_WORDS[metric]
    heads = (f"{words}, test rows", "from", "to", "cross-validation", "± between folds",
             "baseline")  # fmt: skip
    return Table(
        title="Models compared",
        columns=(
            TableColumn(label="model", format="text"),
            TableColumn(label="kind", format="text"),
            *(TableColumn(label=head) for head in heads),
            TableColumn(label="features", format="integer"),
        ),
        rows=tuple(rows),
    )


def _chart(ranked: Sequence[SavedModel], metric: str) -> Chart:
    rows = []
    for model in ranked:
        low, high = model.result["score_interval"] or (None, None)
        rows.append(
            {
                "model": _label(model),
                "score": _judged(model, metric),
                "low": low,
                "high": high,
            }
        )
    words = METRIC_WORDS[metric]
    y = axis("model", "nominal", "model", sort=[row["model"] for row in rows])
    x = axis("score", "quantitative", words, scale={"zero": False})
    points = {
        "mark": {"type": "point", "filled": True, "size": 70},
        "encoding": {"y": y, "x": x, "tooltip": tooltip(y, x)},
    }
    spans = {
        "mark": {"type": "rule"},
        "encoding": {
            "y": y,
            "x": axis("low", "quantitative", words),
            "x2": {"field": "high"},
        },
    }
    best = rows[0]["model"]
    return chart(
        "Scores on the test rows",
        spec(rows, layer=[spans, points]),
        f"{words} of {len(rows)} models with their intervals; {best} is best.",
        "With 95 % intervals",
    )


def _simplest(ranked: Sequence[SavedModel], metric: str) -> str:
    """The simplest within one standard error of the best, in cross-validation."""
    folds = [_folds(model, metric) for model in ranked]
    known = [
        (m, f) for m, f in zip(ranked, folds, strict=True) if f and f["std"] is not None
    ]
    if len(known) < 2:
        return ""
    sign = -1 if metric in LOWER_IS_BETTER else 1
    best, spread = max(known, key=lambda one: sign * one[1]["mean"])
    error = spread["std"] / len(spread["folds"]) ** 0.5
    close = [
        model
        for model, found in known
        if sign * found["mean"] >= sign * spread["mean"] - error
    ]
    simplest = min(
        close, key=lambda one: estimator_named(one.plan.estimator).simplicity
    )
    if simplest is best:
        return f"In cross-validation {_label(best)} is best, and no simpler one comes close."
    return (
        f"In cross-validation {_label(best)} is best; {_label(simplest)} is the simplest"
        " within one standard error of it and a good choice."
    )
