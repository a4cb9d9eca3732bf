"""A program works as a person does: a file in, questions, models, files out."""

import json
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import AsyncClient

from analysis.models import Dataset
from chat.models import Conversation, Message, Run
from chat.people import tokens
from tests.chat.api.conftest import program_of

pytestmark = pytest.mark.django_db(transaction=True)
TOWNS = b"height,town,zip\n" + b"".join(
    b"1.%d,%s,0%d\n" % (60 + n % 37, (b"Basel", b"Bern")[n % 2], 100 + n)
    for n in range(40)
)


def file_of(content=TOWNS, name="towns.csv"):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def towns(program):
    received = program("post", "/datasets", data={"file": file_of()})
    assert received.status_code == 201, received.content
    return received.json()


def test_a_file_becomes_a_dataset_in_one_request(program, towns):
    dataset, message = towns["dataset"], towns["message"]

    assert (dataset["name"], dataset["rows"]) == ("towns.csv", 40)
    assert [one["name"] for one in dataset["columns"]] == ["height", "town", "zip"]
    assert message["status"] == "answered"
    assert "Data Successfully Loaded" in message["reply"]["summary"]
    receipt = program("get", f"/datasets/{dataset['id']}/receipt").json()
    assert receipt["n_rows"] == 40
    listed = program("get", "/datasets").json()
    assert (listed["total"], listed["items"]) == (1, [dataset])
    kept = program("get", f"/datasets/{dataset['id']}/file")
    assert kept.getvalue() == TOWNS


def test_a_file_comes_in_by_chunks(program):
    begun = program("post", "/uploads", {"name": "t.csv", "size": len(TOWNS)})
    address = f"/uploads/{begun.json()['id']}"

    def put(offset, body):
        return program("put", f"{address}?offset={offset}", data=body,
                       content_type="application/octet-stream")  # fmt: skip

    assert put(0, TOWNS[:100]).json()["offset"] == 100
    refused = put(50, TOWNS[50:])
    assert (refused.status_code, refused.json()["offset"]) == (409, 100)
    early = program("post", f"{address}/done")
    assert (early.status_code, early.json()["offset"]) == (409, 100)
    put(100, TOWNS[100:])
    assert program("get", address).json()["offset"] == len(TOWNS)

    ended = [program("post", f"{address}/done") for _ in range(2)]

    assert [one.status_code for one in ended] == [201, 201]
    assert ended[0].json() == ended[1].json()
    assert Dataset.objects.count() == 1


def test_what_is_no_table_is_told_in_the_message(program):
    sent = file_of(b"%PDF-1.7 \x00\x01", "paper.pdf")
    received = program("post", "/datasets", data={"file": sent}).json()

    assert received["message"]["status"] == "error"
    assert received["dataset"]["is_read"] is False


def test_a_kind_is_corrected_and_a_wrong_one_refused(program, towns):
    address = f"/datasets/{towns['dataset']['id']}/corrections"

    done = program("post", address, {"kinds": {"height": "category"}})

    assert done.status_code == 201
    kinds = {one["name"]: one["kind"] for one in done.json()["dataset"]["columns"]}
    assert kinds["height"] == "category"
    wrong = program("post", address, {"kinds": {"age": "number"}}).json()
    assert wrong["message"]["status"] == "error"
    assert wrong["message"]["reply"]["summary"] == "There is no column called age."
    nothing = program("post", address, {})
    assert nothing.json()["error"] == "There is nothing to correct."
    unknown = program("post", address, {"kinds": {"zip": "colour"}})
    assert unknown.status_code == 422
    assert unknown.json()["fields"][0]["where"].startswith("body.order.kinds.zip")


