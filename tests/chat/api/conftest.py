"""Programs with tokens, as the API meets them."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from analysis.models import Owner
from chat.api import door
from chat.people import quotas, tokens

ROOT = "/api/v1"
Call = Callable[..., HttpResponse]


@pytest.fixture(autouse=True)
def no_pace():
    door.forget_pace()
    quotas.forget_pace()


def program_of(owner: Owner, *scopes: str) -> Call:
    """Calls of a program with a token of the owner's, for all purposes or some."""
    token, _ = tokens.create(owner, "a program", scopes or tuple(tokens.SCOPES))
    return calls_with(token)


def calls_with(token: str) -> Call:
    client = Client(headers={"authorization": f"Bearer {token}"})

    def call(verb: str, path: str, content: object = None, **more: object):
        if content is not None:
            more |= {"data": json.dumps(content), "content_type": "application/json"}
        return getattr(client, verb)(f"{ROOT}{path}", **more)

    return call


@pytest.fixture
def program(alice) -> Call:
    return program_of(alice)
