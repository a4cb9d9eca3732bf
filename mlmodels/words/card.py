"""A model card: what a model is for, how good it is, and where it should not be used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from analysis.base.wording import figure, names_of
from mlmodels.base.metrics import METRIC_WORDS
from mlmodels.base.saved import SavedModel
from mlmodels.estimators import estimator_named
from mlmodels.plans.changes import changes_of, words_of


def model_card(model: SavedModel) -> str:
    """The card as Markdown (after Mitchell et al. 2019, Model cards)."""
    return "\n".join(_lines(model)) + "\n"


def _lines(model: SavedModel) -> Iterator[str]:
    plan, result = model.plan, model.result
    estimator = estimator_named(plan.estimator)
    yield f"# {model.name}, version {model.version}"
    yield ""
    yield f"{estimator.title_for(plan.kind)} that predicts `{plan.target}` ({plan.kind})."
    yield estimator.words
    if model.created is not None:
        yield f"Trained on {model.created:%Y-%m-%d}."
    yield ""
    yield "## Data"
    yield f"- {result['n_rows']:,} rows, {result['n_obs']:,} used; SHA-256 of the file:"
    yield f"  `{model.data_sha256}`"
    yield f"- training rows {result['n_train']:,}, test rows {result['n_test']:,}"
    yield f"- split: {plan.validation.split}, random_state {plan.random_state}"
    changes = changes_of(plan.changes)
    for step in changes.every:
        left = " (left to the model)" if step in changes.left_out else ""
        yield f"- changed before the training: {words_of(step)}{left}"
    if plan.inputs:
        yield f"- new rows need: {', '.join(plan.inputs)}"
    if result["classes"]:
        yield f"- classes: {', '.join(result['classes'])}"
    yield ""
    yield "## Features"
    for feature in model.features:
        yield f"- `{feature['name']}` ({feature['role']}): {_range(feature)}"
    yield ""
    yield from _quality(model)
    yield "## Settings"
    yield f"- hyperparameters: {dict(plan.hyperparameters) or 'defaults'}"
    asked = plan.preprocessing.model_dump(exclude_defaults=True)
    yield f"- preprocessing: {asked or 'as the model usually needs it'}"
    yield f"- versions: {', '.join(f'{k} {v}' for k, v in model.versions.items())}"
    yield f"- method: {'; '.join(estimator.references)}"
    yield ""
    yield "## Limits"
    yield "- Valid for rows like those it was trained on: values outside the ranges above"
    yield "  and unseen levels are predicted, but flagged."
    yield "- Importance tells what the model relies on, not what causes the target."
    if plan.preprocessing.balance != "none":
        yield f"- Classes were balanced ({plan.preprocessing.balance}): probabilities are"
        yield "  those of balanced classes."


def _range(feature: Mapping[str, Any]) -> str:
    if feature["role"] == "category":
        levels = feature["levels"]
        more = f" and {len(levels) - 8} more" if len(levels) > 8 else ""
        return f"{names_of(levels[:8])}{more}"
    return f"{_value(feature['minimum'])} to {_value(feature['maximum'])}"


def _value(value: float | str | None) -> str:
    return value if isinstance(value, str) else figure(value)


def _quality(model: SavedModel) -> Iterator[str]:
    result = model.result
    judged = "test rows" if result["n_test"] else "training rows"
    yield f"## Quality on {judged}"
    yield "| measure | model | baseline | cross-validation |"
    yield "|---|---|---|---|"
    folds = result["cross_validation"] or {}
    for name, value in result["scores"].items():
        if value is None:
            continue
        spread = folds.get(name)
        shown = ""
        if spread:
            shown = figure(spread["mean"])
            shown += f" ± {figure(spread['std'])}" if spread["std"] is not None else ""
        base = figure(result["baseline"].get(name))
        yield f"| {METRIC_WORDS[name]} | {figure(value)} | {base} | {shown} |"
    if result.get("interval"):
        interval = result["interval"]
        yield ""
        yield (
            f"Intervals: ± {figure(interval['half_width'])} at "
            f"{interval['level']:.0%} ({interval['method']})."
        )
    yield ""
