"""Carries out what a message was read as, and looks for figures in the answer."""

from __future__ import annotations

import json
import math
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats
from sklearn.linear_model import LinearRegression
from sklearn.metrics import mean_squared_error, r2_score
from sklearn.model_selection import train_test_split

from analysis.base.task import Task
from analysis.operations import operation_named
from chat.linking.outcomes import Reading, Understood
from chat.reader.messages import read_message
from tests.analysis.tables import schema_of
from tests.chat.reader.briefs.brief_tables import CHECKING, TABLES, WORKING

_NAMES = {
    "np": np, "pd": pd, "stats": stats, "LinearRegression": LinearRegression,
    "mean_squared_error": mean_squared_error, "r2_score": r2_score,
    "train_test_split": train_test_split, "int": int,
}  # fmt: skip
_CLOSE = 1e-6


@dataclass(frozen=True)
class Brief:
    """A message, the figures its answer must hold, and what a refusal must name."""

    table: str
    text: str
    want: tuple[str, ...] = ()
    says: str = ""
    refuses: str = ""

    @property
    def is_answered(self) -> bool:
        return bool(self.want or self.says)


@dataclass
class Outcome:
    """What the reading came to: results and first sentences of the analyses."""

    reading: Reading
    results: list[Any] = field(default_factory=list)
    summaries: list[str] = field(default_factory=list)

    @property
    def said(self) -> str:
        return repr(self.reading)


def briefs(tables: tuple[str, ...] = WORKING + CHECKING) -> list[Brief]:
    text = Path(__file__).with_name("corpus.toml").read_text(encoding="utf-8")
    entries = tomllib.loads(text)["brief"]
    made = [Brief(**{**e, "want": tuple(e.get("want", ()))}) for e in entries]
    return [brief for brief in made if brief.table in tables]


def outcome_of(brief: Brief) -> Outcome:
    """The message read; where it is understood, its steps carried out."""
    data = TABLES[brief.table]
    reading = read_message(brief.text, schema_of(data, brief.table))
    outcome = Outcome(reading)
    if isinstance(reading, Understood):
        _carry_out(reading.task, data, outcome)
    return outcome


def _carry_out(task: Task, data: pd.DataFrame, outcome: Outcome) -> None:
    for step in task.steps:
        operation = operation_named(step.operation)
        result = operation.carried_out(data, step.params)
        if operation.kind == "prepare":
            data, result = result
            if operation.statements:
                continue
        outcome.results.append(json.loads(json.dumps(result, default=str)))
        if operation.kind != "prepare" and operation.presenter is not None:
            outcome.summaries.append(
                operation.presenter(outcome.results[-1], step.params).summary
            )


def is_right(brief: Brief, outcome: Outcome) -> bool:
    if not brief.is_answered:
        refused = not isinstance(outcome.reading, Understood)
        return refused and brief.refuses in outcome.said
    if not isinstance(outcome.reading, Understood):
        return False
    data = TABLES[brief.table]
    values = [eval(source, {"d": data, **_NAMES}) for source in brief.want]
    said = " ".join(outcome.summaries)
    return brief.says in said and all(_holds(outcome, value) for value in values)


def _holds(outcome: Outcome, value: object) -> bool:
    leaves = [leaf for result in outcome.results for leaf in _leaves(result)]
    if isinstance(value, str):
        return value in leaves
    assert isinstance(value, int | float | np.integer | np.floating)
    return any(
        math.isclose(leaf, scaled, rel_tol=_CLOSE)
        for leaf in leaves
        if isinstance(leaf, int | float) and not isinstance(leaf, bool)
        for scaled in (float(value), float(value) / 100)
    )


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield key
            yield from _leaves(one)
    elif isinstance(value, list):
        for one in value:
            yield from _leaves(one)
    else:
        yield value
