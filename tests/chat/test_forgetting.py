"""Everything of a person goes; nothing of anybody else's."""

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client

from analysis.files.kept import kept
from analysis.models import Dataset, Owner
from chat.keeping.forgetting import Refused, forget, upload_place
from chat.models import Conversation, Event, LinkToken, Message, Run, Upload, Violation
from chat.people import linking
from chat.people.owners import KEY
from mlmodels.models import TrainedModel
from tests.chat.asking import answer

KINDS = (Dataset, Run, Conversation, Upload, TrainedModel, Violation, LinkToken)


@pytest.fixture
def everything(conversation, alice):
    """One row of each kind, with its files; the paths."""
    answer(conversation, "mean of fare")
    linking.create(conversation)
    Violation.objects.create(owner=alice, kind=Violation.Kind.TIME)
    upload = Upload.objects.create(
        owner=alice, conversation=conversation, name="x.csv", size=3
    )
    model = TrainedModel.objects.create(
        owner=alice, name="m", estimator="ridge", target="y", plan_json={}, result={},
        script="",
    )  # fmt: skip
    for name in (upload_place(upload), f"{model.place}/model.skops"):
        with kept().writing(name) as path:
            path.write_bytes(b"x")
    places = (conversation.dataset.place, upload_place(upload), model.place)
    return [kept().local(place) for place in places]


def rows_of(owner):
    return {kind.__name__: kind.objects.filter(owner=owner).count() for kind in KINDS}


def test_rows_and_files_are_gone(everything, alice, django_capture_on_commit_callbacks):
    assert all(rows_of(alice).values())
    assert all(path.exists() for path in everything)

    known = alice.id
    with django_capture_on_commit_callbacks(execute=True):
        forget(alice)

    assert set(rows_of(known).values()) == {0}
    assert not Owner.objects.filter(id=known).exists()
    assert (Message.objects.count(), Event.objects.count()) == (0, 0)
    assert not any(path.exists() for path in everything)


def test_every_relation_of_an_owner_is_among_them():
    """A new kind of thing that belongs to an owner must be thought of here."""
    assert {one.related_model for one in Owner._meta.related_objects} >= set(KINDS)


def test_files_stay_when_the_deleting_fails(everything, alice):
    from django.db import transaction

    with pytest.raises(RuntimeError), transaction.atomic():
        forget(alice)
        raise RuntimeError

    assert all(path.exists() for path in everything)
    assert Dataset.objects.count() == 1


def test_nobody_elses_things_are_touched(everything, alice, bob):
    theirs = Conversation.objects.create(owner=bob)
    Dataset.objects.create(owner=bob, name="b.csv", size=1)

    forget(alice)

    assert Conversation.objects.get() == theirs
    assert Dataset.objects.get().owner == bob


def test_an_account_goes_with_its_sessions(db):
    user = User.objects.create_user("carla", password="x")
    here, elsewhere, other = Client(), Client(), Client()
    for client in (here, elsewhere):
        client.force_login(user, "chat.people.attempts.PatientBackend")
    other.get("/")

    answered = here.post("/account/forget/")

    assert answered.url == "/forgotten/"
    assert not User.objects.exists()
    keys = [one.get_decoded().get(KEY) for one in Session.objects.all()]
    assert keys == [other.session[KEY]]
    assert b"Guest session" in elsewhere.get("/account/").content


def test_an_administrator_is_not_deleted_by_a_button(db):
    user = User.objects.create_superuser("keeper", password="x")
    client = Client()
    client.force_login(user, "chat.people.attempts.PatientBackend")

    answered = client.post("/account/forget/", follow=True)

    assert "keeps the server" in answered.content.decode()
    assert User.objects.filter(username="keeper").exists()


def test_an_administrator_is_told_so_in_the_chat_too(db):
    user = User.objects.create_superuser("keeper", password="x")
    owner = Owner.objects.create(user=user)
    conversation = Conversation.objects.create(owner=owner)

    message = answer(conversation, "/forget everything for good")

    assert "keeps the server" in message.reply.summary
    with pytest.raises(Refused):
        forget(owner)


def test_the_command_asks_first_and_deletes_nothing(everything, conversation, alice):
    message = answer(conversation, "forget me")

    assert "1 conversation, 1 dataset, 1 model" in message.reply.summary
    options = [
        option
        for block in message.reply.blocks
        if block.kind == "choices"
        for option in block.options
    ]
    assert [option.style for option in options] == ["danger"]
    assert rows_of(alice)["Dataset"] == 1


def test_the_button_deletes_everything_and_the_last_word_is_said(
    everything, conversation, alice, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        message = answer(conversation, "/forget everything for good")

    assert message.reply.summary == "Everything of yours is deleted."
    left = {name: n for name, n in rows_of(alice).items() if n}
    assert left == {"Conversation": 1}
    assert [one.text for one in Message.objects.order_by("id")] == [
        "/forget everything for good",
        "",
    ]
    conversation.refresh_from_db()
    assert (conversation.title, conversation.dataset) == ("", None)
    assert not any(path.exists() for path in everything)


def test_an_account_forgotten_in_the_chat_leaves_no_name(conversation, alice):
    alice.user = User.objects.create_user("carla", password="x")
    alice.save()

    answer(conversation, "/forget everything for good")

    alice.refresh_from_db()
    assert alice.user is None
    assert not User.objects.exists()


def test_a_run_that_goes_on_is_told_to_stop(alice, monkeypatch):
    run = Run.objects.create(owner=alice, status=Run.Status.RUNNING)
    asked = []
    monkeypatch.setattr("chat.runs.recovery.cancel", lambda one: asked.append(one.id))

    forget(alice)

    assert asked == [run.id]
