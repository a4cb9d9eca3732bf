"""From the words of "/script …" to what is run: a task, a script, or a question back."""

from __future__ import annotations

import re
from typing import Any

from rapidfuzz import fuzz, process

from analysis.base.columns import Schema
from analysis.base.errors import TaskError
from analysis.base.parameters import ColumnRole
from analysis.base.reply import Choices, Option, Reply, Text
from analysis.base.task import Step, Task
from analysis.models import Dataset
from analysis.operations import operation_named
from analysis.scripts.report import refusal
from analysis.scripts.script_templates import Template, TemplateFault, templates
from analysis.scripts.template_header import TemplateParameter
from analysis.scripts.writing import Source, framed
from chat.linking.outcomes import Understood
from chat.models import Conversation
from chat.outcomes.command import Outcome, Perform, RunScript, Say
from chat.people.violations import record_refusal
from chat.reader.messages import read_message
from chat.reader.training.recognising import is_training
from chat.scripts.arguments import Arguments, bound, fits, read_arguments
from chat.scripts.learning import (
    PREDICTING,
    TRAINING,
    in_imperative,
    prediction_script,
    script_in_words,
    training_in_words,
    training_script,
    training_with_settings,
    trains_from_features,
)
from chat.tables.working import working_schema
from sandbox.validator import validate

_OFFERED = 12
_ARTICLE = re.compile(r"^(?:an?|the|my)\s+", re.IGNORECASE)
_TAIL = re.compile(r"\s+(?:script|template|code|please)$", re.IGNORECASE)


def read_request(rest: str, conversation: Conversation, dataset: Dataset) -> Outcome:
    """What a request for a script comes to.

    A template's name (or one of its other names) with columns behind it is taken at its
    word; anything else is read like every message, and its answer comes as a script.

    Raises:
        TaskError: a column or setting does not fit the template.
    """
    rest = _TAIL.sub("", _ARTICLE.sub("", rest.strip()).rstrip(".!?"))
    named = named_template(in_imperative(rest))
    if named is None:
        return script_in_words(rest, conversation) or Say(rest, script=True)
    template, words = named
    if template.name == PREDICTING:
        return _prediction(words, rest, conversation)
    schema = working_schema(conversation)
    arguments = read_arguments(words, schema)
    trains = TRAINING.get(template.name) if template.own else None
    if arguments.unread and trains:
        outcome = training_with_settings(template.name, words, conversation)
        if outcome is not None:
            return outcome
    if arguments.unread:
        return _in_plain_words(template, rest, arguments, schema)
    params = bound(template, arguments)
    missing = _missing(template, params)
    if missing is not None:
        return _ask_for(template, missing, rest, params, schema)
    if template.header.operation:
        return Perform(_task(template, params))
    if trains:
        return training_script(template.name, params, conversation)
    return _stored(template, params, dataset, rest)


def _prediction(words: str, rest: str, conversation: Conversation) -> Outcome:
    """ "predict survived from age" trains; without features a model there is predicts."""
    said = in_imperative(rest)
    if trains_from_features(said) and is_training(said):
        return training_in_words(said, conversation)
    return prediction_script(words, conversation)


def named_template(text: str) -> tuple[Template, str] | None:
    """The template that a text begins with, by its longest name, and the text's rest."""
    lowered = text.lower()
    found: tuple[int, Template] | None = None
    for template in templates().values():
        for name in template.names:
            after = lowered[len(name) : len(name) + 1]
            if lowered.startswith(name) and not (after.isalnum() or after == "_"):
                if found is None or len(name) > found[0]:
                    found = len(name), template
                break
    return (found[1], text[found[0] :]) if found else None


def _task(template: Template, params: dict[str, Any]) -> Task:
    operation = operation_named(template.header.operation)
    return Task(
        steps=(Step(operation=operation.name, params=params),),
        understood=(f"Script for: {operation.words(params)}",),
        template=template.name,
        source="command",
    )


