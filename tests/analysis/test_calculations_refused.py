"""Calculations that cannot be made: what the data or the parameters do not allow."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.base.columns import Schema
from analysis.base.errors import DataError, TaskError
from analysis.base.task import Step, Task
from analysis.operations import operations
from analysis.pipeline import check_task, task_columns
from tests.analysis.tables import schema_of
from tests.analysis.test_calculations import (
    COUNT,
    MONTH,
    ORDERS,
    REGION,
    RETURNS,
    answer,
)

CALCULATE = operations()["calculate"]
REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"measures": [{"statistic": "sum", "of": "customer"}]}, "“customer” holds text"),
    ({"measures": [{"statistic": "mean", "of": "day"}]}, "“day” holds dates"),
    ({"measures": [COUNT], "by": [{**REGION, "values": ["Moon"]}]}, "no value “Moon”"),
    ({"measures": [COUNT], "by": [{"column": "customer", "grain": "month"}]},
     "“customer” holds no dates"),
    ({"measures": [COUNT], "by": [REGION], "compare": {}}, "two groups; “region” has 3"),
]  # fmt: skip


@pytest.mark.parametrize(("params", "said"), REFUSED)
def test_what_the_data_cannot_answer_is_refused_with_the_column_and_a_way_out(
    params, said
):
    with pytest.raises(DataError) as caught:
        answer(**params)

    assert said in caught.value.message
    assert caught.value.hint and caught.value.column


UNFIT: list[tuple[dict[str, Any], str]] = [
    ({"measures": [{"statistic": "rate"}]}, "a rate needs the condition"),
    ({"measures": [{"statistic": "sum"}]}, "sum needs a column"),
    ({"measures": [{"statistic": "mean", "of": "units", "share": "total"}]},
     "a mean has no share"),
    ({"measures": [COUNT], "having": [{"measure": COUNT, "op": ">", "value": 1}]},
     "having needs a key"),
    ({"measures": [COUNT], "by": [REGION], "within": [3]}, "no key of that number"),
    ({"measures": [{"statistic": "percentile", "of": "units", "q": 0}]}, "greater than 0"),
    ({"by": [{"column": "region", "bins": 3, "grain": "month"}]}, "one of grain, bins"),
]  # fmt: skip


@pytest.mark.parametrize(("params", "said"), UNFIT)
def test_parameters_that_are_no_calculation_say_where(params, said):
    with pytest.raises(TaskError) as caught:
        CALCULATE.statements(**params)

    assert said in caught.value.message


def schema() -> Schema:
    found = schema_of(ORDERS)
    columns = [
        column.model_copy(update={"kind": "identifier"})
        if column.name == "order_id"
        else column
        for column in found.columns
    ]
    return found.model_copy(update={"columns": tuple(columns)})


MISFITS: list[tuple[dict[str, Any], str, tuple[str, ...]]] = [
    ({"measures": [{"statistic": "mean", "of": "order_id"}]}, "holds identifiers", ()),
    ({"measures": [{"statistic": "sum", "of": "revenues"}]}, "no column “revenues”",
     ("revenue",)),
    ({"measures": [{"statistic": "sum", "of": "customer"}]}, "holds words",
     ("order_id", "units", "revenue")),
    ({"measures": [COUNT], "by": [{"column": "regions"}]}, "no column “regions”",
     ("region",)),
    ({"measures": [COUNT], "by": [{**REGION, "values": ["Eest"]}]}, "no value “Eest”",
     ("West", "East")),
    ({"measures": [COUNT], "by": [{"column": "customer", "grain": "month"}]},
     "holds no dates", ("day",)),
    ({"measures": [{"statistic": "rate",
                    "where": {"column": "region", "op": "==", "value": "Wast"}}]},
     "no value “Wast”", ("West", "East")),
    ({"rows": {"sort": "price"}}, "no column “price”", ()),
]  # fmt: skip


@pytest.mark.parametrize(("params", "said", "options"), MISFITS)
def test_a_calculation_is_checked_against_the_table_before_it_runs(
    params, said, options
):
    task = Task(steps=(Step(operation="calculate", params=params),))

    with pytest.raises(TaskError) as caught:
        check_task(task, schema())

    assert said in caught.value.message
    assert set(options) >= set(caught.value.options) - {"order_id"}


def test_all_columns_of_a_calculation_are_known_to_its_script():
    params = {
        "measures": [{"statistic": "sum", "of": "revenue / units", "over": RETURNS}],
        "by": [{"split": {"where": {"column": "region", "op": "==", "value": "West"},
                          "yes": "West", "no": "rest"}}, MONTH],
        "having": [{"measure": {"statistic": "unique", "of": "customer"}, "op": ">",
                    "value": 1}],
    }  # fmt: skip
    task = Task(steps=(Step(operation="calculate", params=params),))

    assert task_columns(task, schema()) == [
        "customer", "region", "units", "revenue", "day", "returned",
    ]  # fmt: skip
