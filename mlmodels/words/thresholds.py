"""From which probability on a row is named positive: what each choice finds and costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analysis.base.errors import TaskError
from analysis.base.reply import Chart, Table, TableColumn
from analysis.base.wording import figure, percent
from analysis.words.charts import axis, chart, spec, tooltip
from mlmodels.base.saved import SavedModel

_USUAL = 0.5


@dataclass(frozen=True)
class Wish:
    """What a threshold is chosen by: a least recall or precision, costs, or itself.

    ``cost`` is what a missed positive row costs, in false alarms; ``f1``: the highest
    balance of recall and precision.
    """

    recall: float | None = None
    precision: float | None = None
    cost: float | None = None
    at: float | None = None
    f1: float | None = None


@dataclass(frozen=True)
class Found:
    """A threshold and what it does on some rows; a share is None where it has no rows."""

    threshold: float
    recall: float
    precision: float | None
    n_named: int
    n_missed: int
    n_false: int


def chosen_threshold(model: SavedModel, wish: Wish) -> Found:
    """The threshold that a wish calls for, as it does on the rows that judge.

    It is chosen on out-of-fold predictions, so that the rows that judge did not choose.

    Raises:
        TaskError: the model has no two classes, or no threshold does what is wished.
    """
    tables = model.result.get("thresholds")
    if not tables or not tables["judged_on"]:
        raise TaskError(
            f"{model.name} has no threshold: that is a matter of two classes.",
            hint="It names the likeliest class.",
        )
    rows = points(tables["chosen_on"] or tables["judged_on"])
    if wish.at is not None:
        return _at(tables["judged_on"], wish.at)
    if wish.recall is not None:
        fitting = [row for row in rows if row.recall >= wish.recall]
        best = max(fitting, key=lambda row: row.threshold, default=None)
    elif wish.precision is not None:
        fitting = [row for row in rows if (row.precision or 0.0) >= wish.precision]
        best = max(fitting, key=lambda row: row.recall, default=None)
    elif wish.f1 is not None:
        best = max(rows, key=_f1)
    else:
        cost = wish.cost or 1.0
        best = min(rows, key=lambda row: cost * row.n_missed + row.n_false)
    if best is None:
        raise TaskError(
            "No threshold reaches that.", hint="Ask for less, or for a better model."
        )
    return _at(tables["judged_on"], best.threshold)


def _f1(row: Found) -> float:
    """The harmonic mean of recall and precision."""
    precision = row.precision or 0.0
    return 2 * row.recall * precision / ((row.recall + precision) or 1.0)


def points(table: Mapping[str, Any]) -> list[Found]:
    """Every threshold of a table."""
    return [_found(table, place) for place in range(len(table["threshold"]))]


def _found(table: Mapping[str, Any], place: int) -> Found:
    hits, false = table["true_positive"][place], table["false_positive"][place]
    return Found(
        table["threshold"][place], hits / table["n_positive"],
        hits / (hits + false) if hits + false else None,
        hits + false, table["n_positive"] - hits, false,
    )  # fmt: skip


def _at(table: Mapping[str, Any], threshold: float) -> Found:
    """What a threshold does: as the lowest that is known and not below it."""
    above = [
        place
        for place, one in enumerate(table["threshold"])
        if one >= threshold - 1e-12
    ]
    if above:
        found = _found(table, above[0])
        return Found(threshold, found.recall, found.precision, found.n_named,
                     found.n_missed, found.n_false)  # fmt: skip
    return Found(threshold, 0.0, None, 0, table["n_positive"], 0)


def words_of(model: SavedModel, found: Found) -> str:
    """What a threshold does, in a sentence."""
    positive = model.result["positive"]
    right = percent(found.precision) if found.precision is not None else "none"
    return (
        f"From a probability of {figure(found.threshold)} on, {percent(found.recall)} of "
        f"the rows that are {positive} are found (recall) and {right} of those named "
        f"{positive} are (precision): {found.n_missed:,} missed and {found.n_false:,} "
        f"false alarms on the rows that judge."
    )


def threshold_table(model: SavedModel) -> Table | None:
    """Some thresholds beside each other."""
    tables = model.result.get("thresholds")
    if not tables or not tables["judged_on"]:
        return None
    used = model.result.get("threshold") or _USUAL
    rows = []
    for threshold in sorted({0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, used}):
        one = _at(tables["judged_on"], threshold)
        mark = " (in use)" if threshold == used else ""
        rows.append((f"{figure(threshold)}{mark}", one.recall, one.precision,
                     one.n_named, one.n_missed, one.n_false))  # fmt: skip
    heads = ("recall", "precision")
    counts = (f"named {model.result['positive']}", "missed", "false alarms")
    return Table(
        title="Thresholds",
        columns=(
            TableColumn(label="from probability", format="text"),
            *(TableColumn(label=head, format="percent") for head in heads),
            *(TableColumn(label=head, format="integer") for head in counts),
        ),
        rows=tuple(rows),
    )


def precision_recall_chart(result: Mapping[str, Any]) -> Chart | None:
    """Precision against recall over all thresholds."""
    table = (result.get("thresholds") or {}).get("judged_on")
    if not table:
        return None
    rows = [
        {"recall": one.recall, "precision": one.precision, "threshold": one.threshold}
        for one in points(table)
        if one.precision is not None
    ]
    x = axis("recall", "quantitative", "recall")
    y = axis("precision", "quantitative", "precision")
    at = axis("threshold", "quantitative", "threshold")
    share = table["n_positive"] / (table["n_positive"] + table["n_negative"])
    return chart(
        "Precision and recall",
        spec(rows, mark={"type": "line", "point": True},
             encoding={"x": x, "y": y, "tooltip": tooltip(x, y, at)}),
        f"Precision against recall for {result['positive']}; guessing has a precision of "
        f"{percent(share)} at any recall.",
        "By threshold, on the rows that judge",
    )  # fmt: skip
