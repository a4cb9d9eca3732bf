"""A method before, with columns held constant: "now controlling for age".

Models take them beside what they had; a comparison of groups becomes the model of its
outcome on the groups and them, a correlation a partial one, a survival by groups Cox's
model.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.base.columns import Column
from analysis.base.task import Step
from analysis.operations import operation_named
from chat.linking.mentions import is_flag

_SURVIVAL = ("kaplan_meier", "log_rank")
# What is compared within each row: nothing of the row can be held constant.
_WITHIN_ROWS = ("paired_t", "wilcoxon", "repeated_anova", "friedman", "sign_test",
                "mcnemar", "cochran_q", "two_sample_ks", "equivalence_test")  # fmt: skip
_PAIR = 2


def adjusted(
    step: Step, names: Sequence[str], columns: Mapping[str, Column]
) -> Step | None:
    """The step with columns held constant; None where it has no place for them."""
    params = dict(step.params)
    if "predictors" in operation_named(step.operation).column_parameters():
        known = list(params.get("predictors") or [])
        new = [name for name in names if name not in (*known, params.get("outcome"))]
        if not known or not new:
            return None
        focus = params.get("focus") or known
        params |= {"predictors": [*known, *new], "focus": focus}
        return _of(step.operation, params)
    if "controls" in operation_named(step.operation).column_parameters():
        known = list(params.get("controls") or [])
        return _of(step.operation, params | {"controls": [*known, *names]})
    if step.operation in _SURVIVAL and params.get("group"):
        kept = {k: params[k] for k in ("duration", "event") if params.get(k)}
        predictors = [params["group"], *names]
        return _of("cox_regression", {**kept, "predictors": predictors})
    if step.operation in _WITHIN_ROWS:
        return None
    pair = _pair(params, columns)
    return None if pair is None else _of_pair(*pair, names, columns)


def _of(operation: str, params: dict[str, Any]) -> Step:
    known = operation_named(operation).parameters
    return Step(
        operation=operation, params={k: v for k, v in params.items() if k in known}
    )


def _pair(
    params: Mapping[str, Any], columns: Mapping[str, Column]
) -> tuple[str, str] | None:
    """What is explained and by what: the outcome and its groups, or two columns."""
    names = list(params.get("columns") or [])
    group = params.get("group")
    if params.get("subject") or params.get("frequency"):
        return None
    if isinstance(group, str) and len(names) == 1 and not params.get("levels"):
        return names[0], group
    if isinstance(group, str) and len(names) == 1:
        whole = len(params["levels"]) == columns[group].n_unique
        return (names[0], group) if whole else None
    if group or len(names) != _PAIR:
        return None
    numbers = [_is_number(columns[name]) for name in names]
    return (names[1], names[0]) if numbers == [False, True] else (names[0], names[1])


def _is_number(column: Column) -> bool:
    return column.is_numeric and not is_flag(column)


def _of_pair(
    outcome: str, other: str, names: Sequence[str], columns: Mapping[str, Column]
) -> Step | None:
    if set(names) & {outcome, other}:
        return None
    if _is_number(columns[outcome]) and _is_number(columns[other]):
        if not all(columns[name].is_numeric for name in names):
            return _model("linear_regression", outcome, other, names)
        params = {"columns": [outcome, other], "controls": list(names)}
        return _of("partial_correlation", params)
    if _is_number(columns[outcome]):
        return _model("linear_regression", outcome, other, names)
    if is_flag(columns[outcome]) or columns[outcome].n_unique == _PAIR:
        return _model("logistic_regression", outcome, other, names)
    return None


def _model(name: str, outcome: str, other: str, names: Sequence[str]) -> Step:
    predictors = [other, *names]
    return _of(name, {"outcome": outcome, "predictors": predictors, "focus": [other]})
