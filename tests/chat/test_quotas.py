"""Quotas by owner: what is refused, with when and how to go on; violations on record."""

import json
import logging
from datetime import timedelta

import pytest
from django.utils import timezone

from analysis.models import Dataset, Owner
from chat.models import Run, Violation
from chat.orchestrator import Request, respond
from chat.people import quotas
from chat.people.owners import KEY
from chat.people.violations import record_outcome
from chat.runs.jobs import execute_run
from sandbox.outcome import Outcome
from tests.chat.asking import answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def limited(settings):
    def limit(**numbers):
        settings.QUOTAS = {**settings.QUOTAS, **numbers}

    return limit


def test_more_runs_at_once_than_allowed_are_refused_with_a_way_out(
    conversation, limited
):
    limited(concurrent_runs=1)
    waiting = respond(conversation, Request("mean of fare"), start=lambda run: None)
    refused = answer(conversation, "mean of age")

    assert refused.reply.summary == (
        "1 calculation of yours is still going on; 1 at once are allowed."
    )
    [choices] = [b for b in refused.reply.blocks if b.kind == "choices"]
    assert [option.value for option in choices.options] == ["cancel"]
    execute_run(str(waiting.run.id))
    assert answer(conversation, "mean of age").run.status == Run.Status.SUCCEEDED


def test_the_runs_of_an_hour_are_counted_and_the_wait_is_said(conversation, limited):
    limited(runs_an_hour=1)
    run = answer(conversation, "mean of fare").run
    Run.objects.filter(id=run.id).update(created=timezone.now() - timedelta(minutes=48))

    refused = answer(conversation, "mean of age")

    assert refused.run is None
    assert [b.fix for b in refused.reply.blocks if b.kind == "notice"] == [
        "Go on in 12 minutes."
    ]
    Run.objects.filter(id=run.id).update(created=timezone.now() - timedelta(minutes=61))
    assert answer(conversation, "mean of age").run.status == Run.Status.SUCCEEDED


def test_what_needs_no_run_is_always_answered(conversation, limited):
    limited(concurrent_runs=0, runs_an_hour=0)

    assert answer(conversation, "/columns").reply.summary.startswith("travellers.csv")


def test_an_owners_own_limit_goes_before_the_settings(conversation, limited):
    limited(runs_an_hour=0)
    Owner.objects.filter(id=conversation.owner.id).update(quotas={"runs_an_hour": None})
    conversation.owner.refresh_from_db()

    assert answer(conversation, "mean of fare").run.status == Run.Status.SUCCEEDED


def test_the_limits_of_one_owner_are_not_those_of_another(
    conversation, bob, limited, dataset
):
    limited(concurrent_runs=1)
    Run.objects.create(owner=bob, dataset=dataset)

    assert answer(conversation, "mean of fare").run.status == Run.Status.SUCCEEDED


@pytest.fixture
def door(client, alice, dataset):
    session = client.session
    session[KEY] = str(alice.id)
    session.save()
    return client


def begin(door, conversation, size=1000):
    return door.post(
        f"/c/{conversation.id}/uploads/",
        json.dumps({"name": "more.csv", "size": size}),
        content_type="application/json",
    )


def test_too_many_datasets_are_refused_until_one_is_deleted(
    door, conversation, limited, dataset
):
    limited(datasets=1)

    refused = begin(door, conversation)
    assert (refused.status_code, refused.json()["error"]) == (
        429,
        "You have 1 dataset; 1 are allowed.",
    )
    asked = answer(conversation, f"delete dataset {dataset.name}")
    assert Dataset.objects.count() == 1
    [choices] = [b for b in asked.reply.blocks if b.kind == "choices"]
    folder = dataset.original.parent
    answer(conversation, choices.options[0].value)
    assert not folder.exists()
    assert begin(door, conversation).status_code == 201


