"""Questions about a trained model, read word by word: each word has a use, or it is told."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from analysis.base.columns import Schema
from chat.linking.mentions import Mention
from chat.linking.message import LinkedMessage, link_message
from chat.linking.tables import schema_index
from chat.linking.tokens import normalise
from chat.reader.training.pieces import in_unit_of
from chat.reader.training.questions import ModelQuestion, plainly
from chat.reader.training.recognising import estimator_in, without_estimator
from chat.reader.training.settings import read_settings

# Concepts that are about a model wherever they stand: they need no use of their own.
_ALWAYS = frozenset({"model", "it", "target", "tail", "may_i"})
_BREAK = " ; "
_MOST_CLASSES = 20
# "recall for No": a class that is a small word stands behind one of these.
_OF_A_CLASS = r"(?<!\w)(?:for|of|class|on) (?:the )?(?:class )?"


@dataclass
class Tagged:
    """A message by its parts: concepts, the columns it names, and what is left."""

    concepts: set[str] = field(default_factory=set)
    columns: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    values: int = 0
    parts: dict[str, str] = field(default_factory=dict)


@cache
def _words() -> dict[str, Any]:
    path = Path(__file__).with_name("concepts.en.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _phrases() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Concepts with their phrases, the longest first."""
    found = [
        (concept, phrase)
        for concept, phrases in _words()["concepts"].items()
        for phrase in phrases
    ]
    found.sort(key=lambda pair: -len(pair[1].split()))
    return tuple(
        (concept, re.compile(rf"(?<![\w⟦]){phrase}(?![\w⟧])"))
        for concept, phrase in found
    )


@cache
def _small() -> frozenset[str]:
    return frozenset(_words()["small"]["words"].split())


def accounted_question(text: str, schema: Schema, target: str) -> ModelQuestion | None:
    """What a message asks of a model that predicts ``target``, if its words are used.

    None where a number or more than one word has no use, or one that turns the question.
    Its parts are the columns that are named, a model's kind and settings, and ``unused``.
    """
    tagged = tagged_words(text, schema, target)
    if tagged.numbers or tagged.unknown:
        tagged = _with_settings(text, schema, target) or tagged
    for rule in _words()["rules"]:
        if rule["kind"] == "with_more" and "=" in text:
            continue  # "add total = a + b" makes a column
        if _fits(rule, tagged) and (rule["kind"] == "row" or not _is_lost(tagged)):
            parts = {**tagged.parts, "columns": "\n".join(tagged.columns),
                     "unused": " ".join(tagged.unknown)}  # fmt: skip
            named = bool(tagged.concepts & set(_words()["telling"]["concepts"]))
            said = {name: words for name, words in parts.items() if words}
            return ModelQuestion(rule["kind"], said, named)
    return None


def _is_lost(tagged: Tagged) -> bool:
    """Whether something of a message has no use that cannot be passed over."""
    turning = _words()["telling"]["turning"].split()
    few = len(tagged.unknown) <= (1 if len(tagged.concepts) > 1 else 0)
    return bool(tagged.numbers or not few or set(tagged.unknown) & set(turning))


def _with_settings(text: str, schema: Schema, target: str) -> Tagged | None:
    """The message without a kind of model and settings; None where it names neither."""
    settings = read_settings(plainly(text), schema.names)
    found = estimator_in(settings.rest)
    if found is None and not settings:
        return None
    rest = without_estimator(settings.rest) if found else settings.rest
    tagged = tagged_words(rest, schema, target)
    tagged.concepts |= {"estimator"} if found else set()
    tagged.concepts |= {"setting"} if settings else set()
    tagged.parts = {"asked": plainly(text)}
    return tagged


def tagged_words(text: str, schema: Schema, target: str) -> Tagged:
    """The message's concepts, columns and numbers; columns' own names come first."""
    said, names = _with_names_marked(plainly(text), schema)
    tagged = Tagged()
    if "positive" not in said:
        said = _without_class(said, schema, target, tagged, _OF_A_CLASS)
    for concept, pattern in _phrases():
        said, n_found = pattern.subn(_BREAK, said)
        if n_found:
            tagged.concepts.add(concept)
    if "positive" in tagged.concepts:
        said = _without_class(said, schema, target, tagged)
    for number, name in enumerate(names):
        said = said.replace(f"⟦{number}⟧", f" {name} ")
    _link(said, schema, target, tagged)
    return tagged


