"""Predicting with a kept model, in the sandbox and far from it."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest

from analysis.base.columns import Schema
from analysis.base.errors import TaskError
from mlmodels.base.plan import Preprocessing
from mlmodels.bundle import export_bundle
from mlmodels.plans.problem import plan_training
from mlmodels.prediction import check_table, predict, row_table
from mlmodels.training import train
from mlmodels.words.plan import plan_blocks
from mlmodels.words.prediction import prediction_reply
from mlmodels.words.training import training_reply
from tests.mlmodels.rows import predict_row

AGE = 'the "age", in\\years'


def test_progress_comes_first_and_in_order(tabled, flowers, tmp_path):
    table = tabled(flowers)
    plan = plan_training(table.schema, "kind", estimator="naive_bayes")
    news: list[dict] = []

    train(plan, table, tmp_path, on_progress=news.append)

    shares = [one["progress"] for one in news]
    assert (shares[0], news[0]["message"]) == (0, "Starting")
    assert shares == sorted(shares)
    assert "Cross-validation, fold 5 of 5" in [one["message"] for one in news]


def test_a_cancelled_training_says_so(tabled, flowers, tmp_path):
    table = tabled(flowers)
    plan = plan_training(table.schema, "kind", estimator="logistic")

    with pytest.raises(TaskError, match="Training cancelled"):
        train(plan, table, tmp_path, cancelled=lambda: True)


def test_a_stored_model_predicts_what_the_bundle_predicts_elsewhere(
    price_model, tabled, houses, tmp_path
):
    table = tabled(houses, "new.csv")
    here = predict(price_model, table.parquet, tmp_path)
    folder = tmp_path / "elsewhere"
    zipfile.ZipFile(BytesIO(export_bundle(price_model))).extractall(folder)
    houses.to_csv(folder / "rows.csv", index=False)

    done = subprocess.run(
        [sys.executable, "-I", "predict.py", "rows.csv"],
        cwd=folder,
        capture_output=True,
        text=True,
    )

    assert json.loads(done.stdout) == here.result, done.stderr
    assert (folder / "predictions.csv").read_text() == here.file.read_text()
    assert {path.name for path in folder.iterdir()} >= {
        "model.skops", "schema.json", "requirements.txt", "model_card.md", "train.py",
    }  # fmt: skip
    pins = (folder / "requirements.txt").read_text()
    assert [line.split("==")[0] for line in pins.splitlines()] == [
        "numpy", "pandas", "scikit-learn", "skops",
    ]  # fmt: skip


def test_intervals_hold_most_of_the_actual_values(
    price_model, tabled, houses, tmp_path
):
    table = tabled(houses, "new.csv")

    predict(price_model, table.parquet, tmp_path)

    rows = pd.read_csv(tmp_path / "predictions.csv")
    inside = rows["price"].between(rows["price low"], rows["price high"])
    assert 0.82 <= inside.mean() <= 0.98


def test_a_row_is_explained_and_doubted(price_model):
    done = predict_row(
        price_model,
        {
            "SQFT": "9,000",
            AGE: 10,
            "town": "EAST",
            "garage": "yes",
            "sold": "2020-06-01",
        },
    )

    largest = price_model.features[0]["maximum"]
    assert done.result["doubts"] == [
        [
            f"sqft = 9000 is above the training range ({largest:g})",
            "town = EAST was never seen",
        ]
    ]
    assert done.result["reasons"][0][0]["feature"] == "sqft"
    reply = prediction_reply(done)
    assert reply.summary.startswith("price is predicted as ")
    assert "90% interval" in reply.summary


def test_levels_are_read_in_any_case(kind_model):
    table = row_table(kind_model, {"long": 1, "wide": "1.5", "place": "X"})

    assert table.to_dict("records") == [{"long": 1.0, "wide": 1.5, "place": "x"}]


def test_probabilities_of_every_class_come_with_a_class(kind_model):
    row = predict_row(kind_model, {"long": 1, "wide": 1, "place": "x"}).result["rows"][
        0
    ]

    assert row["predicted kind"] == "a"
    assert row["probability"] == row["probability of a"] > 0.9
    assert sum(row[f"probability of {one}"] for one in "abc") == pytest.approx(1)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"long": 1, "length": 2}, "'length' is not a feature of the model kinds."),
        ({"long": "far"}, "long cannot be 'far'."),
        ({}, "The value of long, wide, place is missing."),
    ],
)
def test_what_is_wrong_with_a_row_is_named(kind_model, values, message):
    with pytest.raises(TaskError) as refused:
        row_table(kind_model, values)

    assert refused.value.message == message


def test_missing_and_wrong_columns_are_named_and_surplus_ones_returned(
    kind_model, tabled, flowers
):
    fits = tabled(flowers.assign(more=1), "fits.csv").schema
    bad = tabled(flowers.drop(columns="wide").assign(long="far"), "bad.csv").schema

    assert check_table(kind_model, fits) == ["more"]
    with pytest.raises(TaskError) as refused:
        check_table(kind_model, bad)
    assert refused.value.message == (
        "The table does not fit the model kinds: missing: wide; "
        "long should hold numbers, not words."
    )
    assert isinstance(bad, Schema)


def test_columns_that_are_only_spelt_otherwise_are_taken_and_told(
    kind_model, tabled, flowers, tmp_path
):
    spelt = flowers.rename(columns={"long": "LONG", "wide": " Wide_", "place": "Place"})
    table, own = tabled(spelt, "spelt.csv"), tabled(flowers, "own.csv")

    assert check_table(kind_model, table.schema) == []
    done, same = predict(kind_model, table.parquet), predict(kind_model, own.parquet)
    assert done.result["rows"] == same.result["rows"]
    told = [getattr(block, "text", "") for block in prediction_reply(done).blocks]
    assert any("LONG for long" in text for text in told)


def test_two_columns_that_could_be_one_are_none(kind_model, tabled, flowers):
    twice = flowers.rename(columns={"wide": "Wide"}).assign(WIDE=1.0)

    with pytest.raises(TaskError, match="missing: wide"):
        check_table(kind_model, tabled(twice, "twice.csv").schema)


def test_rows_with_gaps_get_none_where_the_model_needs_all(tabled, houses, tmp_path):
    table = tabled(houses)
    plan = plan_training(
        table.schema,
        "price",
        ["sqft", "town"],
        estimator="linear",
        preprocessing=Preprocessing(missing="drop"),
    )
    model = train(plan, table, tmp_path).saved("prices")

    done = predict(model, table.parquet, tmp_path)

    gaps = int(houses[["sqft", "town"]].isna().any(axis=1).sum())
    assert done.result["n_predicted"] == len(houses) - gaps
    assert (
        pd.read_csv(tmp_path / "predictions.csv")["predicted price"].isna().sum()
        == gaps
    )


def test_the_reply_holds_the_answer_and_what_it_rests_on(kind_model):
    reply = training_reply(kind_model)

    assert reply.summary.startswith("Logistic regression predicts kind with accuracy ")
    assert [block.title for block in reply.blocks if block.kind == "chart"] == [
        "Which features matter", "Confusion matrix", "ROC curve", "Learning curve",
        "Effect of long", "Effect of wide", "Effect of place",
    ]  # fmt: skip
    assert type(reply).model_validate_json(reply.model_dump_json()) == reply


def test_the_plan_card_names_every_choice(kind_model):
    blocks = plan_blocks(kind_model.plan)

    items = {item.label: item.value for item in blocks[0].items}
    assert items["Predict"] == "kind"
    assert items["From"] == "long, wide and place"
    assert items["Test set"] == "20% of the rows"


@pytest.mark.slow
def test_a_network_trains_stops_early_and_predicts_the_same_elsewhere(
    tabled, houses, tmp_path
):
    table = tabled(houses)
    plan = plan_training(
        table.schema,
        "price",
        estimator="keras",
        hyperparameters={"epochs": 400, "patience": 3, "learning_rate": 0.02},
    )
    news: list[dict] = []
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
    done = [train(plan, table, f, on_progress=news.append) for f in folders]
    model = done[0].saved("net")
    here = predict(model, table.parquet, tmp_path)
    folder = tmp_path / "elsewhere"
    zipfile.ZipFile(BytesIO(export_bundle(model))).extractall(folder)
    houses.to_csv(folder / "rows.csv", index=False)

    outside = subprocess.run(
        [sys.executable, "-I", "predict.py", "rows.csv"],
        cwd=folder,
        capture_output=True,
        text=True,
    )

    assert done[0].result == done[1].result
    assert done[0].result["n_epochs"] < 400
    assert done[0].result["scores"]["r2"] > 0.5
    assert any("val_loss" in one for one in news)
    assert [one["type"] for one in done[0].result["diagram"]] == [
        "InputLayer", "Dense", "Dropout", "Dense", "Dense",
    ]  # fmt: skip
    predicted = [
        [row["predicted price"] for row in rows]
        for rows in (json.loads(outside.stdout)["rows"], here.result["rows"])
    ]
    assert predicted[0] == pytest.approx(predicted[1], rel=1e-5), outside.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    "layers",
    [
        [{"type": "LSTM", "units": 4, "return_sequences": True}, {"type": "GRU", "units": 4}],
        [{"type": "Conv1D", "filters": 4, "kernel_size": 2}, {"type": "MaxPooling1D"},
         {"type": "Flatten"}],
        [{"type": "Attention", "num_heads": 2}, {"type": "GlobalAveragePooling1D"},
         {"type": "BatchNormalization"}, {"type": "LayerNormalization"}],
    ],
    ids=lambda one: one[0]["type"],
)  # fmt: skip
def test_architectures_of_ones_own_are_trained(layers, tabled, flowers, tmp_path):
    table = tabled(flowers)
    network = {
        "layers": [*layers, {"type": "Dense", "units": 3, "activation": "softmax"}]
    }
    plan = plan_training(
        table.schema,
        "kind",
        estimator="keras",
        network=network,
        hyperparameters={"epochs": 2, "schedule": "cosine"},
    )

    result = train(plan, table, tmp_path).result

    assert result["n_epochs"] == 2
    assert result["n_weights"] == sum(one["weights"] for one in result["diagram"])


@pytest.mark.slow
def test_an_embedding_learns_categories(tabled, flowers, tmp_path: Path):
    data = pd.DataFrame(
        {
            "a": list("uvwx") * 30,
            "b": list("pq") * 60,
            "y": ["yes", "no", "no", "yes"] * 30,
        }
    )
    table = tabled(data)
    network = {
        "layers": [
            {"type": "Embedding", "output_dim": 4},
            {"type": "Flatten"},
            {"type": "Dense", "units": 1, "activation": "sigmoid"},
        ]
    }
    plan = plan_training(
        table.schema,
        "y",
        estimator="keras",
        network=network,
        hyperparameters={"epochs": 60, "learning_rate": 0.05},
    )

    training = train(plan, table, tmp_path)

    assert training.result["scores"]["accuracy"] == 1
    unseen = predict_row(training.saved("m"), {"a": "never", "b": "p"})
    assert unseen.result["doubts"] == [["a = never was never seen"]]
