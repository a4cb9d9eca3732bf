"""Which settings of an estimator are tried when it is tuned."""

from __future__ import annotations

import random
from itertools import product
from typing import Any

from analysis.base.errors import TaskError
from mlmodels.base.estimator import Estimator
from mlmodels.base.plan import TrainingPlan

MOST_SETTINGS = 24


def check_tunable(estimator: Estimator) -> None:
    """See that there is something to tune.

    Raises:
        TaskError: there is not.
    """
    if not estimator.search:
        raise TaskError(
            f"{estimator.title} has nothing to tune.",
            hint="Train it without tuning, or choose another model.",
        )


def settings_to_try(estimator: Estimator, plan: TrainingPlan) -> list[dict[str, Any]]:
    """The defaults first, then others of the estimator's grid in random order.

    What the plan sets is the same in all; equal plans give equal lists.
    """
    free = [name for name in estimator.search if name not in plan.hyperparameters]
    defaults = {name: estimator.hyperparameters[name].default for name in free}
    grid = [
        dict(zip(free, values, strict=True))
        for values in product(*(estimator.search[name] for name in free))
    ]
    others = [settings for settings in grid if settings != defaults]
    random.Random(plan.random_state).shuffle(others)
    chosen = [defaults, *others][:MOST_SETTINGS]
    return [{**plan.hyperparameters, **settings} for settings in chosen]
