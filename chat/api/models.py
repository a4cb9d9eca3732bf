"""Models: trained, looked at, predicted with."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from ninja import Router
from ninja.responses import Status as Answer

from chat.api import orders
from chat.api.door import MODELS, READ, Asked
from chat.api.reach import model_of as reached_model
from chat.api.shapes import (
    Limit,
    MessageShape,
    Models,
    ModelShape,
    PredictionOrder,
    TrainingOrder,
    Wait,
    Whole,
    answers,
)
from chat.api.shown import shown_model
from chat.api.waiting import awaited
from chat.models import Conversation
from chat.orchestrator import carry_out
from chat.outcomes.command import Learn
from chat.report.handing import handed_over
from chat.tables.attached import model_bundle
from mlmodels.models import TrainedModel

router = Router(tags=["models"])


@router.get("/models", response=answers(Models), auth=READ, url_name="models")
def list_models(request: Asked, limit: Limit = 30, offset: Whole = 0) -> dict[str, Any]:
    """Your models, the newest first."""
    theirs = TrainedModel.objects.of(request.auth.owner)
    found = theirs.defer("script")[offset : offset + limit]
    return {"total": theirs.count(), "items": [shown_model(one) for one in found]}


@router.post("/models", response=answers(MessageShape, 200, 202), auth=MODELS)
def train(
    request: Asked, order: TrainingOrder, wait: Wait = 0.0
) -> Answer[MessageShape]:
    """Train a model; it is saved under ``name``, or one made of its plan.

    Usually 202: ask the message again (``/messages/{id}?wait=60``), or follow the
    conversation's events. The run's ``result`` has the scores.
    """
    conversation, asked = orders.training(request.auth.owner, order)
    return _carried_out(request, conversation, asked, order.client_id, wait)


def _carried_out(
    request: Asked,
    conversation: Conversation,
    asked: Learn,
    client_id: str | None,
    wait: float,
) -> Answer[MessageShape]:
    message = carry_out(conversation, asked.question, asked, client_id=client_id)
    shown = awaited(request, message, wait)
    return Answer(202 if shown.status == "working" else 200, shown)


@router.get("/models/{uuid:model_id}", response=answers(ModelShape), auth=READ,
            url_name="model")  # fmt: skip
def see_model(request: Asked, model_id: uuid.UUID) -> ModelShape:
    """A model: what it predicts from what, and how well."""
    return shown_model(reached_model(request.auth.owner, model_id))


@router.delete("/models/{uuid:model_id}", response=answers(None, 204), auth=MODELS)
def delete_model(request: Asked, model_id: uuid.UUID) -> Answer[None]:
    """Delete a model for good; its answers stay."""
    reached_model(request.auth.owner, model_id).retire()
    return Answer(204, None)


@router.post("/models/{uuid:model_id}/predictions", auth=MODELS,
             response=answers(MessageShape, 200, 202), url_name="predictions")  # fmt: skip
def predict(
    request: Asked,
    model_id: uuid.UUID,
    order: PredictionOrder,
    wait: Wait = 30.0,
) -> Answer[MessageShape]:
    """Predict for one row or a dataset; the latter becomes a dataset of its own."""
    into, asked = orders.prediction(request.auth.owner, model_id, order)
    return _carried_out(request, into, asked, order.client_id, wait)


@router.get("/models/{uuid:model_id}/bundle.zip", auth=READ, response=answers(None),
            url_name="bundle")  # fmt: skip
def bundle(request: Asked, model_id: uuid.UUID) -> HttpResponseBase:
    """The model with all that it needs to predict elsewhere."""
    attached = model_bundle(request.auth.owner, model_id)
    if attached is None:
        raise Http404
    return handed_over(attached)
