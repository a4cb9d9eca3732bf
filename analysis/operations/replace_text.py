"""A part of texts replaced by another."""

from __future__ import annotations

import pandas as pd

from analysis.base.columns import Column, Schema
from analysis.base.errors import DataError
from analysis.base.language import Example, Language
from analysis.base.operation import Answer, Operation
from analysis.base.parameters import AnyColumns
from analysis.base.wording import counted, names_of
from analysis.results.preparing import ReplaceTextInfo
from analysis.statistics.texts import changed_words, numbers_where_all, words_of

operation = Operation(
    __name__,
    kind="prepare",
    effect="row",
    title="Replace a part of texts",
    category="Prepare",
    language=Language(
        phrases=(),
        examples=(
            Example(
                "replace the text “town” by “city” in embark_town",
                {"columns": ["embark_town"], "old": "town", "new": "city"},
            ),
            Example(
                "in embark_town replace the part “ton” with “t”",
                {"columns": ["embark_town"], "old": "ton", "new": "t"},
            ),
            Example(
                "remove the letters “South” from embark_town",
                {"columns": ["embark_town"], "old": "South", "new": ""},
            ),
        ),
    ),
)


@operation.compute
def replace_text(
    data: pd.DataFrame, columns: AnyColumns, old: str, new: str = ""
) -> tuple[pd.DataFrame, ReplaceTextInfo]:
    """Replace a text wherever it stands within values, as it is written.

    Values that are empty afterwards are missing; a column of which every value is a number
    afterwards becomes one of numbers.

    Raises:
        DataError: no value holds the text, or a column holds no text.
    """
    made: dict[str, pd.Series] = {}
    n_changed = n_emptied = 0
    for name in dict.fromkeys(columns):
        values = words_of(data, name)
        held = values.astype("object").map(lambda text: old in str(text), "ignore")
        n_changed += int(held.eq(True).sum())
        changed = changed_words(values, lambda text: text.replace(old, new).strip())
        n_emptied += int((changed.isna() & values.notna()).sum())
        made[name] = numbers_where_all(changed)
    if not n_changed:
        raise DataError(
            f"No value of {names_of(f'“{name}”' for name in columns)} holds “{old}”.",
            "Capitals and spaces count. Send /columns to see values.",
            columns[0],
        )
    info: ReplaceTextInfo = {
        "columns": list(made),
        "n_changed": n_changed,
        "n_emptied": n_emptied,
        "numbers": [
            n for n, v in made.items() if pd.api.types.is_numeric_dtype(v.dtype)
        ],
    }
    return data.assign(**made), info


@operation.reshapes
def columns_after(
    schema: Schema, columns: list[str], old: str, new: str = ""
) -> list[Column]:
    """The same columns, with the words as far as they are known."""
    return [
        _after(one, old, new) if one.name in columns else one for one in schema.columns
    ]


def _after(column: Column, old: str, new: str) -> Column:
    levels: dict[str, int] = {}
    for level, n in column.levels:
        word = str(level).replace(old, new).strip()
        if word:
            levels[word] = levels.get(word, 0) + n
    if (
        levels
        and len(column.levels) == column.n_unique
        and all(map(_is_number, levels))
    ):
        numbers = [float(word) for word in levels]
        facts = {"minimum": min(numbers), "maximum": max(numbers)}
        return Column(name=column.name, kind="number", n_unique=len(levels), **facts)
    order = tuple(dict.fromkeys(w.replace(old, new).strip() for w in column.order))
    found = {"levels": tuple(levels.items()), "order": order}
    return column.model_copy(
        update={**found, "n_unique": len(levels) or column.n_unique}
    )


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


@operation.restate
def restate(columns: list[str], old: str, new: str = "") -> str:
    what = f"“{old}” replaced by “{new}”" if new else f"without “{old}”"
    return f"{names_of(columns)}: {what}"


@operation.present
def present(result: ReplaceTextInfo) -> Answer:
    n = counted(result["n_changed"], "value")
    words = f"Changed {n} of {names_of(result['columns'])}."
    if result["n_emptied"]:
        words += f" {counted(result['n_emptied'], 'value')} became empty, so missing."
    if result["numbers"]:
        words += f" All values are numbers now, and {names_of(result['numbers'])} counts as such."
    return Answer(words)
