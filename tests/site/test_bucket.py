"""All that people do, where files are kept in a bucket that several machines share."""

from __future__ import annotations

import os
from datetime import timedelta

import pandas as pd
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from analysis.base.reply import File
from analysis.files.cache import hash_of
from analysis.files.kept import kept
from analysis.files.store import Lying
from analysis.models import Dataset
from chat.keeping.forgetting import forget
from chat.keeping.pruning import prune
from chat.models import Conversation, Run
from chat.tables.attached import attached_file
from chat.uploads import add_chunk, begin_upload, end_upload
from mlmodels.models import TrainedModel
from statagent_site import diagnosis, services
from statagent_site.backups.files import kept_names
from statagent_site.backups.restoring import restore
from statagent_site.backups.rows import remove_all_rows
from statagent_site.backups.writing import back_up
from tests.chat.asking import answer

pytestmark = pytest.mark.django_db(transaction=True)
HEAD = "area,rooms,price\n"
ROWS = "".join(f"{50 + n},{1 + n % 5},{200 + 3 * n + n % 7}\n" for n in range(60))


@pytest.fixture(autouse=True)
def no_heartbeat(monkeypatch):
    monkeypatch.setattr("chat.runs.pulse.FIRST_BEAT", 60)


def uploaded(conversation, name="houses.csv", text=HEAD + ROWS):
    """A file that comes in by two pieces, as a browser sends it."""
    content = text.encode()
    upload = begin_upload(conversation, name, len(content))
    add_chunk(upload, 0, content[:100])
    add_chunk(upload, 100, content[100:])
    upload.refresh_from_db()
    assert end_upload(upload) is not None
    conversation.refresh_from_db()
    return conversation.dataset


@pytest.fixture
def talk(alice, bucket):
    conversation = Conversation.objects.create(owner=alice)
    uploaded(conversation)
    return conversation


@pytest.fixture
def elsewhere(settings, tmp_path):
    """From here on another machine, which has none of the files yet."""

    def elsewhere():
        settings.VAR_DIR = settings.FILES_DIR = tmp_path / "second"
        settings.VAR_DIR.mkdir()

    return elsewhere


def said(talk, text):
    message = answer(talk, text)
    assert message.run.status == Run.Status.SUCCEEDED, message.reply.summary
    talk.refresh_from_db()
    return message


def handed(talk, message):
    [reference] = [
        block.reference for block in message.reply.blocks if isinstance(block, File)
    ]
    return attached_file(talk.owner, reference).content


def hashes(folder):
    """What is kept, by name, with a hash of it."""
    found = {}
    for name in kept_names():
        kept().copy_to(name, folder / "one")
        found[name] = hash_of(folder / "one")
        (folder / "one").unlink()
    return found


def keys(bucket):
    return sorted(one.key.split("/")[1] for one in bucket.objects.all())


def test_everything_goes_on_another_machine(talk, bucket, elsewhere, settings):
    first = settings.VAR_DIR
    mean = said(talk, "mean of price").run.result
    exported = said(talk, "export the data as csv")
    plan = answer(talk, "train a linear regression to predict price from area, rooms")
    assert plan.reply
    said(talk, "start")
    elsewhere()
    assert said(talk, "mean of price").run.result == mean
    assert len(pd.read_csv(handed(talk, exported))) == 60
    one = said(talk, "predict for area 70, rooms 2")
    assert 250 < one.run.result["rows"][0]["predicted price"] < 280
    said(talk, "predict for this dataset")
    made = Dataset.objects.get(name="houses_predictions.csv")
    assert len(pd.read_parquet(made.parquet)) == 60
    [model] = TrainedModel.objects.all()
    assert model.files() and set(keys(bucket)) == {"datasets", "exports", "models"}
    for folder in (first, settings.VAR_DIR):
        lying = {one.name for one in folder.iterdir()}
        assert not lying & {"datasets", "models", "uploads", "exports"}


def test_a_file_that_is_read_anew_is_new_on_every_machine(talk, elsewhere, settings):
    said(talk, "mean of rooms")
    here = settings.VAR_DIR
    elsewhere()
    said(talk, "mean of rooms")
    said(talk, "treat rooms as text")
    there, settings.VAR_DIR = settings.VAR_DIR, here
    assert pd.read_parquet(talk.dataset.parquet)["rooms"].dtype.kind not in "if"
    settings.VAR_DIR = there
    assert pd.read_parquet(talk.dataset.parquet)["rooms"].dtype.kind not in "if"


