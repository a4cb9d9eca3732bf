"""From a plan to the script that trains, and from a model to the one that predicts."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from importlib import import_module
from importlib.metadata import version
from pkgutil import iter_modules
from typing import Any

from analysis.base.errors import DataError
from analysis.base.plain import plain
from analysis.base.task import Step
from analysis.base.templating import Code, environment, literal
from analysis.operations import operation_named
from analysis.reading.emit import reader_for
from analysis.scripts.cutting.source import collect
from analysis.scripts.writing import (
    Script,
    Source,
    call,
    import_block,
    rendered_step,
    tidy,
)
from mlmodels import learning
from mlmodels.base.estimator import Estimator, Library
from mlmodels.base.plan import TrainingPlan
from mlmodels.base.saved import SavedModel
from mlmodels.estimators import estimator_named, portfolio
from mlmodels.plans.changes import Changes, changes_of, columns_read, steps_for
from mlmodels.plans.tuning import settings_to_try

LIBRARIES = ("numpy", "pandas", "scikit-learn", "skops")
KERAS_LIBRARIES = ("tensorflow", "keras")
MODEL_FILE = "model.skops"
INTERVAL_LEVEL = 0.9


_IMPORTS = (
    "import json",
    "import sys",
    "import time",
    "import numpy as np",
    "import pandas as pd",
)
_KERAS_IMPORTS: dict[str, tuple[str, ...]] = {
    "sklearn": (),
    "keras": (
        "import keras",
        "import tensorflow as tf",
        "from sklearn.linear_model import LinearRegression",
    ),
}


def train_script(plan: TrainingPlan, source: Source, title: str) -> Script:
    """The script that trains the plan's model on the table."""
    estimator = estimator_named(plan.estimator, plan.kind)
    changes = changes_of(plan.changes)
    columns = _columns_read(plan, changes, source)
    reader = reader_for(source.recipe, columns)
    return _written(
        "ml/tune.py.j2" if plan.tune else estimator.template,
        [
            DataError,
            plain,
            *reader.functions,
            *_own_functions(estimator),
            *_functions(changes.every),
        ],
        {*_IMPORTS, *reader.imports, *_KERAS_IMPORTS[estimator.library]},
        title=title,
        source=source,
        plan=plan,
        changes=_shown(changes, plan),
        roles=dict(plan.roles),
        stored_call=_stored_call(columns),
        read_call=Code(reader.call("path").replace("\n", "\n    ")),
        estimator_call=Code(_estimator_call(estimator, plan)),
        preparation=_preparation(estimator, plan),
        treatment=_treatment(plan),
        settings=_settings(estimator, plan),
        build=Code(estimator.name),
        to_try=settings_to_try(estimator, plan) if plan.tune else [],
        level=INTERVAL_LEVEL,
        versions=versions(estimator.library),
        words=estimator.title_for(plan.kind),
    )


def predict_script(model: SavedModel, title: str) -> Script:
    """The script that predicts for new rows; the model's files lie beside it."""
    plan = model.plan
    estimator = estimator_named(plan.estimator, plan.kind)
    interval = model.result.get("interval") or {}
    prepared = _preparation(estimator, plan)
    making = steps_for(changes_of(plan.changes).computing, plan.features)
    return _written(
        "ml/predict.py.j2",
        [DataError, plain, *_functions(making)],
        {*_IMPORTS, *_KERAS_IMPORTS[estimator.library][:1]},
        title=title,
        plan=plan,
        data_sha256=model.data_sha256,
        versions=model.versions,
        classes=list(model.result["classes"]),
        features=[_needed(feature) for feature in model.features],
        inputs=[_needed(one) for one in model.inputs],
        changes=_shown(Changes(computing=tuple(making)), plan),
        half_width=interval.get("half_width"),
        floor=interval.get("floor"),
        threshold=model.result.get("threshold"),
        level=f"{100 * interval.get('level', INTERVAL_LEVEL):g} %",
        needs_all=prepared["missing"] == "drop",
        keras=estimator.library == "keras",
    )


def changed_script(source: Source, changes: Changes) -> Script:
    """The script that writes the table as trainings with these changes take it."""
    shown = _shown(replace(changes, selecting=changes.later), None)
    return _written(
        "ml/changed.py.j2",
        [DataError, *_functions(changes.every)],
        {"import json", "import sys", "import numpy as np", "import pandas as pd"},
        title=f"The changes of {source.name}",
        source=source,
        changes=shown,
    )


def _columns_read(plan: TrainingPlan, changes: Changes, source: Source) -> list[str]:
    """The columns of the file that the training and the changes before it need."""
    names = [column.name for column in source.recipe.columns]
    read = columns_read(changes.every, names) | set(plan.columns) | set(plan.inputs)
    read |= set(plan.watched)
    return [name for name in names if name in read]


def _functions(steps: Iterable[Step]) -> list[Callable[..., Any]]:
    found = (operation_named(step.operation).function for step in steps)
    return [function for function in found if function is not None]


_PARTS = {
    "reshaping": ("reshaped", "The rows that the conversation made of the table's."),
    "selecting": ("selected", "The rows in force, found as the conversation did."),
    "computing": ("computed", "Changes that need nothing but the row itself."),
}


