"""Trained models as they are kept: whose, what they predict, how good they are."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from analysis.base.errors import TaskError
from analysis.files.kept import kept
from analysis.models import Dataset, Owner
from mlmodels.base.plan import TrainingPlan
from mlmodels.base.saved import SavedModel

if TYPE_CHECKING:
    from mlmodels.training import Training

MIB = 1024 * 1024


def most_models() -> int:
    """How many models an owner may keep."""
    return int(getattr(settings, "MODELS_PER_OWNER", 50))


def most_bytes() -> int:
    """How large a model's files may be together."""
    return int(getattr(settings, "MODEL_MAX_BYTES", 100 * MIB))


class TrainedModelQuerySet(models.QuerySet["TrainedModel"]):
    """Models of one owner: the only way in for every surface."""

    def of(self, owner: Owner) -> Self:
        """Those that the owner has and has not retired."""
        return self.filter(owner=owner, retired=None)

    def named(
        self, owner: Owner, name: str, version: int | None = None
    ) -> TrainedModel:
        """The owner's model of that name, its newest version unless one is given.

        Raises:
            TaskError: there is none; the options are the names that there are.
        """
        versions = self.of(owner).filter(name__iexact=name)
        if version is not None:
            versions = versions.filter(version=version)
        found = versions.order_by("-version").first()
        if found is None:
            names = list(dict.fromkeys(self.of(owner).values_list("name", flat=True)))
            what = f"“{name}”" if version is None else f"“{name}” version {version}"
            raise TaskError(
                f"There is no model {what}.",
                hint=f"Saved: {', '.join(names)}." if names else "Train one first.",
                options=tuple(names[:5]),
            )
        return found

    def keep(
        self,
        owner: Owner,
        name: str,
        training: Training,
        dataset: Dataset | None = None,
    ) -> TrainedModel:
        """Save a finished training under a name; an existing name gets a new version.

        Raises:
            TaskError: the owner has too many models, the files are too large or the
                name is not usable.
        """
        name = _checked_name(name)
        size = sum(path.stat().st_size for path in training.files.values())
        _check_room(self.of(owner).count(), size)
        with transaction.atomic():
            latest = (
                self.filter(owner=owner, name__iexact=name).aggregate(
                    models.Max("version")
                )["version__max"]
                or 0
            )
            model = TrainedModel(
                owner=owner,
                name=name,
                version=latest + 1,
                estimator=training.plan.estimator,
                target=training.plan.target,
                plan_json=training.plan.model_dump(mode="json"),
                result=training.result,
                script=training.script.text,
                data_sha256=training.data_sha256,
                versions=dict(training.versions),
                dataset=dataset,
                size=size,
            )
            model.take_files(training.files)
            model.save()
        return model


class TrainedModel(models.Model):
    """One version of a model. Its files are opened in the sandbox only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        Owner, on_delete=models.CASCADE, related_name="trained_models"
    )
    name = models.CharField(max_length=100)
    version = models.PositiveIntegerField(default=1)
    estimator = models.CharField(max_length=60)
    target = models.CharField(max_length=255)
    plan_json = models.JSONField()
    result = models.JSONField()
    script = models.TextField()
    data_sha256 = models.CharField(max_length=64, blank=True)
    versions = models.JSONField(default=dict)
    dataset = models.ForeignKey(
        Dataset, null=True, blank=True, on_delete=models.SET_NULL, related_name="models"
    )
    size = models.BigIntegerField(default=0)
    created = models.DateTimeField(default=timezone.now)
    retired = models.DateTimeField(null=True, blank=True)

    objects = TrainedModelQuerySet.as_manager()

    class Meta:
        ordering = ["-created"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name", "version"], name="one_version_of_a_model"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"

    @property
    def place(self) -> str:
        """Where its files are kept."""
        return f"models/{self.id}"

    @property
    def plan(self) -> TrainingPlan:
        """How the model was trained."""
        return TrainingPlan.model_validate(self.plan_json)

    def take_files(self, files: Mapping[str, Path]) -> None:
        """Copy a training's files to where this model keeps them."""
        for name, path in files.items():
            kept().put(f"{self.place}/{name}", path)

    def files(self) -> dict[str, Path]:
        """Its files, to be read, by their names."""
        store = kept()
        return {
            one: store.local(f"{self.place}/{one}") for one in store.names(self.place)
        }

    def saved(self) -> SavedModel:
        """The model as prediction and export take it."""
        return SavedModel(
            name=self.name,
            version=self.version,
            plan=self.plan,
            result=self.result,
            script=self.script,
            data_sha256=self.data_sha256,
            versions=self.versions,
            files=self.files(),
            created=self.created,
        )

    def rename(self, name: str) -> None:
        """Give all versions of this model another name.

        Raises:
            TaskError: the name is not usable, or another model has it.
        """
        name = _checked_name(name)
        siblings = TrainedModel.objects.filter(owner=self.owner, name=self.name)
        others = TrainedModel.objects.filter(owner=self.owner, name__iexact=name)
        if others.exclude(name=self.name).exists():
            raise TaskError(
                f"There is already a model “{name}”.", "Choose another name."
            )
        siblings.update(name=name)
        self.name = name

    def retire(self) -> None:
        """Delete the model's files; the row stays, so that its runs can be explained."""
        kept().remove(self.place)
        self.retired = timezone.now()
        self.save(update_fields=["retired"])


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not 1 <= len(name) <= 100 or not name.isprintable():
        raise TaskError(
            "A model's name has 1 to 100 characters.", hint="Choose a shorter name."
        )
    return name


def _check_room(n_models: int, size: int) -> None:
    if n_models >= most_models():
        raise TaskError(
            f"You have {n_models} models; more than {most_models()} cannot be kept.",
            hint="Delete one that you do not need any more.",
        )
    if size > most_bytes():
        raise TaskError(
            f"The model takes {size / MIB:,.0f} MB; at most {most_bytes() // MIB} MB "
            "can be kept.",
            hint="Use fewer or shallower trees, or a simpler model.",
        )
