"""How a model will be judged: which rows stay together, which come later, how many."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.base.columns import Column, Schema
from analysis.base.errors import TaskError
from analysis.base.wording import counted, names_of, percent
from mlmodels.base.estimator import Estimator, Kind
from mlmodels.base.plan import Validation
from mlmodels.plans.naming import names_a_unit, parts_of, says_person, words_for
from mlmodels.plans.tuning import check_tunable

MANY_ROWS = 20_000
# Fewer groups cannot be split into five folds and a test.
FEWEST_GROUPS = 8
# Rows a group on average, from which on rows repeat and do not just share a value by chance.
LEAST_REPEATED = 1.15
# A test of fewer rows says little of any score.
FEW_TEST_ROWS = 30
# A class with fewer rows is not in every fold and test in a number that tells anything.
FEW_OF_A_CLASS = 10


def repeated_identifiers(schema: Schema, target: str) -> list[Column]:
    """Columns that identify whom several rows are about; the one to keep together first.

    That is the one that names a person or thing, and of those the one with the fewest
    values: households before the people in them.
    """
    found = [
        column
        for column in schema.columns
        if column.name != target and _repeats(column, schema.n_rows)
    ]
    return sorted(found, key=lambda one: (not says_person(one.name), one.n_unique))


def _repeats(column: Column, n_rows: int) -> bool:
    if column.kind not in ("integer", "identifier", "category", "text"):
        return False
    n_values = n_rows - column.n_missing
    if column.n_unique < FEWEST_GROUPS or n_values < LEAST_REPEATED * column.n_unique:
        return False
    of_numbers = isinstance(column.minimum, int | float)
    return names_a_unit(column.name, of_numbers=of_numbers)


def checked_validation(
    schema: Schema,
    given: Validation | None,
    kind: Kind,
    target: Column,
    classes: Sequence[str],
    notes: list[str],
) -> Validation:
    """The split that was asked for, else the one that the columns call for.

    Raises:
        TaskError: the split needs a column, or there is none of that name.
    """
    asked = given or Validation()
    if asked.split in ("grouped", "time"):
        _check_by(schema, asked)
        return asked
    if not asked.said:
        called_for = _called_for(schema, asked, target, notes)
        if called_for is not None:
            return called_for
    else:
        _warn_of_mixing(schema, target, notes)
    if kind == "regression":
        return asked.model_copy(update={"split": "random"})
    usable = schema.n_rows - target.n_missing
    enough = round(asked.test_size * usable) >= len(classes) or asked.test_size == 0
    split = "stratified" if enough else "random"
    return asked.model_copy(update={"split": split})


def _check_by(schema: Schema, asked: Validation) -> None:
    if asked.by is None:
        raise TaskError(f"A {asked.split} split needs a column to split by.")
    if asked.by not in schema.names:
        raise TaskError(
            f"Column '{asked.by}' not found.", f"Available: {', '.join(schema.names)}."
        )


def _called_for(
    schema: Schema, asked: Validation, target: Column, notes: list[str]
) -> Validation | None:
    series = time_column(schema, target)
    if series is not None:
        notes.append(
            f"Every row has its own {series}: the test is the latest part, since a "
            "random split would let the model look into the future."
        )
        return asked.model_copy(update={"split": "time", "by": series})
    repeated = repeated_identifiers(schema, target.name)
    if not repeated:
        return None
    name = repeated[0].name
    a_group = (schema.n_rows - repeated[0].n_missing) / repeated[0].n_unique
    notes.append(
        f"Rows of one {name} stay together ({repeated[0].n_unique:,} of them, "
        f"{a_group:.1f} rows each on average): a model must not be tested on a {name} "
        f"that it has learned. Say “mix rows of {name}” to split row by row."
    )
    return asked.model_copy(update={"split": "grouped", "by": name})


def _warn_of_mixing(schema: Schema, target: Column, notes: list[str]) -> None:
    repeated = repeated_identifiers(schema, target.name)
    if repeated:
        name = repeated[0].name
        notes.append(
            f"Rows of one {name} are in training and test alike, as you said: the scores "
            f"hold for rows of a known {name} only and flatter the model for a new one."
        )


def folds_for(
    estimator: Estimator, given: Validation, n_rows: int, tune: bool
) -> Validation:
    """As many folds as a comparison of models needs, and as many rows allow.

    Raises:
        TaskError: fewer than two are asked for a comparison, or there is nothing to tune.
    """
    if tune:
        check_tunable(estimator)
    elif estimator.name != "auto":
        return given
    if given.n_splits < 2:
        raise TaskError(
            "Models are compared by cross-validation, so it needs at least 2 folds.",
            hint="Five are usual.",
        )
    # Many rows make folds costly and their differences small.
    fewer = 3 if n_rows > MANY_ROWS else given.n_splits
    return given.model_copy(update={"n_splits": min(given.n_splits, fewer)})


def time_column(schema: Schema, target: Column) -> str | None:
    """The column of times of which every row has its own."""
    for column in schema.columns:
        unique = column.n_unique == schema.n_rows - column.n_missing
        if column.kind == "datetime" and unique and column.name != target.name:
            return column.name
    return None


def columns_of_time(schema: Schema) -> list[str]:
    """Columns of dates, and of numbers that are years by name and value."""
    found = []
    for column in schema.columns:
        low, high = column.minimum, column.maximum
        is_year = (
            column.kind in ("integer", "category", "identifier")
            and bool(set(parts_of(column.name)) & words_for("years"))
            and isinstance(low, int | float)
            and isinstance(high, int | float)
            and 1000 <= low <= high <= 3000
        )
        if column.kind == "datetime" or is_year:
            found.append(column.name)
    return found


def few_notes(
    schema: Schema,
    target: Column,
    validation: Validation,
    counts: dict[str, int],
) -> list[str]:
    """What is too few to be judged well: test rows, and rows of a class."""
    n_rows = schema.n_rows - target.n_missing
    notes = []
    n_test = round(validation.test_size * n_rows)
    if not validation.periods and 0 < n_test < FEW_TEST_ROWS:
        notes.append(
            f"The test has {counted(n_test, 'row')} only: its score is uncertain, and "
            "the cross-validation tells more."
        )
    rare = {label: n for label, n in counts.items() if n < FEW_OF_A_CLASS}
    if rare:
        named = names_of(f"{label} ({n:,})" for label, n in rare.items())
        notes.append(
            f"Few rows are {named}: what is said of so rare a class is uncertain, and it "
            "may be missing from a fold or the test."
        )
    fewest = min(counts.values(), default=n_rows)
    if len(counts) == 2 and validation.n_splits > 0:
        left = max(2, int(fewest * (1 - validation.test_size)))
        if left < validation.n_splits:
            notes.append(
                f"The folds are {left} instead of {validation.n_splits}: each needs a "
                "row of the rarer class."
            )
    return notes


def uneven_note(counts: dict[str, int], positive: str) -> str:
    """Of two or more classes one of which has nearly all rows."""
    total = sum(counts.values())
    most = max(counts, key=lambda label: counts[label])
    rare = percent(counts[positive] / total) if len(counts) == 2 else ""
    few = f"Only {rare} of the rows are {positive}: " if positive != most else ""
    return (
        f"{few}“{most}” for every row would be right for {percent(counts[most] / total)},"
        " so accuracy says nothing here. The score that leads is "
        + ("average precision" if len(counts) == 2 else "balanced accuracy")
        + "; “balance the classes” and another threshold can help to find the rare ones."
    )
