"""Answers about what a model is worth: beside guessing, class by class, and its limits."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from analysis.base.errors import TaskError
from analysis.base.reply import Choices, Option, Reply, Table, TableColumn, Text
from analysis.base.wording import counted, figure, names_of, percent
from mlmodels.base.metrics import METRIC_WORDS
from mlmodels.base.saved import SavedModel
from mlmodels.words.asked import confusion_reply, errors_reply, quality_reply, roc_reply
from mlmodels.words.groups import judged_rows, told
from mlmodels.words.pictures import confusion_chart
from mlmodels.words.scales import baseline_score, beats_baseline, nothing_better
from mlmodels.words.training import in_unit, model_tiles, scores_table

_MOST_RANGES = 6


def off_reply(model: SavedModel) -> Reply:
    """By how much it is off, in the target's unit; of classes how many are wrong."""
    if model.plan.kind == "classification":
        return confusion_reply(model)
    return errors_reply(model)


def baseline_reply(model: SavedModel) -> Reply:
    """How far off guessing without any feature is, beside the model."""
    result, plan = model.result, model.plan
    scores, base = result["scores"], result["baseline"]
    if plan.kind == "regression":
        summary = (
            f"Always predicting the mean of {plan.target} is off by "
            f"{in_unit(base['mae'], plan)} on average (RMSE {figure(base['rmse'])}); "
            f"the model is off by {in_unit(scores['mae'], plan)} "
            f"(RMSE {figure(scores['rmse'])}), on {judged_rows(model)}."
        )
    else:
        metric = result["metric"]
        summary = (
            f"{nothing_better(result).capitalize()} reaches {METRIC_WORDS[metric]} "
            f"{figure(baseline_score(result, metric))} (accuracy "
            f"{percent(base['accuracy'])}); the model reaches {figure(scores[metric])} "
            f"(accuracy {percent(scores['accuracy'])}), on {judged_rows(model)}."
        )
    better = "" if beats_baseline(result) else " It is not clearly better than that."
    return told(model, summary + better, model_tiles(model), scores_table(result))


def pictures_reply(model: SavedModel) -> Reply:
    """The confusion matrix and the ROC curve in one answer."""
    matrix, curve = confusion_reply(model), roc_reply(model)
    summary = f"{matrix.summary} {curve.summary}"
    return told(model, summary, *matrix.blocks[1:-1], *curve.blocks[1:-1])


def class_reply(model: SavedModel, label: str) -> Reply:
    """How well one class is found: its recall and precision, and what it is taken for."""
    found = model.result.get("confusion")
    if not found or label not in found["labels"]:
        raise TaskError(
            f"{model.name} was not judged on {label}.",
            hint=f"Its classes are {names_of(model.plan.classes)}.",
        )
    labels, counts = found["labels"], found["counts"]
    place = labels.index(label)
    actual, hits = sum(counts[place]), counts[place][place]
    named = sum(row[place] for row in counts)
    parts = [f"Of {counted(actual, 'row')} that are {label} it finds {hits:,}"]
    parts[0] += f" ({percent(hits / actual)}, recall)" if actual else ""
    right = f" ({percent(hits / named)}, precision)" if named else ""
    parts.append(f"of {named:,} that it names {label} {hits:,} are{right}")
    missed = [
        f"{labels[at]} ({n:,})"
        for at, n in enumerate(counts[place])
        if n and at != place
    ]
    taken = f" The others are taken for {names_of(missed)}." if missed else ""
    table = Table(
        title="Class by class",
        columns=(
            TableColumn(label="class", format="text"),
            TableColumn(label="rows", format="integer"),
            TableColumn(label="recall", format="percent"),
            TableColumn(label="precision", format="percent"),
        ),
        rows=tuple(_class_row(labels, counts, at) for at in range(len(labels))),
        note=f"On {judged_rows(model)}.",
    )
    return told(
        model, f"{'; '.join(parts)}.{taken}", table, confusion_chart(model.result)
    )


