"""How clean a table is, and what in it is unusual."""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd

from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import AllColumns
from analysis.base.reply import Block, Item, KeyValues, Table, TableColumn
from analysis.base.wording import counted, figure, muted, name_of, names_of, percent
from analysis.references.small import CARS, NIST_BOX_PLOT
from analysis.results.descriptions import DataQualityResult, QualityFinding
from analysis.statistics.quality_findings import FAR_OUT, column_findings
from analysis.statistics.values import require_rows

Focus = Literal["clean", "unusual"]
_TOLD = 4  # findings in the sentence
_ORDER = {
    "clean": ("missing", "duplicate", "spelling", "code", "far", "negative",
              "repeated_key", "constant"),
    "unusual": ("far", "negative", "code", "spelling", "repeated_key", "duplicate",
                "constant", "missing"),
}  # fmt: skip

operation = Operation(
    __name__,
    kind="analyse",
    title="Data quality",
    category="Describe",
    language=Language(
        phrases=(
            Phrase(r"\bhow (?:clean|messy|dirty|good) (?:is|are) (?:the |this |my )?"
                   r"(?:data(?:set)?|table|it)\b", 7),
            Phrase(r"\b(?:anything|something) (?:unusual|strange|odd|suspicious|wrong)\b", 7),
            Phrase(r"\b(?:problems|errors|mistakes) (?:in|with) (?:the |this |my )?"
                   r"(?:data(?:set)?|table)\b", 7),
            Phrase(r"\bdata quality problems\b", 7),
        ),
        options={
            "focus": {"unusual": r"\b(?:unusual|strange|odd|suspicious|wrong)\b"},
        },
        examples=(
            Example("how clean is the data?", {}),
            Example("how messy is this table?", {}),
            Example("are there problems in the data?", {}),
            Example("are there mistakes in the table?", {}),
            Example("anything unusual in the data?", {"focus": "unusual"}),
        ),
        column_free=True,
    ),
    references=(
        Reference(
            {"x": NIST_BOX_PLOT},
            {},
            # the one outlier, 1441, is a mild one: the upper outer fence is 1679.75
            {"findings": [], "n_missing": 0},
            "NIST/SEMATECH e-Handbook 7.1.6: no extreme outlier",
        ),
        Reference(
            dict(CARS),
            {},
            {"n_duplicates": 1, "n_missing": 0},
            "R: sum(duplicated(cars)); sum(is.na(cars))",
        ),
    ),
)  # fmt: skip


@operation.compute
def data_quality(
    data: pd.DataFrame,
    columns: AllColumns | None = None,
    focus: Focus = "clean",
) -> DataQualityResult:
    """Missing values, repeated rows, far values, codes, spellings and constant columns.

    Args:
        focus: what is told first: what is missing or repeated (clean), or which values
            are unusual.

    Returns ``findings`` per column, in the order of the focus, and the numbers of
    missing cells, of rows without one, and of rows that repeat an earlier one.
    """
    require_rows(data)
    names = list(columns or [str(name) for name in data.columns])
    found = [each for name in names for each in column_findings(data, name)]
    missing = data[names].isna()
    return {
        "findings": found,
        "n_missing": int(missing.to_numpy().sum()),
        "missing_share": float(missing.to_numpy().mean()),
        "n_complete": int((~missing.any(axis=1)).sum()),
        "n_duplicates": int(data[names].duplicated().sum()),
        "n_columns": len(names),
        "n_obs": len(data),
        "focus": focus,
    }


@operation.restate
def restate(columns: list[str] | None = None, **_: Any) -> str:
    return f"Quality of {names_of(columns)}" if columns else "Quality of the table"


@operation.present
def present(result: DataQualityResult) -> Answer:
    order = _ORDER[result["focus"]]
    found = sorted(
        result["findings"], key=lambda one: (order.index(one["kind"]), -one["n"])
    )
    lines = [finding_words(one) for one in found]
    repeated = result["n_duplicates"]
    if repeated:
        words = counted(repeated, "row repeats", "rows repeat") + " an earlier one"
        at = sum(order.index(one["kind"]) < order.index("duplicate") for one in found)
        lines.insert(at, words)
    if not lines:
        what = "Nothing unusual was found" if result["focus"] == "unusual" else (
            "The table is clean"
        )  # fmt: skip
        summary = (
            f"{what}: no missing values, no repeated rows, no far values in "
            f"{counted(result['n_obs'], 'row')}."
        )
    else:
        more = len(lines) - _TOLD
        rest = f"; and {counted(more, 'further finding')}" if more > 0 else ""
        opening = "Unusual" if result["focus"] == "unusual" else _grade(result)
        summary = f"{opening}: {'; '.join(lines[:_TOLD])}{rest}."
    tiles = KeyValues(
        style="tiles",
        items=(
            Item(label="missing cells", value=result["n_missing"], format="integer",
                 note=percent(result["missing_share"])),
            Item(label="complete rows", value=result["n_complete"], format="integer"),
            Item(label="repeated rows", value=repeated, format="integer"),
            Item(label="rows", value=result["n_obs"], format="integer"),
        ),
    )  # fmt: skip
    blocks: list[Block] = [tiles]
    if found:
        heads = (
            TableColumn(label="column", format="code"),
            TableColumn(label="finding", format="text"),
            TableColumn(label="values", format="integer"),
        )
        rows = tuple(
            (one["column"], finding_words(one, named=False), one["n"]) for one in found
        )
        blocks.append(Table(columns=heads, rows=rows))
    blocks.append(
        muted(
            f"Far values lie more than {FAR_OUT:g} interquartile ranges outside the "
            "quartiles (Tukey's outer fences) and are few. Nothing was changed."
        )
    )
    return Answer(summary, tuple(blocks))


def _grade(result: DataQualityResult) -> str:
    share = result["n_complete"] / result["n_obs"]
    return f"{percent(share)} of the rows are complete"


def finding_words(one: QualityFinding, *, named: bool = True) -> str:
    """A finding as part of a sentence."""
    name, n = name_of(one["column"]), one["n"]
    shown = names_of(figure(value) for value in one["values"][:3])
    usual = ""
    if one["kind"] == "far" and one["values"][0] > (one["high"] or 0.0):
        usual = f" (the fence is {figure(one['high'])})"
    elif one["kind"] == "far":
        usual = f" (the fence is {figure(one['low'])})"
    words = {
        "missing": counted(n, "missing value"),
        "constant": f"the same value everywhere ({shown})",
        "far": f"{counted(n, 'far value')}: {shown}{usual}",
        "code": f"{counted(n, 'value')} that may stand for missing: {shown}",
        "negative": f"{counted(n, 'negative value')}: {shown}",
        "spelling": f"the same word in several spellings: {shown}",
        "repeated_key": counted(n, "repeated identifier"),
    }[one["kind"]]
    return f"{name} has {words}" if named else words
