"""Guests who sign up and in keep what they did; nobody else gets at it."""

import uuid

import pytest
from django.contrib.auth.models import User
from django.core.cache import caches
from django.test import Client

from analysis.models import Dataset, Owner
from chat.models import Conversation, Run
from chat.people import attempts
from chat.people.adoption import adopt
from chat.people.owners import KEY
from mlmodels.models import TrainedModel

PASSWORD = "a rather long phrase"


@pytest.fixture(autouse=True)
def no_failures_yet(monkeypatch):
    """Names of the cache's own for each test: processes that test at once may share one."""
    own = caches.create_connection("default")
    own.key_prefix = uuid.uuid4().hex
    monkeypatch.setattr(attempts, "cache", own)


@pytest.fixture
def account(db):
    user = User.objects.create_user("carla", password=PASSWORD)
    return Owner.objects.create(user=user)


@pytest.fixture
def guest(client, db):
    """A guest's browser, its owner, and a conversation that was begun in it."""
    client.get("/")
    owner = Owner.objects.get(id=client.session[KEY])
    conversation = Conversation.objects.get(owner=owner)
    Conversation.objects.filter(id=conversation.id).update(title="Guest's work")
    Dataset.objects.create(owner=owner, name="mine.csv", size=1)
    return client, owner, conversation


def sign_in(client, password=PASSWORD, name="carla"):
    return client.post("/sign-in/", {"username": name, "password": password})


def sign_up(client, name="dora", password=PASSWORD, **more):
    given = {"username": name, "password1": password, "password2": password}
    return client.post("/sign-up/", {**given, **more})


def test_who_signs_up_keeps_what_the_guest_did(guest):
    client, owner, conversation = guest

    answer = sign_up(client)

    account = Owner.objects.get(user__username="dora")
    assert (answer.status_code, answer.url) == (302, "/")
    assert not Owner.objects.filter(id=owner.id).exists()
    assert list(Conversation.objects.of(account)) == [conversation]
    assert [one.name for one in Dataset.objects.of(account)] == ["mine.csv"]
    assert client.get(f"/c/{conversation.id}/").status_code == 200


def test_who_signs_in_keeps_what_the_guest_did(guest, account):
    client, _, conversation = guest

    sign_in(client)

    assert client.session[KEY] == str(account.id)
    assert list(Conversation.objects.of(account)) == [conversation]


def test_the_admins_door_takes_work_along_too(guest):
    client, _, conversation = guest
    User.objects.create_superuser("keeper", password=PASSWORD)

    client.post("/admin/login/", {"username": "keeper", "password": PASSWORD})

    keeper = Owner.objects.get(user__username="keeper")
    assert list(Conversation.objects.of(keeper)) == [conversation]


def test_signed_out_the_things_of_the_account_are_not_there(guest, account):
    client, _, conversation = guest
    sign_in(client)

    client.post("/sign-out/")

    assert client.get(f"/c/{conversation.id}/").status_code == 404


def test_another_browser_gets_at_the_account(guest, account):
    client, _, conversation = guest
    sign_in(client)
    other = Client()

    sign_in(other)

    assert other.get(f"/c/{conversation.id}/").status_code == 200


def test_the_owner_of_an_account_in_a_session_is_not_enough(client, account):
    conversation = Conversation.objects.create(owner=account)
    session = client.session
    session[KEY] = str(account.id)
    session.save()

    assert client.get(f"/c/{conversation.id}/").status_code == 404


def test_a_changed_password_signs_the_other_browsers_out(account):
    conversation = Conversation.objects.create(owner=account)
    here, elsewhere = Client(), Client()
    sign_in(here)
    sign_in(elsewhere)

    new = "another long phrase"
    answer = here.post(
        "/account/password/",
        {"old_password": PASSWORD, "new_password1": new, "new_password2": new},
    )

    assert answer.url == "/account/"
    assert b"The password is changed." in here.get("/account/").content
    assert here.get(f"/c/{conversation.id}/").status_code == 200
    assert elsewhere.get(f"/c/{conversation.id}/").status_code == 404
    assert b"Guest session" in elsewhere.get("/account/").content


def test_a_blocked_account_is_closed_at_once(account):
    client = Client()
    conversation = Conversation.objects.create(owner=account)
    sign_in(client)
    User.objects.update(is_active=False)

    assert client.get(f"/c/{conversation.id}/").status_code == 404


def test_a_name_is_taken_in_any_case(client, account):
    answer = sign_up(client, name="CARLA")

    assert answer.status_code == 200
    assert "Somebody has this name already" in answer.content.decode()


def test_a_weak_password_is_refused_with_the_reason(client, db):
    answer = sign_up(client, password="12345678")

    assert "entirely numeric" in answer.content.decode()
    assert not User.objects.exists()


