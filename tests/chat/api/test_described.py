"""The description of the API is true, and nothing that fits it makes the server stumble.

schemathesis makes requests of the description, wrong ones among them; none ends in a
5xx, and every refusal says what is wrong.
"""

import re
from urllib.parse import quote

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.generation import GenerationMode

from chat.api.urls import api
from chat.people import tokens
from tests.chat.api.conftest import ROOT
from tests.chat.asking import answer

pytestmark = pytest.mark.django_db
EXAMPLES = 3


@pytest.fixture
def operations():
    """Every operation; those that delete what the others ask for come last."""
    described = schemathesis.openapi.from_dict(api.get_openapi_schema(path_prefix=""))
    described.config.generation.update(
        modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE]
    )
    found = [one.ok() for one in described.get_all_operations()]
    assert len(found) > 30
    return sorted(found, key=lambda one: one.method.lower() == "delete")


@pytest.fixture
def known(conversation, dataset):
    """Ids of things that there are: made-up ones lead to a 404 at once."""
    message = answer(conversation, "mean of fare")
    return {
        "conversation_id": conversation.id,
        "dataset_id": dataset.id,
        "message_id": message.id,
        "run_id": message.run_id,
        "ending": "md",
        "name": "answer.md",
    }


def test_no_request_makes_the_server_stumble(
    operations, known, alice, client, monkeypatch
):
    monkeypatch.setattr("chat.runs.recovery._hand_over", lambda *_: None)
    monkeypatch.setattr("chat.api.waiting._until_over", lambda run, seconds: None)
    monkeypatch.setattr("chat.api.door.CALLS_A_MINUTE", 10_000)
    token, _ = tokens.create(alice, "schemathesis", list(tokens.SCOPES))
    seen = set()

    for operation in operations:

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def ask(case):
            response = send(client, token, case, known)
            if response.streaming and not response.is_async:
                response.getvalue()  # a file that is read to its end is closed
            seen.add(response.status_code)
            assert response.status_code < 500, case
            if response.status_code >= 400:
                assert response.json()["error"], case

        ask()

    assert {200, 201, 202, 204, 404, 422} <= seen


def send(client, token, case, known):
    """A case as Django's own client sends it."""
    given = case.path_parameters or {}
    address = re.sub(
        r"{(\w+)}",
        lambda found: quote(str(known.get(found[1], given[found[1]])), safe=""),
        case.operation.path,
    )
    return getattr(client, case.method.lower())(
        f"{ROOT}{address}",
        query_params=dict(case.query or {}),
        headers={"authorization": f"Bearer {token}"},
        **body_of(case),
    )


def body_of(case):
    if not isinstance(case.body, dict | list):
        return {}
    if case.media_type == "multipart/form-data":
        fields = case.body if isinstance(case.body, dict) else {}
        return {"data": {name: str(value) for name, value in fields.items()}}
    return {"data": case.body, "content_type": "application/json"}
