"""What a request to train a model says: target, features, model, settings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from analysis.base.columns import Schema
from analysis.base.errors import TaskError
from chat.linking.meaning import Near, nearest
from chat.linking.message import link_message
from chat.linking.tables import schema_index
from chat.linking.tokens import normalise
from chat.linking.words import fold, stem
from chat.reader.base.roles import parts
from chat.reader.training.pieces import SURE, pasts
from chat.reader.training.recognising import (
    estimator_in,
    estimators_listed,
    kind_in,
    without_courtesy,
    without_estimator,
)
from chat.reader.training.roles import Roles, roles_of
from chat.reader.training.rows_said import rows_that_limit
from chat.reader.training.selection import select_columns
from chat.reader.training.settings import read_settings
from mlmodels.estimators.elsewhere import refuse_elsewhere

_KIND_WORDS = re.compile(
    r"\b(?:for |a |an )?(?:binary |multi-?class |two-class )?(?:classification|classifier"
    r"|regression|regressor|classes)\b(?: model| problem| task)?",
    re.IGNORECASE,
)
_ORDERS = re.compile(r"\b(?:train|fit)(?:s|ing|ted)?\b", re.IGNORECASE)
_METRICS = re.compile(r"\bR2\b|\bF1\b", re.IGNORECASE)
_ROUNDED = re.compile(
    r"\bround\w*\b[^.;\n]*|\b(?:to|with) \w+ decimals?(?: places?)?", re.IGNORECASE
)
_COMES_TO = re.compile(
    r"\b(?:evaluat\w*|scores?|accura\w+|r?mse|mae|mape|r2|r²|r[- ]squared|auc|f1|precision|recall"
    r"|mean (?:squared|absolute) errors?|errors?|perform(?:s|ance)?|report\w*|calculat\w*|comput\w*"
    r"|coefficients?|importances?|how (?:good|well|accurate|precise)|what (?:is|are))\b|R²",
    re.IGNORECASE,
)
# What would change the training, or the rows and values that it is made of.
_DECIDES = re.compile(
    r"\d|[\"“`]|\b(?:missing|null|nan|imput\w*|scal(?:e[ds]?|ing|er)|normali[sz]\w*"
    r"|standardi[sz]\w*|encod\w*|outliers?|stratif\w*|solver|kernel|penalty|regulari[sz]\w*"
    r"|cross[- ]?valid\w*|weight\w*|depth|only|except|where|filter\w*|remov\w*|drop\w*"
    r"|exclud\w*|convert\w*|creat\w*|transform\w*|log|categor\w*|group\w*|then|before)\b",
    re.IGNORECASE,
)

# How near in meaning a word must be to a column, and how far before the next one.
_NEAR, _AHEAD = 0.4, 0.1
_GENERAL = frozenset(("number", "type", "value", "amount"))


@dataclass
class TrainingRequest:
    """The answers that a request gives to the questions of a guided training.

    ``likely`` is a target that was only hinted at; ``error`` is what was wrong with the
    features it named; ``unused`` are its words that have no part in the training;
    ``others`` are kinds of model that it names beside the one that is trained.
    """

    answers: dict[str, Any] = field(default_factory=dict)
    likely: str = ""
    error: TaskError | None = None
    unused: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def read_training(text: str, schema: Schema) -> TrainingRequest:
    """The request's parts; what it does not say is left to be asked."""
    found = TrainingRequest()
    settings = read_settings(without_courtesy(text), schema.names)
    rest = settings.rest
    found.error = _elsewhere(text, schema)
    kind = kind_in(without_estimator(rest)) or kind_in(rest)
    estimator = estimator_in(rest, kind) or estimator_in(rest)
    listed = estimators_listed(rest)
    if listed:
        estimator, *others = listed
        found.others = tuple(one.title.lower() for one in others)
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
    """Whether a request orders a training, says all of it and asks what it comes to.

    That is "train" or "fit", the model, the target, and a score or the rows that it is
    to be judged on, and nothing else that would change what is trained. An order without
    such details gets the plan first.
    """
    if not _ORDERS.search(text):
        return False
    found = read_training(text, schema)
    judged = {"test_size", "random_state"} & set(found.answers.get("options", {}))
    if not judged and not _COMES_TO.search(text):
        return False
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
    said = roles_of(rest, schema)
    if said.no_target and not said.target and not said.likely:
        said.target = column_in_other_words(said.no_target, schema)
    if said.target:
        found.answers["target"] = said.target
    found.likely = said.target or said.likely
    # "compare ridge and lasso": that several are wanted is told of the others.
    comparing = ("compare", "comparing", "both") if found.others else ()
    found.unused = tuple(w for w in said.unused if w.lower() not in comparing)
    if said.no_target and not found.likely:
        found.error = found.error or TaskError(
            f"There is no column “{said.no_target}” that could be predicted.",
            hint="Choose the column by number or name.",
        )
    names = [name for name in schema.names if name != said.target]
    said.features = [name for name in said.features if name != said.target]
    said.features += _by_parts(said, names, schema)
    if said.absent:
        try:
            numbered = select_columns(", ".join(said.absent), names)
            found.answers["features"] = list(dict.fromkeys([*said.features, *numbered]))
        except TaskError as error:
            found.error = found.error or error
    elif said.excluded:
        kept = said.features or names
        found.answers["features"] = [n for n in kept if n not in said.excluded]
    elif said.features:
        found.answers["features"] = said.features
    elif said.every:
        found.answers["features"] = "all"


def column_in_other_words(words: str, schema: Schema, *, numeric: bool = False) -> str:
    """The one column that some words mean: "pieces we sell" for sold_pcs, "kilos" for kg.

    That is the one whose name shares most words with them, else the nearest by far in
    meaning; empty where there is none.
    """
    said = [pasts().get(word, word) for word in fold(words).split()]
    wanted = {stem(word) for word in said} - _GENERAL
    scored = sorted(
        ((len(wanted & {stem(part) for part in parts(column)}), column.name)
         for column in schema.columns),
        reverse=True,
    )  # fmt: skip
    most = scored[0][0] if scored else 0
    best = [name for n_shared, name in scored if n_shared == most]
    if most and len(best) == 1:
        return best[0]
    if most or len(said) > 1:
        return ""
    first, second, *_ = (*nearest(said[0], schema.names), None, None)
    if first is None or first.nearness < _NEAR:
        return ""
    return first.name if second is None or _ahead(first, second) else ""


def _ahead(first: Near, second: Near) -> bool:
    return first.nearness - second.nearness >= _AHEAD


def _by_parts(said: Roles, names: Sequence[str], schema: Schema) -> list[str]:
    """Columns of which a word is the only one that has it in its name ("score")."""
    found = []
    for words in list(said.absent):
        wanted = {stem(word) for word in fold(words).split()}
        having = [
            n for n in names if wanted <= {stem(part) for part in parts(schema[n])}
        ]
        if len(having) == 1:
            said.absent.remove(words)
            found += [name for name in having if name not in said.features]
    return found


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
            if mention.kind == "column" and mention.score >= SURE
        ]
        if not sure or sure[0] not in names:
            return []
        found += [name for name in sure if name in names and name not in found]
    return found
