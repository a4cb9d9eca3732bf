"""Leave out the rows with missing values."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation
from analysis.base.parameters import AllColumns
from analysis.base.wording import counted, of_words
from analysis.results.preparing import DropMissingInfo
from analysis.statistics.values import one_column

How = Literal["any", "all"]

operation = Operation(
    __name__,
    kind="prepare",
    effect="subset",
    title="Drop missing values",
    category="Prepare",
    language=Language(
        phrases=(
            Phrase(
                r"\b(?:drop|remov|delet|exclud|ignor|omit|discard|without|skip)\w* "
                r"(?:\S+ ){0,8}?(?:missing|null|nan|nas?|empty|blank)s?\b",
                4,
            ),
            Phrase(r"\b(?:dropna|complete cases|listwise)\b", 4),
        ),
        anti=(Phrase(r"\b(?:fill|impute|replace)\b", 3),),
        options={
            "how": {"all": r"\ball (?:values|columns|of them) (?:are )?missing\b"}
        },
        examples=(
            Example("drop missing values", {}),
            Example("drop rows with missing age", {"columns": ["age"]}),
            Example(
                "remove rows where age or fare are missing",
                {"columns": ["age", "fare"]},
            ),
            Example("exclude the rows with null deck", {"columns": ["deck"]}),
            Example("complete cases only", {}),
            Example("dropna age", {"columns": ["age"]}),
        ),
        column_free=True,
    ),
)


@operation.compute
def drop_missing(
    data: pd.DataFrame, columns: AllColumns | None = None, how: How = "any"
) -> tuple[pd.DataFrame, DropMissingInfo]:
    """Leave out the rows in which any (or all) of the columns are missing.

    Without columns, those of the table that are used are looked at.
    """
    names = list(columns or [str(name) for name in data.columns])
    if not names:
        return data, {"n_removed": 0, "missing": {}}
    missing = pd.DataFrame({name: one_column(data, name).isna() for name in names})
    gone = missing.all(axis=1) if how == "all" else missing.any(axis=1)
    info: DropMissingInfo = {
        "n_removed": int(gone.sum()),
        "missing": {name: int(missing[name].sum()) for name in names},
    }
    return data[~gone.astype(bool)], info


@operation.restate
def restate(columns: list[str] | None = None, how: str = "any") -> str:
    which = of_words(columns, "any column" if how == "any" else "all columns")
    return f"Without rows with missing values{which}"


@operation.present
def present(result: DropMissingInfo) -> Answer:
    found = {name: count for name, count in result["missing"].items() if count}
    if not result["n_removed"]:
        return Answer("No row had a missing value, so none was left out.")
    per_column = ", ".join(f"{name} {count:,}" for name, count in found.items())
    return Answer(
        f"Left out {counted(result['n_removed'], 'row')} with missing values "
        f"({per_column})."
    )
