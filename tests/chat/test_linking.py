"""Two doors to one conversation: tokens that open once, and who joins whom."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from analysis.models import Dataset, Owner
from chat.models import Conversation, LinkToken
from chat.people import linking
from chat.people.adoption import adopt
from chat.people.owners import KEY
from tests.chat.asking import answer


@pytest.fixture
def elsewhere(alice):
    """A conversation that alice began at another door."""
    return Conversation.objects.create(owner=alice, title="Begun elsewhere")


def browser(owner=None):
    client = Client()
    if owner is not None:
        session = client.session
        session[KEY] = str(owner.id)
        session.save()
    return client


def account(name):
    user = User.objects.create_user(name, password="x")
    client = Client()
    client.force_login(user, "chat.people.attempts.PatientBackend")
    return client, Owner.objects.get(user=user)


def test_a_token_opens_once(elsewhere, alice):
    token = linking.create(elsewhere)

    assert linking.redeem(token) == (alice, elsewhere)
    assert linking.redeem(token) is None


def test_a_token_holds_for_ten_minutes(elsewhere):
    token = linking.create(elsewhere)
    LinkToken.objects.update(expires=timezone.now() - timedelta(seconds=1))

    assert linking.pending(token) is None
    assert linking.redeem(token) is None


@pytest.mark.parametrize("token", ["", "nonsense", "x" * 65, "é", "\0"])
def test_other_words_open_nothing(elsewhere, token):
    linking.create(elsewhere)

    assert linking.redeem(token) is None


def test_the_database_holds_no_token(elsewhere):
    token = linking.create(elsewhere)

    row = LinkToken.objects.values().get()
    assert token not in {str(value) for value in row.values()}


def test_of_two_at_the_same_moment_one_gets_in(elsewhere, monkeypatch):
    token = linking.create(elsewhere)
    row = linking.pending(token)
    monkeypatch.setattr(linking, "pending", lambda _: row)

    assert [linking.redeem(token) is None for _ in range(2)] == [False, True]


def test_a_preview_of_the_link_uses_nothing_up(elsewhere):
    token = linking.create(elsewhere)

    page = Client().get(f"/link/{token}/")

    assert page.status_code == 200
    assert "Begun elsewhere" in page.content.decode()
    assert linking.pending(token) is not None


def test_the_conversation_goes_on_in_a_new_browser(elsewhere):
    client = browser()

    answer = client.post(f"/link/{linking.create(elsewhere)}/")

    assert answer.url == f"/c/{elsewhere.id}/"
    assert client.get(answer.url).status_code == 200


def test_a_used_link_says_so(elsewhere):
    token = linking.create(elsewhere)
    linking.redeem(token)

    answer = Client().post(f"/link/{token}/")

    assert answer.status_code == 410
    assert "does not work any more" in answer.content.decode()


def test_a_guests_own_work_comes_along_after_a_warning(elsewhere, alice, bob):
    Dataset.objects.create(owner=bob, name="bobs.csv", size=1)
    client = browser(bob)
    token = linking.create(elsewhere)

    page = client.get(f"/link/{token}/").content.decode()
    client.post(f"/link/{token}/")

    assert "Go on only if you asked for this link yourself" in page
    assert [one.name for one in Dataset.objects.of(alice)] == ["bobs.csv"]


def test_a_guests_conversation_goes_into_the_account(elsewhere):
    client, owner = account("carla")

    client.post(f"/link/{linking.create(elsewhere)}/")

    elsewhere.refresh_from_db()
    assert elsewhere.owner == owner
    assert client.get(f"/c/{elsewhere.id}/").status_code == 200


def test_a_link_is_no_password_for_an_account(elsewhere, alice):
    _, owner = account("carla")
    adopt(alice, owner)
    elsewhere.refresh_from_db()
    token = linking.create(elsewhere)
    client = browser()

    answer = client.post(f"/link/{token}/")

    assert answer.url == f"/sign-in/?next=/link/{token}/"
    assert client.get(f"/c/{elsewhere.id}/").status_code == 404


def test_two_accounts_are_never_joined(elsewhere, alice):
    _, carla = account("carla")
    adopt(alice, carla)
    elsewhere.refresh_from_db()
    client, dora = account("dora")

    answer = client.post(f"/link/{linking.create(elsewhere)}/")

    assert answer.status_code == 403
    assert not Conversation.objects.of(dora).exists()


def test_guests_at_both_doors_become_one(alice, bob):
    Dataset.objects.create(owner=bob, name="b.csv", size=1)

    assert linking.join(alice, bob) == alice
    assert Dataset.objects.get().owner == alice


def test_of_a_guest_and_an_account_the_account_stays(alice, bob):
    _, carla = account("carla")

    assert linking.join(alice, carla) == carla
    assert linking.join(carla, bob) == carla
    assert not Owner.objects.filter(id__in=(alice.id, bob.id)).exists()


def test_accounts_are_joined_by_nobody(db):
    _, carla = account("carla")
    _, dora = account("dora")

    with pytest.raises(linking.TwoAccounts):
        linking.join(carla, dora)


def test_the_command_gives_an_address_that_opens_once(elsewhere, settings):
    settings.PUBLIC_URL = "https://stat.example"

    message = answer(elsewhere, "/web")

    address = message.reply.blocks[1].text
    assert address.startswith("https://stat.example/link/")
    client = browser()
    opened = client.post(address.removeprefix("https://stat.example"))
    assert opened.url == f"/c/{elsewhere.id}/"
    assert client.post(address.removeprefix("https://stat.example")).status_code == 410


def test_a_server_that_knows_no_address_says_what_to_set(elsewhere, settings):
    settings.PUBLIC_URL = ""

    assert "STATAGENT_PUBLIC_URL" in answer(elsewhere, "/web").reply.model_dump_json()
    assert not LinkToken.objects.exists()


def test_in_the_name_of_an_owner_our_own_views_answer(elsewhere, alice):
    from chat.people.owners import owner_of, session_of

    _, carla = account("carla")

    assert owner_of(session_of(alice)) == alice
    assert owner_of(session_of(carla)) == carla


def test_the_page_leads_to_the_bot(elsewhere, alice, settings):
    settings.TELEGRAM_BOT_NAME = "@stat_agent_bot"
    client = browser(alice)

    page = client.get(f"/c/{elsewhere.id}/").content.decode()
    url = client.post(f"/c/{elsewhere.id}/telegram/").json()["url"]

    assert 'data-op="telegram"' in page
    start, _, token = url.partition("?start=")
    assert start == "https://t.me/stat_agent_bot"
    assert linking.redeem(token) == (alice, elsewhere)


def test_without_a_bot_nothing_leads_there(elsewhere, alice):
    client = browser(alice)

    assert (
        'data-op="telegram"' not in client.get(f"/c/{elsewhere.id}/").content.decode()
    )
    assert client.post(f"/c/{elsewhere.id}/telegram/").status_code == 404
    assert not LinkToken.objects.exists()


def test_a_stranger_gets_no_link_to_a_conversation(elsewhere, bob, settings):
    settings.TELEGRAM_BOT_NAME = "stat_agent_bot"

    assert browser(bob).post(f"/c/{elsewhere.id}/telegram/").status_code == 404
