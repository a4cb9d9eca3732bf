"""Bringing files in: where they lie, and whose they are."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from analysis.execution import Table
from analysis.models import Dataset, Owner
from analysis.samples import samples, write_sample


def sample_dataset(owner: Owner, name: str) -> Dataset:
    """A built-in sample as a dataset of the owner's, not yet read."""
    sample = next(sample for sample in samples() if sample.name == name)
    dataset = Dataset(owner=owner, name=sample.filename, size=0)
    dataset.original.parent.mkdir(parents=True, exist_ok=True)
    write_sample(name, dataset.original)
    return _stored(dataset)


def dataset_from(owner: Owner, name: str, path: Path, *, move: bool = False) -> Dataset:
    """A file on this machine as a dataset of the owner's, not yet read."""
    dataset = Dataset(owner=owner, name=name, size=0)
    dataset.original.parent.mkdir(parents=True, exist_ok=True)
    if move:
        shutil.move(path, dataset.original)
    else:
        shutil.copyfile(path, dataset.original)
    return _stored(dataset)


def linked_dataset(owner: Owner, name: str, path: Path) -> Dataset:
    """A file as a dataset that is not saved yet; the file stays where it was, too.

    Raises:
        FileNotFoundError: there is no such file.
    """
    dataset = Dataset(owner=owner, name=name, size=0)
    dataset.original.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(path, dataset.original)
    except FileNotFoundError:
        remove_files(dataset)
        raise
    except OSError:
        # Another file system, or one without links.
        shutil.copyfile(path, dataset.original)
    return _measured(dataset)


def _measured(dataset: Dataset) -> Dataset:
    dataset.size = dataset.original.stat().st_size
    with dataset.original.open("rb") as file:
        dataset.sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return dataset


def _stored(dataset: Dataset) -> Dataset:
    _measured(dataset).save()
    return dataset


def remove_files(dataset: Dataset) -> None:
    """Delete a dataset's folder."""
    shutil.rmtree(dataset.original.parent, ignore_errors=True)


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
