"""Bringing files in: where they lie, and whose they are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from analysis.base.errors import TaskError
from analysis.execution import Table
from analysis.files.cache import hash_of
from analysis.files.kept import kept
from analysis.models import Dataset, Owner
from analysis.reading.receipt import Receipt
from analysis.reading.sandboxed import import_sandboxed
from analysis.tables.samples import samples, write_sample
from chat.models import Run
from chat.models.details import CombineDetails


def sample_dataset(owner: Owner, name: str) -> Dataset:
    """A built-in sample as a dataset of the owner's, not yet read."""
    sample = next(sample for sample in samples() if sample.name == name)
    dataset = Dataset(owner=owner, name=sample.filename, size=0)
    with _whole_or_gone(dataset):
        with kept().writing(dataset.original_name) as path:
            write_sample(name, path)
        return _stored(dataset)


def dataset_from(owner: Owner, name: str, path: Path, *, move: bool = False) -> Dataset:
    """A file on this machine as a dataset of the owner's, not yet read."""
    dataset = Dataset(owner=owner, name=name, size=0)
    with _whole_or_gone(dataset):
        kept().put(dataset.original_name, path, move=move)
        return _stored(dataset)


def linked_dataset(owner: Owner, name: str, path: Path) -> Dataset:
    """A file as a dataset that is not saved yet; the file stays where it was, too.

    Raises:
        FileNotFoundError: there is no such file.
    """
    dataset = Dataset(owner=owner, name=name, size=0)
    with _whole_or_gone(dataset):
        kept().put(dataset.original_name, path, link=True)
        return _measured(dataset)


def read_in(dataset: Dataset, **options: Any) -> Receipt:
    """Read a dataset's file in the sandbox, and put its working copy in place.

    The options, and what may be raised, are those of ``import_sandboxed``.
    """
    with kept().writing(dataset.parquet_name) as path:
        return import_sandboxed(
            dataset.original, name=dataset.name, parquet_path=path, **options
        )


@contextmanager
def _whole_or_gone(dataset: Dataset) -> Iterator[None]:
    """A dataset's files are removed if the disk is full or the database busy."""
    try:
        yield
    except BaseException:
        remove_files(dataset)
        raise


def _measured(dataset: Dataset) -> Dataset:
    path = dataset.original
    dataset.size, dataset.sha256 = path.stat().st_size, hash_of(path)
    return dataset


def _stored(dataset: Dataset) -> Dataset:
    _measured(dataset).save()
    return dataset


def remove_files(dataset: Dataset) -> None:
    """Delete a dataset's files."""
    kept().remove(dataset.place)


def discard(dataset: Dataset) -> None:
    """Take back a dataset that was made for nothing: its files and its row."""
    remove_files(dataset)
    dataset.delete()


def check_unused(dataset: Dataset) -> None:
    """Whether a dataset may be deleted now.

    Raises:
        TaskError: something is being calculated on it.
    """
    if Run.objects.filter(dataset=dataset, status__in=Run.ACTIVE).exists():
        raise TaskError(f"{dataset.name} is in use.", hint="Wait, or say “cancel”.")


def table_of(dataset: Dataset) -> Table:
    """A dataset as the analysis takes it."""
    receipt = dataset.receipt
    return Table(
        name=dataset.name,
        schema=dataset.schema,
        recipe=receipt.recipe,
        sha256=dataset.sha256,
        parquet=dataset.parquet,
    )


def combined_datasets(owner: Owner, asked: CombineDetails) -> list[Dataset]:
    """The datasets of a combination, in its order, as they were then.

    Raises:
        TaskError: one is not the owner's, not there any more, or another file now.
    """
    found = []
    for known, sha256, name in zip(
        asked.datasets, asked.sha256, asked.plan.names, strict=True
    ):
        dataset = Dataset.objects.of(owner).filter(id=known).first()
        if dataset is None or not dataset.parquet.exists():
            raise TaskError(f"{name} is not there any more.", "Upload it again.")
        if dataset.sha256 != sha256:
            raise TaskError(
                f"{name} is not the file of that run any more.",
                hint="Upload the earlier file, or ask for the combination again.",
            )
        found.append(dataset)
    return found
