"""Tests: what their p-value, size and method mean, and how they are reported."""

from __future__ import annotations

import math
from typing import Any

from analysis.base.operation import Answer, Asked
from analysis.base.reply import Block, Item, KeyValues, Text
from analysis.base.task import Step
from analysis.base.wording import counted, figure, name_of, p_words, percent
from analysis.further import apa
from analysis.further.effect_scales import size_words
from analysis.further.family import Family
from analysis.further.plain_words import RANKS, chance_words, meaning, subject
from analysis.further.rivals import why_not
from analysis.results.tests import Statistic, TestResult
from analysis.words.inference import (
    agreement_words,
    alternatives_table,
    assumptions_table,
    interval,
    short,
    statistic_words,
    test_tiles,
)


def is_test(asked: Asked) -> bool:
    """Whether the result is one test: a p-value with its method, no coefficients."""
    result = asked.result
    return (
        result.get("p_value") is not None
        and "method" in result
        and "significant" in result
        and "alpha" in result
        and not any(key in result for key in ("coefficients", "pairs", "rows"))
    )


def method_of(result: TestResult) -> str:
    text = str(result["method"])
    return text[:1].upper() + text[1:]


def why(asked: Asked) -> Answer:
    """Why this method: what the columns are, or what it is for."""
    result, grounds = asked.result, asked.operation.grounds
    if result.get("why"):
        reason = f"Because {result['why']}."
    elif grounds.suits:
        reason = (
            f"{method_of(result)} was used because it is the method for {grounds.suits}, "
            "and it is what was asked for."
        )
    else:
        reason = f"{method_of(result)} was used because it was asked for."
    blocks: list[Block] = []
    if grounds.assumes:
        blocks.append(
            Text(text="It takes for granted: " + "; ".join(grounds.assumes) + ".")
        )
    if result.get("alternatives"):
        agreed = agreement_words(result).replace(" agree", " defensible methods agree")
        reason += f" {agreed[:1].upper()}{agreed[1:]}."
        blocks.append(alternatives_table(result))
    return Answer(reason, tuple(blocks))


def significance(asked: Asked) -> Answer:
    """Yes or no with p and alpha, then what that means."""
    result = asked.result
    p_value, alpha = result["p_value"], result["alpha"]
    below = p_value < alpha
    opening = "Yes, it is" if below else "No, it is not"
    side = "below" if below else "not below"
    summary = (
        f"{opening} statistically significant: {p_words(p_value)} is {side} alpha = "
        f"{figure(alpha)} ({method_of(result)} of {subject(asked)}"
        f"{_with_statistic(result)})."
    )
    meaning = (
        "If there were nothing to find, a result at least this far from it would come up "
        f"in about {chance_words(p_value)}."
    )
    if not below:
        meaning += " That is no proof that there is nothing: the data leave it open."
    return Answer(summary, (test_tiles(result), Text(text=meaning)))


def _with_statistic(result: Statistic) -> str:
    return "" if result.get("statistic") is None else f", {statistic_words(result)}"


def confidence(asked: Asked) -> Answer | None:
    """The interval of the estimate, or of the effect size where there is no estimate."""
    result = asked.result
    bounds = interval(result)
    if bounds:
        name, value = result.get("estimate_name", "estimate"), result.get("estimate")
        value = "" if value is None else f" is {short(value)}"
    else:
        bounds = interval(result, "effect_ci_low", "effect_ci_high")
        name = result.get("effect_size_name", "effect size")
        value = f" is {short(result.get('effect_size'))}"
    if not bounds:
        return None
    summary = f"The {name} of {subject(asked)}{value}, {bounds}."
    zero = _holds_nothing(result)
    said = "" if zero is None else (
        "The interval includes zero: the data are compatible with no difference."
        if zero
        else "The interval excludes zero."
    )  # fmt: skip
    blocks: tuple[Block, ...] = (test_tiles(result),)
    return Answer(summary, (*blocks, Text(text=said)) if said else blocks)


def _holds_nothing(result: TestResult) -> bool | None:
    low, high = result.get("ci_low"), result.get("ci_high")
    name = str(result.get("estimate_name", ""))
    if low is None or high is None or not ("difference" in name or name == "r"):
        return None
    return bool(low <= 0 <= high)


def effect(asked: Asked) -> Answer | None:
    """How large it is, on the scale of the field, and in the data's own units."""
    result = asked.result
    value, name = result.get("effect_size"), str(result.get("effect_size_name", ""))
    if value is None and result.get("estimate_name") == "r":
        value, name = result["estimate"], "r"
    if value is None or not name:
        return None
    size = size_words(name, value, result)
    bounds = interval(result, "effect_ci_low", "effect_ci_high")
    shown = f"{name} = {short(value)}" + (f" ({bounds})" if bounds else "")
    if size is None:
        summary = f"The effect is {shown}; there is no agreed scale of words for it."
        scale = ""
    else:
        summary = f"It is a {size.word} effect: {shown}{_in_units(result)}."
        if name == "r":
            summary = f"It is a {size.word} relation: {shown}{_in_units(result)}."
        scale = f"Words after {size.scale}. What matters depends on the subject."
    if result["p_value"] >= result["alpha"]:
        summary += " It is not statistically significant, so it may be chance."
    tiles = KeyValues(
        style="tiles",
        items=(Item(label=name, value=value), Item(label="p", value=result["p_value"], format="p_value")),
    )  # fmt: skip
    return Answer(summary, (tiles, Text(text=scale, muted=True)) if scale else (tiles,))


