"""A request understood: the steps to take, and how sure the reading is."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Step(_Value):
    """One call: the operation's registry name and its arguments as plain JSON.

    ``companion`` marks a chart that the program added to explain another step,
    ``standing`` a change of the table that an earlier message made; while the run that
    makes it has not ended, ``pending`` is that run's id.
    """

    operation: str
    params: dict[str, Any] = Field(default_factory=dict)
    companion: bool = False
    standing: bool = False
    pending: str = ""


How = Literal[
    "exact",
    "alias",
    "abbreviation",
    "synonym",
    "description",
    "typo",
    "partial",
    "inferred",
    "default",
    "previous",
]


class Evidence(_Value):
    """One stretch of the message and what it was read as ("pay" → Salary, synonym)."""

    text: str
    target: str
    kind: Literal["column", "value", "number", "date", "operation", "option"]
    how: How = "exact"
    score: float = 1.0


Figure = Literal["p", "r", "abs_r", "r_squared", "skewness", "kurtosis", "value"]


class Condition(_Value):
    """A comparison of one figure of a result; "value" is the one that is asked for."""

    figure: Figure
    op: Literal["<", "<=", ">", ">="]
    value: float


class Rule(_Value):
    """What a result is called where all conditions hold; without any, where none did."""

    label: str
    conditions: tuple[Condition, ...] = ()


class Task(_Value):
    """A pipeline: each preparing step changes the table for the steps behind it.

    ``understood`` restates the reading for people, part by part ("Mean of fare",
    "rows with sex = female"); ``assumptions`` are choices made for them;
    ``ignored`` are content words that were not used; ``rules`` give the last result a
    name, the first that holds. ``template`` names the template of
    the script where the script itself was asked for; ``read_as`` is a message of another
    language in the words that were read.
    """

    steps: tuple[Step, ...]
    confidence: float = 1.0
    understood: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    template: str = ""
    read_as: str = ""
    source: Literal["rule", "followup", "button", "command"] = "rule"
