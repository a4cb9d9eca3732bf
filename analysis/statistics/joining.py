"""Two tables joined on keys, without the traps: what did not match is counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.base.errors import DataError
from analysis.base.plain import plain
from analysis.results.preparing import JoinedInfo, MatchedKeys
from analysis.statistics.values import one_column
from analysis.statistics.widening import unused

MOST_JOINED_ROWS = 20_000_000
SHOWN_KEYS = 5


def join_tables(
    left: pd.DataFrame,
    right: pd.DataFrame,
    left_keys: Sequence[str],
    right_keys: Sequence[str],
    how: str,
    left_name: str,
    right_name: str,
) -> tuple[pd.DataFrame, JoinedInfo]:
    """The rows of two tables whose keys are equal, beside each other.

    ``how`` is left, right, inner or outer, as in SQL: a missing key equals nothing, not
    even another missing one. Rows keep the order of the left table (of the right one in
    a right join); right rows without a match come last. The keys stand once, under the
    names of the left table; other names that both have get the right table's behind.

    Raises:
        DataError: keys cannot be compared, none match, or there would be too many rows.
    """
    left, right = left.reset_index(drop=True), right.reset_index(drop=True)
    pairs = [
        comparable_keys(
            one_column(left, one), one_column(right, two), left_name, right_name
        )
        for one, two in zip(left_keys, right_keys, strict=True)
    ]
    left_codes, right_codes = key_codes([pair[:2] for pair in pairs])
    facts = match_facts(left_codes, right_codes)
    if facts["n_matched_keys"] == 0:
        raise DataError(*no_match_words(pairs, left_keys, left_name, right_name))
    places = joined_places(left_codes, right_codes, how)
    from_left = rows_at(left, places["left"])
    from_right = rows_at(
        right.drop(columns=list(dict.fromkeys(right_keys))), places["right"]
    )
    if places["left"].isna().any():
        only_right = places["left"].isna().to_numpy()
        for (own, other, _), name in zip(pairs, left_keys, strict=True):
            own, other = (
                rows_at(own.to_frame("k"), places["left"]),
                rows_at(other.to_frame("k"), places["right"]),
            )
            from_left[name] = own["k"].where(~only_right, other["k"])
    taken, renamed = {str(name) for name in from_left.columns}, {}
    for name in from_right.columns:
        new = str(name) if str(name) not in taken else f"{name}_{right_name}"
        new = unused(new, taken)
        taken.add(new)
        if new != name:
            renamed[str(name)] = new
    table = pd.concat([from_left, from_right.rename(columns=renamed)], axis=1)
    info = {
        "n_rows": len(table),
        "n_before": [len(left), len(right)],
        **facts,
        "unmatched": [
            key_examples(pairs, 0, left_codes, right_codes),
            key_examples(pairs, 1, right_codes, left_codes),
        ],
        "n_nearly": nearly_equal(pairs, left_codes, right_codes),
        "renamed": renamed,
        "notes": [note for _, _, note in pairs if note],
        "columns": [str(name) for name in table.columns],
    }
    return table, plain(info)


def comparable_keys(
    left: pd.Series, right: pd.Series, left_name: str, right_name: str
) -> tuple[pd.Series, pd.Series, str]:
    """Both columns in one type, and what was converted for it, in words.

    Numbers written as text are taken as numbers where every value is one and no two
    become the same ("7" and "007"); dates written as text likewise.
    """
    kinds = [key_kind(left), key_kind(right)]
    if kinds[0] == kinds[1]:
        if kinds[0] == "text":
            return left.astype("str"), right.astype("str"), ""
        if kinds[0] == "numbers":
            whole = all(pd.api.types.is_integer_dtype(c.dtype) for c in (left, right))
            dtype = "Int64" if whole else "float64"
            return left.astype(dtype), right.astype(dtype), ""
        return left, right, ""
    if (
        "text" in kinds
        and kinds[0] in ("text", "numbers", "dates")
        and kinds[1]
        in (
            "text",
            "numbers",
            "dates",
        )
    ):
        texts, other = (left, right) if kinds[0] == "text" else (right, left)
        name = left_name if kinds[0] == "text" else right_name
        wanted = kinds[1] if kinds[0] == "text" else kinds[0]
        read = text_as(texts, wanted, name)
        if wanted == "numbers":
            other = other.astype("float64")
        note = (
            f"“{texts.name}” of {name} is text; its values were compared as {wanted}."
        )
        pair = (read, other) if kinds[0] == "text" else (other, read)
        return (*pair, note)
    raise DataError(
        f"“{left.name}” of {left_name} holds {kinds[0]}, “{right.name}” of {right_name}"
        f" holds {kinds[1]}: they cannot be equal.",
        "Name other keys, as in “on a = b”, or convert one of the columns first.",
        str(left.name),
    )


def key_kind(column: pd.Series) -> str:
    """What a key holds: numbers, dates, yes/no values or text."""
    if pd.api.types.is_bool_dtype(column.dtype):
        return "yes/no values"
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return "dates"
    return "numbers" if pd.api.types.is_numeric_dtype(column.dtype) else "text"


def text_as(texts: pd.Series, wanted: str, table: str) -> pd.Series:
    """Text read as numbers or as ISO dates, all of it and without making two the same."""
    known = texts.astype("str").str.strip()
    if wanted == "numbers":
        read = pd.to_numeric(known, errors="coerce").astype("float64")
    else:
        read = pd.to_datetime(known, format="ISO8601", errors="coerce")
    lost = known[read.isna() & texts.notna()]
    if len(lost):
        examples = ", ".join(f"“{value}”" for value in lost.unique()[:3])
        raise DataError(
            f"“{texts.name}” of {table} is text such as {examples}, and the other table"
            f" has {wanted} there.",
            f"Say “treat {texts.name} as text” for the other table, or name other keys.",
            str(texts.name),
        )
    if read.nunique() < known[texts.notna()].nunique():
        raise DataError(
            f"“{texts.name}” of {table} is text, and different texts are the same"
            f" {wanted[:-1]} (such as 7 and 007); the other table has {wanted} there.",
            f"Say “treat {texts.name} as text” for the other table.",
            str(texts.name),
        )
    return read


def key_codes(
    pairs: Sequence[tuple[pd.Series, pd.Series]],
) -> tuple[np.ndarray, np.ndarray]:
    """A number for each combination of keys, equal for equal keys; −1 for missing."""
    n_left = len(pairs[0][0])
    codes = pd.DataFrame(
        {
            number: pd.factorize(pd.concat([one, two], ignore_index=True))[0]
            for number, (one, two) in enumerate(pairs)
        }
    )
    together = codes.groupby(list(codes.columns), sort=False).ngroup().to_numpy()
    together = np.where((codes < 0).any(axis=1), -1, together)
    return together[:n_left], together[n_left:]


def match_facts(left: np.ndarray, right: np.ndarray) -> MatchedKeys:
    """How many rows and keys of each side meet, and how often keys repeat."""
    counts = [pd.Series(codes[codes >= 0]).value_counts() for codes in (left, right)]
    both = counts[0].index.intersection(counts[1].index)
    n_pairs = int((counts[0][both].astype(float) * counts[1][both]).sum())
    if n_pairs > MOST_JOINED_ROWS:
        raise DataError(
            f"The keys repeat so often that the join would have {n_pairs:,} rows; at"
            f" most {MOST_JOINED_ROWS:,} work.",
            "Name more keys, or take one row per key first.",
        )
    repeated = [set(count.index[count > 1]) & set(both) for count in counts]
    return {
        "n_matched_keys": len(both),
        "n_matched_pairs": n_pairs,
        "n_unmatched": [
            int(((codes >= 0) & ~np.isin(codes, both)).sum()) for codes in (left, right)
        ],
        "n_missing_keys": [int((codes < 0).sum()) for codes in (left, right)],
        "n_repeated_keys": [len(one) for one in repeated],
        "n_many_to_many": len(repeated[0] & repeated[1]),
    }


def joined_places(left: np.ndarray, right: np.ndarray, how: str) -> pd.DataFrame:
    """For each row of the join, its row on the left and on the right; missing for none."""
    one = pd.DataFrame({"code": left, "left": np.arange(len(left), dtype=float)})
    two = pd.DataFrame({"code": right, "right": np.arange(len(right), dtype=float)})
    # A missing key gets a number that nothing else has.
    one.loc[one["code"] < 0, "code"] = -2 * one["left"].astype(int) - 2
    two.loc[two["code"] < 0, "code"] = -2 * two["right"].astype(int) - 3
    order = ["right", "left"] if how == "right" else ["left", "right"]
    found = one.merge(two, on="code", how=how)
    return found.sort_values(
        order, kind="stable", na_position="last", ignore_index=True
    )


def rows_at(data: pd.DataFrame, places: pd.Series) -> pd.DataFrame:
    """The rows at the places, empty ones where there is none; whole numbers stay whole."""
    if not places.isna().any():
        return data.iloc[places.astype(int).to_numpy()].reset_index(drop=True)
    roomy = {"i": "Int64", "u": "Int64", "b": "boolean"}
    types = {
        name: roomy[dtype.kind]
        for name, dtype in data.dtypes.items()
        if isinstance(dtype, np.dtype) and dtype.kind in roomy
    }
    numbers = places.fillna(-1).astype(int).to_numpy()
    return data.astype(types).reindex(numbers).reset_index(drop=True)


def key_examples(
    pairs: Sequence[tuple[pd.Series, pd.Series, str]],
    side: int,
    codes: np.ndarray,
    others: np.ndarray,
) -> list[str]:
    """The first keys of a side that the other side does not have."""
    lonely = (codes >= 0) & ~np.isin(codes, others)
    sides = [pair[:2][side] for pair in pairs]
    keys = pd.concat([column[lonely].astype(object) for column in sides], axis=1)
    first = keys.drop_duplicates().head(SHOWN_KEYS)
    return [" · ".join(map(key_text, row)) for row in first.to_numpy()]


def key_text(value: Any) -> str:
    """A key in words: no decimal point behind whole numbers, no midnight."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, pd.Timestamp) and value == value.normalize():
        return str(value.date())
    return str(value)


