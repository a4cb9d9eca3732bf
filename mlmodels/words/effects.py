"""How a model's predictions follow a feature, and what one unit more of it does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from analysis.base.errors import TaskError
from analysis.base.reply import Reply
from analysis.base.wording import figure, names_of
from mlmodels.base.saved import SavedModel
from mlmodels.words.groups import told
from mlmodels.words.pictures import dependence_chart

# A part of the whole way of an effect that is as good as nothing.
_HARDLY = 0.1


def dependence_reply(
    model: SavedModel, features: Sequence[str], label: str = ""
) -> Reply:
    """How predictions follow features; of classes the probability of ``label``.

    Raises:
        TaskError: it was not measured for one of them, or not of that class.
    """
    result = model.result
    known = {one["feature"]: one for one in result["partial_dependence"]}
    missing = [name for name in features if name not in known]
    if missing:
        raise TaskError(
            f"How predictions depend on {names_of(missing)} was not measured.",
            hint=f"It was for {names_of(known) or 'no feature'}.",
            options=tuple(f"partial dependence of {name}" for name in list(known)[:5]),
        )
    shown = [_of_class(model, known[name], label) for name in features]
    what = "the mean prediction"
    if result["classes"]:
        what = f"the mean probability of {label or result['positive']}"
    charts = [dependence_chart(result, one, label) for one in shown]
    return told(model, " ".join(_run_of(one, what) for one in shown), *charts)


def _of_class(
    model: SavedModel, one: Mapping[str, Any], label: str
) -> Mapping[str, Any]:
    """The same curve with the probability of a class."""
    result = model.result
    if not label or label == result["positive"]:
        return one
    if len(result["classes"]) == 2 and label in result["classes"]:
        return {**one, "predictions": [1 - value for value in one["predictions"]]}
    if label not in one.get("by_class", {}):
        raise TaskError(
            f"How the probability of {label} follows {one['feature']} was not measured.",
            hint=f"It was for {result['positive']}; “retrain” measures it for every class.",
            options=(f"partial dependence of {one['feature']}",),
        )
    return {**one, "predictions": one["by_class"][label]}


def _run_of(one: Mapping[str, Any], what: str) -> str:
    values, predicted = one["values"], one["predictions"]
    low, high = predicted.index(min(predicted)), predicted.index(max(predicted))
    return (
        f"All else as it is, {what} is lowest ({figure(predicted[low])}) at "
        f"{one['feature']} {_shown(values[low])} and highest ({figure(predicted[high])}) at "
        f"{_shown(values[high])}.{_shape(values, predicted)}"
    )


def _shape(values: Sequence[Any], predicted: Sequence[float]) -> str:
    """Whether it goes one way all along, and from where on hardly any further."""
    if len(values) < 4 or any(isinstance(value, str) for value in values):
        return ""
    span = max(predicted) - min(predicted)
    if not span:
        return " It does not change at all."
    way = "rises" if predicted[-1] > predicted[0] else "falls"
    for at, value in enumerate(values[:-2]):
        rest = predicted[at:]
        if at and max(rest) - min(rest) < _HARDLY * span:
            return (
                f" It {way} until about {_shown(value)} and hardly changes from there."
            )
    sign = 1 if way == "rises" else -1
    back = max(
        (sign * (a - b) for a, b in pairwise(predicted) if sign * (b - a) < 0),
        default=0,
    )
    if back <= _HARDLY * span:
        return f" It {way} all along."
    return f" It {way} on the whole, not steadily."


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else figure(value)


def unit_reply(model: SavedModel, feature: str) -> Reply:
    """By how much a prediction changes with one more of a feature, all else as it is.

    A linear model has one number for it; of others it is the mean slope over what was
    seen, and said to be that.

    Raises:
        TaskError: it is no feature of numbers, or its effect was not measured.
    """
    known = {one["feature"]: one for one in model.result["partial_dependence"]}
    if feature not in model.plan.features:
        raise TaskError(
            f"{feature} is no feature of {model.name}.",
            hint=f"Its features are {names_of(model.plan.features)}.",
        )
    curve = known.get(feature)
    values = curve["values"] if curve else []
    if curve is None or any(isinstance(value, str) for value in values):
        raise TaskError(
            f"{feature} has no units of which one more could be told.",
            hint=f"Ask for the partial dependence of {feature}.",
            options=(f"partial dependence of {feature}",),
        )
    said = _of_classes(model) or model.plan.target
    weight = _weight(model.result, feature)
    if weight is not None and model.plan.kind == "regression":
        way = "more" if weight > 0 else "less"
        summary = (
            f"One more of {feature} means {figure(abs(weight))} {way} {said}, all else as "
            "it is (the coefficient of the model)."
        )
    else:
        slope = _slope(values, curve["predictions"])
        way = "more" if slope > 0 else "less"
        summary = (
            f"One more of {feature} means {figure(abs(slope))} {way} {said} on average "
            f"between {figure(values[0])} and {figure(values[-1])}, all else as it is; the "
            "model need not be straight, so it differs from place to place."
        )
    return told(model, summary, dependence_chart(model.result, curve))


def _of_classes(model: SavedModel) -> str:
    """What is predicted of classes: a probability."""
    if model.plan.kind == "regression":
        return ""
    return f"probability of {model.result['positive']}"


def _weight(result: Mapping[str, Any], feature: str) -> float | None:
    """The coefficient of a feature in its own units, where the model has one."""
    terms = (result.get("coefficients") or {}).get("terms", ())
    own = [
        one["coefficient"]
        for one in terms
        if one["term"] == feature or one["term"].endswith(f"__{feature}")
    ]
    return float(own[0]) if len(own) == 1 else None


def _slope(values: Sequence[float], predicted: Sequence[float]) -> float:
    span = values[-1] - values[0]
    return (predicted[-1] - predicted[0]) / span if span else 0.0
