"""The validator on every script of training, looking and predicting."""

import ast

import pytest

from analysis.base.columns import Schema
from analysis.scripts.writing import Source
from mlmodels.base.plan import TrainingPlan
from mlmodels.base.saved import SavedModel
from mlmodels.estimators import estimators
from mlmodels.plans.problem import plan_training
from mlmodels.scripts.writing import predict_script, sentinel_script, train_script
from sandbox.validator import validate
from tests.chat.learning import housing, shoppers
from tests.mlmodels.conftest import read_as_upload

TARGETS = {"classification": "bought", "regression": "price"}
CASES = [
    (name, kind, tune)
    for name, one in estimators().items()
    for kind in one.kinds
    for tune in ((False, True) if one.search else (False,))
]
HOSTILE = [
    'a"b',
    "a'b",
    "'''\nimport os\n'''",
    "{{ 7 * 7 }}",
    "__import__('os').system('ls')",
    "#\nimport subprocess",
]


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    folder = tmp_path_factory.mktemp("frames")
    return {
        "classification": read_as_upload(shoppers(60), folder, "shop.csv"),
        "regression": read_as_upload(housing(60), folder, "houses.csv"),
    }


def source(table):
    return Source(table.name, table.schema.n_rows, table.sha256, table.recipe)


def saved(plan: TrainingPlan, features) -> SavedModel:
    result = {
        "classes": list(plan.classes),
        "interval": {"level": 0.9, "half_width": 1.5},
        "features": features,
    }
    return SavedModel("model", 1, plan, result, "", "0" * 64, {"numpy": "2"})


@pytest.mark.parametrize("name, kind, tune", CASES)
def test_the_validator_lets_every_training_and_its_predictions_pass(
    tables, name, kind, tune
):
    table = tables[kind]
    plan = plan_training(
        table.schema, TARGETS[kind], estimator=name, kind=kind, tune=tune
    )
    features = [
        {"name": one, "role": role, "minimum": 0, "maximum": 1, "typical": 0}
        for one, role in plan.roles.items()
    ]

    for script in (
        train_script(plan, source(table), "A training"),
        sentinel_script(plan, source(table)),
        predict_script(saved(plan, features), "A prediction"),
    ):
        # Of a CSV file nothing but the frame and functions of ours that open nothing.
        assert validate(script.frame) == ()
        assert validate(script.text) == ()
        assert len(script.frame) < len(script.text)


@pytest.mark.parametrize("name", HOSTILE)
def test_names_and_values_are_data_in_scripts_of_models(tables, name):
    table = tables["classification"]
    columns = [
        column.model_copy(update={"name": name}) if column.name == "x" else column
        for column in table.schema.columns
    ]
    schema = Schema(name=name, n_rows=table.schema.n_rows, columns=tuple(columns))
    plan = plan_training(schema, "bought", [name, "z", "town"], estimator="logistic")
    plan = plan.model_copy(update={"classes": (name, "yes"), "positive": name})
    features = [{"name": name, "role": "category", "levels": [name], "typical": name}]
    read = tuple(
        column.model_copy(update={"name": name}) if column.name == "x" else column
        for column in table.recipe.columns
    )
    recipe = table.recipe.model_copy(update={"columns": read})
    given = Source(name, 60, "0" * 64, recipe)

    for script in (
        train_script(plan, given, name),
        sentinel_script(plan, given),
        predict_script(saved(plan, features), name),
    ):
        assert validate(script.frame) == ()
        constants = {
            node.value
            for node in ast.walk(ast.parse(script.frame))
            if isinstance(node, ast.Constant)
        }
        assert name in constants
        imported = {
            alias.name
            for node in ast.walk(ast.parse(script.text))
            if isinstance(node, ast.Import)
            for alias in node.names
        }
        assert not imported & {"os", "subprocess"}