def _class_row(
    labels: Sequence[str], counts: Sequence[Sequence[int]], at: int
) -> tuple[str, int, float | None, float | None]:
    actual, named = sum(counts[at]), sum(row[at] for row in counts)
    hits = counts[at][at]
    recall = hits / actual if actual else None
    return labels[at], actual, recall, hits / named if named else None


def split_reply(model: SavedModel) -> Reply:
    """Whether rows that belong together can be on both sides of the split."""
    plan, result = model.plan, model.result
    judged = plan.validation
    rows = f"{result['n_train']:,} training and {result['n_test']:,} test rows"
    if judged.split == "grouped":
        summary = (
            f"No: rows of one {judged.by} stay together. Each {judged.by} is either in "
            f"the training or in the test part ({rows}), and in one fold."
        )
    elif judged.split == "time":
        summary = (
            f"The test is the latest part by {judged.by} ({rows}); what occurs before and "
            "after can be in both."
        )
    else:
        summary = (
            f"Yes, that can be: the rows were split at random ({rows}), whoever they are "
            "of. Scores flatter then where rows of one repeat."
        )
    fix = "Say “keep rows of … together” with the column that tells who it is."
    more = None if judged.split == "grouped" else Text(text=fix)
    return told(model, summary, more)


def limits_reply(model: SavedModel) -> Reply:
    """Where it should not be trusted: its ranges, its errors, what it cannot tell."""
    result, plan = model.result, model.plan
    ranges = [
        f"{one['name']} {figure(one['minimum'])} to {figure(one['maximum'])}"
        for one in model.features
        if one["role"] == "number" and one["minimum"] is not None
    ]
    within = names_of(ranges[:_MOST_RANGES]) or "the levels that it has seen"
    size = (
        f"predictions are off by {in_unit(result['scores']['mae'], plan)} on average"
        if plan.kind == "regression"
        else f"{percent(1 - result['scores']['accuracy'])} of {judged_rows(model)} are named wrongly"
    )
    summary = (
        f"It holds for rows like the {result['n_obs']:,} that it knows ({within}); outside "
        f"of these it is not to be trusted. Within them {size}."
    )
    lines = ["It tells what goes together, not what causes "
             f"{plan.target}: changing a feature need not change it."]  # fmt: skip
    if not beats_baseline(result):
        lines.append("It is not clearly better than guessing.")
    lines.append(
        "What is not among its features it does not know: "
        f"it sees {names_of(plan.features)} only."
    )
    if plan.kind == "regression":
        lines.append(
            "Its interval is as wide for every row; rare rows can be further off."
        )
    return told(model, summary, *(Text(text=f"- {line}") for line in lines))


def advice_reply(model: SavedModel, unused: Sequence[str]) -> Reply:
    """What could make it better, each to be tried at once."""
    result = model.result
    curve = result.get("learning_curve") or []
    parts, options = [], []
    if unused:
        parts.append(f"give it columns that it does not use ({names_of(unused[:8])})")
        options.append(
            Option(
                label=f"Add {names_of(unused[:4])}",
                value=f"retrain, adding {', '.join(unused[:4])}",
            )
        )
    parts.append("tune its settings or try another kind of model")
    options += [
        Option(label="Tune it", value="tune it"),
        Option(label="Try another model", value="try another model"),
    ]
    if len(curve) > 1:
        rises = curve[-1]["score"] - curve[-2]["score"] > 0.01
        rows = "more rows" if rises else "more rows would hardly help"
        parts.append(f"{rows}, by its learning curve" if rises else rows)
    summary = f"What may help: {'; '.join(parts)}."
    judged = Text(text=quality_reply(model).summary)
    return told(model, summary, judged, Choices(options=tuple(options), role="next"))


JUDGED: dict[str, Callable[[SavedModel], Reply]] = {
    "off": off_reply,
    "baseline": baseline_reply,
    "pictures": pictures_reply,
    "split": split_reply,
    "limits": limits_reply,
}
