"""The settings of a training that a sentence names, and the sentence without them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from mlmodels.estimators import estimators
from mlmodels.hyperparameters import Hyperparameter
from mlmodels.layers import INITIALIZERS

_SET = r"\s*(?:=|:|\bof\b|\bto\b|\bis\b)?\s*"
_NUMBER = r"\d+(?:\.\d+)?(?:e-?\d+)?"
# In the sentence a setting leaves this, so that what stands around it stays apart.
_GAP = " , "


@dataclass
class Settings:
    """What was named: hyperparameters by scikit-learn's names, and other options.

    ``options`` are those of :func:`chat.workflows.training_plan.plan_of`: test_size,
    n_splits, split, by, random_state, seconds, tune, missing, scaling, balance, outliers.
    """

    hyperparameters: dict[str, Any] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    rest: str = ""

    def __bool__(self) -> bool:
        return bool(self.hyperparameters or self.options)


def read_settings(text: str, names: Iterable[str] = ()) -> Settings:
    """The settings in a text; ``names`` of columns are not taken for settings.

    Nothing is checked here: values are judged where the model is known.
    """
    found = Settings(rest=text)
    _take_split(found, tuple(names))
    for pattern, take in _PATTERNS:
        for match in re.finditer(pattern, found.rest, re.IGNORECASE):
            take(found, match)
        found.rest = re.sub(pattern, _GAP, found.rest, flags=re.IGNORECASE)
    _take_named(found, {name.casefold() for name in names})
    return found


def _share(found: Settings, match: re.Match[str]) -> None:
    value = float(match["n"])
    found.options["test_size"] = value / 100 if value >= 1 else value


def _split(found: Settings, match: re.Match[str]) -> None:
    found.options["test_size"] = int(match["n"]) / 100


def _seconds(found: Settings, match: re.Match[str]) -> None:
    unit = 60 if match["unit"].lower().startswith("m") else 1
    found.options["seconds"] = float(match["n"]) * unit


def _option(name: str, value: Any = None) -> Callable[[Settings, re.Match[str]], None]:
    def take(found: Settings, match: re.Match[str]) -> None:
        found.options[name] = int(match["n"]) if value is None else value

    return take


def _word(name: str) -> Callable[[Settings, re.Match[str]], None]:
    def take(found: Settings, match: re.Match[str]) -> None:
        found.options[name] = match["word"].lower().replace("-", "")

    return take


def _hyper(
    name: str, group: str = "n", usual: Any = None
) -> Callable[[Settings, re.Match[str]], None]:
    def take(found: Settings, match: re.Match[str]) -> None:
        found.hyperparameters[name] = match[group] or usual

    return take


_TEST = r"(?:test(?:[ _-]?(?:size|share|set|fraction|rows|data))?|hold[- ]?out)"
_PATTERNS: tuple[tuple[str, Callable[[Settings, re.Match[str]], None]], ...] = (
    (rf"\b{_TEST}{_SET}(?P<n>{_NUMBER})\s*(?:%|percent\b)?", _share),
    (rf"\b(?P<n>{_NUMBER})\s*(?:%|percent)\s*(?:of the (?:rows|data) )?"
     rf"(?:for |as )?(?:the )?{_TEST}\w*", _share),
    (r"\b\d{2}\s*[/:-]\s*(?P<n>\d{2})\s+split\b", _split),
    (rf"\b(?:random[ _]?(?:state|seed)|seed){_SET}(?P<n>\d+)", _option("random_state")),
    (r"\b(?:with )?(?P<n>\d+)[ -]?folds?\b(?: cross[- ]?validation| cv)?",
     _option("n_splits")),
    (rf"\b(?:cross[- ]?validation(?: with)?|cv|folds|n_splits){_SET}(?P<n>\d+)"
     r"(?: folds?)?", _option("n_splits")),
    (rf"\b(?:(?:for|within|in|at most|up to|time(?: limit)?|during){_SET})?"
     rf"(?P<n>{_NUMBER})\s*(?P<unit>s|secs?|seconds?|min|mins|minutes?)\b", _seconds),
    (r"\b(?:and |with )?(?:hyper-?parameter )?tun(?:ed|ing)\b", _option("tune", True)),
    (r"\boversampl\w+", _option("balance", "oversample")),
    (r"\bundersampl\w+", _option("balance", "undersample")),
    (rf"\bbalanc(?:ed?|ing) (?:the )?(?:class(?:es)?(?: weights?)?|weights)"
     rf"|\bclass[ _]weights?{_SET}(?:balanced)?", _option("balance", "weights")),
    (r"\b(?:and )?(?:fill(?:ing)?|imput(?:e|ing)|replac(?:e|ing)) (?:the )?missing"
     r"(?: values)?(?: with| by)? (?:the )?(?P<word>mean|median|zero)s?", _word("missing")),
    (r"\b(?:without|drop(?:ping)?) (?:rows with )?missing(?: values| rows)?",
     _option("missing", "drop")),
    (r"\b(?P<word>standard|min-?max|robust)(?:is|iz)?(?:ed)?[ -]scal(?:ing|ed|er)",
     _word("scaling")),
    (r"\bstandardi[sz](?:ed?|ing)(?: (?:the )?features)?", _option("scaling", "standard")),
    (r"\b(?:no|without) scaling", _option("scaling", "none")),
    (r"\b(?:without|removing|remove|drop(?:ping)?) (?:the )?outliers",
     _option("outliers", "iqr")),
    (r"\b(?:with )?early[ -]stopping(?:\W{0,3}(?:with )?(?:patience(?: of)?)\W{0,3}"
     r"(?P<n>\d+)\)?)?", _hyper("patience", usual=10)),
    (rf"\b(?:kernel[ _])?(?:initiali[sz]er)?{_SET}(?P<word>{'|'.join(INITIALIZERS[:8])})\b"
     r"(?: initiali[sz]er)?", _hyper("kernel_initializer", "word")),
    (rf"\boptimi[sz]er{_SET}(?P<word>[a-z]+)", _hyper("optimizer", "word")),
    (r"\b(?P<word>adamw?|sgd|rmsprop|nadam|adagrad)\b(?: optimi[sz]er)?",
     _hyper("optimizer", "word")),
    (r"\b(?P<n>\d+)\s+(?:trees|estimators)\b", _hyper("n_estimators")),
    (r"\b(?P<n>\d+)\s+neighbou?rs\b|\bk\s*=\s*(?P<k>\d+)",
     lambda found, match: found.hyperparameters.update(
         n_neighbors=match["n"] or match["k"])),
    (r"\b(?P<n>-?\d+)\s+epochs\b", _hyper("epochs")),
)  # fmt: skip


# What is said of the rows that judge; ``column`` is filled in from the table.
_SPLITS = (
    ("grouped", r"(?:with |using )?(?:an? )?group(?:ed|wise)? (?:test |train[- ]test )?"
                r"(?:split|hold[- ]?out|validation|folds?)(?: (?:by|on|over))? {column}"),
    ("grouped", r"(?:keep(?:ing)? |with )?(?:the )?(?:rows|same|all rows) of (?:each |every |"
                r"the same |an? )?{column} together"),
    ("grouped", r"split (?:the rows )?by groups? of {column}"),
    ("time", r"(?:with |using )?(?:an? )?(?:time[- ]?(?:ordered|based|series)?|temporal|"
             r"chronological)[- ](?:test |train[- ]test )?(?:split|hold[- ]?out|validation)"
             r"(?: (?:by|on|along|over) {column})?"),
    ("time", r"(?:split|test(?:ed)?|validat\w+) (?:the rows )?(?:in (?:order of )?time|"
             r"in time order|chronologically)(?: (?:by|on|along) {column})?"),
    ("random", r"(?:with |using )?(?:an? )?random (?:test |train[- ]test )?"
               r"(?:split|hold[- ]?out)"),
)  # fmt: skip


def _take_split(found: Settings, names: tuple[str, ...]) -> None:
    """How rows are split, with the column by which, where it is one of the table's."""
    spelt = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    known = {name.casefold(): name for name in names}
    for split, words in _SPLITS:
        column = rf"`?(?P<by>{spelt})`?" if spelt else "(?P<by>(?!))"
        pattern = rf"\b{words.replace('{column}', column)}(?!\w)"
        match = re.search(pattern, found.rest, re.IGNORECASE)
        if match is None:
            continue
        found.options["split"] = split
        by = match.groupdict().get("by")
        if by:
            found.options["by"] = known[by.casefold()]
        found.rest = found.rest[: match.start()] + _GAP + found.rest[match.end() :]
        return


