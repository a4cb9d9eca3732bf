"""The steps that carry a calculation out."""

from __future__ import annotations

from typing import Any

from analysis.base.task import Step
from chat.reader.calculating.conditions import where_of, years_as_numbers
from chat.reader.calculating.state import Calculation

# What a calculation calls a statistic, and the operation that describes columns.
DESCRIBED = {
    "mean": "mean", "median": "median", "min": "min", "max": "max", "std": "std",
    "var": "variance", "range": "range", "iqr": "iqr",
}  # fmt: skip


def _description(made: Calculation) -> Step | None:
    """Plain statistics of columns over all rows are a description of them."""
    if made.keys or made.params:
        return None
    bare = [m for m in made.measures if not m.given and m.statistic == "mean"]
    if bare and len(bare) == len(made.measures):
        columns = [m.of for m in bare]
        return Step(operation="describe", params={"columns": columns})
    statistics, columns = [], []
    for measure in made.measures:
        plain = measure.over is None and measure.where is None and measure.times == 1
        if not plain or measure.of is None or measure.statistic not in DESCRIBED:
            return None
        if not made.lattice.columns[measure.of].is_numeric:
            return None
        statistics.append(DESCRIBED[measure.statistic])
        columns.append(measure.of)
    statistics, columns = list(dict.fromkeys(statistics)), list(dict.fromkeys(columns))
    if len(statistics) * len(columns) != len(made.measures):
        return None
    return Step(
        operation="describe", params={"statistics": statistics, "columns": columns}
    )


def _rows_step(rows: dict[str, Any]) -> Step:
    params = {
        "sort_by": rows["sort"], "descending": rows["descending"], "limit": rows["limit"],
    }  # fmt: skip
    if rows["columns"]:
        params["columns"] = list(dict.fromkeys([*rows["columns"], rows["sort"]]))
    return Step(operation="show_rows", params=params)


def steps_of(made: Calculation) -> tuple[Step, ...]:
    """The steps that carry a calculation out: rows first, then what is calculated."""
    steps = []
    if made.rows:
        where = years_as_numbers(where_of(made.rows), made.lattice)
        steps.append(Step(operation="filter_rows", params={"where": where}))
    if "listed" in made.params:
        return (*steps, Step(operation="show_rows", params={}))
    if "trend" in made.params:
        return (*steps, Step(operation="trend_test", params=dict(made.params["trend"])))
    description = _description(made)
    if description is not None:
        return (*steps, description)
    rows = made.params.get("rows", {})
    if rows.get("within"):
        return (*steps, Step(operation="calculate", params={"rows": dict(rows)}))
    if rows and not made.asked_person:
        return (*steps, _rows_step(rows))
    params: dict[str, Any] = {"measures": [m.as_json() for m in made.measures]}
    extra = dict(made.params)
    if "share" in extra:
        share = extra.pop("share")
        for measure in params["measures"]:
            measure["share"] = share
            measure["unit"] = "%"
    if made.keys:
        # The rows of a split say its column.
        params["by"] = [
            {k: v for k, v in key.items() if k != "column" or "split" not in key}
            for key in made.keys
        ]
    params |= extra
    if made.asks != "value":
        params["asks"] = made.asks
    if made.noun:
        params["noun"] = made.noun.lower() if made.noun.isupper() else made.noun
    steps.append(Step(operation="calculate", params=params))
    return tuple(steps)
