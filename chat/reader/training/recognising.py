"""Tells requests to train a model and to predict with one from all others."""

from __future__ import annotations

import re
from functools import cache

from chat.reader.methods.names import trained_names
from chat.reader.supposed import supposes
from chat.reader.training.settings import read_settings
from mlmodels.base.estimator import Estimator, Kind
from mlmodels.estimators import estimators, estimators_for

_POLITE = re.compile(
    r"(?:(?:please|kindly|now|and|ok(?:ay)?|can you|could you|would you|help me(?: to)?"
    r"|i(?:'d| would)? (?:like|want|need|wish)(?: you)?(?: to(?: have)?| me)?"
    r"|i want(?: you)? to|let'?s"
    r"|let us|we (?:want|need) to|how (?:do|can) i)\b[ ,]*)*",
    re.IGNORECASE,
)
_MODEL = re.compile(
    r"\b(?:models?|classifiers?|regressors?|networks?|nets?|forests?|trees?|boosting"
    r"|machines?|neighbou?rs|k-?nn|svms?|svr|svc|perceptron|bayes|auto-?ml|xgboost"
    r"|lightgbm|catboost|lasso|ridge|elastic net|deep learning|lstm|gru|mlp|keras"
    r"|machine learning)\b",
    re.IGNORECASE,
)
_MAKE = re.compile(
    r"(?:train|fit|build|create|make|develop|tune|construct|set up|learn|find)(?:ing)?\s",
    re.IGNORECASE,
)
# "(I need) a model that guesses the fee", and what is said before what is to be done:
# "using age and sex, build …", "which members will leave? make …".
_A_MODEL = re.compile(
    r"(?:an?|some|the|one) (?:(?:good|best|simple|quick|predictive|first) )*"
    r"(?:model|classifier|regressor|predictor)s? (?:that|which|to|for|of|where)\b",
    re.IGNORECASE,
)
_AHEAD_OF_IT = re.compile(
    r"^(?:(?:using|with|from|given|based on)\b[^.?!;]*?, ?|[^.;!?]+\? *)"
    r"(?=(?:then |now |please )*(?:train|fit|build|create|make|develop|predict|classify)\b)",
    re.IGNORECASE,
)
# "estimate the rent from … with a random forest", "which model is best at predicting rent?"
_ESTIMATE = re.compile(r"(?:estimat|guess|model)(?:e|ing)?\s", re.IGNORECASE)
_WHICH_MODEL = re.compile(
    r"(?:which|what) (?:model|algorithm|learner|estimator|machine learning method)s?\b"
    r"(?: is| are| would be| works?| does| performs?)?.{0,20}\b(?:best|better|well)\b.{0,12}?"
    r"\b(?:predict(?:ing|s)?|to predict|estimating|guessing|forecasting) (?:the |our |my )?\w",
    re.IGNORECASE,
)
_PREDICT = re.compile(r"predict(?:ing|ions?)?\b", re.IGNORECASE)
_FROM = re.compile(
    r"\b(?:from|based on|given)\b|\busing\b(?! (?:the |my )?model)"
    r"|\b(?:with|using) (?:the )?(?:features?|columns?|predictors?)\b",
    re.IGNORECASE,
)
# "a random forest with 200 trees for X using …"
_MODEL_FOR = re.compile(
    r"^\s*(?:an?|one|some|the|me|use|do|run|try|and)?\b.{0,40}?\b(?:for|of|on)\s",
    re.IGNORECASE,
)
# "random forest predicting price", "gradient boosting, churn from age and fee"
_SETS_OUT = re.compile(
    r"\b(?:predicting|classifying|forecasting|estimating)\b|\w\s+(?:from|using|based on)\s",
    re.IGNORECASE,
)
_FOR_ROWS = re.compile(
    r"\b(?:for|with model|with the model|using (?:the |my )?model|on)\b|:",
    re.IGNORECASE,
)
_MAKE_PREDICTIONS = re.compile(
    r"(?:make|give me|get|run|show)(?: me)?(?: a| the| some)? predictions?\b",
    re.IGNORECASE,
)
_WHAT_WOULD = re.compile(
    r"what (?:would|will|is|should)(?: the| be the)? (?:predicted|expected|\w+ be\b).*\d"
    r"|what (?:would|will|does|did) (?:it|that|they|(?:the|this|that|my|our)(?: \w+)? model)"
    r" (?:say|predict|give|estimate|guess|answer|expect|return|come up with)\b.*\d",
    re.IGNORECASE,
)


_TIME_UNIT = (
    r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|quarters?|years?|seasons?"
    r"|periods?|steps?|(?:data )?points?|values?|observations?)"
)
_AHEAD = re.compile(
    rf"\b(?:next|coming|following|upcoming|future)(?: \w+)?(?: \w+)? {_TIME_UNIT}\b"
    rf"|\b\d+ {_TIME_UNIT} (?:ahead|in advance|into the future|from now)\b"
    r"|\bin(?:to)? the (?:near )?future\b|\b(?:tomorrow|next (?:january|february|march|april"
    r"|may|june|july|august|september|october|november|december))\b",
    re.IGNORECASE,
)


def is_forecast(text: str) -> bool:
    """Whether a message asks how a series goes on: it names times that are yet to come.

    Neither is a model trained for that nor is one asked.
    """
    return bool(_AHEAD.search(text)) and not _MODEL.search(text)


def without_courtesy(text: str) -> str:
    """The text without "please", "I want to" and their like in front."""
    courtesy = _POLITE.match(text.strip())
    return text.strip()[courtesy.end() :] if courtesy else text.strip()


