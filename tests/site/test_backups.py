"""Backup, wipe, restore: everything is there again, to the last digit."""

import io
import shutil
import zipfile
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management import CommandError, call_command

from analysis.files.kept import kept
from analysis.models import Dataset, Owner
from analysis.reading.importing import import_table
from chat.models import Conversation, Event, Message, Run
from chat.models.telegram import TelegramUpdate
from chat.people import tokens
from chat.tables.datasets import dataset_from
from mlmodels.base.plan import TrainingPlan
from mlmodels.models import TrainedModel
from statagent_site.backups.files import digest, kept_names, place_of
from statagent_site.backups.rows import kept_models, remove_all_rows
from statagent_site.serving import only_server
from tests.chat.asking import answer

pytestmark = pytest.mark.django_db(transaction=True)
TABLE = (
    b"height,town\n"
    + b"1.75,Basel\n1.8200000000000001,\xc5\x81\xc3\xb3d\xc5\xba\n" * 20
)


@pytest.fixture
def folder(tmp_path, settings, monkeypatch):
    settings.VAR_DIR = settings.FILES_DIR = tmp_path / "var"
    settings.VAR_DIR.mkdir()
    (settings.VAR_DIR / "secret_key").write_text("s3cret")
    return settings.VAR_DIR


@pytest.fixture
def lived_in(folder, tmp_path, monkeypatch):
    """A folder and a database with something of each kind."""
    monkeypatch.setattr("chat.runs.pulse.FIRST_BEAT", 60)
    user = User.objects.create_user("carla", password="x")
    group = Group.objects.create(name="keepers")
    group.permissions.add(Permission.objects.get(codename="view_run"))
    user.groups.add(group)
    owner = Owner.objects.create(user=user, quotas={"datasets": None})
    tokens.create(owner, "x", ["read"], 3)
    path = tmp_path / "towns.csv"
    path.write_bytes(TABLE)
    dataset = dataset_from(owner, "towns.csv", path)
    receipt = import_table(
        dataset.original, name=dataset.name, parquet_path=dataset.parquet
    )
    dataset.receipt_json = receipt.model_dump(mode="json")
    dataset.save()
    conversation = Conversation.objects.create(owner=owner, dataset=dataset)
    assert answer(conversation, "mean of height by town").run.result
    answer(conversation, "export the data as parquet")
    plan = TrainingPlan(target="height", kind="regression", roles={}, estimator="ridge")
    model = TrainedModel.objects.create(
        owner=owner, name="m", estimator="ridge", target="height", script="",
        plan_json=plan.model_dump(mode="json"), result={"a": 0.1 + 0.2},
    )  # fmt: skip
    with kept().writing(f"{model.place}/model.skops") as path:
        path.write_bytes(bytes(range(256)))
    TelegramUpdate.objects.create(update_id=2**40, body={"text": "\u2028 ok"})
    return folder


def everything():
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for model in kept_models()
    }


def files_of(folder):
    return {name: digest(place_of(name)) for name in kept_names()}


def wipe(folder):
    remove_all_rows()
    for name in list(kept_names()):
        place_of(name).unlink()
    for name in ("datasets", "models", "exports", "uploads"):
        shutil.rmtree(folder / name, ignore_errors=True)


def call(*arguments):
    said = io.StringIO()
    call_command(*arguments, stdout=said)
    return said.getvalue()


def test_what_was_wiped_is_there_again(lived_in, tmp_path):
    rows, files, path = everything(), files_of(lived_in), tmp_path / "b.zip"
    assert rows["chat.Message"] and rows["chat.Event"] and len(files) >= 5

    assert f"{len(files)} files" in call("backup", str(path))
    wipe(lived_in)
    assert not any(everything().values()) and not files_of(lived_in)
    assert "Restored" in call("restore", str(path))

    assert everything() == rows
    assert files_of(lived_in) == files
    assert path.stat().st_mode & 0o077 == 0
    assert not list(lived_in.glob("backup-*"))
    # New rows are numbered behind the old ones, and the conversation goes on.
    conversation = Conversation.objects.get()
    newest = Event.objects.last().id
    assert answer(conversation, "and the median?").run.status == Run.Status.SUCCEEDED
    assert Event.objects.last().id > newest
    dataset = Dataset.objects.get()
    assert digest(dataset.original) == dataset.sha256


def test_a_place_that_holds_data_is_not_written_over(lived_in, tmp_path):
    path = tmp_path / "b.zip"
    call("backup", str(path))
    rows = everything()
    Message.objects.all().delete()

    with pytest.raises(CommandError, match="There is data here already"):
        call("restore", str(path))
    assert Message.objects.count() == 0
    call("restore", str(path), "--replace")

    assert everything() == rows
    with pytest.raises(CommandError, match="There is a file"):
        call("backup", str(path))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda name, text: text.replace(b"towns", b"clown"), "is damaged: "),
        (lambda name, text: text.replace(b"chat.0001_initial", b"chat.0001_other"),
         "was written by another version"),
        (lambda name, text: text.replace(b'"format": 1', b'"format": 2'),
         "has a form that this version does not know"),
        (lambda name, text: text.replace(b"files/secret_key", b"files/../cret_key"),
         "cannot be read as a backup"),
    ],
)  # fmt: skip
def test_what_is_no_sound_backup_changes_nothing(lived_in, tmp_path, change, problem):
    path, wrong = tmp_path / "b.zip", tmp_path / "w.zip"
    call("backup", str(path))
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(wrong, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    rows, files = everything(), files_of(lived_in)

    with pytest.raises(CommandError, match=problem):
        call("restore", str(wrong), "--replace")
    with pytest.raises(CommandError, match="cannot be read as a backup"):
        call("restore", str(Path(__file__)), "--replace")

    assert everything() == rows
    assert files_of(lived_in) == files


def test_a_file_of_elsewhere_gets_nowhere(lived_in, tmp_path, monkeypatch):
    monkeypatch.setattr(
        "statagent_site.backups.writing.held_names", lambda held: ["../out"]
    )
    (tmp_path / "out").write_text("x")
    monkeypatch.setattr("statagent_site.backups.writing.hold", lambda *paths: None)
    monkeypatch.setattr("statagent_site.backups.writing._written_file", _fake)
    call("backup", str(tmp_path / "b.zip"))

    with pytest.raises(CommandError, match="none of ours"):
        call("restore", str(tmp_path / "b.zip"), "--replace")


def _fake(out, name, path):
    from hashlib import sha256

    from statagent_site.backups.writing import Part

    out.writestr(name, b"x")
    return Part(sha256(b"x").hexdigest())


def test_nothing_is_restored_under_a_running_server(lived_in, tmp_path):
    call("backup", str(tmp_path / "b.zip"))

    with only_server(lived_in), pytest.raises(CommandError, match="End it first"):
        call("restore", str(tmp_path / "b.zip"), "--replace")
