"""Buttons belong to their message: a press answers the question that it stands under."""

import pandas as pd
import pytest

from analysis.base.reply import Choices
from analysis.base.task import Step, Task
from analysis.reading.importing import import_table
from chat.models import Conversation, Message, Run
from chat.orchestrator import Request, respond, take_in
from chat.pressing import chosen_task
from chat.runs.jobs import execute_run
from chat.tables.datasets import dataset_from

pytestmark = pytest.mark.django_db


def carried_out(conversation, ask):
    started = []
    message = ask(started.append)
    for run in started:
        execute_run(str(run.id))
    conversation.refresh_from_db()
    return Message.objects.select_related("run").get(id=message.id)


def say(conversation, text):
    return carried_out(
        conversation, lambda start: respond(conversation, Request(text), start=start)
    )


def press(conversation, message, value):
    request = Request(value, pressed=message.id)
    return carried_out(
        conversation, lambda start: respond(conversation, request, start=start)
    )


def values(message):
    return [
        option.value
        for block in message.reply.blocks
        if isinstance(block, Choices)
        for option in block.options
    ]


def operations(message):
    return [step.operation for step in message.task.steps if not step.companion]


@pytest.fixture
def other(alice, tmp_path):
    """Another table with a column that the first has too."""
    path = tmp_path / "ships.csv"
    pd.DataFrame({"fare": range(20), "deck": ["a", "b"] * 10}).to_csv(path, index=False)
    dataset = dataset_from(alice, "ships.csv", path)
    receipt = import_table(
        dataset.original, name=dataset.name, parquet_path=dataset.parquet
    )
    dataset.receipt_json = receipt.model_dump(mode="json")
    dataset.save()
    return dataset


@pytest.mark.parametrize("first, second", [("histogram", "box plot"),
                                           ("box plot", "histogram")])  # fmt: skip
def test_a_press_answers_the_question_above_it(conversation, first, second):
    older, newer = say(conversation, first), say(conversation, second)

    drawn = {
        message.id: operations(press(conversation, message, "fare"))
        for message in (newer, older)
    }

    expected = {"histogram": ["histogram"], "box plot": ["box_plot"]}
    assert drawn == {older.id: expected[first], newer.id: expected[second]}


@pytest.mark.parametrize("said", ["fare", "number"])
def test_words_and_numbers_still_answer_the_newest(conversation, said):
    say(conversation, "histogram")
    newest = say(conversation, "box plot")

    number = str(list(newest.options).index("fare") + 1)
    answer = say(conversation, said if said == "fare" else number)

    assert operations(answer) == ["box_plot"]


def test_a_number_chooses_the_button_at_its_place(conversation):
    tasks = {
        label: Task(steps=(Step(operation="describe", params={"columns": [name]}),))
        for label, name in (("Of age", "age"), ("Of fare", "fare"))
    }
    Message.objects.create(
        conversation=conversation,
        role=Message.Role.ASSISTANT,
        options={label: task.model_dump(mode="json") for label, task in tasks.items()},
    )
    for said, label in (("1", "Of age"), (" 2 ", "Of fare"), ("of fare", "Of fare")):
        assert chosen_task(conversation, said) == tasks[label]
    assert chosen_task(conversation, "0") is None
    assert chosen_task(conversation, "3") is None


def test_a_press_that_was_never_offered_says_so(conversation):
    asked = say(conversation, "histogram")

    refused = press(conversation, asked, "no such column")

    assert refused.reply.summary.startswith("This button is not offered any more")
    assert refused.run is None


def test_a_button_of_another_conversation_does_nothing(conversation, bob):
    theirs = Conversation.objects.create(owner=bob, dataset=conversation.dataset)
    asked = say(theirs, "histogram")

    refused = press(conversation, asked, "fare")

    assert refused.reply.summary.startswith("This button is not offered any more")


def test_a_question_about_another_table_offers_that_table(conversation, other):
    asked = say(conversation, "histogram")
    say(conversation, "use ships.csv")

    refused = press(conversation, asked, "fare")

    assert refused.reply.summary == (
        "This button belongs to travellers.csv; ships.csv is in use now."
    )
    assert values(refused) == ["use travellers.csv"]
    press(conversation, refused, "use travellers.csv")
    again = press(conversation, asked, "fare")
    assert operations(again) == ["histogram"]
    assert again.run.dataset.name == "travellers.csv"


