"""The scripts of calculations: short, alone, with nothing in them that is not used."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from typing import Any

import pandas as pd
import pytest

from analysis.base.errors import DataError, TaskError
from analysis.base.task import Step, Task
from analysis.operations import operations
from analysis.pipeline import task_columns
from analysis.reading.recipe import ColumnRecipe, Recipe
from analysis.scripts.script_templates import pipeline
from analysis.scripts.writing import Source, write_script
from sandbox.validator import validate
from tests.analysis.tables import difficult_tables, schema_of
from tests.analysis.test_calculations import ORDERS, SENTENCES
from tests.analysis.test_calculations_refused import REFUSED
from tests.sampling import in_sample, shares

CALCULATE = operations()["calculate"]
KINDS = {
    "int64": "integer", "float64": "number", "bool": "boolean", "str": "category",
}  # fmt: skip
REVENUE = {"statistic": "sum", "of": "revenue"}
COUNT = {"statistic": "count"}
MONTH = {"column": "day", "grain": "month"}
WINDOWS: list[dict[str, Any]] = [
    {"measures": [REVENUE], "by": [MONTH, {"column": "region"}], "window": window}
    for window in (
        {"kind": "running"}, {"kind": "running", "statistic": "mean"},
        {"kind": "moving", "n": 3}, {"kind": "change"}, {"kind": "growth"},
        {"kind": "rank"}, {"kind": "cumulative_share"}, {"kind": "lag", "n": 2},
        {"kind": "to_date"}, {"kind": "growth", "against": "year_before"},
    )
]  # fmt: skip
FORMS = [params for params, _ in SENTENCES] + WINDOWS


def script_of(params: dict[str, Any]) -> Any:
    columns = tuple(
        ColumnRecipe(
            name=name,
            source=name,
            position=place,
            kind=KINDS.get(str(dtype), "datetime"),
            dtype=str(dtype),
        )
        for place, (name, dtype) in enumerate(ORDERS.dtypes.items())
    )
    recipe = Recipe(
        format="csv", columns=columns, delimiter=",", width=7, header_width=7
    )
    task = Task(steps=(Step(operation="calculate", params=params),))
    used = task_columns(task, schema_of(ORDERS)) or ["order_id"]
    source = Source("orders.csv", len(ORDERS), "0" * 64, recipe)
    return write_script(task, source, used, "A question", template=pipeline())


def run_alone(params: dict[str, Any], tmp_path: Any) -> dict[str, Any]:
    """What the script prints of its step, with nothing of the project around it."""
    script, table = tmp_path / "script.py", tmp_path / "orders.parquet"
    script.write_text(script_of(params).text)
    ORDERS.to_parquet(table)
    done = subprocess.run(
        [sys.executable, "-I", "-W", "error", script, table],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    (step,) = json.loads(done.stdout)["steps"]
    return dict(step)


@pytest.mark.parametrize("number", range(0, len(FORMS), 8))
def test_a_script_alone_prints_the_same_numbers(number, tmp_path):
    params = FORMS[number]

    printed = run_alone(params, tmp_path)

    expected = json.loads(json.dumps(CALCULATE.carried_out(ORDERS, params)))
    assert printed == {"operation": "calculate", **expected}


def test_a_refusal_is_printed_with_its_column(tmp_path):
    printed = run_alone(REFUSED[0][0], tmp_path)

    assert printed["error"]["column"] == "customer"


@pytest.mark.parametrize("params", FORMS)
def test_the_sandbox_accepts_the_script_and_its_statements_are_short(params):
    script = script_of(params)
    statements = CALCULATE.statements(**params).splitlines()

    assert validate(script.frame) == ()
    assert validate(script.text) == ()
    assert len(statements) <= 48
    assert [line for line in statements if len(line) > 100] == []


def test_a_plain_total_by_group_is_thirty_lines():
    params = {"measures": [REVENUE], "by": [{"column": "region"}]}

    assert len(CALCULATE.statements(**params).splitlines()) <= 30


@pytest.mark.parametrize("params", FORMS)
def test_a_script_holds_no_function_that_it_does_not_call(params):
    tree = ast.parse(script_of(params).text)

    defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    called = {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert defined - called == set()


def test_equal_requests_give_equal_scripts():
    params = {"measures": [REVENUE], "by": [MONTH], "window": {"kind": "growth"}}

    assert script_of(params).sha256 == script_of(dict(params)).sha256


def forms_of(one: str, other: str) -> list[dict[str, Any]]:
    """Every form of calculation over two columns, sensible or not."""
    name = "`" + one.replace("`", "``") + "`"
    total = {"statistic": "sum", "of": name}
    by = [{"column": other}]
    measures = [
        {"statistic": statistic, "of": name}
        for statistic in (
            "sum", "mean", "median", "min", "max", "std", "var", "range", "iqr", "first",
            "last", "mode", "count", "unique", "missing",
        )
    ]  # fmt: skip
    where = {"column": other, "op": "==", "value": 1}
    forms: list[dict[str, Any]] = [{"measures": [each]} for each in measures]
    forms += [{"measures": [each], "by": by, "asks": "which"} for each in measures]
    forms += [
        {"measures": [total], "by": [*by, {"column": one, "grain": "week"}],
         "window": {"kind": kind}}
        for kind in ("running", "moving", "change", "growth", "rank", "lag")
    ]  # fmt: skip
    forms += [
        {"measures": [COUNT], "by": [{"column": one, "grain": grain}, *by]}
        for grain in ("year", "quarter", "month", "day", "hour", "weekday",
                      "month_of_year", "quarter_of_year", "hour_of_day", "day_of_month",
                      "season", "weekend")
    ]  # fmt: skip
    forms += [
        {"measures": [COUNT], "by": [*by, {"column": one}], "chart": kind}
        for kind in ("bar", "stacked_bar", "line", "area", "pie")
    ]
    return [
        *forms,
        {"measures": [COUNT], "by": [{"column": one, "bins": 3}]},
        {"measures": [{**COUNT, "share": "row"}], "by": [*by, {"column": one}]},
        {"measures": [{"statistic": "unique", "of": name, "share": "total"}], "by": by},
        {"measures": [{"statistic": "rate", "where": where}], "by": [{"column": one}]},
        {"measures": [{**total, "over": COUNT}], "by": by},
        {"measures": [total], "by": by, "over_groups": {"statistic": "mean"}},
        {"measures": [total], "by": by, "reach": {"share": 0.8}},
        {"measures": [total], "by": by, "compare": {}},
        {"measures": [total], "position": {"value": 2}},
        {"measures": [total], "by": by, "compare": {}, "asks": "yes_no"},
        {"rows": {"sort": one, "limit": 3}},
        {"rows": {"sort": one, "limit": 3, "within": [other]}},
    ]


@shares(4)
@pytest.mark.parametrize("table", list(difficult_tables()))
def test_every_form_on_a_difficult_table_gives_a_result_or_a_clear_error(table, one_in):
    data: pd.DataFrame = difficult_tables()[table]
    names = [name for name in data.columns if isinstance(name, str)]
    if not data.columns.is_unique or not names:
        return  # the readers make names unique
    before = data.copy()
    for one, other in zip(names, names[1:] + names[:1], strict=True):
        for params in forms_of(one, other):
            if not in_sample(table, params, one_in=one_in):
                continue
            try:
                result = CALCULATE.carried_out(data, params)
            except (DataError, TaskError) as error:
                assert error.message
                continue
            json.dumps(result, allow_nan=False)
            answer = CALCULATE.presenter(result, params)
            assert "\n" not in answer.summary
            assert "nan" not in answer.summary.split()
    pd.testing.assert_frame_equal(data, before)
