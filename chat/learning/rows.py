"""Which rows a message about predictions means, and the prediction for them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from analysis.base.columns import Schema
from analysis.base.errors import TaskError
from analysis.base.reply import Block, Choices, Notice, Option, Reply
from analysis.base.wording import figure, names_of, percent
from analysis.models import Dataset
from chat.models import Conversation, Run
from chat.models.details import PredictionDetails, asked_of
from chat.outcomes.command import Learn, Outcome
from chat.reader.training.described import read_described
from chat.reader.training.questions import row_words
from chat.reader.training.recognising import without_courtesy
from chat.reader.training.relative import Shift, relative_change
from chat.reader.training.request import linked_columns
from chat.reader.training.row_values import TypedRow, read_row
from chat.workflows.prediction import start_prediction
from mlmodels.models import TrainedModel
from mlmodels.prediction import check_table, row_table

_LEAD = re.compile(
    r"(?:(?:make|give me|get|run|show)(?: me)?(?: a| the| some)? predictions?|predict(?:ing|ions?)?"
    r"|what (?:would|will|is|should)(?: the| be the)?(?: predicted| expected)?)\b",
    re.IGNORECASE,
)
# Values in a sentence from which on it describes a row, whatever is asked of it.
_TELLING = 3
# What chooses rows, counts or sums them up: no row is described by it.
_TURNING = frozenset(
    """over under above below between only except mean average median total sum rows each
    every all by per""".split()
)
_CHANGES = re.compile(
    r"\b(?:were|was|is|had been|would be|becomes?|to|at|instead|only|just|it|he|she|they"
    r"|had|has)\b",
    re.IGNORECASE,
)
_ROWS = re.compile(r"\b(?:for|on|with|of|if|when|at|where|in)\b|:", re.IGNORECASE)
MEANS_THIS = re.compile(
    r"(?:all (?:the )?rows(?: of)?|every row(?: of)?)?\s*(?:(?:this|the|my|these|current|all)\s+)*"
    r"(?:data ?set|data|table|file|rows)?\s*(?:in use)?", re.IGNORECASE,
)  # fmt: skip


def without_lead(text: str) -> str:
    """What follows "predict", "make predictions" and their like."""
    return _LEAD.sub("", without_courtesy(text), count=1).strip()


def target_and_rows(said: str) -> tuple[str, str]:
    """ "price for sqft 1500" is the target and the row."""
    match = _ROWS.search(said)
    if match is None:
        return "", said
    return said[: match.start()].strip(" ,"), said[match.end() :].strip()


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
    details = PredictionDetails(model=model.id)
    words = f"Predicting {model.target} for {dataset.name}"
    return Learn(question, details, dataset, words)


def for_row(conversation: Conversation, model: TrainedModel, rows: str) -> Outcome:
    """The prediction for the row that was typed; what it lacks is asked for."""
    features = model.saved().inputs
    row = read_row(rows, features) if rows.strip() else None
    if row is None:
        return start_prediction(conversation, model, {}, (_intro(model),))
    if not row.unread:
        return start_prediction(conversation, model, row.values, (_intro(model),))
    said = read_described(rows, features, _schema_of(conversation), model.target)
    if not said.values or len(said.unread) >= len(row.unread) + len(said.values):
        return _unread(model, rows, row.unread)
    if any(re.search(r"\d", word) for word in said.unread):
        return _unread(model, rows, said.unread)
    blocks = [_intro(model), *_not_used(said.unread)]
    return start_prediction(conversation, model, said.values, blocks)


def is_a_row(conversation: Conversation, model: TrainedModel, text: str) -> bool:
    """Whether a message is nothing but values of several features, in any order.

    A word without a use makes it something else: "women over 40" chooses rows.
    """
    schema = _schema_of(conversation)
    row = read_described(text, model.saved().inputs, schema, model.target)
    numbers = [one for one in row.values.values() if isinstance(one, int | float)]
    turned = set(re.findall(r"\w+", text.lower())) & _TURNING
    persons = set(row_words()["persons"].split("|"))
    lost = [word for word in row.unread if word.lower() not in persons]
    return len(row.values) > 1 and bool(numbers) and not (lost or turned)


def _schema_of(conversation: Conversation) -> Schema | None:
    dataset = conversation.dataset
    return dataset.schema if dataset is not None and dataset.is_read else None


def _not_used(words: Sequence[str]) -> list[Block]:
    """The notice of words of a described row that have no use."""
    if not words:
        return []
    told = names_of(f"“{one}”" for one in words)
    return [Notice(text=f"Not used of what was said: {told}.", level="warning")]


def described_row(
    conversation: Conversation, model: TrainedModel, text: str, *, in_context: bool
) -> Outcome | None:
    """The prediction for a row that a sentence describes; None where it describes none.

    Out of context the sentence must name what the model predicts.
    """
    saved = model.saved()
    names_target = re.search(
        rf"(?<!\w){re.escape(model.target.replace('_', ' '))}", text.replace("_", " "),
        re.IGNORECASE,
    )  # fmt: skip
    said = re.sub(
        rf"(?<!\w){re.escape(model.target)}(?!\w)", " ", text, flags=re.IGNORECASE
    )
    schema = _schema_of(conversation)
    row = read_described(said, saved.inputs, schema, model.target)
    if not row.values or any(re.search(r"\d", word) for word in row.unread):
        return None
    if len(row.values) < len(row.unread):
        return None
    told_enough = in_context or names_target is not None
    if not told_enough and len(row.values) < _TELLING:
        return None
    blocks = [_intro(model), *_not_used(row.unread)]
    return start_prediction(conversation, model, row.values, blocks)


def for_row_changed(
    conversation: Conversation, model: TrainedModel, words: str, last: Run | None
) -> Outcome | None:
    """The last row's prediction with some of its values changed, beside the one before.

    Without a row before, all that is not said is typical. None where the words change
    no feature.
    """
    features = model.saved().inputs
    schema = _schema_of(conversation)
    values = {one["name"]: one["typical"] for one in features}
    if last is not None and last.result:
        values = dict(asked_of(last, PredictionDetails).values or {})
    shift = relative_change(words)
    if shift is not None:
        row = _moved(shift, features, values, schema)
        if row is None:
            return None
    else:
        row = read_row(_CHANGES.sub(" ", words), features)
    if not row.values or row.unread or not _known_levels(row, features):
        row = read_described(words, features, schema, model.target)
    if not row.values or len(row.unread) > len(row.values):
        return None
    if any(re.search(r"\d", word) for word in row.unread):
        return None
    before, typical = (
        "",
        [one["name"] for one in features if one["name"] not in row.values],
    )
    if last is not None and last.result:
        asked = asked_of(last, PredictionDetails)
        typical = [name for name in asked.typical if name not in row.values]
        before = _changed_words(last.result, values, row.values)
    if row.unread:
        words = names_of(f"“{one}”" for one in row.unread)
        before = f"Not used of what was said: {words}. {before}".strip()
    row_table(model.saved(), row.values)
    details = PredictionDetails(
        model=model.id, values={**values, **row.values}, typical=typical, before=before
    )
    said = ", ".join(f"{name} {value}" for name, value in row.values.items())
    question = f"predict with model {model.name} if {said}"
    return Learn(question, details, None, f"Predicting {model.target}")


def _known_levels(row: TypedRow, features: Sequence[Mapping[str, Any]]) -> bool:
    """Whether every word that was taken for a level is one ("the mother did not" is none)."""
    levels = {
        one["name"]: {str(level).casefold() for level in one["levels"]}
        for one in features
        if one["role"] == "category"
    }
    return all(
        str(value).casefold() in levels.get(name, {str(value).casefold()})
        for name, value in row.values.items()
    )


def _moved(
    shift: Shift,
    features: Sequence[Mapping[str, Any]],
    values: Mapping[str, Any],
    schema: Schema | None,
) -> TypedRow | None:
    """The one feature that a change names, moved from the value that it has."""
    if schema is None:
        return None
    numbers = [one["name"] for one in features if one["role"] == "number"]
    named = linked_columns(shift.words, numbers, schema)
    if len(named) != 1 or not isinstance(values.get(named[0]), int | float):
        return None
    return TypedRow(values={named[0]: shift.of(float(values[named[0]]))})


def _changed_words(
    result: Mapping[str, Any], values: Mapping[str, Any], changed: Mapping[str, Any]
) -> str:
    """ "Before, with age 30, it was 1,200." """
    row = result["rows"][0]
    value = row[f"predicted {result['target']}"]
    said = f"{value} ({percent(row['probability'])})" if "probability" in row else (
        figure(value)
    )  # fmt: skip
    old = names_of(f"{name} {_plainly(values.get(name))}" for name in changed)
    return f"Before, with {old}, it was {said}."


def _plainly(value: Any) -> str:
    return figure(value) if isinstance(value, float) else str(value)


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
