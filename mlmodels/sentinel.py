"""A look at the data before a training: does a feature already hold the answer?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from analysis.base.columns import Schema
from analysis.base.reply import Notice
from analysis.base.wording import counted, figure, names_of, percent
from analysis.execution import Table
from analysis.scripts.writing import Script, Source
from mlmodels.base.plan import TrainingPlan
from mlmodels.scripts.sandboxed import run_generated
from mlmodels.scripts.writing import sentinel_script

FindingKind = Literal[
    "leak", "sum", "product", "identifier", "future", "duplicates", "drift", "few_rows"
]
_FEW_ROWS = 50
_SECONDS = 30.0


@dataclass(frozen=True)
class Finding:
    """One thing to mind before training: the columns, in words, and the way out."""

    kind: FindingKind
    columns: tuple[str, ...]
    message: str
    fix: str
    score: float | None = None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, found: dict[str, Any]) -> Finding:
        return cls(**{**found, "columns": tuple(found["columns"])})

    def notice(self) -> Notice:
        return Notice(text=self.message, level="warning", fix=self.fix)


def script_for(plan: TrainingPlan, table: Table) -> Script:
    """The script that looks."""
    source = Source(table.name, table.schema.n_rows, table.sha256, table.recipe)
    return sentinel_script(plan, source)


def look_out(
    table: Table,
    plan: TrainingPlan,
    *,
    schema: Schema | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[Finding]:
    """What is wrong with the plan's features, worst first.

    Features that alone predict the target nearly perfectly, that add up to it or whose
    product it is, that identify rows, that are known only afterwards; rows that occur
    more than once; too few rows. ``schema`` is that of the table after the plan's
    changes, where there are any. Nothing is found when the look itself fails: a
    training does not depend on it.
    """
    schema = schema or table.schema
    outcome = run_generated(
        script_for(plan, table), table.parquet, _SECONDS, cancelled=cancelled
    )
    raw = outcome.result["findings"] if outcome.status == "succeeded" else []
    found = [*_identifiers(schema, plan), *(_in_words(one, plan.target) for one in raw)]
    known: dict[tuple[str, tuple[str, ...]], Finding] = {}
    for finding in found:
        known.setdefault((finding.kind, finding.columns), finding)
    order = ("leak", "future", "sum", "product", "identifier", "duplicates", "drift")
    result = sorted(known.values(), key=lambda finding: order.index(finding.kind))
    return [*result, *_few_rows(schema, plan)]


def _identifiers(schema: Schema, plan: TrainingPlan) -> list[Finding]:
    return [
        _in_words({"kind": "identifier", "columns": [name], "score": None}, plan.target)
        for name in plan.features
        if schema[name].kind in ("identifier", "text")
    ]


def _few_rows(schema: Schema, plan: TrainingPlan) -> list[Finding]:
    n_rows = schema.n_rows - schema[plan.target].n_missing
    if n_rows >= _FEW_ROWS:
        return []
    return [
        Finding(
            "few_rows",
            (),
            f"{counted(n_rows, 'row')} are few: the scores will be uncertain.",
            "Prefer a simple model, or collect more rows.",
        )
    ]


def _in_words(raw: dict[str, Any], target: str) -> Finding:
    kind, score = raw["kind"], raw["score"]
    columns = tuple(raw["columns"])
    names = names_of(columns)
    message, fix = _WORDS[kind]
    facts = {
        "names": names,
        "target": target,
        "score": figure(score) if kind == "drift" else percent(score),
        "otherwise": figure(raw.get("otherwise")),
        "added": " + ".join(columns),
        "multiplied": " × ".join(columns),
        "s": "" if len(columns) > 1 else "s",
    }
    return Finding(kind, columns, message.format(**facts), fix.format(**facts), score)


_WORDS = {
    "leak": (
        "{names} alone predicts {target} almost perfectly: it may hold the answer.",
        "Leave {names} out unless it is known before {target} is.",
    ),
    "future": (
        "{names} is known only once {target} is: it would not be there in practice.",
        "Leave {names} out.",
    ),
    "sum": (
        "{names} determine{s} {target} exactly ({added}, with fixed weights).",
        "Leave {names} out: in practice they are not known before {target}.",
    ),
    "product": (
        "{names} determine{s} {target} exactly (a product of {multiplied}).",
        "Leave {names} out: in practice they are not known before {target}.",
    ),
    "identifier": (
        "{names} only identifies rows: a model can learn it by heart, not from it.",
        "Leave {names} out.",
    ),
    "duplicates": (
        "{score} of the rows occur more than once: copies can be on both sides of the "
        "split and flatter the score.",
        "Remove duplicate rows first.",
    ),
    "drift": (
        "{target} drifts with {names}: a quick model reaches {otherwise} on random rows, "
        "but {score} on the latest fifth. So the test is the latest part by {names}, as "
        "new rows will be later ones.",
        "“random split” tests on random rows instead.",
    ),
}


def heeded(plan: TrainingPlan, findings: Sequence[Finding]) -> TrainingPlan:
    """The plan as the findings call for it, where nobody said how rows are split."""
    drifting = [one for one in findings if one.kind == "drift"]
    judged = plan.validation
    if not drifting or judged.said or judged.split not in ("random", "stratified"):
        return plan
    later = judged.model_copy(update={"split": "time", "by": drifting[0].columns[0]})
    return plan.model_copy(update={"validation": later})
