"""Answers to questions about a trained model, from what its training has measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from analysis.base.errors import TaskError
from analysis.base.reply import Reply, Table, TableColumn, Text
from analysis.base.wording import counted, figure, muted, names_of, percent
from mlmodels.base.metrics import METRIC_WORDS
from mlmodels.base.saved import SavedModel
from mlmodels.estimators import estimator_named
from mlmodels.words.groups import judged_rows, told
from mlmodels.words.pictures import (
    calibration_chart,
    confusion_chart,
    explaining_charts,
    learning_chart,
    predicted_chart,
    residual_chart,
    roc_chart,
)
from mlmodels.words.scales import baseline_score, beats_baseline, nothing_better
from mlmodels.words.thresholds import precision_recall_chart
from mlmodels.words.training import in_unit, model_tiles, scores_table, summary_of
from mlmodels.words.warnings import fit_verdict


def quality_reply(model: SavedModel) -> Reply:
    """How good it is: in its measure, in the target's unit, against guessing."""
    result = model.result
    better = (
        "It is better than guessing."
        if beats_baseline(result)
        else "It is not clearly better than guessing."
    )
    return told(
        model, summary_of(model),
        Text(text=f"{better} {_plainly(model)}"),
        model_tiles(model), scores_table(result),
    )  # fmt: skip


def _plainly(model: SavedModel) -> str:
    """The score for somebody who knows no measures."""
    result, target = model.result, model.plan.target
    scores, base = result["scores"], result["baseline"]
    if model.plan.kind == "regression":
        return (
            f"In plain words: predictions of {target} are off by "
            f"{in_unit(scores['mae'], model.plan)} on average, and would be off by "
            f"{in_unit(base['mae'], model.plan)} if the mean were "
            f"predicted always; {percent(max(scores['r2'], 0.0))} of the differences "
            "between rows are explained."
        )
    right = (
        f"In plain words: {percent(scores['accuracy'])} of the rows are named rightly, and "
        f"{percent(base['accuracy'])} would be by always naming the most frequent class."
    )
    if len(result["classes"]) != 2:
        return right
    positive = result["positive"]
    return (
        f"{right} Of the rows that are {positive} it finds "
        f"{percent(scores['recall'])}, and {percent(scores['precision'])} of those that "
        f"it names {positive} are."
    )


def overfit_reply(model: SavedModel) -> Reply:
    """Training rows against others."""
    return told(model, fit_verdict(model.result), scores_table(model.result))


def confusion_reply(model: SavedModel) -> Reply:
    """Which classes are taken for which."""
    found = _needed(model, "confusion", "a confusion matrix", "of classes")
    labels, counts = found["labels"], found["counts"]
    right = sum(row[place] for place, row in enumerate(counts))
    total = sum(map(sum, counts))
    worst = max(
        (
            (counts[a][p], actual, predicted)
            for a, actual in enumerate(labels)
            for p, predicted in enumerate(labels)
            if a != p
        ),
        default=(0, "", ""),
    )
    whole = judged_rows(model) if total == model.result["n_test"] else f"{total:,} rows"
    summary = f"{right:,} of {whole} are named rightly."
    if worst[0]:
        summary += (
            f" Most often {worst[1]} is taken for {worst[2]} ({worst[0]:,} times)."
        )
    summary += _by_class(model, labels, counts)
    table = Table(
        title="Confusion matrix",
        columns=(
            TableColumn(label="actual \\ predicted", format="text"),
            *(TableColumn(label=label, format="integer") for label in labels),
        ),
        rows=tuple((label, *row) for label, row in zip(labels, counts, strict=True)),
        note="Rows are what is, columns what was predicted.",
    )
    return told(model, summary, table, confusion_chart(model.result))


def _by_class(
    model: SavedModel, labels: Sequence[str], counts: Sequence[Sequence[int]]
) -> str:
    """Of two classes, how many of each are found: sensitivity and specificity."""
    if len(labels) != 2:
        return ""
    place = list(labels).index(model.result["positive"])
    shares = [
        f"{percent(row[at] / sum(row))} of those that are {labels[at]} are found ({name})"
        for at, name in ((place, "sensitivity"), (1 - place, "specificity"))
        if sum(row := counts[at])
    ]
    return f" {' and '.join(shares)}." if shares else ""


