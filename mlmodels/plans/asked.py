"""What was asked of a training in words or options, as parts of its plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.base.columns import Schema
from analysis.base.errors import TaskError
from mlmodels.base.plan import Preprocessing, Validation
from mlmodels.plans.judging import columns_of_time

_PREPARED = ("missing", "constant", "scaling", "encoding", "balance", "outliers")
_JUDGED = ("test_size", "n_splits", "split", "by", "periods")


def preprocessing_of(options: Mapping[str, Any]) -> Preprocessing | None:
    """What happens to features, where something was said of it."""
    asked = {name: options[name] for name in _PREPARED if name in options}
    return Preprocessing(**asked) if asked else None


def validation_of(options: Mapping[str, Any], schema: Schema) -> Validation | None:
    """How to judge, where something was said of it.

    Raises:
        TaskError: the share or the number of folds is not possible.
    """
    asked = {name: options[name] for name in _JUDGED if name in options}
    if not asked:
        return None
    asked["said"] = "split" in asked
    if not 0 <= asked.get("test_size", 0.2) <= 0.9:
        raise TaskError(
            f"A test share of {asked['test_size']:.0%} is not possible.",
            hint="It can be from 0 to 90 %; 20 % is usual.",
        )
    n_splits = asked.get("n_splits", 5)
    if not 0 <= n_splits <= 20 or n_splits == 1:
        raise TaskError(
            f"{n_splits} folds are not possible.",
            hint="Cross-validation can have 2 to 20 folds; five are usual, 0 is none.",
        )
    if asked.get("split") == "time" and "by" not in asked:
        asked["by"] = _only_time(schema)
    return Validation(**asked)


def _only_time(schema: Schema) -> str:
    times = columns_of_time(schema)
    if len(times) == 1:
        return times[0]
    raise TaskError(
        "A time-ordered split needs a column of times.",
        hint="Say which: “time split by sold”, for example.",
        options=tuple(f"time split by {name}" for name in times[:5]),
    )


def threshold_of(options: Mapping[str, Any]) -> float | None:
    """From which probability on a row counts as positive, where it was said.

    Raises:
        TaskError: it is no probability.
    """
    given = options.get("threshold")
    if given is None:
        return None
    if not 0 < given < 1:
        raise TaskError(
            f"A threshold of {given:g} is not possible.",
            hint="It is a probability above 0 and below 1; 0.5 is usual.",
        )
    return float(given)
