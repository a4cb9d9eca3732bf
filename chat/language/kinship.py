"""Operations that are views of one answer: choosing between them needs no question."""

from __future__ import annotations

from collections.abc import Set

_FAMILIES = (
    frozenset(("count_rows", "frequency", "bar_chart", "aggregate", "pie_chart")),
    frozenset(("aggregate", "describe", "bar_chart", "line_chart", "box_plot")),
    frozenset(("describe", "histogram", "frequency", "box_plot")),
    frozenset(("correlation", "scatter_plot", "relate")),
    frozenset(("relate", "chi_square", "fisher_exact")),
    frozenset(("heat_map", "bar_chart", "count_rows")),
    frozenset(("show_rows", "sort_rows", "aggregate")),
    frozenset(("find_outliers", "remove_outliers", "box_plot")),
    frozenset(("missing_values", "overview", "describe")),
)


def are_kin(names: Set[str]) -> bool:
    """Whether the operations answer the same question in different dress."""
    return len(names) == 1 or any(names <= family for family in _FAMILIES)