def roc_reply(model: SavedModel) -> Reply:
    """How well rows are ranked: ROC, and precision against recall."""
    _needed(model, "roc", "a ROC curve", "of classes")
    result = model.result
    auc, ap = result["scores"].get("roc_auc"), result["scores"].get("average_precision")
    ranked = f"ROC AUC is {figure(auc)} on {judged_rows(model)} (0.5 is guessing, 1 perfect)."
    if ap is not None:
        base = result["baseline"].get("average_precision")
        ranked += (
            f" Average precision for {result['positive']} is {figure(ap)}, by guessing "
            f"{figure(base)}."
        )
    return told(model, ranked, roc_chart(result), precision_recall_chart(result))


def calibration_reply(model: SavedModel) -> Reply:
    """Whether probabilities are what they say."""
    bins = _needed(model, "calibration", "calibrated probabilities", "of two classes")
    total = sum(one["n"] for one in bins)
    off = (
        sum(one["n"] * abs(one["predicted"] - one["observed"]) for one in bins) / total
    )
    summary = (
        f"Probabilities of {model.result['positive']} are off by {percent(off)} on average "
        f"(expected calibration error over {len(bins)} bins of {judged_rows(model)}); the "
        f"Brier score is {figure(model.result['scores'].get('brier'))}, by guessing "
        f"{figure(model.result['baseline'].get('brier'))}."
    )
    return told(model, summary, calibration_chart(model.result))


def importance_reply(model: SavedModel) -> Reply:
    """What it relies on, how much, and in which direction."""
    result = model.result
    rows = [
        (one["feature"], one["mean"], one["std"], _direction(result, one["feature"]))
        for one in result["importance"]
    ]
    idle = [name for name, fall, spread, _ in rows if fall <= (spread or 0.0)]
    most = [row[0] for row in rows if row[0] not in idle] or [row[0] for row in rows]
    named = names_of(most[:3]) or "no feature"
    summary = f"{model.name} v{model.version} relies most on {named}."
    if idle and len(idle) < len(rows):
        summary += (
            f" {names_of(idle)} {'matters' if len(idle) == 1 else 'matter'} no more than "
            "chance would show and could be left out."
        )
    table = Table(
        title="What drives the predictions",
        columns=(
            TableColumn(label="feature", format="code"),
            TableColumn(
                label=f"fall of {METRIC_WORDS[result['metric']]} when shuffled"
            ),
            TableColumn(label="± between shuffles"),
            TableColumn(label="direction", format="text"),
        ),
        rows=tuple(rows[:30]),
        note="On rows not trained on. It tells what the model relies on, not what causes "
        f"{result['target']}.",
    )
    return told(model, summary, table, *explaining_charts(result))


def feature_reply(model: SavedModel, columns: Sequence[str]) -> Reply:
    """How much the model relies on single features, and in which direction.

    Raises:
        TaskError: one is no feature of the model.
    """
    result = model.result
    ranked = {one["feature"]: one for one in result["importance"]}
    missing = [name for name in columns if name not in ranked]
    if missing:
        raise TaskError(
            f"{names_of(missing)} is no feature of {model.name}.",
            hint=f"Its features are {names_of(model.plan.features)}.",
        )
    names = list(ranked)
    parts = []
    for name in columns:
        fall, spread = ranked[name]["mean"], ranked[name]["std"] or 0.0
        place = f"{name} is number {names.index(name) + 1} of {len(names)}"
        verdict = (
            "it matters" if fall > 2 * spread else "no more than chance would show"
        )
        direction = _direction(result, name)
        parts.append(
            f"{place}: {METRIC_WORDS[result['metric']]} falls by {figure(fall)} ± "
            f"{figure(spread)} when it is shuffled ({verdict})"
            + (f"; the prediction {direction}" if direction else "")
        )
    table = importance_reply(model).blocks[1]
    return told(model, f"{'. '.join(parts)}.", table)


