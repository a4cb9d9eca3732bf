"""The words that people write where there is no value."""

from __future__ import annotations

import re

import polars as pl

# What pandas.read_csv reads as missing by default, in a column of any kind.
PANDAS_DEFAULTS = frozenset(
    {
        "", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan",
        "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a",
        "nan", "null",
    }
)  # fmt: skip

# Further words, in lower case, that mean it in a column of numbers or dates. In a
# column of words they stay: "unknown" or "-" may be a category there.
_AMONG_NUMBERS = frozenset(
    {
        "-", "--", "---", "–", "—", ":", ".", "..", "...", "…", "?", "??", "*", "x", "/",
        "na", "n.a.", "n.a", "n/a", "n/k", "nk", "n.k.", "n/d", "nd", "n.d.", "k.a.",
        "nan", "null", "nil", "none", "void", "empty", "blank", "unknown", "unk",
        "missing", "not available", "not applicable", "not known", "not reported",
        "no data", "nodata", "not stated", "undefined", "unspecified", "tbd", "tba",
        "#n/a", "#null!", "#div/0!", "#value!", "#ref!", "#num!", "#name?", "#error!",
        "<na>", "nat", "<null>", "\\n", "(null)", "(none)", "(blank)", "#nv", "#nullwert",
        "unbekannt", "inconnu", "desconocido", "sconosciuto", "error", "err",
    }
)  # fmt: skip


_LONGEST = 15
_FEW = 1000
_DIGIT = re.compile(r"\d")


def is_missing(word: str) -> bool:
    """Whether ``word``, found among numbers or dates, stands for "no value"."""
    return word in PANDAS_DEFAULTS or word.strip().lower() in _AMONG_NUMBERS


def _may_be_missing(word: str) -> bool:
    return len(word) <= _LONGEST and ("#" in word or not _DIGIT.search(word))


def may_be_missing(words: pl.Series) -> pl.Series:
    """Those of many words that are worth asking :func:`is_missing` about.

    Its words are short, and those with a digit are marks of programs (#DIV/0!).
    """
    if len(words) <= _FEW:  # to ask polars costs more than to look
        few = [word for word in words.to_list() if _may_be_missing(word)]
        return pl.Series(words.name, few, dtype=pl.String)
    short = words.str.len_chars() <= _LONGEST
    plain = words.str.contains(r"\d") & ~words.str.contains("#", literal=True)
    return words.filter(short & ~plain)


# Of the words that pandas reads as missing, those that people also write as an answer
# (no social network, no plan, the region North America, the country Namibia).
_ANSWERS = frozenset({"None", "NA", "N/A", "n/a", "null", "NULL"})
# A twentieth of the filled cells: an answer that is given that often is one.
_FREQUENT = 0.05
_CODES = 0.8  # of the other words are codes of two capitals


def are_answers(words: pl.Series, gone: tuple[str, ...]) -> bool:
    """Whether words that can mean "no value" are answers in a column of words.

    They are where other cells are really empty, where they are frequent, or where the
    column holds codes of two letters. ``words`` are all cells, empty ones null.
    """
    if not gone or not set(gone) <= _ANSWERS:
        return False
    if words.null_count():
        return True
    filled = len(words)
    if int(words.is_in(list(gone)).sum()) >= _FREQUENT * filled:
        return True
    others = words.filter(~words.is_in(list(gone))).unique()
    codes = int(others.str.contains(r"^[A-Z]{2}$").sum())
    return gone == ("NA",) and len(others) > 1 and codes >= _CODES * len(others)
