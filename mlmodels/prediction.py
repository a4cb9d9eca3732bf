"""Predicting with a saved model: rows checked, script run, results taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.base.columns import Column, Schema
from analysis.base.errors import TaskError
from analysis.scripts.writing import Script
from mlmodels.base.saved import SavedModel
from mlmodels.estimators import estimator_named
from mlmodels.learning.predicting import other_spellings
from mlmodels.scripts.sandboxed import Progress, run_generated
from mlmodels.scripts.writing import predict_script
from mlmodels.training import unfinished
from sandbox.outcome import Outcome

PREDICTIONS = "predictions.csv"
_SECONDS = 120.0
_NUMERIC = ("integer", "number", "boolean")
_YES, _NO = ("true", "yes", "1", "y", "t"), ("false", "no", "0", "n", "f")


@dataclass(frozen=True)
class Prediction:
    """Finished predictions.

    ``result`` has the first rows, doubts and reasons; ``file`` all rows as CSV with
    the table's own columns before them, where a folder was given.
    """

    model: SavedModel
    script: Script
    result: dict[str, Any]
    outcome: Outcome
    file: Path | None = None


def check_table(model: SavedModel, schema: Schema) -> list[str]:
    """See that a table has the model's features; the surplus columns are returned.

    Raises:
        TaskError: it names every missing column and every one of the wrong kind.
    """
    needed = [feature["name"] for feature in model.inputs]
    renamed = other_spellings(list(schema.names), needed)
    known = {renamed.get(column.name, column.name): column for column in schema.columns}
    missing = [f["name"] for f in model.inputs if f["name"] not in known]
    wrong = [
        words
        for feature in model.inputs
        if feature["name"] in known
        and (words := _wrong(feature, known[feature["name"]]))
    ]
    if missing or wrong:
        parts = [f"missing: {', '.join(missing)}"] if missing else []
        raise TaskError(
            f"The table does not fit the model {model.name}: {'; '.join(parts + wrong)}.",
            hint="Needed are: " + ", ".join(_wanted(f) for f in model.inputs) + ".",
            options=tuple(missing),
        )
    names = {feature["name"] for feature in model.inputs} | {model.plan.target}
    return [n for n in schema.names if renamed.get(n, n) not in names]


def _wrong(feature: Mapping[str, Any], column: Column) -> str:
    if column.n_unique == 0 or feature["role"] in ("category", "text"):
        return ""
    if feature["role"] == "date":
        fits = column.kind == "datetime"
        return "" if fits else f"{column.name} should hold dates, not {_kind(column)}"
    numeric = column.kind in _NUMERIC or isinstance(column.minimum, int | float)
    return "" if numeric else f"{column.name} should hold numbers, not {_kind(column)}"


def _kind(column: Column) -> str:
    return {"datetime": "dates", "category": "words"}.get(column.kind, column.kind)


def _wanted(feature: Mapping[str, Any]) -> str:
    nouns = {"number": "a number", "boolean": "true or false", "date": "a date",
             "text": "a text"}  # fmt: skip
    return f"{feature['name']} ({nouns.get(feature['role'], 'a word')})"


def row_table(
    model: SavedModel, values: Mapping[str, Any], *, complete: bool = False
) -> pd.DataFrame:
    """One row of typed values (text or numbers) as a table with the model's columns.

    Features not named are missing, which the model fills as it learned, unless
    ``complete`` is asked.

    Raises:
        TaskError: a name is no feature, a value is not of its kind, or one is missing.
    """
    features = {feature["name"].lower(): feature for feature in model.inputs}
    given: dict[str, Any] = {}
    for name, value in values.items():
        feature = features.get(name.strip().lower())
        if feature is None:
            names = ", ".join(feature["name"] for feature in model.inputs)
            raise TaskError(
                f"'{name}' is not a feature of the model {model.name}.",
                hint=f"Its features: {names}.",
            )
        given[feature["name"]] = _typed(feature, value)
    missing = [f["name"] for f in model.inputs if f["name"] not in given]
    if missing and (complete or not given):
        raise TaskError(
            f"The value of {', '.join(missing)} is missing.",
            hint="Give all: " + ", ".join(_wanted(f) for f in model.inputs) + ".",
            options=tuple(missing),
        )
    columns = {
        feature["name"]: pd.Series([given.get(feature["name"])], dtype=_dtype(feature))
        for feature in model.inputs
    }
    return pd.DataFrame(columns)


def _dtype(feature: Mapping[str, Any]) -> str:
    return {"category": "str", "text": "str", "date": "datetime64[us]"}.get(
        feature["role"], "float64"
    )


def _typed(feature: Mapping[str, Any], value: Any) -> Any:
    role, name = feature["role"], feature["name"]
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    try:
        if role == "text":
            return str(value).strip()
        if role == "category":
            return _level(feature, str(value).strip())
        if role == "date":
            return pd.Timestamp(str(value))
        word = str(value).strip().lower()
        if role == "boolean" and word in _YES + _NO:
            return float(word in _YES)
        return float(str(value).replace(",", ""))
    except ValueError:
        raise TaskError(
            f"{name} cannot be '{value}'.", hint=f"It is {_wanted(feature)}."
        ) from None


def _level(feature: Mapping[str, Any], text: str) -> str:
    """The known level that differs in case only, or the text itself."""
    for level in feature["levels"]:
        if level.lower() == text.lower():
            return str(level)
    return text


def predict(
    model: SavedModel,
    parquet: Path,
    into: Path | None = None,
    *,
    on_progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Prediction:
    """Predictions for all rows of a stored table, in the sandbox.

    The file of predictions is put into the folder ``into``, where one is given.

    Raises:
        TaskError: the run did not finish; it says why and what to do.
    """
    script = predict_script(model, f"Predictions of {model.plan.target}")
    outcome = run_generated(
        script,
        parquet,
        _SECONDS,
        library=estimator_named(model.plan.estimator).library,
        files=model.files,
        collect=(PREDICTIONS,),
        into=into,
        on_progress=on_progress,
        cancelled=cancelled,
    )
    if outcome.status != "succeeded":
        raise unfinished(outcome, "prediction")
    file = outcome.files.get(PREDICTIONS)
    return Prediction(model, script, outcome.result, outcome, file)


def shown_columns(result: Mapping[str, Any]) -> Sequence[str]:
    """The columns of predictions, without the words of doubt."""
    return [name for name in result["columns"] if name != "doubts"]
