"""The same training again: with more rows, or next month's."""

from __future__ import annotations

from analysis.base.errors import TaskError
from chat.learning.model_names import model_named
from chat.models import Conversation
from chat.outcomes.command import Command, Learn
from chat.people.quotas import check_model
from chat.tables.changed_tables import schema_after
from chat.workflows.plan_step import training_of
from mlmodels.retraining import plan_again

command = Command(
    "retrain",
    "Train a model again on the dataset in use",
    argument="name",
    phrases=(
        r"(?:please )?re-?train(?: (?:the )?model)?(?: (\S.*?))?(?: on (?:this|the) (?:data|"
        r"data ?set|table)(?: in use)?)?",
        r"(?:please )?train (?:the )?model (\S.*) again",
    ),
    in_groups=True,
)


@command.run
def retrain(conversation: Conversation, rest: str) -> Learn:
    name = "" if rest.strip().lower() in ("it", "this", "that") else rest
    model = model_named(conversation.owner, name)
    check_model(conversation.owner)
    dataset = conversation.dataset
    if dataset is None or not dataset.is_read:
        dataset = model.dataset
    if dataset is None or not dataset.is_read:
        raise TaskError(
            "There is no dataset to train on.", "Upload one with the same columns."
        )
    schema = schema_after(dataset, model.plan.changes)
    plan = plan_again(model.plan, schema, dataset.schema)
    return training_of(plan, dataset, [], model.name)
