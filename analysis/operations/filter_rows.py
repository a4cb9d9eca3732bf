"""Keep the rows that satisfy a condition."""

from __future__ import annotations

from typing import Any

from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Operation
from analysis.base.parameters import Where
from analysis.formulas.conditions import where_code, where_words

LONG = 70

operation = Operation(
    __name__,
    kind="prepare",
    effect="subset",
    title="Filter rows",
    category="Prepare",
    language=Language(
        phrases=(
            Phrase(
                r"\b(?:filter|keep only|keep (?:the )?rows|select (?:the )?rows)\b", 3.5
            ),
            Phrase(r"\bonly (?:the )?(?:rows|records|cases)\b", 3),
            Phrase(
                r"\b(?:remove|drop|exclude|delete) (?:all )?(?:the )?rows where\b", 3.5
            ),
            Phrase(r"\b(?:where|with|whose) (?:the )?\{num\}", 1),
            Phrase(r"\brestrict(?:ed)? to\b", 3),
        ),
        anti=(Phrase(r"\b(?:outliers?|duplicates?|missing values?)\b", 2),),
        examples=(
            Example(
                "keep only rows where age > 40",
                {"where": {"column": "age", "op": ">", "value": 40}},
            ),
            Example(
                "filter sex = female",
                {"where": {"column": "sex", "op": "==", "value": "female"}},
            ),
            Example(
                "keep rows with fare between 10 and 50",
                {"where": {"column": "fare", "op": "between", "value": [10, 50]}},
            ),
            Example(
                "filter rows where age is missing",
                {"where": {"column": "age", "op": "is_missing"}},
            ),
            Example(
                "keep only rows where sex is female and age is over 40",
                {
                    "where": {
                        "all": [
                            {"column": "sex", "op": "==", "value": "female"},
                            {"column": "age", "op": ">", "value": 40},
                        ]
                    }
                },
            ),
            Example(
                "remove rows where fare is 0",
                {"where": {"column": "fare", "op": "!=", "value": 0}},
            ),
        ),
    ),
)


@operation.code
def filter_rows(where: Where) -> str:
    """Keep the rows for which the condition is true.

    Missing values satisfy only "is missing" and "is not"; see
    :mod:`analysis.formulas.conditions`.
    """
    condition = where_code(where)
    if len(condition) <= LONG:
        return f"data = data[{condition}]"
    return f"keep = {condition}\ndata = data[keep]"


@operation.restate
def restate(where: dict[str, Any]) -> str:
    return f"Rows with {where_words(where)}"
