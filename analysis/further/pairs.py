"""Comparisons of pairs of groups: which are clear, and how they are reported."""

from __future__ import annotations

from analysis.base.operation import Answer, Asked
from analysis.base.reply import Text
from analysis.base.wording import counted, figure, name_of, names_of, p_words
from analysis.further import apa
from analysis.further.family import Family
from analysis.further.tests import APA_NOTE, method_of
from analysis.results.comparisons import AnyPair
from analysis.words.inference import short, table_of

SHOWN_PAIRS = 6


def has_pairs(asked: Asked) -> bool:
    """Whether the result compares pairs of groups."""
    found = asked.result.get("pairs") or [{}]
    return "first" in found[0] and "second" in found[0]


def p_of(pair: AnyPair) -> float:
    """The adjusted p-value."""
    return float(pair.get("p_adjusted", pair["p_value"]))


def chosen(asked: Asked) -> list[AnyPair]:
    """The pairs in the order of p; those of named groups, if any were."""
    found = sorted(asked.result["pairs"], key=p_of)
    named = set(asked.values)
    if len(named) >= 2:
        both = [pair for pair in found if {pair["first"], pair["second"]} <= named]
        return both or found
    return [p for p in found if named & {p["first"], p["second"]}] or found


def significance(asked: Asked) -> Answer:
    """Which pairs differ beyond chance."""
    found, alpha = chosen(asked), asked.result["alpha"]
    clear = [pair for pair in found if p_of(pair) < alpha]
    shown = names_of(
        f"{pair['first']} and {pair['second']} ({p_words(p_of(pair))})"
        for pair in clear[:SHOWN_PAIRS]
    )
    rest = f": {shown}" if clear else f"; the smallest is {p_words(p_of(found[0]))}"
    heads = {"first": ("group", "text"), "second": ("with", "text")}
    extra = {
        key: (key.replace("_", " "), "number")
        for key in ("estimate",)
        if key in found[0]
    }
    p_head = {"p_adjusted" if "p_adjusted" in found[0] else "p_value": ("p", "p_value")}
    return Answer(
        f"{len(clear)} of {counted(len(found), 'pair')} differ significantly at alpha = "
        f"{figure(alpha)}{rest}.",
        (table_of(found, {**heads, **extra, **p_head}),),
    )


def report(asked: Asked) -> Answer:
    """The clear pairs in APA style."""
    found, alpha = chosen(asked), asked.result["alpha"]
    clear = [pair for pair in found if p_of(pair) < alpha]
    parts = []
    for pair in clear[:SHOWN_PAIRS]:
        figures = [apa.p_text(p_of(pair))]
        estimate, low, high = (
            pair.get("estimate"), pair.get("ci_low"), pair.get("ci_high"),
        )  # fmt: skip
        if estimate is not None and low is not None and high is not None:
            low, high = (low, high) if estimate >= 0 else (-high, -low)
            figures.insert(0, apa.interval_text(low, high, asked.result))
        if estimate is not None:
            figures.insert(0, f"difference = {apa.decimals(abs(estimate))}")
        parts.append(f"{pair['first']} and {pair['second']} ({', '.join(figures)})")
    name = method_of(asked.result)
    what = f"the difference between {apa.listed(parts)} was significant" if parts else (
        "no pair differed significantly"
    )  # fmt: skip
    rest = len(found) - len(clear)
    others = f"; the other {counted(rest, 'comparison')} not" if parts and rest else ""
    return Answer(
        f"Post hoc comparisons ({name}) indicated that {what}{others}.",
        (Text(text=APA_NOTE, muted=True),),
    )


def meaning(asked: Asked) -> Answer:
    """Which group lies above which."""
    alpha = asked.result["alpha"]
    clear = [pair for pair in chosen(asked) if p_of(pair) < alpha]
    lines = []
    for pair in clear[:SHOWN_PAIRS]:
        estimate = pair.get("estimate")
        if estimate is None:
            lines.append(f"{pair['first']} and {pair['second']} differ")
            continue
        up = estimate > 0
        high, low = (
            (pair["second"], pair["first"]) if up else (pair["first"], pair["second"])
        )
        lines.append(
            f"{name_of(high)} is above {name_of(low)} by {short(abs(estimate))}"
        )
    said = "; ".join(lines) if lines else "no two groups can be told apart"
    return Answer(f"In plain words: {said}.")


def why(asked: Asked) -> Answer:
    """Why pairs are compared so."""
    return Answer(
        f"{method_of(asked.result)} was used because many pairs are compared at once: it keeps "
        f"the chance of any false finding at alpha = {figure(asked.result['alpha'])}."
    )


family = Family(
    order=15,
    holds=has_pairs,
    answers={
        "pairs": significance,
        "significance": significance,
        "report": report,
        "meaning": meaning,
        "why": why,
    },
)
