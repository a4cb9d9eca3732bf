"""What a request to train a model says: target, features, model, settings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from analysis.base.columns import Schema
from analysis.base.errors import TaskError
from chat.linking.message import link_message
from chat.linking.tables import schema_index
from chat.linking.tokens import Token, normalise
from chat.linking.vocabulary import ROW_NOUNS
from chat.linking.words import STOPWORDS, fold
from chat.reader.base.senses import nouns_of_rows
from chat.reader.training.recognising import (
    estimator_in,
    kind_in,
    without_courtesy,
    without_estimator,
)
from chat.reader.training.rows_said import rows_that_limit
from chat.reader.training.selection import select_columns
from chat.reader.training.settings import read_settings
from mlmodels.estimators.elsewhere import refuse_elsewhere

_FEATURES = re.compile(
    r"\b(?:from|based on|given|using|with(?: the)? (?:features?|columns?|predictors?)"
    r"|features?\b(?:\s*(?:are|=|:))?|predictors?\b(?:\s*(?:are|=|:))?"
    r"|(?=(?:without|except|excluding)\s)|with)\s*(?P<it>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_TARGET = re.compile(
    r"\b(?:predict(?:s|ing)?|predictor (?:of|for)|classify(?:ing)?|classifies"
    r"|target(?:\s*(?:is|=|:))?|estimate|estimates|for|of|on|whether"
    r"|(?:tells?|says?|shows?|knows?|guess(?:es)?|finds? out|works? out)(?: (?:us|me))?"
    r"(?: (?:which|who|whether|if|how many|how much|what|when))?(?: of (?:our|the))?"
    r")\s+(?P<it>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_STRONG_TARGET = re.compile(
    r"\b(?:predict(?:s|ing)?|classify(?:ing)?|classifies|target(?:\s*(?:is|=|:))?)\s+(?P<it>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_KIND_WORDS = re.compile(
    r"\b(?:for |a |an )?(?:binary |multi-?class |two-class )?(?:classification|classifier"
    r"|regression|regressor|classes)\b(?: model| problem| task)?",
    re.IGNORECASE,
)
_EDGES = re.compile(
    r"^(?:[\s,.;:]|\b(?:the|a|an|column|target|my|and|values? of|variable)\b)+"
    r"|(?:[\s,.;:]|\b(?:column|and|with|in|variable|as target|please|columns)\b)+$",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"(?:(?:all|every|everything)(?: (?:the|other|of|remaining))*"
    r"(?: (?:columns?|features?|variables?|else|others?|them))?|the rest)",
    re.IGNORECASE,
)
_ORDERS = re.compile(r"\b(?:train|fit)(?:s|ing|ted)?\b", re.IGNORECASE)
_METRICS = re.compile(r"\bR2\b|\bF1\b", re.IGNORECASE)
_ROUNDED = re.compile(
    r"\bround\w*\b[^.;\n]*|\b(?:to|with) \w+ decimals?(?: places?)?", re.IGNORECASE
)
# What would change the training, or the rows and values that it is made of.
_DECIDES = re.compile(
    r"\d|[\"“`]|\b(?:missing|null|nan|imput\w*|scal(?:e[ds]?|ing|er)|normali[sz]\w*"
    r"|standardi[sz]\w*|encod\w*|outliers?|stratif\w*|solver|kernel|penalty|regulari[sz]\w*"
    r"|cross[- ]?valid\w*|weight\w*|depth|only|except|where|filter\w*|remov\w*|drop\w*"
    r"|exclud\w*|convert\w*|creat\w*|transform\w*|log|categor\w*|group\w*|then|before)\b",
    re.IGNORECASE,
)
_SURE = 0.75
_AUXILIARIES = frozenset(
    ("get", "gets", "got", "getting", "become", "becomes", "ends", "end")
)
# Columns end with the sentence that lists them; names like "St. Gallen" go on in lower case
# or behind one letter or two.
_SENTENCE = re.compile(r"(?<=[\w)\"'”`]{3})[.?!;](?:\s+(?=[A-Z])|\s*$)|\n")


@dataclass
class TrainingRequest:
    """The answers that a request gives to the questions of a guided training.

    ``likely`` is a target that was only hinted at; ``error`` is what was wrong with the
    features it named.
    """

    answers: dict[str, Any] = field(default_factory=dict)
    likely: str = ""
    error: TaskError | None = None


def read_training(text: str, schema: Schema) -> TrainingRequest:
    """The request's parts; what it does not say is left to be asked."""
    found = TrainingRequest()
    settings = read_settings(without_courtesy(text), schema.names)
    rest = settings.rest
    found.error = _elsewhere(text, schema)
    kind = kind_in(without_estimator(rest)) or kind_in(rest)
    estimator = estimator_in(rest, kind) or estimator_in(rest)
    if estimator is not None:
        found.answers["model"] = estimator.name
        if len(estimator.kinds) == 1:
            kind = estimator.kinds[0]
    rest = _KIND_WORDS.sub(" , ", without_estimator(rest))
    if kind is not None:
        found.answers["kind"] = kind
    if settings.hyperparameters:
        found.answers["hyperparameters"] = settings.hyperparameters
    if settings.options:
        found.answers["options"] = settings.options
    found.error = found.error or rows_that_limit(settings.rest, schema)
    _read_columns(found, rest, schema)
    return found


