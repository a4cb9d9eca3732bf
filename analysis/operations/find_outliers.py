"""Which values lie far from the others, and what they change."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis.base.columns import Schema
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import AllNumericColumns, AnyColumn
from analysis.base.plain import plain
from analysis.base.reply import Block, Table, TableColumn
from analysis.base.task import Step
from analysis.base.wording import (
    counted,
    figure,
    muted,
    name_of,
    names_of,
    of_words,
    percent,
)
from analysis.references.small import IGLEWICZ_HOAGLIN, NIST_BOX_PLOT
from analysis.results.descriptions import (
    ColumnOutliers,
    ColumnWithout,
    FindOutliersResult,
    Outlier,
)
from analysis.statistics.moments import mean_and_deviations, variance_of
from analysis.statistics.outlier_rules import outlier_mask
from analysis.statistics.values import (
    number_columns,
    numbers_of,
    one_column,
    require_rows,
)
from analysis.words.outlier import (
    METHOD_OPTIONS,
    METHOD_WORDS,
    bound_words,
    rule_words,
)

FindMethod = Literal["iqr", "zscore", "mad", "isolation_forest"]

MAX_LISTED = 100

operation = Operation(
    __name__,
    kind="analyse",
    title="Find outliers",
    category="Describe",
    language=Language(
        phrases=(
            Phrase(r"\b(?:outliers?|outlying|anomal\w+)\b", 3.5),
            Phrase(r"\b(?:find|detect|identify|show|list|count|any|how many) "
                   r"(?:\S+ ){0,4}?outliers?\b", 2.5),
            Phrase(r"\bextreme values?\b", 2.5),
            Phrase(r"\bunusual(?:ly)? (?:values?|high|low)\b", 2.5),
        ),
        anti=(
            Phrase(r"\b(?:remov\w+|exclud\w+|drop\w*|without|winsori[sz]\w+|cap|clip|"
                   r"delet\w+)\b", 3),
        ),
        options={"method": METHOD_OPTIONS, "ddof": {"1": r"\bsample standard\b"}},
        numbers={
            "threshold": (
                r"threshold (?:of )?{n}", r"{n} standard deviations",
                r"z-?scores? (?:greater than|above|over|>) {n}",
                r"{n} ?(?:\*|times|x) ?(?:the )?(?:iqr|interquartile)",
            )
        },
        examples=(
            Example("find outliers of fare", {"columns": ["fare"]}),
            Example("are there outliers in age?", {"columns": ["age"]}),
            Example("how many outliers does fare have by IQR?",
                    {"columns": ["fare"], "method": "iqr"}),
            Example("detect outliers of age by z-score",
                    {"columns": ["age"], "method": "zscore"}),
            Example("outliers of fare with a threshold of 3",
                    {"columns": ["fare"], "threshold": 3}),
            Example("list the outliers of age and fare", {"columns": ["age", "fare"]}),
        ),
        column_free=True,
    ),
    references=(
        Reference(
            {"x": NIST_BOX_PLOT},
            {"columns": ["x"]},
            {"columns": [{"column": "x", "n_outliers": 1, "outliers": [{"value": 1441}]}]},
            "NIST/SEMATECH e-Handbook of Statistical Methods, 7.1.6",
        ),
        Reference(
            {"x": IGLEWICZ_HOAGLIN},
            {"columns": ["x"], "method": "mad"},
            {"columns": [{"n_outliers": 2, "median": 2.45, "mad": 0.15,
                          "low": 1.671645663454411, "high": 3.228354336545589}]},
            # where 0.6745 · (x − 2.45) / 0.15 is 3.5 in size
            "Iglewicz and Hoaglin (1993), p. 12",
            1e-9,
        ),
    ),
)  # fmt: skip


@operation.compute
def find_outliers(
    data: pd.DataFrame,
    columns: AllNumericColumns | None = None,
    method: FindMethod = "iqr",
    threshold: float | None = None,
    label: AnyColumn | None = None,
    ddof: int = 0,
    random_state: int = 42,
) -> FindOutliersResult:
    """The outliers of each column, most extreme first, and the mean without them.

    Args:
        method: "iqr" (threshold 1.5), "zscore" (3), "mad" (3.5) or "isolation_forest".
        label: a column that names the rows in the list.
        ddof: the z-score's standard deviation divides by n - ddof.

    Returns ``columns``: per column the number, bounds, smallest and largest outlier,
    mean and standard deviation (n - 1) with and without them, and the first hundred.
    """
    require_rows(data)
    names = list(columns or number_columns(data))
    cells, rules = outlier_mask(data, names, method, threshold, ddof, random_state)
    found = []
    for rule in rules:
        column = rule["column"]
        numbers = numbers_of(data, column)
        outlying = cells[column].astype(bool) & numbers.notna()
        bounds = {key: value for key, value in rule.items() if key != "column"}
        found.append(
            {
                "column": column,
                "n_outliers": int(outlying.sum()),
                **outlier_facts(numbers, outlying),
                **bounds,
                "n_obs": int(numbers.notna().sum()),
                "n_missing": int(numbers.isna().sum()),
                "outliers": list_outliers(data, numbers, outlying, label),
            }
        )
    result: FindOutliersResult = plain(
        {
            "columns": found,
            "n_rows_with_outliers": int(cells.any(axis=1).sum()),
            "method": method,
            "threshold": threshold,
            "ddof": ddof,
            "n_obs": len(data),
        }
    )
    return result


def outlier_facts(numbers: pd.Series, outlying: pd.Series) -> ColumnWithout:
    """The outliers' range, and mean and standard deviation with and without them."""
    values = numbers[outlying].to_numpy()
    mean, std = mean_and_std(numbers[numbers.notna()].to_numpy())
    rest_mean, rest_std = mean_and_std(numbers[numbers.notna() & ~outlying].to_numpy())
    return {
        "lowest": float(values.min()) if len(values) else None,
        "highest": float(values.max()) if len(values) else None,
        "mean_with": mean,
        "std_with": std,
        "mean_without": rest_mean,
        "std_without": rest_std,
    }