def test_a_suggestion_under_another_table_is_not_asked_of_this_one(conversation, other):
    answer = say(conversation, "asdf random text")
    say(conversation, "use ships.csv")

    refused = press(conversation, answer, values(answer)[0])

    assert "belongs to travellers.csv" in refused.reply.summary


def test_a_receipt_reads_its_own_file_again(alice, empty_conversation, tmp_path, other):
    path = tmp_path / "days.csv"
    days = [f"0{day}/0{month}/2024" for day in (3, 4, 5) for month in (1, 2, 6)]
    pd.DataFrame({"day": days, "n": range(9)}).to_csv(path, index=False)
    dataset = dataset_from(alice, "days.csv", path)
    receipt = carried_out(
        empty_conversation,
        lambda start: take_in(
            empty_conversation, dataset, "Uploaded days.csv", start=start
        ),
    )
    [reread] = [value for value in values(receipt) if value.startswith("/reread")][:1]
    say(empty_conversation, "use ships.csv")

    refused = press(empty_conversation, receipt, reread)

    assert "belongs to days.csv" in refused.reply.summary
    other.refresh_from_db()
    assert other.overrides == {}
    say(empty_conversation, "use days.csv")
    read = press(empty_conversation, receipt, reread)
    assert read.run.kind == Run.Kind.IMPORT
    assert read.run.dataset_id == dataset.id


def test_a_column_that_was_taken_back_is_named(conversation, other):
    say(conversation, "use ships.csv")
    say(conversation, "add total = fare * 2")
    asked = say(conversation, "histogram")
    say(conversation, "undo")

    refused = press(conversation, asked, "total")

    assert "it has no “total” now" in refused.reply.summary


def test_a_question_of_the_training_that_was_answered_can_be_answered_anew(
    conversation,
):
    target = say(conversation, "train a model")
    likely = values(target)[0]
    say(conversation, "fare" if likely != "fare" else "age")
    features = conversation.answers

    press(conversation, target, likely)

    assert features["target"] != likely
    assert conversation.answers["target"] == likely
    assert "features" not in conversation.answers


def test_a_press_repeated_takes_nothing_back(conversation):
    target = say(conversation, "train a model")
    likely = values(target)[0]
    features = press(conversation, target, likely)
    press(conversation, features, "all")
    before = dict(conversation.answers)

    again = press(conversation, target, likely)

    assert conversation.answers == before
    assert "Which model" in again.reply.summary


def test_changes_at_the_plan_take_back_what_they_say(conversation):
    say(conversation, "train a linear regression to predict fare from age")
    plan = Message.objects.filter(conversation=conversation).last()

    asked = press(conversation, plan, "change features")

    assert "features" not in conversation.answers
    assert "Which features" in asked.reply.summary


@pytest.mark.parametrize("value", ["all", "/back", "/cancel"])
def test_a_question_of_a_training_that_is_over_says_so(conversation, value):
    say(conversation, "train a model to predict fare")
    say(conversation, "nonsense that is no feature")
    asked = [m for m in Message.objects.filter(conversation=conversation)
             if m.reply is not None and value in values(m)][-1]  # fmt: skip
    say(conversation, "/cancel")

    refused = press(conversation, asked, value)

    assert refused.reply.summary == (
        "The training that this button belongs to is over; nothing was done."
    )
    assert conversation.workflow == ""


def test_a_follow_up_goes_on_from_the_answer_that_it_stands_under(conversation):
    first = say(conversation, "mean of fare")
    say(conversation, "median of age")
    reply = first.reply
    offered = Choices(
        options=({"label": "By sex", "value": "now by sex"},), role="next"
    )
    first.reply_json = reply.model_copy(
        update={"blocks": (*reply.blocks, offered)}
    ).model_dump(mode="json")
    first.save()

    followed = press(conversation, first, "now by sex")

    said = followed.run.task.model_dump_json()
    assert '"fare"' in said and '"age"' not in said


def test_messages_from_before_buttons_were_kept_are_still_pressed(conversation):
    asked = say(conversation, "histogram")
    Message.objects.filter(id=asked.id).update(asked={})
    say(conversation, "box plot")

    assert operations(press(conversation, asked, "fare")) == ["histogram"]
    target = say(conversation, "train a model")
    Message.objects.filter(id=target.id).update(asked={})
    press(conversation, target, values(target)[0])
    assert conversation.answers["target"] == values(target)[0]
