"""What hypothesis tests share in their signatures and their language."""

from __future__ import annotations

from typing import Annotated, Literal

from analysis.base.parameters import GROUP_MARKERS, ColumnRole

Alternative = Literal["two-sided", "less", "greater"]

_GROUPING = (
    *GROUP_MARKERS,
    "between",
    "among",
    "groups of",
    "levels of",
    "depending on",
)
OneOutcome = Annotated[list[str], ColumnRole("numeric", many=True, maximum=2)]
Outcomes = Annotated[list[str], ColumnRole("numeric", many=True)]
RankedOutcome = Annotated[list[str], ColumnRole("ranked", many=True, maximum=2)]
RankedOutcomes = Annotated[list[str], ColumnRole("ranked", many=True)]
FactorColumn = Annotated[str, ColumnRole("grouping", markers=_GROUPING)]
SubjectColumn = Annotated[
    str, ColumnRole("any", markers=("subject", "matched by", "repeated on", "same"))
]
TwoFactors = Annotated[
    list[str], ColumnRole("grouping", many=True, minimum=2, maximum=2)
]
CountColumn = Annotated[
    str,
    ColumnRole("numeric", markers=("weighted by", "with counts in", "frequencies in")),
]

ALTERNATIVE_WORDS = {
    "two-sided": r"\btwo[- ](?:sided|tailed)\b",
    "less": r"\b(?:one[- ](?:sided|tailed) less|alternative (?:is )?less|left[- ]tailed)\b"
    r"|\b(?:less|lower|smaller|shorter|younger|fewer) than\b",
    "greater": r"\b(?:alternative (?:is )?greater|right[- ]tailed|exceeds?)\b"
    r"|\b(?:greater|higher|larger|longer|older|more|bigger) than\b",
}
ALPHA_NUMBERS = (
    r"\bp(?:[- ]?value)? ?(?:<|less than|below|under) ?{n}",
    r"\balpha(?: level)? ?(?:=|of|is|:)? ?{n}",
    r"significance (?:level )?(?:of )?{n}",
    r"at the {n} (?:significance )?level",
)
CONFIDENCE_NUMBERS = (
    r"{n} ?%? confidence",
    r"{n} ?% ci",
    r"confidence level (?:of )?{n}",
)
TEST_NUMBERS = {"alpha": ALPHA_NUMBERS, "confidence_level": CONFIDENCE_NUMBERS}
