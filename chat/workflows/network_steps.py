"""The further questions of a neural network: architecture, epochs, batch size."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from analysis.base.errors import TaskError
from analysis.base.reply import Block, Choices, Code, Item, KeyValues, Option, Text
from chat.models import Conversation
from chat.reader.training.settings import read_settings
from chat.workflows.training_plan import plan_of
from chat.workflows.workflow import Answers, Step
from mlmodels.base.plan import TrainingPlan
from mlmodels.plans.network import EXAMPLE, network_example, problem_of
from mlmodels.words.plan import layers_table

_DEFAULT = re.compile(
    r"(?:1|the )?\s*(?:default|template|standard|usual)?(?: one| template)?"
)
_OWN = re.compile(r"2|(?:my )?own.*|custom.*|json|as json")
MOST_EPOCHS = 10_000
MOST_BATCH = 1_000_000
_METRICS = {"regression": "mae", "binary": "accuracy", "multiclass": "accuracy"}


def network_steps(answers: Answers) -> tuple[Step, ...]:
    """The questions; the JSON is asked for only where the default was not taken."""
    own = (_NETWORK,) if answers.get("architecture") == "own" else ()
    return (_ARCHITECTURE, *own, _EPOCHS, _BATCH)


def with_usual(answers: Answers) -> Answers:
    """The answers with the usual network where a request says all but its making.

    "30 epochs" of a network for a target from features needs no further question; the
    plan shows what was taken, to be changed.
    """
    given = answers.get("hyperparameters", {})
    said = {"target", "features"} <= set(answers) and answers.get("model") == "keras"
    if not said or not {"epochs", "batch_size"} & set(given) or "network" in answers:
        return answers
    epochs, batch = str(given.get("epochs", 50)), str(given.get("batch_size", 32))
    if not (epochs.isdigit() and 1 <= int(epochs) <= MOST_EPOCHS):
        return answers
    if not (batch.isdigit() and 1 <= int(batch) <= MOST_BATCH):
        return answers
    usual = {"architecture": "default", "epochs": int(epochs), "batch_size": int(batch)}
    return {**usual, **answers}


def _ask_architecture(conversation: Conversation, answers: Answers) -> Sequence[Block]:
    text = (
        "1 is the default template, sized from your data; 2 is your own, as JSON. A weight"
        " initialiser can stand beside it: `1 with he_uniform` (or random_normal,"
        " glorot_uniform)."
    )
    options = (
        Option(label="1 · Default template", value="1", style="primary"),
        Option(label="2 · Your own as JSON", value="2"),
    )
    return [Text(text=text), Choices(options=options)]


def _read_architecture(
    conversation: Conversation, answers: Answers, text: str
) -> Answers:
    if text.lstrip(" `").startswith(("{", "json")):
        return {"architecture": "own", **_read_network(conversation, answers, text)}
    settings = read_settings(text)
    said = settings.rest.strip(" ,.!").lower().removesuffix("with").strip(" ,")
    given = {**answers.get("hyperparameters", {}), **settings.hyperparameters}
    if _OWN.fullmatch(said):
        return {"architecture": "own", "hyperparameters": given}
    if (said or settings) and _DEFAULT.fullmatch(said):
        plan_of(conversation, {**answers, "hyperparameters": given})
        return {"architecture": "default", "hyperparameters": given}
    if re.fullmatch(r"-?\d+", said):
        raise TaskError("Number out of range. Please select 1-2.")
    raise TaskError(
        f"'{text[:60]}' is no architecture.",
        hint="Send 1 for the default template or 2 for your own as JSON.",
        options=("1", "2"),
    )


def _ask_network(conversation: Conversation, answers: Answers) -> Sequence[Block]:
    example = network_example(plan_of(conversation, answers))
    text = (
        "Send the architecture as JSON: layers from first to last, and how to compile."
    )
    return [
        Text(text=text),
        Code(
            text=json.dumps(example, indent=2),
            title="For example",
            language="json",
            collapsed=False,
        ),
    ]


def _read_network(conversation: Conversation, answers: Answers, text: str) -> Answers:
    body = re.sub(r"^\s*`{3}(?:json)?\s*|\s*`{3}\s*$|^\s*json\b", "", text.strip())
    if re.fullmatch(r"1|default(?: template)?", body.strip().lower()):
        return {"architecture": "default"}
    try:
        given = json.loads(body)
    except ValueError as error:
        raise _no_json(error, body) from None
    if not isinstance(given, dict):
        raise TaskError(
            "The architecture is not an object.",
            hint='It looks like {"layers": [{"type": "Dense", …}, …], "compile": {…}}.',
        )
    try:
        plan_of(conversation, {**answers, "network": given})
    except TaskError as error:
        # Its options are words for a place within the JSON, not answers.
        raise TaskError(error.message, error.hint) from None
    return {"network": given}


def _no_json(error: ValueError, body: str) -> TaskError:
    if isinstance(error, json.JSONDecodeError) and body.lstrip().startswith("{"):
        return TaskError(
            f"This is no valid JSON: {error.msg} in line {error.lineno}, column"
            f" {error.colno}.",
            hint="Mind commas, quotation marks and brackets.",
        )
    return TaskError(
        "This is no JSON.",
        hint='Send {"layers": […], "compile": {…}}, or 1 for the default template.',
    )


def _ask_epochs(conversation: Conversation, answers: Answers) -> Sequence[Block]:
    usual = int(_given(answers, "epochs", 50))
    return [
        *_drawn(plan_of(conversation, answers)),
        Text(text=f"How many epochs? A whole number from 1 to {MOST_EPOCHS:,}."),
        Choices(options=(
            Option(label=f"{usual}", value=str(usual), style="primary"),
            Option(label="100", value="100"),
            Option(label="200", value="200"),
        )),
    ]  # fmt: skip


def _drawn(plan: TrainingPlan) -> list[Block]:
    """The architecture: its layers, and how it learns."""
    assert plan.network is not None
    problem = problem_of(plan)
    facts = (
        ("Loss", plan.network["loss"]),
        ("Optimizer", str(plan.hyperparameters.get("optimizer", "adam"))),
        ("Metric", _METRICS[problem]),
        ("Problem", {"binary": "two classes", "multiclass": f"{len(plan.classes)} classes",
                     "regression": "a number"}[problem]),
    )  # fmt: skip
    items = tuple(
        Item(label=label, value=value, format="text") for label, value in facts
    )
    return [layers_table(plan), KeyValues(items=items)]


def _given(answers: Answers, name: str, usual: int) -> Any:
    return answers.get("hyperparameters", {}).get(name, usual)


def _read_epochs(conversation: Conversation, answers: Answers, text: str) -> Answers:
    return {"epochs": _whole(text, "epochs", "epochs?", MOST_EPOCHS, 50, answers)}


def _ask_batch(conversation: Conversation, answers: Answers) -> Sequence[Block]:
    usual = _given(answers, "batch_size", 32)
    text = f"What batch size? (default {usual})"
    button = Option(label=f"{usual}", value=str(usual), style="primary")
    return [Text(text=text), Choices(options=(button,))]


def _read_batch(conversation: Conversation, answers: Answers, text: str) -> Answers:
    words = "batch(?:es)?(?: size)?(?: of)?"
    return {"batch_size": _whole(text, "batch_size", words, MOST_BATCH, 32, answers)}


def _whole(
    text: str, name: str, words: str, most: int, usual: int, answers: Answers
) -> int:
    """A whole number from 1 to ``most``, with or without its noun; or the default."""
    said = text.strip().strip(".!").lower()
    if said in ("", "default", "usual", "ok", "the default"):
        return int(_given(answers, name, usual))
    match = re.fullmatch(
        rf"(?:{words}[ :=]*)?(\d{{1,9}}|\d{{1,3}}(?:,\d{{3}})+)\s*(?:{words})?", said
    )
    if match and 1 <= int(match[1].replace(",", "")) <= most:
        return int(match[1].replace(",", ""))
    noun = name.replace("_", " ")
    raise TaskError(
        f"'{text.strip()[:40]}' cannot be the {noun}.",
        hint=f"Allowed is a whole number from 1 to {most:,}; {usual} is usual.",
    )


_ARCHITECTURE = Step(
    "architecture", "Which architecture?", _ask_architecture, _read_architecture
)
_NETWORK = Step("network", "Your architecture as JSON", _ask_network, _read_network)
_EPOCHS = Step("epochs", "How many epochs? (1-10000)", _ask_epochs, _read_epochs)
_BATCH = Step("batch_size", "What batch size?", _ask_batch, _read_batch)

__all__ = ["EXAMPLE", "network_steps"]
