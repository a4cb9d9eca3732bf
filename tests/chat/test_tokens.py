"""Tokens of the API: made on the account page or by a command, hashed, taken back."""

import io
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.utils import timezone

from analysis.base.errors import TaskError
from analysis.models import Owner
from chat.keeping.forgetting import forget
from chat.models import ApiToken
from chat.people import tokens
from chat.people.adoption import adopt
from chat.people.owners import KEY

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, alice):
    session = client.session
    session[KEY] = str(alice.id)
    session.save()
    return client


def test_a_token_is_shown_once_and_kept_as_a_hash(page, alice):
    order = {"name": " my  report ", "scope": ["read", "ask"], "days": "30"}
    made = page.post("/account/tokens/", order).content.decode()

    [token] = re.findall(r"sa_[\w-]{43}", made)
    row = ApiToken.objects.get()
    assert (row.owner, row.name, row.scopes) == (alice, "my report", ["read", "ask"])
    assert timedelta(days=29) < row.expires - timezone.now() < timedelta(days=31)
    assert token not in str(ApiToken.objects.values())
    assert tokens.holder_of(token) == row
    later = page.get("/account/").content.decode()
    assert "my report" in later and token not in later


def test_a_revoked_token_opens_no_more(page, alice):
    token, row = tokens.create(alice, "x", ["read"])

    done = page.post(f"/account/tokens/{row.id}/revoke/", follow=True)

    assert "The token is revoked." in done.content.decode()
    assert tokens.holder_of(token) is None


def test_what_is_wrong_with_a_token_is_said(page):
    said = page.post("/account/tokens/", {"name": "x"}).content.decode()

    assert "A token needs a purpose." in said
    assert ApiToken.objects.count() == 0


@pytest.mark.parametrize(
    ("order", "problem"),
    [
        ({"name": ""}, "A token needs a name"),
        ({"name": "x" * 61}, "A token needs a name"),
        ({"scopes": ["everything"]}, "There is no purpose “everything”"),
        ({"days": 0}, "A token holds for 1 to 3,650 days"),
    ],
)
def test_no_token_is_made_of_a_wrong_order(alice, order, problem):
    with pytest.raises(TaskError, match=re.escape(problem)):
        tokens.create(alice, **{"name": "x", "scopes": ["read"], **order})


def test_there_is_an_end_to_the_tokens_of_one(alice):
    for number in range(tokens.MOST_TOKENS):
        tokens.create(alice, f"token {number}", ["read"])

    with pytest.raises(TaskError, match="more are not allowed"):
        tokens.create(alice, "one more", ["read"])


def test_a_group_has_none(alice):
    alice.is_group = True
    with pytest.raises(TaskError, match="A group has no tokens"):
        tokens.create(alice, "x", ["read"])


def test_who_may_not_sign_in_gets_in_by_no_token(alice, settings):
    user = User.objects.create_user("carla")
    carla = Owner.objects.create(user=user)
    theirs, _ = tokens.create(carla, "x", ["read"])
    guests, row = tokens.create(alice, "x", ["read"])
    assert tokens.holder_of(theirs) and tokens.holder_of(guests)

    user.is_active = False
    user.save()
    settings.REQUIRE_LOGIN = True

    assert tokens.holder_of(theirs) is None
    assert tokens.holder_of(guests) is None
    settings.REQUIRE_LOGIN = False
    ApiToken.objects.filter(id=row.id).update(expires=timezone.now())
    assert tokens.holder_of(guests) is None


def test_a_guests_token_does_not_get_into_the_account_that_takes_over(alice, bob):
    token, _ = tokens.create(alice, "x", ["read"])

    adopt(alice, bob)

    assert tokens.holder_of(token) is None


def test_forgotten_people_have_no_tokens(alice):
    tokens.create(alice, "x", ["read"])

    forget(alice)

    assert ApiToken.objects.count() == 0


def test_tokens_are_made_and_revoked_by_a_command(alice):
    def said(*arguments):
        text = io.StringIO()
        call_command("api_token", *arguments, stdout=text, stderr=io.StringIO())
        return text.getvalue().strip()

    who = str(alice.id)
    token = said("make", who, "--name", "cron", "--scopes", "read")
    row = tokens.holder_of(token)

    assert row.name == "cron"
    assert said("list", who).startswith(f"{row.id}  cron  read  until: for ever")
    assert said("revoke", who, "--id", str(row.id)) == "Revoked."
    with pytest.raises(CommandError, match="no such token"):
        said("revoke", who, "--id", str(row.id))
    with pytest.raises(CommandError, match="no account or owner nobody"):
        said("list", "nobody")
