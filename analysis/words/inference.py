"""Hypothesis tests as answers: a results-section sentence, tiles and tables."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from analysis.base.operation import Answer
from analysis.base.reply import Block, Item, KeyValues, Notice, Table, TableColumn
from analysis.base.wording import (
    counted,
    figure,
    muted,
    name_of,
    names_of,
    p_words,
    percent,
    side_words,
)
from analysis.results.tests import (
    Assumption,
    Decided,
    Group,
    OtherMethod,
    Statistic,
    TestResult,
)

MAX_ROWS = 200

_OF_SHARES = "difference of shares"


def short(value: float | None) -> str:
    """A number as results sections give it: two decimals, more for small ones."""
    if value is None:
        return "undefined"
    if isinstance(value, int):
        return f"{value:,}"
    size = abs(value)
    if size >= 1e15 or (0 < size < 0.001):
        return f"{value:.2e}"
    if size >= 1000:
        return f"{value:,.0f}"
    if size >= 100:
        return f"{value:.1f}"
    if size >= 1 or value == 0:
        return f"{value:.2f}"
    return f"{value:.3f}"


def pairs_shown(pairs: Sequence[Mapping[str, Any]], p: str, most: int = 4) -> str:
    """``a and b (1.20, p = 0.03) and 2 more``: differing pairs, the first ``most`` named."""
    shown = names_of(
        f"{pair['first']} and {pair['second']} ("
        + (f"{short(pair['estimate'])}, " if "estimate" in pair else "")
        + f"{p_words(pair[p])})"
        for pair in pairs[:most]
    )
    more = f" and {len(pairs) - most} more" if len(pairs) > most else ""
    return f"{shown}{more}"


def pairs_summary(
    pairs: Sequence[Mapping[str, Any]], p: str, where: str, of: str = ""
) -> str:
    """Which of the pairs (the smallest ``p`` first) differ; where none does, the nearest.

    ``where`` says in what, and at which level; ``of`` whose pairs they are.
    """
    n_pairs = counted(len(pairs), "pair") + of
    found = [pair for pair in pairs if pair["significant"]]
    if found:
        return f"{len(found)} of {n_pairs} differ {where}: {pairs_shown(found, p)}."
    closest = pairs[0]
    return (
        f"None of {n_pairs} differs significantly {where}; the smallest is "
        f"{p_words(closest[p])}, for {closest['first']} and {closest['second']}."
    )


def interval(
    result: Mapping[str, Any], low: str = "ci_low", high: str = "ci_high"
) -> str:
    """``95 % CI 1.10 to 1.46``; one-sided intervals are open."""
    if result.get(low) is None and result.get(high) is None:
        return ""
    level = percent(result["confidence_level"])
    if result.get(low) is None:
        return f"{level} CI up to {short(result[high])}"
    if result.get(high) is None:
        return f"{level} CI from {short(result[low])}"
    return f"{level} CI {short(result[low])} to {short(result[high])}"


def statistic_words(result: Statistic) -> str:
    """``t(97.2) = 3.41, p < 0.001``."""
    name = result.get("statistic_name", "statistic") or ""
    dof = result.get("dof")
    if isinstance(dof, list | tuple):
        name += "(" + ", ".join(_degrees(value) for value in dof) + ")"
    elif isinstance(dof, int | float):
        name += f"({_degrees(dof)})"
    if result.get("statistic") is None:
        return p_words(result["p_value"])
    return f"{name} = {short(result['statistic'])}, {p_words(result['p_value'])}"


def _degrees(value: float) -> str:
    return f"{int(value):,}" if float(value).is_integer() else f"{value:,.1f}"


def effect_words(result: TestResult) -> str:
    """``Hedges g = 0.48``."""
    if result.get("effect_size") is None:
        return ""
    return f"{result['effect_size_name']} = {short(result['effect_size'])}"


def estimate_words(result: TestResult) -> str:
    """``mean difference 1,284 (95 % CI 1,102 to 1,466)``."""
    if result.get("estimate") is None:
        return ""
    if result["estimate_name"] == _OF_SHARES:
        return _points_words(result)
    name, bounds = result["estimate_name"], interval(result)
    is_symbol = len(name.split()[-1]) <= 3
    words = f"{name}{' = ' if is_symbol else ' '}{short(result['estimate'])}"
    return f"{words} ({bounds})" if bounds else words


def _points_words(result: TestResult) -> str:
    """``difference of shares 3.08 percentage points (95 % CI 0.31 to 5.84)``."""
    points = {
        key: value * 100 if isinstance(value, float) else None
        for key in ("estimate", "ci_low", "ci_high")
        for value in [result.get(key)]
    }
    words = f"{_OF_SHARES} {short(points['estimate'])} percentage points"
    bounds = interval({**points, "confidence_level": result.get("confidence_level")})
    return f"{words} ({bounds})" if bounds else words


def results_words(result: TestResult) -> str:
    """Estimate, statistic and effect size, in this order."""
    parts = (estimate_words(result), statistic_words(result), effect_words(result))
    return ", ".join(part for part in parts if part)


def at_alpha(result: Decided) -> str:
    """``significant at alpha = 0.05``."""
    word = "significant" if result["significant"] else "not significant"
    return f"{word} at alpha = {figure(result['alpha'])}"


def sentence(yes: str, no: str, result: TestResult) -> str:
    """What was found, by the verdict, then the figures and the verdict's rule."""
    said = yes if result["significant"] else no
    return f"{said}: {results_words(result)}; {at_alpha(result)}."


