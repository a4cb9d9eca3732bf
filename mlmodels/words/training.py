"""Trainings and models as blocks of a reply."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from analysis.base.reply import (
    Block,
    Choices,
    Code,
    Format,
    Item,
    KeyValues,
    Option,
    Reply,
    Table,
    TableColumn,
    Text,
)
from analysis.base.wording import counted, figure, muted, names_of, percent
from mlmodels.base.metrics import METRIC_WORDS, TILE_METRICS
from mlmodels.base.plan import TrainingPlan
from mlmodels.base.saved import SavedModel
from mlmodels.estimators import estimator_named
from mlmodels.sentinel import Finding
from mlmodels.words.card import model_card
from mlmodels.words.pictures import charts_of, explaining_charts
from mlmodels.words.scales import baseline_score, nothing_better
from mlmodels.words.warnings import warnings


def training_reply(model: SavedModel, findings: Sequence[Finding] = ()) -> Reply:
    """What a person gets when a training is complete."""
    result = model.result
    summary = summary_of(model)
    blocks: list[Block] = [Text(text=f"**{summary}**")]
    blocks += [finding.notice() for finding in findings]
    blocks += warnings(model)
    blocks.append(model_tiles(model))
    if result.get("leaderboard"):
        blocks += _leaderboard(result)
    blocks += charts_of(result)
    blocks.append(scores_table(result))
    if result.get("coefficients"):
        blocks.append(_coefficients_table(result))
    if result.get("diagram"):
        blocks.append(_diagram_table(result))
    blocks.append(muted(*_how(model)))
    blocks.append(
        Code(
            text=model_card(model),
            title="Model card",
            language="markdown",
            filename="model_card.md",
        )
    )
    blocks.append(Code(text=model.script, title="Script", filename="train.py"))
    return Reply(summary=summary, blocks=tuple(blocks))


def summary_of(model: SavedModel) -> str:
    """One plain sentence that holds the answer."""
    result, plan = model.result, model.plan
    title = estimator_named(plan.estimator).title_for(plan.kind)
    metric = result["metric"]
    score, judged = _led_by(result)
    interval = result["score_interval"]
    span = ""
    if interval and result["n_test"]:
        span = f", 95 % interval {figure(interval[0])} to {figure(interval[1])}"
    note = f" (positive: {plan.positive})" if len(plan.classes) == 2 else ""
    note = f" (in {plan.unit})" if plan.unit else note
    return (
        f"{title} predicts {plan.target}{note} with {METRIC_WORDS[metric]} "
        f"{figure(score)} {judged}{span}; {nothing_better(result)} "
        f"reaches {figure(baseline_score(result, metric))}."
    )


def _led_by(result: Mapping[str, Any]) -> tuple[float | None, str]:
    """The score that is told first, and what it was judged on."""
    metric = result["metric"]
    folds = (result["cross_validation"] or {}).get(metric)
    if result["n_test"]:
        return result["scores"][metric], f"on {counted(result['n_test'], 'test row')}"
    if folds:
        return folds["mean"], f"in {result['n_folds']}-fold cross-validation"
    rows = f"the {result['n_train']:,} rows that it was trained on"
    return result["scores"][metric], f"on {rows}"


def model_tiles(model: SavedModel) -> KeyValues:
    """The leading scores with their spread over the folds, and the numbers of rows."""
    result = model.result
    metric, scores = result["metric"], result["scores"]
    folds = (result["cross_validation"] or {}).get(metric)
    items = [
        Item(label=METRIC_WORDS[metric], value=scores[metric], format=_format(metric))
    ]
    items += [
        Item(label=METRIC_WORDS[name], value=scores[name], format=_format(name))
        for name in _beside(metric, model.plan.kind)
        if name != metric and scores.get(name) is not None
    ]
    items.append(
        Item(label=f"{METRIC_WORDS[metric]} of the baseline",
             value=baseline_score(result, metric), format=_format(metric))
    )  # fmt: skip
    if folds:
        note = f"± {figure(folds['std'])} over {result['n_folds']} folds"
        items.append(
            Item(label=f"{METRIC_WORDS[metric]}, cross-validated", value=folds["mean"],
                 note=note if folds["std"] is not None else "")
        )  # fmt: skip
    return KeyValues(items=tuple(items), style="tiles")


def _beside(metric: str, kind: str) -> tuple[str, ...]:
    """The measures shown beside the deciding one: no accuracy where it says nothing."""
    if metric in ("average_precision", "balanced_accuracy"):
        return ("balanced_accuracy", "recall_at_precision", "f1", "roc_auc")
    return TILE_METRICS[kind]


def _format(metric: str) -> Format:
    shares = ("accuracy", "balanced_accuracy", "precision", "recall", "mape",
              "recall_at_precision")  # fmt: skip
    return "percent" if metric in shares else "number"


def _leaderboard(result: Mapping[str, Any]) -> list[Block]:
    metric = METRIC_WORDS[result["search_metric"]]
    rows = tuple(
        (
            row["words"] + (" ★" if row["recommended"] else ""),
            row["mean"],
            row["se"],
            row["difference"],
            row["ci_low"],
            row["ci_high"],
            row["seconds"],
        )
        for row in result["leaderboard"]
    )
    heads = ("standard error", "difference to the best", "from", "to")
    simplest = next(row for row in result["leaderboard"] if row["recommended"])
    table = Table(
        title="Leaderboard",
        columns=(
            TableColumn(label="model", format="text"),
            TableColumn(label=metric),
            *(TableColumn(label=head) for head in heads),
            TableColumn(label="seconds", format="seconds"),
        ),
        rows=rows,
        note=f"Means over {result['n_folds']} equal folds; 95 % interval of the difference "
        f"(corrected resampled t). ★ {simplest['words']} is the simplest within one "
        f"standard error of the best. Being chosen on these folds flatters the best; the "
        f"scores above are judged outside of the folds that chose. {result['n_tried']} of {result['n_candidates']} "
        "candidates went through all folds in the time.",
    )
    return [table, Text(text=_chosen(result))]


def _chosen(result: Mapping[str, Any]) -> str:
    if "settings" in result:
        words = ", ".join(
            f"{name} {value}" for name, value in result["settings"].items()
        )
        return f"The model has the best of these settings: {words}."
    members = names_of(
        f"{one['words']} ({percent(one['weight'])})" for one in result["ensemble"]
    )
    return f"The model is a weighted mean of {members}."


def scores_table(result: Mapping[str, Any]) -> Table:
    """Every score, unrounded, beside the baseline's and its spread over the folds."""
    folds = result["cross_validation"] or {}
    rows = []
    for name, value in result["scores"].items():
        spread = folds.get(name, {})
        rows.append(
            (
                METRIC_WORDS[name],
                value,
                baseline_score(result, name),
                spread.get("mean"),
                spread.get("std"),
                result["train_scores"].get(name),
            )
        )
    judged = "test rows" if result["n_test"] else "training rows"
    heads = (judged, "baseline", "cross-validation", "± between folds", "training rows")
    return Table(
        title="Scores",
        columns=(
            TableColumn(label="measure", format="text"),
            *(TableColumn(label=head) for head in heads),
        ),
        rows=tuple(rows),
    )


