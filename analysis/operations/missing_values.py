"""Where values are missing, and how many."""

from __future__ import annotations

import pandas as pd

from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import AllColumns
from analysis.base.reply import Notice, Table, TableColumn
from analysis.base.wording import counted, muted, name_of, of_words, percent
from analysis.results.descriptions import ColumnMissing, MissingValuesResult
from analysis.statistics.values import one_column, require_rows

WARN_ABOVE = 0.5

operation = Operation(
    __name__,
    kind="analyse",
    title="Missing values",
    category="Describe",
    language=Language(
        phrases=(
            Phrase(r"\b(?:how many|count|number of|any|find|show|list|percent\w*|share of) "
                   r"(?:\S+ ){0,4}?(?:missing|null|nan|empty|blank)s?\b", 4.5),
            Phrase(r"\bmissing (?:values?|data|entries)\b", 2.5),
            Phrase(r"\b(?:which|what) columns? (?:have|has|contain\w*|with) (?:\S+ ){0,3}?"
                   r"(?:missing|null|nan)", 4.5),
            Phrase(r"\bcomplete(?:ness)?\b", 1.5),
            Phrase(r"\bnulls?\b|\bnans?\b", 2),
        ),
        anti=(
            Phrase(r"\b(?:fill\w*|imput\w+|replac\w+|drop\w*|remov\w+|exclud\w+|"
                   r"ignor\w+|omit\w*|handl\w+)\b", 3),
        ),
        examples=(
            Example("how many missing values are there?", {}),
            Example("show missing values", {}),
            Example("missing values of age", {"columns": ["age"]}),
            Example("which columns have missing values?", {}),
            Example("count the missing values in age and deck",
                    {"columns": ["age", "deck"]}),
            Example("how many null values does embarked have?",
                    {"columns": ["embarked"]}),
        ),
        column_free=True,
    ),
    references=(
        Reference(
            {"x": [1.0, None, 3.0, None], "y": ["a", "b", None, "c"]},
            {},
            {"n_missing": 3, "rows": [{"column": "x", "n_missing": 2, "share": 0.5},
                                      {"column": "y", "n_missing": 1, "share": 0.25}],
             "n_complete": 1},
            "counting by hand",
        ),
    ),
)  # fmt: skip


@operation.compute
def missing_values(
    data: pd.DataFrame, columns: AllColumns | None = None
) -> MissingValuesResult:
    """How many values are missing in each column, most first, and in how many rows.

    Returns ``rows`` with n_missing and share per column, the sum ``n_missing``, and
    ``n_complete``: rows without a missing value in these columns.
    """
    require_rows(data)
    names = list(columns or [str(name) for name in data.columns])
    missing = pd.DataFrame({name: one_column(data, name).isna() for name in names})
    rows: list[ColumnMissing] = [
        {
            "column": name,
            "n_missing": int(missing[name].sum()),
            "share": float(missing[name].mean()),
        }
        for name in names
    ]
    rows.sort(key=lambda row: -row["n_missing"])
    return {
        "n_missing": int(missing.to_numpy().sum()),
        "rows": rows,
        "n_columns_with_missing": sum(row["n_missing"] != 0 for row in rows),
        "n_complete": int((~missing.any(axis=1)).sum()),
        "n_obs": len(data),
    }


@operation.restate
def restate(columns: list[str] | None = None) -> str:
    return f"Missing values{of_words(columns)}"


@operation.present
def present(result: MissingValuesResult, columns: list[str] | None = None) -> Answer:
    rows, n_obs = result["rows"], result["n_obs"]
    affected = [row for row in rows if row["n_missing"]]
    named = columns
    if len(rows) == 1:
        row = rows[0]
        sentence = (
            f"{name_of(row['column'])} has "
            f"{counted(row['n_missing'], 'missing value')} in {counted(n_obs, 'row')} "
            f"({percent(row['share'])})."
        )
        return Answer(sentence)
    if not affected:
        where = "these columns" if named else "the table"
        return Answer(f"There are no missing values in {where} ({n_obs:,} rows).")
    parts = [f"{name_of(row['column'])} {row['n_missing']:,}" for row in affected[:6]]
    more = f" and {len(affected) - 6} more" if len(affected) > 6 else ""
    sentence = (
        f"There are {counted(result['n_missing'], 'missing value')} in "
        f"{len(affected)} of {counted(len(rows), 'column')}: {', '.join(parts)}{more}."
    )
    table = Table(
        columns=(
            TableColumn(label="column", format="code"),
            TableColumn(label="missing", format="integer"),
            TableColumn(label="share", format="percent"),
        ),
        rows=tuple(
            (row["column"], row["n_missing"], row["share"])
            for row in (rows if named else affected)
        ),
    )
    how = muted(
        f"{result['n_complete']:,} of {counted(n_obs, 'row')} are complete in these "
        "columns."
    )
    return Answer(sentence, (table, how, *_warning(affected)))


def _warning(affected: list[ColumnMissing]) -> list[Notice]:
    worst = [name_of(row["column"]) for row in affected if row["share"] > WARN_ABOVE]
    if not worst:
        return []
    which = ", ".join(worst[:10])
    return [
        Notice(
            text=f"More than half of the values are missing in {which}.",
            level="warning",
            fix="Be careful with results that use them, or leave them out.",
        )
    ]
