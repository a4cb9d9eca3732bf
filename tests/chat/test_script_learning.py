"""Scripts that train and predict: all ways of asking, with what is kept of them."""

import ast

import pandas as pd
import pytest

from analysis.base.reply import Code, File
from analysis.models import Dataset
from analysis.reading.importing import import_table
from analysis.scripts.adding import add_template
from chat.asking import Session
from chat.deciding import decide
from chat.models import Conversation, Run, Violation
from chat.people.owners import KEY
from chat.runs.script import without_times
from chat.tables.datasets import dataset_from
from mlmodels.models import TrainedModel
from tests.chat.asking import answer
from tests.chat.learning import (
    buttons,
    housing,
    notices,
    shoppers,
    talking,
    uploaded,
)
from tests.chat.test_script_command import RATIO, facts

pytestmark = pytest.mark.django_db
TRAIN = "/script train_classifier bought x z estimator=logistic"
MODEL = "bought logistic regression"


@pytest.fixture
def shop(alice, tmp_path) -> Conversation:
    return talking(alice, shoppers(), "shop.csv", tmp_path)


@pytest.fixture
def trained(shop) -> Conversation:
    message = answer(shop, TRAIN)
    assert message.run.status == Run.Status.SUCCEEDED, message.reply
    return shop


def learned(conversation, text):
    """Kind of the run, template, and what is trained or predicted with what."""
    asked = decide(conversation, text).learn
    assert asked is not None, decide(conversation, text).reply
    if asked.kind == Run.Kind.PREDICTION:
        return asked.kind, asked.template, asked.dataset.name
    plan = asked.details.plan
    return asked.kind, asked.template, plan.estimator, plan.target, *plan.roles


EVERY = ("x", "z", "town", "grade")


@pytest.mark.parametrize(
    "text, template, estimator, target, features",
    [
        ("/script train_classifier bought", "classifier", "random_forest", "bought", EVERY),
        ("/script train_classifier bought x z", "classifier", "random_forest", "bought", "xz"),
        ("/script train_classifier bought x estimator=knn", "classifier", "k_nearest", "bought", "x"),
        ("/script train_classifier bought from x and z with logistic regression", "classifier", "logistic", "bought", "xz"),
        ("/script train_regressor z x", "regressor", "random_forest", "z", "x"),
        ("generate script for a classifier for bought", "classifier", "random_forest", "bought", EVERY),
        ("create python code to train a classifier for bought", "classifier", "random_forest", "bought", EVERY),
        ("write code that trains a logistic regression to predict bought from x and z", "classifier", "logistic", "bought", "xz"),
        ("script to predict bought from x and z", "classifier", "random_forest", "bought", "xz"),
        ("python script for a decision tree for bought", "classifier", "decision_tree", "bought", EVERY),
        ("script for regression model of x from z", "regressor", "random_forest", "x", "z"),
    ],
)  # fmt: skip
def test_a_training_is_asked_for_in_many_ways(
    shop, text, template, estimator, target, features
):
    assert learned(shop, text) == (
        Run.Kind.TRAINING,
        f"train_{template}",
        estimator,
        target,
        *features,
    )


def test_statistics_stay_statistics(alice, tmp_path):
    data = housing(30).rename(columns={"sqft": "auto"})
    houses = talking(alice, data, "houses.csv", tmp_path)

    for text, operation in (
        ("script for the mean of auto", "describe"),
        ("script for a linear regression of price on auto", "linear_regression"),
        ("script for correlation between auto and price", "correlation"),
    ):
        task = decide(houses, text).task
        assert task is not None, text
        assert task.steps[-1].operation == operation


def test_settings_behind_the_columns_are_obeyed(shop):
    learn = decide(shop, "/script train_classifier bought with 50 trees").learn

    assert learn.details.plan.hyperparameters == {"n_estimators": 50}


def test_a_target_that_is_not_said_is_asked_for_with_buttons_that_train(shop):
    asked = answer(shop, "create python code to train a model")

    assert asked.run is None
    found = buttons(asked)
    assert found == {
        "x": "/script train_regressor x",
        "z": "/script train_regressor z",
        "town": "/script train_classifier town",
        "bought": "/script train_classifier bought",
        "grade": "/script train_classifier grade",
    }
    assert learned(shop, found["town"])[:4] == (
        Run.Kind.TRAINING,
        "train_classifier",
        "random_forest",
        "town",
    )


