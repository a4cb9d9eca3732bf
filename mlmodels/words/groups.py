"""How a model does in each group of rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from analysis.base.errors import TaskError
from analysis.base.reply import Block, Reply, Table, TableColumn, Text
from analysis.base.wording import counted, figure, muted, names_of
from mlmodels.base.metrics import METRIC_WORDS
from mlmodels.base.saved import SavedModel

# A score of one group that differs so much from another's is worth a look.
_APART = 0.1


def told(model: SavedModel, summary: str, *blocks: Block | None) -> Reply:
    """A reply that says first which model it is about."""
    shown = tuple(block for block in blocks if block is not None)
    name = muted(f"Model {model.name}, version {model.version}.")
    return Reply(summary=summary, blocks=(Text(text=f"**{summary}**"), *shown, name))


def judged_rows(model: SavedModel) -> str:
    """The rows that the scores are of."""
    result = model.result
    if result["n_test"]:
        return counted(result["n_test"], "test row")
    return f"the {result['n_train']:,} training rows (none were held out)"


def fairness_reply(model: SavedModel, columns: Sequence[str]) -> Reply:
    """The scores of each group, on the rows that judge.

    Raises:
        TaskError: no such groups were told apart.
    """
    groups: Mapping[str, list[dict[str, Any]]] = model.result.get("by_group") or {}
    missing = [name for name in columns if name not in groups]
    if missing or not groups:
        raise TaskError(
            f"Scores were not told apart by {names_of(missing) or 'any group'}.",
            hint="They are for columns with 2 to 8 values: "
            + (names_of(groups) or "this table has none, or retrain the model")
            + ".",
            options=tuple(f"is it fair by {name}" for name in list(groups)[:5]),
        )
    shown = list(columns) or list(groups)
    metric = "mae" if model.plan.kind == "regression" else "accuracy"
    tables = [_group_table(model, name, groups[name]) for name in shown]
    return told(model, _widest(metric, shown, groups), *tables)


def _widest(
    metric: str, shown: Iterable[str], groups: Mapping[str, list[dict[str, Any]]]
) -> str:
    gaps = []
    for name in shown:
        scored = [
            (one["scores"][metric], one["level"])
            for one in groups[name]
            if "scores" in one
        ]
        if len(scored) > 1:
            low, high = min(scored), max(scored)
            gaps.append((high[0] - low[0], name, low, high))
    if not gaps:
        return "The groups have too few test rows to compare."
    gap, name, low, high = max(gaps)
    words = METRIC_WORDS[metric]
    scale = max(abs(high[0]), 1e-12) if metric == "mae" else 1.0
    verdict = (
        "that is a difference worth a look"
        if gap / scale > _APART
        else "the groups are close"
    )
    return (
        f"By {name} the {words} runs from {figure(low[0])} ({low[1]}) to {figure(high[0])} "
        f"({high[1]}): {verdict}. Small groups differ by chance."
    )


def _group_table(
    model: SavedModel, name: str, groups: Sequence[Mapping[str, Any]]
) -> Table:
    binary = len(model.result["classes"]) == 2
    measures = (
        ("mae", "rmse", "r2")
        if model.plan.kind == "regression"
        else ("accuracy", "recall", "precision")
        if binary
        else ("accuracy",)
    )
    rates = bool(binary or model.plan.kind == "regression")
    kind = f"share {model.result['positive']}" if binary else "mean"
    rows = []
    for one in groups:
        scores = one.get("scores", {})
        values: list[Any] = [scores.get(measure) for measure in measures]
        values += [one.get("actual"), one.get("predicted")] if rates else []
        rows.append((one["level"], one["n"], *values))
    heads = [METRIC_WORDS[measure] for measure in measures]
    heads += [f"actual {kind}", f"predicted {kind}"] if rates else []
    return Table(
        title=f"By {name}",
        columns=(
            TableColumn(label=name, format="text"),
            TableColumn(label="rows", format="integer"),
            *(TableColumn(label=head) for head in heads),
        ),
        rows=tuple(rows),
        note=f"On {judged_rows(model)}; groups of fewer than 5 rows are not judged.",
    )
