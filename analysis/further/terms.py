"""Analyses with several terms: each factor's and the interaction's own test."""

from __future__ import annotations

from typing import Any

from analysis.base.operation import Answer, Asked
from analysis.base.reply import Text
from analysis.base.task import Step
from analysis.base.wording import figure, name_of, names_of
from analysis.further import apa
from analysis.further.effect_scales import size_words
from analysis.further.family import Family
from analysis.further.tests import APA_NOTE, method_of
from analysis.results.test_kinds import FactorTerm
from analysis.words.inference import short, statistic_words, table_of


def has_terms(asked: Asked) -> bool:
    """Whether the result tests several terms, without coefficients."""
    terms = asked.result.get("terms") or [None]
    return isinstance(terms[0], dict) and "coefficients" not in asked.result


def tested(asked: Asked) -> list[FactorTerm]:
    """The terms that have a test, without the residuals."""
    return [term for term in asked.result["terms"] if term.get("p_value") is not None]


def _as_test(asked: Asked, term: FactorTerm) -> Any:
    return {**term, "statistic_name": asked.result.get("statistic_name", "F"),
            "effect_size": term.get("partial_eta_squared"), "effect_size_name": "partial eta²"}  # fmt: skip


def _table(asked: Asked) -> Any:
    heads: dict[str, tuple[str, Any]] = {
        "term": ("term", "text"),
        "statistic": (asked.result.get("statistic_name", "F"), "number"),
        "p_value": ("p", "p_value"),
        "partial_eta_squared": ("partial eta²", "number"),
    }
    return table_of(tested(asked), heads)


def significance(asked: Asked) -> Answer:
    """Which terms are beyond chance."""
    alpha, terms = asked.result["alpha"], tested(asked)
    yes = [term for term in terms if term["p_value"] < alpha]
    no = [term for term in terms if term["p_value"] >= alpha]
    parts = []
    for word, found in (("significant", yes), ("not significant", no)):
        if found:
            shown = names_of(
                f"{name_of(t['term'])} ({statistic_words(_as_test(asked, t))})"
                for t in found
            )
            parts.append(f"{shown} {'is' if len(found) == 1 else 'are'} {word}")
    return Answer(f"At alpha = {figure(alpha)}, {'; '.join(parts)}.", (_table(asked),))


def effect(asked: Asked) -> Answer:
    """The size of each term."""
    terms = sorted(
        tested(asked), key=lambda term: -(term.get("partial_eta_squared") or 0)
    )
    said, scale = [], ""
    for term in terms:
        value = term.get("partial_eta_squared")
        if value is None:
            continue
        size = size_words("partial eta²", value, asked.result)
        assert size is not None
        scale = size.scale
        said.append(
            f"{name_of(term['term'])} {size.word} (partial eta² = {short(value)})"
        )
    note = Text(text=f"Words after {scale}.", muted=True)
    return Answer(f"The sizes of the effects: {names_of(said)}.", (_table(asked), note))


def report(asked: Asked) -> Answer:
    """All terms in APA style."""
    alpha = asked.result["alpha"]
    outcome = name_of(asked.params.get("outcome") or "the outcome")
    sentences = []
    for term in tested(asked):
        test = _as_test(asked, term)
        found = "a significant" if term["p_value"] < alpha else "no significant"
        kind = "interaction of" if "×" in term["term"] else "main effect of"
        figures = (
            apa.statistic_text(test),
            apa.p_text(term["p_value"]),
            apa.effect_text(test),
        )
        shown = ", ".join(part for part in figures if part)
        sentences.append(f"{found} {kind} {name_of(term['term'])}, {shown}")
    kind = method_of(asked.result).split(",")[0]
    article = "An" if kind[0] in "AEIO" else "A"
    return Answer(
        f"{article} {kind[0].lower()}{kind[1:]} of {outcome} showed {'; '.join(sentences)}.",
        (_table(asked), Text(text=APA_NOTE, muted=True)),
    )


def meaning(asked: Asked) -> Answer:
    """Which factors make a difference, and whether one depends on the other."""
    alpha, outcome = (
        asked.result["alpha"],
        name_of(asked.params.get("outcome") or "the outcome"),
    )
    lines = []
    for term in tested(asked):
        found = term["p_value"] < alpha
        if "×" in term["term"]:
            word = "depends" if found else "does not demonstrably depend"
            first, second = term["term"].split(" × ")[:2]
            lines.append(f"the difference by {first} {word} on {second}")
        else:
            word = "makes" if found else "makes no demonstrable"
            lines.append(
                f"{name_of(term['term'])} {word}{' a' if found else ''} difference"
            )
    return Answer(
        f"In plain words, for {outcome}: {'; '.join(lines)}.", (_table(asked),)
    )


def pairs(asked: Asked) -> tuple[Step, ...] | None:
    """Tukey's test of the groups of each significant factor with more than two."""
    outcome, factors = asked.params.get("outcome"), asked.params.get("factors") or []
    if not outcome:
        return None
    clear = {t["term"] for t in tested(asked) if t["p_value"] < asked.result["alpha"]}
    chosen = [factor for factor in factors if name_of(factor) in clear] or factors
    many = [
        f for f in chosen if f in asked.schema.names and asked.schema[f].n_unique > 2
    ]
    return (
        tuple(
            Step(
                operation="post_hoc",
                params={"columns": [outcome], "group": f, "method": "tukey"},
            )
            for f in (many or chosen)
        )
        or None
    )


family = Family(
    order=25,
    holds=has_terms,
    answers={
        "significance": significance,
        "effect": effect,
        "report": report,
        "meaning": meaning,
        "pairs": pairs,
    },
)