def test_an_answer_comes_with_its_proof(program, towns):
    number = towns["message"]["conversation"]
    address = f"/conversations/{number}/messages"

    answer = program("post", address, {"text": "mean of height by town"}).json()

    assert answer["status"] == "answered"
    assert answer["task"]["steps"][0]["operation"]
    assert answer["result"] is not None
    assert answer["script"].startswith("#") or "import" in answer["script"]
    run = program("get", f"/runs/{answer['run']}").json()
    assert (run["status"], run["kind"]) == ("succeeded", "analysis")
    assert (
        program("get", f"/runs/{answer['run']}/result").json()
        == Run.objects.get(id=answer["run"]).result
    )
    script = program("get", f"/runs/{answer['run']}/script").content.decode()
    assert script == answer["script"]
    text = program("get", f"/messages/{answer['id']}/files/answer.md")
    assert "town" in text.content.decode()
    said = program("get", f"{address}?after={towns['message']['id']}").json()
    assert [one["status"] for one in said["items"]] == ["said", "answered"]
    assert said["items"][1] == answer
    report = program("get", f"/conversations/{number}/report.md")
    assert "mean of height by town" in report.content.decode()


def test_a_question_sent_twice_is_carried_out_once(program, towns):
    address = f"/conversations/{towns['message']['conversation']}/messages"
    order = {"text": "median of height", "client_id": "q-1"}

    first, second = (program("post", address, order).json() for _ in range(2))

    assert first == second
    assert Run.objects.filter(kind=Run.Kind.ANALYSIS).count() == 1


def test_a_question_back_is_answered_by_its_choice(program, towns):
    address = f"/conversations/{towns['message']['conversation']}/messages"
    asked = program("post", address, {"text": "train a model"}).json()
    assert asked["status"] == "question"
    options = [
        option["value"]
        for block in asked["reply"]["blocks"]
        if block["kind"] == "choices"
        for option in block["options"]
    ]

    order = {"text": options[0], "pressed": asked["id"]}
    following = program("post", address, order).json()

    assert following["status"] == "question"
    assert following["reply"] != asked["reply"]


def test_without_waiting_the_message_is_asked_again(program, towns, monkeypatch):
    monkeypatch.setattr("chat.runs.recovery._hand_over", lambda *_: None)
    address = f"/conversations/{towns['message']['conversation']}/messages"

    answer = program("post", f"{address}?wait=0.1", {"text": "mean of height"})

    assert answer.status_code == 202
    message = answer.json()
    assert message["status"] == "working"
    assert program("get", f"/messages/{message['id']}").json() == message
    cancelled = program("post", f"/runs/{message['run']}/cancel").json()
    assert cancelled["status"] == "cancelled"
    again = program("get", f"/messages/{message['id']}?wait=5").json()
    assert again["reply"]["summary"] == "Cancelled."


def test_the_table_is_exported(program, towns):
    number = towns["message"]["conversation"]
    done = program("post", f"/conversations/{number}/exports", {"format": "csv"})

    assert done.json()["status"] == "answered", done.content
    kept = program("get", f"/exports/{done.json()['run']}/file")
    assert kept.getvalue().decode("utf-8-sig").startswith("height,town,zip")


def test_a_model_is_trained_and_predicts(program, towns):
    dataset = towns["dataset"]["id"]
    order = {
        "target": "height", "features": ["town"], "model": "linear", "name": "heights",
        "dataset": dataset, "options": {"seconds": 20, "n_splits": 0},
    }  # fmt: skip

    trained = program("post", "/models?wait=60", order).json()

    assert trained["status"] == "answered", trained
    [model] = program("get", "/models").json()["items"]
    assert (model["name"], model["target"]) == ("heights", "height")
    assert model["features"] == [{"name": "town", "role": "category"}]
    address = f"/models/{model['id']}/predictions"
    done = program("post", address, {"values": {"town": "Bern"}}).json()
    assert done["status"] == "answered", done
    value = done["result"]["rows"][0]["predicted height"]
    assert 1.6 < value < 2
    every = program("post", address, {"dataset": dataset}).json()
    assert every["status"] == "answered"
    lacking = program("post", address, {"values": {}})
    assert lacking.status_code == 422
    assert lacking.json()["error"] == "The value of town is missing."
    filled = program("post", address, {"values": {}, "fill": True}).json()
    assert filled["status"] == "answered"
    assert "Taken as typical: town" in json.dumps(filled["reply"], ensure_ascii=False)
    both = program("post", address, {"values": {}, "dataset": dataset})
    assert both.json()["error"] == "A prediction is for values or for a dataset."
    zipped = program("get", f"/models/{model['id']}/bundle.zip")
    assert zipped.getvalue()[:2] == b"PK"
    assert program("delete", f"/models/{model['id']}").status_code == 204
    assert program("get", "/models").json()["total"] == 0


