"""What stands out in a table: the largest relations, with their number accounted for."""

from __future__ import annotations

import math
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import AllColumns
from analysis.base.plain import plain
from analysis.base.reply import Block, Choices, Option
from analysis.base.wording import figure, muted, name_of, names_of, p_words
from analysis.operations.association_matrix import (
    association_of,
    coded_values,
    comparable_columns,
)
from analysis.references.small import CARS
from analysis.results.associations import (
    GroupMean,
    StandingDetails,
    StandingOut,
    StandsOutResult,
)
from analysis.signatures.inference import ALPHA_NUMBERS
from analysis.statistics.adjustment import adjusted_p_values
from analysis.statistics.samples import check_shares
from analysis.statistics.values import numbers_of, one_column, require_rows
from analysis.words.inference import short, table_of

MOST_SCREENED = 25
TOLD = 4
SHOWN_ROWS = 10
ALIKE = 0.97  # from here two columns say the same, as a product and its category do
WORTH_TELLING = 0.1  # a small effect for correlations and V (Cohen 1988)

operation = Operation(
    __name__,
    kind="analyse",
    title="What stands out",
    category="Describe",
    language=Language(
        phrases=(
            Phrase(r"\bstands? out\b", 8),
            Phrase(r"\b(?:main|key|interesting|most important|surprising) "
                   r"(?:findings?|insights?|patterns?|relations?)\b", 8),
        ),
        numbers={"alpha": ALPHA_NUMBERS},
        examples=(
            Example("what stands out?", {}),
            Example("what stands out in the data?", {}),
            Example("show the key findings", {}),
            Example("what are the main insights?", {}),
            Example("find interesting patterns", {}),
        ),
        column_free=True,
    ),
    references=(
        Reference(
            dict(CARS),
            {},
            {"findings": [{"value": 0.8068949, "p_adjusted": 1.49e-12}]},
            "R: cor.test(~ speed + dist, data = cars); one pair needs no adjustment",
            1e-3,
        ),
    ),
)  # fmt: skip


@operation.compute
def stands_out(
    data: pd.DataFrame, columns: AllColumns | None = None, alpha: float = 0.05
) -> StandsOutResult:
    """The strongest relations of all pairs of columns that are beyond chance.

    Numbers with numbers: Pearson's correlation; numbers with groups: the root of
    epsilon², eta² corrected for the number of groups (Kelley 1935); groups with groups:
    Cramér's V, corrected for bias (Bergsma 2013). P-values are adjusted for the number
    of pairs (Holm 1979).

    Returns ``findings``, largest first, and ``alike``: pairs where one column nearly
    tells the other.

    Raises:
        DataError: fewer than two columns that can be compared.
    """
    check_shares(alpha=alpha)
    require_rows(data)
    named = list(columns or (str(name) for name in data.columns))
    roles, left_out = comparable_columns(data, named, asked=False)
    beyond = [*roles][MOST_SCREENED:]
    roles = {name: roles[name] for name in [*roles][:MOST_SCREENED]}
    if len(roles) < 2:
        raise DataError(
            "Relations need two columns that can be compared; here are fewer.",
            "Ask about a single column instead.",
        )
    values = {name: coded_values(data, name, role) for name, role in roles.items()}
    pairs = [
        pair
        for x, y in combinations(roles, 2)
        if (pair := screened_pair(values, roles, x, y)) is not None
    ]
    adjusted = adjusted_p_values([pair["p_value"] or 0.0 for pair in pairs], "holm")
    for pair, p_adjusted in zip(pairs, adjusted, strict=True):
        pair["p_adjusted"] = p_adjusted
    pairs.sort(key=lambda pair: -abs(pair["value"]))
    clear = [
        pair
        for pair in pairs
        if pair["p_adjusted"] < alpha and abs(pair["value"]) >= WORTH_TELLING
    ]
    findings = [pair for pair in clear if abs(pair["value"]) < ALIKE or len(pairs) == 1]
    for pair in findings[:SHOWN_ROWS]:
        pair.update(details_of(data, pair, roles))
    result: StandsOutResult = plain(
        {
            "findings": findings[:SHOWN_ROWS],
            "n_findings": len(findings),
            "alike": [pair for pair in clear if abs(pair["value"]) >= ALIKE],
            "n_pairs": len(pairs),
            "columns": list(roles),
            "left_out": [*left_out, *beyond],
            "alpha": alpha,
            "n_obs": len(data),
        }
    )
    return result