def test_a_file_that_would_take_too_much_is_refused(door, conversation, limited):
    limited(storage_mb=1)

    assert begin(door, conversation, 2 * 1024**2).status_code == 429
    assert begin(door, conversation, 500_000).status_code == 201
    assert begin(door, conversation, 600_000).status_code == 429


def test_samples_count_like_uploads(conversation, limited):
    limited(datasets=1)

    assert answer(conversation, "/sample").run is None


def test_datasets_of_others_cannot_be_deleted(bob, dataset):
    from chat.models import Conversation

    theirs = Conversation.objects.create(owner=bob)
    answer(theirs, f"delete dataset {dataset.name} for good")

    assert Dataset.objects.count() == 1


def test_the_command_line_has_no_limits():
    owner = Owner.objects.create(quotas=dict(quotas.UNLIMITED))

    assert {quotas.quota(owner, name) for name in quotas.UNLIMITED} == {None}


@pytest.mark.parametrize(
    "outcome, kind",
    [
        (Outcome("timed_out", error="It took too long."), "time"),
        (Outcome("out_of_memory", error="Too much."), "memory"),
        (
            Outcome("failed", error="The script made a forbidden system call."),
            "system call",
        ),
        (
            Outcome("failed", error="The script wrote more than 256 MB to disk."),
            "disk",
        ),
        (Outcome("failed", error="ValueError: cell “secret”"), None),
        (Outcome("succeeded"), None),
    ],
)
def test_what_the_sandbox_stops_is_on_record(alice, dataset, caplog, outcome, kind):
    run = Run.objects.create(owner=alice, dataset=dataset)

    with caplog.at_level(logging.WARNING, "statagent.security"):
        record_outcome(run, outcome)

    stored = Violation.objects.values_list("kind", "detail", "owner", "run")
    expected = [(kind, outcome.error, alice.id, run.id)] if kind else []
    assert list(stored) == expected
    lines = [record.getMessage() for record in caplog.records]
    assert lines == ([f"{kind}: owner {alice.id}, run {run.id}"] if kind else [])


def test_a_refused_quota_is_on_record(conversation, limited):
    limited(runs_an_hour=0)
    answer(conversation, "mean of fare")

    assert [one.kind for one in Violation.objects.of(conversation.owner)] == ["quota"]


def test_the_admin_shows_all_of_it(admin_client, conversation):
    answer(conversation, "mean of fare")
    Violation.objects.create(owner=conversation.owner, kind="time", detail="too long")

    for page in ("analysis/owner", "analysis/dataset", "chat/run",
                 "analysis/scripttemplate", "chat/violation",
                 "chat/conversation", "chat/message"):  # fmt: skip
        assert admin_client.get(f"/admin/{page}/?q=a").status_code == 200
    run = Run.objects.get()
    page = admin_client.get(f"/admin/chat/run/{run.id}/change/").content.decode()
    assert "def load(path" in page


def test_the_admin_cancels_and_repeats_runs(admin_client, conversation):
    done = answer(conversation, "mean of fare").run
    waiting = respond(conversation, Request("mean of age"), start=lambda run: None).run

    for action, run in (("cancel", waiting), ("run_again", done)):
        admin_client.post(
            "/admin/chat/run/",
            {"action": action, "_selected_action": [str(run.id)]},
        )

    assert Run.objects.get(id=waiting.id).status == Run.Status.CANCELLED
    assert Run.objects.filter(rerun_of=done).count() == 1


def test_a_faulty_template_is_refused_in_the_admin_with_its_line(admin_client):
    text = (
        "{#\ntitle: Own\ndescription: d\ncategory: stats\n#}\n"
        "{% extends 'base.py.j2' %}\n{% block work %}\nimport socket\n{% endblock %}\n"
    )
    response = admin_client.post(
        "/admin/analysis/scripttemplate/add/",
        {"name": "own", "category": "stats", "text": text, "active": "on"},
    )

    assert "Line 8: import of socket" in response.content.decode()