def _coefficients_table(result: Mapping[str, Any]) -> Table:
    found = result["coefficients"]
    several = len({row["class"] for row in found["terms"]}) > 1
    rows = [
        (*((row["class"],) if several else ()), row["term"], row["coefficient"],
         row["standardised"])
        for row in found["terms"][:200]
    ]  # fmt: skip
    first = (TableColumn(label="class", format="text"),) if several else ()
    return Table(
        title="Coefficients",
        columns=(
            *first,
            TableColumn(label="term", format="code"),
            TableColumn(label="per unit"),
            TableColumn(label="per standard deviation"),
        ),
        rows=tuple(rows),
        n_total=len(found["terms"]) if len(found["terms"]) > 200 else None,
        note=f"Intercept {', '.join(figure(value) for value in found['intercept'])}.",
    )


def _diagram_table(result: Mapping[str, Any]) -> Table:
    rows = tuple(
        (row["type"], " × ".join(map(str, row["shape"])), row["weights"])
        for row in result["diagram"]
    )
    return Table(
        title="Layers",
        columns=(
            TableColumn(label="layer", format="text"),
            TableColumn(label="output", format="text"),
            TableColumn(label="weights", format="integer"),
        ),
        rows=rows,
        note=f"{result['n_weights']:,} weights together.",
    )


