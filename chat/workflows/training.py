"""Guided training: target, features, model, (for networks: their making), the plan."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from analysis.base.columns import Column, Schema
from analysis.base.errors import TaskError
from analysis.base.reply import (
    Block,
    Choices,
    Notice,
    Option,
    Reply,
    Table,
    TableColumn,
    Text,
)
from chat.models import Conversation, Run
from chat.outcomes.command import Guided, Learn
from chat.reader.training.columns_said import columns_chosen
from chat.reader.training.request import TrainingRequest
from chat.reader.training.selection import select_columns
from chat.workflows.likely_targets import likely_target
from chat.workflows.model_choice import ask_model, read_model
from chat.workflows.network_steps import network_steps, with_usual
from chat.workflows.plan_step import plan_step, training_run
from chat.workflows.training_plan import dataset_schema, plan_of, unused_note
from chat.workflows.workflow import Answers, Step, Workflow

_MOST_LISTED = 60
_MOST_BUTTONS = 8
_ANYWAY = re.compile(r"\s+(?:anyway|any way|continue)$", re.IGNORECASE)


_ANY_MODEL = "auto"
_SEVERAL = (
    "No model was named, so several are tried and the best of them is kept; "
    "name one to take that instead."
)


def _steps(conversation: Conversation, answers: Answers) -> Sequence[Step]:
    network = network_steps(answers) if answers.get("model") == "keras" else ()
    return (*_FIRST, *network, plan_step)


def _fits(conversation: Conversation, answers: Answers) -> bool:
    return str(conversation.dataset_id) == answers.get("dataset")


def _finish(conversation: Conversation, answers: Answers) -> Guided:
    return Guided("", {}, training_run(conversation, answers))


def start_training(conversation: Conversation, request: TrainingRequest) -> Guided:
    """Begin with what a request already says; ask for the first thing it does not.

    Raises:
        TaskError: there is no table, or what was said cannot work.
    """
    dataset_schema(conversation)
    said = {**request.answers, "dataset": str(conversation.dataset_id)}
    if request.likely:
        said["likely"] = request.likely
    if request.unused:
        said["unused"] = list(request.unused)
    if request.others:
        said["others"] = list(request.others)
    answers, error = _possible(conversation, dict(with_usual(said)), request.error)
    told = [Notice(text=unused_note(request.unused))] if request.unused else []
    if error is None and _lacks_only_a_model(request, answers):
        answers["model"] = _ANY_MODEL
        told.append(Notice(text=_SEVERAL))
    if error is None:
        return workflow.go_on(conversation, answers, told)
    guided = workflow.go_on(conversation, answers, (_notice(error), *told))
    if isinstance(guided.outcome, Learn):
        raise error
    asked = guided.outcome
    blocks = list(asked.blocks)
    if error.options:
        options = tuple(Option(label=one, value=one) for one in error.options)
        blocks.insert(1, Choices(options=options))
    reply = Reply(summary=error.message, blocks=tuple(blocks))
    return Guided(guided.workflow, guided.answers, reply)


def _lacks_only_a_model(request: TrainingRequest, answers: dict[str, Any]) -> bool:
    """Whether a request in one sentence says all but which model: its plan is shown."""
    return {"target", "features"} <= set(request.answers) and "model" not in answers


def _notice(error: TaskError) -> Notice:
    return Notice(text=error.message, level="error", fix=error.hint)


def _possible(
    conversation: Conversation, said: dict[str, Any], error: TaskError | None
) -> tuple[dict[str, Any], TaskError | None]:
    """The answers without the one that cannot be, and why it cannot."""
    if "target" not in said:
        return said, error
    for given in ("target", "features", "model"):
        if given not in said:
            continue
        known = ("dataset", "kind", "many_classes", "target")
        tried = {
            name: value
            for name, value in said.items()
            if name in known
            or (name == "features" and given != "target")
            or given == "model"
        }
        try:
            plan_of(conversation, tried)
        except TaskError as problem:
            left = {name: value for name, value in said.items() if name != given}
            left.pop("hyperparameters" if given == "model" else "", None)
            if given == "target":
                left.pop("kind", None)
            return left, problem
    return said, error


def _ask_target(conversation: Conversation, answers: Answers) -> Sequence[Block]:
    schema = dataset_schema(conversation)
    likely = likely_target(schema, answers.get("kind"), answers.get("likely", ""))
    table = _numbered(schema.columns, {likely: "the likely one"} if likely else {})
    ways = "Answer with a number or a name."
    blocks: list[Block] = [table, Text(text=ways, muted=True)]
    if likely:
        button = Option(label=likely, value=likely, style="primary")
        blocks.append(Choices(options=(button,)))
    return blocks


def _read_target(conversation: Conversation, answers: Answers, text: str) -> Answers:
    schema = dataset_schema(conversation)
    anyway = _ANYWAY.search(text)
    chosen = select_columns(_ANYWAY.sub("", text), schema.names)
    if len(chosen) > 1:
        raise TaskError(
            "One column can be predicted at a time.", "Choose one by number or name."
        )
    said = {**answers, "target": chosen[0], "many_classes": bool(anyway)}
    said.pop("features", None)
    said.pop("model", None)
    try:
        plan_of(conversation, said)
    except TaskError as error:
        if error.options == ("continue",):
            error.options = (f"{chosen[0]} anyway",)
        raise
    features = answers.get("features")
    found: dict[str, Any] = {"target": chosen[0], "many_classes": bool(anyway)}
    if isinstance(features, list) and chosen[0] in features:
        kept = [name for name in features if name != chosen[0]]
        found["features"] = kept or "all"
    return found


def _candidates(schema: Schema, target: str) -> list[Column]:
    return [column for column in schema.columns if column.name != target]


def _ask_features(conversation: Conversation, answers: Answers) -> Sequence[Block]:
    schema, target = dataset_schema(conversation), answers["target"]
    left_out = {
        note.partition(" is left out: ")[0]: note.partition(" is left out: ")[2]
        for note in plan_of(conversation, _until_features(answers)).notes
        if " is left out: " in note
    }
    notes = {name: f"left out by “all”: {why}" for name, why in left_out.items()}
    ways = (
        f"Target `{target}`. Answer like `1`, `1,2,3`, `1-5`, `age,2,4-6`, names, `all`"
        " or `all except …`."
    )
    every = Option(label="All", value="all", style="primary")
    return [
        Text(text=ways),
        _numbered(_candidates(schema, target), notes),
        Choices(options=(every,)),
    ]


def _until_features(answers: Answers) -> dict[str, Any]:
    known = ("dataset", "kind", "many_classes", "target")
    return {name: answers[name] for name in known if name in answers}


def _read_features(conversation: Conversation, answers: Answers, text: str) -> Answers:
    schema, target = dataset_schema(conversation), answers["target"]
    names = [column.name for column in _candidates(schema, target)]
    if text.strip().strip("`'\"").casefold() == target.casefold():
        raise TaskError(
            f"'{target}' is the target; it cannot be a feature too.",
            "Choose among the others.",
        )
    chosen = columns_chosen(text, names, schema)
    features: Any = "all" if chosen == names else chosen
    plan_of(conversation, {**_until_features(answers), "features": features})
    return {"features": features}


def _numbered(columns: Sequence[Column], notes: dict[str, str]) -> Table:
    rows = tuple(
        (number, column.name, column.kind, notes.get(column.name, ""))
        for number, column in enumerate(columns[:_MOST_LISTED], start=1)
    )
    return Table(
        columns=(
            TableColumn(label="Number", format="integer"),
            TableColumn(label="Column", format="code"),
            TableColumn(label="Kind", format="text"),
            TableColumn(label="", format="text"),
        ),
        rows=rows,
        n_total=len(columns) if len(columns) > _MOST_LISTED else None,
    )


_FIRST = (
    Step("target", "Which column is to be predicted?", _ask_target, _read_target),
    Step("features", "Which features?", _ask_features, _read_features),
    Step("model", "Which model?", ask_model, read_model),
)

workflow = Workflow(
    name="training",
    title="The training",
    steps=_steps,
    finish=_finish,
    fits=_fits,
    about="dataset",
    command="train",
)

__all__ = ["Run", "start_training", "workflow"]
