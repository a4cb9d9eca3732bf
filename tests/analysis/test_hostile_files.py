"""Broken and hostile files: each is answered in time, in bounds, and in words."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil
import pytest
from django.core.management import call_command

from analysis.base.errors import TaskError
from analysis.reading.sandboxed import import_sandboxed
from analysis.reading.stored import read_stored_table
from chat.models import Conversation, Message, Run
from chat.orchestrator import take_in
from chat.runs.jobs import execute_run
from chat.tables.datasets import dataset_from
from sandbox.configuration import current
from sandbox.launch import takeover
from tests.analysis.hostile_files import HOSTILE, MIB, READABLE
from tests.sampling import in_sample

SECONDS, MEMORY = 20.0, 1024 * MIB
# What a worker has when it starts, rounded up; what other tests left in the process
# that plays it here is not the file's doing.
WORKER = 256 * MIB
# These take seconds to be made, or to be given up.
SLOW = frozenset(
    """rows_of_zeros.parquet wide.parquet zeros.csv.gz zeros.csv.bz2 zeros.csv.xz zeros.zip empty_columns.csv empty_to_the_end.csv
    sheet_of_zeros.xlsx repeated_beyond_the_last.ods open_quote.csv open_quotes.tsv
    endless_line.csv endless_line.tsv only_delimiters.csv""".split()
)


def names(one_in: int) -> list[Any]:
    """The files: by default one in so many of those that take no time."""
    return [
        name
        if name not in SLOW and in_sample(name, one_in=one_in)
        else pytest.param(name, marks=pytest.mark.slow)
        for name in HOSTILE
    ]


_PROGRAM_WORDS = (
    "Traceback",
    "Error:",
    "Exception",
    "None",
    "<class",
    "/tmp",
    "analysis",
)


@pytest.fixture(scope="module")
def server() -> Iterator[psutil.Process]:
    """A fork server of this module's own, with what reads files loaded."""
    started = takeover(current(), None)
    process = psutil.Process(started.pid)
    _settled(process)
    yield process
    started.terminate()
    started.wait(10)


def _settled(server: psutil.Process) -> None:
    """Waits until none of its processes comes or goes any more for a second."""
    before: set[psutil.Process] = set()
    for _ in range(30):
        now = set(server.children(recursive=True))
        if now and now == before:
            return
        before = now
        time.sleep(1)


def lasting(server: psutil.Process) -> set[psutil.Process]:
    """Its processes without those of jobs that have ended: these are stopped, then killed."""
    found = set()
    for one in server.children(recursive=True):
        with suppress(psutil.Error):
            if one.status() not in (psutil.STATUS_STOPPED, psutil.STATUS_ZOMBIE):
                found.add(one)
    return found


def in_words(error: TaskError) -> bool:
    return bool(error.message and error.hint) and not any(
        word in error.message + error.hint for word in _PROGRAM_WORDS
    )


@contextmanager
def memory_of(processes: list[psutil.Process]) -> Iterator[list[int]]:
    """The most that these and their children have together, shared pages once."""
    most, over = [0], threading.Event()

    def watch() -> None:
        while not over.wait(0.05):
            every = [*processes, *(c for p in processes for c in p.children(True))]
            most[0] = max(most[0], sum(map(proportional, set(every))))

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield most
    finally:
        over.set()
        thread.join()


def proportional(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except psutil.Error:
        return 0


def test_there_are_eighty_of_every_format():
    assert len(HOSTILE) >= 80 and set(HOSTILE) >= READABLE
    suffixes = {name.rpartition(".")[2] for name in HOSTILE}
    assert suffixes >= set(
        "csv tsv xlsx xls ods json jsonl parquet sav dta sas7bdat xpt gz zip bz2 xz".split()
    )


@pytest.mark.parametrize("name", names(1))
def test_a_hostile_file_gets_a_receipt_or_a_clear_word(tmp_path, server, name):
    path, copy = tmp_path / name, tmp_path / "copy.parquet"
    HOSTILE[name](path)
    others = lasting(server)
    before = proportional(psutil.Process())
    started = time.monotonic()
    with memory_of([server]) as most:
        try:
            receipt = import_sandboxed(path, name=name, parquet_path=copy)
        except TaskError as error:
            assert in_words(error), (error.message, error.hint)
            assert not copy.exists()
            assert name not in READABLE, error.message
        else:
            # Of few columns: what this process holds counts with the rest.
            few = [column.name for column in receipt.columns[:50]]
            assert len(read_stored_table(copy, few)) == receipt.n_rows > 0
    assert time.monotonic() - started < SECONDS
    grown = max(0, proportional(psutil.Process()) - before)
    assert most[0] + WORKER + grown < MEMORY
    # What reads files has outlived it: gone are the job's own process, and the spare
    # that was waiting for the next one where that was counted just then.
    assert len(others & set(server.children(recursive=True))) >= len(others) - 2
    assert sorted(p.name for p in tmp_path.iterdir() if p != copy) == [name]


# Each file is read above; here the way around it: one of each few will do.
@pytest.mark.parametrize("name", names(4))
def test_the_page_answers_a_hostile_upload(
    tmp_path, server, alice, monkeypatch, caplog, name
):
    monkeypatch.setattr("chat.runs.pulse.FIRST_BEAT", 60)
    HOSTILE[name](tmp_path / name)
    dataset = dataset_from(alice, name, tmp_path / name)
    conversation = Conversation.objects.create(owner=alice)
    started: list[Run] = []
    take_in(conversation, dataset, "Uploaded", start=started.append)

    began = time.monotonic()
    execute_run(str(started[0].id))

    assert time.monotonic() - began < SECONDS
    run = Run.objects.get(id=started[0].id)
    reply = Message.objects.get(run=run).reply
    assert "went wrong on our side" not in reply.summary
    assert run.status == (
        Run.Status.SUCCEEDED if dataset_is_read(dataset) else Run.Status.FAILED
    )
    assert dataset_is_read(dataset) or name not in READABLE
    assert run.status == Run.Status.SUCCEEDED or run.error


def dataset_is_read(dataset) -> bool:
    dataset.refresh_from_db()
    return dataset.is_read and dataset.parquet.exists()


@pytest.mark.slow
def test_the_command_line_answers_all_of_them(tmp_path, server, capsys):
    for name, write in HOSTILE.items():
        write(tmp_path / name)
    files = [str(tmp_path / name) for name in HOSTILE]

    with pytest.raises(SystemExit):
        call_command("inspect", *files, "--json")

    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [Path(one["file"]).name for one in found] == list(HOSTILE)
    refused = [one for one in found if one["status"] == "error"]
    assert all(one["error"] and "Traceback" not in one["error"] for one in refused)
    assert not {Path(one["file"]).name for one in refused} & READABLE


@pytest.mark.slow
@pytest.mark.django_db
def test_asking_of_a_hostile_file_is_answered(tmp_path, server, capsys):
    for name, write in HOSTILE.items():
        write(tmp_path / name)
        with pytest.raises(SystemExit) as ended:
            call_command(
                "ask", str(tmp_path / name), "how many rows are there?", "--json"
            )
        said = json.loads(capsys.readouterr().out.splitlines()[-1])
        assert said["status"] in ("answered", "question", "error")
        assert said["reply"]["summary"], name
        assert ended.value.code in (0, 1, 2)
        os.unlink(tmp_path / name)