def _how(model: SavedModel) -> Iterator[str]:
    result, plan = model.result, model.plan
    used = f"{result['n_obs']:,} of {result['n_rows']:,} rows used"
    yield f"{used}: {result['n_train']:,} for training, {result['n_test']:,} for the test."
    if result["n_missing"]:
        yield f"{counted(result['n_missing'], 'row')} without the values needed left out."
    if result["n_fitted"] != result["n_train"]:
        yield f"The model learned from {result['n_fitted']:,} rows after {_why(plan)}."
    by = f" by {plan.validation.by}" if plan.validation.by else ""
    yield f"Split: {plan.validation.split}{by}, random_state {plan.random_state}."
    if result.get("interval"):
        interval = result["interval"]
        held = interval.get("coverage")
        hit = (
            f"; {percent(held)} of the test rows are within" if held is not None else ""
        )
        yield (
            f"{interval['level']:.0%} of predictions are within ± "
            f"{in_unit(interval['half_width'], plan)} ({interval['method']}){hit}."
        )
        if interval.get("floor") is not None:
            yield "Intervals stop at zero: nothing below was ever seen."


def in_unit(value: float, plan: TrainingPlan) -> str:
    """A number of the target's, with its unit where one is known."""
    return f"{figure(value)} {plan.unit}".rstrip()


def _why(plan: TrainingPlan) -> str:
    parts = []
    if plan.network is not None:
        parts.append("some were set aside to watch")
    if plan.preprocessing.outliers != "none":
        parts.append("outliers were removed")
    if plan.preprocessing.balance != "none":
        parts.append("classes were balanced")
    return names_of(parts)


def explanation_reply(model: SavedModel) -> Reply:
    """What a model relies on: importance, dependence, coefficients."""
    result = model.result
    important = [one["feature"] for one in result["importance"][:3]]
    named = names_of(f"{name}" for name in important) or "no feature"
    summary = f"{model.name} v{model.version} relies most on {named}."
    blocks: list[Block] = [Text(text=f"**{summary}**")]
    blocks += explaining_charts(result)
    if result.get("coefficients"):
        blocks.append(_coefficients_table(result))
    blocks.append(muted(
        "Importance is how much the score on rows not trained on falls when a feature is"
        " shuffled; it tells what the model relies on, not what causes the target."
    ))  # fmt: skip
    return Reply(summary=summary, blocks=tuple(blocks))


def models_table(models: Sequence[SavedModel]) -> Table:
    """An owner's models, one a row."""
    rows = []
    for model in models:
        metric = model.result["metric"]
        rows.append(
            (
                model.name,
                model.version,
                estimator_named(model.plan.estimator).title_for(model.plan.kind),
                model.plan.target,
                METRIC_WORDS[metric],
                model.result["scores"][metric],
                baseline_score(model.result, metric),
                f"{model.created:%Y-%m-%d %H:%M}" if model.created else "",
            )
        )
    heads: tuple[tuple[str, Format], ...] = (
        ("model", "text"),
        ("version", "integer"),
        ("kind", "text"),
        ("target", "code"),
        ("measure", "text"),
        ("score", "number"),
        ("baseline", "number"),
        ("trained", "text"),
    )
    columns = tuple(TableColumn(label=label, format=kind) for label, kind in heads)
    return Table(title="Models", columns=columns, rows=tuple(rows))


def next_steps(name: str) -> Choices:
    """Buttons under a finished training."""
    return Choices(
        role="next",
        options=(
            Option(label="Predict", value=f"/predict {name}", style="primary"),
            Option(label="Explain", value=f"explain model {name}"),
            Option(label="Compare", value="compare models"),
            Option(label="Export", value=f"export model {name}"),
            Option(label="Script", value=f"script of model {name}"),
        ),
    )