def _shown(changes: Changes, plan: TrainingPlan | None) -> dict[str, Any]:
    """The changes as the templates write them."""
    functions = [
        {
            "name": Code(name),
            "words": words,
            "steps": [
                rendered_step(operation_named(step.operation), step)
                for step in getattr(changes, part)
            ],
        }
        for part, (name, words) in _PARTS.items()
        if getattr(changes, part)
    ]
    there = {part: bool(getattr(changes, part)) for part in _PARTS}
    inputs = dict(plan.inputs) if plan else {}
    return {**there, "functions": functions, "inputs": inputs}


def _stored_call(columns: list[str]) -> Code:
    return Code(call("pd.read_parquet", "path", {"columns": columns}, indent=8))


def _needed(feature: Mapping[str, Any]) -> dict[str, Any]:
    kept = ("name", "role", "minimum", "maximum", "levels", "n_levels", "typical")
    return {key: feature[key] for key in kept if key in feature}


def sentinel_script(
    plan: TrainingPlan, source: Source, most_rows: int = 5_000
) -> Script:
    """The script that looks for features that know too much."""
    changes = changes_of(plan.changes)
    columns = _columns_read(plan, changes, source)
    reader = reader_for(source.recipe, columns)
    return _written(
        "ml/sentinel.py.j2",
        [DataError, plain, *reader.functions, *_functions(changes.every)],
        {*_IMPORTS, *reader.imports},
        title=f"Before training: the features for {plan.target}",
        source=source,
        plan=plan,
        changes=_shown(changes, plan),
        roles=dict(plan.roles),
        stored_call=_stored_call(columns),
        read_call=Code(reader.call("path").replace("\n", "\n    ")),
        most_rows=most_rows,
        by_time=_time_to_watch(plan),
    )


def _time_to_watch(plan: TrainingPlan) -> str:
    """The feature along which the target may drift, where the split is by chance."""
    dates = [name for name, role in plan.roles.items() if role == "date"]
    by_chance = plan.validation.split in ("random", "stratified")
    return dates[0] if by_chance and dates and not plan.validation.said else ""


def versions(library: Library = "sklearn") -> dict[str, str]:
    """The versions of the libraries that a model depends on."""
    more = KERAS_LIBRARIES if library == "keras" else ()
    return {name: version(name) for name in (*LIBRARIES, *more)}


def _own_functions(estimator: Estimator) -> list[Callable[..., Any]]:
    """The build function, where the script calls it."""
    plain_one = estimator.template == "ml/train.py.j2"
    return [estimator.function] if plain_one and estimator.function else []


def _settings(estimator: Estimator, plan: TrainingPlan) -> dict[str, Any]:
    defaults = {
        name: parameter.default for name, parameter in estimator.hyperparameters.items()
    }
    return {**defaults, **plan.hyperparameters}


def _estimator_call(estimator: Estimator, plan: TrainingPlan) -> str:
    words = [f"{k}={literal(v)}" for k, v in _settings(estimator, plan).items()]
    return f"{estimator.name}({', '.join(['KIND', 'RANDOM_STATE', *words])})"


def _preparation(estimator: Estimator, plan: TrainingPlan) -> dict[str, Any]:
    usual, asked = estimator.preparation, plan.preprocessing
    words = (
        plan.network is not None and plan.network["layers"][0]["type"] == "Embedding"
    )
    return {
        "missing": asked.missing or usual.missing,
        "fill": asked.constant,
        "indicator": asked.indicator,
        "scaling": asked.scaling or usual.scaling,
        "encoding": "ordinal" if words else asked.encoding or usual.encoding,
        "max_levels": asked.max_levels,
        "reference_level": usual.reference_level,
    }


def _treatment(plan: TrainingPlan) -> dict[str, Any]:
    balance = plan.preprocessing.balance
    return {
        "outliers": plan.preprocessing.outliers,
        "balance": "none" if balance == "weights" else balance,
        "random_state": plan.random_state,
    }


def _written(
    template: str,
    functions: Iterable[Callable[..., Any]],
    imports: set[str],
    **values: Any,
) -> Script:
    """The template with its steps, and the definitions that those steps use."""
    frame = environment().get_template(template)
    steps = frame.render(imports=Code(""), definitions=Code(""), **values)
    collected = collect([*functions, *_learning_used(steps)])
    block = Code(import_block(imports | collected.imports))
    text, alone = (
        tidy(frame.render(imports=block, definitions=Code(definitions), **values))
        for definitions in (collected.text, "")
    )
    return Script(text, alone)


def _learning_used(steps: str) -> list[Callable[..., Any]]:
    """The functions of :mod:`mlmodels.learning`, and the portfolio, that the steps name."""
    names = {
        node.id for node in ast.walk(ast.parse(steps)) if isinstance(node, ast.Name)
    }
    return [found for name, found in _learning().items() if name in names]


def read_ahead() -> None:
    """Read what training scripts hold, which takes a good part of a second, once.

    Workers that are forked afterwards share it, so that the first training of each
    begins, and can be cancelled, at once.
    """
    for function in _learning().values():
        collect([function])
    for template in ("ml/tune.py.j2", "ml/predict.py.j2"):
        environment().get_template(template)


@cache
def _learning() -> dict[str, Callable[..., Any]]:
    found: dict[str, Callable[..., Any]] = {}
    rooms = [
        f"{learning.__name__}.{one.name}" for one in iter_modules(learning.__path__)
    ]
    modules = [*map(import_module, rooms), portfolio]
    for loaded in sorted(modules, key=lambda one: one.__name__.rpartition(".")[2]):
        for name, value in vars(loaded).items():
            if getattr(value, "__module__", "") == loaded.__name__ and callable(value):
                found[name] = value
    return found
