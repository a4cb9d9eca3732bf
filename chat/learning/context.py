"""Which trained model a conversation is about."""

from __future__ import annotations

from analysis.base.errors import TaskError
from chat.learning.model_names import latest_model
from chat.models import Conversation, Message, Run
from chat.models.details import PredictionDetails, asked_of
from chat.reader.training.questions import model_questions
from mlmodels.models import TrainedModel

_MOST_BEFORE = 20
_OF_MODELS = (Run.Kind.TRAINING, Run.Kind.PREDICTION, Run.Kind.PLAN)
_SILENT = (Run.Kind.IMPORT, Run.Kind.EXPORT, Run.Kind.SCRIPT)


def is_about_a_model(conversation: Conversation, until: Message | None) -> bool:
    """Whether the last answer trained, planned, used or described a model."""
    answers = Message.objects.filter(
        conversation=conversation, role=Message.Role.ASSISTANT
    ).select_related("run", "question")
    if until is not None:
        answers = answers.filter(id__lte=until.id)
    for answer in answers.order_by("-id")[:_MOST_BEFORE]:
        run, question = answer.run, answer.question
        if run is not None and run.kind not in _SILENT:
            return run.kind in _OF_MODELS
        asked = model_questions(question.text) if question is not None else []
        if any(one.names_model for one in asked):
            return True
    return False


def model_meant(
    conversation: Conversation, until: Message | None
) -> TrainedModel | None:
    """The model of the last prediction, else the latest of the dataset."""
    newest: TrainedModel | None
    try:
        newest = latest_model(conversation.owner, conversation.dataset)
    except TaskError:
        return None
    if (
        conversation.dataset is not None
        and newest.dataset_id != conversation.dataset_id
    ):
        return None
    last = last_prediction(conversation, until)
    if last is not None and last.created > newest.created:
        wanted = asked_of(last, PredictionDetails).model
        used = TrainedModel.objects.of(conversation.owner).filter(id=wanted).first()
        return used or newest
    return newest


def last_prediction(conversation: Conversation, until: Message | None) -> Run | None:
    """The last finished prediction for one row."""
    runs = Run.objects.filter(
        message__conversation=conversation,
        kind=Run.Kind.PREDICTION,
        status=Run.Status.SUCCEEDED,
    )
    if until is not None:
        runs = runs.filter(message__id__lte=until.id)
    run: Run
    for run in runs.order_by("-created")[:5]:
        if asked_of(run, PredictionDetails).values is not None:
            return run
    return None
