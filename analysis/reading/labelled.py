"""Numbers with labels, as SPSS and Stata keep them: which of the two is the value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat

from .doubts import KEEP, Doubt
from .lexicon import NO_ANSWERS
from .recipe import Format
from .scales import scale_order

_LEAST_ORDERED = 3


@dataclass(frozen=True)
class Labelled:
    """What a file says of a column, and whether its numbers are read or their labels.

    ``order`` holds the labels by their numbers where they have an order; ``missing`` are
    numbers whose labels say that there is no answer.
    """

    codes: bool = False
    label: str = ""
    order: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    missing: tuple[str, ...] = ()


def labelled(
    path: Path, file_format: Format, codes: pd.DataFrame, overrides: Mapping[str, str]
) -> dict[str, Labelled]:
    """What an SPSS or Stata file says of its columns; ``codes`` are their numbers."""
    read = pyreadstat.read_sav if file_format == "spss" else pyreadstat.read_dta
    try:
        _, meta = read(str(path), metadataonly=True)
    except (pyreadstat.ReadstatError, OSError, ValueError, UnicodeError):
        # Very old files of Stata are read by pandas alone.
        return {}
    measures = getattr(meta, "variable_measure", {})
    found = {}
    for name in codes.columns:
        said = (meta.column_names_to_labels.get(name) or "").strip()
        labels = meta.variable_value_labels.get(name) or {}
        chosen = overrides.get(f"kind:{name}", "")
        found[str(name)] = _column(
            str(name), said, labels, codes[name], measures.get(name, ""), chosen
        )
    return found


def _column(
    name: str,
    said: str,
    labels: Mapping[Any, str],
    codes: pd.Series,
    measure: str,
    chosen: str,
) -> Labelled:
    # Letters stand for Stata's and SAS' kinds of missing values (.a, .b).
    known = {code: text for code, text in labels.items() if not isinstance(code, str)}
    if labels and not known and pd.api.types.is_numeric_dtype(codes.dtype):
        return Labelled(codes=True, label=said)
    labels = known
    if not labels or not pd.api.types.is_numeric_dtype(codes.dtype):
        return Labelled(label=said)
    present = set(codes.dropna().unique())
    bare = present - set(labels)
    ordered = sorted((code, label) for code, label in labels.items() if code in present)
    order = tuple(label for _, label in ordered)
    answers = {label for label in labels.values() if not _is_no_answer(label)}
    scale = bool(scale_order(sorted(answers)))
    numbers = bool(bare) or measure == "scale"
    numbers = numbers or (measure == "ordinal" and len(labels) >= _LEAST_ORDERED)
    if chosen:
        numbers = chosen in ("number", "integer")
    has_order = len(order) >= _LEAST_ORDERED and (measure == "ordinal" or scale)
    shown = ", ".join(f"{code:g} = {label}" for code, label in list(labels.items())[:3])
    more = " …" if len(labels) > len(list(labels.items())[:3]) else ""
    other = ("category", "the labels") if numbers else ("number", "the numbers")
    doubt = Doubt(
        what=f"{name} holds numbers with labels ({shown}{more})",
        choice="the numbers" if numbers else "the labels",
        key="kind",
        options=(other,),
    )
    gone = tuple(f"{code:g}" for code, label in ordered if _is_no_answer(label))
    doubts = (doubt, *((_no_answer(name, gone),) if numbers and gone else ()))
    order = order if has_order else ()
    return Labelled(numbers, said, order, (), doubts, gone if numbers else ())


def _is_no_answer(label: str) -> bool:
    plain = " ".join(re.findall(r"[^\W\d_]+", label.casefold()))
    return plain in NO_ANSWERS


def _no_answer(name: str, gone: tuple[str, ...]) -> Doubt:
    words = " and ".join(gone)
    return Doubt(
        what=f"The labels of {name} say that {words} is no answer",
        choice="missing",
        key="codes",
        options=((KEEP, f"{words} is a number"),),
    )
