"""Uploads in chunks."""

import json

import pytest

from analysis.reading.importing import import_table
from chat.models import Conversation, Message, Run
from chat.people.owners import KEY
from chat.runs.jobs import execute_run
from chat.tables.datasets import dataset_from

CONTENT = b"height,town\n" + b"1.75,Basel\n1.82,Bern\n" * 40


@pytest.fixture
def door(client, alice, empty_conversation):
    session = client.session
    session[KEY] = str(alice.id)
    session.save()
    return client


def begin(door, conversation, **announced):
    return door.post(
        f"/c/{conversation.id}/uploads/",
        json.dumps(announced),
        content_type="application/json",
    )


def put(door, upload, offset, body):
    return door.put(
        f"/uploads/{upload}/?offset={offset}",
        body,
        content_type="application/octet-stream",
    )


def test_chunks_make_a_dataset_that_answers(door, empty_conversation):
    upload = begin(door, empty_conversation, name="towns.csv", size=len(CONTENT)).json()
    put(door, upload["id"], 0, CONTENT[:100])
    put(door, upload["id"], 100, CONTENT[100:])

    assert door.post(f"/uploads/{upload['id']}/done/").status_code == 202
    run = Run.objects.get(kind=Run.Kind.IMPORT)
    execute_run(str(run.id))

    message = Message.objects.get(run=run)
    assert message.reply.summary == (
        "Data Successfully Loaded: towns.csv, 80 rows × 2 columns."
    )
    assert (
        Conversation.objects.get(id=empty_conversation.id).dataset.name == "towns.csv"
    )


def test_a_broken_upload_goes_on_where_it_stopped(door, empty_conversation):
    upload = begin(door, empty_conversation, name="t.csv", size=len(CONTENT)).json()
    put(door, upload["id"], 0, CONTENT[:100])

    assert door.get(f"/uploads/{upload['id']}/").json() == {"offset": 100}
    again = put(door, upload["id"], 0, CONTENT[:100])
    assert (again.status_code, again.json()) == (409, {"offset": 100})
    assert put(door, upload["id"], 100, CONTENT[100:]).json() == {
        "offset": len(CONTENT)
    }


def test_done_twice_imports_once(door, empty_conversation):
    upload = begin(door, empty_conversation, name="t.csv", size=len(CONTENT)).json()
    put(door, upload["id"], 0, CONTENT)
    for _ in range(2):
        door.post(f"/uploads/{upload['id']}/done/")

    assert Run.objects.count() == 1


def test_an_upload_whose_end_was_interrupted_can_be_ended_again(
    door, empty_conversation, monkeypatch
):
    upload = begin(door, empty_conversation, name="t.csv", size=len(CONTENT)).json()
    put(door, upload["id"], 0, CONTENT)

    def killed(*args):
        raise SystemExit

    with monkeypatch.context() as patched, pytest.raises(SystemExit):
        patched.setattr("chat.uploads.take_in", killed)
        door.post(f"/uploads/{upload['id']}/done/")
    assert door.post(f"/uploads/{upload['id']}/done/").status_code == 202

    run = Run.objects.get(kind=Run.Kind.IMPORT)
    assert run.dataset.original.read_bytes() == CONTENT
    assert Message.objects.filter(run=run).count() == 1


@pytest.mark.parametrize(
    "announced, status",
    [
        ({"name": "a.csv", "size": 0}, 400),
        ({"name": "a.csv", "size": 10**12}, 413),
        ({"name": "a.csv"}, 400),
        ({}, 400),
    ],
)
def test_an_impossible_upload_is_refused_with_words(
    door, empty_conversation, announced, status
):
    response = begin(door, empty_conversation, **announced)

    assert response.status_code == status
    assert response.json()["error"]


def test_more_than_announced_is_refused(door, empty_conversation):
    upload = begin(door, empty_conversation, name="t.csv", size=10).json()

    assert put(door, upload["id"], 0, b"x" * 11).status_code == 400


@pytest.mark.parametrize(
    "content, words",
    [
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 200, "picture"),
        (b"%PDF-1.7\n" + b"x" * 100, "PDF"),
    ],
)
def test_what_is_no_table_is_named(door, empty_conversation, content, words):
    upload = begin(door, empty_conversation, name="t.csv", size=len(content)).json()
    put(door, upload["id"], 0, content)
    door.post(f"/uploads/{upload['id']}/done/")
    run = Run.objects.get(kind=Run.Kind.IMPORT)
    execute_run(str(run.id))

    run.refresh_from_db()
    assert run.status == Run.Status.FAILED
    assert words.lower() in Message.objects.get(run=run).reply.summary.lower()


def test_a_name_with_a_path_is_only_a_name(door, empty_conversation):
    upload = begin(
        door, empty_conversation, name="..\\..\\etc/../passwd.csv", size=len(CONTENT)
    ).json()
    put(door, upload["id"], 0, CONTENT)
    door.post(f"/uploads/{upload['id']}/done/")

    assert Run.objects.get().dataset.name == "passwd.csv"


def test_rows_show_days_as_days_and_times_as_times(door, alice, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(
        "day,time\n2024-03-01,2024-03-01 08:30:00\n2024-03-02,2024-03-02 00:00:00\n"
    )
    dataset = dataset_from(alice, "t.csv", path)
    receipt = import_table(dataset.original, name="t.csv", parquet_path=dataset.parquet)
    dataset.receipt_json = receipt.model_dump(mode="json")
    dataset.save()

    shown = door.get(f"/datasets/{dataset.id}/rows/").json()["rows"]

    assert shown == [
        ["2024-03-01", "2024-03-01 08:30:00"],
        ["2024-03-02", "2024-03-02 00:00:00"],
    ]