def nearly_equal(
    pairs: Sequence[tuple[pd.Series, pd.Series, str]],
    left: np.ndarray,
    right: np.ndarray,
) -> int:
    """Keys of the left that the right has but for capital letters and spaces."""
    if len(pairs) != 1 or key_kind(pairs[0][0]) != "text":
        return 0
    one, two, _ = pairs[0]
    lonely = one[(left >= 0) & ~np.isin(left, right)].drop_duplicates()
    known = set(two.dropna().astype("str").str.casefold().str.split().str.join(" "))
    folded = lonely.astype("str").str.casefold().str.split().str.join(" ")
    return int(folded.isin(known).sum())


def no_match_words(
    pairs: Sequence[tuple[pd.Series, pd.Series, str]],
    keys: Sequence[str],
    left_name: str,
    right_name: str,
) -> tuple[str, str, str]:
    """What to say where no key of one table occurs in the other."""
    shown = []
    for side in (0, 1):
        firsts = [pair[:2][side].dropna().unique()[:3] for pair in pairs]
        shown.append(" · ".join(", ".join(map(key_text, one)) for one in firsts))
    return (
        f"No row of {left_name} has a partner in {right_name}: {left_name} has"
        f" {shown[0] or 'no keys'}; {right_name} has {shown[1] or 'no keys'}.",
        "Name other keys, as in “on customer_id = id”.",
        str(keys[0]),
    )