def _without_class(
    said: str, schema: Schema, target: str, tagged: Tagged, behind: str = ""
) -> str:
    """The text without the class of the target that it names, ``behind`` such words."""
    for level, _ in schema[target].levels[:_MOST_CLASSES]:
        label = str(level)
        written = (
            behind
            + rf"(?<![\w⟦])[\"“”'‘’]?{re.escape(label.lower())}[\"“”'‘’]?(?![\w⟧])"
        )
        if re.search(written, said):
            tagged.concepts.add("class")
            tagged.parts["class"] = label
            return re.sub(written, _BREAK, said, count=1)
    return said


def _with_names_marked(said: str, schema: Schema) -> tuple[str, list[str]]:
    """The text with the columns that it names in full taken out, and their names."""
    names: list[str] = []
    for name in sorted(schema.names, key=len, reverse=True):
        written = re.escape(name.lower()).replace("_", "[ _]")
        marked = re.sub(rf"(?<![\w⟦]){written}(?![\w⟧])", f"⟦{len(names)}⟧", said)
        if marked != said:
            said = marked
            names.append(name)
    return said, names


def _link(said: str, schema: Schema, target: str, tagged: Tagged) -> None:
    message = link_message(normalise(said), schema_index(schema))
    used: set[int] = set()
    for mention in message.mentions:
        if mention.kind not in ("column", "value") or not mention.columns:
            continue
        words = [
            one.text.lower() for one in message.tokens[mention.first : mention.last]
        ]
        if not set(words) - _small():
            continue
        used |= set(range(mention.first, mention.last))
        name = mention.columns[0]
        tagged.values += mention.kind == "value"
        if name == target:
            tagged.concepts.add("target")
            _take_class(mention, schema, tagged)
        elif name not in tagged.columns:
            tagged.columns.append(name)
    used |= _generic_behind(message, used)
    for place, token in enumerate(message.tokens):
        word = token.text.lower()
        if place in used or not re.search(r"\w", word) or word in _small():
            continue
        if in_unit_of(word, target):
            continue
        (tagged.numbers if re.search(r"\d", word) else tagged.unknown).append(word)


def _take_class(mention: Mention, schema: Schema, tagged: Tagged) -> None:
    """A value of the target is the class that is asked about."""
    levels = {str(level) for level, _ in schema[mention.columns[0]].levels}
    if mention.kind == "value" and str(mention.value) in levels:
        tagged.concepts.add("class")
        tagged.parts["class"] = str(mention.value)


def _generic_behind(message: LinkedMessage, used: set[int]) -> set[int]:
    """ "insurance type": nouns right behind a name that say no more than it."""
    generic = _words()["small"]["generic"].split()
    return {
        place
        for place, token in enumerate(message.tokens)
        if place - 1 in used and place not in used and token.stem in generic
    }


def _fits(rule: Mapping[str, Any], tagged: Tagged) -> bool:
    wanted = rule.get("columns", "none")
    n_columns = len(tagged.columns)
    concepts = tagged.concepts
    if wanted == "none" and rule["kind"] != "top":
        concepts = concepts - {"only"}  # "does it just …" without anything to keep
    if wanted == "values":
        given = len(tagged.numbers) + tagged.values
        full = n_columns > 0 and given >= n_columns and not tagged.unknown
        return full and any(
            _is_way(way, rule["may"], tagged.concepts) for way in rule["needs"]
        )
    if (wanted == "none") != (n_columns == 0) or (wanted == "one" and n_columns != 1):
        return False
    return any(_is_way(way, rule["may"], concepts) for way in rule["needs"])


def _is_way(way: Sequence[str], may: Sequence[str], concepts: set[str]) -> bool:
    """Whether a message has the concepts of one way to ask, and none without a use."""
    allowed = _ALWAYS | set(may)
    for needed in way:
        choices = set(needed.split("|"))
        if not choices & concepts:
            return False
        allowed = allowed | choices
    return concepts <= allowed


def names_a_model(text: str, schema: Schema, target: str) -> bool:
    """Whether a message speaks of what only a model has, whatever it asks of it."""
    told = tagged_words(text, schema, target).concepts
    return bool(told & set(_words()["telling"]["concepts"]))