def screened_pair(
    values: dict[str, np.ndarray], roles: dict[str, str], x: str, y: str
) -> StandingOut | None:
    """The size and p-value of one relation; None where it is not defined."""
    both = np.isfinite(values[x]) & np.isfinite(values[y])
    first, second = values[x][both], values[y][both]
    measure, found = association_of(
        first, second, (roles[x], roles[y]), "pearson", True
    )
    if found["value"] is None or found["p_value"] is None:
        return None
    value = float(found["value"])
    if measure == "correlation ratio":
        codes = first if roles[x] == "groups" else second
        measure, value = "epsilon", corrected_ratio(value, len(codes), codes)
    return {
        "x": x,
        "y": y,
        "measure": measure,
        "value": value,
        "p_value": float(found["p_value"]),
        "n_obs": int(both.sum()),
    }


def corrected_ratio(eta: float, n: int, codes: np.ndarray) -> float:
    """The root of epsilon²: eta² less what so many groups explain by chance."""
    k = len(np.unique(codes))
    if n <= k:
        return 0.0
    return math.sqrt(max(0.0, 1 - (1 - eta**2) * (n - 1) / (n - k)))


def details_of(
    data: pd.DataFrame, pair: StandingOut, roles: dict[str, str]
) -> StandingDetails:
    """The groups with the highest and lowest mean; nothing for other kinds of pairs."""
    kinds = {roles[pair["x"]], roles[pair["y"]]}
    if kinds != {"numbers", "groups"}:
        return {"highest": None, "lowest": None}
    column = pair["x"] if roles[pair["x"]] == "numbers" else pair["y"]
    group = pair["y"] if column == pair["x"] else pair["x"]
    means = (
        numbers_of(data, column)
        .groupby(one_column(data, group), observed=True)
        .mean()
        .dropna()
        .sort_values()
    )
    ends: list[GroupMean] = [
        {"group": name_of(means.index[at]), "mean": float(means.iloc[at])}
        for at in (-1, 0)
    ]
    return {"numbers": column, "by": group, "highest": ends[0], "lowest": ends[1]}


@operation.restate
def restate(columns: list[str] | None = None, **_: Any) -> str:
    return f"What stands out in {names_of(columns) if columns else 'the table'}"


@operation.present
def present(result: StandsOutResult) -> Answer:
    found = result["findings"]
    n_pairs = result["n_pairs"]
    if not found:
        summary = (
            f"Nothing stands out: none of {n_pairs:,} pairs of columns is related beyond "
            "chance, once their number is accounted for."
        )
    else:
        lines = "; ".join(relation_words(pair) for pair in found[:TOLD])
        more = result["n_findings"] - TOLD
        rest = f"; and {more} more" if more > 0 else ""
        summary = f"What stands out most: {lines}{rest}."
    heads = {
        "x": ("column", "code"),
        "y": ("with", "code"),
        "measure": ("measure", "text"),
        "value": ("size", "number"),
        "p_adjusted": ("p adjusted", "p_value"),
        "n_obs": ("n", "integer"),
    }
    blocks: list[Block] = []
    if found:
        blocks.append(table_of(found, heads, "Largest first"))
    said = ""
    if result["alike"]:
        pairs = names_of(
            f"{name_of(pair['x'])} with {name_of(pair['y'])}"
            for pair in result["alike"][:4]
        )
        said = f"Left aside, since one column nearly tells the other: {pairs}."
    blocks.append(
        muted(
            said,
            f"Not compared: {names_of(result['left_out'][:8])}."
            if result["left_out"]
            else "",
            f"{n_pairs:,} pairs were looked at; p-values are adjusted for that (Holm) and "
            "the sizes for the number of groups. A relation is not a cause.",
        )
    )
    if found:
        options = tuple(
            Option(label=text, value=text)
            for pair in found[:3]
            if (text := f"is {_named(pair['x'])} related to {_named(pair['y'])}?")
        )
        blocks.append(Choices(options=options, role="next"))
    return Answer(summary, tuple(blocks))


def _named(column: str) -> str:
    return column if column.isidentifier() else f"`{column}`"


def relation_words(pair: StandingOut) -> str:
    """One relation in plain words, with its size and p."""
    x, y = name_of(pair["x"]), name_of(pair["y"])
    p = p_words(pair["p_adjusted"])
    if pair["measure"].startswith("Pearson"):
        way = "rises" if pair["value"] > 0 else "falls"
        return f"{y} {way} with {x} (r = {short(pair['value'])}, {p})"
    high, low = pair.get("highest"), pair.get("lowest")
    if high and low:
        return (
            f"{name_of(pair['numbers'])} differs by {name_of(pair['by'])}, from "
            f"{figure(low['mean'])} on average for {low['group']} to "
            f"{figure(high['mean'])} for {high['group']} "
            f"(epsilon = {short(pair['value'])}, {p})"
        )
    return f"{x} and {y} go together (Cramér's V = {short(pair['value'])}, {p})"
