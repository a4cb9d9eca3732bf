"""What a trained model predicts: for a typed row, or for all rows of a dataset."""

from __future__ import annotations

import re

from analysis.errors import TaskError
from analysis.models import Dataset, Run
from analysis.reply import Choices, Notice, Option, Reply
from analysis.wording import names_of
from chat.commands.command import Command, Learn, Outcome
from chat.language.learning import is_prediction, without_courtesy
from chat.language.row_values import read_row
from chat.model_names import latest_model, taken_out
from chat.models import Conversation
from chat.workflows.prediction import start_prediction
from mlmodels.models import TrainedModel
from mlmodels.prediction import check_table

command = Command(
    "predict",
    "Predict with a trained model",
    argument="for values or a dataset",
    recognises=is_prediction,
)
_LEAD = re.compile(
    r"(?:(?:make|give me|get|run|show)(?: me)?(?: a| the| some)? predictions?|predict(?:ing|ions?)?"
    r"|what (?:would|will|is|should)(?: the| be the)?(?: predicted| expected)?)\b",
    re.IGNORECASE,
)
_ROWS = re.compile(r"\b(?:for|on|with|of|if|when|at|where|in)\b|:", re.IGNORECASE)
MEANS_THIS = re.compile(
    r"(?:all (?:the )?rows(?: of)?|every row(?: of)?)?\s*(?:(?:this|the|my|these|current|all)\s+)*"
    r"(?:data ?set|data|table|file|rows)?\s*(?:in use)?", re.IGNORECASE,
)  # fmt: skip


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


def without_lead(text: str) -> str:
    """What follows "predict", "make predictions" and their like."""
    return _LEAD.sub("", without_courtesy(text), count=1).strip()


def target_and_rows(said: str) -> tuple[str, str]:
    """ "price for sqft 1500" is the target and the row."""
    match = _ROWS.search(said)
    if match is None:
        return "", said
    return said[: match.start()].strip(" ,"), said[match.end() :].strip()


def _by_target(conversation: Conversation, target: str) -> TrainedModel:
    bare = re.sub(r"^(?:the|a|an|its|my)\s+", "", target, flags=re.IGNORECASE)
    theirs = TrainedModel.objects.of(conversation.owner)
    known = bare if theirs.filter(target__iexact=bare).exists() else ""
    return latest_model(conversation.owner, conversation.dataset, known)


def dataset_named(conversation: Conversation, rows: str) -> Dataset | None:
    """The owner's dataset that words like "all rows of new.csv" name."""
    wanted = re.sub(
        r"^(?:all |the |every |rows |row |of |in |data ?set |file )+", "", rows.strip(),
        flags=re.IGNORECASE,
    ).strip("'\"“”` ").lower()  # fmt: skip
    dataset: Dataset
    for dataset in Dataset.objects.of(conversation.owner):
        if dataset.is_read and wanted and dataset.name.lower() == wanted:
            return dataset
    return None


def refuse_unknown_file(rows: str) -> None:
    """Rows that are a file's name mean a dataset that there is not.

    Raises:
        TaskError: they are one.
    """
    file = re.fullmatch(r"(?:the |file |data ?set )*(\S.*\.\w{2,8})", rows.strip())
    if file and not re.search(r"\d\s*$", rows):
        raise TaskError(
            f"There is no dataset called “{file[1]}”.",
            hint="Upload it first; /datasets shows yours.",
            options=("/datasets",),
        )


def for_dataset(model: TrainedModel, dataset: Dataset) -> Learn:
    """The prediction for all rows.

    Raises:
        TaskError: the dataset does not have the model's columns.
    """
    check_table(model.saved(), dataset.schema)
    question = f"predict with model {model.name} for {dataset.name}"
    details = {"model": str(model.id), "values": None}
    words = f"Predicting {model.target} for {dataset.name}"
    return Learn(Run.Kind.PREDICTION, question, details, dataset, words)


def for_row(conversation: Conversation, model: TrainedModel, rows: str) -> Outcome:
    """The prediction for the row that was typed; what it lacks is asked for."""
    features = model.saved().inputs
    row = read_row(rows, features) if rows.strip() else None
    if row is None:
        return start_prediction(conversation, model, {}, (_intro(model),))
    if row.unread:
        return _unread(model, rows, row.unread)
    return start_prediction(conversation, model, row.values, (_intro(model),))


def _intro(model: TrainedModel) -> Notice:
    n_features = len(model.saved().inputs)
    return Notice(
        text=f"Model **{model}** predicts `{model.target}` from {n_features} features.",
        fix="All can be given at once, as in “predict for name value, name value”; or a"
        " whole table: “predict for this dataset”.",
    )


def _unread(model: TrainedModel, rows: str, unread: list[str]) -> Reply:
    names = [feature["name"] for feature in model.saved().inputs]
    text = f"Not understood of the row: {names_of(f'“{one}”' for one in unread)}."
    fix = f"Give each value with its feature: {', '.join(names)}."
    options = (
        Option(label="Ask me one by one", value=f"/predict {model.name}"),
        Option(label="Predict for this dataset",
               value=f"predict with model {model.name} for this dataset"),
    )  # fmt: skip
    return Reply(
        summary=text,
        blocks=(Notice(text=text, level="error", fix=fix), Choices(options=options)),
    )
