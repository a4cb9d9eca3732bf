"""Where a conversation stands: derived from what is stored, so a restart changes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from chat.models import Conversation, Run
from chat.runs.kinds import KINDS, RunKind, State
from chat.workflows import active_workflow


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


# A form that is being filled in counts as what it is for.
_ASKING = {"prediction": State.PREDICTING}


def derive(facts: Facts) -> State:
    """The state that follows from the facts.

    A run that is going on counts first, then an unfinished workflow: its steps keep
    their place whatever was asked in between.
    """
    if facts.status in Run.ACTIVE:
        return _kind(facts).going_on
    if facts.workflow:
        return _ASKING.get(facts.workflow, State.GUIDED)
    if facts.status == Run.Status.FAILED:
        return State.ERROR
    if facts.status == Run.Status.SUCCEEDED and (
        facts.has_data or facts.kind != "import"
    ):
        return _kind(facts).came_to
    if facts.has_data:
        return State.DATA_LOADED
    return State.AWAITING_DATA if facts.spoken else State.IDLE


def _kind(facts: Facts) -> RunKind:
    """A kind that this version does not know counts as a calculation."""
    return KINDS.get(facts.kind, KINDS[Run.Kind.ANALYSIS])


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
