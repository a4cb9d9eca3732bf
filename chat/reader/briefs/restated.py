"""An introduction read by words near to columns' names gives way to the names themselves."""

from __future__ import annotations

from dataclasses import replace

from analysis.base.task import Step
from chat.reader.briefs.draft import Draft, Entry
from chat.reader.briefs.marked import Marked
from chat.reader.briefs.steps import columns_of

# Analyses that answer the same kind of question.
_FAMILIES = (
    frozenset((
        "correlation", "relate", "linear_regression", "chi_square", "covariance",
        "logistic_regression", "partial_correlation", "scatter_plot", "regression_holdout",
    )),
    frozenset((
        "compare_groups", "two_sample_t", "mann_whitney", "one_way_anova",
        "kruskal_wallis", "two_sample_ks", "paired_t", "wilcoxon", "variance_equality",
    )),
    frozenset(("describe", "calculate", "overview", "histogram", "density_plot")),
    frozenset(("normality", "histogram", "check_assumptions")),
    frozenset(("frequency", "calculate", "bar_chart", "chi_square")),
)  # fmt: skip


def is_sure(clause: Marked, step: Step) -> bool:
    """Whether a clause names the columns of an analysis by their own names."""
    columns = columns_of(step)
    return bool(columns) and set(columns) <= set(clause.strong)


def give_way(draft: Draft, step: Step) -> None:
    """Takes out what a question before was read as, where it was not sure of a column.

    ``step`` is an analysis of the same kind, of columns that are named.
    """
    kinds = [family for family in _FAMILIES if step.operation in family]
    draft.entries = [
        entry for entry in draft.entries if not _gives_way(entry, step, kinds)
    ]


def _gives_way(entry: Entry, step: Step, kinds: list[frozenset[str]]) -> bool:
    if entry.sure or entry.rows or set(columns_of(entry.step)) == set(columns_of(step)):
        return False
    return any(entry.step.operation in kind for kind in kinds)


def mark_last(draft: Draft, sure: bool) -> None:
    """Notes whether the last analysis is sure of its columns."""
    if draft.entries:
        draft.entries[-1] = replace(draft.entries[-1], sure=sure)
