"""Files are kept in a folder or in a bucket, and nobody who asks sees the difference."""

from __future__ import annotations

import multiprocessing
import os
import time
from pathlib import Path

import pytest

from analysis.files import cache
from analysis.files.cache import Copies, hash_of
from analysis.files.folder import FolderStore
from analysis.files.kept import kept

NAME = "datasets/1/original"


@pytest.fixture(params=["folder", "bucket"])
def store(request, settings, tmp_path):
    if request.param == "bucket":
        request.getfixturevalue("bucket")
    else:
        settings.FILES_DIR = tmp_path
    return kept()


def write(store, name, content):
    with store.writing(name) as path:
        path.write_bytes(content)


def test_what_was_written_is_read(store):
    assert not store.local(NAME).exists()
    write(store, NAME, b"one")
    assert store.local(NAME).read_bytes() == b"one"
    write(store, NAME, b"another")
    assert store.local(NAME).read_bytes() == b"another"
    assert (store.size(NAME), store.size("datasets/1"), store.size("x")) == (7, 7, 0)


def test_what_was_not_finished_is_not_there(store):
    write(store, NAME, b"one")
    with pytest.raises(ValueError), store.writing(NAME) as path:
        path.write_bytes(b"half")
        raise ValueError
    with pytest.raises(FileNotFoundError), store.writing("models/1/a"):
        pass
    assert store.local(NAME).read_bytes() == b"one"
    assert list(store.every()) == [NAME]


@pytest.mark.parametrize("move, link", [(False, False), (True, False), (False, True)])
def test_files_that_were_made_elsewhere_are_put(store, tmp_path, move, link):
    made = tmp_path / "made"
    made.write_bytes(b"abc")
    store.put(NAME, made, move=move, link=link)
    assert store.local(NAME).read_bytes() == b"abc"
    assert made.exists() is not move
    with pytest.raises(FileNotFoundError):
        store.put("datasets/2/original", tmp_path / "none", link=link)


def test_places_are_listed_and_removed_and_no_others(store):
    for name in ("datasets/1/a", "datasets/1/b", "datasets/12/a", "models/1/a"):
        write(store, name, b"xy")
    assert store.names("datasets/1") == ["a", "b"]
    assert store.names("datasets/3") == []
    [first, second] = sorted(store.lying("datasets"), key=lambda one: one.name)
    assert (first.name, first.size, second.name) == ("1", 4, "12")
    assert -5 < first.age < 60
    store.remove("datasets/1")
    store.remove("datasets/3")
    assert sorted(store.every()) == ["datasets/12/a", "models/1/a"]
    store.remove("models/1/a")
    assert not store.local("models/1/a").exists()


def test_a_file_comes_in_by_pieces(store, tmp_path):
    store.begin("uploads/1")
    for offset, piece in ((0, b"abc"), (3, b"defg"), (7, b"h")):
        store.add("uploads/1", offset, piece)
    store.add("uploads/1", 7, b"H")  # sent again
    with store.whole("uploads/1") as path:
        assert path.read_bytes() == b"abcdefgH"
    assert list(store.every()) == ["uploads/1"]
    store.copy_to("uploads/1", tmp_path / "copy")
    store.remove("uploads/1")
    with pytest.raises(FileNotFoundError), store.whole("uploads/1") as path:
        path.read_bytes()
    # What a backup holds of it goes on where it stopped.
    store.put("uploads/1", tmp_path / "copy")
    store.add("uploads/1", 8, b"i")
    with store.whole("uploads/1") as path:
        assert path.read_bytes() == b"abcdefgHi"


def test_a_copy_stays_whatever_happens_to_the_file(store, tmp_path):
    write(store, NAME, b"one")
    store.copy_to(NAME, tmp_path / "copy")
    write(store, NAME, b"two")
    store.remove("datasets/1")
    assert (tmp_path / "copy").read_bytes() == b"one"
    with pytest.raises(FileNotFoundError):
        store.copy_to(NAME, tmp_path / "again")


def test_without_a_bucket_files_are_where_they_were(settings, tmp_path):
    settings.FILES_DIR = tmp_path
    assert kept() == FolderStore(tmp_path)
    assert kept().local(NAME) == tmp_path / NAME


