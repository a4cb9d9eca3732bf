"""What is not yours is not there, for programs too.

Every address of the API is listed here with what its verbs need; one that is not listed
fails the tests, so that nothing new is forgotten.
"""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLResolver
from django.urls import path as address
from django.urls.resolvers import RoutePattern

from chat.api.urls import urlpatterns
from chat.models import Run, Upload
from chat.people import tokens
from chat.urls import Later
from mlmodels.base.plan import TrainingPlan
from mlmodels.models import TrainedModel
from tests.chat.api.conftest import ROOT, calls_with, program_of
from tests.chat.asking import answer

pytestmark = pytest.mark.django_db
# By address: its verbs with their purposes and bodies. Others get a 404 at each.
THEIRS = {
    "upload": {"get": ("data", None), "put": ("data", None)},
    "upload-done": {"post": ("data", None)},
    "dataset": {"get": ("read", None), "delete": ("data", None)},
    "receipt": {"get": ("read", None)},
    "corrections": {"post": ("data", {"kinds": {"age": "text"}})},
    "dataset-file": {"get": ("read", None)},
    "conversation": {
        "get": ("read", None),
        "patch": ("ask", {"title": "x"}),
        "delete": ("ask", None),
    },
    "messages": {"get": ("read", None), "post": ("ask", {"text": "mean of age"})},
    "events": {"get": ("read", None)},
    "exports": {"post": ("ask", {})},
    "exported": {"get": ("read", None)},
    "report": {"get": ("read", None)},
    "message": {"get": ("read", None)},
    "message-file": {"get": ("read", None)},
    "run": {"get": ("read", None)},
    "run-result": {"get": ("read", None)},
    "run-script": {"get": ("read", None)},
    "run-cancel": {"post": ("ask", None)},
    "model": {"get": ("read", None), "delete": ("models", None)},
    "predictions": {"post": ("models", {"values": {"age": 1}})},
    "bundle": {"get": ("read", None)},
}
# Addresses that name nothing of anybody's, but whose bodies may: the same 404.
BODIES = {
    "datasets": {"get": ("read", None), "post": ("data", "file")},
    "uploads": {"post": ("data", {"name": "x", "size": 1, "conversation": "{conversation}"})},
    "conversations": {
        "get": ("read", None), "post": ("ask", {"dataset": "{dataset}"}),
    },
    "models": {
        "get": ("read", None),
        "post": ("models", {"target": "age", "conversation": "{conversation}"}),
    },
    "runs": {"get": ("read", None)},
    "me": {"get": ("read", None)},
}  # fmt: skip
OPEN = {"api-root", "openapi-json", "nowhere"}


@pytest.fixture
def things(conversation, dataset):
    """Something of alice's at each address."""
    message = answer(conversation, "mean of fare")
    exported = answer(conversation, "export the data as csv")
    assert exported.run.status == Run.Status.SUCCEEDED
    upload = Upload.objects.create(
        owner=conversation.owner, conversation=conversation, name="x.csv", size=3
    )
    plan = TrainingPlan(target="fare", kind="regression", roles={}, estimator="linear")
    model = TrainedModel.objects.create(
        owner=conversation.owner,
        name="fares",
        estimator="linear",
        target="fare",
        plan_json=plan.model_dump(mode="json"),
        result={"metric": "r2", "scores": {"r2": 0.5}},
        script="",
    )
    return {
        "conversation_id": conversation.id,
        "dataset_id": dataset.id,
        "upload_id": upload.id,
        "model_id": model.id,
        "message_id": message.id,
        "run_id": message.run_id,
        "exported": exported.run_id,
        "name": "answer.md",
        "ending": "md",
    }


def every_address(things):
    for pattern in urlpatterns:
        known = things
        if pattern.name == "exported":
            known = {**things, "run_id": things["exported"]}
        path = re.sub(
            r"<(?:\w+:)?(\w+)>", lambda m, k=known: str(k[m[1]]), str(pattern.pattern)
        )
        yield pattern.name, f"/{path}" if pattern.name != "nowhere" else "/datasets/x"


def filled(body, things):
    if not isinstance(body, dict):
        return None
    known = {"conversation": things["conversation_id"], "dataset": things["dataset_id"]}
    return {
        name: value.format(**known) if isinstance(value, str) else value
        for name, value in body.items()
    }


def asked(call, verb, path, body, things):
    if body == "file":
        data = {"file": SimpleUploadedFile("x.csv", b"a\n1\n")}
        data["conversation"] = str(things["conversation_id"])
        return call("post", path, data=data)
    path = f"{path}?offset=0" if verb == "put" else path
    return call(verb, path, filled(body, things))


def rules(things):
    """Every verb at every address, with its purpose and a body."""
    for name, path in every_address(things):
        for verb, (purpose, body) in {**THEIRS, **BODIES}.get(name, {}).items():
            yield name, verb, path, purpose, body