@pytest.mark.parametrize(
    "text, said",
    [
        (
            "/script train_classifier bought colour",
            "There is no column “colour” in the table.",
        ),
        (
            "/script train_regressor bought",
            "The template train_regressor has no place for the column “bought”"
            " (category).",
        ),
        (
            "/script train_classifier bought estimator=oracle",
            "There is no model called “oracle”.",
        ),
        ("/script predict", "There is no model yet."),
        ("/script predict bought", "There is no model that predicts bought yet."),
    ],
)
def test_what_cannot_be_trained_or_predicted_is_said(shop, text, said):
    message = answer(shop, text)

    assert message.run is None
    assert message.reply.summary == said


def test_a_prediction_without_a_model_offers_the_script_that_trains_one(shop):
    offered = buttons(answer(shop, "/script predict bought"))

    assert list(offered.values())[-1] == "/script train_classifier bought"


def test_the_trained_model_is_kept_and_reported_like_a_training(shop):
    message = answer(shop, TRAIN)

    run, reply = message.run, message.reply
    assert (run.kind, run.status) == (Run.Kind.TRAINING, Run.Status.SUCCEEDED)
    assert reply.summary.startswith(
        "Script executed successfully. Training complete. Logistic regression predicts"
        " bought (positive: yes) with ROC AUC"
    )
    found = facts(message)
    assert found["Template"] == "train_classifier, version 1"
    assert found["Operation"] == "Logistic regression to predict bought from x and z"
    assert found["Security"].startswith("security validated: ")
    [model] = TrainedModel.objects.of(shop.owner)
    assert (str(model), model.result, model.script) == (
        f"{MODEL} v1",
        run.result,
        run.script,
    )
    [code] = [b for b in reply.blocks if isinstance(b, Code) and b.language == "python"]
    assert (code.text, code.collapsed) == (run.script, False)
    assert buttons(message)["Predict"] == f"/predict {MODEL}"


@pytest.mark.slow
def test_the_script_trains_what_the_dialogue_trains(trained):
    answer(trained, "train a logistic regression to predict bought from x and z")
    again = answer(trained, "start").run

    first = Run.objects.get(template="train_classifier")
    assert (again.result, again.script) == (first.result, first.script)


def test_a_feature_that_knows_the_target_is_warned_of_without_a_plan(alice, tmp_path):
    data = shoppers()
    data["paid"] = (data["bought"] == "yes").astype(int)
    shop = talking(alice, data, "shop.csv", tmp_path)

    message = answer(
        shop, "/script train_classifier bought x paid estimator=decision_tree"
    )

    assert any("paid" in text for text in notices(message))
    assert message.run.details["findings"][0]["columns"] == ["paid"]


@pytest.mark.parametrize(
    "text, dataset",
    [
        ("/script predict", "shop.csv"),
        (f"/script predict {MODEL}", "shop.csv"),
        (f"/script predict model={MODEL}", "shop.csv"),
        ("/script predict bought", "shop.csv"),
        ("/script predict bought for new.csv", "new.csv"),
        ("generate script for prediction", "shop.csv"),
        (f"generate script for prediction with the model {MODEL} v1", "shop.csv"),
        ("create python code to predict bought for this dataset", "shop.csv"),
        ("write code to make predictions for new.csv", "new.csv"),
        ("python script for predicting with my model", "shop.csv"),
    ],
)
def test_a_prediction_is_asked_for_in_many_ways(shop, tmp_path, text, dataset):
    model = TrainedModel.objects.create(
        owner=shop.owner,
        name=MODEL,
        estimator="logistic",
        target="bought",
        plan_json={
            "target": "bought",
            "kind": "classification",
            "roles": {"x": "number", "z": "number"},
            "estimator": "logistic",
        },
        result={"features": [{"name": n, "role": "number"} for n in "xz"]},
        script="",
    )
    uploaded(shop.owner, shoppers(40), "new.csv", tmp_path)

    assert learned(shop, text) == (Run.Kind.PREDICTION, "predict", dataset)
    assert decide(shop, text).learn.details.model == model.id


def test_a_prediction_script_predicts_what_the_command_predicts(trained):
    plain = answer(trained, "predict for this dataset")
    message = answer(trained, "/script predict")

    assert message.run.status == Run.Status.SUCCEEDED
    assert message.reply.summary == (
        "Script executed successfully. 160 predictions of bought."
    )
    assert message.run.result == plain.run.result
    assert facts(message)["Template"] == "predict, version 1"
    files = [block.name for block in message.reply.blocks if isinstance(block, File)]
    assert files == ["shop_predictions.csv", "script.py", "answer.ipynb"]
    made = Dataset.objects.of(trained.owner).filter(name="shop_predictions.csv")
    assert made.count() == 2
    assert "Elsewhere the script needs `model.skops` beside it" in " ".join(
        notices(message)
    )
    assert buttons(message)["Export the model"] == f"export model {MODEL}"


