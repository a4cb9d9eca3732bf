"""From a table and a request to a checked training plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from analysis.columns import Column, Schema
from analysis.errors import TaskError
from analysis.task import Step
from mlmodels.changes import (
    Changes,
    changes_of,
    filling,
    inputs_of,
    notes_of,
    steps_for,
)
from mlmodels.estimator import Estimator, Kind
from mlmodels.estimators import estimator_named
from mlmodels.learning.features import level_text
from mlmodels.network import checked_network
from mlmodels.plan import Preprocessing, Role, TrainingPlan, Validation
from mlmodels.tuning import check_tunable

MIN_ROWS = 10
MANY_CLASSES = 20
MANY_ROWS = 20_000
MOST_SECONDS = 270.0
_CLASSES_OF_NUMBERS = 5


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
    classes = _classes(column, many_classes) if kind == "classification" else ()
    if kind == "regression":
        _check_numbers(column)
    used = changes_of(changes)
    notes = notes_of(used)
    roles = _roles(schema, column, features, notes)
    prepared = preprocessing or Preprocessing()
    if prepared.missing is None:
        prepared = prepared.model_copy(update=filling(used))
    parameters = _with_weights(chosen, kind, dict(hyperparameters or {}), prepared)
    checked = _checked_validation(schema, validation, kind, column, classes, notes)
    if tune:
        check_tunable(chosen)
    checked = _folds_for(chosen, checked, schema.n_rows - column.n_missing, tune)
    if seconds > MOST_SECONDS:
        notes.append(
            f"The time is {MOST_SECONDS:g} s, the most that a training may take; "
            f"{seconds:g} s were asked."
        )
    plan = TrainingPlan(
        target=target,
        kind=kind,
        roles=roles,
        estimator=chosen.name,
        hyperparameters=chosen.checked(parameters),
        preprocessing=prepared,
        validation=checked,
        classes=classes,
        positive=_positive(positive, classes),
        random_state=random_state,
        seconds=min(max(seconds, 1.0), MOST_SECONDS),
        tune=tune,
        notes=tuple(notes),
        changes=tuple(changes),
        inputs=_inputs(used, roles, schema, original or schema),
    )
    if chosen.library == "keras":
        return checked_network(plan, network, schema.n_rows - column.n_missing)
    return plan


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


def _classes(target: Column, many_classes: bool) -> tuple[str, ...]:
    n_classes = target.n_unique
    if (n_classes > MANY_CLASSES and not many_classes) or not target.levels:
        raise TaskError(
            f"'{target.name}' has {n_classes:,} classes; more than {MANY_CLASSES} are "
            "rarely learned well.",
            hint="Choose a target with fewer classes, group rare ones, or go on anyway.",
            options=("continue",) if target.levels else (),
        )
    counts = {str(level_text(value)): count for value, count in target.levels}
    alone = [label for label, count in counts.items() if count < 2]
    if alone:
        named = ", ".join(f"'{label}'" for label in alone[:5])
        raise TaskError(
            f"Of '{target.name}', {named} occurs only once: it cannot be both learned "
            "and tested.",
            hint="Filter it out first, or merge it with another class.",
        )
    return tuple(sorted(counts))


def _positive(given: str | None, classes: Sequence[str]) -> str:
    if not classes:
        return ""
    if given is None:
        return classes[-1]
    if given not in classes:
        raise TaskError(
            f"'{given}' is not a class of the target.",
            hint=f"The classes are: {', '.join(classes)}.",
            options=tuple(classes),
        )
    return given


def _roles(
    schema: Schema, target: Column, features: Sequence[str] | None, notes: list[str]
) -> dict[str, Role]:
    if features is not None:
        named = [column_named(schema, name) for name in features]
        chosen = [column for column in schema.columns if column in named]
        _check_named(chosen, target, schema.n_rows)
    else:
        chosen = _helpful(schema, target, notes)
    if not chosen:
        raise TaskError(
            "There is no feature to predict from.",
            hint="Name at least one column besides the target.",
        )
    return {column.name: _role(column) for column in chosen}


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
    for column in schema.columns:
        if column.name == target.name:
            continue
        if column.n_missing >= schema.n_rows:
            notes.append(f"{column.name} is left out: it is empty.")
        elif column.n_unique < 2 and not column.n_missing:
            notes.append(f"{column.name} is left out: it has one value only.")
        elif column.kind == "identifier":
            notes.append(f"{column.name} is left out: it identifies rows.")
        elif column.kind == "text":
            notes.append(f"{column.name} is left out: it is free text.")
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


def _checked_validation(
    schema: Schema,
    given: Validation | None,
    kind: Kind,
    target: Column,
    classes: Sequence[str],
    notes: list[str],
) -> Validation:
    if given is not None and given.split in ("grouped", "time"):
        if given.by is None:
            raise TaskError(f"A {given.split} split needs a column to split by.")
        column_named(schema, given.by)
        return given
    asked = given or Validation()
    series = _time_column(schema, target)
    if asked.split == "random" and kind == "regression" and series is not None:
        notes.append(
            f"Every row has its own {series}: the test is the latest fifth, since a "
            "random split would let the model look into the future."
        )
        return asked.model_copy(update={"split": "time", "by": series})
    if kind == "regression":
        return asked.model_copy(update={"split": "random"})
    usable = schema.n_rows - target.n_missing
    enough = round(asked.test_size * usable) >= len(classes) or asked.test_size == 0
    split = "stratified" if enough else "random"
    return asked.model_copy(update={"split": split})


def _folds_for(
    estimator: Estimator, given: Validation, n_rows: int, tune: bool
) -> Validation:
    if estimator.name != "auto" and not tune:
        return given
    if given.n_splits < 2:
        raise TaskError(
            "Models are compared by cross-validation, so it needs at least 2 folds.",
            hint="Five are usual.",
        )
    # Many rows make folds costly and their differences small.
    fewer = 3 if n_rows > MANY_ROWS else given.n_splits
    return given.model_copy(update={"n_splits": min(given.n_splits, fewer)})


def _time_column(schema: Schema, target: Column) -> str | None:
    for column in schema.columns:
        unique = column.n_unique == schema.n_rows - column.n_missing
        if column.kind == "datetime" and unique and column.name != target.name:
            return column.name
    return None
