"""What a trained model predicts: for a typed row, or for all rows of a dataset."""

from __future__ import annotations

import re

from analysis.base.errors import TaskError
from chat.learning.model_names import latest_model, taken_out
from chat.learning.rows import (
    MEANS_THIS,
    dataset_named,
    for_dataset,
    for_row,
    refuse_unknown_file,
    target_and_rows,
    without_lead,
)
from chat.models import Conversation
from chat.outcomes.command import Command, Outcome
from chat.reader.training.recognising import is_prediction
from mlmodels.models import TrainedModel

command = Command(
    "predict",
    "Predict with a trained model",
    argument="for values or a dataset",
    recognises=is_prediction,
    in_groups=True,
)


@command.run
def predict(conversation: Conversation, rest: str) -> Outcome:
    owner, dataset = conversation.owner, conversation.dataset
    model, said = taken_out(owner, without_lead(rest))
    target, rows = target_and_rows(said)
    if model is None:
        model = _by_target(conversation, target)
    named = dataset_named(conversation, rows)
    if named is not None:
        return for_dataset(model, named)
    if rows and MEANS_THIS.fullmatch(rows.strip()) and rows.strip():
        if dataset is None or not dataset.is_read:
            raise TaskError("There is no dataset in use.", "Upload one, or name it.")
        return for_dataset(model, dataset)
    refuse_unknown_file(rows)
    return for_row(conversation, model, rows)


def _by_target(conversation: Conversation, target: str) -> TrainedModel:
    bare = re.sub(r"^(?:the|a|an|its|my)\s+", "", target, flags=re.IGNORECASE)
    theirs = TrainedModel.objects.of(conversation.owner)
    known = bare if theirs.filter(target__iexact=bare).exists() else ""
    return latest_model(conversation.owner, conversation.dataset, known)
