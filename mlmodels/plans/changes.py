"""The changes that a conversation made to its table, as a training uses them.

Which rows train is decided by all of them, in their order. What the rows hold comes from
those that need nothing but the row itself, so that new rows can be changed in the same
way. Statistics of the whole table (its mean, its quantiles) would let the test rows into
the training: the model's own preparation learns them from training rows alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.base.columns import Schema
from analysis.base.parameters import ColumnRole
from analysis.base.task import Step
from analysis.operations import operation_named
from analysis.pipeline import step_columns

_NO_TABLE = Schema(name="", n_rows=0, columns=())
_ALL = "*"
# Filling gaps leaves every known value as it is.
_FILLS = "fill_missing"
# What features there are is said by the plan.
_COLUMNS = ("keep_columns", "drop_columns")


@dataclass(frozen=True)
class Changes:
    """The steps by what they do.

    ``reshaping`` make other rows (all up to the last that does); behind them,
    ``selecting`` decide which rows are in force and ``computing`` what they hold;
    ``left_out`` are steps whose statistics are left to the model. ``every`` are all.
    """

    every: tuple[Step, ...] = ()
    reshaping: tuple[Step, ...] = ()
    selecting: tuple[Step, ...] = ()
    computing: tuple[Step, ...] = ()
    left_out: tuple[Step, ...] = ()

    @property
    def later(self) -> tuple[Step, ...]:
        """All steps behind the last that makes other rows."""
        return self.every[len(self.reshaping) :]


def changes_of(steps: Sequence[Step]) -> Changes:
    """The steps sorted by what a training does with them."""
    effects = [effect_of(step) for step in steps]
    reshaped = max((n for n, e in enumerate(effects, 1) if e == "reshape"), default=0)
    after = list(zip(steps, effects, strict=True))[reshaped:]
    computing, left_out = [], []
    doubtful: set[str] = set()
    for step, effect in after:
        if effect == "subset" or step.operation in _COLUMNS:
            continue
        written, read = set(_written(step)), set(_read(step))
        touched = _ALL in doubtful or doubtful & (read | written)
        if effect == "table" or touched:
            left_out.append(step)
            if step.operation != _FILLS:
                doubtful |= written
        else:
            computing.append(step)
    decides = any(effect == "subset" for _, effect in after)
    return Changes(
        tuple(steps),
        tuple(steps[:reshaped]),
        tuple(step for step, _ in after) if decides else (),
        tuple(computing),
        tuple(left_out),
    )


def effect_of(step: Step) -> str:
    """What new rows need for the same change."""
    return operation_named(step.operation).effect_of(step.params)


def _read(step: Step) -> Iterator[str]:
    """The columns that a step names; ``*`` where it takes all."""
    yield from step_columns(step, _NO_TABLE)
    for name, parameter in operation_named(step.operation).parameters.items():
        takes_all = isinstance(parameter.role, ColumnRole) and (
            parameter.role.if_empty == "all"
        )
        if takes_all and not step.params.get(name):
            yield _ALL


def _written(step: Step) -> Iterator[str]:
    """The columns that a step adds or changes."""
    if step.params.get("name"):
        yield str(step.params["name"])
    elif step.operation == "bin_column":
        yield f"{step.params['column']} group"
    else:
        yield from _read(step)


def columns_read(steps: Sequence[Step], names: Sequence[str]) -> set[str]:
    """Those of a table's columns that the steps need."""
    read = {name for step in steps for name in _read(step)}
    return set(names) if _ALL in read else read & set(names)


def steps_for(computing: Sequence[Step], columns: Sequence[str]) -> list[Step]:
    """Those of the steps that the columns are made by, in their order."""
    needed, found = set(columns), []
    for step in reversed(computing):
        written = set(_written(step))
        if written & needed or _ALL in written:
            found.append(step)
            needed = (needed - written if _makes_new(step) else needed) | set(
                _read(step)
            )
    return found[::-1]


def inputs_of(computing: Sequence[Step], features: Sequence[str]) -> list[str]:
    """The columns that new rows must have, so that the features can be made of them.

    In the order of the features; what a feature is made of stands in its place.
    """
    found: list[str] = []
    for feature in features:
        needed = [feature]
        for step in reversed(steps_for(computing, [feature])):
            if _makes_new(step):
                needed = [name for name in needed if name not in set(_written(step))]
            needed += [name for name in sorted(_read(step)) if name != _ALL]
        found += needed
    return list(dict.fromkeys(found))


def _makes_new(step: Step) -> bool:
    """Whether what it writes need not be there before."""
    name = step.params.get("name")
    return bool(name and name not in set(_read(step))) or (
        step.operation == "bin_column"
    )


def notes_of(changes: Changes) -> list[str]:
    """What a person should know of how the changes are used."""
    notes = []
    used = [step for step in changes.every if step not in changes.left_out]
    if used:
        words = "; ".join(words_of(step) for step in used)
        notes.append(f"Your changes of the table come first: {words}.")
    rows = [step for step in changes.selecting if effect_of(step) == "subset"]
    if rows:
        notes.append(
            "New rows are predicted whether or not these would keep them; the scores "
            "hold for rows like those that are left."
        )
    if any(step.operation == "remove_outliers" for step in rows):
        notes.append(
            "Outliers are gone from the test rows too, which flatters the scores: undo "
            "that and say “without outliers” to remove them from training rows only."
        )
    for step in changes.left_out:
        notes.append(
            f"{words_of(step)}: left out, since it takes its numbers from the whole "
            f"table, test rows included. {_instead(step)}"
        )
    return notes


def words_of(step: Step) -> str:
    """The step for people."""
    return operation_named(step.operation).words(step.params)


def _instead(step: Step) -> str:
    ways: dict[str, str] = {
        "fill_missing": "The model fills gaps by what its training rows show.",
        "scale_columns": "The model scales features itself where that helps.",
        "bin_column": "Name the bounds (“bin age at 18, 40 and 65”) to have it used.",
        "winsorise": "“without outliers” removes them from the training rows.",
        "replace_outliers": "“without outliers” removes them from the training rows.",
    }
    usual = "A formula that needs only the row itself would be used."
    return ways.get(step.operation, usual)


def filling(changes: Changes) -> dict[str, Any]:
    """The way of filling gaps that was asked of the table, for the model's own."""
    asked = [
        step.params.get("strategy", "median")
        for step in changes.left_out
        if step.operation == _FILLS
    ]
    usable = [way for way in asked if way in ("mean", "median")]
    return {"missing": usable[-1]} if usable else {}


def written_by(steps: Sequence[Step]) -> set[str]:
    """The columns that steps other than those about rows and names write."""
    return {
        name
        for step in steps
        if effect_of(step) != "subset" and step.operation not in _COLUMNS
        for name in _written(step)
    }
