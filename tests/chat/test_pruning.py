"""What is too old goes, what is not stays; a dry run only counts."""

import os
import uuid
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone
from django_q.models import Schedule

from analysis.files import kept as files
from analysis.models import Dataset, Owner
from chat.keeping.forgetting import upload_place
from chat.keeping.pruning import prune, prune_daily, schedule
from chat.models import Conversation, LinkToken, Run, Upload
from chat.people import linking

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def ages(settings, db, tmp_path):
    settings.VAR_DIR = settings.FILES_DIR = tmp_path
    settings.KEEP_DAYS = {
        "guests": 90,
        "conversations": 30,
        "uploads": 1,
        "runs": 60,
        "exports": 7,
    }


def ago(days):
    return timezone.now() - days * DAY


def counts(**options):
    return {one.kind: one.count for one in prune(**options) if one.count}


def test_guests_who_did_nothing_for_long_go_with_their_files(
    django_capture_on_commit_callbacks,
):
    old = Owner.objects.create(created=ago(200))
    lately = Owner.objects.create(created=ago(200))
    fresh = Owner.objects.create()
    account = Owner.objects.create(
        created=ago(200), user=User.objects.create_user("carla")
    )
    dataset = Dataset.objects.create(owner=old, name="a.csv", size=3, created=ago(100))
    dataset.original.parent.mkdir(parents=True)
    dataset.original.write_bytes(b"abc")
    Conversation.objects.create(owner=lately, updated=ago(2))

    with django_capture_on_commit_callbacks(execute=True):
        found = prune()

    assert [(one.count, one.bytes) for one in found if one.kind == "guests"] == [(1, 3)]
    assert set(Owner.objects.all()) == {lately, fresh, account}
    assert not dataset.original.parent.exists()


def test_old_conversations_go_and_their_datasets_stay(alice):
    dataset = Dataset.objects.create(owner=alice, name="a.csv", size=1)
    old = Conversation.objects.create(owner=alice, dataset=dataset, updated=ago(31))
    new = Conversation.objects.create(owner=alice, updated=ago(29))

    prune()

    assert list(Conversation.objects.all()) == [new]
    assert old.dataset in Dataset.objects.all()


def test_a_conversation_at_work_stays(alice):
    from chat.models import Message

    old = Conversation.objects.create(owner=alice, updated=ago(31))
    run = Run.objects.create(owner=alice, status=Run.Status.RUNNING)
    Message.objects.create(conversation=old, role="assistant", run=run)

    assert "conversations" not in counts()


def test_zero_days_keep_for_ever(alice, settings):
    settings.KEEP_DAYS = dict.fromkeys(settings.KEEP_DAYS, 0)
    Owner.objects.update(created=ago(9999))
    Conversation.objects.create(owner=alice, updated=ago(9999))

    assert counts() == {}


def test_uploads_that_were_never_finished_go_with_their_part(
    alice, django_capture_on_commit_callbacks
):
    conversation = Conversation.objects.create(owner=alice)
    upload = Upload.objects.create(
        owner=alice, conversation=conversation, name="x", size=9, created=ago(2)
    )
    path = files.kept().local(upload_place(upload))
    path.parent.mkdir(parents=True)
    path.write_bytes(b"abc")

    with django_capture_on_commit_callbacks(execute=True):
        assert counts() == {"uploads": 1}
    assert not path.exists()


def test_runs_without_a_conversation_go_and_others_stay(conversation):
    from tests.chat.asking import answer

    kept = answer(conversation, "mean of fare").run
    Run.objects.create(owner=conversation.owner, created=ago(61), status="succeeded")
    Run.objects.filter(id=kept.id).update(created=ago(61))

    assert counts()["runs without a conversation"] == 1
    assert list(Run.objects.all()) == [kept]


def test_used_up_tokens_and_sessions_go(alice):
    conversation = Conversation.objects.create(owner=alice)
    linking.create(conversation)
    linking.create(conversation)
    newest = LinkToken.objects.first()
    LinkToken.objects.exclude(id=newest.id).update(expires=ago(2))
    session = SessionStore()
    session.create()
    Session.objects.update(expire_date=ago(1))

    assert counts() == {"link tokens": 1, "expired sessions": 1}
    assert LinkToken.objects.get() == newest


def test_files_without_a_row_go_unless_they_are_fresh_or_not_ours(alice, tmp_path):
    dataset = Dataset.objects.create(owner=alice, name="a.csv", size=1)
    folder = tmp_path / "datasets"
    names = [str(uuid.uuid4()), str(uuid.uuid4()), str(dataset.id), "notes"]
    lost, fresh, known, others = (folder / name for name in names)
    for path in (lost, fresh, known, others):
        path.mkdir(parents=True)
        (path / "original").write_bytes(b"12345")
    for path in (lost, known, others):
        os.utime(path, (1_000_000, 1_000_000))

    found = {one.kind: one for one in prune()}["files without a row"]

    assert (found.count, found.bytes) == (1, 5)
    assert [path.exists() for path in (lost, fresh, known, others)] == [
        False, True, True, True,
    ]  # fmt: skip


def test_a_dry_run_counts_and_removes_nothing(alice, tmp_path):
    Owner.objects.filter(id=alice.id).update(created=ago(200))
    lost = tmp_path / "uploads" / str(uuid.uuid4())
    lost.parent.mkdir()
    lost.write_bytes(b"x")
    os.utime(lost, (1_000_000, 1_000_000))

    out = StringIO()
    call_command("prune", "--dry-run", stdout=out)

    assert "guests: 1 would go" in out.getvalue()
    assert "files without a row: 1 would go, 1 byte" in out.getvalue()
    assert Owner.objects.filter(id=alice.id).exists()
    assert Path(lost).exists()


def test_it_is_scheduled_once_a_day_and_stays_as_the_keeper_sets_it():
    schedule("default")
    Schedule.objects.filter(name="prune").update(schedule_type=Schedule.WEEKLY)
    schedule("default")

    found = Schedule.objects.get(name="prune")
    assert (found.func, found.schedule_type) == (
        "chat.keeping.pruning.prune_daily",
        Schedule.WEEKLY,
    )


def test_the_scheduled_call_says_what_went(alice):
    Owner.objects.filter(id=alice.id).update(created=ago(200))

    assert prune_daily() == "guests: 1"