def test_another_machine_sees_what_is_new(bucket, settings, tmp_path):
    write(kept(), NAME, b"one")
    here = kept().local(NAME)
    settings.VAR_DIR = tmp_path / "elsewhere"
    there = kept().local(NAME)
    assert (there.read_bytes(), there.parent != here.parent) == (b"one", True)
    write(kept(), NAME, b"two")
    settings.VAR_DIR = tmp_path / "var"
    assert kept().local(NAME).read_bytes() == b"two"
    assert here.read_bytes() == b"one"


def test_a_copy_is_fetched_once(bucket, monkeypatch):
    write(kept(), NAME, b"one")
    store = kept()
    monkeypatch.setattr(type(store), "_fetch", lambda *_: pytest.fail("fetched again"))
    assert store.local(NAME).name == hash_of(store.local(NAME))


def test_what_others_put_there_is_read_too(bucket):
    bucket.put_object(Key=f"all/{NAME}", Body=b"theirs")
    assert kept().local(NAME).read_bytes() == b"theirs"
    assert kept().local(NAME) == kept().local(NAME)


def test_what_is_removed_leaves_no_copy_here(bucket):
    write(kept(), NAME, b"secret")
    path = kept().local(NAME)
    kept().remove("datasets/1")
    assert not path.exists()
    assert list(bucket.objects.all()) == []


def test_a_bucket_that_cannot_be_used_is_trouble(bucket, settings):
    assert kept().trouble() == ""
    settings.STORAGE = {**settings.STORAGE, "bucket_name": "another"}
    assert kept().trouble().startswith("the bucket cannot be used")
    settings.STORAGE = {**settings.STORAGE, "endpoint_url": "http://127.0.0.1:9"}
    assert "does not answer" in kept().trouble()
    with pytest.raises(BlockingIOError):  # which is tried again
        kept().local(NAME)


@pytest.fixture
def copies(tmp_path) -> Copies:
    return Copies(tmp_path / "copies", 25)


def adopt(copies: Copies, name: str, age: float = 0.0) -> Path:
    with copies.room() as fresh:
        fresh.write_bytes(b"0123456789")
        path = copies.adopt(fresh, name)
    os.utime(path, (time.time() - age,) * 2)
    return path


def test_the_longest_unused_copies_make_room(copies):
    old = adopt(copies, "old", cache.GRACE_SECONDS + 200)
    used = adopt(copies, "used", cache.GRACE_SECONDS + 300)
    assert copies.found("used") == used and copies.found("none") is None
    new = adopt(copies, "new")
    assert not old.exists() and used.exists() and new.exists()


def test_copies_in_use_stay_though_there_are_too_many(copies):
    paths = [adopt(copies, f"copy{n}", cache.GRACE_SECONDS / 2) for n in range(4)]
    assert copies.sweep() == 0
    assert all(path.exists() for path in paths)


def test_copies_that_nobody_asked_for_go_within_a_day(copies):
    adopt(copies, "old", cache.LONGEST_UNUSED + 1)
    half = copies.folder / ".new-killed"
    half.write_bytes(b"x")
    os.utime(half, (0, 0))
    assert copies.sweep() == 2
    assert sorted(path.name for path in copies.folder.iterdir()) == [".lock"]


def _churn(folder: str, seed: int) -> None:
    """Ask for copies, make room and read, as many processes do at once."""
    cache.GRACE_SECONDS = 5.0
    copies = Copies(Path(folder), 50)
    for n in range(150):
        name = f"c{(n * 7 + seed) % 12}"
        path = copies.found(name)
        if path is None:
            with copies.room() as fresh:
                fresh.write_text(name * 3)
                path = copies.adopt(fresh, name)
        assert path.read_text() == name * 3
        if n % 5 == 0:
            os.utime(path, (time.time() - 4.9,) * 2)


def test_processes_share_copies_without_asking_each_other(tmp_path):
    context = multiprocessing.get_context("fork")
    every = [context.Process(target=_churn, args=(str(tmp_path), n)) for n in range(4)]
    for one in every:
        one.start()
    for one in every:
        one.join(60)
    assert [one.exitcode for one in every] == [0] * 4
    assert not any(path.name.startswith(".new") for path in tmp_path.iterdir())
