"""What every operation keeps to."""

from __future__ import annotations

import hashlib
import json
import re
import typing
from typing import Any

import pandas as pd
import pytest

from analysis.base.errors import DataError, TaskError
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import ColumnRole, ExpressionRole, WhereRole
from analysis.base.reply import Chart, Reply
from analysis.formulas.conditions import check_where
from analysis.formulas.expressions import check_expression
from analysis.operations import operations
from analysis.selfcheck import check_reference
from tests.analysis.result_types import result_type, untrue
from tests.analysis.tables import difficult_tables, passengers, schema_of

ALL = list(operations().values())
TABLES = difficult_tables()
BY_NAME = {"ids": lambda operation: operation.name}
REFERENCES = [
    pytest.param(operation, reference, id=f"{operation.name}: {reference.source}")
    for operation in ALL
    for reference in operation.references
]
EXAMPLES = [
    pytest.param(operation, example, id=f"{operation.name}: {example.text}")
    for operation in ALL
    for example in operation.language.examples
]
FORBIDDEN_IN_SPECS = {"fontSize", "font", "background", "config", "range", "scheme"}


def run(operation: Operation, data: pd.DataFrame, params: dict[str, Any]) -> Any:
    """The result of a step, as the script would print it."""
    if operation.statements:
        check_formulas(operation, data, params)
    result = operation.carried_out(data, params)
    if operation.kind == "prepare":
        table, result = result
        assert isinstance(table, pd.DataFrame)
        if operation.statements:
            result = {"n_before": len(data), "n_after": len(table)}
    return json.loads(json.dumps(result, allow_nan=False))


def check_formulas(
    operation: Operation, data: pd.DataFrame, params: dict[str, Any]
) -> None:
    for name, parameter in operation.parameters.items():
        if name not in params:
            continue
        if isinstance(parameter.role, WhereRole):
            check_where(params[name], schema_of(data))
        if isinstance(parameter.role, ExpressionRole):
            check_expression(params[name], schema_of(data))


def answered(operation: Operation, result: Any, params: dict[str, Any]) -> Answer:
    if operation.presenter is None:
        return Answer(operation.words(params))
    return operation.presenter(result, params)


@pytest.mark.parametrize(("operation", "reference"), REFERENCES)
def test_published_values_are_reproduced(operation: Operation, reference: Reference):
    check = check_reference(operation, reference)

    assert check.agrees, check


@pytest.mark.parametrize("operation", ALL, **BY_NAME)
def test_an_analysis_cites_a_published_value(operation: Operation):
    assert operation.kind != "analyse" or operation.references


@pytest.mark.parametrize(("operation", "example"), EXAMPLES)
def test_an_example_can_be_carried_out(operation: Operation, example: Any):
    data, params = passengers(), dict(example.params)

    result = run(operation, data, params)
    answer = answered(operation, result, params)

    reply = Reply(summary=answer.summary, blocks=answer.blocks)
    assert Reply.model_validate_json(reply.model_dump_json()) == reply
    assert answer.summary.strip()
    assert operation.words(params).strip()
    pd.testing.assert_frame_equal(data, passengers())
    assert operation.function is None or untrue(operation, result) == []


@pytest.mark.parametrize("operation", ALL, **BY_NAME)
def test_a_result_has_fields_that_its_type_names(operation: Operation):
    typed = operation.function is not None and operation.kind != "prepare"

    assert not typed or typing.is_typeddict(result_type(operation))


@pytest.mark.parametrize("operation", ALL, **BY_NAME)
def test_an_operation_has_enough_examples(operation: Operation):
    texts = {example.text for example in operation.language.examples}

    # What has no phrases is proposed by a reader of its own, which has its own corpus.
    named = operation.by_itself and operation.language.phrases
    assert len(texts) >= 5 or not named
    assert operation.summary.endswith(".")


@pytest.mark.parametrize("operation", ALL, **BY_NAME)
def test_patterns_of_the_language_are_regular_expressions(operation: Operation):
    language = operation.language
    patterns = [phrase.pattern for phrase in (*language.phrases, *language.anti)]
    patterns += [p for choices in language.options.values() for p in choices.values()]
    patterns += [p for several in language.numbers.values() for p in several]
    for pattern in patterns:
        re.compile(re.sub(r"\\?\{(num|cat|date|col|value|n)\\?\}", "X", pattern))
    assert set(language.options) | set(language.numbers) <= set(operation.parameters)
    for name, choices in language.options.items():
        known = operation.parameters[name].choices
        assert not known or set(choices) <= set(known)


@pytest.mark.parametrize("operation", ALL, **BY_NAME)
def test_companions_are_charts_that_can_be_drawn(operation: Operation):
    if operation.explaining is None:
        return
    data = passengers()
    for example in operation.language.examples:
        for step in operation.explaining(schema_of(data), example.params):
            chart = operations()[step.operation]
            answer = answered(chart, run(chart, data, step.params), step.params)

            assert chart.kind == "chart"
            assert any(isinstance(block, Chart) for block in answer.blocks)


