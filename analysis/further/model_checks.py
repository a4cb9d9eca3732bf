"""What may be wrong with a fitted model: influential rows, collinearity, residuals."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.base.operation import Answer, Asked
from analysis.base.reply import Text
from analysis.base.wording import figure, names_of, p_words
from analysis.further.coefficients import slopes_of
from analysis.results.regressions import InfluentialRow
from analysis.results.tests import Assumption
from analysis.words.inference import (
    assumptions_table,
    short,
    table_of,
)

HIGH_INFLATION = 10  # Marquardt (1970); from 5 on it deserves a look
NOTABLE_INFLATION = 5
FAR_RESIDUAL = 3.0


def influence(asked: Asked) -> Answer | None:
    """Which rows pull the fit, by Cook's distance against 4/n and 1."""
    rows = asked.result.get("influential")
    if not rows:
        return None
    n, p = asked.result["n_obs"], len(asked.result["coefficients"])
    limit = 4 / n
    high = [row for row in rows if row["cooks_distance"] > limit]
    strong = [row for row in rows if row["cooks_distance"] > 1]
    first = rows[0]
    shown = names_of(
        f"row {row['row']} ({short(row['cooks_distance'])})" for row in high
    )
    if strong:
        opening = f"Yes: {row_names(strong)} can change the result"
    elif high:
        opening = (
            "Some rows pull the fit, none decides it alone (Cook's distance below 1)"
        )
    else:
        opening = "No row is influential"
    far = [row for row in rows if abs(row["studentised_residual"]) > FAR_RESIDUAL]
    summary = (
        f"{opening}: the largest Cook's distance is {short(first['cooks_distance'])}, of row "
        f"{first['row']} (studentised residual {short(first['studentised_residual'])}, leverage "
        f"{short(first['leverage'])})"
        + (
            f"; above 4/n = {short(limit)}: {shown}"
            if high
            else f", below 4/n = {short(limit)}"
        )
        + "."
    )
    if far:
        summary += f" Far from the fit: {row_names(far)}."
    heads = {
        "row": ("row", "integer"),
        "cooks_distance": ("Cook's distance", "number"),
        "leverage": ("leverage", "number"),
        "residual": ("residual", "number"),
        "studentised_residual": ("studentised", "number"),
    }
    note = (
        f"Cook (1977); 4/n = {short(limit)} is a screen, 1 is serious. Leverage above 2p/n = "
        f"{short(2 * p / n)} is high."
    )
    return Answer(
        summary,
        (table_of(rows, heads, "Most influential rows"), Text(text=note, muted=True)),
    )


def row_names(rows: Sequence[InfluentialRow]) -> str:
    """``row 4 and row 21``."""
    return names_of(f"row {row['row']}" for row in rows)


def collinearity(asked: Asked) -> Answer | None:
    """Whether predictors can be computed from each other, by variance inflation."""
    rows = [row for row in slopes_of(asked) if row.get("vif") is not None]
    if not rows:
        return None
    if len(rows) == 1 and not asked.columns:
        return Answer(
            "There is one predictor only, so collinearity cannot be a problem."
        )
    ranked = sorted(rows, key=lambda row: -row["vif"])
    top = ranked[0]
    if top["vif"] > HIGH_INFLATION:
        opening = "Yes, multicollinearity is a problem"
    elif top["vif"] > NOTABLE_INFLATION:
        opening = "Somewhat"
    else:
        opening = "No, multicollinearity is not a problem"
    others = names_of(f"{row['term']} {short(row['vif'])}" for row in ranked[1:5])
    summary = (
        f"{opening}: the largest variance inflation factor (VIF) is {figure(top['vif'])}, of "
        f"{top['term']}{'; ' + others if others else ''}."
    )
    heads = {"term": ("term", "text"), "vif": ("VIF", "number")}
    note = (
        "The VIF says how much larger the variance of a coefficient is than without the "
        f"other predictors; {NOTABLE_INFLATION} deserves a look, above {HIGH_INFLATION} is high "
        "(Marquardt 1970)."
    )
    return Answer(
        summary,
        (table_of(ranked, heads, "Variance inflation"), Text(text=note, muted=True)),
    )


def residuals(asked: Asked) -> Answer | None:
    """Whether residuals are normal, vary alike and do not follow each other."""
    checks = asked.result.get("assumptions") or []
    if not checks:
        return None
    said = "; ".join(_check_words(one) for one in checks)
    doubtful = [one for one in checks if one["holds"] is False]
    opening = "Not all holds" if doubtful else "Nothing speaks against them"
    advice = "."
    if any(one["test"].startswith("Breusch") for one in doubtful):
        advice = ". “With robust standard errors” does without equal variances."
    return Answer(f"{opening}: {said}{advice}", (assumptions_table(checks),))


def variances(asked: Asked) -> Answer | None:
    """Whether the residuals vary alike."""
    checks = asked.result.get("assumptions") or []
    found = next((one for one in checks if one["test"].startswith("Breusch")), None)
    if found is None:
        return None
    opening = (
        "Doubtful" if found["holds"] is False else "Yes, nothing speaks against it"
    )
    return Answer(f"{opening}: {_check_words(found)}.", (assumptions_table(checks),))


def normality(asked: Asked) -> Answer | None:
    """Whether the residuals are normal."""
    checks = asked.result.get("assumptions") or []
    found = next((one for one in checks if "normal" in one["assumption"]), None)
    if found is None:
        return None
    opening = "Doubtful" if found["holds"] is False else "Nothing speaks against it"
    return Answer(f"{opening}: {_check_words(found)}.", (assumptions_table(checks),))


def _check_words(check: Assumption) -> str:
    p = f", {p_words(check['p_value'])}" if check["p_value"] is not None else ""
    how = f"({check['test']} {short(check['statistic'])}{p})"
    if "normal" in check["assumption"]:
        word = "deviate from" if check["holds"] is False else "are compatible with"
        return f"the residuals {word} a normal distribution {how}"
    if check["test"].startswith("Breusch"):
        word = (
            "is not constant"
            if check["holds"] is False
            else "does not vary demonstrably"
        )
        return f"the variance of the residuals {word} {how}"
    word = (
        "follow each other" if check["holds"] is False else "do not follow each other"
    )
    return f"the residuals {word} in the order of the rows {how}"


def assumptions(asked: Asked) -> Answer | None:
    """What the model takes for granted, with its checks."""
    grounds = asked.operation.grounds
    if not grounds.assumes:
        return residuals(asked)
    summary = f"It assumes that {'; that '.join(grounds.assumes)}."
    checked = residuals(asked)
    if checked is not None:
        return Answer(f"{summary} {checked.summary}", checked.blocks)
    over = asked.result.get("dispersion")
    if over is not None:
        summary += f" The dispersion is {short(over)} (1 is expected)."
    return Answer(summary)
