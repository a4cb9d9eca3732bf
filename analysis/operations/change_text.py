"""Spaces around words and their capitals."""

from __future__ import annotations

import pandas as pd

from analysis.base.columns import Column, Schema
from analysis.base.errors import DataError
from analysis.base.language import Example, Language
from analysis.base.operation import Answer, Operation
from analysis.base.parameters import AnyColumns
from analysis.base.wording import counted, names_of
from analysis.results.preparing import ChangeTextInfo
from analysis.statistics.texts import Case, changed_words, rewritten, words_of

_CASES = {
    "lower": "lower case",
    "upper": "upper case",
    "title": "a capital at each word",
    "sentence": "a capital at the beginning",
}

operation = Operation(
    __name__,
    kind="prepare",
    effect="row",
    title="Spaces and capitals",
    category="Prepare",
    language=Language(
        phrases=(),
        examples=(
            Example("trim embark_town", {"columns": ["embark_town"], "trim": True}),
            Example(
                "trim and lowercase embark_town",
                {"columns": ["embark_town"], "trim": True, "case": "lower"},
            ),
            Example(
                "remove extra spaces from deck", {"columns": ["deck"], "trim": True}
            ),
            Example("make who upper case", {"columns": ["who"], "case": "upper"}),
            Example("capitalise sex", {"columns": ["sex"], "case": "title"}),
        ),
    ),
)


@operation.compute
def change_text(
    data: pd.DataFrame,
    columns: AnyColumns,
    trim: bool = False,
    case: Case | None = None,
) -> tuple[pd.DataFrame, ChangeTextInfo]:
    """Take away spaces around words, and write them in small or capital letters.

    Args:
        trim: spaces before and behind go, several in a row become one.
        case: "title" begins each word with a capital, "sentence" the first alone.

    Raises:
        DataError: a column holds no text, or nothing was to be done.
    """
    if not trim and case is None:
        raise DataError("Say what is to be changed.", "For example: trim, lower case.")

    made, n_changed, n_before, n_after = {}, 0, 0, 0
    for name in dict.fromkeys(columns):
        old = words_of(data, name)
        new = changed_words(old, lambda text: rewritten(text, trim, case))
        texts = old.astype("object"), new.astype("object")
        n_changed += int((texts[0].ne(texts[1]) & old.notna()).sum())
        n_before, n_after = n_before + old.nunique(), n_after + new.nunique()
        made[name] = new
    info: ChangeTextInfo = {
        "columns": list(made),
        "n_changed": n_changed,
        "n_before_values": n_before,
        "n_after_values": n_after,
    }
    return data.assign(**made), info


@operation.reshapes
def columns_after(
    schema: Schema, columns: list[str], trim: bool = False, case: Case | None = None
) -> list[Column]:
    """The same columns; words that become one have one count."""
    found = []
    for one in schema.columns:
        if one.name in columns and one.levels and not one.is_numeric:
            levels: dict[str, int] = {}
            for level, n in one.levels:
                word = rewritten(str(level), trim, case)
                levels[word] = levels.get(word, 0) + n
            order = tuple(dict.fromkeys(rewritten(w, trim, case) for w in one.order))
            new = {
                "levels": tuple(levels.items()),
                "n_unique": len(levels),
                "order": order,
            }
            one = one.model_copy(update=new)
        found.append(one)
    return found


@operation.restate
def restate(columns: list[str], trim: bool = False, case: str | None = None) -> str:
    how = [
        *(["without spaces around"] if trim else []),
        *([_CASES[case]] if case else []),
    ]
    return f"{names_of(columns)} {'changed: ' if case else ''}{', '.join(how)}"


@operation.present
def present(result: ChangeTextInfo) -> Answer:
    names = names_of(result["columns"])
    if not result["n_changed"]:
        return Answer(f"No value of {names} had to be changed.")
    fewer = ""
    if result["n_after_values"] < result["n_before_values"]:
        fewer = (
            f"; {result['n_before_values']:,} different values became "
            f"{result['n_after_values']:,}"
        )
    return Answer(f"Changed {counted(result['n_changed'], 'value')} of {names}{fewer}.")
