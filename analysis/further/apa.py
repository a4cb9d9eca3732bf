"""Results as the American Psychological Association's manual (7th edition) has them.

Statistics have two decimals and p three; figures that cannot exceed one in size (p, r,
eta², Cramér's V, R²) have no zero before the point (APA 2020, sections 6.36 and 6.44).
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.base.wording import name_of
from analysis.results.tests import Bounds, Group, TestResult

_BOUNDED = ("p", "r", "rho", "tau", "eta", "epsilon", "omega", "Cramér", "phi", "R²", "W",
            "Kendall", "rank-biserial", "partial", "generalised")  # fmt: skip
_SYMBOLS = {
    "Hedges g": "g",
    "Cohen's d": "d",
    "Cohen's d of the differences": "d",
    "eta²": "η²",
    "partial eta²": "ηp²",
    "epsilon²": "ε²",
    "omega²": "ω²",
    "Cramér's V": "V",
    "rank-biserial r": "rank-biserial r",
    "Kendall's W": "W",
    "Cohen's h": "h",
}


def decimals(value: float | None, places: int = 2, *, bounded: bool = False) -> str:
    """A figure with so many decimals, without the zero where it cannot exceed one."""
    if value is None:
        return "undefined"
    text = f"{value:,.{places}f}"
    if float(text.replace(",", "")) == 0:
        text = text.lstrip("-")
    if bounded and abs(value) < 1:
        text = text.replace("0.", ".", 1)
    return text.replace("-", "−")


def p_text(p_value: float | None) -> str:
    """``p = .007``, and ``p < .001`` below that."""
    if p_value is None:
        return "p undefined"
    if p_value < 0.001:
        return "p < .001"
    if p_value > 0.999:
        return "p > .999"
    return f"p = {decimals(p_value, 3, bounded=True)}"


def statistic_text(result: TestResult) -> str:
    """``t(170.10) = 2.73``, ``F(5, 65) = 15.36``, ``χ²(2, N = 189) = 21.78``."""
    name, dof = result.get("statistic_name", "statistic"), result.get("dof")
    value = result.get("statistic")
    if value is None:
        return ""
    inside = ""
    if isinstance(dof, Sequence):
        inside = ", ".join(_degrees(each) for each in dof)
    elif dof is not None:
        inside = _degrees(dof)
    if name in ("χ²", "chi²", "G"):
        name = "χ²" if name == "chi²" else name
        inside = ", ".join(
            part for part in (inside, f"N = {result['n_obs']:,}") if part
        )
    shown = (
        f"{value:,.0f}"
        if name in ("U", "V", "T") and _whole(value)
        else decimals(value)
    )
    return f"{name}({inside}) = {shown}" if inside else f"{name} = {shown}"


def effect_text(result: TestResult) -> str:
    """``d = 0.39, 95% CI [0.10, 0.69]``."""
    size, name = result.get("effect_size"), result.get("effect_size_name", "")
    if size is None or not name:
        return ""
    bounded = name.startswith(_BOUNDED)
    text = f"{_SYMBOLS.get(name, name)} = {decimals(size, bounded=bounded)}"
    low, high = result.get("effect_ci_low"), result.get("effect_ci_high")
    if low is None or high is None:
        return text
    return f"{text}, {interval_text(low, high, result, bounded=bounded)}"


def interval_text(
    low: float | None, high: float | None, result: Bounds, *, bounded: bool = False
) -> str:
    """``95% CI [0.10, 0.69]``; an end that is None is open."""
    level = f"{100 * result.get('confidence_level', 0.95):g}%"
    left = "−∞" if low is None else decimals(low, bounded=bounded)
    right = "∞" if high is None else decimals(high, bounded=bounded)
    return f"{level} CI [{left}, {right}]"


def group_text(row: Group) -> str:
    """``white (n = 96, M = 3,102.72, SD = 727.89)``."""
    mean, std = row.get("mean"), row.get("std")
    if mean is None or std is None:
        share = row.get("proportion")
        if share is None:
            return name_of(row["group"])
        return f"{name_of(row['group'])} ({100 * share:.1f}%, n = {row['n_obs']:,})"
    return (
        f"{name_of(row['group'])} (n = {row['n_obs']:,}, M = {decimals(mean)}, "
        f"SD = {decimals(std)})"
    )


def listed(parts: Sequence[str]) -> str:
    """Parts that hold commas themselves, as a sentence lists them."""
    if len(parts) < 3:
        return " and ".join(parts)
    return "; ".join(parts[:-1]) + "; and " + parts[-1]


def median_text(row: Group) -> str:
    """``F (n = 80, Mdn = 10.00)``."""
    middle = row["median"]
    shown = "undefined" if middle is None else decimals(middle)
    return f"{name_of(row['group'])} (n = {row['n_obs']:,}, Mdn = {shown})"


def _degrees(value: float) -> str:
    return f"{int(value):,}" if _whole(value) else decimals(value)


def _whole(value: float) -> bool:
    return float(value).is_integer()
