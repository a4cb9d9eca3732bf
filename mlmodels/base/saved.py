"""A trained model as a value: what prediction, export and presentation need of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from mlmodels.base.plan import TrainingPlan


@dataclass(frozen=True)
class SavedModel:
    """A model's plan, its training's result and script, and where its files lie."""

    name: str
    version: int
    plan: TrainingPlan
    result: Mapping[str, Any]
    script: str
    data_sha256: str
    versions: Mapping[str, str]
    files: Mapping[str, Path] = field(default_factory=dict)
    created: datetime | None = None

    @property
    def features(self) -> list[dict[str, Any]]:
        """Name, role, range or levels and typical value of every feature."""
        found: list[dict[str, Any]] = list(self.result["features"])
        return found

    @property
    def inputs(self) -> list[dict[str, Any]]:
        """What new rows must have, described like features.

        These are the features, unless the training's changes of the table make some.
        """
        if not self.plan.inputs:
            return self.features
        return list(self.result["inputs"])
