"""What a run was asked, by its kind: the one place where ``Run.details`` is read."""

from __future__ import annotations

import uuid
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from analysis.base.task import Step
from analysis.tables.combining import Combination
from chat.models.work import Run
from mlmodels.base.plan import TrainingPlan


class Asked(BaseModel):
    """What every kind of run keeps of what it was asked."""

    # Rows of other versions may hold more.
    model_config = ConfigDict(frozen=True, extra="ignore")

    def stored(self) -> dict[str, Any]:
        """As a run keeps it: the kind is the run's own, what is None is left out."""
        kept = self.model_dump(mode="json", exclude={"kind"})
        return {name: value for name, value in kept.items() if value is not None}


class ImportDetails(Asked):
    """A file to be read: as its dataset says, or by other ``overrides``.

    These become the dataset's once the file could be read by them.
    """

    kind: Literal["import"] = "import"
    overrides: dict[str, Any] | None = None


class AnalysisDetails(Asked):
    """A task, which the run holds itself."""

    kind: Literal["analysis"] = "analysis"


class ScriptDetails(Asked):
    """A script as it stands; one that is ``checked`` is not validated again."""

    kind: Literal["script"] = "script"
    checked: bool = False


class PlanDetails(Asked):
    """A look at the data before a training."""

    kind: Literal["plan"] = "plan"
    plan: TrainingPlan


class TrainingDetails(Asked):
    """A training: what the look at its data found, and the model's name.

    ``findings`` is None where nobody has looked yet.
    """

    kind: Literal["training"] = "training"
    plan: TrainingPlan
    findings: list[dict[str, Any]] | None = None
    name: str


class PredictionDetails(Asked):
    """A prediction by a model, for the run's dataset or for one row.

    ``values`` are the row's, None for a dataset; ``typical`` those features of it that
    nobody said; ``before`` are words about the prediction that it is compared with.
    """

    kind: Literal["prediction"] = "prediction"
    model: uuid.UUID
    values: dict[str, Any] | None = None
    typical: list[str] = []
    before: str = ""


class ExportDetails(Asked):
    """The prepared dataset as a file; ``name`` is its name if one was asked for.

    ``file`` and ``size`` (bytes) are those of the file while it lies there.
    """

    kind: Literal["export"] = "export"
    format: str
    steps: tuple[Step, ...] = ()
    name: str = ""
    file: str | None = None
    size: int | None = None


class CombineDetails(Asked):
    """A dataset to be made of others, with what these were then."""

    kind: Literal["combine"] = "combine"
    plan: Combination
    datasets: tuple[uuid.UUID, ...]
    sha256: tuple[str, ...]


Details = (
    ImportDetails
    | AnalysisDetails
    | ScriptDetails
    | PlanDetails
    | TrainingDetails
    | PredictionDetails
    | ExportDetails
    | CombineDetails
)
D = TypeVar("D", bound=Asked)
_READER: TypeAdapter[Details] = TypeAdapter(
    Annotated[Details, Field(discriminator="kind")]
)


def details_of(run: Run) -> Details:
    """What a run was asked."""
    return _READER.validate_python({**run.details, "kind": run.kind})


def asked_of(run: Run, kind: type[D]) -> D:
    """What a run of a known kind was asked."""
    found = details_of(run)
    assert isinstance(found, kind), f"{run} is no {kind.__name__}"
    return found
