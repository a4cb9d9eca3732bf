"""Carrying out combinations: a new dataset of the owner's that knows what it is made of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from analysis.base.errors import TaskError
from analysis.base.reply import (
    Block,
    Choices,
    Code,
    Item,
    KeyValues,
    Notice,
    Option,
    Reply,
    Text,
)
from analysis.base.wording import counted, names_of
from analysis.execution import unfinished
from analysis.models import Dataset, Owner
from analysis.operations import operation_named
from analysis.reading.receipt import Receipt
from analysis.tables.combining import Combination, Combined, combine, combined_name
from chat.models import Run, events
from chat.models.details import CombineDetails
from chat.people.quotas import check_upload
from chat.runs.finishing import Finish, reminded
from chat.runs.job import Job
from chat.runs.script import versions
from chat.tables.combinations import other_joins
from chat.tables.datasets import (
    combined_datasets,
    dataset_from,
    discard,
    read_in,
    table_of,
)
from chat.tables.receipt import receipt_reply
from chat.tables.standing import awaited
from chat.tables.working import work_on


def carry_out_combination(job: Job) -> Finish:
    """Make the table, read it as a dataset of its own, and go on with it."""
    run, asked = job.run, job.asked(CombineDetails)
    plan, datasets = _as_it_stands(asked.plan, job), combined_datasets(run.owner, asked)
    tables = [table_of(dataset) for dataset in datasets]
    job.tell("Combining the tables")
    with TemporaryDirectory() as folder:
        done = combine(plan, tables, run.question, Path(folder), cancelled=job.stopped)
        job.ran(done.outcome, done.script, versions())
        if done.file is None or done.error is not None:
            return _failed(job, done)
        job.tell("Reading the new table")
        dataset = _as_dataset(run, plan, datasets, done)
    return _taken_up(job, plan, done, dataset)


def _as_it_stands(plan: Combination, job: Job) -> Combination:
    """The plan without changes of the tables that have failed since it was made."""
    left = tuple(awaited(steps, job.stopped) for steps in plan.prepared)
    return plan.model_copy(update={"prepared": left})


def _failed(job: Job, done: Combined) -> Finish:
    code = Code(text=done.script.text, filename="script.py")
    if done.error is None:
        return job.unfinished(done.outcome, unfinished(done.outcome, done.script.text))
    text, fix = done.error["message"], done.error.get("hint", "")
    reply = Reply(
        summary=text, blocks=(Notice(text=text, level="error", fix=fix), code)
    )
    return job.failed(reply, error=text)


def _as_dataset(
    run: Run, plan: Combination, datasets: list[Dataset], done: Combined
) -> Dataset:
    """The new dataset with its receipt and its origin; no run has been closed for it."""
    assert done.file is not None
    check_upload(run.owner, done.file.stat().st_size)
    name = _new_name(run.owner, combined_name(plan))
    dataset = dataset_from(run.owner, name, done.file, move=True)
    try:
        receipt = read_in(dataset)
    except TaskError:
        discard(dataset)
        raise
    dataset.receipt_json = receipt.model_dump(mode="json")
    sources = [
        {"id": str(one.id), "name": one.name, "sha256": one.sha256, "n_rows": n_rows}
        for one, n_rows in zip(datasets, done.info["n_before"], strict=True)
    ]
    dataset.origin = {
        "plan": plan.model_dump(mode="json"),
        "words": plan.words,
        "sources": sources,
        "run": str(run.id),
        "info": {k: v for k, v in done.info.items() if k != "columns"},
    }
    dataset.save(update_fields=["receipt_json", "origin"])
    return dataset


def _new_name(owner: Owner, name: str) -> str:
    """The name, with a number where the owner has a dataset that is called so."""
    taken = set(Dataset.objects.of(owner).values_list("name", flat=True))
    free, number = name, 2
    while free in taken:
        free = f"{Path(name).stem}_{number}{Path(name).suffix}"
        number += 1
    return free


def _taken_up(job: Job, plan: Combination, done: Combined, dataset: Dataset) -> Finish:
    message = job.message
    shown = _reply(plan, done, dataset.name, dataset.receipt)

    def reply() -> Reply:
        work_on(message.conversation, dataset)
        events.belongs_to(message, dataset)
        return reminded(message, shown)

    return job.succeeded(
        reply,
        result=done.info,
        then=lambda: events.dataset_changed(message.conversation),
        otherwise=lambda: discard(dataset),
    )


def _reply(plan: Combination, done: Combined, name: str, receipt: Receipt) -> Reply:
    info = done.info
    size = f"{info['n_rows']:,} rows × {len(info['columns']):,} columns"
    summary = f"{plan.words}: {size}, now in use as {name}."
    read = receipt_reply(receipt)
    about = _join_facts(plan, info) if plan.kind == "join" else _rows(plan, info)
    warnings = _join_remarks(plan, info) if plan.kind == "join" else _remarks(info)
    back = tuple(Option(label=f"Use {one}", value=f"use {one}") for one in plan.names)
    more = other_joins(plan) if plan.kind == "join" else ()
    assumed = f"Assumed: {'; '.join(plan.assumed)}." if plan.assumed else ""
    return Reply(
        summary=summary,
        blocks=(
            Text(text=f"**{summary}**"),
            about,
            *warnings,
            *([Text(text=assumed, muted=True)] if assumed else []),
            *_changes(plan),
            *(block for block in read.blocks[2:] if not isinstance(block, Choices)),
            Choices(options=(*more, *back[:4]), role="next"),
            read.blocks[-1],
            Code(text=done.script.text, filename="script.py"),
        ),
    )


def _join_facts(plan: Combination, info: dict[str, Any]) -> KeyValues:
    items = [Item(label="Rows", value=info["n_rows"], format="integer")]
    for side, name in enumerate(plan.names):
        n_before, unmatched = info["n_before"][side], info["n_unmatched"][side]
        kept = plan.how == "outer" or plan.how == ("left", "right")[side]
        note = f"{unmatched:,} without a partner" if unmatched else "all with a partner"
        if missing := info["n_missing_keys"][side]:
            note += f", {missing:,} without a key"
        if unmatched or missing:
            note += ", kept" if kept else ", left out"
        items.append(
            Item(label=f"Rows of {name}", value=n_before, format="integer", note=note)
        )
    items.append(
        Item(label="Keys in both", value=info["n_matched_keys"], format="integer")
    )
    return KeyValues(items=tuple(items))


def _join_remarks(plan: Combination, info: dict[str, Any]) -> Iterator[Block]:
    for side, name in enumerate(plan.names):
        if examples := info["unmatched"][side]:
            other = plan.names[1 - side]
            yield Notice(text=f"Keys of {name} that {other} does not have: "
                              f"{', '.join(examples)}"
                              f"{' …' if len(examples) == 5 else ''}")  # fmt: skip
    if n := info["n_nearly"]:
        keys = f"{counted(n, 'key')} differ{'s' if n == 1 else ''}"
        yield Notice(
            text=f"{keys} from one of the other table in capital letters or spaces only,"
            " and did not match.",
            level="warning",
        )
    if n := info["n_many_to_many"]:
        yield Notice(
            text=f"{counted(n, 'key')} occur{'s' if n == 1 else ''} several times in both"
            " tables: every row of one was joined with every row of the other"
            f" ({info['n_matched_pairs']:,} pairs). Sums and means count rows more than"
            " once.",
            level="warning",
            fix="Name more keys, or take one row per key in one of the tables first.",
        )
    elif info["n_repeated_keys"][1] and plan.how in ("left", "inner", "outer"):
        n = info["n_repeated_keys"][1]
        yield Notice(
            text=f"{counted(n, 'key')} occur{'s' if n == 1 else ''} several times in"
            f" {plan.names[1]}: rows of {plan.names[0]} are repeated for them.",
            level="warning",
        )
    yield from (Notice(text=note) for note in info["notes"])
    if info["renamed"]:
        words = names_of(f"{old} → {new}" for old, new in info["renamed"].items())
        yield Notice(
            text=f"Both tables have such columns; of {plan.names[1]}: {words}."
        )


def _rows(plan: Combination, info: dict[str, Any]) -> KeyValues:
    items = [Item(label="Rows", value=info["n_rows"], format="integer")]
    items += [
        Item(label=f"Rows of {name}", value=n_rows, format="integer")
        for name, n_rows in zip(plan.names, info["n_before"], strict=True)
    ]
    return KeyValues(items=tuple(items))


def _remarks(info: dict[str, Any]) -> Iterator[Block]:
    for column, lacking in list(info["only_in_some"].items())[:12]:
        yield Notice(text=f"{names_of(lacking)} has no “{column}”: empty there.")
    for one in info["renamed"]:
        yield Notice(
            text=f"“{one['old']}” of {one['table']} was taken as “{one['new']}”."
        )
    if info["converted"]:
        yield Notice(
            text=f"{names_of(info['converted'])} held different kinds of values and"
            " became text.",
            level="warning",
        )
    if n := info["n_repeated"]:
        yield Notice(
            text=f"{counted(n, 'row')} {'is' if n == 1 else 'are'} in more than one of"
            " the tables.",
            level="warning",
            fix="Say “drop duplicates” to keep each once.",
        )
    if info["source"]:
        yield Text(text=f"`{info['source']}` says which table a row is from.")


def _changes(plan: Combination) -> Iterator[Text]:
    for name, steps in zip(plan.names, plan.prepared, strict=False):
        if steps:
            words = "; ".join(
                operation_named(step.operation).words(step.params) for step in steps
            )
            yield Text(text=f"{name} was taken with its changes: {words}.", muted=True)
