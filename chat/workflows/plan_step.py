"""The last step of a guided training: the plan, to be started or changed."""

from __future__ import annotations

import re
from typing import Any

from analysis.base.errors import TaskError
from analysis.base.reply import Choices, Option, Reply, Text
from analysis.models import Dataset
from chat.models import Conversation, Run
from chat.models.details import PlanDetails, TrainingDetails, asked_of
from chat.outcomes.command import Learn
from chat.reader.training.columns_said import columns_chosen
from chat.reader.training.recognising import estimator_in, names_only_a_model
from chat.reader.training.selection import select_columns
from chat.reader.training.settings import read_settings
from chat.workflows.training_plan import dataset_schema, plan_of
from chat.workflows.workflow import Answers, Step
from mlmodels.base.plan import TrainingPlan
from mlmodels.estimators import estimator_named
from mlmodels.estimators.elsewhere import refuse_elsewhere
from mlmodels.plans.title import plan_title
from mlmodels.sentinel import Finding, heeded
from mlmodels.words.plan import plan_blocks

_START = re.compile(
    r"(?:1|y|(?:(?:yes|yep|yeah|ok(?:ay)?|sure|fine|great|good|perfect|please|now|and|then"
    r"|start|go|go on|go ahead|run|run it|train|train it|do it|begin|confirm|confirmed"
    r"|looks good|(?:start|begin) (?:the )?training|start it|start now)(?:[,.!]* |[,.!]*$))+)",
    re.IGNORECASE,
)
_WITHOUT = re.compile(
    r"(?:start|go|train|leave out|drop|change(?: features)?|please|but|ok)?[\s,]*"
    r"(?P<how>without|except|leave out|drop|remove|exclude|omit|ignore|skip|take out"
    r"|(?:do not|don'?t) (?:use|take|include))\s+(?P<names>.+)",
    re.IGNORECASE,
)
_THEN_START = re.compile(r"\bthen (?:start|go|train)\b[^,;]*$", re.IGNORECASE)
_SMALL = frozenset("a an the with and use please change to set make for of".split())
_CHANGE = re.compile(
    r"(?:2|change|edit|no|modify)(?:\s+(?:the\s+)?(?P<what>.+))?", re.IGNORECASE
)
# What can be changed: its words, and the answers that are asked again then.
_PARTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "target": ("target|column to predict|outcome", ("target",)),
    "features": ("features?|columns?|predictors?|inputs?", ("features",)),
    "model": ("model|estimator|algorithm|method", ("model", "hyperparameters", "epochs",
              "batch_size", "architecture", "network")),
    "architecture": ("architecture|network|layers?", ("architecture", "network")),
    "epochs": ("epochs?", ("epochs",)),
    "batch_size": ("batch(?: size)?", ("batch_size",)),
}  # fmt: skip


def _ask(conversation: Conversation, answers: Answers) -> Learn:
    dataset = conversation.dataset
    plan = plan_of(conversation, answers)
    details = PlanDetails(plan=plan)
    words = "Looking at the data before training"
    return Learn(plan_title(plan), details, dataset, words)


def _read(conversation: Conversation, answers: Answers, text: str) -> Answers:
    said = " ".join(text.strip().strip(".!").split())
    if _START.fullmatch(said):
        return {"start": True}
    without = _WITHOUT.fullmatch(said)
    if without:
        kept = _left(conversation, answers, without["names"])
        begins = said.lower().startswith(("start", "go")) or _THEN_START.search(said)
        start = {"start": True} if begins else {}
        return {"features": kept, **start}
    change = _CHANGE.fullmatch(said)
    if change:
        return _changed(conversation, answers, change["what"] or "")
    return _adjusted(conversation, answers, said)


def _left(conversation: Conversation, answers: Answers, names: str) -> list[str]:
    plan = plan_of(conversation, answers)
    found = [Finding.from_json(one) for one in findings_of(conversation, plan)]
    features = heeded(plan, found).features
    kept = columns_chosen(f"without {names}", features, dataset_schema(conversation))
    plan_of(conversation, {**answers, "features": kept})
    return kept


def _changed(conversation: Conversation, answers: Answers, what: str) -> Answers:
    """The answers that are to be given again are taken away (None)."""
    if not what:
        raise TaskError(
            "What should change?",
            hint="Say for example “change features”, “model random forest”, “test size"
            " 30 %” or “time 2 minutes”.",
            options=tuple(f"change {part}" for part in _changeable(answers)),
        )
    for words, names in _PARTS.values():
        if re.fullmatch(words, what, re.IGNORECASE):
            return dict.fromkeys(names)
    return _adjusted(conversation, answers, what)


def _changeable(answers: Answers) -> list[str]:
    return [part for part in ("target", "features", "model", "architecture")
            if part != "architecture" or answers.get("model") == "keras"]  # fmt: skip


