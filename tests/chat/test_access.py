"""What is not yours is not there, by any door."""

import pytest

from analysis.models import Owner
from chat.jobs import execute_run
from chat.models import Upload
from chat.orchestrator import Request, respond
from chat.owners import KEY


@pytest.fixture
def as_owner(client):
    def log_in(owner: Owner):
        session = client.session
        session[KEY] = str(owner.id)
        session.save()
        return client

    return log_in


@pytest.fixture
def addresses(conversation, dataset):
    message = respond(conversation, Request("mean of fare"))
    execute_run(str(message.run.id))
    upload = Upload.objects.create(
        owner=conversation.owner, conversation=conversation, name="x.csv", size=3
    )
    return [
        ("get", f"/c/{conversation.id}/"),
        ("get", f"/c/{conversation.id}/older/"),
        ("get", f"/c/{conversation.id}/vocabulary/"),
        ("get", f"/datasets/{dataset.id}/panel/"),
        ("get", f"/datasets/{dataset.id}/rows/"),
        ("get", f"/messages/{message.id}/script.py"),
        ("get", f"/messages/{message.id}/answer.md"),
        ("get", f"/uploads/{upload.id}/"),
        ("post", f"/c/{conversation.id}/rename/"),
        ("post", f"/c/{conversation.id}/uploads/"),
        ("put", f"/uploads/{upload.id}/?offset=0"),
        ("post", f"/uploads/{upload.id}/done/"),
        ("post", f"/c/{conversation.id}/delete/"),
    ]


def test_every_address_is_refused_to_others(as_owner, bob, addresses):
    client = as_owner(bob)

    statuses = {url: getattr(client, verb)(url).status_code for verb, url in addresses}

    assert statuses == {url: 404 for _, url in addresses}


def test_every_address_is_refused_to_a_stranger(client, addresses):
    statuses = {url: getattr(client, verb)(url).status_code for verb, url in addresses}

    assert statuses == {url: 404 for _, url in addresses}


def test_the_owner_may_look(as_owner, alice, addresses):
    client = as_owner(alice)

    statuses = {
        url: client.get(url).status_code for verb, url in addresses if verb == "get"
    }

    assert set(statuses.values()) == {200}


def test_datasets_of_others_cannot_be_switched_to(bob, conversation, dataset):
    from chat.models import Conversation

    theirs = Conversation.objects.create(owner=bob)
    message = respond(theirs, Request("use travellers.csv"))

    assert message.reply.summary == "There is no dataset called “travellers.csv”."
    assert Conversation.objects.get(id=theirs.id).dataset is None
