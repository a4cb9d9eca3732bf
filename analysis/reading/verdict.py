"""What a column of text was found to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from .doubts import Doubt
from .marks import PLAIN, Marks, only_thousands_or_decimals
from .missing import PANDAS_DEFAULTS
from .recipe import Dtype, Mend

_YES = {"true", "yes", "y", "t", "1", "on", "ja", "oui", "si", "sí"}
_NO = {"false", "no", "n", "f", "0", "off", "nein", "non"}


@dataclass(frozen=True)
class Verdict:
    """The type of a column of text and how its words become values.

    ``alternatives`` are other readings of the same words (decimal comma or thousands
    comma, day or month first); ``strays`` are the few words that keep the column from
    being numbers or dates. ``answers`` are words such as "None" that were taken for
    answers rather than for missing values. ``mends`` are steps before the conversion,
    ``remarks`` and ``doubts`` what the receipt says of them. ``order``: the words from
    low to high, where they have an order; ``unit``: the one that its numbers are in.
    """

    dtype: Dtype
    marks: Marks = PLAIN
    date_format: str = ""
    true_words: tuple[str, ...] = ()
    false_words: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    padded: bool = False
    zoned: bool = False
    code: bool = False
    alternatives: tuple[Marks | str, ...] = ()
    strays: tuple[str, ...] = field(default=())
    would_be: str = ""
    kept: bool = False
    answers: tuple[str, ...] = ()
    mends: tuple[Mend, ...] = ()
    remarks: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    order: tuple[str, ...] = ()
    unit: str = ""


def known(words: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the words that mean "no value" in a column of words as well."""
    return tuple(word for word in words if word in PANDAS_DEFAULTS)


def truth(
    words: pl.Series, true: set[str], false: set[str]
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The true and the false ones where all of few words are of these."""
    if len(words) > 12:
        return None
    found = sorted(words.to_list())
    trues = tuple(word for word in found if word.lower() in true)
    falses = tuple(word for word in found if word.lower() in false)
    return (trues, falses) if len(trues) + len(falses) == len(found) else None


def truth_words(words: pl.Series) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Words of yes and no, in a few languages, where all words are of these."""
    return truth(words, _YES, _NO)


def numbers_with(
    readings: Sequence[Marks],
    words: pl.Series,
    text: pl.Series,
    missing: tuple[str, ...],
) -> Verdict:
    """The verdict on numbers under the first of their possible readings."""
    first, others = readings[0], tuple(readings[1:])
    if others and not only_thousands_or_decimals(words):
        others = ()
    whole = first.decimal not in "".join(words.head(100_000).to_list()) and not bool(
        words.str.contains(r"[eE%]").any()
    )
    # Nineteen digits may not fit into 64 bits.
    whole = whole and int(words.str.len_chars().max()) < 19  # type: ignore[arg-type]
    full = not text.null_count() and not missing
    dtype: Dtype = "int64" if whole and full else "float64"
    return Verdict(dtype, marks=first, missing=missing, alternatives=others)
