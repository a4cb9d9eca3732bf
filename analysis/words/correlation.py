"""Correlations as answers: sentences, tiles and tables."""

from __future__ import annotations

from typing import Any

from analysis.base.operation import Answer
from analysis.base.reply import Item, KeyValues, Notice, Table, TableColumn
from analysis.base.wording import (
    figure,
    group_label,
    group_words,
    muted,
    name_of,
    observed_words,
    p_words,
    percent,
    strength,
)
from analysis.results.associations import CorrelationPair, CorrelationResult

COEFFICIENTS = {
    "pearson": ("Pearson correlation", "r"),
    "point-biserial": ("point-biserial correlation", "r"),
    "spearman": ("Spearman rank correlation", "rho"),
    "kendall": ("Kendall rank correlation", "tau-b"),
}
_ADJUSTMENTS = {
    "holm": "P-values adjusted for the number of pairs by Holm's method.",
    "bh": "P-values adjusted for the number of pairs by Benjamini and Hochberg.",
    "bonferroni": "P-values adjusted for the number of pairs by Bonferroni's method.",
    "none": "",
}
_SIDES = {"greater": "one-sided, positive ", "less": "one-sided, negative "}
MAX_ROWS = 200


def answer_of_pair(result: CorrelationResult) -> Answer:
    """The answer for one pair of columns."""
    pair = result["pairs"][0]
    name, symbol = COEFFICIENTS[result["method"]]
    columns = f"{name_of(pair['x'])} and {name_of(pair['y'])}"
    r = pair["coefficient"]
    if r is None:
        why = f"The correlation of {columns} is not defined: {pair['note']}."
        notice = Notice(text=why, level="warning", fix="Choose columns that vary.")
        return Answer(why, (notice,))
    level = percent(result["confidence_level"])
    sentence = (
        f"The {name} of {columns} is {symbol} = {figure(r)} "
        f"({_SIDES.get(result['alternative'], '')}{p_words(pair['p_value'])}, n = {pair['n_obs']:,}): {pair_words(pair, result)}."
    )
    items = [
        Item(label=symbol, value=r, note=strength(r)),
        Item(label=f"{level} interval, low", value=pair["ci_low"]),
        Item(label=f"{level} interval, high", value=pair["ci_high"]),
        Item(label="p", value=pair["p_value"], format="p_value"),
        Item(label="n", value=pair["n_obs"], format="integer"),
    ]
    sentence += _beside(pair, result["alpha"])
    return Answer(
        sentence,
        (KeyValues(items=tuple(items), style="tiles"), _how(result, pair)),
    )


def _beside(pair: CorrelationPair, alpha: float) -> str:
    """The other coefficients, where one of them judges the pair differently."""
    others = pair.get("alternatives") or []
    verdicts = {
        other["p_value"] < alpha for other in others if other["p_value"] is not None
    }
    if not verdicts or (len(verdicts) == 1 and pair["significant"] in verdicts):
        return ""
    said = [
        f"{other['method']} {figure(other['statistic'])}, {p_words(other['p_value'])}"
        for other in others
    ]
    return f" The methods do not agree: {'; '.join(said)}."


def pair_words(pair: CorrelationPair, result: CorrelationResult) -> str:
    """The size, direction and verdict of one coefficient in words."""
    r = pair["coefficient"] or 0.0
    direction = "positive" if r > 0 else "negative" if r < 0 else "zero"
    kind = "linear " if result["method"] == "pearson" else ""
    size = f"a {strength(r)} {direction} {kind}relationship"
    alpha = figure(result["alpha"])
    if not pair["significant"]:
        words = f"{size}, not significant at {alpha}"
    else:
        words = f"{size}, significant at {alpha}"
    if result.get("linear_from") is not None:
        words = f"{words}; {relation_words(pair, result)}"
    if result["threshold"] is None:
        return words
    reached = "reaches" if pair["reaches_threshold"] else "does not reach"
    return f"{words}; it {reached} the threshold of {figure(result['threshold'])}"


