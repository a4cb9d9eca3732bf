"""How many are needed to find an effect, or how likely it is found."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Literal

import pandas as pd

from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.reply import Item, KeyValues
from analysis.base.wording import figure, muted, percent
from analysis.results.comparisons import SampleSizeResult
from analysis.signatures.inference import ALPHA_NUMBERS
from analysis.statistics.power import (
    power_of_anova,
    power_of_chi_square,
    power_of_correlation,
    power_of_proportions,
    power_of_t,
    smallest_effect,
    smallest_n,
)
from analysis.statistics.samples import check_shares

Design = Literal[
    "two_sample_t", "one_sample_t", "paired_t", "anova", "proportions", "correlation",
    "chi_square",
]  # fmt: skip
Sides = Literal["two-sided", "one-sided"]
DESIGN_WORDS = {
    "two_sample_t": ("t-test of two groups", "d"),
    "one_sample_t": ("one-sample t-test", "d"),
    "paired_t": ("paired t-test", "d"),
    "anova": ("one-way analysis of variance", "f"),
    "proportions": ("test of two proportions", ""),
    "correlation": ("test of a correlation", "r"),
    "chi_square": ("chi-square test", "w"),
}
_SECOND = r" ?%? (?:and|to|with|versus|vs\.?|against|or) "  # between two proportions
PER_GROUP = ("two_sample_t", "anova", "proportions")

operation = Operation(
    __name__,
    kind="analyse",
    title="Sample size and power",
    category="Plan",
    language=Language(
        phrases=(
            Phrase(r"\bpower (?:analysis|calculation)\b", 7),
            Phrase(r"\bsample size\b", 6.5),
            Phrase(r"\bhow (?:many|large)\b.*\b(?:detect|power|d ?= ?{n})", 7),
            Phrase(r"\bhow many (?:people|participants|subjects|rows|observations)"
                   r" (?:per group |do (?:i|we) )?(?:need|to detect)", 7),
            Phrase(r"\b(?:what|which|the) (?:statistical )?power\b", 6),
            Phrase(r"\b(?:statistical )?power (?:for|of|to|when) .{0,60}{n}", 6),
        ),
        options={
            "design": {
                "paired_t": r"\bpaired\b",
                "one_sample_t": r"\bone[- ]sample\b",
                "anova": r"\banova\b|\banalysis of variance\b|\bf ?= ?\.?\d",
                "proportions": r"\bproportions?\b|\d ?%? (?:versus|vs\.?|against) \.?\d"
                               r"|\b(?:from|between|compar\w+) [\d.]+ ?%? (?:to|and|with) "
                               r"[\d.]+ ?%",
                "correlation": r"\bcorrelations?\b|\br ?= ?\.?\d",
                "chi_square": r"\bchi[- ]?squared?\b|\bw ?= ?\.?\d",
                "two_sample_t": r"\b(?:two|independent)[- ]samples?\b",
            },
            "alternative": {"one-sided": r"\bone[- ](?:sided|tailed)\b",
                            "two-sided": r"\btwo[- ](?:sided|tailed)\b"},
        },
        numbers={
            "effect_size": (r"\b[dfrw] ?(?:=|of|is) ?{n}", r"\beffect(?: size)? (?:of )?{n}",
                            r"\bcorrelation (?:of )?(?:r )?(?:= ?)?{n}"),
            "power": (r"\bpower(?: of| ?=| is)? {n}", r"{n} ?%? power"),
            "n": (r"\bn ?(?:=|of|is) ?{n}", r"{n} (?:people|participants|subjects)"),
            "p1": (r"\bproportions? (?:of |are |from |between )?{n}",
                   rf"\b(?:from|between|comparing|compare) {{n}}(?={_SECOND}\S)",
                   r"{n}(?= ?%? (?:versus|vs\.?|against) \S)"),
            "p2": (rf"\bproportions? (?:of |are |from |between )?{{n}}{_SECOND}{{n}}",
                   rf"\b(?:from|between|comparing|compare) {{n}}{_SECOND}{{n}}",
                   r"{n} ?%? (?:versus|vs\.?|against) {n}"),
            "groups": (r"{n} groups\b",),
            "alpha": ALPHA_NUMBERS,
        },
        examples=(
            Example("how many subjects do I need to detect a correlation of 0.3",
                    {"design": "correlation", "effect_size": 0.3}),
            Example("power for comparing 12 % with 15 % and 500 people",
                    {"design": "proportions", "p1": 0.12, "p2": 0.15, "n": 500}),
            Example("sample size to detect d = 0.5 with power 0.8",
                    {"effect_size": 0.5, "power": 0.8}),
            Example("how many people per group to detect d = 0.5 with power 0.9",
                    {"effect_size": 0.5, "power": 0.9}),
            Example("sample size for a paired t-test to detect d = 0.4",
                    {"design": "paired_t", "effect_size": 0.4}),
            Example("power analysis for an anova with f = 0.25 and 4 groups",
                    {"design": "anova", "effect_size": 0.25, "groups": 4}),
            Example("sample size for a correlation of r = 0.3 with power 0.8",
                    {"design": "correlation", "effect_size": 0.3, "power": 0.8}),
            Example("sample size for two proportions of 0.5 and 0.75",
                    {"design": "proportions", "p1": 0.5, "p2": 0.75}),
            Example("sample size to detect an increase from 10 % to 12.5 %",
                    {"design": "proportions", "p1": 0.1, "p2": 0.125}),
            Example("power analysis with f = 0.25 and 20 people",
                    {"design": "anova", "effect_size": 0.25, "n": 20}),
        ),
        column_free=True,
    ),
    references=(
        Reference({}, {"effect_size": 1.0, "power": 0.9}, {"n_needed": 22.02110},
                  "R: power.t.test(delta = 1, power = .90), help page", 1e-6),
        Reference({}, {"design": "proportions", "p1": 0.5, "p2": 0.75, "power": 0.9},
                  {"n_needed": 76.7},
                  "R: power.prop.test(p1 = .50, p2 = .75, power = .90), help page", 1e-3),
        Reference({}, {"design": "anova", "effect_size": 0.28, "groups": 4, "n": 20},
                  {"power": 0.5149793},
                  "R: pwr.anova.test(f = 0.28, k = 4, n = 20); Cohen (1988), exercise 8.1, p. 357", 1e-6),
        Reference({}, {"design": "correlation", "effect_size": 0.3, "n": 50},
                  {"power": 0.5715558},
                  "R: pwr.r.test(r = 0.3, n = 50); Cohen (1988), exercise 3.1, p. 96", 1e-6),
        Reference({}, {"design": "chi_square", "effect_size": 0.289, "n": 100, "dof": 3},
                  {"power": 0.6750777},
                  "R: pwr.chisq.test(w = 0.289, df = 3, N = 100); Cohen (1988), exercise 7.1, "
                  "p. 249", 1e-6),
    ),
)  # fmt: skip


@operation.compute
def sample_size(
    data: pd.DataFrame,
    design: Design = "two_sample_t",
    effect_size: float | None = None,
    power: float = 0.8,
    n: int | None = None,
    p1: float | None = None,
    p2: float | None = None,
    groups: int = 2,
    dof: int = 1,
    alpha: float = 0.05,
    alternative: Sides = "two-sided",
) -> SampleSizeResult:
    """The n that reaches a power, or with ``n`` given, the power; no column is read.

    With ``n`` and no effect, the smallest effect that is found with the power.

    Args:
        effect_size: Cohen's (1988) d, f, r or w, by the design; not for proportions.
        n: per group for two groups, analysis of variance and proportions; else in all.
        p1, p2: the proportions to tell apart. groups, dof: of the analysis of variance
            and the chi-square test.

    Returns ``n_needed`` (not rounded), ``n`` (rounded up) and ``power``.

    Raises:
        DataError: no effect is named, or one that cannot be.
    """
    power = power / 100 if 1 < power < 100 else power  # "power 80 %"
    check_shares(alpha=alpha, power=power)
    finds_effect = effect_size is None and n is not None and design != "proportions"
    if design == "proportions":
        check_proportions(p1, p2)
    elif not finds_effect:
        check_effect(design, effect_size)
    low = {"correlation": 4, "chi_square": 1}.get(design, 2)
    check_counts(n, groups, dof, low)
    two_sided = alternative == "two-sided"
    if finds_effect and n is not None:
        effect_size = smallest_effect(
            lambda size: power_function(
                design, size, p1, p2, groups, dof, alpha, two_sided
            )(n),
            power,
            1 - 1e-9 if design == "correlation" else 100.0,
        )
    power_at = power_function(
        design, effect_size, p1, p2, groups, dof, alpha, two_sided
    )
    needed = float(n) if n is not None else smallest_n(power_at, power, low)
    if not math.isfinite(needed):
        raise DataError(
            "More than 10 million would be needed.", "Plan for a larger effect."
        )
    whole = math.ceil(needed - 1e-6)
    k = {"two_sample_t": 2, "proportions": 2, "anova": groups}.get(design, 1)
    return {
        "n": whole,
        "n_needed": needed,
        "n_total": whole * k,
        "power": power_at(whole),
        "power_wanted": power,
        "solved_for": "n" if n is None else "effect" if finds_effect else "power",
        "design": design,
        "effect_size": effect_size,
        "p1": p1,
        "p2": p2,
        "alpha": alpha,
        "alternative": alternative,
        "method": f"power of a {DESIGN_WORDS[design][0]}",
        "n_obs": 0,
        "n_missing": 0,
    }


def check_counts(n: int | None, groups: int, dof: int, low: int) -> None:
    """A DataError unless there are enough rows, groups and degrees of freedom."""
    if (n is not None and not low <= n <= 10_000_000) or groups < 2 or dof < 1:
        raise DataError(
            "This many rows, groups or degrees of freedom cannot be planned with.",
            f"n is at least {low}, groups at least 2, degrees of freedom at least 1.",
        )


def check_effect(design: str, effect_size: float | None) -> None:
    """A DataError unless an effect that the design can have is named."""
    symbol = DESIGN_WORDS[design][1]
    usual = {"d": "0.2, 0.5, 0.8", "f": "0.1, 0.25, 0.4"}.get(symbol, "0.1, 0.3, 0.5")
    size = abs(effect_size) if effect_size is not None else 0.0
    if not 0 < size < math.inf or (design == "correlation" and size >= 1):
        raise DataError(
            f"The effect to detect ({symbol}) is not named, or is out of range.",
            f"Say “{symbol} = …”; small, medium and large are {usual} (Cohen 1988).",
        )


def check_proportions(p1: float | None, p2: float | None) -> None:
    """A DataError unless two different proportions are named."""
    if p1 is None or p2 is None or p1 == p2 or not (0 < p1 < 1 and 0 < p2 < 1):
        raise DataError(
            "Two different proportions between 0 and 1 are needed.",
            "Say for instance “two proportions of 0.5 and 0.6”.",
        )


def power_function(
    design: str,
    effect: float | None,
    p1: float | None,
    p2: float | None,
    groups: int,
    dof: int,
    alpha: float,
    two_sided: bool,
) -> Callable[[float], float]:
    """Power by n."""
    size, one, two = effect or 0.0, p1 or 0.0, p2 or 0.0
    if design == "proportions":
        return lambda n: power_of_proportions(one, two, n, alpha, two_sided)
    if design == "anova":
        return lambda n: power_of_anova(size, n, alpha, groups)
    if design == "chi_square":
        return lambda n: power_of_chi_square(size, n, alpha, dof)
    if design == "correlation":
        return lambda n: power_of_correlation(size, n, alpha, two_sided)
    k = 2 if design == "two_sample_t" else 1
    return lambda n: power_of_t(size, n, alpha, two_sided, k)


@operation.restate
def restate(design: str = "two_sample_t", n: int | None = None, **_: Any) -> str:
    what = "Sample size" if n is None else "Power"
    return f"{what} for a {DESIGN_WORDS[design][0]}"


@operation.present
def present(result: SampleSizeResult) -> Answer:
    test, symbol = DESIGN_WORDS[result["design"]]
    effect = (
        f"{symbol} = {figure(result['effect_size'])}"
        if symbol
        else f"{figure(result['p1'])} against {figure(result['p2'])}"
    )
    where = " per group" if result["design"] in PER_GROUP else ""
    total = f" ({result['n_total']:,} in all)" if where else ""
    if result["solved_for"] == "n":
        summary = (
            f"A {test} needs n = {result['n']:,}{where}{total} to detect {effect} with "
            f"power {percent(result['power_wanted'])} at alpha = {figure(result['alpha'])}."
        )
    elif result["solved_for"] == "effect":
        summary = (
            f"With n = {result['n']:,}{where}, a {test} detects effects from {effect} on "
            f"with power {percent(result['power_wanted'])} at "
            f"alpha = {figure(result['alpha'])}."
        )
    else:
        summary = (
            f"With n = {result['n']:,}{where}, a {test} detects {effect} with power "
            f"{percent(result['power'])} at alpha = {figure(result['alpha'])}."
        )
    tiles = KeyValues(
        style="tiles",
        items=(
            Item(label=f"n{where}", value=result["n"], format="integer"),
            Item(label="n in all", value=result["n_total"], format="integer"),
            Item(label="power at this n", value=result["power"], format="percent"),
        ),
    )
    sides = (
        ""
        if result["design"] in ("anova", "chi_square")
        else result["alternative"] + "; "
    )
    return Answer(
        summary,
        (tiles, muted(f"{result['method'].capitalize()}; {sides}groups of equal size; "
                      "no column of the table is used.")),
    )  # fmt: skip
