"""From a message to its answer, with real runs in the real sandbox."""

import gzip

import pandas as pd
import pytest
from django.db import connection

from analysis.base.reply import Code, Notice, Progress
from analysis.reading.importing import import_table
from chat.discourse import readiness
from chat.models import Conversation, Event, Message, Run
from chat.orchestrator import Request, respond
from chat.runs.jobs import execute_run
from chat.tables.datasets import dataset_from


def answer(conversation, text, client_id=None):
    """The final answer to a message, its run carried out here."""
    started = []
    message = respond(conversation, Request(text, client_id), start=started.append)
    for run in started:
        execute_run(str(run.id))
    conversation.refresh_from_db()
    return Message.objects.select_related("run").get(id=message.id)


@pytest.mark.django_db
def test_a_question_is_answered_with_number_n_and_script(conversation, travellers):
    message = answer(conversation, "What is the mean of fare?")

    mean = pd.read_csv(travellers)["fare"].mean()
    assert f"{mean:.4g}" in message.reply.summary.replace(",", "")
    assert "60" in message.reply.summary
    assert message.run.status == Run.Status.SUCCEEDED
    [code] = [block for block in message.reply.blocks if isinstance(block, Code)]
    assert code.text == message.run.script
    assert message.run.isolation


@pytest.mark.django_db
def test_before_an_upload_the_way_to_upload_is_shown(empty_conversation):
    message = answer(empty_conversation, "What is the mean of sales?")

    assert message.reply.summary == "Please upload a table first."
    assert message.run is None


@pytest.mark.django_db
def test_an_unknown_column_is_named_with_the_nearest(conversation):
    message = answer(conversation, "Calculate statistics for fair")

    assert message.reply.summary == "There is no column “fair”."
    labels = [
        option.label
        for block in message.reply.blocks
        if block.kind == "choices"
        for option in block.options
    ]
    assert "fare" in labels


@pytest.mark.django_db
def test_rubbish_gets_suggestions_that_fit_the_table(conversation):
    message = answer(conversation, "asdf random text")

    assert message.reply.summary == "I did not understand that."
    options = [
        option.value
        for block in message.reply.blocks
        if block.kind == "choices"
        for option in block.options
    ]
    assert len(options) == 3
    again = answer(conversation, options[0])
    assert again.run.status == Run.Status.SUCCEEDED


@pytest.mark.django_db
def test_sent_twice_is_run_once(conversation):
    first = answer(conversation, "mean of fare", "one-id")
    second = respond(conversation, Request("mean of fare", "one-id"))

    assert second.id == first.id
    assert Run.objects.count() == 1
    assert Message.objects.filter(role="user").count() == 1


@pytest.mark.django_db
def test_events_tell_of_question_answer_and_its_replacement(conversation):
    message = answer(conversation, "mean of fare")

    kinds = list(Event.objects.exclude(kind="title").values_list("kind", "message_id"))
    question = message.question_id
    assert kinds == [
        ("append", question),
        ("append", message.id),
        ("replace", message.id),
    ]


@pytest.mark.django_db
def test_a_change_of_the_table_holds_until_it_is_undone(conversation, travellers):
    data = pd.read_csv(travellers)
    answer(conversation, "add family = sibsp + parch")
    changed = answer(conversation, "mean of family")
    undone = answer(conversation, "undo")
    unknown = answer(conversation, "mean of family")

    expected = (data["sibsp"] + data["parch"]).mean()
    assert f"{expected:.4g}" in changed.reply.summary
    assert undone.reply.summary.startswith("Taken back")
    assert unknown.run is None


@pytest.mark.django_db
def test_a_follow_up_changes_the_last_question(conversation, travellers):
    data = pd.read_csv(travellers)
    answer(conversation, "What is the mean of fare?")
    message = answer(conversation, "and for age?")

    assert f"{data['age'].mean():.4g}" in message.reply.summary


@pytest.mark.django_db
def test_show_the_script_shows_what_ran(conversation):
    asked = answer(conversation, "mean of fare")
    shown = answer(conversation, "show the script")

    [code] = [block for block in shown.reply.blocks if isinstance(block, Code)]
    assert code.text == asked.run.script


@pytest.mark.django_db
def test_an_unknown_command_is_refused(conversation):
    message = answer(conversation, "/nonsense")

    [notice] = [b for b in message.reply.blocks if isinstance(b, Notice)]
    assert notice.level == "error"


@pytest.mark.django_db
def test_a_cancelled_run_is_not_carried_out(conversation):
    message = respond(conversation, Request("mean of fare"))
    assert any(isinstance(block, Progress) for block in message.reply.blocks)

    respond(conversation, Request("cancel"))
    execute_run(str(message.run.id))

    run = Run.objects.get(id=message.run.id)
    assert run.status == Run.Status.CANCELLED
    assert Message.objects.get(id=message.id).reply.summary == "Cancelled."


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["", " ", "?", "🙂", "x" * 10_000, "\x00", "{{7*7}}", "'; DROP TABLE"]
)
def test_any_text_gets_a_reply(conversation, text):
    assert answer(conversation, text).reply.summary


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("returns.csv", b"x,y\r1,2\r3,4\r"),
        ("records.json", b'[{"x": 1, "y": 2}, {"x": 3, "y": 4}]'),
        ("packed.csv.gz", gzip.compress(b"x,y\n1,2\n3,4\n", mtime=0)),
    ],
    ids=["lone returns", "records", "packed"],
)
def test_a_file_that_its_script_must_open_itself_is_answered(
    alice, tmp_path, name, content
):
    path = tmp_path / name
    path.write_bytes(content)
    dataset = dataset_from(alice, name, path)
    receipt = import_table(dataset.original, name=name, parquet_path=dataset.parquet)
    dataset.receipt_json = receipt.model_dump(mode="json")
    dataset.save()
    conversation = Conversation.objects.create(owner=alice, dataset=dataset)

    message = answer(conversation, "What is the mean of y?")

    assert message.reply.summary == "The mean of y is 3 (n = 2)."


@pytest.mark.django_db(transaction=True)
def test_what_reading_loads_is_loaded_before_others_have_to_wait(
    conversation, monkeypatch
):
    locked = []
    monkeypatch.setattr(readiness, "_loaded", set())
    monkeypatch.setattr(
        readiness, "_read_first", lambda _: locked.append(connection.in_atomic_block)
    )

    for text in ("how many rows are there?", "mean of price"):
        respond(conversation, Request(text), start=lambda run: None)

    assert locked == [False]
