"""The words that people write where there is no value."""

from __future__ import annotations

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
        "-", "--", "---", "–", "—", ".", "..", "...", "…", "?", "??", "*", "x", "/",
        "na", "n.a.", "n.a", "n/a", "n/k", "nk", "n.k.", "n/d", "nd", "n.d.", "k.a.",
        "nan", "null", "nil", "none", "void", "empty", "blank", "unknown", "unk",
        "missing", "not available", "not applicable", "not known", "not reported",
        "no data", "nodata", "not stated", "undefined", "unspecified", "tbd", "tba",
        "#n/a", "#null!", "#div/0!", "#value!", "#ref!", "#num!", "#name?", "#error!",
        "<na>", "nat", "<null>", "\\n", "(null)", "(none)", "(blank)", "#nv", "#nullwert",
        "unbekannt", "inconnu", "desconocido", "sconosciuto", "error", "err",
    }
)  # fmt: skip


def is_missing(word: str) -> bool:
    """Whether ``word``, found among numbers or dates, stands for "no value"."""
    return word in PANDAS_DEFAULTS or word.strip().lower() in _AMONG_NUMBERS