def answer_of_test(
    summary: str,
    result: TestResult,
    *assumes: str,
    tables: Sequence[Block] = (),
) -> Answer:
    """The parts that every test's answer has.

    Args:
        assumes: what the method is and takes for granted.
        tables: what only this test has, shown after the tiles.
    """
    blocks: list[Block] = [test_tiles(result), *tables]
    if result.get("groups") and not tables:
        blocks.append(groups_table(result["groups"]))
    if result.get("alternatives"):
        blocks.append(alternatives_table(result))
    if result.get("assumptions"):
        blocks.append(assumptions_table(result["assumptions"]))
    blocks += [
        Notice(text=warning, level="warning") for warning in result.get("warnings", ())
    ]
    blocks.append(muted(how_words(result), *assumes))
    return Answer(summary, tuple(blocks))


def how_words(result: TestResult) -> str:
    """The method, its side, and how many values it used."""
    alternative = result.get("alternative")
    side = f", {alternative}" if alternative else ""
    if alternative in ("less", "greater"):
        side = f", one-sided ({alternative})"
    missing = result.get("n_missing")
    left_out = f"; {missing:,} missing left out" if missing else ""
    method = result["method"][:1].upper() + result["method"][1:]
    return f"{method}{side}; n = {result['n_obs']:,}{left_out}."


def test_tiles(result: TestResult) -> KeyValues:
    """The figures of a test: p first, then statistic, estimate, effect size."""
    level = percent(result.get("confidence_level", 0.95))
    label = f"p of {result['term']}" if result.get("term") else "p"
    items = [Item(label=label, value=result["p_value"], format="p_value",
                  note=at_alpha(result))]  # fmt: skip
    if result.get("statistic") is not None:
        items.append(
            Item(
                label=result.get("statistic_name", "statistic"),
                value=result["statistic"],
            )
        )
    items += [
        Item(label=label, value=value)
        for label, value in (
            (str(result.get("estimate_name", "")), result.get("estimate")),
            (f"{level} interval, low", result.get("ci_low")),
            (f"{level} interval, high", result.get("ci_high")),
            (str(result.get("effect_size_name", "")), result.get("effect_size")),
        )
        if value is not None
    ]
    dof = result.get("dof")
    if isinstance(dof, list):
        words = " and ".join(figure(value) for value in dof)
        items.append(Item(label="degrees of freedom", value=words, format="text"))
    elif dof is not None:
        items.append(Item(label="degrees of freedom", value=dof))
    items.append(Item(label="n", value=result["n_obs"], format="integer"))
    return KeyValues(items=tuple(items), style="tiles")


def mean_of(row: Group) -> float:
    """A sample's mean, to compare samples by."""
    mean = row["mean"]
    return -math.inf if mean is None else mean


