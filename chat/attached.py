"""The files that a reply's File blocks refer to, for every surface."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from pathlib import Path

from analysis.models import Dataset, Owner
from mlmodels.bundle import export_bundle
from mlmodels.models import TrainedModel

_REFERENCE = re.compile(
    r"/(?P<what>datasets|models)/(?P<id>[0-9a-f-]{36})/(?:file/|bundle\.zip)"
)


@dataclass(frozen=True)
class Attached:
    """A file to hand over: its name, and where it lies or what it holds."""

    name: str
    content: Path | bytes


def attached_file(owner: Owner, reference: str) -> Attached | None:
    """What a reference to a dataset's file or a model's bundle stands for.

    None if it is neither, or not this owner's.
    """
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return None
    if found["what"] == "datasets":
        return dataset_file(owner, uuid.UUID(found["id"]))
    return model_bundle(owner, uuid.UUID(found["id"]))


def dataset_file(owner: Owner, dataset_id: uuid.UUID) -> Attached | None:
    """A dataset as it came in."""
    dataset = Dataset.objects.of(owner).filter(id=dataset_id).first()
    if dataset is None or not dataset.original.is_file():
        return None
    return Attached(dataset.name, dataset.original)


def model_bundle(owner: Owner, model_id: uuid.UUID) -> Attached | None:
    """A model with all that it needs to predict elsewhere."""
    model = TrainedModel.objects.of(owner).filter(id=model_id).first()
    if model is None:
        return None
    return Attached(bundle_name(model), export_bundle(model.saved()))


def bundle_name(model: TrainedModel) -> str:
    """``"price_auto_v1.zip"``: letters, digits and lines only."""
    plain = re.sub(r"[^\w-]+", "_", model.name).strip("_")
    return f"{plain or 'model'}_v{model.version}.zip"
