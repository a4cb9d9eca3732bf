"""All estimators, found by walking this package: a new file is a new estimator."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from analysis.base.errors import TaskError
from mlmodels.base.estimator import Estimator, Kind
from mlmodels.estimators.elsewhere import refuse_elsewhere


@cache
def estimators() -> dict[str, Estimator]:
    """Every estimator by name, the simplest first."""
    modules = (
        import_module(f"{__name__}.{one.name}") for one in iter_modules(__path__)
    )
    found = [one.estimator for one in modules if hasattr(one, "estimator")]
    found.sort(key=lambda estimator: (estimator.simplicity, estimator.name))
    return {estimator.name: estimator for estimator in found}


def estimators_for(kind: Kind) -> tuple[Estimator, ...]:
    """The estimators that solve a kind of problem, the simplest first."""
    return tuple(one for one in estimators().values() if kind in one.kinds)


def estimator_named(name: str, kind: Kind | None = None) -> Estimator:
    """The estimator of that name.

    Raises:
        TaskError: there is none, or it does not solve that kind of problem.
    """
    refuse_elsewhere(name)
    found = estimators().get(name)
    fitting = estimators_for(kind) if kind else tuple(estimators().values())
    if found is None or found not in fitting:
        names = tuple(one.name for one in fitting)
        what = f"for {kind}" if found else f"called “{name}”"
        subject = f"{found.title} is not" if found else "There is no model"
        raise TaskError(
            f"{subject} {what}.",
            hint=f"Available: {', '.join(names)}.",
            options=names,
        )
    return found
