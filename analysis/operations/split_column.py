"""A column of texts split into several at a mark."""

from __future__ import annotations

import pandas as pd

from analysis.base.columns import Column, Schema
from analysis.base.errors import DataError
from analysis.base.language import Example, Language
from analysis.base.operation import Answer, Operation
from analysis.base.parameters import AnyColumn
from analysis.base.wording import counted, name_of, names_of
from analysis.results.preparing import SplitColumnInfo
from analysis.statistics.texts import numbers_where_all, require_free, words_of

_MOST_PARTS = 20
_SPELLED = {" ": "a space", "\t": "a tab", ",": "a comma", ";": "a semicolon"}

operation = Operation(
    __name__,
    kind="prepare",
    effect="table",
    title="Split a column",
    category="Prepare",
    language=Language(
        phrases=(),
        examples=(
            Example("split embark_town by “h”", {"column": "embark_town", "mark": "h"}),
            Example(
                "separate embark_town on “o” into one and two",
                {"column": "embark_town", "mark": "o", "names": ["one", "two"]},
            ),
            Example(
                "split embark_town at the letter “t” into front and back",
                {"column": "embark_town", "mark": "t", "names": ["front", "back"]},
            ),
        ),
    ),
)


@operation.compute
def split_column(
    data: pd.DataFrame, column: AnyColumn, mark: str, names: list[str] | None = None
) -> tuple[pd.DataFrame, SplitColumnInfo]:
    """A new column for each part of a column's texts; the column itself stays.

    Args:
        mark: what stands between the parts.
        names: of the new columns; the last takes what is left. Without, as many as the
            longest text has parts.

    Raises:
        DataError: no value holds the mark, or there would be more than 20 columns.
    """
    values = words_of(data, column).astype("str")
    held = values.str.contains(mark, regex=False).eq(True)
    if not held.any():
        raise DataError(
            f"No value of “{column}” holds {_SPELLED.get(mark, f'“{mark}”')} to be split at.",
            "Name the mark as it stands in the values.",
            column,
        )
    most = len(names) - 1 if names else -1
    parts = values.str.split(mark, n=most, expand=True, regex=False)
    if parts.shape[1] > _MOST_PARTS:
        raise DataError(
            f"“{column}” has up to {parts.shape[1]} parts; at most {_MOST_PARTS} become columns.",
            "Name the columns that you want: the last takes what is left.",
            column,
        )
    made = names or [f"{column} {place + 1}" for place in range(parts.shape[1])]
    require_free(data, made, column)
    new: dict[str, pd.Series] = {}
    for place, name in enumerate(made):
        part = (
            parts[place] if place in parts else pd.Series(None, data.index, dtype="str")
        )
        text = part.astype("str").str.strip()
        new[name] = numbers_where_all(text.mask(text == ""))
    info: SplitColumnInfo = {
        "column": column,
        "made": made,
        "n_whole": int((~held & values.notna()).sum()),
        "n_more": int(
            new[made[-1]].astype("str").str.contains(mark, regex=False).sum()
        ),
        "numbers": [
            n for n, v in new.items() if pd.api.types.is_numeric_dtype(v.dtype)
        ],
    }
    return data.assign(**new), info


@operation.reshapes
def columns_after(
    schema: Schema, column: str, mark: str, names: list[str] | None = None
) -> list[Column]:
    """The columns with the new ones; their values as far as they are known."""
    texts = [str(level) for level, _ in schema[column].levels]
    most = len(names) - 1 if names else -1
    parts = [[one.strip() for one in text.split(mark, most)] for text in texts]
    n_parts = max(map(len, parts), default=2)
    made = names or [f"{column} {place + 1}" for place in range(n_parts)]
    found = list(schema.columns)
    for place, name in enumerate(made):
        words = [one[place] for one in parts if place < len(one) and one[place]]
        found.append(_made(name, words, schema.n_rows))
    return found


def _made(name: str, words: list[str], n_rows: int) -> Column:
    levels = tuple((word, words.count(word)) for word in sorted(set(words)))
    numbers = bool(words) and all(word.replace(".", "", 1).isdigit() for word in words)
    if numbers:
        return Column(name=name, kind="number", n_unique=max(len(levels), 3))
    return Column(
        name=name, kind="category", n_unique=len(levels) or n_rows, levels=levels
    )


@operation.restate
def restate(column: str, mark: str, names: list[str] | None = None) -> str:
    into = f" into {names_of(names)}" if names else ""
    return f"{name_of(column)} split at {_SPELLED.get(mark, f'“{mark}”')}{into}"


@operation.present
def present(result: SplitColumnInfo) -> Answer:
    words = f"Split {name_of(result['column'])} into {names_of(result['made'])}."
    if result["n_whole"]:
        words += (
            f" {counted(result['n_whole'], 'value')} without the mark stand in "
            f"{name_of(result['made'][0])} alone."
        )
    if result["n_more"]:
        words += (
            f" {counted(result['n_more'], 'value')} of {name_of(result['made'][-1])} hold "
            "the mark once more."
        )
    if result["numbers"]:
        words += f" {names_of(result['numbers'])}: numbers."
    return Answer(words)