def test_backup_wipe_restore_in_the_bucket_and_out_of_it(
    talk, bucket, settings, tmp_path
):
    said(talk, "export the data as csv")
    unfinished = begin_upload(talk, "more.csv", 9)
    add_chunk(unfinished, 0, b"a,b\n")
    before, rows = hashes(tmp_path), Run.objects.count()
    assert len(before) == 4
    back_up(tmp_path / "backup")

    for place in (settings.STORAGE, {}, settings.STORAGE):
        remove_all_rows()
        bucket.objects.delete()
        settings.STORAGE = place
        restore(tmp_path / "backup", replace=True)
        assert hashes(tmp_path) == before
        assert Run.objects.count() == rows
        (tmp_path / "backup").unlink()
        talk.refresh_from_db()
        said(talk, "mean of price")
        rows += 1
        back_up(tmp_path / "backup")
    unfinished.refresh_from_db()
    add_chunk(unfinished, 4, b"1,2\n3")
    unfinished.refresh_from_db()
    assert end_upload(unfinished) is not None


def test_who_is_forgotten_leaves_nothing_in_the_bucket_or_here(talk, bucket, settings):
    said(talk, "export the data as csv")
    said(talk, "mean of price")
    begun = begin_upload(talk, "x.csv", 5)
    add_chunk(begun, 0, b"a")
    forget(talk.owner)
    assert list(bucket.objects.all()) == []
    left = [one.name for one in (settings.VAR_DIR / "copies").iterdir()]
    assert left == [".lock"]


def test_files_without_a_row_are_found_in_the_bucket(talk, bucket, monkeypatch):
    lost = "00000000-0000-4000-8000-000000000001"
    bucket.put_object(Key=f"all/datasets/{lost}/original", Body=b"abc")
    found = {one.kind: one for one in prune(dry_run=True)}
    assert found["files without a row"].count == 0  # it may be on its way yet
    store = type(kept())
    listed = store.lying

    def long_ago(self, folder):
        for one in listed(self, folder):
            yield Lying(one.name, one.size, timedelta(days=9).total_seconds())

    monkeypatch.setattr(store, "lying", long_ago)
    pruned = {one.kind: one for one in prune()}["files without a row"]
    assert (pruned.count, pruned.bytes) == (1, 3)
    assert keys(bucket) == ["datasets", "datasets"]


def test_old_exports_go_from_the_bucket(talk, bucket):
    run = said(talk, "export the data as csv").run
    assert "exports" in keys(bucket)
    Run.objects.filter(id=run.id).update(finished=timezone.now() - timedelta(days=99))
    prune()
    assert "exports" not in keys(bucket)


def test_a_storage_that_is_away_is_told(bucket, client, settings, monkeypatch):
    [fine] = diagnosis._files()
    assert (fine.level, fine.text) == ("ok", "the bucket kept answers")
    monkeypatch.setattr("statagent_site.health._workers", lambda: "ok")
    assert client.get("/readyz").json()["storage"] == "ok"
    settings.STORAGE = {**settings.STORAGE, "bucket_name": "another"}
    [gone] = diagnosis._files()
    assert gone.level == "fail" and "STORAGE_URL" in gone.fix
    answer = client.get("/readyz")
    assert answer.status_code == 503 and "bucket" in answer.json()["storage"]


def test_the_address_of_a_bucket():
    found = services.storage("s3://key:a%2Fb@box/one/two?endpoint=https://s.example")
    assert found == {
        "bucket_name": "box", "location": "one/two", "access_key": "key",
        "secret_key": "a/b", "endpoint_url": "https://s.example", "addressing": "path",
    }  # fmt: skip
    assert services.storage("s3://box") == {"bucket_name": "box"}
    assert services.storage("") == {}


@pytest.mark.parametrize(
    "address", ["box", "https://box/x", "s3:///x", "s3://box?endpont=x", "gs://box"]
)
def test_what_is_no_address_of_a_bucket_is_refused(address):
    with pytest.raises(ImproperlyConfigured, match="STORAGE_URL is s3://"):
        services.storage(address)


def test_the_tests_themselves_keep_nothing_in_a_bucket():
    assert "STORAGE_URL" not in os.environ
