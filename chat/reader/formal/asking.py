"""Which method answers a formal question: from what it asks and the columns it names.

The choice is that of textbooks: two columns of numbers are correlated, two of groups
tested for independence; with others held constant, by partial correlation and by the
Mantel–Haenszel test; spreads are compared by Levene's test, distributions by the
two-sample Kolmogorov–Smirnov test.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.base.columns import Column
from analysis.base.task import Step
from chat.reader.formal.kinds import is_code, is_group, is_number, may_group
from chat.reader.formal.roles import Described, least_columns
from chat.reader.formal.sentence import Sentence
from chat.reader.frames.places import numbers_each_row

_STATISTICS = {"quartiles": ("q1", "median", "q3")}
_RELATING = ("relation", "influence")
_SEVERAL = 2


@dataclass(frozen=True)
class Question:
    """A sentence and its columns: ``main`` ones, those ``held`` constant, and ``parted``
    ones whose levels are the groups; ``first`` stands before a verb of influence."""

    sentence: Sentence
    columns: Mapping[str, Column]
    main: tuple[str, ...]
    held: tuple[str, ...] = ()
    parted: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    told: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.main, *self.parted)))

    def numbers(self, names: Sequence[str]) -> list[str]:
        return [name for name in names if is_number(self.columns[name])]

    def groups(self, names: Sequence[str]) -> list[str]:
        return [name for name in names if is_group(self.columns[name])]

    def says(self, *sorts: str) -> bool:
        return self.sentence.says(*sorts)


def step_of(asked: Question) -> Step | None:
    """The method that answers, None where none is sure."""
    if not asked.all:
        return None
    for answer in (
        _statistics, _normal, _law, _held, _spread, _distributions, _related, _scatter,
        _differing,
    ):  # fmt: skip
        step = answer(asked)
        if step is not None:
            return step if _has_figures(step, asked) else None
    return None


def _has_figures(step: Step, asked: Question) -> bool:
    """ "Mean and median of A, and its correlation with B": neither shows the other.

    A single statistic may belong to the wording ("related to the mean of …").
    """
    if len(set(asked.sentence.concepts("statistic"))) < _SEVERAL:
        return True
    return step.operation == "describe" and not asked.says("relation")


def _step(operation: str, **params: Any) -> Step:
    return Step(operation=operation, params=params)


# --- one column --------------------------------------------------------------------------


def _statistics(asked: Question) -> Step | None:
    said = asked.sentence.concepts("statistic")
    if not said or asked.held:
        return None
    several = len(asked.all) > 1
    if several and asked.says("sameness", "relation", "influence", "spread"):
        return None
    wanted = [s for one in said for s in _STATISTICS.get(one, (one,))]
    numeric = set(wanted) - {"mode"}
    if numeric and len(asked.numbers(asked.main)) < len(asked.main):
        return None
    groups = [name for name in asked.parted if may_group(asked.columns[name])]
    if len(groups) < len(asked.parted) or not asked.main:
        return None
    params: dict[str, Any] = {
        "columns": list(asked.main),
        "statistics": list(dict.fromkeys(wanted)),
    }
    if groups:
        params["group_by"] = groups
    return _step("describe", **params)


def _normal(asked: Question) -> Step | None:
    if not asked.says("normal") or asked.held or asked.says("relation"):
        return None
    numbers = asked.numbers(asked.main)
    if not numbers or len(numbers) < len(asked.main):
        return None
    groups = [name for name in asked.parted if may_group(asked.columns[name])]
    if len(groups) < len(asked.parted):
        return None
    extra = {"group_by": groups} if groups else {}
    return _step("normality", columns=numbers, **extra)


def _law(asked: Question) -> Step | None:
    laws = list(asked.sentence.concepts("law"))
    if not laws or asked.held or asked.parted or asked.says("relation"):
        return None
    numbers = asked.numbers(asked.main)
    if len(numbers) != 1 or len(asked.main) != 1:
        return None
    return _step("distribution_fit", column=numbers[0], distributions=laws)


def _scatter(asked: Question) -> Step | None:
    """ "How dispersed is income?": no other spread to compare it with."""
    if not asked.says("spread") or asked.held or len(asked.all) != 1:
        return None
    if asked.says("sameness", "relation", "influence"):
        return None
    numbers = asked.numbers(asked.main)
    if not numbers:
        return None
    return _step("describe", columns=numbers, statistics=["std", "variance"])


# --- several columns ---------------------------------------------------------------------


def _held(asked: Question) -> Step | None:
    """A relation of two columns, others held constant or parting the rows."""
    if not (asked.says("relation") or (asked.says("influence") and _varies(asked))):
        return None
    pair, held = list(asked.main), list(asked.held)
    if not held and len(pair) == 2 and len(asked.parted) == 1:
        n_rows = asked.sentence.index.n_rows
        if numbers_each_row(asked.columns[asked.parted[0]], n_rows):
            return (
                None  # "among trees": the rows themselves, and nothing to hold constant
            )
        held = list(asked.parted)
    elif not held and not asked.parted and len(pair) == 3:
        pair, held = _third(asked)
    if len(pair) != 2 or not held:
        return None
    if len(asked.numbers(pair)) == 2 and not asked.groups(pair):
        if not asked.says("relation"):
            return None  # what an effect depends on is asked of a model
        if len(asked.numbers(held)) == len(held):
            return _step("partial_correlation", columns=pair, controls=held)
        groups = [name for name in held if may_group(asked.columns[name])]
        if len(groups) == len(held) == 1:
            return _step("correlation", columns=pair, group_by=groups)
        return None
    if (
        _are_groups(asked, pair)
        and len(held) == 1
        and may_group(asked.columns[held[0]])
    ):
        return _step("mantel_haenszel", columns=pair, strata=held[0])
    return None


def _third(asked: Question) -> tuple[list[str], list[str]]:
    """ "Does C influence the relation of A and B", "does that of A and B vary with C":
    two columns and the third that their relation may depend on."""
    names = list(asked.main)
    related = [p.first for p in asked.sentence.phrases if p.sort == "relation"]
    acting = [
        p.first for p in asked.sentence.phrases if p.sort in ("influence", "change")
    ]
    if (
        related
        and acting
        and acting[0] < related[0]
        and asked.causes[:1] == asked.main[:1]
    ):
        return names[1:], names[:1]
    return (names[:2], names[2:]) if _varies(asked) or acting else (names, [])


def _varies(asked: Question) -> bool:
    return asked.says("change", "sameness") or any(
        p.sort == "spread" and p.concept == "variation" for p in asked.sentence.phrases
    )


def _are_groups(asked: Question, names: Sequence[str]) -> bool:
    """Whether all columns are groups, or codes beside such."""
    if not asked.groups(names):
        return False
    return all(
        is_group(asked.columns[name]) or is_code(asked.columns[name]) for name in names
    )


def _spread(asked: Question) -> Step | None:
    """Whether groups, or columns, spread alike."""
    if asked.held or not asked.says("spread") or len(asked.all) < 2:
        return None
    if _vary_together(asked):
        return None
    strong = "spread" in asked.sentence.concepts("spread")
    if not strong and (asked.says(*_RELATING) or not asked.says("sameness")):
        return None
    return _of_samples(asked, "variance_equality")


def _vary_together(asked: Question) -> bool:
    """ "The relation of fluctuations in A and variations in B": amounts that go together,
    not the sizes of their spreads."""
    if len(asked.numbers(asked.all)) < len(asked.all):
        return False
    return asked.says("relation") and (
        not asked.says("sameness")
        or "correlation" in asked.sentence.concepts("relation")
    )


def _of_samples(asked: Question, operation: str) -> Step | None:
    """A test of columns side by side, or of one column parted by another."""
    names = asked.all
    numbers, groups = asked.numbers(names), asked.groups(names)
    if len(numbers) + len(groups) < len(names):
        return None
    if len(numbers) == 2 and not groups:
        codes = [
            name for name in numbers
            if name in (*asked.parted, *asked.causes) and may_group(asked.columns[name])
        ]  # fmt: skip
        if len(codes) == 1:
            numbers.remove(codes[0])
            groups = codes
    if len(groups) > 1 or not numbers:
        return None
    if groups and len(numbers) == 1:
        return _step(operation, columns=numbers, group=groups[0])
    return (
        _step(operation, columns=numbers) if len(numbers) > 1 and not groups else None
    )


def _distributions(asked: Question) -> Step | None:
    if asked.held or not asked.says("distribution") or len(asked.all) != 2:
        return None
    if asked.says("relation"):
        return None
    if len(asked.groups(asked.all)) == 2:
        return _step("chi_square", columns=list(asked.all))
    step = _of_samples(asked, "two_sample_ks")
    group = step.params.get("group") if step else None
    if step is None or group is None or asked.columns[group].n_unique == 2:
        return step
    return _step("kruskal_wallis", columns=step.params["columns"], group=group)


def _related(asked: Question) -> Step | None:
    if asked.held or not asked.says(*_RELATING):
        return None
    names = list(asked.all)
    said = asked.sentence.concepts("relation")
    numbers = asked.numbers(names)
    if len(numbers) == len(names) > 1 and not (_as_groups(asked) and len(names) == 2):
        if len(names) > 2 and "correlation" not in said:
            return None
        method = {"method": "spearman"} if "monotonic" in said else {}
        return _step("correlation", columns=names, **method)
    if len(names) != 2:
        return None
    if _are_groups(asked, names) or _as_groups(asked):
        independent = "independence" in said or not asked.groups(names)
        asks = "chi_square" if independent or numbers else "relate"
        return _step(asks, columns=names)
    if all(may_group(asked.columns[n]) or is_number(asked.columns[n]) for n in names):
        return _step("relate", columns=names)
    return None


def _as_groups(asked: Question) -> bool:
    """ "treating both as categorical": numbers of few values, said to be groups."""
    said = asked.says("categorical")
    return said and all(may_group(asked.columns[name]) for name in asked.all)


def _differing(asked: Question) -> Step | None:
    """A difference between groups, of nothing in particular."""
    if asked.held or "different" not in asked.sentence.concepts("sameness"):
        return None
    numbers, groups = asked.numbers(asked.all), asked.groups(asked.all)
    if len(asked.all) == 2 and len(numbers) == len(groups) == 1:
        return _step("compare_groups", columns=numbers, group=groups[0])
    return None


def question_of(
    sentence: Sentence, found: Sequence[Described], columns: Mapping[str, Column]
) -> Question:
    """The sentence with its columns by role, each once."""
    by: dict[str, list[str]] = {"main": [], "held": [], "parted": []}
    for one in found:
        if one.column and all(one.column not in names for names in by.values()):
            by[one.role].append(one.column)
    influenced = [
        p.first for p in sentence.phrases if p.sort in ("influence", "change")
    ]
    causes = [
        one.column for one in found
        if one.column and influenced and one.piece.first < influenced[0]
    ]  # fmt: skip
    asked = Question(
        sentence, columns, tuple(by["main"]), tuple(by["held"]), tuple(by["parted"]),
        tuple(causes),
    )  # fmt: skip
    return _filled_up(asked, found)


def _filled_up(asked: Question, found: Sequence[Described]) -> Question:
    """The question with a second column that a description only holds, where one lacks."""
    lacking = least_columns(asked.sentence) - len(asked.all)
    main = [one.column for one in found if one.column and one.role == "main"]
    if lacking <= 0 or len(set(main)) < len(main):
        return asked  # two descriptions of one column: one of them means another
    known = {*asked.all, *asked.held}
    spare = [
        name
        for one in found
        if one.piece.named is not None and one.role != "held"
        for name in one.piece.named.others
        if name not in known
    ]
    more = tuple(dict.fromkeys(spare))[:lacking]
    return Question(
        asked.sentence, asked.columns, (*asked.main, *more), asked.held, asked.parted,
        asked.causes,
    )  # fmt: skip
