"""Give values of a column other names or numbers."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import AnyColumn
from analysis.base.wording import counted, name_of
from analysis.results.preparing import RecodeInfo
from analysis.statistics.values import one_column

operation = Operation(
    __name__,
    kind="prepare",
    effect="row",
    title="Recode values",
    category="Prepare",
    language=Language(
        phrases=(
            Phrase(r"\b(?:recode|relabel|re-?map|encode)\b", 4.5),
            Phrase(r"\breplace (?:the )?\{?value\}? (?:with|by)\b", 3),
            Phrase(r"\bmap \{?\w+\}? (?:values )?to\b", 3),
            Phrase(r"\brename (?:the )?values?\b", 4),
        ),
        anti=(Phrase(r"\bmissing\b", 3),),
        examples=(
            Example("recode sex: male = 0, female = 1",
                    {"column": "sex", "mapping": {"male": 0, "female": 1}}),
            Example("recode alive: yes = 1, no = 0",
                    {"column": "alive", "mapping": {"yes": 1, "no": 0}}),
            Example("recode embarked: S = Southampton, C = Cherbourg",
                    {"column": "embarked",
                     "mapping": {"S": "Southampton", "C": "Cherbourg"}}),
            Example("recode pclass: 1 = upper, 2 = middle, 3 = lower",
                    {"column": "pclass",
                     "mapping": {"1": "upper", "2": "middle", "3": "lower"}}),
            Example("relabel who: man = adult, woman = adult",
                    {"column": "who", "mapping": {"man": "adult", "woman": "adult"}}),
            Example("encode sex: male = 1, female = 2",
                    {"column": "sex", "mapping": {"male": 1, "female": 2}}),
        ),
    ),
    references=(
        Reference(
            {"sex": ["f", "m", None, "f"]},
            {"column": "sex", "mapping": {"f": 1, "m": 0}},
            {"n_changed": 3, "n_unmapped": 0},
            "counting by hand",
        ),
    ),
)  # fmt: skip


@operation.compute
def recode(
    data: pd.DataFrame,
    column: AnyColumn,
    mapping: dict[str, str | float | bool | None],
    name: str | None = None,
) -> tuple[pd.DataFrame, RecodeInfo]:
    """Replace values by others; values that are not named stay, missing ones too.

    Args:
        mapping: old value, as text ("1" for the number 1), to new; null makes missing.
        name: of a new column; without, the column itself is replaced.
    """
    old = one_column(data, column)
    texts = old.map(value_text, na_action="ignore").astype("object")
    mapped = texts.isin(list(mapping))
    new = old.astype("object").where(~mapped, texts.map(mapping))
    new = new.where(new.notna(), None)
    observed = new.dropna()
    if all(isinstance(value, int | float) for value in observed):
        new = pd.to_numeric(new).astype("float64")
        if not new.isna().any() and (new % 1 == 0).all():
            new = new.astype("int64")
    else:
        new = new.map(value_text, na_action="ignore").astype("str")
    info: RecodeInfo = {
        "column": column,
        "n_changed": int(mapped.sum()),
        "n_unmapped": int((~mapped & old.notna()).sum()),
    }
    return data.assign(**{name or column: new}), info


def value_text(value: Any) -> str:
    """A value as people write it: 1.0 as 1, true as True."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


@operation.restate
def restate(
    column: str, mapping: dict[str, str | float | bool | None], name: str | None = None
) -> str:
    pairs = ", ".join(f"{old} → {new}" for old, new in mapping.items())
    where = f" as {name}" if name else ""
    return f"{name_of(column)} recoded{where}: {pairs}"


@operation.present
def present(result: RecodeInfo) -> Answer:
    kept = f"; {counted(result['n_unmapped'], 'value')} kept as they were"
    return Answer(
        f"Recoded {counted(result['n_changed'], 'value')} of {name_of(result['column'])}"
        f"{kept if result['n_unmapped'] else ''}."
    )
