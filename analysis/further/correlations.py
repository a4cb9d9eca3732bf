"""Correlations: direction, strength and report of one pair; the clear ones of several."""

from __future__ import annotations

from typing import Any

from analysis.base.operation import Answer, Asked
from analysis.base.reply import Item, KeyValues, Text
from analysis.base.task import Step
from analysis.base.wording import counted, figure, name_of, p_words, percent
from analysis.further import apa
from analysis.further.effect_scales import size_words
from analysis.further.family import Family
from analysis.further.plain_words import chance_words
from analysis.further.tests import APA_NOTE
from analysis.results.associations import KnownPair
from analysis.words.inference import interval, short

_SYMBOLS = {"pearson": "r", "spearman": "rho", "kendall": "tau"}
_NAMES = {"pearson": "Pearson", "spearman": "Spearman", "kendall": "Kendall"}


def is_correlation(asked: Asked) -> bool:
    """Whether the result is correlations of pairs, or the test of one."""
    pairs = asked.result.get("pairs") or [{}]
    if asked.result.get("estimate_name") == "r" and asked.result.get("columns") is None:
        return len(asked.params.get("columns") or []) == 2
    return "coefficient" in pairs[0]


def pairs_of(asked: Asked) -> list[KnownPair]:
    """The pairs with a coefficient, strongest first; those named, if any were."""
    result = asked.result
    if "pairs" not in result:
        x, y = asked.params["columns"]
        keys = ("p_value", "ci_low", "ci_high", "n_obs", "alternatives")
        found = {key: result[key] for key in keys if key in result}
        pair: Any = {"x": x, "y": y, "coefficient": result["estimate"], **found}
        return [pair]
    known = [pair for pair in result["pairs"] if pair["coefficient"] is not None]
    named = [
        pair
        for pair in known
        if not asked.columns or {pair["x"], pair["y"]} >= {*asked.columns}
    ]
    return sorted(named or known, key=lambda pair: -abs(pair["coefficient"]))


def symbol_of(asked: Asked) -> str:
    return _SYMBOLS.get(str(asked.result.get("method")), "r")


def p_of(pair: KnownPair) -> float:
    """The adjusted p-value where there is one."""
    adjusted = pair.get("p_adjusted")
    return float(pair["p_value"] if adjusted is None else adjusted)


def tiles_of(pair: KnownPair, symbol: str) -> KeyValues:
    items = [Item(label=symbol, value=pair["coefficient"]),
             Item(label="p", value=p_of(pair), format="p_value")]  # fmt: skip
    if symbol == "r":
        items.append(Item(label="r²", value=pair["coefficient"] ** 2))
    items.append(Item(label="n", value=pair["n_obs"], format="integer"))
    return KeyValues(items=tuple(items), style="tiles")


def why(asked: Asked) -> Answer:
    """What the coefficient is for."""
    grounds = asked.operation.grounds
    said = asked.result.get("why")
    name = _NAMES.get(str(asked.result.get("method")), "Pearson")
    reason = said or (
        "both columns hold numbers, and it measures a linear relation"
        if name == "Pearson"
        else "it measures whether one rises with the other, linear or not"
    )
    text = f"{name}'s correlation was used because {reason}."
    assumed = f"It takes for granted: {'; '.join(grounds.assumes)}."
    return Answer(text, (Text(text=assumed),) if grounds.assumes else ())


def effect(asked: Asked) -> Answer | None:
    """The word for the strength, and the share of variation."""
    pairs = pairs_of(asked)
    if not pairs:
        return None
    pair, symbol = pairs[0], symbol_of(asked)
    value = pair["coefficient"]
    size = size_words(symbol, value, asked.result)
    assert size is not None
    way = "positive" if value > 0 else "negative"
    share = (
        f"; {percent(value**2)} of the variation goes together (r²)"
        if symbol == "r"
        else ""
    )
    bounds = interval(
        {**pair, "confidence_level": asked.result.get("confidence_level", 0.95)}
    )
    inside = f", {bounds}" if bounds else ""
    chance = (
        "" if p_of(pair) < asked.result["alpha"]
        else f" It is not statistically significant ({p_words(p_of(pair))})."
    )  # fmt: skip
    return Answer(
        f"It is a {size.word} {way} relation of {name_of(pair['x'])} and {name_of(pair['y'])}: "
        f"{symbol} = {short(value)}{inside}{share}.{chance}",
        (tiles_of(pair, symbol), Text(text=f"Words after {size.scale}.", muted=True)),
    )


def meaning(asked: Asked) -> Answer | None:
    """In plain words: what rises or falls with what, how closely, and by chance or not."""
    pairs = pairs_of(asked)
    if not pairs:
        return None
    pair, symbol = pairs[0], symbol_of(asked)
    value, x, y = pair["coefficient"], name_of(pair["x"]), name_of(pair["y"])
    way = "higher" if value > 0 else "lower"
    kind = "positive" if value > 0 else "negative"
    size = size_words(symbol, value, asked.result)
    assert size is not None
    lines = [
        f"In plain words: where {x} is higher, {y} tends to be {way}: a {size.word} {kind} "
        f"relation ({symbol} = {short(value)}, on a scale from −1 to 1).",
        f"{percent(value**2)} of the variation of {y} goes together with {x} (r²)."
        if symbol == "r"
        else "",
        f"By chance alone it would come up in about {chance_words(p_of(pair))} "
        f"({p_words(p_of(pair))}). That they go together does not say that one causes the "
        "other.",
    ]
    said = " ".join(line for line in lines[:2] if line)
    return Answer(said, (tiles_of(pair, symbol), Text(text=lines[2])))


