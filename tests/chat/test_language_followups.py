"""Short messages change the task before them."""

from __future__ import annotations

import pytest

from analysis.base.columns import Schema
from analysis.base.task import Task
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from tests.analysis.tables import passengers, schema_of
from tests.chat.employees import EMPLOYEES

PASSENGERS = schema_of(passengers())
SINCE_2020 = {"column": "hireDate", "op": ">=", "value": "2020-01-01"}
OVER_40 = {"column": "Age", "op": ">", "value": 40}
NO_INTERNS = {"column": "Job Level", "op": "!=", "value": "Intern"}
FIRST_CLASS = {"column": "class", "op": "==", "value": "First"}


def after(schema: Schema, *texts: str) -> Task:
    """The task of the last message of a conversation."""
    task: Task | None = None
    for text in texts:
        reading = read_message(text, schema, task)
        assert isinstance(reading, Understood), (text, reading)
        task = reading.task
    assert task is not None
    return task


def last_step(schema: Schema, *texts: str) -> tuple:
    step = after(schema, *texts).steps[-1]
    return step.operation, step.params


def test_a_conversation_of_changes():
    asked = [
        "average salary per department for people over 40 hired since 2020, top 5",
        "and the median?",
        "now by gender",
        "as a bar chart",
        "without the interns",
    ]
    rows = {"all": [OVER_40, SINCE_2020]}
    without_interns = {"all": [OVER_40, SINCE_2020, NO_INTERNS]}
    expected = [
        ("mean", "Department", None, rows),
        ("median", "Department", None, rows),
        ("median", "Gender", None, rows),
        ("median", "Gender", "bar", rows),
        ("median", "Gender", "bar", without_interns),
    ]
    for n, (statistic, group, chart, where) in enumerate(expected):
        task = after(EMPLOYEES, *asked[: n + 1])
        params = task.steps[-1].params
        assert task.steps[-1].operation == "calculate"
        assert params["measures"] == [{"statistic": statistic, "of": "Salary"}]
        assert params["by"] == [{"column": group}]
        assert params["limit"] == 5
        assert params.get("chart") == chart
        assert task.steps[0].params["where"] == where


@pytest.mark.parametrize(
    ("texts", "step"),
    [
        (
            ("mean of fare", "and for age?"),
            ("describe", {"statistics": ["mean"], "columns": ["age"]}),
        ),
        (
            ("mean of fare", "what about age"),
            ("describe", {"statistics": ["mean"], "columns": ["age"]}),
        ),
        (
            ("mean of fare", "also the median"),
            ("describe", {"statistics": ["mean", "median"], "columns": ["fare"]}),
        ),
        (
            ("correlation between age and fare", "same but Spearman"),
            ("correlation", {"columns": ["age", "fare"], "method": "spearman"}),
        ),
        (
            ("correlation between age and fare", "and for sibsp?"),
            ("correlation", {"columns": ["age", "sibsp"]}),
        ),
        (
            ("correlation between age and fare", "add sibsp"),
            ("correlation", {"columns": ["age", "fare", "sibsp"]}),
        ),
        (
            ("correlation between age and fare", "sibsp instead of age"),
            ("correlation", {"columns": ["sibsp", "fare"]}),
        ),
        (
            ("correlation matrix of age, fare and sibsp", "without age"),
            ("correlation", {"columns": ["fare", "sibsp"]}),
        ),
        (
            ("histogram of age", "make it a box plot"),
            ("box_plot", {"columns": ["age"]}),
        ),
        (
            ("box plot of age by sex", "now by class"),
            ("box_plot", {"group_by": "class", "columns": ["age"]}),
        ),
        (
            ("average fare by class", "as a bar chart"),
            (
                "calculate",
                {
                    "measures": [{"statistic": "mean", "of": "fare"}],
                    "by": [{"column": "class"}],
                    "chart": "bar",
                },
            ),
        ),
        (
            ("histogram of fare", "with 30 bins"),
            ("histogram", {"column": "fare", "bins": 30}),
        ),
    ],
    ids=lambda value: "" if isinstance(value[-1], dict) else " / ".join(value),
)
def test_a_change_keeps_the_rest(texts, step):
    assert last_step(PASSENGERS, *texts) == step


def test_a_column_instead_of_itself_changes_nothing_and_is_no_fault():
    previous = after(PASSENGERS, "mean fare by class")
    reading = read_message("instead of fare fare", PASSENGERS, previous)
    assert not isinstance(reading, Understood) or reading.task.steps == previous.steps


def test_rows_are_limited_and_freed_again():
    task = after(PASSENGERS, "mean of fare", "only first class")
    assert task.steps[0].params == {"where": FIRST_CLASS}
    task = after(PASSENGERS, "mean of fare", "only first class", "all rows")
    assert [step.operation for step in task.steps] == ["describe"]


def test_another_value_of_the_same_column_takes_its_place():
    task = after(PASSENGERS, "mean fare of women", "and for men?")
    assert task.steps[0].params["where"]["value"] == "male"
    assert len(task.steps) == 2


def test_outliers_are_removed_before_the_step():
    task = after(PASSENGERS, "mean of fare", "without outliers")
    assert [(s.operation, s.params) for s in task.steps] == [
        ("remove_outliers", {"columns": ["fare"]}),
        ("describe", {"statistics": ["mean"], "columns": ["fare"]}),
    ]


def test_a_whole_request_starts_afresh():
    task = after(PASSENGERS, "mean fare of women", "histogram of age")
    assert [(s.operation, s.params) for s in task.steps] == [
        ("histogram", {"column": "age"})
    ]
    assert task.source == "rule"


def test_a_change_says_that_the_rest_was_taken_over():
    task = after(PASSENGERS, "mean of fare", "now by sex")
    assert task.source == "followup"
    assert task.assumptions == ("changed: by sex; the rest as in the question before",)


def test_the_scale_of_the_last_chart_is_changed():
    texts = ["scatter plot of age and fare", "log scale", "log-log", "linear scale"]
    asked = [last_step(PASSENGERS, *texts[: n + 1])[1] for n in range(len(texts))]

    assert [params.get("log_axes") for params in asked] == [None, "y", "both", "none"]
    histogram = last_step(PASSENGERS, "histogram of fare", "on a log scale, please")
    assert histogram == ("histogram", {"column": "fare", "log_axes": "x"})


@pytest.mark.parametrize(
    ("question", "operation", "params"),
    [
        ("pie chart of embarked", "pie_chart", {"category": "embarked"}),
        ("average age of all", "describe", {"statistics": ["mean"], "columns": ["age"]}),
        (
            "is fare different between men and women?",
            "compare_groups",
            {"group": "sex", "columns": ["fare"], "levels": ["male", "female"]},
        ),
        (
            "10 largest fares",
            "show_rows",
            {"sort_by": "fare", "descending": True, "limit": 10},
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "before", ["average fare of women over 40 by class", "correlation of age and fare"]
)
def test_a_complete_question_takes_nothing_from_the_one_before(
    before, question, operation, params
):
    task = after(PASSENGERS, before, question)

    assert [(step.operation, step.params) for step in task.steps] == [
        (operation, params)
    ]


def test_what_a_chart_lacks_comes_from_the_question_before():
    assert last_step(PASSENGERS, "histogram of age for women", "box plot") == (
        "box_plot",
        {"columns": ["age"]},
    )
    assert last_step(PASSENGERS, "mean of fare by sex", "bar chart by class") == (
        "calculate",
        {
            "measures": [{"statistic": "mean", "of": "fare"}],
            "by": [{"column": "class"}],
            "chart": "bar",
        },
    )