def mean_and_std(values: np.ndarray) -> tuple[float | None, float | None]:
    """Mean and sample standard deviation; None where there are too few values."""
    if len(values) == 0:
        return None, None
    mean, deviations = mean_and_deviations(values)
    variance = variance_of(deviations)
    return mean, None if variance is None else math.sqrt(variance)


def list_outliers(
    data: pd.DataFrame, numbers: pd.Series, outlying: pd.Series, label: str | None
) -> list[Outlier]:
    """The outliers farthest from the median first: value, row from 1 and label."""
    distance = (numbers - numbers.median()).abs()
    places = np.flatnonzero(outlying.to_numpy())
    order = np.argsort(-distance.to_numpy()[places], kind="stable")
    listed: list[Outlier] = []
    for place in places[order][:MAX_LISTED]:
        entry: Outlier = {
            "value": float(numbers.iloc[place]),
            "row": int(place) + 1,
        }
        if label is not None:
            entry["label"] = plain(one_column(data, label).iloc[place])
        listed.append(entry)
    return listed


@operation.restate
def restate(
    columns: list[str] | None = None,
    method: str = "iqr",
    threshold: float | None = None,
    **_: Any,
) -> str:
    where = of_words(columns, "all columns of numbers")
    return f"Outliers{where} ({rule_words(method, threshold)})"


@operation.present
def present(result: FindOutliersResult) -> Answer:
    found = result["columns"]
    how = METHOD_WORDS[result["method"]]
    blocks: list[Block] = [_table(found)]
    if len(found) == 1:
        sentence = _sentence(found[0], how)
        if found[0]["outliers"]:
            blocks.append(_listing(found[0]))
    else:
        affected = [each for each in found if each["n_outliers"]]
        names = names_of(
            f"{name_of(each['column'])} ({each['n_outliers']:,})" for each in affected
        )
        sentence = f"By {how} there are outliers in {names}."
        if not affected:
            sentence = f"By {how} there are no outliers in {len(found)} columns."
    rule = rule_words(result["method"], result["threshold"])
    std = ""
    if result["method"] == "zscore":
        kind = "population" if result["ddof"] == 0 else "sample"
        std = f"; {kind} standard deviation for z"
    blocks.append(
        muted(
            f"{rule[0].upper()}{rule[1:]}{std}. The standard deviations shown are of the "
            "sample (n − 1). Missing values are left out."
        )
    )
    return Answer(sentence, tuple(blocks))


def _sentence(each: ColumnOutliers, how: str) -> str:
    name, n_obs = name_of(each["column"]), each["n_obs"]
    if not each["n_outliers"]:
        return (
            f"{name} has no outliers by {how}{bound_words(each)} (0 of n = {n_obs:,})."
        )
    share = percent(each["n_outliers"] / n_obs)
    extent = f"from {figure(each['lowest'])} to {figure(each['highest'])}"
    if each["n_outliers"] == 1:
        extent = figure(each["lowest"])
    return (
        f"{name} has {counted(each['n_outliers'], 'outlier')} by {how} ({share} of "
        f"{n_obs:,}){bound_words(each)}: {extent}."
    )


def _table(found: list[ColumnOutliers]) -> Table:
    heads = (
        TableColumn(label="column", format="code"),
        TableColumn(label="outliers", format="integer"),
        TableColumn(label="below"),
        TableColumn(label="above"),
        TableColumn(label="mean with"),
        TableColumn(label="mean without"),
        TableColumn(label="std with"),
        TableColumn(label="std without"),
        TableColumn(label="n", format="integer"),
    )
    shown: Sequence[Mapping[str, Any]] = found
    keys = ("column", "n_outliers", "low", "high", "mean_with", "mean_without",
            "std_with", "std_without", "n_obs")  # fmt: skip
    rows = tuple(tuple(each[key] for key in keys) for each in shown)
    return Table(columns=heads, rows=rows)


def _listing(each: ColumnOutliers) -> Table:
    labelled = "label" in each["outliers"][0]
    heads = [TableColumn(label="row", format="integer"), TableColumn(label="value")]
    heads += [TableColumn(label="label", format="text")] if labelled else []
    rows = tuple(
        (entry["row"], entry["value"], *([name_of(entry["label"])] if labelled else []))
        for entry in each["outliers"]
    )
    cut = each["n_outliers"] > len(rows)
    return Table(
        columns=tuple(heads), rows=rows, n_total=each["n_outliers"] if cut else None
    )


@operation.companions
def companions(schema: Schema, columns: list[str] | None = None) -> list[Step]:
    columns = columns or []
    if not 1 <= len(columns) <= 2:
        return []
    return [Step(operation="box_plot", params={"columns": columns})]