def relation_words(pair: CorrelationPair, result: CorrelationResult) -> str:
    """The name of the relationship by the rule that was asked for."""
    limit, alpha = figure(result["linear_from"]), figure(result["alpha"])
    rule = f"p < {alpha} and |r| ≥ {limit} is linear, below {limit} nonlinear"
    said = {"none": "no relationship"}.get(pair["relation"], pair["relation"])
    return f"by the rule asked for ({rule}): {said}"


def answer_of_matrix(result: CorrelationResult) -> Answer:
    """The answer for several pairs or groups."""
    pairs = result["pairs"]
    _, symbol = COEFFICIENTS[result["method"]]
    known = [pair for pair in pairs if pair["coefficient"] is not None]
    blocks = (_table(result), _how(result, None))
    if not known:
        return Answer("No pair of columns has a correlation that is defined.", blocks)
    top = max(known, key=lambda pair: abs(pair["coefficient"] or 0.0))
    n_significant = sum(pair["significant"] for pair in known)
    if top["group"] and len({(pair["x"], pair["y"]) for pair in pairs}) == 1:
        parts = [
            f"{figure(pair['coefficient'])} for {group_words(pair['group'])} "
            f"({p_words(pair['p_value'])}, n = {pair['n_obs']:,})"
            for pair in known[:6]
        ]
        columns = f"{name_of(top['x'])} and {name_of(top['y'])}"
        return Answer(
            f"The correlation of {columns} is {symbol} = {'; '.join(parts)}.", blocks
        )
    where = f" for {group_words(top['group'])}" if top["group"] else ""
    return Answer(
        f"The strongest correlation is between {name_of(top['x'])} and "
        f"{name_of(top['y'])}{where}: {symbol} = {figure(top['coefficient'])} "
        f"({p_words(top['p_adjusted'])}, n = {top['n_obs']:,}); {n_significant} of "
        f"{len(pairs)} pairs are significant.",
        blocks,
    )


def _table(result: CorrelationResult) -> Table:
    pairs = result["pairs"]
    _, symbol = COEFFICIENTS[result["method"]]
    grouped = bool(pairs[0]["group"])
    adjusted = result["adjust"] != "none"
    heads = [TableColumn(label="group", format="text")] if grouped else []
    heads += [
        TableColumn(label="column", format="code"),
        TableColumn(label="with", format="code"),
        TableColumn(label=symbol),
        TableColumn(label="low"),
        TableColumn(label="high"),
        TableColumn(label="p", format="p_value"),
    ]
    heads += [TableColumn(label="p adjusted", format="p_value")] if adjusted else []
    heads += [
        TableColumn(label="n", format="integer"),
        TableColumn(label="strength", format="text"),
    ]
    rows = []
    for pair in pairs[:MAX_ROWS]:
        r = pair["coefficient"]
        rows.append(
            (
                *([group_label(pair["group"])] if grouped else []),
                pair["x"],
                pair["y"],
                r,
                pair["ci_low"],
                pair["ci_high"],
                pair["p_value"],
                *([pair.get("p_adjusted")] if adjusted else []),
                pair["n_obs"],
                pair["note"] if r is None else strength(r),
            )
        )
    return Table(
        columns=tuple(heads),
        rows=tuple(rows),
        n_total=len(pairs) if len(pairs) > MAX_ROWS else None,
    )


def _how(result: CorrelationResult, pair: CorrelationPair | None) -> Any:
    name = COEFFICIENTS[result["method"]][0]
    level = percent(result["confidence_level"])
    said = f"{observed_words(pair)}." if pair else ""
    return muted(
        f"{name[0].upper()}{name[1:]}, two-sided, {level} interval by Fisher's z; each "
        "pair on the rows where both values are there.",
        said,
        _ADJUSTMENTS[result["adjust"]],
        "Strength words after Evans (1996). A correlation is not a cause.",
    )
