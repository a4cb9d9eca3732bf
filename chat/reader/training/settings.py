"""The settings of a training that a sentence names, and the sentence without them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from chat.reader.training.splits import GAP, split_words
from mlmodels.base.hyperparameters import Hyperparameter
from mlmodels.estimators import estimators
from mlmodels.plans.layers import INITIALIZERS

# What only leads to a setting: "…, with a test size of 0.3".
_LEADS = re.compile(
    r"(?:[\s,]*\b(?:and|with|using|use|set|at|an?|the)\b)+(?=\s*"
    + GAP.strip()
    + r"(?:\s|$))",
    re.IGNORECASE,
)
# A sentence that held nothing but a setting.
_ENDED = re.compile(r"(?<=[\w)][.?!;])(?:\s*[,.])+(?=\s|$)\s*")
_SET = r"\s*(?:=|:|\bof\b|\bto\b|\bis\b)?\s*"
_NUMBER = r"\d+(?:\.\d+)?(?:e-?\d+)?"


# "ten folds", "five-fold": numbers of what a setting counts, in words.
_NUMBERS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30,
    "forty": 40, "fifty": 50, "sixty": 60, "eighty": 80, "hundred": 100,
}  # fmt: skip
_COUNTED = re.compile(
    rf"\b(?:an? |one )?(?P<word>{'|'.join(_NUMBERS)})(?=[ -](?:folds?|trees|estimators|neighbou?rs"
    r"|epochs|seconds?|minutes?|percent|%)\b)",
    re.IGNORECASE,
)


# "keep a quarter of the data aside for testing": shares in words.
_FRACTIONS = {
    "a half": 50, "half": 50, "one half": 50, "a third": 33.3333, "one third": 33.3333,
    "a quarter": 25, "one quarter": 25, "a fourth": 25, "a fifth": 20, "one fifth": 20,
    "a sixth": 16.6667, "an eighth": 12.5, "a tenth": 10, "one tenth": 10,
}  # fmt: skip
_SHARED = re.compile(
    r"\b(?P<keep>(?:keep|hold|leave|set|put|reserve|take|withhold|save)(?:ing|s)?(?: back| aside| out| away)? )"
    rf"(?:the last )?(?P<word>{'|'.join(sorted(_FRACTIONS, key=len, reverse=True))})\b"
    r"(?= ?(?:of |back|aside|out|away|for|to|as))",
    re.IGNORECASE,
)


@dataclass
class Settings:
    """What was named: hyperparameters by scikit-learn's names, and other options.

    ``options`` are those of :func:`chat.workflows.training_plan.plan_of`: test_size,
    n_splits, split, by, periods, positive, random_state, seconds, tune, missing, scaling,
    balance, outliers, threshold.
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
    text = _COUNTED.sub(lambda match: str(_NUMBERS[match["word"].lower()]), text)
    text = _SHARED.sub(
        lambda match: f"{match['keep']}{_FRACTIONS[match['word'].lower()]} %", text
    )
    found = Settings(rest=text)
    found.rest, found.options = split_words(text, tuple(names))
    for pattern, take in _PATTERNS:
        for match in re.finditer(pattern, found.rest, re.IGNORECASE):
            take(found, match)
        found.rest = re.sub(pattern, GAP, found.rest, flags=re.IGNORECASE)
    _take_named(found, {name.casefold() for name in names})
    found.rest = _ENDED.sub(" ", _LEADS.sub("", found.rest))
    return found


def _share(found: Settings, match: re.Match[str]) -> None:
    said = match.groupdict()
    value = float(said["n"] or said["m"])
    found.options["test_size"] = round(value / 100 if value >= 1 else value, 6)


def _trained_share(found: Settings, match: re.Match[str]) -> None:
    value = float(match["n"])
    found.options["test_size"] = round(1 - (value / 100 if value >= 1 else value), 6)


def _threshold(found: Settings, match: re.Match[str]) -> None:
    value = float(match["n"])
    found.options["threshold"] = value / 100 if match["percent"] else value


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


def _as_said(name: str) -> Callable[[Settings, re.Match[str]], None]:
    def take(found: Settings, match: re.Match[str]) -> None:
        found.options[name] = match["word"]

    return take


def _hyper(
    name: str, group: str = "n", usual: Any = None
) -> Callable[[Settings, re.Match[str]], None]:
    def take(found: Settings, match: re.Match[str]) -> None:
        found.hyperparameters[name] = match[group] or usual

    return take


