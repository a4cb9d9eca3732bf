"""From schema and request to a plan, or a way out."""

from __future__ import annotations

import pytest

from analysis.base.columns import Column, Schema
from analysis.base.errors import TaskError
from mlmodels.base.plan import Preprocessing, Validation
from mlmodels.plans.problem import plan_training
from mlmodels.retraining import plan_again


def _column(name, kind="number", n_unique=50, **more):
    facts = {"minimum": 0.0, "maximum": 9.0} if kind in ("number", "integer") else {}
    return Column(name=name, kind=kind, n_unique=n_unique, **{**facts, **more})


def _levels(**counts):
    return {"levels": tuple(counts.items()), "n_unique": len(counts)}


SCHEMA = Schema(
    name="t.csv",
    n_rows=100,
    columns=(
        _column("id", "identifier", 100),
        _column("price"),
        _column("rooms", "integer", 6),
        _column("town", "category", **_levels(north=60, south=40)),
        _column("sold", "boolean", **_levels(**{"True": 30, "False": 70})),
        _column("notes", "text", 99),
        _column("empty", "number", 0, n_missing=100),
        _column("same", "number", 1),
        _column("when", "datetime", 40),
        _column("region", "category", **_levels(a=99, b=1)),
        _column("street", "category", **_levels(**{f"s{n}": 4 for n in range(25)})),
    ),
)


def test_a_number_is_regression_on_all_that_can_help():
    plan = plan_training(SCHEMA, "price")

    assert (plan.kind, plan.estimator, plan.classes) == ("regression", "auto", ())
    assert plan.roles == {
        "rooms": "number", "town": "category", "sold": "boolean", "notes": "text",
        "when": "date",
        "region": "category", "street": "category",
    }  # fmt: skip
    assert plan.validation == Validation(split="random", test_size=0.2, n_splits=5)
    assert plan.notes == (
        "id is left out: it identifies rows.",
        "empty is left out: it is empty.",
        "same is left out: it has one value only.",
        "notes is free text: it is used by its 200 most frequent words (TF-IDF).",
        "The test has 20 rows only: its score is uncertain, and the cross-validation "
        "tells more.",
    )


def test_words_are_classes_in_equal_shares():
    plan = plan_training(SCHEMA, "town", ["price"], estimator="logistic")

    assert (plan.kind, plan.classes, plan.positive) == (
        "classification",
        ("north", "south"),
        "south",
    )
    assert plan.validation.split == "stratified"


def test_the_estimator_decides_where_both_are_possible():
    assert plan_training(SCHEMA, "rooms", ["price"]).kind == "regression"
    with pytest.raises(TaskError, match="classes"):
        plan_training(SCHEMA, "price", ["rooms"], estimator="logistic")


def test_one_row_per_date_is_split_by_time():
    series = Schema(
        name="s",
        n_rows=60,
        columns=(_column("month", "datetime", 60), _column("sales", n_unique=58)),
    )

    plan = plan_training(series, "sales")

    assert (plan.validation.split, plan.validation.by) == ("time", "month")
    assert "latest" in plan.notes[0]


REFUSED = [
    ({"target": "prize"}, "Column 'prize' not found.", ("price",)),
    (
        {"target": "price", "features": ["rooms", "rom"]},
        "Column 'rom' not found.",
        ("rooms",),
    ),
    ({"target": "price", "features": ["price"]}, "it cannot be a feature too", ()),
    ({"target": "price", "features": ["empty"]}, "'empty' has no values at all", ()),
    ({"target": "price", "features": []}, "no feature to predict from", ()),
    ({"target": "same"}, "same value in every row", ()),
    ({"target": "when"}, "holds dates", ()),
    ({"target": "empty"}, "0 rows with a value of 'empty' are too few", ()),
    ({"target": "region"}, "'b' occurs only once", ()),
    ({"target": "street"}, "has 25 classes", ("continue",)),
    ({"target": "town", "kind": "regression"}, "no numbers", ()),
    (
        {"target": "town", "positive": "east"},
        "'east' is not a class",
        ("north", "south"),
    ),
    (
        {"target": "price", "estimator": "logistic", "kind": "regression"},
        "not for regression",
        None,
    ),
    ({"target": "price", "estimator": "magic"}, "no model called “magic”", None),
    (
        {"target": "price", "estimator": "ridge", "hyperparameters": {"alpa": 1}},
        "no hyperparameter “alpa”",
        ("alpha", "fit_intercept"),
    ),
    (
        {"target": "price", "estimator": "ridge", "hyperparameters": {"alpha": -1}},
        "alpha cannot be -1",
        (),
    ),
    (
        {"target": "price", "preprocessing": Preprocessing(balance="oversample")},
        "only for classification",
        (),
    ),
    (
        {
            "target": "town",
            "estimator": "k_nearest",
            "preprocessing": Preprocessing(balance="weights"),
        },
        "cannot weigh classes",
        ("oversample", "undersample"),
    ),
    ({"target": "price", "validation": Validation(n_splits=0)}, "at least 2 folds", ()),
    (
        {"target": "price", "validation": Validation(split="grouped")},
        "needs a column",
        (),
    ),
]


@pytest.mark.parametrize(
    ("request_", "message", "options"), REFUSED, ids=lambda v: str(v)[:50]
)
def test_what_cannot_work_is_refused_with_a_way_out(request_, message, options):
    with pytest.raises(TaskError) as refused:
        plan_training(SCHEMA, **request_)

    assert message in refused.value.message
    if options is not None:
        assert refused.value.options == options


def test_too_few_rows_are_refused():
    small = SCHEMA.model_copy(update={"n_rows": 9})

    with pytest.raises(TaskError, match="too few"):
        plan_training(small, "price", ["rooms"])


def test_many_classes_are_taken_when_confirmed():
    plan = plan_training(SCHEMA, "street", ["price"], many_classes=True)

    assert len(plan.classes) == 25


def test_weights_become_the_estimators_own():
    plan = plan_training(
        SCHEMA,
        "town",
        ["price"],
        estimator="logistic",
        preprocessing=Preprocessing(balance="weights"),
    )

    assert plan.hyperparameters == {"class_weight": "balanced"}


def test_a_plan_survives_json():
    plan = plan_training(SCHEMA, "town", ["price", "when"], estimator="keras")

    assert type(plan).model_validate_json(plan.model_dump_json()) == plan


@pytest.mark.parametrize(
    ("target", "estimator"),
    [("town", "keras"), ("price", "auto"), ("town", "logistic")],
)
def test_a_plan_made_again_on_the_same_table_is_the_same(target, estimator):
    plan = plan_training(SCHEMA, target, ["rooms", "when"], estimator=estimator)

    assert plan_again(plan, SCHEMA) == plan


def test_a_plan_made_again_misses_a_column_that_is_gone():
    plan = plan_training(SCHEMA, "price", ["rooms"])
    without = [column for column in SCHEMA.columns if column.name != "rooms"]

    with pytest.raises(TaskError, match="Column 'rooms' not found"):
        plan_again(plan, SCHEMA.model_copy(update={"columns": tuple(without)}))
