"""Trainings, predictions and kept models in the conversation, with real runs."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile

import pandas as pd
import pytest
from django.test import Client

from analysis.base.reply import Chart, File, Progress, Table
from analysis.models import Dataset
from chat.asking import Session
from chat.models import Conversation, Event, Message, Run
from chat.orchestrator import Request, respond
from chat.people.owners import KEY
from chat.report import exported
from chat.runs import recovery as runs
from chat.runs.jobs import execute_run
from chat.runs.kinds import MOST_ATTEMPTS
from chat.runs.state import State, state_of
from chat.tables.attached import attached_file
from mlmodels.models import TrainedModel
from tests.chat.asking import answer
from tests.chat.learning import (
    buttons,
    housing,
    notices,
    shoppers,
    talking,
    told,
    uploaded,
)

pytestmark = pytest.mark.django_db
TRAIN = "train a linear regression to predict price from sqft, age and location"


@pytest.fixture
def houses(alice, tmp_path) -> Conversation:
    return talking(alice, housing(60), "housing.csv", tmp_path)


@pytest.fixture
def trained(houses) -> Conversation:
    """The conversation with a linear model of the price."""
    answer(houses, TRAIN)
    message = answer(houses, "start")
    assert message.reply.summary.startswith("Training complete."), message.reply
    return houses


def test_the_script_of_all_trains_and_predicts_again(trained, tmp_path):
    said = answer(trained, "predict for sqft 1500, age 10, location north")
    before = said.run.result["rows"][0]["predicted price"]
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    housing(60).to_csv(folder / "housing.csv", index=False)
    (folder / "all.py").write_text(exported(trained, "py").text, encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "all.py"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=100,
    )

    assert done.returncode == 0, done.stderr[-2000:]
    again = pd.read_csv(folder / "predictions.csv")["predicted price"]
    assert list(again) == pytest.approx([before])


def test_the_guided_dialogue_from_question_to_prediction(alice, tmp_path):
    houses = talking(alice, housing(), "housing.csv", tmp_path)
    for text in ("Train a model to predict house prices", "5", "9", "colour", "all"):
        answer(houses, text)
    card = answer(houses, "auto for 2 s")
    assert card.reply.summary.startswith("Step 4/4. Here is the plan")

    done = answer(houses, "start")

    assert done.run.status == Run.Status.SUCCEEDED
    assert "Training complete. The model is kept as **price auto v1**." in notices(done)
    titles = [b.title for b in done.reply.blocks if isinstance(b, Table | Chart)]
    assert {"Leaderboard", "Which features matter", "Predicted against actual"} <= set(
        titles
    )
    assert {"Predict", "Explain", "Compare", "Export", "Script"} <= set(buttons(done))
    assert done.run.result["baseline"]["r2"] < done.run.result["scores"]["r2"]
    row = answer(
        houses,
        "predict for sqft 1500, 3 bedrooms, 2 bathrooms, age 10, location north,"
        " condition good",
    )
    assert row.reply.summary.startswith("price is predicted as")
    assert "90% interval" in row.reply.summary
    answer(houses, "predict for sqft 90000, location mars")
    outside = answer(houses, "typical for the rest")
    assert any(
        text.startswith("sqft = 90000 is above the training range")
        for text in notices(outside)
    )
    assert "location = mars was never seen." in notices(outside)
    assert any(text.startswith("Taken as typical:") for text in notices(outside))


def test_a_network_is_trained_with_a_live_loss_curve(alice, tmp_path):
    shop = talking(alice, shoppers(), "shop.csv", tmp_path)
    for text in (
        "I want to train a neural network for binary classification",
        "bought", "x, z", "1", "4", "32",
    ):  # fmt: skip
        answer(shop, text)
    told_so_far: list[Progress] = []

    def watch(run: Run) -> None:
        from chat.models import events

        kept = events.progress

        def progress(message, label, fraction=None, note="", curves=()):
            told_so_far.append(
                Progress(
                    run="", label=label, fraction=fraction, note=note, curves=curves
                )
            )
            kept(message, label, fraction, note, curves)

        events.progress = progress
        try:
            execute_run(str(run.id))
        finally:
            events.progress = kept

    message = respond(shop, Request("start"), start=watch)
    done = Message.objects.get(id=message.id)

    assert done.reply.summary.startswith("Training complete. Neural network predicts")
    assert told_so_far[0].label == "Starting"
    assert any("loss" in one.note for one in told_so_far)
    titles = [b.title for b in done.reply.blocks if isinstance(b, Chart)]
    assert {"Confusion matrix", "ROC curve", "Loss by epoch"} <= set(titles)
    assert "model.keras" in TrainedModel.objects.get().saved().files


def test_a_trained_model_is_listed_shown_compared_and_renamed(trained):
    answer(trained, "train ridge to predict price from sqft, age and location")
    answer(trained, "start")

    listed = answer(trained, "/models")
    compared = answer(trained, "compare models")
    renamed = answer(trained, "rename model price ridge regression to second")
    shown = answer(trained, "show model second")
    explained = answer(trained, "explain model second")

    [table] = [b for b in listed.reply.blocks if isinstance(b, Table)]
    assert sorted(row[0] for row in table.rows) == [
        "price linear regression", "price ridge regression",
    ]  # fmt: skip
    assert "has the best R² of 2 models" in compared.reply.summary
    assert renamed.reply.summary == (
        "The model price ridge regression is now called second."
    )
    assert shown.reply.summary.startswith("Ridge regression predicts price")
    assert explained.reply.summary == "second v1 relies most on sqft, age and location."
    last = answer(trained, "rename the model to third").reply.summary
    assert last == "The model second is now called third."


def test_retraining_makes_the_next_version(trained):
    message = answer(trained, "retrain price linear regression")

    assert message.run.kind == Run.Kind.TRAINING
    assert sorted(str(model) for model in TrainedModel.objects.of(trained.owner)) == [
        "price linear regression v1", "price linear regression v2",
    ]  # fmt: skip
    first, second = (one.result for one in TrainedModel.objects.order_by("version"))
    assert first["scores"] == second["scores"]


def test_changes_of_the_table_come_before_the_training(houses):
    answer(houses, "add rooms = bedrooms + bathrooms")
    answer(houses, "keep only rows where age > 10")
    card = answer(houses, "train a linear regression to predict price from sqft, rooms")

    done = answer(houses, "start")

    said = " ".join(notices(card))
    assert "Your changes of the table come first: New column rooms" in said
    assert "Rows with age > 10" in said
    assert done.run.result["n_rows"] == (housing(60)["age"] > 10).sum()
    asked = answer(houses, "predict with sqft 1500, bedrooms 3")
    assert "What is bathrooms?" in told(asked)
    assert "predicted" in told(answer(houses, "2")).lower()


def test_a_model_of_a_changed_table_is_trained_again_with_its_changes(houses, tmp_path):
    answer(houses, "add rooms = bedrooms + bathrooms")
    answer(houses, "train a linear regression to predict price from sqft and rooms")
    answer(houses, "start")
    houses.dataset = uploaded(houses.owner, housing(90), "more.csv", tmp_path)
    houses.preparation = []
    houses.save()

    again = answer(houses, "retrain it")

    assert again.run.result["n_rows"] == 90
    features = [one["name"] for one in again.run.result["features"]]
    assert features == ["sqft", "rooms"]


def test_deleting_asks_first(trained):
    asked = answer(trained, "delete model price linear regression")
    assert TrainedModel.objects.of(trained.owner).count() == 1

    answer(trained, buttons(asked)["Delete price linear regression v1"])

    assert TrainedModel.objects.of(trained.owner).count() == 0
    assert answer(trained, "/models").reply.summary == "You have no models yet."


def test_missing_values_are_asked_one_by_one_or_taken_as_typical(trained):
    asked = answer(trained, "predict price for sqft 1500")
    assert asked.reply.summary == "Step 2/3. What is age?"
    refused = answer(trained, "old")
    assert refused.reply.summary == "age cannot be 'old'."
    aside = answer(trained, "what is the mean of age?")
    assert buttons(aside)["Go on"] == "/continue"
    answer(trained, "10")
    assert state_of(trained) == State.PREDICTING
    done = answer(trained, "typical")

    assert done.reply.summary.startswith("price is predicted as")
    assert done.run.details["values"]["age"] == "10"
    [typical] = [text for text in notices(done) if text.startswith("Taken as typical")]
    assert "location" in typical


def test_predictions_for_a_dataset_are_a_file_and_a_dataset(trained, tmp_path):
    new = housing(30).drop(columns="price").assign(colour="red")
    uploaded(trained.owner, new, "new.csv", tmp_path)

    message = answer(trained, "predict for new.csv")

    assert message.reply.summary == "30 predictions of price."
    assert any(
        text.startswith("Not used:") and "colour" in text for text in notices(message)
    )
    [file] = [b for b in message.reply.blocks if isinstance(b, File)]
    made = Dataset.objects.of(trained.owner).get(name="new_predictions.csv")
    assert file.reference == f"/datasets/{made.id}/file/"
    assert "predicted price" in made.schema.names
    switched = answer(trained, buttons(message)["Use new_predictions.csv"])
    assert switched.reply.summary.startswith("Now using new_predictions.csv")


def test_a_table_that_lacks_a_feature_is_refused_by_name(trained, tmp_path):
    uploaded(trained.owner, housing().drop(columns="age"), "short.csv", tmp_path)

    message = answer(trained, "predict for short.csv")
    unknown = answer(trained, "predict for nothing.csv")

    assert "missing: age" in message.reply.summary
    assert unknown.reply.summary == "There is no dataset called “nothing.csv”."


def test_a_bundle_predicts_elsewhere_what_the_chat_predicts(trained, tmp_path):
    exported = answer(trained, "export model price linear regression")
    here = answer(trained, "predict for sqft 1500, age 10, location north")
    [file] = [b for b in exported.reply.blocks if isinstance(b, File)]
    attached = attached_file(trained.owner, file.reference)

    folder = tmp_path / "elsewhere"
    zipfile.ZipFile(io.BytesIO(attached.content)).extractall(folder)
    row = pd.DataFrame({"sqft": [1500], "age": [10], "location": ["north"]})
    row.to_csv(folder / "rows.csv", index=False)
    subprocess.run(
        [sys.executable, "-I", "predict.py", "rows.csv"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip

    there = pd.read_csv(folder / "predictions.csv")["predicted price"][0]
    assert there == pytest.approx(
        here.run.result["rows"][0]["predicted price"], rel=1e-9
    )


def test_nobody_reaches_anothers_models(trained, bob, tmp_path):
    model = TrainedModel.objects.get()
    theirs = talking(bob, housing(), "housing.csv", tmp_path)
    alices, bobs = Client(), Client()
    for client, owner in ((alices, trained.owner), (bobs, bob)):
        session = client.session
        session[KEY] = str(owner.id)
        session.save()

    refused = answer(theirs, "show model price linear regression")
    predicted = answer(theirs, "predict price for sqft 1500")

    assert "There is no model" in refused.reply.summary
    # Without a model of one's own, a regression of one's own table answers.
    assert predicted.run is not None and predicted.run.dataset == theirs.dataset
    assert predicted.run.kind == predicted.run.Kind.ANALYSIS
    assert alices.get(f"/models/{model.id}/bundle.zip").getvalue()[:2] == b"PK"
    assert bobs.get(f"/models/{model.id}/bundle.zip").status_code == 404
    assert Client().get(f"/models/{model.id}/bundle.zip").status_code == 404
    dataset = trained.dataset
    whole = alices.get(f"/datasets/{dataset.id}/file/").getvalue()
    assert whole == dataset.original.read_bytes()
    assert bobs.get(f"/datasets/{dataset.id}/file/").status_code == 404
    assert attached_file(bob, f"/models/{model.id}/bundle.zip") is None
    panel = alices.get(f"/datasets/{dataset.id}/panel/").content.decode()
    assert "price linear regression" in panel
    assert (
        "price linear"
        not in bobs.get(f"/datasets/{theirs.dataset_id}/panel/").content.decode()
    )


def test_a_model_too_many_is_refused_before_training(houses):
    houses.owner.quotas = {"models": 0}
    houses.owner.save()

    assert "You have 0 models" in answer(houses, TRAIN).reply.summary


def test_a_queued_training_is_cancelled_and_can_be_started_again(houses):
    answer(houses, TRAIN)
    message = respond(houses, Request("start"), start=lambda run: None)
    assert state_of(houses) == State.TRAINING

    answer(houses, "cancel")
    execute_run(str(message.run_id))
    assert Run.objects.get(id=message.run_id).status == Run.Status.CANCELLED

    again = answer(houses, f"/train again {str(message.run_id)[:8]}")
    assert again.reply.summary.startswith("Training complete.")
    assert state_of(houses) == State.TRAINED


def test_a_training_stopped_on_its_way_keeps_what_it_found(houses, monkeypatch):
    answer(houses, "train auto to predict price from sqft and age")
    seen: list[dict] = []
    monkeypatch.setattr(
        "chat.runs.training._News.__call__",
        _watched(seen),
    )
    monkeypatch.setattr("chat.runs.pulse.Pulse.stopped", lambda pulse: len(seen) > 4)

    message = answer(houses, "start")

    assert message.run.status == Run.Status.CANCELLED
    assert message.reply.summary == "Training cancelled."
    [table] = [b for b in message.reply.blocks if isinstance(b, Table)]
    assert table.title == "Tried until then"
    assert table.rows[0][0]
    assert TrainedModel.objects.count() == 0
    assert "Train again" in buttons(message)


def _watched(seen):
    from chat.runs.training import _News

    kept = _News.__call__

    def call(news, told):
        kept(news, told)
        if "tried" in told:
            seen.append(told)

    return call


def test_a_training_whose_worker_dies_again_and_again_says_so_and_can_be_repeated(
    houses,
):
    answer(houses, TRAIN)
    message = respond(houses, Request("start"), start=lambda run: None)
    run = Run.objects.get(id=message.run_id)
    for _ in range(MOST_ATTEMPTS):
        assert run.start("localhost:999999999")
        Run.objects.filter(id=run.id).update(heartbeat="2020-01-01T00:00Z")
        runs.recover()
        run.refresh_from_db()

    failed = Message.objects.get(id=message.id)
    assert run.status == Run.Status.FAILED
    assert "stopped 5 times" in failed.reply.summary
    again = answer(houses, buttons(failed)["Try again"])
    assert again.reply.summary.startswith("Training complete.")


def test_a_training_can_be_run_again_and_its_model_named(trained):
    assert Event.objects.filter(conversation=trained, kind="dataset").exists()
    assert answer(trained, "run again").reply.summary == "2 runs, 0 differences."

    answer(trained, "save the model as my houses")

    assert str(TrainedModel.objects.get()) == "my houses v1"
    assert "my houses" in told(answer(trained, "/models"))


def test_without_a_model_an_expected_value_is_told_or_training_offered(houses):
    expected = answer(houses, "predict price for sqft 1500")
    message = answer(houses, "/predict")

    assert "expected price for sqft = 1,500" in expected.reply.summary
    assert message.reply.summary == "There is no model yet."
    assert buttons(message) == {"/train": "/train"}


def test_the_command_line_plans_trains_and_predicts(db, tmp_path):
    path = tmp_path / "housing.csv"
    housing(60).to_csv(path, index=False)
    asked = [TRAIN, "start", "predict for sqft 1500, age 10, location north"]

    with Session() as session:
        plan, training, prediction = session.ask(1, str(path), asked)

    assert [one.status for one in (plan, training, prediction)] == [
        "question", "answered", "answered",
    ]  # fmt: skip
    [step] = training.as_json()["task"]["steps"]
    assert (step["operation"], step["params"]["target"]) == ("train", "price")
    assert training.as_json()["task"]["columns"] == ["sqft", "age", "location", "price"]
    assert prediction.result["n_predicted"] == 1
    assert "def load(path" in training.script


@pytest.mark.parametrize(("said", "status", "share"), [
    ("Train a linear regression to predict price from sqft and age. Split the data into "
     "a 75% training set and a 25% test set. Set the random seed to 42.", "answered", 0.25),
    ("fit a linear regression to predict price from sqft and age. Use 80% of the data for "
     "training and the rest for testing.", "answered", 0.2),
    ("train a linear regression to predict price from sqft and age, with a test size of "
     "0.3 and random state 7", "answered", 0.3),
    # It is not ordered in full, or says what the plan has no place for.
    ("predict price from sqft and age with a linear regression", "question", None),
    ("train a model to predict price from sqft and age", "question", None),
    ("train a linear regression to predict price from sqft and age. Use the 'sparse' "
     "solver.", "question", None),
    ("train a linear regression to predict price from sqft and age. Stratify the rows by "
     "location.", "question", None),
])  # fmt: skip
def test_the_command_line_trains_what_is_ordered_in_full(
    db, tmp_path, said, status, share
):
    path = tmp_path / "housing.csv"
    housing(60).to_csv(path, index=False)

    with Session() as session:
        [told] = session.ask(1, str(path), [said])

    assert told.status == status
    if share is not None:
        assert told.result["n_test"] == round(60 * share)