def test_a_table_without_the_features_is_refused_by_name(trained, tmp_path):
    uploaded(trained.owner, shoppers().drop(columns="z"), "short.csv", tmp_path)

    message = answer(trained, "/script predict for short.csv")

    assert message.run is None
    assert message.reply.summary == (
        f"The table does not fit the model {MODEL}: missing: z."
    )


def test_somebody_elses_model_is_not_there(trained, bob, tmp_path):
    theirs = talking(bob, shoppers(), "shop.csv", tmp_path)

    for text in ("/script predict", f"/script predict {MODEL}"):
        message = answer(theirs, text)
        assert (message.run, message.reply.summary) == (
            None,
            "There is no model yet."
            if text == "/script predict"
            else f"There is no model “{MODEL}”.",
        )


@pytest.mark.parametrize("text", ["/script predict", "predict for x 1 and z 2"])
def test_a_prediction_runs_again_with_its_model(trained, text):
    first = answer(trained, text).run

    message = answer(trained, "run again")

    assert message.reply.summary == "2 runs, 0 differences."
    assert message.run.rerun_of == first


def test_a_training_runs_again(trained):
    assert answer(trained, "run again").reply.summary == "2 runs, 0 differences."


def test_how_long_a_candidate_took_is_no_difference():
    first = {"n_tried": 1, "leaderboard": [{"name": "1", "mean": 0.5, "seconds": 1.2}]}
    again = {"n_tried": 1, "leaderboard": [{"name": "1", "mean": 0.5, "seconds": 1.3}]}
    other = {"n_tried": 1, "leaderboard": [{"name": "1", "mean": 0.6, "seconds": 1.2}]}

    assert without_times(first) == without_times(again)
    assert without_times(first) != without_times(other)
    assert without_times({"scores": {"r2": 0.5}}) == {"scores": {"r2": 0.5}}


def test_a_prediction_does_not_run_again_without_its_model(trained):
    answer(trained, "/script predict")
    TrainedModel.objects.get().retire()

    message = answer(trained, "run again")

    assert message.reply.summary == "The model is not there any more."
    assert message.run.status == Run.Status.FAILED


@pytest.fixture
def records(alice, tmp_path) -> Conversation:
    """A conversation about a JSON file, whose reader opens the file itself."""
    path = tmp_path / "housing.json"
    housing(30).to_json(path, orient="records")
    dataset = dataset_from(alice, path.name, path)
    receipt = import_table(
        dataset.original, name=dataset.name, parquet_path=dataset.parquet
    )
    dataset.receipt_json = receipt.model_dump(mode="json")
    dataset.save()
    return Conversation.objects.create(owner=alice, dataset=dataset)


def test_an_answer_about_a_json_file_runs_again(records):
    message = answer(records, "/script descriptive price")
    assert facts(message)["Security"].startswith("security validated: ")

    assert answer(records, "run again").reply.summary == "2 runs, 0 differences."
    assert answer(records, "run again").reply.summary == "2 runs, 0 differences."
    assert not Violation.objects.exists()


def test_an_administrators_template_reads_a_json_file(records):
    add_template("ratio", "stats", RATIO)

    message = answer(records, "/script ratio price age")

    data = housing(30)
    expected = data["price"].median() / data["age"].median()
    assert message.run.result == {"ratio": pytest.approx(expected)}
    assert facts(message)["Security"].startswith("security validated: ")
    assert answer(records, "run again").reply.summary == "2 runs, 0 differences."


def test_the_page_shows_the_report_and_hands_out_its_files(trained, client, alice):
    message = answer(trained, "/script predict")
    session = client.session
    session[KEY] = str(alice.id)
    session.save()

    page = client.get(f"/c/{trained.id}/").content.decode()

    assert "160 predictions of bought." in page
    script = client.get(f"/messages/{message.id}/script.py").content.decode()
    assert script == message.run.script
    assert ast.get_docstring(ast.parse(script)).startswith("Predictions of bought")
    book = client.get(f"/messages/{message.id}/answer.ipynb")
    assert book.status_code == 200


def test_scripts_are_asked_for_on_the_command_line(tmp_path):
    path = tmp_path / "shop.csv"
    shoppers().to_csv(path, index=False)

    with Session() as session:
        training, prediction = session.ask(
            1, str(path), [TRAIN, "generate script for prediction"], None
        )

    assert (training.status, prediction.status) == ("answered", "answered")
    assert training.task.steps[0].params["target"] == "bought"
    assert prediction.result["n_predicted"] == 160
    assert (
        pd.DataFrame(prediction.result["rows"])["predicted bought"]
        .isin(["yes", "no"])
        .all()
    )