def _adjusted(conversation: Conversation, answers: Answers, said: str) -> Answers:
    """Settings, another model, or features and target named behind their word."""
    named = re.match(
        r"(target|features?)\s*(?:to|=|:|are|is)?\s+(.+)", said, re.IGNORECASE
    )
    if named and named[1].lower() == "target":
        [target] = select_columns(named[2], dataset_schema(conversation).names)
        features = answers.get("features")
        kept = (
            [f for f in features if f != target]
            if isinstance(features, list)
            else features
        )
        return _possible(conversation, answers, {"target": target, "features": kept})
    if named:
        names = [
            n for n in dataset_schema(conversation).names if n != answers["target"]
        ]
        chosen = select_columns(named[2], names)
        features = "all" if chosen == names else chosen
        return _possible(conversation, answers, {"features": features})
    settings = read_settings(said, dataset_schema(conversation).names)
    refuse_elsewhere(settings.rest)
    kind = plan_of(conversation, answers).kind
    estimator = estimator_in(settings.rest, kind)
    if estimator is not None and not names_only_a_model(settings.rest):
        estimator = None
    if estimator is None and (not settings or _more_is_said(settings.rest)):
        raise TaskError(
            f"'{said[:60]}' does not change the plan.",
            hint="Send “start”, “change features”, “model random forest”, “test size 30 %”"
            " or “time 2 minutes”.",
            options=("start", "change"),
        )
    given = {} if estimator else dict(answers.get("hyperparameters", {}))
    found: dict[str, Any] = {
        "hyperparameters": {**given, **settings.hyperparameters},
        "options": {**answers.get("options", {}), **settings.options},
    }
    for name in ("epochs", "batch_size"):
        if name in settings.hyperparameters and name in answers:
            found[name] = settings.hyperparameters[name]
    if estimator is not None:
        found |= {"model": estimator.name, "others": None}
    return _possible(conversation, answers, found)


def _more_is_said(rest: str) -> bool:
    words = re.findall(r"[\w']+", rest.lower())
    return len([word for word in words if word not in _SMALL]) > 1


def _possible(
    conversation: Conversation, answers: Answers, found: dict[str, Any]
) -> Answers:
    plan_of(conversation, {**answers, **found})
    return found


def answers_plan(text: str) -> bool:
    """Whether a message starts or changes a plan."""
    said = " ".join(text.strip().strip(".!").split())
    return any(form.fullmatch(said) for form in (_START, _WITHOUT, _CHANGE))


plan_step = Step("start", "Start?", _ask, _read)


def plan_reply(
    plan: TrainingPlan, findings: list[Finding], where: str, dataset: str
) -> Reply:
    """The plan as a card, with what was noticed, to start or change."""
    summary = f"{where}. Here is the plan: {plan_title(plan)}."
    options = [Option(label="Start", value="start", style="primary")]
    doubtful = list(dict.fromkeys(
        name for finding in findings for name in finding.doubtful if name in plan.roles
    ))  # fmt: skip
    if doubtful and len(doubtful) < len(plan.roles):
        names = ", ".join(f"`{name}`" if "," in name else name for name in doubtful)
        options.append(
            Option(label=f"Start without {names}", value=f"start without {names}")
        )
    options += _other_ways(plan)
    options += [
        Option(label="Change features", value="change features"),
        Option(label="Change model", value="change model"),
        Option(label="Cancel", value="/cancel"),
    ]
    return Reply(
        summary=summary,
        blocks=(
            Text(text=f"**{where}.** Here is the plan for {dataset}. Change anything, or"
                 " start."),
            *plan_blocks(plan, findings),
            Choices(options=tuple(options)),
            Text(text="Changes can be said: `random forest with 200 trees`, `test size 30 %`,"
                 " `time 2 minutes`, `seed 7`. `/back`, `/cancel`.", muted=True),
        ),
    )  # fmt: skip


def _other_ways(plan: TrainingPlan) -> list[Option]:
    """The decisions that the plan took by itself, to be taken the other way."""
    options, judged = [], plan.validation
    if judged.split == "grouped" and judged.by:
        words = f"mix rows of {judged.by}"
        options.append(Option(label=f"Mix rows of one {judged.by}", value=words))
    elif judged.split == "time" and not judged.periods:
        options.append(Option(label="Test on random rows", value="random split"))
    if len(plan.classes) == 2:
        [other] = [label for label in plan.classes if label != plan.positive]
        options.append(
            Option(label=f"Positive class: {other}", value=f"positive class is {other}")
        )
    return options


def training_run(conversation: Conversation, answers: Answers) -> Learn:
    """The training itself, with what the look at the plan has found."""
    plan = plan_of(conversation, answers)
    dataset = conversation.dataset
    assert dataset is not None
    findings = findings_of(conversation, plan)
    found = [Finding.from_json(one) for one in findings]
    return training_of(heeded(plan, found), dataset, findings)


def training_of(
    plan: TrainingPlan,
    dataset: Dataset,
    findings: list[dict[str, Any]] | None,
    name: str = "",
) -> Learn:
    """A training to be run; the model gets the name, or one made of its plan.

    Without ``findings`` the training itself looks at the data first.
    """
    details = TrainingDetails(plan=plan, findings=findings, name=name or _name(plan))
    return Learn(plan_title(plan), details, dataset, "Starting")


def _name(plan: TrainingPlan) -> str:
    title = estimator_named(plan.estimator).title_for(plan.kind).lower()
    return " ".join(f"{plan.target[:60]} {title}".split())


def findings_of(conversation: Conversation, plan: TrainingPlan) -> list[dict[str, Any]]:
    """What the last finished look at this very plan has found."""
    looked = (
        Run.objects.filter(
            message__conversation=conversation,
            kind=Run.Kind.PLAN,
            status=Run.Status.SUCCEEDED,
        )
        .order_by("-created")
        .first()
    )
    if looked is None or looked.result is None:
        return []
    found: list[dict[str, Any]] = looked.result["findings"]
    same = asked_of(looked, PlanDetails).plan == plan
    return (
        found
        if same
        else [one for one in found if set(one["columns"]) & set(plan.roles)]
    )