def classes_reply(model: SavedModel) -> Reply:
    """Which class is the positive one."""
    plan = model.plan
    if len(plan.classes) != 2:
        raise TaskError(
            f"{model.name} has no positive class: that is a matter of two classes."
        )
    [other] = [label for label in plan.classes if label != plan.positive]
    return told(
        model,
        f"The positive class is {plan.positive}: probabilities, precision and recall are "
        f"those of {plan.positive}. Say “the positive class is {other}” to change it.",
    )


def _direction(result: Mapping[str, Any], feature: str) -> str:
    """Where predictions go when the feature rises."""
    for one in result["partial_dependence"]:
        if one["feature"] != feature:
            continue
        values, predicted = one["values"], one["predictions"]
        if any(isinstance(value, str) for value in values):
            place = predicted.index(max(predicted))
            return f"highest for {values[place]}"
        ups = sum(b > a for a, b in pairwise(predicted))
        steps = len(predicted) - 1
        rising = "rises" if predicted[-1] > predicted[0] else "falls"
        # Four steps in five the same way: the rest is a tree's roughness.
        steady = ups >= 0.8 * steps or ups <= 0.2 * steps
        return f"{rising} with it" if steady else f"{rising} with it, not steadily"
    return ""


def errors_reply(model: SavedModel) -> Reply:
    """Where it is wrong."""
    if model.plan.kind == "classification":
        return confusion_reply(model)
    result = model.result
    interval = result.get("interval")
    summary = (
        f"Predictions of {model.plan.target} are off by "
        f"{in_unit(result['scores']['mae'], model.plan)} on average on "
        f"{judged_rows(model)} (mean absolute error)."
    )
    if interval:
        summary += (
            f" {interval['level']:.0%} are within ± {figure(interval['half_width'])}."
        )
    return told(model, summary, residual_chart(result), predicted_chart(result))


def more_data_reply(model: SavedModel) -> Reply:
    """What the learning curve says of more rows."""
    curve = _needed(model, "learning_curve", "a learning curve", "of a single model")
    name = METRIC_WORDS[model.result["metric"]]
    first, last = curve[0], curve[-1]
    summary = (
        f"With {first['n']:,} training rows {name} is {figure(first['score'])}, with "
        f"{last['n']:,} it is {figure(last['score'])}"
    )
    if len(curve) > 1:
        half = curve[-2]
        gain = last["score"] - half["score"]
        verdict = (
            "it still rises, so more rows would probably help"
            if gain > 0.01
            else "it hardly rises any more, so more rows alone would help little"
        )
        summary += f"; from {half['n']:,} rows on {verdict}"
    return told(model, f"{summary}.", learning_chart(model.result))


def facts_reply(model: SavedModel) -> Reply:
    """What it is made of."""
    plan, result = model.plan, model.result
    by = f" by {plan.validation.by}" if plan.validation.by else ""
    title = estimator_named(plan.estimator).title_for(plan.kind)
    settings = ", ".join(f"{k} {v}" for k, v in plan.hyperparameters.items())
    summary = (
        f"{title} predicts {plan.target} from {names_of(plan.features)}; trained on "
        f"{counted(result['n_train'], 'row')} and tested on "
        f"{counted(result['n_test'], 'row')}."
    )
    kept = (
        f"The kept model knows {result['n_kept']:,} rows." if "n_kept" in result else ""
    )
    baseline = figure(baseline_score(result, result["metric"]))
    return told(
        model, summary,
        muted(
            f"Split: {plan.validation.split}{by}; {result['n_folds']} folds.", kept,
            f"Settings: {settings or 'the usual ones'}.",
            f"{nothing_better(result).capitalize()} reaches {baseline}.",
        ),
    )  # fmt: skip


def _needed(model: SavedModel, key: str, what: str, whose: str) -> Any:
    found = model.result.get(key)
    if not found:
        raise TaskError(
            f"{model.name} has no {what.removeprefix('a ')}: that is a matter {whose}.",
            hint="Ask how good it is, or what it relies on.",
            options=("how good is it?", "what drives it?"),
        )
    return found


PLAIN: dict[str, Callable[[SavedModel], Reply]] = {
    "quality": quality_reply,
    "overfit": overfit_reply,
    "confusion": confusion_reply,
    "roc": roc_reply,
    "calibration": calibration_reply,
    "importance": importance_reply,
    "errors": errors_reply,
    "more_data": more_data_reply,
    "facts": facts_reply,
}
