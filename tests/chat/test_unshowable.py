"""What cannot be drawn or put into words costs itself, never what stands around it."""

import pytest
from django.utils import timezone

from analysis.base.errors import TaskError
from analysis.base.reply import (
    Chart,
    Curve,
    Item,
    KeyValues,
    Notice,
    Reply,
    Table,
    TableColumn,
    Text,
)
from analysis.base.task import Step, Task
from analysis.operations import operation_named
from analysis.pipeline import check_steps
from chat.models import Message, Run, events
from chat.queueing import queue_task
from chat.render import charts, html, latex, markdown, terminal
from chat.render.document import render_blocks
from chat.render.html import MessageView, render_message
from chat.report import FORMATS, exported
from chat.runs.jobs import execute_run
from chat.sockets.feed import frames_after
from tests.chat.asking import answer

ODD_SPECS = (
    {},
    {"mark": "nonsense"},
    {"data": {"values": [{"a": 1}]}, "mark": "bar", "width": 1e9,
     "encoding": {"x": {"field": "a", "type": "bogus"}}},
    {"data": {"values": [{"a": 1}]}, "mark": "bar",
     "transform": [{"calculate": "datum.a(", "as": "x"}]},
)  # fmt: skip
RAGGED = Table(columns=(TableColumn(label="a"), TableColumn(label="b")), rows=((1,),))
SAID = Text(text="The mean is 42.")


@pytest.fixture
def visitor(client, conversation):
    session = client.session
    session["owner"] = str(conversation.owner_id)
    session.save()
    return client


def told(conversation, *blocks):
    question = events.say(conversation, "what is it?", None)
    return events.answer(conversation, question, Reply(summary="42", blocks=blocks))


@pytest.mark.parametrize("spec", ODD_SPECS)
def test_a_chart_that_cannot_be_drawn_costs_only_itself(visitor, conversation, spec):
    chart = Chart(title="Odd", spec=spec, alt="An odd picture")
    message = told(conversation, SAID, chart)

    for size in ("", "?for=phone"):
        picture = visitor.get(f"/messages/{message.id}/chart-0.png{size}")
        assert (picture.status_code, picture.content[:4]) == (200, b"\x89PNG")
    for ending in FORMATS:
        report = visitor.get(f"/c/{conversation.id}/export.{ending}")
        assert report.status_code == 200
        assert "The mean is 42." in report.content.decode() or ending == "py"
    assert charts.NOT_DRAWN in exported(conversation, "html").text
    assert visitor.get(f"/c/{conversation.id}/").status_code == 200


def test_a_chart_that_takes_too_long_is_given_up_and_the_next_one_drawn(monkeypatch):
    monkeypatch.setattr(charts, "_LONGEST_DRAWING", 0.5)
    endless = {"data": {"sequence": {"start": 0, "stop": 1e8}}, "mark": "bar"}

    with pytest.raises(ValueError, match="too long"):
        charts.chart_png(endless)
    monkeypatch.setattr(charts, "_LONGEST_DRAWING", 30)
    assert charts.notice_png().startswith(b"\x89PNG")


def test_a_block_that_cannot_be_shown_costs_only_itself_on_every_surface():
    reply = Reply(summary="42", blocks=(SAID, RAGGED, SAID))
    view = MessageView(1, "assistant", "", timezone.now(), reply)
    shown = (
        render_message(view),
        markdown.render_reply(reply),
        latex.render_reply(reply),
        terminal.render_reply(reply),
        render_blocks(reply.blocks),
    )
    for text in shown:
        assert text.count("The mean is 42.") == 2
        assert "cannot be shown" in text


@pytest.mark.parametrize(
    "stored", [{"summary": "old", "blocks": [{"kind": "hologram"}]}, {"blocks": 7}]
)
def test_a_stored_reply_of_another_version_does_not_end_the_page(
    visitor, conversation, stored
):
    message = told(conversation, SAID)
    Message.objects.filter(id=message.id).update(reply_json=stored, task_json={"x": 1})

    shown = visitor.get(f"/c/{conversation.id}/")

    assert shown.status_code == 200
    assert "cannot be shown any more" in shown.content.decode()
    for ending in FORMATS:
        assert visitor.get(f"/c/{conversation.id}/export.{ending}").status_code == 200
    assert answer(conversation, "mean of fare").run.status == Run.Status.SUCCEEDED


