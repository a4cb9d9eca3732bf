"""A training plan as blocks of a reply, before anything is trained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.base.reply import Block, Item, KeyValues, Notice, Table, TableColumn
from analysis.base.wording import counted, names_of
from mlmodels.base.plan import TrainingPlan, Validation
from mlmodels.estimators import estimator_named
from mlmodels.sentinel import Finding


def plan_blocks(plan: TrainingPlan, findings: Sequence[Finding] = ()) -> list[Block]:
    """The card that is shown before a training starts."""
    estimator = estimator_named(plan.estimator)
    features = plan.features
    shown = names_of(features) if len(features) <= 8 else f"{len(features)} columns"
    validation = plan.validation
    test = f"{validation.test_size:.0%} of the rows" if validation.test_size else "none"
    if validation.periods:
        test = _period_words(validation.periods, "test")
    items = [
        Item(label="Predict", value=plan.target, format="code", note=_problem(plan)),
        Item(label="From", value=shown, format="text", note=_roles_note(plan)),
        Item(label="Model", value=estimator.title_for(plan.kind), format="text",
             note=estimator.words),
        Item(label="Test set", value=test, format="text", note=_split_note(plan)),
        Item(label="Time limit", value=plan.seconds, format="seconds"),
    ]  # fmt: skip
    settings = [f"{name} = {value}" for name, value in plan.hyperparameters.items()]
    settings += _other_settings(plan)
    if settings:
        items.append(Item(label="Settings", value=", ".join(settings), format="text"))
    blocks: list[Block] = [KeyValues(items=tuple(items), title="Training plan")]
    blocks += [Notice(text=note) for note in plan.notes]
    blocks += [finding.notice() for finding in findings]
    if plan.network is not None:
        blocks.append(layers_table(plan))
    return blocks


def _problem(plan: TrainingPlan) -> str:
    if plan.kind == "regression":
        return f"a number ({plan.unit})" if plan.unit else "a number"
    positive = f"; positive class: {plan.positive}" if len(plan.classes) == 2 else ""
    return f"{counted(len(plan.classes), 'class', 'classes')}{positive}"


def _roles_note(plan: TrainingPlan) -> str:
    """What is made of the columns that are no numbers."""
    words = {
        "category": ("is a category", "are categories"),
        "date": ("is a date", "are dates"),
        "text": ("is text", "are texts"),
    }
    parts = []
    for role, (one, many) in words.items():
        names = [name for name, found in plan.roles.items() if found == role]
        if 0 < len(names) <= 4:
            parts.append(f"{names_of(names)} {one if len(names) == 1 else many}")
        elif names:
            parts.append(f"{len(names)} {many}")
    return "; ".join(parts)


def _split_note(plan: TrainingPlan) -> str:
    validation = plan.validation
    if validation.periods:
        trained = _period_words(validation.periods, "train")
        return f"by {validation.by}; trained on {trained}{_folds_note(validation)}"
    words = {
        "random": "chosen at random",
        "stratified": "chosen at random, equal shares of the classes",
        "grouped": f"whole groups of {validation.by}",
        "time": f"the latest by {validation.by}",
    }
    copies = "; copies of a row together" if validation.copies else ""
    return words[validation.split] + copies + _folds_note(validation)


def _folds_note(validation: Validation) -> str:
    if not validation.n_splits:
        return ""
    return f"; {validation.n_splits}-fold cross-validation on the others"


def _period_words(periods: Mapping[str, str], part: str) -> str:
    """ "2019 to 2022", "until 2022", "from 2023"."""
    since, until = periods.get(f"{part}_from"), periods.get(f"{part}_until")
    if since and until:
        return since if since == until else f"{since} to {until}"
    if since or until:
        return f"from {since}" if since else f"until {until}"
    return "all other rows"


def _other_settings(plan: TrainingPlan) -> list[str]:
    asked = plan.preprocessing.model_dump(exclude_defaults=True)
    found = [f"{name} = {value}" for name, value in asked.items() if value is not None]
    if plan.random_state:
        found.append(f"random_state = {plan.random_state}")
    return [*found, *(["tuned"] if plan.tune else [])]


def layers_table(plan: TrainingPlan) -> Table:
    """A network's layers with their settings, from input to output."""
    layers = plan.network["layers"] if plan.network is not None else []
    rows = []
    for number, layer in enumerate(layers, start=1):
        rest = {k: v for k, v in layer.items() if k != "type" and v not in (0.0, None)}
        words = ", ".join(f"{name} {value}" for name, value in rest.items())
        rows.append((number, layer["type"], words))
    return Table(
        title="Architecture",
        columns=(
            TableColumn(label="layer", format="integer"),
            TableColumn(label="type", format="text"),
            TableColumn(label="settings", format="text"),
        ),
        rows=tuple(rows),
    )
