"""Questions about a trained model, told from all others by their words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from chat.reader.training.recognising import without_courtesy


@dataclass(frozen=True)
class ModelQuestion:
    """What is asked of a model, and the parts that its words named.

    ``parts`` are x (columns), row (values of features) and estimator, as far as they
    were said; ``names_model``: the words can be about nothing but a trained model.
    """

    kind: str
    parts: Mapping[str, str] = field(default_factory=dict)
    names_model: bool = False


@cache
def _words() -> dict[str, Any]:
    path = Path(__file__).with_name("questions.en.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _acts() -> tuple[tuple[str, re.Pattern[str]], ...]:
    words = _words()
    found = []
    for act in words["acts"]:
        for pattern in act["patterns"]:
            whole = pattern.replace("{it}", words["it"]).replace(
                "{made}", words["made"]
            )
            found.append((act["kind"], re.compile(whole)))
    return tuple(found)


def model_questions(text: str) -> list[ModelQuestion]:
    """What the words may ask of a model, the most particular first."""
    said = plainly(text)
    names = re.search(_words()["model_words"], said) is not None
    found: dict[str, ModelQuestion] = {}
    for kind, pattern in _acts():
        match = pattern.fullmatch(said)
        if match is None or kind in found:
            continue
        parts = {name: words.strip() for name, words in match.groupdict().items()
                 if words and words.strip()}  # fmt: skip
        found[kind] = ModelQuestion(kind, parts, names)
    return list(found.values())


def plainly(text: str) -> str:
    """A message in lower case without courtesy, contractions and the marks at its end."""
    said = without_courtesy(" ".join(text.split())).lower()
    said = re.sub(r"[\s?!.…]+$", "", said).replace("’", "'")
    said = re.sub(_words()["openings"], "", said)
    for short, long in _words()["contracted"].items():
        said = re.sub(rf"(?<=\w){short}(?!\w)", long, said)
    return said


def describes_a_row(text: str) -> bool:
    """Whether a message may ask what is to be expected of one thing that it describes."""
    said, words = plainly(text), _words()["aggregates"]
    if re.search(rf"\b(?:{words['words']})\b", said):
        return False
    return bool(re.search(words["asks"], said)) and bool(
        re.search(words["described"], f" {said}")
    )


def relative_words() -> dict[str, Any]:
    """The words of changes that are told from the value before."""
    found: dict[str, Any] = _words()["relative"]
    return found


def row_words() -> dict[str, Any]:
    """The words of values that a described row has, beside the features' own names."""
    found: dict[str, Any] = _words()["row"]
    return found


@cache
def filler_words() -> frozenset[str]:
    """Small words around the values of a described row."""
    return frozenset(_words()["described"]["fillers"].split())


def threshold_wish(text: str) -> tuple[dict[str, float], bool]:
    """What a threshold is to reach, by name, and whether it is to be used from now on.

    The names are recall, precision, cost (of a miss, in false alarms) and at.
    """
    said, words = plainly(text), _words()["threshold"]
    sets = re.search(words["sets"], said) is not None
    if re.search(words["f1"], said):
        return {"f1": 1.0}, sets
    for name in ("at", "missed", "miss_costs", "alarm_costs", "precision", "recall"):
        for pattern in words[name]:
            match = re.search(pattern, said)
            if match is not None:
                return {_REACHES.get(name, name): _reached(name, match)}, sets
    return {}, sets


_REACHES = {"missed": "recall", "miss_costs": "cost", "alarm_costs": "cost"}


def _reached(name: str, match: re.Match[str]) -> float:
    value = 2.0 if match["n"] in ("twice", "double") else float(match["n"])
    if name == "miss_costs":
        return value
    if name == "alarm_costs":
        return 1 / value if value else 1.0
    share = value / 100 if match.groupdict().get("percent") or value > 1 else value
    return 1 - share if name == "missed" else share
