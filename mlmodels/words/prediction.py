"""Predictions as blocks of a reply."""

from __future__ import annotations

from typing import Any

from analysis.base.reply import (
    Block,
    Code,
    Item,
    KeyValues,
    Notice,
    Reply,
    Table,
    TableColumn,
    Text,
)
from analysis.base.wording import (
    cell,
    counted,
    figure,
    format_of,
    muted,
    names_of,
    percent,
)
from mlmodels.base.metrics import METRIC_WORDS
from mlmodels.prediction import Prediction, shown_columns


def prediction_reply(prediction: Prediction) -> Reply:
    """What a person gets for a row or a file."""
    model, result = prediction.model, prediction.result
    one = result["n_rows"] == 1
    summary = _one_row(prediction) if one else _many_rows(prediction)
    blocks: list[Block] = [Text(text=f"**{summary}**")]
    doubtful = result["doubts"][0] if one else []
    blocks += [Notice(text=f"{words}.", level="warning") for words in doubtful]
    if not one and result["n_doubtful"]:
        blocks.append(
            Notice(
                text=f"{counted(result['n_doubtful'], 'row')} with unseen or out-of-range "
                "values: see the column doubts.",
                level="warning",
            )
        )
    if result.get("renamed"):
        pairs = [f"{name} for {needed}" for name, needed in result["renamed"].items()]
        blocks.append(
            Notice(text=f"Columns are spelt otherwise; taken: {names_of(pairs)}.")
        )
    if result["surplus"]:
        blocks.append(Notice(text=f"Not used: {names_of(result['surplus'])}."))
    if one and result["reasons"]:
        blocks.append(reasons_table(result))
    if not one:
        blocks.append(_predictions_table(result))
    if result["scores"]:
        scores = [
            Item(label=METRIC_WORDS[name], value=value)
            for name, value in result["scores"].items()
            if value is not None
        ]
        blocks.append(
            KeyValues(
                items=tuple(scores), title=f"Against {model.plan.target} in the file"
            )
        )
    blocks.append(muted(f"Model {model.name}, version {model.version}."))
    code = Code(text=prediction.script.text, title="Script", filename="predict.py")
    return Reply(summary=summary, blocks=(*blocks, code))


def _one_row(prediction: Prediction) -> str:
    result, target = prediction.result, prediction.model.plan.target
    if not result["n_predicted"]:
        return f"No prediction of {target}: a feature is missing."
    row = result["rows"][0]
    value = row[f"predicted {target}"]
    if "probability" in row:
        return f"{target} is predicted as {value}, probability {percent(row['probability'])}."
    span = ""
    if f"{target} low" in row:
        interval = prediction.model.result["interval"]
        span = (
            f" ({interval['level']:.0%} interval {figure(row[f'{target} low'])} to "
            f"{figure(row[f'{target} high'])})"
        )
    return f"{target} is predicted as {figure(value)}{span}."


def _many_rows(prediction: Prediction) -> str:
    result, target = prediction.result, prediction.model.plan.target
    left = result["n_rows"] - result["n_predicted"]
    without = f"; {counted(left, 'row')} lack a feature and get none" if left else ""
    return f"{counted(result['n_predicted'], 'prediction')} of {target}{without}."


def _predictions_table(result: dict[str, Any]) -> Table:
    names = [*shown_columns(result), "doubts"]
    shown = result["rows"][:20]
    formats = {
        name: "percent" if name.startswith("probability") else format_of(
            row[name] for row in shown
        )
        for name in names
    }  # fmt: skip
    return Table(
        title="Predictions",
        columns=tuple(TableColumn(label=n, format=formats[n]) for n in names),
        rows=tuple(tuple(cell(row[name]) for name in names) for row in shown),
        n_total=result["n_rows"] if result["n_rows"] > len(shown) else None,
    )


def _short(value: Any) -> str:
    """A value of any feature as a text; numbers without their last digits."""
    try:
        return figure(float(value))
    except (TypeError, ValueError):
        return str(value)


def reasons_table(result: dict[str, Any]) -> Table:
    """The features that moved the one prediction the most, in units of the prediction."""
    rows = [
        (
            each["feature"],
            _short(each["value"]),
            _short(each["typical"]),
            each["effect"],
        )
        for each in result["reasons"][0][:10]
    ]
    return Table(
        title="Why",
        columns=(
            TableColumn(label="feature", format="code"),
            TableColumn(label="here", format="text"),
            TableColumn(label="typical", format="text"),
            TableColumn(label="effect"),
        ),
        rows=tuple(rows),
        note="What the prediction gains from each value against a typical one, all else "
        "as it is.",
    )
