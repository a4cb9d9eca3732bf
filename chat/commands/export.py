"""The prepared table as a file, and everything else that can be taken away."""

from __future__ import annotations

from analysis.base.errors import TaskError
from analysis.base.reply import Choices, Notice, Option, Reply, Text
from analysis.base.task import Step
from analysis.base.wording import counted
from analysis.models import Dataset
from analysis.operations import operation_named
from analysis.tables.exporting import FORMATS
from chat.commands.export_model import export as export_model
from chat.commands.report import offer as offer_report
from chat.models import Conversation
from chat.models.details import ExportDetails
from chat.outcomes.command import Command, Learn, Outcome
from chat.outcomes.welcome import no_dataset_reply
from chat.reader.export_request import is_export, read_export, steps_for
from chat.report import turns_of
from chat.tables.standing import prepared
from chat.tables.working import working_schema
from mlmodels.models import TrainedModel

command = Command(
    "export",
    "The prepared data as CSV, Excel or Parquet, a model, or this conversation",
    argument="format",
    recognises=is_export,
    in_groups=True,
    of_table=True,
)
_MODEL = ("model", "bundle")
_REPORT = ("report", "conversation", "chat", "notebook", "html", "markdown")


@command.run
def export(conversation: Conversation, rest: str) -> Outcome:
    word, _, behind = rest.strip().partition(" ")
    if word.lower() in _MODEL:
        return export_model(conversation, behind.strip())
    if word.lower() in _REPORT:
        return offer_report(conversation, "")
    asked = read_export(rest if is_export(rest) else f"export {rest}")
    dataset = _dataset(conversation, asked.table or asked.file)
    if dataset is None:
        return no_dataset_reply()
    if asked.table and asked.table.lower() != dataset.name.lower():
        raise TaskError(
            f"There is no dataset called “{asked.table}”.",
            hint="Send /datasets to see yours.",
            options=("/datasets",),
        )
    in_use = dataset.id == conversation.dataset_id
    schema = working_schema(conversation) if in_use else dataset.schema
    chosen = steps_for(asked.part, schema)
    if not asked.ending:
        return _choices(conversation, dataset, asked.part)
    file = "" if asked.file.lower() == dataset.name.lower() else asked.file
    return export_of(conversation, dataset, asked.ending, file, chosen)


def _dataset(conversation: Conversation, named: str) -> Dataset | None:
    """The dataset that a message names, as in "convert sales.csv"; else that in use."""
    theirs = Dataset.objects.of(conversation.owner).filter(name__iexact=named)
    found = [one for one in theirs if one.is_read] if named else []
    dataset = found[0] if found else conversation.dataset
    return dataset if dataset is not None and dataset.is_read else None


def export_of(
    conversation: Conversation,
    dataset: Dataset,
    ending: str,
    file: str = "",
    chosen: tuple[Step, ...] = (),
) -> Learn:
    """A dataset to be written as a file; that in use as the conversation changed it."""
    before = prepared(conversation) if dataset.id == conversation.dataset_id else ()
    title = FORMATS[ending].title
    question = f"export {dataset.name} as {title}"
    details = ExportDetails(format=ending, steps=(*before, *chosen), name=file)
    return Learn(question, details, dataset, f"Writing {title}")


def _choices(conversation: Conversation, dataset: Dataset, part: str) -> Reply:
    """What can be taken away: the data in each format, a model, the conversation."""
    steps = prepared(conversation)
    changes = f", with {counted(len(steps), 'change')}" if steps else ""
    summary = f"What would you like to take away of {dataset.name}?"
    behind = f" {part}" if part else ""
    formats = tuple(
        Option(label=f"Data as {one.title}", value=f"/export {one.ending}{behind}")
        for one in FORMATS.values()
    )
    blocks: list[Text | Notice | Choices] = [
        Text(text=f"**{summary}**"),
        Choices(prompt=f"The prepared data{changes}", options=formats),
    ]
    if steps:
        words = "; ".join(operation_named(s.operation).words(s.params) for s in steps)
        blocks.insert(1, Text(text=f"Changes: {words}.", muted=True))
    further = tuple(_further(conversation))
    if further:
        blocks.append(Choices(prompt="Something else", options=further))
    return Reply(summary=summary, blocks=tuple(blocks))


def _further(conversation: Conversation) -> list[Option]:
    found = []
    model = TrainedModel.objects.of(conversation.owner).order_by("-created").first()
    if model is not None:
        value = f"export model {model.name}"
        found.append(Option(label=f"Model {model}", value=value))
    if any(turn.run for turn in turns_of(conversation)):
        label = "This conversation: notebook, report, script"
        found.append(Option(label=label, value="/report"))
    return found