def is_training(text: str) -> bool:
    """Whether a message asks for a model to be trained."""
    said = without_courtesy(text)
    if not said or said.startswith("/") or is_prediction(text) or is_forecast(said):
        return False
    if _PREDICT.match(said) or re.match(r"classify\b", said, re.IGNORECASE):
        return True
    if _MAKE.match(said):
        return bool(_MODEL.search(said) or re.search(r"\bpredict", said)) or (
            re.match(r"train\s", said, re.IGNORECASE) is not None
        )
    if re.match(r"(?:use |do |try )?(?:machine|deep) learning\b", said, re.IGNORECASE):
        return True
    ahead = _AHEAD_OF_IT.match(said)
    if ahead is not None:
        return is_training(said[ahead.end() :])
    if _A_MODEL.match(said):
        return True
    if _ESTIMATE.match(said) and _is_only_trained(said):
        return True
    if _WHICH_MODEL.match(said):
        return True
    named = estimator_in(said)
    bare = without_estimator(said)
    if _is_only_trained(said) and (_MODEL_FOR.search(bare) or _SETS_OUT.search(bare)):
        return True
    predicts = re.search(r"\b(?:to|that|which|for) (?:predict|classif)", said)
    return named is not None and predicts is not None and len(said.split()) > 2


def _is_only_trained(text: str) -> bool:
    """Whether a model is named that is trained, and is no analysis besides."""
    return bool(_trained_alone().search(text))


@cache
def _trained_alone() -> re.Pattern[str]:
    spelt = "|".join(re.escape(name) for name in trained_names())
    return re.compile(rf"\b(?:{spelt})s?\b", re.IGNORECASE)


def is_prediction(text: str) -> bool:
    """Whether a message asks what a trained model predicts for rows."""
    said = without_courtesy(text)
    if is_forecast(said):
        return False
    if _WHAT_WOULD.match(said) and supposes(text):
        return False
    if _MAKE_PREDICTIONS.match(said) or _WHAT_WOULD.match(said):
        return True
    if not _PREDICT.match(said):
        return False
    if _FROM.search(said):
        return False
    bare = read_settings(said).rest
    if _FOR_ROWS.search(bare):
        return True
    return bool(re.search(r"\b(?:with|if|when|at|where)\b.*\d", bare))


def kind_in(text: str) -> Kind | None:
    """Regression or classification, where a text says so."""
    if re.search(
        r"\bclassif(?:y|ication|ier)\b|\bclass(?:es)? of\b", text, re.IGNORECASE
    ):
        return "classification"
    if re.search(r"\bregress(?:ion|or)\b", text, re.IGNORECASE):
        return "regression"
    return None


def estimator_in(text: str, kind: Kind | None = None) -> Estimator | None:
    """The estimator that a text names most clearly, by its phrases or its name."""
    lowered = text.lower()
    scored = [
        (score, -estimator.simplicity, estimator)
        for estimator in (estimators_for(kind) if kind else estimators().values())
        if (score := _named_by(estimator, lowered))
    ]
    return max(scored, key=lambda one: one[:2])[2] if scored else None


def estimators_listed(text: str) -> list[Estimator]:
    """The kinds of model that a text lists ("ridge, lasso and a random forest"), in order.

    Empty where it names one only: words beside each other may be one kind's two names.
    """
    spans: list[tuple[int, int, Estimator]] = []
    for estimator in estimators().values():
        for phrase in estimator.phrases:
            for match in re.finditer(phrase.pattern, text.lower()):
                spans.append((match.start(), match.end(), estimator))
    spans.sort(key=lambda span: (span[0], span[0] - span[1]))
    found: list[tuple[int, int, Estimator]] = []
    for start, end, estimator in spans:
        if not found or (
            start >= found[-1][1] and _LISTED.fullmatch(text[found[-1][1] : start])
        ):
            found.append((start, end, estimator))
    listed = list(dict.fromkeys(estimator for _, _, estimator in found))
    return listed if len(listed) > 1 else []


def _named_by(estimator: Estimator, text: str) -> float:
    by_phrase = max(
        (one.weight for one in estimator.phrases if re.search(one.pattern, text)),
        default=0.0,
    )
    name = estimator.name.replace("_", "[ _-]?")
    return max(by_phrase, 5.0 if re.search(rf"\b{name}\b", text) else 0.0)


_LISTED = re.compile(
    r"\s*(?:(?:regression|model|models|classifier)s?)?\s*"
    r"(?:,(?: and| or)?|and|or|vs\.?|versus|against|with|to)\s+(?:an? |the )?",
    re.IGNORECASE,
)
_AROUND = frozenset(
    """a an the model with and use using try take please change to instead of it make that
    for by in default defaults settings i want would like ok no let us let's ll i'll actually
    rather hmm hm oh sorry prefer better maybe perhaps but then now wait well go switch we could
    should can you may might as my one d i'd""".split()
)


def names_only_a_model(text: str) -> bool:
    """Whether a text says nothing but an estimator and the small words around it."""
    rest = re.findall(r"[\w']+", without_estimator(text).lower())
    return all(word in _AROUND for word in rest)


def without_estimator(text: str) -> str:
    """The text without the words that name estimators."""
    for estimator in estimators().values():
        for phrase in estimator.phrases:
            text = re.sub(phrase.pattern, " ", text, flags=re.IGNORECASE)
        name = estimator.name.replace("_", "[ _-]?")
        text = re.sub(rf"\b{name}\b", " ", text, flags=re.IGNORECASE)
    return text
