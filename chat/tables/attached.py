"""The files that a reply's File blocks refer to, for every surface."""

from __future__ import annotations

import re
import shutil
import uuid
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from analysis.files.kept import kept
from analysis.models import Dataset, Owner
from analysis.tables.exporting import STEM
from chat.models import Run
from chat.models.details import ExportDetails, asked_of
from mlmodels.bundle import export_bundle
from mlmodels.models import TrainedModel

_REFERENCE = re.compile(
    r"/(?P<what>datasets|models|exports)/(?P<id>[0-9a-f-]{36})/(?:file/|bundle\.zip)"
)


@dataclass(frozen=True)
class Attached:
    """A file to hand over: its name, and where it lies or what it holds."""

    name: str
    content: Path | bytes

    def save(self, folder: Path) -> Path:
        """Put a copy into a folder, under a name that is not taken there yet."""
        plain = self.name.replace("/", "_").replace("\0", "_").lstrip(".") or "file"
        path, number = folder / plain, 2
        while path.exists():
            path = folder / f"{Path(plain).stem}-{number}{Path(plain).suffix}"
            number += 1
        if isinstance(self.content, bytes):
            path.write_bytes(self.content)
        else:
            shutil.copyfile(self.content, path)
        path.chmod(0o666 & ~settings.OUTSIDE_UMASK)
        return path


def attached_file(owner: Owner, reference: str) -> Attached | None:
    """What a reference to a dataset's file, an export or a model's bundle stands for.

    None if it is none of them, not there any more, or not this owner's.
    """
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return None
    if found["what"] == "datasets":
        return dataset_file(owner, uuid.UUID(found["id"]))
    if found["what"] == "exports":
        return exported_data(owner, uuid.UUID(found["id"]))
    return model_bundle(owner, uuid.UUID(found["id"]))


def dataset_file(owner: Owner, dataset_id: uuid.UUID) -> Attached | None:
    """A dataset as it came in."""
    dataset = Dataset.objects.of(owner).filter(id=dataset_id).first()
    if dataset is None:
        return None
    path = dataset.original
    return Attached(dataset.name, path) if path.is_file() else None


def export_place(run_id: uuid.UUID) -> str:
    """Where the file that a run exported is kept."""
    return f"exports/{run_id}"


def exported_data(owner: Owner, run_id: uuid.UUID) -> Attached | None:
    """A dataset as it was prepared, under the name that it is given to people with."""
    found = Run.objects.of(owner).filter(id=run_id, kind=Run.Kind.EXPORT).first()
    if found is None:
        return None
    asked = asked_of(found, ExportDetails)
    if not asked.file:
        return None
    path = kept().local(f"{export_place(found.id)}/{STEM}.{asked.format}")
    return Attached(asked.file, path) if path.is_file() else None


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