def is_complete(text: str, schema: Schema) -> bool:
    """Whether a request orders a training and says all of it: "train" or "fit", the
    model and the target, and nothing else that would change what is trained."""
    if not _ORDERS.search(text):
        return False
    found = read_training(text, schema)
    if found.error is not None or not {"model", "target"} <= set(found.answers):
        return False
    rest = read_settings(without_courtesy(text), schema.names).rest
    for name in sorted(schema.names, key=len, reverse=True):
        rest = re.sub(
            rf"[\"'“`]?(?<!\w){re.escape(name)}(?!\w)[\"'”`]?", " ", rest, flags=re.I
        )
    rest = _ROUNDED.sub(" ", _METRICS.sub(" ", rest))
    return not _DECIDES.search(rest)


def _elsewhere(text: str, schema: Schema) -> TaskError | None:
    """Why a model or method that is named cannot be had, where it is not here."""
    bare = text
    for name in schema.names:
        bare = re.sub(
            rf"(?<!\w){re.escape(name)}(?!\w)", " ", bare, flags=re.IGNORECASE
        )
    try:
        refuse_elsewhere(bare)
        return None
    except TaskError:
        pass
    try:
        refuse_elsewhere(text, whole=True)
    except TaskError as error:
        return error
    return None


def _read_columns(found: TrainingRequest, rest: str, schema: Schema) -> None:
    target, features = _phrases(rest)
    if target:
        exact, likely = _target(target, schema)
        if exact:
            found.answers["target"] = exact
        found.likely = exact or likely
    if features:
        names = [name for name in schema.names if name != found.answers.get("target")]
        try:
            found.answers["features"] = _features(features, names, schema)
        except TaskError as error:
            found.error = found.error or error


def _phrases(text: str) -> tuple[str, str]:
    """The words for the target and those for the features."""
    match = _STRONG_TARGET.search(text) or _TARGET.search(text)
    before = text[: match.start()] if match else text
    target = match["it"] if match else ""
    target = _SENTENCE.split(target, maxsplit=1)[0]
    behind = _FEATURES.search(target)
    if behind:
        return _trimmed(target[: behind.start()]), _trimmed(behind["it"])
    ahead = _FEATURES.search(before)
    return _trimmed(target), _trimmed(ahead["it"]) if ahead else ""


def _trimmed(text: str) -> str:
    before = None
    while before != text:
        before, text = text, _EDGES.sub("", text)
    return text


def _target(words: str, schema: Schema) -> tuple[str, str]:
    """The column meant, and else the one that the words hint at."""
    words = re.split(r"\s*[,;]\s*", words)[0]
    try:
        [name] = select_columns(words, schema.names)
        return name, name
    except (TaskError, ValueError):
        pass
    message = link_message(normalise(words), schema_index(schema))
    linked = [m for m in message.mentions if m.columns and m.score >= _SURE]
    if not linked:
        weak = [m for m in message.mentions if m.kind == "column" and m.columns]
        return "", weak[0].column if weak else ""
    nouns = nouns_of_rows(schema_index(schema)) | ROW_NOUNS
    told = [m for m in linked if not _are_rows(message.tokens[m.first : m.last], nouns)]
    best = max(
        told or linked, key=lambda mention: (mention.kind == "column", mention.score)
    )
    inside = range(best.first, best.last)
    others = [
        token.folded
        for at, token in enumerate(message.tokens)
        if at not in inside
        and token.kind == "word"
        and token.folded not in STOPWORDS | _AUXILIARIES
        # "house prices" may be another column than the one that is called price.
        and not (_are_rows((token,), nouns) and at != best.first - 1)
    ]
    # Other words for a column, several of them, are likely and no more: "house prices".
    loose = best.how == "synonym" and len(inside) > 1
    sure = best.kind == "column" and len(best.columns) == 1 and not others and not loose
    return (best.column if sure else "", best.column)


def _are_rows(tokens: Sequence[Token], nouns: frozenset[str]) -> bool:
    """Whether words only say what a row is ("which bookings get cancelled")."""
    return all(t.stem in nouns or t.folded in nouns for t in tokens)


def _features(words: str, names: Sequence[str], schema: Schema) -> str | list[str]:
    if _ALL.fullmatch(words):
        return "all"
    words = re.sub(
        r"^(?:the )?(?:features?|columns?|predictors?)\s*[:=]?\s*", "", words
    )
    words = re.sub(rf"^{_ALL.pattern}(?=\s+(?:except|but|without))", "all", words)
    try:
        return select_columns(words, names)
    except TaskError:
        linked = linked_columns(words, names, schema)
        if linked:
            return linked
        raise


def linked_columns(words: str, names: Sequence[str], schema: Schema) -> list[str]:
    """Columns said in other words, if every part of the list is one."""
    found: list[str] = []
    for part in re.split(r"\s*(?:[,;]|\band\b|&)\s*", fold(words)):
        if not part:
            continue
        message = link_message(normalise(part), schema_index(schema))
        sure = [
            mention.column
            for mention in message.mentions
            if mention.kind == "column" and mention.score >= _SURE
        ]
        if not sure or sure[0] not in names:
            return []
        found += [name for name in sure if name in names and name not in found]
    return found
