"""The kind of a column: what its values are to a person."""

from __future__ import annotations

import re

import polars as pl

from analysis.base.columns import Kind

from .observed import observed

_KEY_NAME = re.compile(
    r"(^|[\s_.\-#])(id|ids|key|uuid|guid|index|idx|rownames?|rownumber|row|zip|zipcode|"
    r"postcode|plz|ssn|isbn|ean|sku)$|[a-z](ID|Id|Key|Number|No|Nr|Index|Code)$|^unnamed: 0$",
)
MAX_LEVELS = 1000


def kind_of(name: str, values: pl.Series, n_unique: int, code: bool) -> Kind:
    """The kind of a typed column; ``code``: digits that are no number (007)."""
    n_values = len(values) - values.null_count()
    if values.dtype == pl.Boolean:
        return "boolean"
    if values.dtype.is_temporal():
        return "datetime"
    if values.dtype.is_integer():
        return "identifier" if _is_key(name, n_values, n_unique) else "integer"
    if values.dtype.is_float():
        return _float_kind(values)
    return _text_kind(name, values, n_values, n_unique, code)


def _is_key(name: str, n_values: int, n_unique: int) -> bool:
    named = _KEY_NAME.search(name) or _KEY_NAME.search(name.lower())
    return bool(named) and n_values > 2 and n_unique > 0.5 * n_values


def _float_kind(values: pl.Series) -> Kind:
    """Whole numbers with gaps are stored as floating point and stay integers."""
    if values.null_count() == 0:
        return "number"
    known = observed(values)
    if known.is_empty() or not bool(known.is_finite().all()):
        return "number"
    return "integer" if bool((known == known.round()).all()) else "number"


def _text_kind(
    name: str, values: pl.Series, n_values: int, n_unique: int, code: bool
) -> Kind:
    repeated = n_unique <= 0.5 * n_values
    if code:
        return "category" if repeated and n_unique <= 20 else "identifier"
    length = float(values.str.len_chars().mean() or 0)  # type: ignore[arg-type]
    if _is_key(name, n_values, n_unique) and length <= 40:
        return "identifier"
    if n_unique == n_values > 10:
        digits = bool(observed(values).str.contains(r"^\S*\d\S*$").all())
        return "identifier" if digits and length <= 40 else "text"
    few = n_unique <= 20 or (n_unique <= MAX_LEVELS and repeated)
    return "category" if few and length <= 60 else "text"
