"""Another sheet, table or file of the same upload, as a dataset of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.base.reply import Notice, Reply
from analysis.models import Dataset
from chat.models import Conversation, events
from chat.outcomes.command import Command, Import
from chat.outcomes.welcome import no_dataset_reply
from chat.people.quotas import check_upload
from chat.tables.datasets import linked_dataset
from chat.tables.working import work_on

_KEYS = ("sheet", "table", "member")
_NAME = r"[“\"']?(.+?)[”\"']?"

command = Command(
    "part",
    "Open another sheet or table of the file as a dataset",
    argument="sheet=name",
    of_table=True,
    phrases=(
        rf"(?:use|open|switch to|read|take|add|load) (?:the )?(?:sheet|tab) {_NAME}",
        rf"(?:use|open|switch to|read|take|add|load) (?:the )?{_NAME} (?:sheet|tab)",
    ),
    in_groups=True,
)


@command.run
def open_part(conversation: Conversation, rest: str) -> Reply | Import:
    dataset = conversation.dataset
    if dataset is None or not dataset.is_read:
        return no_dataset_reply()
    key, _, value = rest.partition("=")
    if key not in _KEYS or not value:
        key, value = "sheet", rest
    if key == "sheet":
        sheets = [dataset.receipt.sheet, *dataset.receipt.other_sheets]
        found = _named(value, [sheet for sheet in sheets if sheet])
        if found is None:
            return _no_sheet(value, sheets)
        value = found
    known = next(_same_part(dataset, key, value), None)
    if known is not None:
        work_on(conversation, known)
        events.dataset_changed(conversation)
        n_rows = known.schema.n_rows
        summary = f"Now using {known.name}: {n_rows:,} rows of {key} {value}."
        return Reply(summary=summary, blocks=(Notice(text=summary),))
    check_upload(conversation.owner, dataset.size)
    name = _free_name(conversation, dataset, key, value)
    made = linked_dataset(conversation.owner, name, dataset.original)
    shared = {k: v for k, v in dataset.overrides.items() if k in _KEYS}
    made.overrides = {**shared, key: value}
    made.save()
    return Import(made, made.overrides)


def _named(said: str, sheets: list[str]) -> str | None:
    wanted = said.strip().casefold()
    return next((sheet for sheet in sheets if sheet.casefold() == wanted), None)


def _same_part(dataset: Dataset, key: str, value: str) -> Iterator[Dataset]:
    """Datasets of the same file that are this part already."""
    same = Dataset.objects.of(dataset.owner).filter(sha256=dataset.sha256)
    for one in same:
        if one.is_read and (
            one.overrides.get(key) == value
            or (key == "sheet" and one.receipt.sheet == value)
        ):
            yield one


def _free_name(
    conversation: Conversation, dataset: Dataset, key: str, value: str
) -> str:
    """The sheet's name; with the file's where that is taken or says nothing."""
    book = re.sub(r"\.\w{2,8}$", "", dataset.name)
    name = f"{book} table {value}" if key == "table" else value
    taken = {one.name for one in Dataset.objects.of(conversation.owner)}
    return f"{book} {name}" if name in taken else name


def _no_sheet(said: str, sheets: list[str]) -> Reply:
    problem = f"There is no sheet “{said}”."
    known = ", ".join(sheet for sheet in sheets if sheet)
    fix = f"The file has {known}." if known else "The file is no workbook."
    notice = Notice(text=problem, level="error", fix=fix)
    return Reply(summary=problem, blocks=(notice,))
