"""Where a conversation stands: derived from what is stored, so a restart changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from analysis.models import Run
from chat.models import Conversation
from chat.workflows import active_workflow


class State(StrEnum):
    IDLE = "idle"
    AWAITING_DATA = "awaiting data"
    DATA_LOADED = "data loaded"
    GUIDED = "guided"
    CALCULATING = "calculating"
    TRAINING = "training"
    TRAINED = "trained"
    PREDICTING = "predicting"
    COMPLETED = "completed"
    ERROR = "error"


@dataclass(frozen=True)
class Facts:
    """What is stored of a conversation.

    ``kind`` and ``status`` are those of its newest run, empty without one; ``spoken`` is
    whether there is a message; ``step`` says where in the guided
    ``workflow`` it stands.
    """

    spoken: bool = False
    has_data: bool = False
    workflow: str = ""
    step: str = ""
    kind: str = ""
    status: str = ""


# What is going on, and what it has come to, by the kind of the newest run.
_GOING_ON = {
    "import": State.AWAITING_DATA,
    "training": State.TRAINING,
    "prediction": State.PREDICTING,
}
_ASKING = {"prediction": State.PREDICTING}
_CAME_TO = {"import": State.DATA_LOADED, "training": State.TRAINED}


def derive(facts: Facts) -> State:
    """The state that follows from the facts.

    A run that is going on counts first, then an unfinished workflow: its steps keep
    their place whatever was asked in between.
    """
    if facts.status in Run.ACTIVE:
        return _GOING_ON.get(facts.kind, State.CALCULATING)
    if facts.workflow:
        return _ASKING.get(facts.workflow, State.GUIDED)
    if facts.status == Run.Status.FAILED:
        return State.ERROR
    if facts.status == Run.Status.SUCCEEDED and (
        facts.has_data or facts.kind != "import"
    ):
        return _CAME_TO.get(facts.kind, State.COMPLETED)
    if facts.has_data:
        return State.DATA_LOADED
    return State.AWAITING_DATA if facts.spoken else State.IDLE


def facts_of(conversation: Conversation) -> Facts:
    """What the rows say about a conversation."""
    newest = (
        Run.objects.filter(message__conversation=conversation)
        .order_by("-message__id")
        .values_list("kind", "status")
        .first()
    )
    kind, status = newest or ("", "")
    dataset, workflow = conversation.dataset, active_workflow(conversation)
    return Facts(
        spoken=conversation.messages.exists(),
        has_data=dataset is not None and dataset.is_read,
        workflow=workflow.name if workflow else "",
        step=workflow.where(conversation, conversation.answers) if workflow else "",
        kind=kind,
        status=status,
    )


def state_of(conversation: Conversation) -> State:
    """The state of a conversation as it is stored."""
    return derive(facts_of(conversation))


def state_words(conversation: Conversation) -> str:
    """The state as people read it: a guided one with its workflow and step."""
    facts = facts_of(conversation)
    state = derive(facts)
    if facts.workflow and state in (State.GUIDED, *_ASKING.values()):
        return f"{facts.workflow}, {facts.step.lower()}"
    return str(state)
