"""A question with several answers, an option a column or several in a cell."""

from __future__ import annotations

from typing import Annotated

import pandas as pd

from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import ColumnRole, GroupColumns
from analysis.base.plain import plain
from analysis.base.reply import Block, Chart, Table, TableColumn
from analysis.base.wording import (
    by_words,
    counted,
    group_label,
    muted,
    name_of,
    names_of,
    percent,
)
from analysis.results.descriptions import MultipleResponseResult, OptionRow
from analysis.statistics.options import (
    chosen_options,
    option_names,
    options_in_cells,
    shared_start,
)
from analysis.statistics.values import count_groupless, require_rows, split_by
from analysis.words.charts import axis, chart, spec, tooltip

OptionColumns = Annotated[list[str], ColumnRole("any", many=True)]

operation = Operation(
    __name__,
    kind="analyse",
    title="Multiple response",
    category="Describe",
    language=Language(
        phrases=(
            Phrase(r"\b(?:multiple|multi)[- ]?responses?\b", 6),
            Phrase(r"\b(?:check|select|tick) all that apply\b", 6),
        ),
        examples=(
            Example("multiple response of alone, survived and alive",
                    {"columns": ["alone", "survived", "alive"]}),
            Example("multiple response table of survived, alone and alive",
                    {"columns": ["survived", "alone", "alive"]}),
            Example("multi-response of alive, alone and survived by sex",
                    {"columns": ["alive", "alone", "survived"], "group_by": ["sex"]}),
            Example("select all that apply: alone, alive, survived",
                    {"columns": ["alone", "alive", "survived"]}),
            Example("multiple responses for survived, alive and alone",
                    {"columns": ["survived", "alive", "alone"]}),
        ),
    ),
    references=(
        Reference(
            {"q_a": [1, 1, 0, 1], "q_b": [0, 1, 0, 1], "q_c": [0, 0, 0, None]},
            {"columns": ["q_a", "q_b", "q_c"]},
            {"rows": [{"option": "a", "count": 3, "share": 0.75, "share_of_answers": 0.6},
                      {"option": "b", "count": 2, "share": 0.5, "share_of_answers": 0.4},
                      {"option": "c", "count": 0}],
             "n_obs": 4, "n_answers": 5, "n_none": 1},
            "counting by hand",
        ),
        Reference(
            {"q": ["tea, milk", "tea", None, "water,milk ", "tea, tea"]},
            {"columns": ["q"], "separator": ","},
            {"rows": [{"option": "tea", "count": 3, "share": 0.75, "share_of_answers": 0.5},
                      {"option": "milk", "count": 2, "share": 0.5},
                      {"option": "water", "count": 1}],
             "n_obs": 4, "n_missing": 1, "n_answers": 6},
            "counting by hand",
        ),
    ),
)  # fmt: skip


@operation.compute
def multiple_response(
    data: pd.DataFrame,
    columns: OptionColumns,
    group_by: GroupColumns | None = None,
    separator: str = "",
) -> MultipleResponseResult:
    """How many respondents chose each option, options as columns of chosen or not.

    With ``separator``, the mark between several answers in a cell, one column is enough.

    Shares are of the respondents who answered, so that they add up to more than one where
    several were chosen; ``share_of_answers`` are of all that was chosen.

    Raises:
        DataError: fewer than two columns, or one that holds more than chosen or not.
    """
    require_rows(data)
    names = list(dict.fromkeys(columns))
    if separator and len(names) == 1:
        chosen = options_in_cells(data, names[0], separator)
        names = list(chosen.columns)
        called = {name: name for name in names}
    elif len(names) < 2:
        raise DataError("A question has at least two options.", "Name their columns.")
    else:
        chosen, called = chosen_options(data, names), option_names(data, names)
    answered = chosen.notna().any(axis=1)
    if not answered.any():
        raise DataError(f"Nobody answered {names_of(names)}.", "", names[0])
    rows: list[OptionRow] = []
    for group, part in split_by(data, group_by):
        kept = chosen.loc[part.index][answered.loc[part.index]]
        answers = float(kept.sum().sum())
        rows += [
            {
                "option": called[name],
                "group": group,
                "count": int(kept[name].sum()),
                "share": float(kept[name].sum()) / len(kept) if len(kept) else 0.0,
                "share_of_answers": float(kept[name].sum()) / answers
                if answers
                else 0.0,
            }
            for name in names
        ]
    if not group_by:
        rows.sort(key=lambda row: -row["count"])
    picked = chosen[answered].fillna(0.0)
    result: MultipleResponseResult = {
        "rows": rows,
        "n_obs": int(answered.sum()),
        "n_missing": int((~answered).sum()),
        "n_no_group": count_groupless(data, group_by),
        "n_answers": int(picked.sum().sum()),
        "n_none": int((picked.sum(axis=1) == 0).sum()),
    }
    as_json: MultipleResponseResult = plain(result)
    return as_json


