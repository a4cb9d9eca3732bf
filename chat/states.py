"""Where a conversation stands, derived from what is stored of it."""

from __future__ import annotations

from enum import StrEnum

from analysis.models import Run
from chat.models import Conversation
from chat.workflows import active_workflow
from mlmodels.models import TrainedModel


class State(StrEnum):
    """The states of a conversation; a guided step is told by its workflow's name."""

    IDLE = "idle"
    AWAITING_DATA = "awaiting data"
    DATA_LOADED = "data loaded"
    GUIDED = "guided"
    TRAINING = "training"
    TRAINED = "trained"
    PREDICTING = "predicting"
    COMPLETED = "completed"
    ERROR = "error"


def state_of(conversation: Conversation) -> State:
    """What goes on now, else what a guided workflow waits for, else what came last."""
    theirs = Run.objects.filter(message__conversation=conversation)
    active = set(theirs.filter(status__in=Run.ACTIVE).values_list("kind", flat=True))
    if Run.Kind.TRAINING in active:
        return State.TRAINING
    if Run.Kind.PREDICTION in active:
        return State.PREDICTING
    workflow = active_workflow(conversation)
    if workflow is not None:
        return State.PREDICTING if workflow.name == "prediction" else State.GUIDED
    if conversation.dataset is None or not conversation.dataset.is_read:
        started = conversation.messages.exists()
        return State.AWAITING_DATA if started else State.IDLE
    return _after(conversation, theirs.order_by("-created").first())


def _after(conversation: Conversation, last: Run | None) -> State:
    if last is None or last.kind == Run.Kind.IMPORT:
        return State.DATA_LOADED
    if last.status == Run.Status.FAILED:
        return State.ERROR
    if last.kind == Run.Kind.TRAINING and last.status == Run.Status.SUCCEEDED:
        kept = TrainedModel.objects.of(conversation.owner)
        return State.TRAINED if kept.exists() else State.COMPLETED
    return State.COMPLETED