def test_signing_up_leads_only_to_addresses_of_ours(client, db):
    assert sign_up(client, next="https://example.org/").url == "/"
    assert sign_up(Client(), name="ed", next="/account/").url == "/account/"


def test_signing_up_can_be_closed(client, settings, db):
    settings.ALLOW_SIGNUP = False

    assert sign_up(client).status_code == 403
    assert not User.objects.exists()
    assert "Sign up" not in client.get("/sign-in/").content.decode()


# --- guessing -------------------------------------------------------------------------


def test_after_ten_failures_a_name_has_to_wait(client, account):
    for _ in range(attempts.FAILURES_OF_A_NAME):
        assert "wait" not in sign_in(client, "wrong").content.decode().lower()

    answer = sign_in(client)

    assert "Too many attempts. Wait 15 minutes" in answer.content.decode()
    assert KEY not in client.session


def test_a_name_that_waits_cannot_use_the_admins_door(client, account):
    User.objects.update(is_staff=True, is_superuser=True)
    for _ in range(attempts.FAILURES_OF_A_NAME):
        sign_in(client, "wrong")

    client.post("/admin/login/", {"username": "carla", "password": PASSWORD})

    assert "_auth_user_id" not in client.session


def test_an_address_that_tries_many_names_has_to_wait(client, account):
    for number in range(attempts.FAILURES_FROM_AN_ADDRESS):
        sign_in(client, "wrong", name=f"nobody{number}")

    assert "Too many attempts" in sign_in(client).content.decode()


def test_the_right_password_makes_failures_forgotten(account):
    for _ in range(attempts.FAILURES_OF_A_NAME - 1):
        sign_in(Client(), "wrong")
    sign_in(Client())

    sign_in(Client(), "wrong")

    assert sign_in(Client()).status_code == 302


# --- everybody must sign in -----------------------------------------------------------


@pytest.fixture
def closed(settings):
    settings.REQUIRE_LOGIN = True


def test_pages_lead_to_the_sign_in_page(client, closed, conversation):
    answer = client.get(f"/c/{conversation.id}/", headers={"accept": "text/html"})

    assert answer.status_code == 302
    assert answer.url == f"/sign-in/?next=/c/{conversation.id}/"


def test_uploads_and_fragments_are_refused(client, closed, conversation):
    upload = client.post(f"/c/{conversation.id}/uploads/")
    fragment = client.get(
        f"/c/{conversation.id}/vocabulary/", headers={"accept": "application/json"}
    )

    assert (upload.status_code, fragment.status_code) == (401, 401)
    assert upload.json()["error"] == "You are not signed in."


def test_health_and_the_sign_in_page_stay_open(client, closed, db):
    assert client.get("/healthz").status_code == 200
    assert client.get("/sign-in/").status_code == 200
    assert client.get("/sign-up/").status_code == 200


def test_a_session_of_a_guest_is_worth_nothing(client, closed, conversation):
    session = client.session
    session[KEY] = str(conversation.owner_id)
    session.save()

    answer = client.get(f"/c/{conversation.id}/", headers={"accept": "text/html"})

    assert answer.status_code == 302


def test_who_is_signed_in_gets_in(client, closed, account):
    sign_in(client)

    assert client.get("/", follow=True).status_code == 200


# --- adoption -------------------------------------------------------------------------


def model(owner, name, version=1):
    return TrainedModel.objects.create(
        owner=owner, name=name, version=version, estimator="ridge", target="y",
        plan_json={}, result={}, script="",
    )  # fmt: skip


def test_models_of_the_same_name_become_newer_versions(alice, account):
    model(account, "Prices", 1)
    model(account, "Prices", 2)
    first, second = model(alice, "prices", 1), model(alice, "prices", 2)
    other = model(alice, "Churn", 1)

    adopt(alice, account)

    found = {
        one.id: (one.name, one.version)
        for one in TrainedModel.objects.filter(owner=account)
    }
    assert found[first.id] == ("Prices", 3)
    assert found[second.id] == ("Prices", 4)
    assert found[other.id] == ("Churn", 1)


def test_a_guest_whose_run_goes_on_stays_without_anything(alice, account):
    run = Run.objects.create(owner=alice)

    adopt(alice, account)

    run.refresh_from_db()
    assert run.owner == account
    assert Owner.objects.filter(id=alice.id).exists()


def test_what_belongs_to_an_account_is_not_given_away(alice, account):
    with pytest.raises(ValueError, match="account's things"):
        adopt(account, alice)


def test_every_relation_of_an_owner_moves_along(alice, account):
    """What points to an owner in any other way than one row to one owner needs care."""
    kinds = {
        relation.related_model.__name__
        for relation in Owner._meta.related_objects
        if not relation.one_to_many
    }

    assert kinds == set()
