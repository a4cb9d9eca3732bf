"""A look at the data before a training: does a feature already hold the answer?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

from analysis.base.columns import Schema
from analysis.base.reply import Notice
from analysis.base.wording import counted, figure, names_of, percent
from analysis.execution import Table
from analysis.scripts.writing import Script, Source
from mlmodels.base.plan import TrainingPlan
from mlmodels.scripts.sandboxed import run_generated
from mlmodels.scripts.writing import sentinel_script

FindingKind = Literal[
    "leak", "sum", "product", "identifier", "future", "encoded", "duplicates", "drift",
    "near_copies", "few_rows",
]  # fmt: skip
# Features that a plan does without where nobody named them: what they teach holds of
# the rows at hand alone, so that no score could tell what new rows will show.
_LEFT_OUT = ("identifier", "encoded")
# What concerns rows, or one of two features, is no reason to leave features out.
_KEPT = ("drift", "duplicates")
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
        """The finding as plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, found: dict[str, Any]) -> Finding:
        """The finding that `as_json` gave."""
        return cls(**{**found, "columns": tuple(found["columns"])})

    def notice(self) -> Notice:
        """The finding in words; near copies stay in the training, so they are no warning."""
        if self.kind == "near_copies":
            return Notice(text=self.message, fix=self.fix)
        return Notice(text=self.message, level="warning", fix=self.fix)

    @property
    def doubtful(self) -> tuple[str, ...]:
        """The features that a training may do without."""
        if self.kind in _KEPT:
            return ()
        return self.columns[1:] if self.kind == "near_copies" else self.columns


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
    found = [*_identifiers(schema, plan), *(_in_words(one, plan) for one in raw)]
    known: dict[tuple[str, tuple[str, ...]], Finding] = {}
    for finding in found:
        known.setdefault((finding.kind, finding.columns), finding)
    order = get_args(FindingKind)
    result = sorted(known.values(), key=lambda finding: order.index(finding.kind))
    return [*result, *_few_rows(schema, plan)]


def _identifiers(schema: Schema, plan: TrainingPlan) -> list[Finding]:
    return [
        _in_words({"kind": "identifier", "columns": [name], "score": None}, plan)
        for name in plan.features
        if schema[name].kind == "identifier"
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


def _in_words(raw: dict[str, Any], plan: TrainingPlan) -> Finding:
    kind, score = raw["kind"], raw["score"]
    columns = tuple(raw["columns"])
    names = names_of(columns)
    message, fix = _WORDS[kind]
    if kind in _LEFT_OUT and _does_without(plan, columns):
        fix = _OUT
    if kind == "duplicates" and _by_chance(plan):
        fix = _TOGETHER
    facts = {
        "names": names,
        "target": plan.target,
        "score": figure(score) if kind in ("drift", "near_copies") else percent(score),
        "otherwise": figure(raw.get("otherwise")),
        "group": raw.get("group", ""),
        "last": columns[-1] if columns else "",
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
    "encoded": (
        "{names} is made of the mean of {target} for each {group}, by these very rows: it "
        "holds a part of their own {target}, which no new row will have.",
        "Leave {names} out.",
    ),
    "duplicates": (
        "{score} of the rows occur more than once: copies can be on both sides of the "
        "split and flatter the score.",
        "Remove duplicate rows first.",
    ),
    "near_copies": (
        "{names} tell nearly the same (correlation {score}): what they explain is shared "
        "between them, so that each looks less important than it is.",
        "One of them is enough.",
    ),
    "drift": (
        "{target} drifts with {names}: a quick model reaches {otherwise} on random rows, "
        "but {score} on the latest fifth. So the test is the latest part by {names}, as "
        "new rows will be later ones.",
        "“random split” tests on random rows instead.",
    ),
}


_OUT = "It is left out; name it among the features to use it all the same."
_TOGETHER = (
    "Copies of a row stay on the same side of the split; removing them is cleaner."
)


def heeded(plan: TrainingPlan, findings: Sequence[Finding]) -> TrainingPlan:
    """The plan as the findings call for it, in what nobody decided.

    Features that hold of these rows alone are left out, copies of a row kept together,
    and what drifts is tested on its latest rows.
    """
    out = {
        name
        for one in findings
        if one.kind in _LEFT_OUT and _does_without(plan, one.columns)
        for name in one.columns
    }
    if out:
        roles = {name: role for name, role in plan.roles.items() if name not in out}
        plan = plan.model_copy(update={"roles": roles} if roles else {})
    judged, kinds = plan.validation, {one.kind for one in findings}
    if not _by_chance(plan):
        return plan
    if "drift" in kinds and not judged.said:
        drifting = next(one for one in findings if one.kind == "drift")
        later = {"split": "time", "by": drifting.columns[0]}
        return plan.model_copy(update={"validation": judged.model_copy(update=later)})
    if "duplicates" in kinds:
        together = judged.model_copy(update={"copies": True})
        return plan.model_copy(update={"validation": together})
    return plan


def _by_chance(plan: TrainingPlan) -> bool:
    return plan.validation.split in ("random", "stratified")


def _does_without(plan: TrainingPlan, columns: Sequence[str]) -> bool:
    """Whether the plan leaves such features out by itself: not those that were named."""
    return not plan.named and len(plan.roles) > len(columns)
