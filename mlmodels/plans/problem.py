"""From a table and a request to a checked training plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from analysis.base.columns import Column, Schema
from analysis.base.errors import TaskError
from analysis.base.task import Step
from analysis.base.wording import counted, percent
from mlmodels.base.estimator import Estimator, Kind
from mlmodels.base.plan import Preprocessing, Role, TrainingPlan, Validation
from mlmodels.estimators import estimator_named
from mlmodels.learning.preparation import MOST_WORDS
from mlmodels.learning.scores import UNEVEN_SHARE
from mlmodels.plans.changes import (
    Changes,
    changes_of,
    filling,
    inputs_of,
    notes_of,
    steps_for,
)
from mlmodels.plans.classes import class_counts, positive_class
from mlmodels.plans.judging import (
    checked_validation,
    few_notes,
    folds_for,
    repeated_identifiers,
    uneven_note,
)
from mlmodels.plans.network import checked_network

MIN_ROWS = 10
MOST_SECONDS = 270.0
_CLASSES_OF_NUMBERS = 5
_MOST_GROUPS, _MOST_WATCHED = 8, 12


def plan_training(
    schema: Schema,
    target: str,
    features: Sequence[str] | None = None,
    *,
    estimator: str = "auto",
    kind: Kind | None = None,
    hyperparameters: Mapping[str, Any] | None = None,
    preprocessing: Preprocessing | None = None,
    validation: Validation | None = None,
    positive: str | None = None,
    threshold: float | None = None,
    network: Mapping[str, Any] | None = None,
    random_state: int = 0,
    seconds: float = 60.0,
    many_classes: bool = False,
    tune: bool = False,
    changes: Sequence[Step] = (),
    original: Schema | None = None,
) -> TrainingPlan:
    """The plan of a training, checked against what is known of the table.

    Without ``features`` it takes all columns that can help: identifiers, free text,
    constant and empty columns stay out, which the plan's notes say. With ``changes``
    that come before the training, ``schema`` is that of the changed table and
    ``original`` that of the file.

    Raises:
        TaskError: the training cannot work; it says why and what would.
    """
    column = column_named(schema, target)
    _check_rows(schema, column)
    kind = kind or kind_of(column, estimator)
    chosen = estimator_named(estimator, kind)
    counts = _classes_of(column, kind, many_classes)
    used = changes_of(changes)
    notes = notes_of(used)
    _note_late_seconds(seconds, notes)
    roles = _roles(schema, column, features, notes)
    prepared = _preprocessing(preprocessing, used)
    parameters = _with_weights(chosen, kind, dict(hyperparameters or {}), prepared)
    n_known = schema.n_rows - column.n_missing
    checked = checked_validation(schema, validation, kind, column, tuple(counts), notes)
    checked = folds_for(chosen, checked, n_known, tune)
    meant = positive_class(positive, counts, target)
    notes += _notes_of_target(schema, column, checked, counts, meant)
    plan = TrainingPlan(
        target=target,
        kind=kind,
        roles=roles,
        estimator=chosen.name,
        hyperparameters=chosen.checked(parameters),
        preprocessing=prepared,
        validation=checked,
        classes=tuple(counts),
        positive=meant,
        threshold=_checked_threshold(threshold, counts),
        random_state=random_state,
        seconds=min(max(seconds, 1.0), MOST_SECONDS),
        tune=tune,
        watched=_watched(schema, target),
        notes=tuple(notes),
        named=features is not None,
        unit=column.unit if kind == "regression" else "",
        changes=tuple(changes),
        inputs=_inputs(used, roles, schema, original or schema),
    )
    if chosen.library == "keras":
        return checked_network(plan, network, n_known)
    return plan


def _classes_of(target: Column, kind: Kind, many: bool) -> dict[str, int]:
    """The classes with their rows; none of a number, which is checked to be one."""
    if kind == "classification":
        return class_counts(target, many)
    _check_numbers(target)
    return {}


def _preprocessing(asked: Preprocessing | None, changes: Changes) -> Preprocessing:
    """As asked; how missing values are filled as the changes did, if it was not said."""
    prepared = asked or Preprocessing()
    if prepared.missing is None:
        return prepared.model_copy(update=filling(changes))
    return prepared


def _note_late_seconds(seconds: float, notes: list[str]) -> None:
    if not seconds > 0:
        raise TaskError(
            f"{seconds:g} seconds are no time to train in.",
            hint=f"More than 0 and at most {MOST_SECONDS:g} are possible; 60 are usual.",
        )
    if seconds > MOST_SECONDS:
        notes.append(
            f"The time is {MOST_SECONDS:g} s, the most that a training may take; "
            f"{seconds:g} s were asked."
        )


def _notes_of_missing(target: Column, n_rows: int) -> list[str]:
    """Rows that can teach and test nothing."""
    if not target.n_missing:
        return []
    share = percent(target.n_missing / n_rows)
    rows = counted(target.n_missing, "row")
    have = "have" if target.n_missing > 1 else "has"
    return [f"{rows} ({share}) {have} no {target.name}: left out of training and test."]


def _notes_of_target(
    schema: Schema,
    target: Column,
    validation: Validation,
    counts: dict[str, int],
    positive: str,
) -> list[str]:
    notes = _notes_of_missing(target, schema.n_rows)
    notes += few_notes(schema, target, validation, counts)
    if counts and max(counts.values()) > UNEVEN_SHARE * sum(counts.values()):
        notes.append(uneven_note(counts, positive))
    return notes


def _checked_threshold(threshold: float | None, counts: dict[str, int]) -> float | None:
    if threshold is not None and len(counts) != 2:
        raise TaskError(
            "A threshold needs a target of two classes.", hint="Leave it out."
        )
    return threshold


def _watched(schema: Schema, target: str) -> tuple[str, ...]:
    """Columns of few groups, whose scores are told apart."""
    return tuple(
        column.name
        for column in schema.columns
        if column.name != target
        and 2 <= column.n_unique <= _MOST_GROUPS
        and column.kind in ("category", "boolean", "integer")
    )[:_MOST_WATCHED]


def column_named(schema: Schema, name: str) -> Column:
    """The column; a :class:`TaskError` with the nearest names if there is none."""
    try:
        return schema[name]
    except KeyError:
        lower = {known.lower(): known for known in schema.names}
        close = get_close_matches(name.lower(), lower, n=3, cutoff=0.5)
        raise TaskError(
            f"Column '{name}' not found.",
            hint=f"Available: {', '.join(schema.names)}.",
            options=tuple(lower[word] for word in close),
        ) from None


def kind_of(column: Column, estimator: str = "auto") -> Kind:
    """Whether the column is predicted as a number or as a class."""
    kinds = estimator_named(estimator).kinds
    if len(kinds) == 1:
        return kinds[0]
    if column.kind == "number" and column.n_unique > 2:
        return "regression"
    if column.kind == "integer" and column.n_unique > _CLASSES_OF_NUMBERS:
        return "regression"
    if column.kind == "identifier" and isinstance(column.minimum, int | float):
        return "regression"
    if column.kind == "datetime":
        raise TaskError(
            f"'{column.name}' holds dates; a model predicts numbers or classes.",
            hint="Choose another target, or add a column with the number of days.",
        )
    return "classification"


def _check_rows(schema: Schema, target: Column) -> None:
    usable = schema.n_rows - target.n_missing
    if usable < MIN_ROWS:
        raise TaskError(
            f"{usable} rows with a value of '{target.name}' are too few to train on.",
            hint=f"At least {MIN_ROWS} are needed; some hundreds are better.",
        )
    if target.n_unique < 2:
        raise TaskError(
            f"'{target.name}' has the same value in every row: nothing to predict.",
            hint="Choose another target.",
        )


def _check_numbers(target: Column) -> None:
    if target.kind not in ("integer", "number", "boolean", "identifier") or (
        target.kind == "identifier" and isinstance(target.minimum, str | None)
    ):
        raise TaskError(
            f"'{target.name}' has no numbers, so it cannot be predicted by regression.",
            hint="Use a model for classification, or another target.",
        )


def _roles(
    schema: Schema, target: Column, features: Sequence[str] | None, notes: list[str]
) -> dict[str, Role]:
    if features is not None:
        named = [column_named(schema, name) for name in features]
        chosen = [column for column in schema.columns if column in named]
        chosen = _without_identifiers(schema, target, chosen, notes)
        _check_named(chosen, target, schema.n_rows)
    else:
        chosen = _helpful(schema, target, notes)
    if not chosen:
        raise TaskError(
            "There is no feature to predict from.",
            hint="Name at least one column besides the target.",
        )
    notes += _encodings(chosen)
    return {column.name: _role(column) for column in chosen}


def _without_identifiers(
    schema: Schema, target: Column, chosen: list[Column], notes: list[str]
) -> list[Column]:
    """The columns without those that say whom several rows are about."""
    known = {one.name for one in repeated_identifiers(schema, target.name)}
    for column in chosen:
        if column.name in known:
            notes.append(
                f"{column.name} is left out: it tells whom rows are about, and a model "
                "would learn these by heart."
            )
    return [column for column in chosen if column.name not in known]


def _encodings(chosen: Sequence[Column]) -> list[str]:
    """Columns that are not used as they are."""
    most = Preprocessing().max_levels
    notes = [
        f"{column.name} is free text: it is used by its {MOST_WORDS} most frequent words "
        "(TF-IDF)."
        for column in chosen
        if _role(column) == "text"
    ]
    return notes + [
        f"{column.name} has {column.n_unique:,} levels: each is used by the mean target of "
        "its training rows, learned within the folds."
        for column in chosen
        if _role(column) == "category" and column.n_unique > most
    ]


def _check_named(chosen: Sequence[Column], target: Column, n_rows: int) -> None:
    for column in chosen:
        if column.name == target.name:
            raise TaskError(
                f"'{target.name}' is the target; it cannot be a feature too.",
                hint="Leave it out of the features.",
            )
        if column.n_missing >= n_rows:
            raise TaskError(
                f"The feature '{column.name}' has no values at all.",
                hint="Leave it out of the features.",
            )


def _helpful(schema: Schema, target: Column, notes: list[str]) -> list[Column]:
    chosen = []
    others = [column for column in schema.columns if column.name != target.name]
    for column in _without_identifiers(schema, target, others, notes):
        if column.n_missing >= schema.n_rows:
            notes.append(f"{column.name} is left out: it is empty.")
        elif column.n_unique < 2 and not column.n_missing:
            notes.append(f"{column.name} is left out: it has one value only.")
        elif column.kind == "identifier":
            notes.append(f"{column.name} is left out: it identifies rows.")
        else:
            chosen.append(column)
    return chosen


def _inputs(
    changes: Changes, roles: Mapping[str, Role], schema: Schema, original: Schema
) -> dict[str, Role]:
    """What new rows must have, where that is not the features themselves."""
    if not steps_for(changes.computing, list(roles)):
        return {}
    # Behind other rows there are only the columns of the changed table.
    before = (schema,) if changes.reshaping else (original, schema)
    known = {c.name: c for table in reversed(before) for c in table.columns}
    names = inputs_of(changes.computing, list(roles))
    return {name: _role(known[name]) for name in names if name in known}


def _role(column: Column) -> Role:
    if column.is_numeric:
        return "number"
    if column.kind == "boolean":
        return "boolean"
    if column.kind == "datetime":
        return "date"
    if column.kind == "identifier" and isinstance(column.minimum, int | float):
        return "number"
    if column.kind == "text":
        return "text"
    return "category"


def _with_weights(
    estimator: Estimator, kind: Kind, given: dict[str, Any], prepared: Preprocessing
) -> dict[str, Any]:
    if prepared.balance == "none":
        return given
    if kind == "regression":
        raise TaskError(
            "Classes can be balanced only for classification.",
            hint="Leave the balancing out.",
        )
    if prepared.balance == "weights":
        if not estimator.class_weights:
            raise TaskError(
                f"{estimator.title} cannot weigh classes.",
                hint="Balance by oversampling or undersampling instead.",
                options=("oversample", "undersample"),
            )
        return {"class_weight": "balanced", **given}
    return given