def _in_plain_words(
    template: Template, rest: str, arguments: Arguments, schema: Schema
) -> Outcome:
    """More than columns was said (conditions, methods): the parser reads the whole."""
    if template.header.operation:
        title = operation_named(template.header.operation).title
        for text in (rest, f"{title} {rest}"):
            reading = read_message(text, schema)
            if isinstance(reading, Understood) and any(
                step.operation == template.header.operation
                for step in reading.task.steps
            ):
                task = reading.task.model_copy(update={"template": template.name})
                return Perform(task)
    word = arguments.unread[0]
    near = process.extract(word, schema.names, scorer=fuzz.WRatio, limit=3)
    options = tuple(
        f"/script {template.name} {name}" for name, score, _ in near if score > 50
    )
    raise TaskError(
        f"There is no column “{word}” in the table.",
        hint="Send /columns to see all columns.",
        options=options,
    )


def _missing(template: Template, params: dict[str, Any]) -> TemplateParameter | None:
    for parameter in template.header.required:
        if parameter.name not in params:
            return parameter
        if fewest_columns(template, parameter) > len(_listed(params[parameter.name])):
            return parameter
    return None


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def fewest_columns(template: Template, parameter: TemplateParameter) -> int:
    """How many columns a required parameter needs at least."""
    if not template.header.operation:
        return 1
    operation = operation_named(template.header.operation)
    role = operation.parameters[parameter.name].role
    return role.minimum if isinstance(role, ColumnRole) and role.many else 1


def _ask_for(
    template: Template,
    parameter: TemplateParameter,
    rest: str,
    params: dict[str, Any],
    schema: Schema,
) -> Reply:
    said = f"/script {' '.join(rest.split())}"
    grouping = parameter.name.startswith("group")
    words = _WHICH.get(parameter.kind, "value")
    prompt = f"{template.header.title}: which {words} for {parameter.name}?"
    if not parameter.names_columns:
        text = f"{prompt} For example: {said} {parameter.name}=…"
        return Reply(summary=prompt, blocks=(Text(text=text),))
    used = {name for value in params.values() for name in _listed(value)}
    names = [
        c.name for c in schema.columns if fits(parameter, c) and c.name not in used
    ]
    if not names:
        raise TaskError(
            f"{template.header.title} needs a {words} for {parameter.name};"
            " the table has none left.",
            hint="Send /columns to see the kinds of the columns.",
        )
    joint = " by " if grouping and " by " not in said else " "
    options = tuple(
        Option(label=name, value=f"{said}{joint}{name}") for name in names[:_OFFERED]
    )
    blocks = (Text(text=prompt), Choices(options=options))
    return Reply(summary=prompt, blocks=blocks)


_WHICH = {
    "column": "column",
    "columns": "column",
    "number column": "column of numbers",
    "number columns": "column of numbers",
    "group column": "column of groups",
    "group columns": "column of groups",
}


def _stored(
    template: Template, params: dict[str, Any], dataset: Dataset, title: str
) -> Outcome:
    """The script of an administrator's template that holds its own code.

    Its frame is validated; what reads the file is the project's own.
    """
    used = {name for one in template.header.parameters if one.names_columns
            for name in _listed(params.get(one.name, []))}  # fmt: skip
    names = dataset.schema.names
    columns = [name for name in names if name in used] or list(names)
    source = Source(
        dataset.name, dataset.schema.n_rows, dataset.sha256, dataset.receipt.recipe
    )
    try:
        script = framed(template, source, columns, title, params=params)
    except TemplateFault as fault:
        raise TaskError(
            f"The template {template.name} cannot be used with this: {fault}",
            hint="Tell the administrator of this server.",
        ) from fault
    violations = validate(script.frame)
    if violations:
        record_refusal(dataset.owner, violations)
        return refusal(violations, script.frame)
    return RunScript(script.text, dataset, template.name, checked=True)
