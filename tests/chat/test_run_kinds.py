"""Each kind of run is told once: what it was asked, how it is done, how it ends."""

import inspect
import uuid

import pytest
from pydantic import ValidationError

from analysis.base.reply import Notice, Reply
from analysis.base.task import Step
from chat.models import Message, Run, events
from chat.models.details import (
    CombineDetails,
    ExportDetails,
    PlanDetails,
    PredictionDetails,
    ScriptDetails,
    TrainingDetails,
    asked_of,
    details_of,
)
from chat.runs.job import Job
from chat.runs.kinds import KINDS, State
from chat.runs.pulse import Pulse
from sandbox.outcome import Outcome

PLAN = {
    "target": "fare",
    "kind": "regression",
    "roles": {"age": "number"},
    "estimator": "ridge",
}
MODEL, FIRST, SECOND = (str(uuid.UUID(int=n)) for n in (1, 2, 3))
SAID = Reply(summary="Done.", blocks=(Notice(text="Done."),))
# Details as rows of earlier versions hold them, by kind.
STORED = {
    "import": {},
    "analysis": {},
    "script": {},
    "plan": {"plan": PLAN},
    "training": {"plan": PLAN, "findings": None, "name": "fare ridge"},
    "prediction": {"model": MODEL, "values": {"age": "10"}, "typical": ["age"]},
    "export": {
        "format": "xlsx",
        "steps": [{"operation": "drop_missing", "params": {"columns": ["age"]}}],
        "name": "",
        "file": "table.xlsx",
        "size": 120,
    },
    "combine": {
        "plan": {"kind": "append", "names": ["a.csv", "b.csv"]},
        "datasets": [FIRST, SECOND],
        "sha256": ["0" * 64, "1" * 64],
    },
}


def test_every_kind_is_in_the_registry_and_can_be_read():
    kinds = set(Run.Kind.values)

    assert set(KINDS) == kinds == set(STORED)
    for kind, stored in STORED.items():
        assert details_of(Run(kind=kind, details=stored)).kind == kind


@pytest.mark.parametrize("kind", KINDS)
def test_what_carries_a_kind_out_takes_a_job(kind):
    [job] = inspect.signature(KINDS[kind].carry_out).parameters.values()

    assert job.annotation == "Job"
    assert {KINDS[kind].going_on, KINDS[kind].came_to} <= set(State)


@pytest.mark.parametrize("kind", STORED)
def test_details_are_stored_as_they_are_read(kind):
    read = details_of(Run(kind=kind, details=STORED[kind]))

    again = details_of(Run(kind=kind, details=read.stored()))

    assert again == read
    assert "kind" not in read.stored()


def test_what_was_not_said_has_its_usual_value():
    assert not asked_of(Run(kind="script", details={}), ScriptDetails).checked
    row = Run(kind="prediction", details={"model": MODEL, "values": None})
    assert asked_of(row, PredictionDetails).values is None
    training = Run(kind="training", details={"plan": PLAN, "name": "m", "later": 1})
    assert asked_of(training, TrainingDetails).findings is None
    export = Run(kind="export", details={"format": "csv", "steps": [], "name": ""})
    assert asked_of(export, ExportDetails).file is None
    assert "file" not in asked_of(export, ExportDetails).stored()


def test_details_come_typed():
    export = asked_of(Run(kind="export", details=STORED["export"]), ExportDetails)
    combine = asked_of(Run(kind="combine", details=STORED["combine"]), CombineDetails)

    assert export.steps == (
        Step(operation="drop_missing", params={"columns": ["age"]}),
    )
    assert combine.datasets == (uuid.UUID(FIRST), uuid.UUID(SECOND))
    with pytest.raises(ValidationError):
        details_of(Run(kind="plan", details={}))
    with pytest.raises(AssertionError):
        asked_of(Run(kind="export", details=STORED["export"]), PlanDetails)


@pytest.fixture
def job(conversation):
    run = Run.objects.create(owner=conversation.owner, dataset=conversation.dataset)
    waiting = events.working(str(run.id), "Calculating")
    message = events.answer(conversation, None, waiting, run=run)
    assert run.start("here:1")
    return Job(run, message, Pulse(run))


def outcome(status):
    return Outcome(status=status, error="why" if status != "succeeded" else "")


ENDS = {
    "succeeded": lambda job: job.succeeded(SAID, result={"n": 1}),
    "failed": lambda job: job.failed(SAID, error="why"),
    "cancelled": lambda job: job.cancelled(SAID),
}


@pytest.mark.django_db
@pytest.mark.parametrize("end", ENDS)
def test_whatever_the_end_the_facts_are_kept(job, end):
    job.ran(outcome("succeeded"), None, {"python": "3"})

    ENDS[end](job)()

    run = Run.objects.get(id=job.run.id)
    assert run.status == end
    assert run.versions == {"python": "3"}
    assert run.result == ({"n": 1} if end == "succeeded" else None)
    assert Message.objects.get(run=run).reply == SAID


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["cancelled", "timed_out", "failed"])
def test_the_sandbox_says_whether_it_was_cancelled(job, status):
    job.ran(outcome(status), None, {})

    job.unfinished(outcome(status), SAID)()

    expected = "cancelled" if status == "cancelled" else "failed"
    assert Run.objects.get(id=job.run.id).status == expected


@pytest.mark.django_db
@pytest.mark.parametrize("taken", [False, True])
def test_a_run_that_was_taken_away_undoes_its_work_and_says_nothing(job, taken):
    done = []
    finish = job.succeeded(
        lambda: done.append("reply") or SAID,
        then=lambda: done.append("then"),
        otherwise=lambda: done.append("otherwise"),
    )
    if taken:
        Run.objects.filter(id=job.run.id).update(worker="there:2")

    finish()

    assert done == (["otherwise"] if taken else ["reply", "then"])
    assert (Message.objects.get(run=job.run).reply == SAID) is not taken