def test_an_impossible_training_is_refused_before_it_begins(program, towns):
    order = {"target": "heigth", "dataset": towns["dataset"]["id"]}
    refused = program("post", "/models", order)

    assert refused.status_code == 422
    assert "heigth" in refused.json()["error"]
    assert Run.objects.exclude(kind=Run.Kind.IMPORT).count() == 0


def test_conversations_are_begun_renamed_and_deleted(program, towns):
    dataset = towns["dataset"]["id"]
    begun = program("post", "/conversations", {"dataset": dataset, "title": "Mine"})
    assert begun.status_code == 201
    address = f"/conversations/{begun.json()['id']}"
    assert begun.json()["dataset"] == dataset

    renamed = program("patch", address, {"title": "Yours"}).json()

    assert renamed["title"] == program("get", address).json()["title"] == "Yours"
    assert program("get", "/conversations").json()["total"] == 2
    assert program("delete", address).status_code == 204
    assert program("get", address).status_code == 404
    assert program("delete", f"/datasets/{dataset}").status_code == 204
    assert Dataset.objects.count() == 0


def test_whose_a_token_is(program, towns, alice):
    told = program("get", "/me").json()

    assert told["owner"] == str(alice.id)
    assert told["scopes"] == list(tokens.SCOPES)
    assert told["quotas"]["datasets"] == {"used": 1.0, "allowed": 100}


def test_the_api_and_the_page_share_one_conversation(program, towns, alice):
    conversation = Conversation.objects.get(id=towns["message"]["conversation"])

    texts = list(Message.objects.filter(conversation=conversation).values("text"))

    assert conversation.owner == alice
    assert texts[0] == {"text": "Uploaded towns.csv"}


async def test_news_are_streamed_from_where_one_stands(alice, towns):
    token, row = await _token(alice)
    client, signed = AsyncClient(), {"authorization": f"Bearer {token}"}
    address = f"/api/v1/conversations/{towns['message']['conversation']}/events"
    response = await client.get(address, headers=signed)
    assert response["Content-Type"] == "text/event-stream"

    lines = response.streaming_content
    assert await anext(lines) == b": open\n\n"
    told = [await anext(lines) for _ in range(2)]
    named = [
        dict(line.split(": ", 1) for line in one.decode().strip().splitlines())
        for one in told
    ]
    await row.adelete()
    later = await client.get(address, headers=signed)
    await lines.aclose()

    assert [one["event"] for one in named] == ["message", "message"]
    assert json.loads(named[1]["data"])["id"] == towns["message"]["id"]
    assert int(named[0]["id"]) < int(named[1]["id"])
    assert later.status_code == 401


async def _token(owner):
    from asgiref.sync import sync_to_async

    return await sync_to_async(tokens.create)(owner, "reader", ["read"])


def test_a_purpose_that_a_token_lacks_is_named(alice, towns):
    reader = program_of(alice, "read")
    number = towns["message"]["conversation"]

    refused = reader("post", f"/conversations/{number}/messages", {"text": "hello"})

    assert refused.status_code == 403
    assert refused.json()["error"].startswith("This token is not made for “ask”")
    assert reader("get", f"/conversations/{uuid.uuid4()}").status_code == 404