_GROUP_HEADS = {
    "group": ("group", "text"),
    "n_obs": ("n", "integer"),
    "mean": ("mean", "number"),
    "std": ("sd", "number"),
    "median": ("median", "number"),
    "mean_rank": ("mean rank", "number"),
    "count": ("count", "integer"),
    "proportion": ("share", "percent"),
    "expected": ("expected", "number"),
    "ci_low": ("low", "percent"),
    "ci_high": ("high", "percent"),
    "variance": ("variance", "number"),
}


def groups_table(groups: Sequence[Group], title: str = "") -> Table:
    """Groups down; n, mean, standard deviation and what else is known across."""
    keys = [key for key in _GROUP_HEADS if key in groups[0]]
    return table_of(groups, {key: _GROUP_HEADS[key] for key in keys}, title)


def table_of(
    rows: Sequence[Mapping[str, Any]],
    heads: dict[str, tuple[str, Any]],
    title: str = "",
) -> Table:
    """A table of dicts; ``heads`` gives each key's label and format."""
    return Table(
        title=title,
        columns=tuple(
            TableColumn(label=label, format=shown) for label, shown in heads.values()
        ),
        rows=tuple(tuple(row.get(key) for key in heads) for row in rows[:MAX_ROWS]),
        n_total=len(rows) if len(rows) > MAX_ROWS else None,
    )


def assumptions_table(checks: Sequence[Assumption]) -> Table:
    """What the test assumes and how it looks in these data."""
    rows = [
        {
            **check,
            "holds": {
                True: "no evidence against",
                False: "doubtful",
                None: "unchecked",
            }[check["holds"]],
        }
        for check in checks
    ]
    heads = {
        "assumption": ("assumption", "text"),
        "test": ("checked by", "text"),
        "statistic": ("statistic", "number"),
        "p_value": ("p", "p_value"),
        "holds": ("in these data", "text"),
    }
    return table_of(rows, heads, "Assumptions (they inform; the test stays)")


def alternatives_table(result: TestResult) -> Table:
    """The same question under other defensible methods."""
    rows = [{**row, "verdict": _verdict(row, result)} for row in result["alternatives"]]
    heads = {
        "method": ("method", "text"),
        "statistic": ("statistic", "number"),
        "p_value": ("p", "p_value"),
        "verdict": ("verdict", "text"),
    }
    return table_of(rows, heads, f"Other defensible methods: {agreement_words(result)}")


def _verdict(row: OtherMethod, result: TestResult) -> str:
    if row["p_value"] is None:
        return "not defined"
    return "significant" if row["p_value"] < result["alpha"] else "not significant"


def agreement_words(result: TestResult) -> str:
    """``4 of 4 agree``: how many methods give the same verdict, the main one counted."""
    known = [p for r in result["alternatives"] if (p := r["p_value"]) is not None]
    same = sum((p < result["alpha"]) == result["significant"] for p in known)
    return f"{same + 1} of {len(known) + 1} agree"


def compared(columns: Sequence[str], group: str | None, labels: Sequence[str]) -> str:
    """``fare between male and female``, or the columns that are compared."""
    if group is None:
        return names_of(columns)
    if len(labels) > 4:
        return f"{name_of(columns[0])} between the {len(labels)} groups of {name_of(group)}"
    sides = [side_words(group, label) for label in labels]
    return f"{name_of(columns[0])} between {names_of(sides)}"


def test_title(
    title: str, columns: Iterable[str] | None, group: str | None = None
) -> str:
    """A step restated: ``Welch's t-test of fare by sex``."""
    words = f"{title} of {names_of(columns)}" if columns else title
    return f"{words} by {name_of(group)}" if group else words


def paired_title(
    title: str, columns: Sequence[str], group: str | None, mu: float
) -> str:
    """A test of differences restated: of one column they are those from ``mu``."""
    words = test_title(title, columns, group)
    return words if len(columns) > 1 or group else f"{words} against {figure(mu)}"


def finite(value: float | None) -> float | None:
    """The value, or None where it is not finite."""
    return value if value is not None and math.isfinite(value) else None