_TEST = r"(?:test(?:[ _-]?(?:size|share|set|fraction|rows|data))?|hold[- ]?out)"
_PATTERNS: tuple[tuple[str, Callable[[Settings, re.Match[str]], None]], ...] = (
    (rf"\b(?:keep|kept|hold|held|leav|left|sav|set|put|reserv|tak|withh?old)(?:e|ing|s)?\s+(?:back |aside |out |away )?"
     rf"(?P<n>{_NUMBER})\s*(?:%|percent)\s*(?:of (?:the |all |our |my )?(?:rows|data|table|records) )?(?:back |aside |out |away )?"
     r"(?:for|to|as)\s+(?:the |a )?(?:test\w*|check\w*|validat\w*|evaluat\w*|judg\w*)(?: (?:it|them|set|data|rows|the model))*", _share),
    (rf"\b(?:keep|kept|hold|held|set|put|withh?old)(?:ing|s)?\s+(?:(?:back|aside|out|away) (?P<n>{_NUMBER})"
     rf"\s*(?:%|percent)|(?P<m>{_NUMBER})\s*(?:%|percent) (?:of (?:the |all |our |my )?(?:rows|data|table|records) )?"
     r"(?:back|aside|out|away))(?: of (?:the |all |our |my )?(?:rows|data|table|records))?", _share),
    (rf"\b{_TEST}{_SET}(?P<n>{_NUMBER})\s*(?:%|percent\b)?", _share),
    (rf"\b(?:{_NUMBER}\s*(?:%|percent)\s*(?:for |as )?(?:the )?train(?:ing)?"
     r"(?: (?:set|data|rows))?,? (?:and|to) (?:an? |the )?)?"
     rf"\b(?P<n>{_NUMBER})\s*(?:%|percent)\s*(?:of the (?:rows|data) )?"
     rf"(?:for |as )?(?:the )?{_TEST}\w*(?: (?:set|data|rows))?", _share),
    (rf"\b(?P<n>{_NUMBER})\s*(?:%|percent)\s*(?:of the (?:rows|data|dataset|data set) )?"
     r"(?:for|as) (?:the )?training(?: (?:set|data|rows))?(?:,? and (?:use )?the (?:rest|"
     r"remaining[^.,;]*|remainder)(?: (?:for|as) (?:the )?test\w*(?: (?:set|data|rows))?)?)?",
     _trained_share),
    (r"\b\d{2}\s*[/:-]\s*(?P<n>\d{2})\s+(?:split|ratio)\b", _split),
    (rf"\b(?:random[ _]?(?:state|seed)|seed){_SET}(?P<n>\d+)", _option("random_state")),
    (r"\b(?:with )?(?P<n>\d+)[ -]?folds?\b(?: cross[- ]?validation| cv)?",
     _option("n_splits")),
    (rf"\b(?:cross[- ]?validation(?: with)?|cv|folds|n_splits){_SET}(?P<n>\d+)"
     r"(?: folds?)?", _option("n_splits")),
    (rf"\b(?:(?:for|within|in|at most|up to|time(?: limit)?|during){_SET})?"
     rf"(?P<n>{_NUMBER})\s*(?P<unit>s|secs?|seconds?|min|mins|minutes?)\b", _seconds),
    (r"\b(?:and |with )?(?:hyper-?parameter )?tun(?:ed|ing)\b", _option("tune", True)),
    (r"\b(?:the )?positive(?: (?:class|one|level|label|case))?(?: (?:is|be|should be|to|as)"
     r"|\s*=|:)?\s+(?:is )?[\"'“`]?(?P<word>[\w-]+)[\"'”`]?", _as_said("positive")),
    (r"\b(?:treat|take|use|count|make|set) [\"'“`]?(?P<word>[\w-]+)[\"'”`]? (?:as|be) "
     r"(?:the )?positive(?: (?:class|one|level|label|case))?", _as_said("positive")),
    (rf"\b(?:with )?(?:an? |the )?(?:decision )?(?:threshold|cut-?off){_SET}"
     rf"(?P<n>{_NUMBER})\s*(?P<percent>%|percent\b)?", _threshold),
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
    (rf"\b(?:an? )?(?:max(?:imum|imal)?[ _]|tree )?depth{_SET}(?:at most |up to |no more than )?"
     r"(?P<n>\d+)", _hyper("max_depth")),
    (r"\b(?:that is |which is )?(?:no|not) deeper than (?P<n>\d+)(?: levels?| splits?)?"
     r"|\b(?:at most|up to|no more than|maximally|max) (?P<k>\d+) (?:levels? )?deep\b",
     lambda found, match: found.hyperparameters.update(max_depth=match["n"] or match["k"])),
)  # fmt: skip


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
        found.rest = found.rest[: match.start()] + GAP + found.rest[match.end() :]


def _could_be(parameter: Hyperparameter, value: str) -> bool:
    """Whether a word behind a hyperparameter's name is meant as its value."""
    if parameter.choices:
        return value.casefold() in {str(one).casefold() for one in parameter.choices}
    if parameter.optional and value.casefold() == "none":
        return True
    if parameter.kind is bool:
        return value.casefold() in ("true", "false", "yes", "no", "on", "off")
    return bool(re.fullmatch(rf"-?{_NUMBER}|\[[^\]]*\]", value))
