"""Models as they are kept, and whose they are."""

from __future__ import annotations

import json
from io import StringIO

import pandas as pd
import pytest
from django.core.management import call_command

from analysis.base.errors import TaskError
from analysis.files import kept as files
from mlmodels.models import TrainedModel
from mlmodels.plans.problem import plan_training
from mlmodels.training import train


@pytest.fixture(scope="module")
def training(tmp_path_factory, upload):
    folder = tmp_path_factory.mktemp("training")
    data = pd.DataFrame({"x": range(40), "kind": ["a"] * 20 + ["b"] * 20})
    table = upload(data, folder, "data.csv")
    plan = plan_training(table.schema, "kind", estimator="naive_bayes")
    return train(plan, table, folder)


def test_a_name_used_again_gets_the_next_version(alice, training):
    first = TrainedModel.objects.keep(alice, "flowers", training)
    second = TrainedModel.objects.keep(alice, "Flowers", training)

    assert (str(first), str(second)) == ("flowers v1", "Flowers v2")
    assert TrainedModel.objects.named(alice, "FLOWERS") == second
    assert TrainedModel.objects.named(alice, "flowers", 1) == first
    assert second.saved().plan == training.plan
    assert [path.read_bytes() for path in second.saved().files.values()] == [
        path.read_bytes() for path in training.files.values()
    ]


def test_nobody_reaches_anothers_model(alice, bob, training):
    TrainedModel.objects.keep(alice, "flowers", training)

    assert list(TrainedModel.objects.of(bob)) == []
    with pytest.raises(TaskError, match="There is no model “flowers”"):
        TrainedModel.objects.named(bob, "flowers")


def test_an_unknown_name_is_answered_with_those_there_are(alice, training):
    TrainedModel.objects.keep(alice, "flowers", training)

    with pytest.raises(TaskError) as refused:
        TrainedModel.objects.named(alice, "flwrs")

    assert (refused.value.hint, refused.value.options) == (
        "Saved: flowers.",
        ("flowers",),
    )


def test_a_model_too_many_and_a_model_too_large_are_refused(alice, training, settings):
    settings.MODELS_PER_OWNER = 1
    TrainedModel.objects.keep(alice, "one", training)
    with pytest.raises(TaskError, match="more than 1 cannot be kept"):
        TrainedModel.objects.keep(alice, "two", training)

    settings.MODELS_PER_OWNER, settings.MODEL_MAX_BYTES = 50, 10
    with pytest.raises(TaskError, match="can be kept"):
        TrainedModel.objects.keep(alice, "two", training)


def test_renaming_takes_all_versions_and_no_other_models_name(alice, training):
    for name in ("flowers", "flowers", "trees"):
        kept = TrainedModel.objects.keep(alice, name, training)
    kept = TrainedModel.objects.named(alice, "flowers")

    with pytest.raises(TaskError, match="already a model “trees”"):
        kept.rename("trees")
    kept.rename("plants")

    assert sorted(map(str, TrainedModel.objects.of(alice))) == [
        "plants v1", "plants v2", "trees v1",
    ]  # fmt: skip


def test_a_deleted_model_is_gone_with_its_files(alice, training):
    kept = TrainedModel.objects.keep(alice, "flowers", training)

    kept.retire()

    assert list(TrainedModel.objects.of(alice)) == []
    assert not files.kept().local(kept.place).exists()


def test_the_commands_train_keep_predict_and_list(db, flowers, tmp_path):
    table = tmp_path / "flowers.csv"
    flowers.to_csv(table, index=False)

    trained = _said("train", str(table), target="kind", model="logistic", save="irises")
    predicted = _said("predict", "irises", str(table), output=str(tmp_path / "out.csv"))
    listed = _said("models")

    assert trained["status"] == "answered"
    assert trained["model"] == {"name": "irises", "version": 1}
    assert predicted["result"]["n_predicted"] == len(flowers)
    assert len((tmp_path / "out.csv").read_text().splitlines()) == len(flowers) + 1
    assert [(one["name"], one["target"]) for one in listed] == [("irises", "kind")]


def test_a_refusal_is_json_and_an_exit_status(db, flowers, tmp_path, capsys):
    table = tmp_path / "flowers.csv"
    flowers.to_csv(table, index=False)
    said = StringIO()

    with pytest.raises(SystemExit) as ended:
        call_command("train", str(table), target="knd", json=True, stdout=said)

    assert ended.value.code == 1
    assert json.loads(said.getvalue())["error"] == {
        "message": "Column 'knd' not found.",
        "hint": "Available: long, wide, place, kind.",
        "options": ["kind"],
    }


def _said(*arguments, **options):
    said = StringIO()
    call_command(*arguments, json=True, stdout=said, **options)
    return json.loads(said.getvalue())
