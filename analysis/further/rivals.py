"""Why not another method: what the other is for, and that this here is something else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from analysis.base.operation import Answer, Asked
from analysis.base.reply import Text
from analysis.base.wording import p_words
from analysis.operations import operation_named
from analysis.words.inference import alternatives_table

# How a result calls a method, by the operation.
_CALLED = {
    "two_sample_t": r"(?:student|welch).* t-test|t-test",
    "one_way_anova": r"analysis of variance",
    "mann_whitney": r"mann.whitney",
    "kruskal_wallis": r"kruskal.wallis",
    "chi_square": r"chi-square",
    "fisher_exact": r"fisher",
}
_PAIR = 2


def why_not(asked: Asked) -> Answer | None:
    """Why the method that ``asked.setting`` names was not used; None where it was.

    One that would answer the same as well is told with what it finds.
    """
    result, called = asked.result, _CALLED.get(asked.setting)
    if called is None or re.search(called, str(result["method"]), re.IGNORECASE):
        return None
    rival = operation_named(asked.setting)
    reason = f"The choice was made{_reason(result.get('why'))}."
    for other in result.get("alternatives") or ():
        if re.search(called, str(other["method"]), re.IGNORECASE):
            found = (
                "" if other["p_value"] is None else f" ({p_words(other['p_value'])})"
            )
            name = _capital(other["method"])
            summary = f"{name} is defensible here, too{found}. {reason}"
            return Answer(summary, (alternatives_table(result),))
    name = _capital(rival.title)
    if asked.setting == "two_sample_t" and (n := len(_groups(asked))) > _PAIR:
        summary = (
            f"A t-test compares exactly two means, and “{asked.params.get('group')}” "
            f"makes {n} groups: {result['method']} compares all of them at once."
        )
        more = (
            "One t-test for each pair would find a difference by chance too often; “which "
            "pairs differ?” compares the pairs with p-values adjusted for that."
        )
        return Answer(summary, (Text(text=more),))
    return Answer(f"{name} is the method for {rival.grounds.suits}. {reason}")


def _groups(asked: Asked) -> Sequence[Any]:
    return asked.result.get("groups") or ()


def _reason(why: str | None) -> str:
    return f" because {why}" if why else " because it was asked for"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