def significance(asked: Asked) -> Answer | None:
    """Which pairs are beyond chance."""
    pairs, alpha = pairs_of(asked), asked.result["alpha"]
    if not pairs:
        return None
    symbol = symbol_of(asked)
    if len(pairs) == 1:
        pair = pairs[0]
        opening = "Yes, it is" if p_of(pair) < alpha else "No, it is not"
        summary = (
            f"{opening} statistically significant: {p_words(p_of(pair))} at alpha = "
            f"{figure(alpha)} ({symbol} = {short(pair['coefficient'])}, n = {pair['n_obs']:,})."
        )
        return Answer(summary, (tiles_of(pair, symbol),))
    clear = [pair for pair in pairs if p_of(pair) < alpha]
    shown = ", ".join(
        f"{name_of(pair['x'])} with {name_of(pair['y'])} ({symbol} = "
        f"{short(pair['coefficient'])}, {p_words(p_of(pair))})"
        for pair in clear[:5]
    )
    return Answer(
        f"{len(clear)} of {counted(len(pairs), 'pair')} are statistically significant at "
        f"alpha = {figure(alpha)}{': ' + shown if shown else ''}.",
    )


def confidence(asked: Asked) -> Answer | None:
    """The interval of the coefficient."""
    pairs = pairs_of(asked)
    if not pairs or pairs[0].get("ci_low") is pairs[0].get("ci_high") is None:
        return None
    pair, symbol = pairs[0], symbol_of(asked)
    bounds = interval(
        {**pair, "confidence_level": asked.result.get("confidence_level", 0.95)}
    )
    return Answer(
        f"The correlation of {name_of(pair['x'])} and {name_of(pair['y'])} is {symbol} = "
        f"{short(pair['coefficient'])}, {bounds}.",
        (tiles_of(pair, symbol),),
    )


def report(asked: Asked) -> Answer | None:
    """In APA style."""
    pairs = pairs_of(asked)
    if not pairs:
        return None
    sentences = [_reported(asked, pair) for pair in pairs[:6]]
    return Answer(
        " ".join(sentences),
        (tiles_of(pairs[0], symbol_of(asked)), Text(text=APA_NOTE, muted=True)),
    )


def _reported(asked: Asked, pair: KnownPair) -> str:
    symbol = {"rho": "rₛ", "tau": "τ"}.get(symbol_of(asked), "r")
    value, found = pair["coefficient"], p_of(pair) < asked.result["alpha"]
    way = "positively" if value > 0 else "negatively"
    verb = f"were {way} correlated" if found else "were not significantly correlated"
    bounds = ""
    low, high = pair.get("ci_low"), pair.get("ci_high")
    if low is not None or high is not None:
        bounds = ", " + apa.interval_text(low, high, asked.result, bounded=True)
    return (
        f"{name_of(pair['x'])} and {name_of(pair['y'])} {verb}, {symbol}({pair['n_obs'] - 2}) = "
        f"{apa.decimals(value, bounded=True)}{bounds}, {apa.p_text(p_of(pair))}."
    )


def assumptions(asked: Asked) -> Answer | None:
    """What is taken for granted, and whether the rank correlation agrees."""
    pairs, grounds = pairs_of(asked), asked.operation.grounds
    if not pairs or not grounds.assumes:
        return None
    others = pairs[0].get("alternatives") or []
    agree = "; ".join(f"{one['method']} {short(one['statistic'])}" for one in others)
    text = f"It assumes that {'; that '.join(grounds.assumes)}."
    if agree:
        text += f" Beside r = {short(pairs[0]['coefficient'])} stand {agree}, which need neither."
    return Answer(text, (tiles_of(pairs[0], symbol_of(asked)),))


def ranks(asked: Asked) -> tuple[Step, ...] | None:
    """Spearman's correlation of the same columns."""
    keys = ("columns", "group_by", "target", "alpha", "confidence_level")
    params = {key: asked.params[key] for key in keys if asked.params.get(key)}
    if asked.result.get("method") in ("spearman", "kendall"):
        return None
    return (Step(operation="correlation", params={**params, "method": "spearman"}),)


def power(asked: Asked) -> tuple[Step, ...] | None:
    """How many rows detect a correlation of this size."""
    pairs = pairs_of(asked)
    if not pairs or not 0 < abs(pairs[0]["coefficient"]) < 1:
        return None
    params = {"design": "correlation", "effect_size": abs(pairs[0]["coefficient"]),
              "alpha": asked.result["alpha"]}  # fmt: skip
    if asked.number is not None:
        params["power"] = asked.number
    return (Step(operation="sample_size", params=params),)


def used_rows(asked: Asked) -> Answer | None:
    """How many rows the pair stands on."""
    pairs = pairs_of(asked)
    if not pairs:
        return None
    missing = pairs[0].get("n_missing") or 0
    return Answer(
        f"It used {counted(pairs[0]['n_obs'], 'row')} with both values; "
        f"{counted(missing, 'row')} without."
    )


def trusted_pairs(asked: Asked) -> Answer | None:
    """Which pairs go together, strongest first."""
    return significance(asked) if len(pairs_of(asked)) > 1 else None


family = Family(
    order=10,
    holds=is_correlation,
    answers={
        "why": why,
        "meaning": meaning,
        "effect": effect,
        "significance": significance,
        "interval": confidence,
        "report": report,
        "assumptions": assumptions,
        "ranks": ranks,
        "power": power,
        "pairs": trusted_pairs,
        "used_rows": used_rows,
    },
)
