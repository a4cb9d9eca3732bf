"""A conversation's changes of its table, as trainings and predictions use them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.base.errors import TaskError
from analysis.base.task import Step
from analysis.operations import operation_named
from mlmodels.bundle import schema
from mlmodels.plans.changes import changes_of, columns_read, inputs_of, steps_for
from mlmodels.plans.problem import plan_training
from mlmodels.prediction import check_table, predict
from mlmodels.scripts.changed_table import changed_schema
from mlmodels.scripts.writing import train_script
from mlmodels.training import script_for, train
from mlmodels.words.card import model_card
from tests.mlmodels.rows import predict_row


def step(operation: str, **params: Any) -> Step:
    return Step(operation=operation, params=params)


RATIO = step("add_column", name="ratio", expression="length / width")
OLDER = step("filter_rows", where={"column": "age", "op": ">", "value": 30})
MEAN = step("fill_missing", columns=["age"], strategy="mean")
SCALED = step("scale_columns", columns=["width"])


@pytest.fixture
def boards() -> pd.DataFrame:
    """A strength that follows the ratio of two lengths; half of the rows are young."""
    rng = np.random.default_rng(3)
    n = 120
    length, width = rng.uniform(10, 20, n), rng.uniform(1, 5, n)
    return pd.DataFrame(
        {
            "length": length.round(2),
            "width": width.round(2),
            "age": np.where(np.arange(n) % 2, 50, 20) + rng.integers(0, 9, n),
            "strength": (100 - 5 * length / width + rng.normal(0, 1, n)).round(2),
        }
    )


@pytest.mark.parametrize(
    ("expression", "effect"),
    [
        ("length / width", "row"),
        ("mean(length, width)", "row"),
        ("where(age < 18, 'child', 'adult')", "row"),
        ("age - mean(age)", "table"),
        ("log(zscore(age) + 9)", "table"),
        ("lag(age)", "table"),
    ],
)
def test_a_formula_needs_the_row_alone_or_the_whole_table(expression, effect):
    params = {"name": "new", "expression": expression}

    assert operation_named("add_column").effect_of(params) == effect


@pytest.mark.parametrize(
    ("operation", "params", "effect"),
    [
        ("bin_column", {"column": "age", "bins": 4}, "table"),
        ("bin_column", {"column": "age", "edges": [None, 18, None]}, "row"),
        ("fill_missing", {"strategy": "zero"}, "row"),
        ("fill_missing", {"strategy": "median"}, "table"),
        ("convert_column", {"column": "age", "to": "text"}, "row"),
        ("remove_outliers", {"columns": ["age"]}, "subset"),
        ("group_rows", {"group_by": ["age"]}, "reshape"),
        ("winsorise", {"columns": ["age"]}, "table"),
    ],
)
def test_what_new_rows_need_follows_the_parameters(operation, params, effect):
    assert operation_named(operation).effect_of(params) == effect


def test_rows_are_chosen_by_all_changes_and_columns_by_those_of_the_row():
    after_scaling = step("add_column", name="twice", expression="width * 2")

    found = changes_of([RATIO, MEAN, OLDER, SCALED, after_scaling])

    assert found.reshaping == ()
    assert found.selecting == (RATIO, MEAN, OLDER, SCALED, after_scaling)
    assert found.computing == (RATIO,)
    # What is computed from a scaled column cannot be had without the scaling.
    assert found.left_out == (MEAN, SCALED, after_scaling)


def test_without_a_choice_of_rows_nothing_is_selected():
    assert changes_of([RATIO]).selecting == ()


def test_changes_before_other_rows_are_not_repeated_for_new_ones():
    grouped = step("group_rows", group_by=["age"], column="strength", statistic="mean")
    doubled = step("add_column", name="twice", expression="strength * 2")

    found = changes_of([RATIO, grouped, doubled])

    assert found.reshaping == (RATIO, grouped)
    assert found.computing == (doubled,)


def test_new_rows_need_what_the_features_are_made_of():
    renamed = step("rename_column", column="age", name="years")
    computing = changes_of([RATIO, renamed]).computing

    assert inputs_of(computing, ["years", "ratio", "town"]) == [
        "age", "length", "width", "town",
    ]  # fmt: skip
    assert steps_for(computing, ["years"]) == [renamed]


def test_what_is_made_of_a_made_column_leads_back_to_the_table():
    more = step("add_column", name="more", expression="ratio + age")
    computing = changes_of([RATIO, more]).computing

    assert set(inputs_of(computing, ["more"])) == {"age", "length", "width"}


def test_a_change_of_all_columns_reads_them_all():
    names = ["length", "width", "age"]

    assert columns_read([step("drop_duplicates")], names) == set(names)
    assert columns_read([OLDER], names) == {"age"}


def test_the_schema_is_that_of_the_changed_rows_and_columns(tabled, boards):
    table = tabled(boards)

    found = changed_schema(table, [RATIO, OLDER, step("drop_columns", columns=["age"])])

    assert found.names == ("length", "width", "strength", "ratio")
    assert found.n_rows == (boards["age"] > 30).sum()
    ratio = boards[boards["age"] > 30].eval("length / width")
    assert found["ratio"].maximum == pytest.approx(ratio.max())


def test_changes_that_leave_nothing_are_refused(tabled, boards):
    nobody = step("filter_rows", where={"column": "age", "op": ">", "value": 900})

    with pytest.raises(TaskError, match="no rows are left"):
        changed_schema(tabled(boards), [nobody])


@pytest.fixture
def trained(tabled, boards, tmp_path):
    table = tabled(boards)
    steps = [RATIO, OLDER]
    after = changed_schema(table, steps)
    plan = plan_training(
        after, "strength", ["ratio", "age"], estimator="linear",
        changes=steps, original=table.schema,
    )  # fmt: skip
    return table, train(plan, table, tmp_path)


def test_the_training_uses_the_rows_in_force_and_the_new_column(trained, boards):
    _, done = trained

    assert done.result["n_rows"] == (boards["age"] > 30).sum()
    # The strength is a line over the ratio, but over neither length nor width.
    assert done.result["scores"]["r2"] > 0.95
    assert done.plan.inputs == {"age": "number", "length": "number", "width": "number"}


def test_the_training_script_alone_gives_the_same_numbers(trained, run_here, tmp_path):
    table, done = trained

    again = run_here(script_for(done.plan, table).text, tmp_path / "data.csv")

    assert again["scores"] == pytest.approx(done.result["scores"])


def test_new_rows_get_the_column_and_none_is_left_out(trained, boards, tmp_path):
    table, done = trained
    model = done.saved("boards")

    assert check_table(model, table.schema) == []
    predicted = predict(model, table.parquet, tmp_path)
    row = predict_row(model, {"length": "15", "width": "3", "age": "40"})

    assert predicted.result["n_predicted"] == len(boards)
    assert predicted.result["scores"]["r2"] > 0.95
    assert row.result["rows"][0]["predicted strength"] == pytest.approx(75, abs=1.5)
    assert {one["feature"] for one in row.result["reasons"][0]} == {"ratio", "age"}


def test_the_card_and_the_bundle_name_the_changes(trained):
    model = trained[1].saved("boards")

    card = model_card(model)

    assert "changed before the training: New column ratio = length / width" in card
    assert "- new rows need: age, length, width" in card
    assert [one["name"] for one in schema(model, {})["inputs"]] == list(
        model.plan.inputs
    )


def test_a_gap_filled_by_the_mean_is_left_to_the_pipeline(tabled, boards):
    boards.loc[::7, "age"] = np.nan
    table = tabled(boards)

    plan = plan_training(table.schema, "strength", changes=[MEAN])

    assert plan.preprocessing.missing == "mean"
    assert any("test rows included" in note for note in plan.notes)
    source = script_for(plan, table).text
    assert "fill_missing(" not in source.partition("report(0.0")[2]


def test_without_changes_the_script_says_nothing_of_them(tabled, boards):
    table = tabled(boards)
    plan = plan_training(table.schema, "strength", estimator="linear")
    text = train_script(plan, _source(table), "Training").text

    assert "def computed" not in text and "in_force" not in text


def _source(table):
    from analysis.scripts.writing import Source

    return Source(table.name, table.schema.n_rows, table.sha256, table.recipe)
