"""The ledger of tests: every p-value that a person has been given about a table.

Who asks twenty questions of a table finds something by chance; the ledger counts the
questions, and corrects their p-values for their number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from analysis.base.task import Step, Task
from analysis.base.wording import group_words, name_of
from analysis.models import Dataset, Owner
from analysis.operations import operation_named
from analysis.statistics.adjustment import adjusted_p_values
from chat.models import Run

# Lists in results whose items are tests of their own; others (assumptions, other
# methods for the same question, coefficients of one model) belong to one test.
_OWN_TESTS = ("pairs", "terms", "rows")
# Candidates are ranked there, not tested.
_NO_TESTS = ("distribution_fit",)


@dataclass(frozen=True)
class Entry:
    """One test: what was asked, what it was of, and its p-value as computed."""

    question: str
    words: str
    p_value: float


def entries(owner: Owner, dataset: Dataset) -> list[Entry]:
    """The tests of an owner on a dataset, oldest first, the same test only once.

    Post-hoc comparisons, which are adjusted among themselves, count as one test with
    the smallest of their p-values.
    """
    runs = Run.objects.of(owner).filter(
        dataset=dataset,
        kind=Run.Kind.ANALYSIS,
        status=Run.Status.SUCCEEDED,
        data_sha256=dataset.sha256,
    )
    found: dict[tuple[str, float], Entry] = {}
    for run in runs.order_by("created").only("question", "task_json", "result"):
        for words, p_value in _tests_of(run):
            found.setdefault((words, p_value), Entry(run.question, words, p_value))
    return list(found.values())


def adjusted(found: list[Entry]) -> list[tuple[Entry, float, float]]:
    """Each test with its p-value by Holm and by Benjamini and Hochberg."""
    raw = [entry.p_value for entry in found]
    holm, bh = adjusted_p_values(raw, "holm"), adjusted_p_values(raw, "bh")
    return list(zip(found, holm, bh, strict=True))


def _tests_of(run: Run) -> Iterator[tuple[str, float]]:
    if run.result is None or run.task_json is None:
        return
    results = run.result.get("results", [run.result])
    task = Task.model_validate(run.task_json)
    steps = [step for step in task.steps if _may_test(step)]
    if len(steps) != len(results):
        return
    prepared = _preparation(task)
    for step, result in zip(steps, results, strict=True):
        if step.operation in _NO_TESTS:
            continue
        words = operation_named(step.operation).words(step.params) + prepared
        for name, p_value in _p_values(step, result):
            yield f"{words}: {name}" if name else words, p_value


def _may_test(step: Step) -> bool:
    return not step.companion and operation_named(step.operation).kind != "prepare"


def _preparation(task: Task) -> str:
    """The filters before a test make it another one."""
    steps = [
        operation_named(step.operation).words(step.params)
        for step in task.steps
        if operation_named(step.operation).kind == "prepare"
    ]
    return f" ({'; '.join(steps)})" if steps else ""


def _p_values(step: Step, result: dict[str, Any]) -> Iterator[tuple[str, float]]:
    for key in _OWN_TESTS:
        items = [item for item in result.get(key) or () if _is_test(item)]
        if not items:
            continue
        if step.operation == "post_hoc":
            yield "smallest of all pairs", min(item["p_value"] for item in items)
        else:
            for item in items:
                name = _name(item) if len(items) > 1 else ""
                yield name, item["p_value"]
        return
    if _is_test(result):
        yield "", result["p_value"]


def _is_test(item: Any) -> bool:
    return isinstance(item, dict) and isinstance(item.get("p_value"), (int, float))


def _name(item: dict[str, Any]) -> str:
    """What tells one item of a list from the others."""
    pair = [name_of(item[key]) for key in ("x", "y") if item.get(key) is not None]
    names = [" and ".join(pair)] if pair else []
    for key in ("column", "term", "label", "group"):
        value = item.get(key)
        if isinstance(value, dict) and value:
            names.append(group_words(value))
        elif value is not None and not isinstance(value, (dict, list)):
            names.append(name_of(value))
    return ", ".join(names)