@pytest.mark.parametrize(
    "operation", [each for each in ALL if each.kind == "chart"], **BY_NAME
)
def test_a_chart_leaves_looks_to_the_surface(operation: Operation):
    for example in operation.language.examples:
        result = run(operation, passengers(), dict(example.params))
        answer = answered(operation, result, dict(example.params))
        charts = [block for block in answer.blocks if isinstance(block, Chart)]

        assert charts
        for chart in charts:
            assert not FORBIDDEN_IN_SPECS & set(_keys(chart.spec))
            assert len(chart.alt) > 20


def _keys(value: Any) -> list[str]:
    if isinstance(value, dict):
        inner = [key for part in value.values() for key in _keys(part)]
        return [*value, *inner]
    if isinstance(value, list):
        return [key for part in value for key in _keys(part)]
    return []


# What most operations stumble over: every one of them meets these at each run.
ALWAYS = (
    "no rows",
    "one row",
    "two rows",
    "constant columns",
    "missing values",
    "infinite values",
)


def meets(operation: str, table: str) -> bool:
    """Whether a pair is tried at each run: of the other tables one in four.

    The same ones every time; all pairs are tried with the slow tests.
    """
    chance = hashlib.sha256(f"{operation} {table}".encode()).digest()[0]
    return table in ALWAYS or chance % 4 == 0


DIFFICULT = [
    pytest.param(
        operation,
        table,
        id=f"{operation.name}-{table}",
        marks=() if meets(operation.name, table) else pytest.mark.slow,
    )
    for operation in ALL
    for table in TABLES
]


def test_the_sample_of_difficult_tables_leaves_none_out():
    names = [operation.name for operation in ALL]

    assert set(ALWAYS) < set(TABLES)
    for table in TABLES:
        assert sum(meets(name, table) for name in names) >= 15, table
    for name in names:
        assert sum(meets(name, table) for table in TABLES) >= 6, name


@pytest.mark.parametrize(("operation", "table"), DIFFICULT)
def test_a_difficult_table_gives_a_result_or_a_clear_error(
    operation: Operation, table: str
):
    data = TABLES[table]
    if operation.statements and not (data.columns.is_unique and len(data.columns)):
        return  # plain pandas code relies on the readers, which make names unique
    before = data.copy()
    for params in _attempts(operation, data):
        try:
            result = run(operation, data, params)
        except (DataError, TaskError) as error:
            assert error.message and "\n\n" not in error.message
            continue
        answer = answered(operation, result, params)
        reply = Reply(summary=answer.summary, blocks=answer.blocks)
        assert Reply.model_validate_json(reply.model_dump_json()) == reply
        assert "nan" not in answer.summary.split()
        if operation.presenter:
            assert "\n" not in answer.summary
    pd.testing.assert_frame_equal(data, before)


def _attempts(operation: Operation, data: pd.DataFrame) -> list[dict[str, Any]]:
    """Arguments that try each choice, with each of the table's columns somewhere."""
    names = list(dict.fromkeys(str(name) for name in data.columns)) or ["nowhere"]
    rotations = [names[place:] + names[:place] for place in range(len(names))]
    choices: list[dict[str, Any]] = [{}]
    for name, parameter in operation.parameters.items():
        for choice in parameter.choices:
            choices.append({name: [choice] if parameter.many else choice})
    # every choice once and every order of the columns at least once, not all pairs
    n_attempts = max(len(choices), len(rotations))
    attempts = [
        {
            **_required(operation, rotations[number % len(rotations)]),
            **choices[number % len(choices)],
        }
        for number in range(n_attempts)
    ]
    return attempts + [_everything(operation, order) for order in rotations[:3]]


def _required(operation: Operation, names: list[str]) -> dict[str, Any]:
    return {
        name: _argument(operation, name, names)
        for name, parameter in operation.parameters.items()
        if parameter.required
    }


def _everything(operation: Operation, names: list[str]) -> dict[str, Any]:
    """All columns given, optional ones too."""
    params, place = _required(operation, names), len(_required(operation, names))
    for name, parameter in operation.parameters.items():
        if isinstance(parameter.role, ColumnRole) and name not in params:
            place += 1
            turned = names[place % len(names) :] + names[: place % len(names)]
            params[name] = _argument(operation, name, turned)
    return params


def _argument(operation: Operation, name: str, names: list[str]) -> Any:
    parameter = operation.parameters[name]
    position = list(operation.parameters).index(name)
    column = names[position % len(names)]
    match parameter.role:
        case ColumnRole(many=True):
            return [column, names[(position + 1) % len(names)]][: len(names)]
        case ColumnRole():
            return column
        case WhereRole():
            return {"column": column, "op": ">", "value": 1}
        case ExpressionRole():
            quoted = column.replace("`", "``")
            return f"`{quoted}` * 2" if quoted else "1"
    if parameter.choices:
        return parameter.choices[0]
    known: dict[str, Any] = {
        "name": 'new "one"', "mapping": {"a": "A", "1": None}, "to": "in", "old": "a",
        "mark": "-", "order": ["b", "a"],
    }  # fmt: skip
    return known[name]
