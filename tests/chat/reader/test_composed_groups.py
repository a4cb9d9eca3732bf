"""Two levels: figures of groups that are counted, listed, shared out or averaged."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.base.columns import Column, Schema
from chat.linking.outcomes import Reading, Understood
from chat.reader.messages import read_message


def _words(name: str, n_unique: int, *levels: str) -> Column:
    each = tuple((level, 10) for level in levels)
    return Column(name=name, kind="category", n_unique=n_unique, levels=each)


def _number(name: str, low: float, high: float) -> Column:
    return Column(name=name, kind="number", n_unique=80, minimum=low, maximum=high)


LINES = Schema(
    name="invoice_lines.csv", n_rows=900,
    columns=(
        _words("Invoice no.", 310), _words("client", 88), _words("Article", 40),
        Column(name="issued", kind="datetime", n_unique=200,
               minimum="2023-01-02", maximum="2024-12-20"),
        _words("Region", 3, "Coast", "Hills", "Plain"), _number("pieces", 1.0, 20.0),
        _number("amount_eur", 2.0, 900.0), _words("Refunded", 2, "yes", "no"),
    ),
)  # fmt: skip
RUNS = Schema(
    name="training_runs.csv", n_rows=600,
    columns=(
        _words("Runner", 35, "Ada Berg", "Bo Lind"), _words("Squad", 4, "A1", "A2", "B1", "B2"),
        _number("Distance km", 2.0, 30.0), _number("Minutes", 12.0, 190.0),
        _number("Effort score", 1.0, 10.0), _words("Surface", 3, "Road", "Track", "Trail"),
    ),
)  # fmt: skip


def _params(reading: Reading) -> dict[str, Any]:
    assert isinstance(reading, Understood), reading
    assert not reading.task.ignored
    assert [step.operation for step in reading.task.steps] == ["calculate"]
    return dict(reading.task.steps[-1].params)


def _of(measure: dict[str, Any]) -> tuple[str, str | None]:
    of = measure.get("of")
    return measure["statistic"], of.strip("`") if of else None


@pytest.mark.parametrize(
    ("schema", "text", "key", "having", "op", "value"),
    [
        (LINES, "how many invoices have more than three different articles", "Invoice no.", ("unique", "Article"), ">", 3),
        (LINES, "count the invoices that contain four or more different articles", "Invoice no.", ("unique", "Article"), ">=", 4),
        (LINES, "how many clients have more than one invoice", "client", ("unique", "Invoice no."), ">", 1),
        (LINES, "how many clients have an average amount above 200", "client", ("mean", "amount_eur"), ">", 200),
        (LINES, "how many regions have a total amount of more than 9000", "Region", ("sum", "amount_eur"), ">", 9000),
        (RUNS, "how many runners have a mean effort below 4", "Runner", ("mean", "Effort score"), "<", 4),
        (RUNS, "how many squads have a median minutes above 60", "Squad", ("median", "Minutes"), ">", 60),
    ],
)  # fmt: skip
def test_groups_are_counted_by_what_they_have(
    schema: Schema, text: str, key: str, having: tuple[str, str], op: str, value: float
):
    params = _params(read_message(text, schema))
    assert params["by"] == [{"column": key}]
    assert params["over_groups"] == {"statistic": "count"}
    (condition,) = params["having"]
    assert _of(condition["measure"]) == having
    assert (condition["op"], condition["value"]) == (op, value)


@pytest.mark.parametrize(
    ("schema", "text", "measure", "descending"),
    [
        (RUNS, "which runners have an average effort score above 7", ("mean", "Effort score"), True),
        (RUNS, "squads with a mean effort score below 5", ("mean", "Effort score"), False),
        (LINES, "regions with a total amount above 10000", ("sum", "amount_eur"), True),
        (RUNS, "runners with more than 300 distance km in total", ("sum", "Distance km"), True),
    ],
)  # fmt: skip
def test_groups_that_have_it_are_listed_with_it(
    schema: Schema, text: str, measure: tuple[str, str], descending: bool
):
    params = _params(read_message(text, schema))
    assert [_of(each) for each in params["measures"]] == [measure]
    assert params["order"]["descending"] is descending
    assert params["having"]


@pytest.mark.parametrize(
    ("schema", "text", "having"),
    [
        (LINES, "what percentage of clients have more than one invoice", ("unique", "Invoice no.")),
        (RUNS, "what share of runners have an average effort score above 6", ("mean", "Effort score")),
        (LINES, "share of clients with at least 5 different articles", ("unique", "Article")),
    ],
)  # fmt: skip
def test_a_share_of_groups_is_of_the_groups(
    schema: Schema, text: str, having: tuple[str, str]
):
    params = _params(read_message(text, schema))
    assert params["over_groups"] == {"statistic": "share"}
    assert _of(params["having"][0]["measure"]) == having


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("average invoice value", None),
        ("average invoice value by region", [{"column": "Region"}]),
        ("mean invoice total", None),
    ],
)
def test_what_has_several_rows_is_added_up_first(text: str, by: Any):
    params = _params(read_message(text, LINES))
    (measure,) = params["measures"]
    assert _of(measure) == ("sum", "amount_eur")
    assert _of(measure["over"]) == ("unique", "Invoice no.")
    assert params.get("by") == by


def test_other_figures_of_what_has_several_rows_are_over_it():
    params = _params(read_message("median invoice value", LINES))
    assert params["by"] == [{"column": "Invoice no."}]
    assert params["over_groups"] == {"statistic": "median"}


@pytest.mark.parametrize(
    ("text", "statistic"),
    [
        ("how many invoices do we have", "unique"),
        ("how many invoices were refunded", "unique"),
        ("how many invoice rows are there", "count"),
    ],
)
def test_what_has_several_rows_is_counted_once(text: str, statistic: str):
    reading = read_message(text, LINES)
    assert isinstance(reading, Understood), reading
    assert reading.task.steps[-1].params["measures"][0]["statistic"] == statistic


@pytest.mark.parametrize(
    ("text", "descending"),
    [
        ("rank the four squads by mean effort score", True),
        ("Rank the squads by their average minutes, lowest first", False),
        ("average minutes per squad, the best one at the top", True),
        ("mean distance by surface, lowest at the top", False),
    ],
)
def test_groups_are_ranked_by_their_figures(text: str, descending: bool):
    params = _params(read_message(text, RUNS))
    assert params["order"]["descending"] is descending
    assert params["measures"][0]["statistic"] == "mean"
    assert len(params["by"]) == 1


def test_rows_are_no_groups():
    reading = read_message("how many runs have a distance above 20", RUNS)
    assert isinstance(reading, Understood), reading
    assert reading.task.steps[0].operation == "filter_rows"


@pytest.mark.parametrize(
    "text",
    [
        "what is an invoice worth on average",
        "What is an invoice worth on average? Several rows belong to one invoice so please add them up first.",
        "how much is an invoice worth?",
    ],
)  # fmt: skip
def test_what_one_is_worth_is_what_its_rows_come_to(text: str):
    (measure,) = _params(read_message(text, LINES))["measures"]
    assert _of(measure) == ("sum", "amount_eur")
    assert _of(measure["over"]) == ("unique", "Invoice no.")


def test_what_is_not_counted_may_be_said():
    text = "count the invoices (not the rows!) with at least 3 different articles"
    params = _params(read_message(text, LINES))
    assert params["over_groups"] == {"statistic": "count"}