@cache
def _named() -> tuple[tuple[str, re.Pattern[str], Hyperparameter], ...]:
    """Every hyperparameter of every estimator with the pattern of its name."""
    found: dict[str, Hyperparameter] = {}
    for estimator in estimators().values():
        for name, parameter in estimator.hyperparameters.items():
            found.setdefault(name, parameter)
    return tuple(
        (name, re.compile(_pattern(name), re.IGNORECASE), found[name])
        for name in sorted(found, key=len, reverse=True)
    )


def _pattern(name: str) -> str:
    spoken = r"[ _-]?".join(re.escape(part) for part in name.split("_"))
    between = r"\s*[=:]\s*" if len(name) == 1 else _SET
    return rf"(?<![\w`])(?:with )?{spoken}(?!\w)(?P<set>{between})(?P<value>\[[^\]]*\]|[\w.+-]+)"


def _take_named(found: Settings, columns: set[str]) -> None:
    for name, pattern, parameter in _named():
        match = pattern.search(found.rest)
        if match is None or (name in columns and "=" not in match["set"]):
            continue
        value = match["value"].rstrip(".")
        if "=" not in match["set"] and not _could_be(parameter, value):
            continue
        found.hyperparameters[name] = value
        found.rest = found.rest[: match.start()] + _GAP + found.rest[match.end() :]


def _could_be(parameter: Hyperparameter, value: str) -> bool:
    """Whether a word behind a hyperparameter's name is meant as its value."""
    if parameter.choices:
        return value.casefold() in {str(one).casefold() for one in parameter.choices}
    if parameter.optional and value.casefold() == "none":
        return True
    if parameter.kind is bool:
        return value.casefold() in ("true", "false", "yes", "no", "on", "off")
    return bool(re.fullmatch(rf"-?{_NUMBER}|\[[^\]]*\]", value))
