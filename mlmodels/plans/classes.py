"""The classes of a target, and which of two is the positive one."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.base.columns import Column
from analysis.base.errors import TaskError
from mlmodels.learning.features import level_text
from mlmodels.plans.naming import parts_of, words_for

MANY_CLASSES = 20


def class_counts(target: Column, many_classes: bool) -> dict[str, int]:
    """The classes in order, with their numbers of rows.

    Raises:
        TaskError: they are too many, or one has a single row.
    """
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
    return {label: counts[label] for label in sorted(counts)}


def positive_class(given: str | None, counts: Mapping[str, int], target: str) -> str:
    """The class whose probability is told: the one named, else the one that is meant.

    Of two classes that is the one that the target's name says (survived of the column
    survived), that says yes, that is no opposite (normal, alive), that is rarer.

    Raises:
        TaskError: the one named is no class.
    """
    classes = list(counts)
    if not classes:
        return ""
    if given is not None:
        folded = {label.casefold(): label for label in classes}
        if given.casefold() in folded:
            return folded[given.casefold()]
        raise TaskError(
            f"'{given}' is not a class of the target.",
            hint=f"The classes are: {', '.join(classes)}.",
            options=tuple(classes),
        )
    if len(classes) != 2:
        return classes[-1]
    return max(classes, key=lambda label: _claims(label, counts, target))


def _claims(
    label: str, counts: Mapping[str, int], target: str
) -> tuple[bool, bool, bool, int, str]:
    word = label.strip().casefold()
    parts = parts_of(label)
    denied = word in words_for("negative") or bool(
        parts and parts[0] in ("not", "non", "no", "un")
    )
    named = not denied and bool(parts) and parts[-1] in parts_of(target)
    says_yes = not denied and (
        word in words_for("positive")
        or bool(parts and parts[-1] in words_for("positive"))
    )
    return named, says_yes, not denied, -counts[label], label