def _in_units(result: TestResult) -> str:
    groups = result.get("groups") or []
    found = [(row.get("mean"), row["group"]) for row in groups]
    means = [(mean, group) for mean, group in found if mean is not None]
    if len(means) < 2 or result.get("statistic_name") in RANKS:
        return ""
    high, above = max(means, key=lambda pair: pair[0])
    low, below = min(means, key=lambda pair: pair[0])
    gap = high - low
    share = f", {percent(gap / low)} more" if low > 0 else ""
    return f"; {above} is {short(gap)} above {below} on average{share}"


def assumptions(asked: Asked) -> Answer | None:
    """What the method takes for granted, with the checks that were made."""
    grounds, result = asked.operation.grounds, asked.result
    if not grounds.assumes or "assumptions" in grounds.leads:
        return None
    summary = f"{method_of(result)} assumes that {'; that '.join(grounds.assumes)}."
    blocks: list[Block] = []
    smallest = result.get("smallest_expected")
    if smallest is not None:
        word = "holds" if smallest >= 5 else "does not hold"
        summary += (
            f" The smallest expected count is {figure(smallest)}, so the second {word}."
        )
    if result.get("assumptions"):
        blocks.append(assumptions_table(result["assumptions"]))
    if result.get("alternatives"):
        blocks.append(alternatives_table(result))
    return Answer(summary, tuple(blocks))


def ranks(asked: Asked) -> Answer | None:
    """What there is without normality, where no other operation answers."""
    without = asked.operation.grounds.without
    return Answer(without) if without else None


def pairs(asked: Asked) -> Answer | None:
    """Two groups are one pair, whose test was the answer."""
    result, groups = asked.result, asked.result.get("groups") or []
    if len(groups) != 2:
        return None
    first, second = (row["group"] for row in groups)
    word = (
        "differ"
        if result["p_value"] < result["alpha"]
        else "do not differ demonstrably"
    )
    return Answer(
        f"There is one pair only: {first} and {second} {word} "
        f"({statistic_words(result)}).",
        (test_tiles(result),),
    )


def report(asked: Asked) -> Answer:
    """The result as a paper reports it, in APA style."""
    result = asked.result
    groups = result.get("groups") or []
    word = "a statistically significant" if result["p_value"] < result["alpha"] else (
        "no statistically significant"
    )  # fmt: skip
    what = "association of" if "table" in result else "difference in"
    text = f"{_article(method_of(result))} showed {word} {what} {_reported(asked)}"
    if 0 < len(groups) <= 6 and "table" not in result:
        rank = result.get("statistic_name") in RANKS
        shown = [
            apa.median_text(row) if rank else apa.group_text(row) for row in groups
        ]
        text += f" between {apa.listed(shown)}"
    figures = [
        apa.statistic_text(result),
        apa.p_text(result["p_value"]),
        apa.effect_text(result),
    ]
    sentence = f"{text}, {', '.join(part for part in figures if part)}."
    return Answer(sentence, (test_tiles(result), Text(text=APA_NOTE, muted=True)))


APA_NOTE = (
    "APA style, 7th edition: statistical symbols are set in italics; the tiles hold the "
    "same figures with all digits."
)


def _article(method: str) -> str:
    """``A one-way analysis of variance``, ``Welch's t-test``."""
    first = method.split()[0]
    if first.endswith(("'s", "’s")):
        return method
    if not _proper(method) and not first.isupper():
        method = method[:1].lower() + method[1:]
    return f"{'An' if method[0] in 'aeioAEIO' and not method.startswith('one') else 'A'} {method}"


def _proper(method: str) -> bool:
    return method.split()[0].split("–")[0] in (
        "Mann", "Kruskal", "Wilcoxon", "Friedman", "Fisher", "Pearson", "Spearman",
        "Kendall", "Levene", "Bartlett", "Welch", "Mood", "Kolmogorov", "McNemar",
    )  # fmt: skip


def _reported(asked: Asked) -> str:
    columns = asked.params.get("columns") or []
    if asked.params.get("group") and columns:
        return name_of(columns[0])
    return subject(asked)


def power(asked: Asked) -> tuple[Step, ...] | None:
    """How many are needed to detect this effect."""
    result, design = asked.result, asked.operation.grounds.design
    params: dict[str, Any] = {"design": design, "alpha": result["alpha"]}
    if asked.number is not None:
        params["power"] = asked.number
    value = result.get("effect_size")
    shares = [row.get("proportion") for row in result.get("groups") or []]
    if len(shares) == 2 and None not in shares and shares[0] != shares[1]:
        return (Step(operation="sample_size", params={
            **params, "design": "proportions", "p1": shares[0], "p2": shares[1]}),)  # fmt: skip
    if not design or not value:
        return None
    if design == "anova":
        if not 0 < value < 1:
            return None
        params |= {
            "effect_size": math.sqrt(value / (1 - value)),
            "groups": len(result["groups"]),
        }
    elif design == "chi_square":
        smaller = min(len(result["table"]), len(result["levels"]))
        params |= {
            "effect_size": value * math.sqrt(smaller - 1),
            "dof": int(result["dof"]),
        }
    else:
        params |= {"effect_size": abs(value)}
    return (Step(operation="sample_size", params=params),)


def used_rows(asked: Asked) -> Answer | None:
    """How many rows the answer stands on."""
    result = asked.result
    if not result.get("n_obs"):
        return None
    missing = result.get("n_missing") or 0
    left = f"; {counted(missing, 'row')} with a missing value left out" if missing else (
        "; none was left out"
    )  # fmt: skip
    return Answer(f"It used {counted(result['n_obs'], 'row')}{left}.")


family = Family(
    order=30,
    holds=is_test,
    answers={
        "why": why,
        "why_not": why_not,
        "meaning": meaning,
        "significance": significance,
        "interval": confidence,
        "effect": effect,
        "assumptions": assumptions,
        "ranks": ranks,
        "pairs": pairs,
        "report": report,
        "power": power,
        "used_rows": used_rows,
    },
)