def test_every_address_and_verb_has_its_rule():
    names = [pattern.name for pattern in urlpatterns]
    from chat.api.urls import api

    described = api.get_openapi_schema()["paths"]
    verbs = sum(len(verbs) for verbs in described.values())

    assert len(names) == len(set(names))
    assert set(names) == THEIRS.keys() | BODIES.keys() | OPEN
    assert verbs == sum(len(one) for one in (*THEIRS.values(), *BODIES.values()))


def test_every_address_is_refused_to_others(things, bob):
    call = program_of(bob)

    found = {
        (verb, path): asked(call, verb, path, body, things).status_code
        for name, verb, path, _, body in rules(things)
        if name in THEIRS or body is not None
    }

    assert found == dict.fromkeys(found, 404)


def test_nothing_of_others_is_listed(things, bob):
    call = program_of(bob)
    for name, verb, path, _, _ in rules(things):
        if name in BODIES and verb == "get" and name != "me":
            assert call("get", path).json() == {"total": 0, "items": []}, path


def test_without_a_token_nothing_opens(things, client):
    signed_in = Client()
    signed_in.force_login(things_owner(things), "chat.people.attempts.PatientBackend")
    for _, verb, path, _, body in rules(things):
        for caller in (client, signed_in):
            response = asked(
                lambda v, p, c=None, who=caller, **more: getattr(who, v)(
                    f"{ROOT}{p}", **more
                ),
                verb, path, body, things,
            )  # fmt: skip
            assert response.status_code == 401, path
            assert response.json()["error"] == "There is no token with this request."


def things_owner(things):
    from django.contrib.auth.models import User

    from analysis.models import Dataset

    owner = Dataset.objects.get(id=things["dataset_id"]).owner
    owner.user = User.objects.create_user("alice")
    owner.save()
    return owner.user


@pytest.mark.parametrize("token", ["sa_" + "x" * 43, "nonsense", "sa_", "\u00e9" * 46])
def test_no_made_up_token_opens(token, things):
    call = calls_with(token)
    for _, verb, path, _, body in rules(things):
        assert asked(call, verb, path, body, things).status_code == 401


def test_each_purpose_opens_its_own_addresses_only(things, alice):
    callers = {one: program_of(alice, one) for one in tokens.SCOPES}
    for _, verb, path, purpose, body in rules(things):
        # The model has no files here; test_work.py takes one away.
        if verb == "delete" or path.endswith(("/events", "/bundle.zip")):
            continue
        for name, call in callers.items():
            if name == purpose and verb != "get":
                continue  # what it does then is shown in test_work.py
            response = asked(call, verb, path, body, things)
            if name == purpose:
                assert response.status_code == 200, path
                if response.streaming:
                    response.getvalue()
            else:
                assert response.status_code == 403, (path, name)


def test_other_verbs_are_refused_in_json(things, alice):
    call = program_of(alice)
    for name, path in every_address(things):
        known = {**THEIRS, **BODIES}.get(name)
        for verb in {"post", "put", "patch", "delete"} - set(known or ()):
            response = call(verb, path)
            expected = 404 if name == "nowhere" else 405
            assert response.status_code == expected, (verb, path)
            assert response.json()["error"]


def test_the_description_is_open_to_all(client):
    root = client.get(f"{ROOT}/").json()
    described = client.get(f"{ROOT}/{root['openapi']}").json()

    assert described["info"]["title"] == "StatAgent"
    assert described["paths"][f"{ROOT}/me"]["get"]["security"]


def test_a_program_that_runs_wild_has_to_wait(alice, monkeypatch, settings):
    monkeypatch.setattr("chat.api.door.CALLS_A_MINUTE", 2)
    call = program_of(alice)

    told = [call("get", "/me") for _ in range(3)]

    assert [one.status_code for one in told] == [200, 200, 429]
    assert told[2].json()["error"] == "2 requests a minute are allowed."
    assert 0 < int(told[2]["Retry-After"]) <= 61


def test_questions_have_the_limit_of_the_page(conversation, alice, settings):
    settings.QUOTAS = {**settings.QUOTAS, "messages_a_minute": 1}
    call = program_of(alice)
    address = f"/conversations/{conversation.id}/messages?wait=0"

    told = [call("post", address, {"text": "help"}) for _ in range(2)]

    assert [one.status_code for one in told] == [200, 429]
    assert told[1].json()["error"] == "1 message a minute are allowed."


def test_pages_do_not_load_the_api():
    later = Later(RoutePattern("x/"), "chat.no_such_file", None, "x", "x")
    page = address("home/", lambda request: None, name="home")

    addresses = URLResolver(RoutePattern(""), [page, later])

    assert "home" in addresses.reverse_dict
