"""Which of an owner's models a message means."""

from __future__ import annotations

import re

from analysis.base.errors import TaskError
from analysis.models import Dataset, Owner
from mlmodels.models import TrainedModel

_VERSION = re.compile(r"\s+(?:v|version )\s*(\d{1,4})$", re.IGNORECASE)


def model_named(owner: Owner, words: str) -> TrainedModel:
    """The model of that name, "name v2" for an earlier version; without words the latest.

    Raises:
        TaskError: there is none.
    """
    name = words.strip().strip("'\"“”`").strip()
    if not name:
        return latest_model(owner, None)
    version = _VERSION.search(name)
    if version is None:
        return TrainedModel.objects.named(owner, name)
    bare = _VERSION.sub("", name)
    return TrainedModel.objects.named(owner, bare, int(version[1]))


def latest_model(
    owner: Owner, dataset: Dataset | None, target: str = ""
) -> TrainedModel:
    """The newest model, of the target and dataset if there is one of these.

    Raises:
        TaskError: there is no model at all, or none of that target.
    """
    found = TrainedModel.objects.of(owner).order_by("-created")
    if target:
        found = found.filter(target__iexact=target)
    model = found.filter(dataset=dataset).first() if dataset is not None else None
    model = model or found.first()
    if model is None:
        what = f" that predicts {target}" if target else ""
        offer = (f"Train a model to predict {target}",) if target and dataset else ()
        raise TaskError(
            f"There is no model{what} yet.",
            hint="Train one first: “train a model to predict …”.",
            options=offer or ("/train",) if dataset else (),
        )
    return model


def taken_out(owner: Owner, text: str) -> tuple[TrainedModel | None, str]:
    """The model that a text names behind "model", or begins with, and the text without.

    The longest name that fits counts.
    """
    names = sorted(
        set(TrainedModel.objects.of(owner).values_list("name", flat=True)),
        key=len,
        reverse=True,
    )
    for name in names:
        spoken = rf"[\"'“`]?{re.escape(name)}[\"'”`]?(?:\s+(?:v|version )\s*(?P<v>\d{{1,4}}))?"
        match = re.search(
            rf"(?:\b(?:with|using|by|of) )?(?:the |my )?\bmodel\s+{spoken}(?!\w)", text,
            re.IGNORECASE,
        ) or re.match(rf"\s*{spoken}(?!\w)", text, re.IGNORECASE)  # fmt: skip
        if match:
            version = int(match["v"]) if match["v"] else None
            model = TrainedModel.objects.named(owner, name, version)
            return model, f"{text[: match.start()]} {text[match.end() :]}".strip()
    return None, text
