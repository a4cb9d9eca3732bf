"""A database of an earlier version opens with every row that it had."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import connections

from analysis.models import Dataset, Owner
from chat.models import Message, Run, Violation

# The last state in which runs and violations were rows of the package for statistics.
BEFORE = ("chat", "0006")
# What has moved them; what came later is no part of the move.
AFTER = ("analysis", "0006")
WHEN = "2026-11-01 10:00:00"
USUAL = {"INTEGER": 0, "BIGINT": 0, "REAL": 0.5, "BOOL": 0, "DATETIME": WHEN,
         "CHAR(32)": uuid.uuid4().hex, "TEXT": "{}"}  # fmt: skip


def migrate(*target: str) -> None:
    call_command("migrate", *target, database="kept", verbosity=0)


def put(rows: sqlite3.Connection, table: str, **values: Any) -> Any:
    """A row of the values given; what must have one besides gets a usual one."""
    for _, name, kind, needed, default, is_key in rows.execute(
        f"PRAGMA table_info({table})"
    ):
        if needed and default is None and not is_key and name not in values:
            values[name] = USUAL.get(kind.upper().split(" UNSIGNED")[0], "x")
    names, marks = (
        ", ".join(f'"{name}"' for name in values),
        ", ".join("?" * len(values)),
    )
    done = rows.execute(
        f"INSERT INTO {table} ({names}) VALUES ({marks})", list(values.values())
    )
    return values.get("id", done.lastrowid)


def fill(rows: sqlite3.Connection) -> None:
    """An owner's work, and a person of a group who may act upon runs."""
    owner, table, first, second, talk = (uuid.uuid4().hex for _ in range(5))
    put(rows, "analysis_owner", id=owner)
    put(rows, "analysis_dataset", id=table, owner_id=owner, name="pay.csv")
    put(rows, "analysis_run", id=first, owner_id=owner, dataset_id=table,
        kind="analysis", status="succeeded", question="mean of pay", result='{"n": 3}')  # fmt: skip
    put(rows, "analysis_run", id=second, owner_id=owner, kind="script",
        status="failed", rerun_of_id=first)  # fmt: skip
    put(rows, "analysis_violation", owner_id=owner, run_id=second, kind="memory",
        detail="512 MB")  # fmt: skip
    put(rows, "chat_conversation", id=talk, owner_id=owner, preparation="[]")
    put(rows, "chat_message", conversation_id=talk, run_id=first, role="assistant")
    group = put(rows, "auth_group", name="keepers")
    user = put(rows, "auth_user", username="kim", is_active=1)
    put(rows, "auth_user_groups", user_id=user, group_id=group)
    for name in ("change_run", "view_violation"):
        [found] = rows.execute(
            "SELECT id FROM auth_permission WHERE codename = ?", (name,)
        )
        put(rows, "auth_group_permissions", group_id=group, permission_id=found[0])


def contents(rows: sqlite3.Connection) -> dict[str, list[Any]]:
    """Every table that people's rows are in, and its definition.

    Permissions are not among them: packages that come later have theirs.
    """
    named = rows.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return {
        name: [sql, *sorted(rows.execute(f'SELECT * FROM "{name}"'), key=repr)]
        for name, sql in named.fetchall()
        if name.startswith(("analysis_", "chat_", "auth_", "mlmodels_"))
        and sql.startswith("CREATE TABLE")
        and name != "auth_permission"
    }


def of_which_package(rows: sqlite3.Connection) -> dict[str, str]:
    """The package of each kind of row of people's work."""
    found = rows.execute("SELECT model, app_label FROM django_content_type").fetchall()
    return {model: label for model, label in found if label in ("analysis", "chat")}


@pytest.fixture
def kept(django_db_blocker, tmp_path, monkeypatch) -> Iterator[sqlite3.Connection]:
    """The file of the version before, which is the database of that name as well."""
    path = tmp_path / "kept.sqlite3"
    settings = {**connections["default"].settings_dict,
                "ENGINE": "django.db.backends.sqlite3", "NAME": path}  # fmt: skip
    monkeypatch.setitem(connections.databases, "kept", settings)
    # A browser that an earlier test of this process used keeps a loop in its thread.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with django_db_blocker.unblock(), closing(sqlite3.connect(path)) as rows:
        for package in ("django_q", "auth", "mlmodels"):
            migrate(package)
        migrate(*BEFORE)
        fill(rows)
        rows.commit()
        yield rows
        connections["kept"].close()
        del connections["kept"]


def test_runs_and_violations_keep_their_rows_and_who_may_act_upon_them(kept):
    before = contents(kept)

    migrate(*AFTER)

    assert contents(kept) == before
    assert kept.execute("PRAGMA foreign_key_check").fetchall() == []
    first = Run.objects.using("kept").get(question="mean of pay")
    [again] = first.reruns.all()
    [tried] = Violation.objects.using("kept").all()
    assert (first.dataset.name, first.result) == ("pay.csv", {"n": 3})
    assert (tried.run, tried.owner) == (again, first.owner)
    assert Message.objects.using("kept").get().run == first
    assert Owner.objects.using("kept").get().runs.count() == 2
    assert Dataset.objects.using("kept").get().runs.count() == 1
    allowed = Permission.objects.using("kept").filter(group__name="keepers")
    assert [f"{one.content_type.app_label}.{one.codename}" for one in allowed] == [
        "chat.change_run",
        "chat.view_violation",
    ]


def test_their_move_can_be_taken_back(kept):
    before, labels = contents(kept), of_which_package(kept)
    migrate(*AFTER)
    assert of_which_package(kept) != labels

    migrate(*BEFORE)

    assert contents(kept) == before
    assert of_which_package(kept) == labels