def carried_out(conversation, *steps):
    started = []
    question = events.say(conversation, "do it", None)
    message = queue_task(conversation, question, Task(steps=steps), started.append)
    execute_run(str(started[0].id))
    return Message.objects.select_related("run").get(id=message.id)


MEAN = Step(operation="describe", params={"columns": ["fare"], "statistics": ["mean"]})
ODD_CHART = Step(operation="histogram", params={"column": "gone"})


def test_a_chart_that_fails_does_not_keep_what_is_asked_behind_it(conversation):
    message = carried_out(conversation, ODD_CHART, MEAN)

    assert "gone" in message.reply.summary
    assert "mean of" in message.reply.summary
    assert any(block.kind == "key_values" for block in message.reply.blocks)


def test_an_explaining_chart_that_fails_costs_no_answer(conversation, monkeypatch):
    """Here one whose computation breaks: the crash names it, and it is left out."""
    operation = operation_named("describe")
    broken = Step(operation="histogram", params={"column": "fare", "bins": "many"})
    monkeypatch.setattr(operation, "explaining", lambda params, schema: [broken])

    message = carried_out(conversation, MEAN)

    assert message.run.status == Run.Status.SUCCEEDED
    assert not any(isinstance(block, Chart) for block in message.reply.blocks)
    assert "Left out: " in message.reply.model_dump_json()
    assert answer(conversation, "run again").reply.summary == "2 runs, 0 differences."


def test_words_that_break_cost_one_answer_of_two(conversation, monkeypatch):
    def broken(result, params):
        raise KeyError("Smith")

    monkeypatch.setattr(operation_named("frequency"), "presenter", broken)
    sex = Step(operation="frequency", params={"columns": ["sex"]})

    message = carried_out(conversation, sex, MEAN)

    assert message.run.status == Run.Status.SUCCEEDED
    assert "cannot be shown" in message.reply.summary
    assert "mean of" in message.reply.summary
    assert "Smith" not in message.reply.model_dump_json()


def test_a_crash_names_its_step_and_column(conversation):
    step = Step(operation="add_column", params={"name": "x", "expression": "sqrt(sex)"})

    notice = carried_out(conversation, step).reply.blocks[0]

    assert isinstance(notice, Notice)
    assert "the step “New column x = sqrt(sex)” (columns: sex)" in notice.text


def test_a_column_that_was_dropped_on_the_way_is_named(conversation):
    dropped = Step(operation="drop_columns", params={"columns": ["age"]})
    added = Step(operation="add_column", params={"name": "x", "expression": "age + 1"})

    message = carried_out(conversation, dropped, added)

    assert message.reply.summary == (
        "There is no column “age” any more, at the step “New column x = age + 1”."
    )


@pytest.mark.xfail(
    strict=True, reason="a conversion without its unit is refused in general words"
)
def test_a_step_that_lacks_a_setting_is_refused_with_what_it_needs(conversation):
    said = answer(conversation, "convert age to inches")

    assert said.run is None
    assert said.reply.summary == "“Convert a column” needs to know “to”."
    assert html.render_message(MessageView(1, "assistant", "", timezone.now()))


def test_numbers_without_an_end_are_kept_as_none(conversation):
    item = Item(label="x", value=float("inf"))
    chart = Chart(title="x", alt="x", spec={"data": {"values": [{"y": float("nan")}]}})
    message = told(conversation, KeyValues(items=(item,)), chart)

    kept = Message.objects.get(id=message.id).reply

    assert kept.blocks[0].items[0].value is None
    assert kept.blocks[1].spec == {"data": {"values": [{"y": None}]}}


def test_a_training_that_diverges_still_tells_of_itself(conversation):
    message = told(conversation, SAID)
    losses = Curve(label="loss", values=(2.0, float("nan"), float("inf"), 1.0))

    events.progress(message, "Training", float("nan"), curves=(losses,))

    [progress] = Message.objects.get(id=message.id).reply.blocks
    assert (progress.curves[0].values, progress.fraction) == ((2.0, 1.0), None)
    assert frames_after(conversation, 0)[0][-1]["op"] == "progress"


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), float("nan")])
def test_a_number_that_cannot_be_stored_is_refused_in_words(value):
    where = {"op": ">", "column": "age", "value": value}
    task = Task(steps=(Step(operation="filter_rows", params={"where": where}),))

    with pytest.raises(TaskError, match="too large"):
        check_steps(task)
