"""What programs order in fields, as what is carried out: trainings and predictions."""

from __future__ import annotations

import uuid

from analysis.models import Owner
from chat.api.problems import Problem
from chat.api.reach import (
    begin,
    conversation_for,
    conversation_of,
    dataset_of,
    model_of,
    read_dataset,
)
from chat.api.shapes import PredictionOrder, TrainingOrder
from chat.learning.rows import for_dataset
from chat.models import Conversation
from chat.outcomes.command import Learn
from chat.people.quotas import check_model
from chat.workflows.plan_step import training_of
from chat.workflows.prediction import prediction_for
from chat.workflows.training_plan import plan_of

_PLAN = {"target", "features", "model", "kind", "hyperparameters", "network"}


def training(owner: Owner, order: TrainingOrder) -> tuple[Conversation, Learn]:
    """A training, and the conversation that it belongs to.

    Raises:
        TaskError, Problem: it cannot work; it says why and what would.
    """
    check_model(owner)
    conversation = conversation_for(owner, order.conversation, order.dataset)
    dataset = conversation.dataset
    if dataset is None:
        raise Problem(409, "The conversation has no dataset in use.", "Name one.")
    said = order.model_dump(include=_PLAN, exclude_none=True)
    options = order.options.model_dump(exclude_none=True)
    plan = plan_of(conversation, {**said, "options": options})
    return conversation, training_of(
        plan, read_dataset(dataset), None, order.name or ""
    )


def prediction(
    owner: Owner, model_id: uuid.UUID, order: PredictionOrder
) -> tuple[Conversation, Learn]:
    """A prediction by a model, and the conversation that it belongs to.

    Raises:
        TaskError, Problem: it cannot work; it says why and what would.
    """
    model = model_of(owner, model_id)
    if (order.values is None) == (order.dataset is None):
        text = "A prediction is for values or for a dataset."
        raise Problem(422, text, "Give one of the two.")
    if order.dataset is not None:
        dataset = read_dataset(dataset_of(owner, order.dataset))
        asked = for_dataset(model, dataset)
    else:
        asked = prediction_for(model, order.values or {}, fill=order.fill)
    number = order.conversation
    into = conversation_of(owner, number) if number else begin(owner, model.dataset)
    return into, asked
