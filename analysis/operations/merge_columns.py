"""Several columns as one text."""

from __future__ import annotations

import pandas as pd

from analysis.base.columns import Column, Schema
from analysis.base.errors import DataError
from analysis.base.language import Example, Language
from analysis.base.operation import Answer, Operation
from analysis.base.parameters import AnyColumns
from analysis.base.wording import counted, name_of, names_of
from analysis.results.preparing import MergeColumnsInfo
from analysis.statistics.texts import merged_texts, require_free
from analysis.statistics.values import one_column

operation = Operation(
    __name__,
    kind="prepare",
    effect="row",
    title="Merge columns",
    category="Prepare",
    language=Language(
        phrases=(),
        examples=(
            Example(
                "merge the columns sex and class into kind",
                {"columns": ["sex", "class"], "name": "kind"},
            ),
            Example(
                "combine the columns who and deck with a dash as place",
                {"columns": ["who", "deck"], "mark": "-", "name": "place"},
            ),
            Example("concatenate sex and who", {"columns": ["sex", "who"]}),
        ),
    ),
)


@operation.compute
def merge_columns(
    data: pd.DataFrame, columns: AnyColumns, name: str | None = None, mark: str = " "
) -> tuple[pd.DataFrame, MergeColumnsInfo]:
    """A new column with the values of several, in their order; those stay.

    Args:
        name: of the new column; without, the names of the others joined.
        mark: what stands between the values. Missing ones are left out.

    Raises:
        DataError: fewer than two columns, or the name is taken.
    """
    names = list(dict.fromkeys(columns))
    if len(names) < 2:
        raise DataError(
            "At least two columns are merged.", "Name them: “merge a and b into c”."
        )
    made = name or "_".join(names)
    require_free(data, [made], names[0])
    texts = merged_texts(data, names, mark)
    missing = pd.concat([one_column(data, one).isna() for one in names], axis=1)
    info: MergeColumnsInfo = {
        "name": made,
        "n_parts_missing": int(missing.any(axis=1).sum()),
        "example": str(texts.dropna().iloc[0]) if texts.notna().any() else "",
    }
    return data.assign(**{made: texts}), info


@operation.reshapes
def columns_after(
    schema: Schema, columns: list[str], name: str | None = None
) -> list[Column]:
    """The columns and the new one; how many values differ is not known."""
    made = name or "_".join(dict.fromkeys(columns))
    some = max((schema[one].n_unique for one in columns), default=3)
    return [*schema.columns, Column(name=made, kind="category", n_unique=some)]


@operation.restate
def restate(columns: list[str], name: str | None = None, mark: str = " ") -> str:
    how = "" if mark == " " else f" with “{mark}” between"
    called = f" as {name_of(name)}" if name else ""
    return f"{names_of(columns)} as one text{how}{called}"


@operation.present
def present(result: MergeColumnsInfo) -> Answer:
    words = f"New column {name_of(result['name'])} (“{result['example']}”, …)."
    if result["n_parts_missing"]:
        rows = counted(result["n_parts_missing"], "row")
        words += f" In {rows} a part is missing and left out."
    return Answer(words)
