"""The table that a conversation trains on: its dataset after the changes made since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from analysis.base.columns import Schema
from analysis.base.task import Step
from analysis.files.kept import kept
from analysis.models import Dataset
from chat.tables.datasets import table_of
from mlmodels.scripts.changed_table import changed_schema


def schema_after(dataset: Dataset, steps: Sequence[Step]) -> Schema:
    """The dataset's schema after the steps.

    It is found once and kept beside the dataset's files, with which it is deleted.

    Raises:
        TaskError: the changes do not work on this table.
    """
    if not steps:
        return dataset.schema
    said = [step.model_dump(mode="json") for step in steps]
    recipe = dataset.receipt.recipe.model_dump(mode="json")
    text = json.dumps([recipe, said], sort_keys=True, ensure_ascii=False)
    key = hashlib.sha256(text.encode()).hexdigest()[:16]
    name = f"{dataset.place}/changed-{key}.json"
    path = kept().local(name)
    if path.exists():
        return Schema.model_validate_json(path.read_text(encoding="utf-8"))
    schema = changed_schema(table_of(dataset), steps)
    with kept().writing(name) as fresh:
        fresh.write_text(schema.model_dump_json(), encoding="utf-8")
    return schema
