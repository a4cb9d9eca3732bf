"""Turn a column into another kind: numbers, words, dates, categories."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from analysis.base.columns import Column, Kind, Schema
from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Effect, Operation, Reference
from analysis.base.parameters import AnyColumn
from analysis.base.wording import counted, name_of, names_of
from analysis.results.preparing import ConvertColumnInfo
from analysis.statistics.conversion import (
    as_category,
    as_dates,
    as_integers,
    as_numbers,
    as_text,
    examples_lost,
)
from analysis.statistics.values import one_column

TargetKind = Literal["number", "text", "datetime", "category", "integer"]
_KIND_WORDS = {
    "number": "numbers",
    "text": "text",
    "datetime": "dates",
    "category": "a category",
    "integer": "whole numbers",
}

operation = Operation(
    __name__,
    kind="prepare",
    title="Convert a column",
    category="Prepare",
    language=Language(
        phrases=(
            Phrase(r"\b(?:convert|cast|coerce)\b", 4),
            Phrase(
                r"\b(?:turn|change|make|parse|treat|use|read|interpret) (?:the )?"
                r"(?:column )?\{col\} (?:in)?(?:to|as) (?:an? )?"
                r"(?:number|numeric|float|decimal|text|string|word|date|categor|factor"
                r"|integer|int|whole|nominal)",
                4.5,
            ),
            Phrase(r"\b(?:change|set) the (?:type|kind|data ?type) of\b", 4.5),
        ),
        options={
            "to": {
                "number": r"\b(?:numbers?|numeric(?:al)?|floats?|decimals?)\b",
                "text": r"\b(?:texts?|strings?|words?)\b",
                "datetime": r"\b(?:date-?times?|dates?|timestamps?)\b",
                "category": r"\b(?:categor(?:y|ies|ical)|factors?|nominal)\b",
                "integer": r"\b(?:integers?|ints?|whole numbers?)\b",
            }
        },
        examples=(
            Example("convert pclass to text", {"column": "pclass", "to": "text"}),
            Example(
                "treat pclass as a category", {"column": "pclass", "to": "category"}
            ),
            Example(
                "change the type of survived to category",
                {"column": "survived", "to": "category"},
            ),
            Example("convert sibsp to integer", {"column": "sibsp", "to": "integer"}),
            Example(
                "cast survived to a number", {"column": "survived", "to": "number"}
            ),
        ),
    ),
    references=(
        Reference(
            {"x": ["1", "2.5", "1,234", "n/a?", None]},
            {"column": "x", "to": "number"},
            {"n_lost": 1, "lost": ["n/a?"]},
            "counting",
        ),
    ),
)


@operation.compute
def convert_column(
    data: pd.DataFrame, column: AnyColumn, to: TargetKind
) -> tuple[pd.DataFrame, ConvertColumnInfo]:
    """Turn a column into another kind; values that cannot be read become missing.

    Args:
        to: "number" (1,234.5 is read too), "integer", "text", "datetime" (the format
            that reads most values; of m/d and d/m the former) or "category".

    Raises:
        DataError: no value can be read, or a number is not whole.
    """
    old = one_column(data, column)
    used = ""
    if to == "datetime":
        new, used = as_dates(data, column)
    else:
        ways = {
            "number": as_numbers,
            "integer": as_integers,
            "text": as_text,
            "category": as_category,
        }
        new = ways[to](data, column)
    lost = examples_lost(old, new)
    if lost["n_lost"] and not new.notna().any():
        raise DataError(
            f"No value of “{column}” can be read so: “{lost['lost'][0]}”, for example.",
            "Leave the column as it is, or recode its values.",
            column,
        )
    info: ConvertColumnInfo = {
        "column": column,
        "to": to,
        "date_format": used or None,
        **lost,
    }
    return data.assign(**{column: new}), info


@operation.reshapes
def columns_after(schema: Schema, column: str, to: Kind) -> list[Column]:
    """The same columns, one of another kind; of its values is known what stays true."""
    words = to in ("text", "category")
    return [
        Column(
            name=one.name,
            kind=to,
            n_missing=one.n_missing,
            n_unique=one.n_unique,
            levels=tuple((str(level), n) for level, n in one.levels if words),
            label=one.label,
        )
        if one.name == column and one.kind != to
        else one
        for one in schema.columns
    ]


@operation.effect_by
def effect_by(column: str, to: str) -> Effect:
    """What new rows need for the same change."""
    # The format of dates is the one that reads most values.
    return "table" if to == "datetime" else "row"


@operation.restate
def restate(column: str, to: str) -> str:
    return f"{name_of(column)} converted to {_KIND_WORDS[to]}"


@operation.present
def present(result: ConvertColumnInfo) -> Answer:
    date_format = result["date_format"]
    how = f", read as {date_format}" if date_format else ""
    lost = ""
    if result["n_lost"]:
        lost = (
            f" {counted(result['n_lost'], 'value')} could not be read and became missing "
            f"({names_of(f'“{text}”' for text in result['lost'])})."
        )
    kind = _KIND_WORDS[result["to"]]
    return Answer(f"Converted {name_of(result['column'])} to {kind}{how}.{lost}")