@operation.restate
def restate(
    columns: list[str], group_by: list[str] | None = None, separator: str = ""
) -> str:
    if len(columns) == 1:
        return f"What was chosen of {name_of(columns[0])}{by_words(group_by)}"
    start = shared_start(columns).strip(" _:-.[(/")
    what = f"{start} ({len(columns)} columns)" if start else names_of(columns)
    return f"What was chosen of {what}{by_words(group_by)}"


@operation.present
def present(result: MultipleResponseResult) -> Answer:
    rows = result["rows"]
    grouped = bool(rows[0]["group"])
    best = max(rows, key=lambda row: row["count"])
    n = counted(result["n_obs"], "respondent")
    if grouped:
        words = f"What {n} chose, by group: see the table."
    else:
        shown = "; ".join(
            f"{row['option']} {row['count']:,} ({percent(row['share'])})"
            for row in rows[:6]
        )
        more = f"; {len(rows) - 6} more in the table" if len(rows) > 6 else ""
        words = f"Of {n} most chose {best['option']}: {shown}{more}."
    notes = [
        "Shares are of the respondents; they chose several, so these exceed 100 % together.",
        f"{counted(result['n_answers'], 'answer')}, on average "
        f"{result['n_answers'] / result['n_obs']:.2f} of each respondent.",
    ]
    if result["n_none"]:
        notes.append(f"{counted(result['n_none'], 'respondent')} chose none.")
    if result["n_missing"]:
        notes.append(
            f"{counted(result['n_missing'], 'row')} without any answer left out."
        )
    blocks: list[Block] = [_table(rows, grouped)]
    if not grouped:
        blocks.append(_chart(rows))
    return Answer(words, (*blocks, muted(*notes)))


def _table(rows: list[OptionRow], grouped: bool) -> Table:
    heads = [TableColumn(label="group", format="text")] if grouped else []
    heads += [
        TableColumn(label="option", format="text"),
        TableColumn(label="respondents", format="integer"),
        TableColumn(label="share of respondents", format="percent"),
        TableColumn(label="share of answers", format="percent"),
    ]
    cells = [
        (
            *([group_label(row["group"])] if grouped else []),
            row["option"],
            row["count"],
            row["share"],
            row["share_of_answers"],
        )
        for row in rows
    ]
    return Table(columns=tuple(heads), rows=tuple(cells))


def _chart(rows: list[OptionRow]) -> Chart:
    values = [{"option": row["option"], "count": row["count"]} for row in rows]
    order = [row["option"] for row in rows]
    y = axis("option", "nominal", "option", sort=order)
    x = axis("count", "quantitative", "respondents")
    encoding = {"y": y, "x": x, "tooltip": tooltip(y, x)}
    return chart(
        "Respondents by option",
        spec(values, mark={"type": "bar"}, encoding=encoding),
        f"Bars of how many respondents chose each option: {order[0]} most.",
    )
