"""Columns of words: answers that look missing, orders, spellings, several answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from .doubts import Doubt
from .missing import are_answers
from .recipe import Mend
from .scales import order_doubt, scale_order
from .several import several_answers
from .verdict import Verdict

# Of more different words nobody reads through the spellings.
_MOST_WORDS = 200
_SHOWN = 3


def judge_words(
    name: str,
    words: pl.Series,
    text: pl.Series,
    missing: tuple[str, ...],
    choices: Mapping[str, str],
) -> Verdict:
    """The verdict on a column of words without numbers in them.

    ``words`` are the distinct ones without those of ``missing``; ``text`` all cells.
    """
    verdict = Verdict("str", missing=missing)
    kept = choices.get("missing")
    if kept != "missing" and are_answers(text, missing):
        verdict = Verdict("str", kept=True, answers=missing)
    if len(words) > _MOST_WORDS:
        return verdict
    every = [*words.to_list(), *verdict.answers]
    verdict = _one_spelling(name, verdict, every, text, choices)
    joined = _respelling(verdict)
    order = scale_order(sorted({joined.get(word, word) for word in every}))
    doubts = (*verdict.doubts, *order_doubt(name, order))
    verdict = replace(verdict, order=order, doubts=doubts)
    return several_answers(name, verdict, text, choices)


def _respelling(verdict: Verdict) -> Mapping[str, str]:
    return next((mend.how for mend in verdict.mends if mend.step == "respelled"), {})


def _one_spelling(
    name: str,
    verdict: Verdict,
    words: list[str],
    text: pl.Series,
    choices: Mapping[str, str],
) -> Verdict:
    """A doubt, or a step, where one word is written in several ways."""
    groups = spellings(words)
    if not groups:
        return verdict
    counts = dict(text.value_counts(name="times").rows())
    usual = {
        word: max(group, key=lambda one: (counts.get(one, 0), one.istitle()))
        for group in groups
        for word in group
    }
    if choices.get("spelling") == "join":
        how = {word: one for word, one in usual.items() if word != one}
        return replace(
            verdict,
            mends=(*verdict.mends, Mend(step="respelled", how=how)),
            remarks=(*verdict.remarks, f"Spellings of {name} were joined."),
        )
    shown = "; ".join(
        ", ".join(f"“{one}”" for one in group) for group in groups[:_SHOWN]
    )
    doubt = Doubt(
        what=f"{name} has words that are written in several ways ({shown})",
        choice="values of their own",
        key="spelling",
        options=(("join", "one spelling for each"),),
        told="spelling" not in choices,
    )
    return replace(verdict, doubts=(*verdict.doubts, doubt))


def spellings(words: list[str]) -> list[list[str]]:
    """Groups of words that differ in capitals, spaces and points alone.

    A letter is a spelling of the one word that begins with it (M of Male).
    """
    alike: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words):
        alike[_bare(word)].append(word)
    letters = [key for key in alike if len(key) == 1]
    if any(len(group) > 1 for group in alike.values()):
        for letter in letters:
            longer = [key for key in alike if len(key) > 1 and key[0] == letter]
            if len(longer) == 1:
                alike[longer[0]] += alike.pop(letter)
    return [group for group in alike.values() if len(group) > 1]


def _bare(word: str) -> str:
    kept = "".join(char for char in word.casefold() if char.isalnum())
    return kept or word
