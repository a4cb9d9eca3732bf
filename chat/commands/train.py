"""Training a model: guided, or in one sentence."""

from __future__ import annotations

import re

from analysis.base.errors import TaskError
from chat.models import Conversation, Run
from chat.models.details import TrainingDetails, asked_of
from chat.outcomes.command import Command, Outcome
from chat.outcomes.welcome import no_dataset_reply
from chat.people.quotas import check_model
from chat.reader.training.recognising import is_training
from chat.reader.training.request import TrainingRequest, read_training
from chat.workflows.plan_step import training_of
from chat.workflows.training import start_training
from chat.workflows.training_plan import dataset_schema

command = Command(
    "train",
    "Train a model, step by step or in one sentence",
    argument="what to predict",
    phrases=(r"(start)(?: (?:the )?training)?(?: again)?",),
    recognises=is_training,
    in_groups=True,
)
_AGAIN = re.compile(r"again ([0-9a-f]{8})", re.IGNORECASE)


@command.run
def train(conversation: Conversation, rest: str) -> Outcome:
    again = _AGAIN.fullmatch(rest.strip())
    if again or rest == "start":
        return _repeated(conversation, again[1].lower() if again else "")
    dataset = conversation.dataset
    if dataset is None or not dataset.is_read:
        return no_dataset_reply(
            "Please upload a table first; then train a model on it."
        )
    check_model(conversation.owner)
    request = _read(rest, conversation)
    return start_training(conversation, request)


def _read(rest: str, conversation: Conversation) -> TrainingRequest:
    schema = dataset_schema(conversation)
    said = rest if not rest or is_training(rest) else f"train a model: {rest}"
    if rest in schema.names:
        return TrainingRequest({"target": rest})
    request = read_training(said, schema)
    earlier = conversation.answers if conversation.workflow == "training" else {}
    if "target" not in earlier:
        kept = {n: v for n, v in earlier.items() if n not in ("dataset", "likely")}
        request.answers = {**kept, **request.answers}
    return request


def _repeated(conversation: Conversation, wanted: str) -> Outcome:
    theirs = Run.objects.of(conversation.owner).filter(kind=Run.Kind.TRAINING)
    if not wanted:
        theirs = theirs.filter(message__conversation=conversation)
    for run in theirs.select_related("dataset").order_by("-created")[:200]:
        if str(run.id).startswith(wanted):
            if run.dataset is None or not run.dataset.is_read:
                raise TaskError(
                    "Its dataset is not there any more.", "Upload it again."
                )
            check_model(conversation.owner)
            asked = asked_of(run, TrainingDetails)
            return training_of(asked.plan, run.dataset, asked.findings, asked.name)
    what = f" “{wanted}”" if wanted else " to start"
    raise TaskError(f"There is no training{what}.", "Plan one: /train", ("/train",))
