"""An estimator: one kind of model that can be trained, declared in one file."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Literal

from analysis.base.errors import TaskError
from analysis.base.language import Phrase
from mlmodels.base.hyperparameters import Hyperparameter, Range, checked_value

Kind = Literal["regression", "classification"]
KINDS: tuple[Kind, ...] = ("regression", "classification")
Encoding = Literal["one-hot", "ordinal"]
Scaling = Literal["standard", "minmax", "robust", "none"]
Missing = Literal["mean", "median", "zero", "constant", "drop", "keep"]
Library = Literal["sklearn", "keras"]
Build = Callable[..., Any]


@dataclass(frozen=True)
class Preparation:
    """What an estimator needs of its features when nothing else is asked."""

    missing: Missing = "median"
    scaling: Scaling = "none"
    encoding: Encoding = "one-hot"
    reference_level: bool = False


class Estimator:
    """A declared estimator; its name is its file's.

    The function given to :meth:`build` is pure: ``kind`` and ``random_state`` and the
    hyperparameters in, an unfitted scikit-learn estimator out. Its source is what the
    training scripts contain, and its signature declares the hyperparameters: name (as
    scikit-learn spells it), type, range (``Annotated[int, between(1, 500)]``) or words
    (``Literal``), and default.

    Attributes:
        title, words: its name and one sentence about it for people.
        kinds: which problems it solves. preparation: what its features need.
        simplicity: 1 is simplest; decides between equally good models.
        class_weights: whether it can weigh classes. phrases: how people ask for it.
        references: where the method is described.
        template: of its training script, in templates/scripts.
        search: the values of hyperparameters that tuning tries.
    """

    def __init__(
        self,
        module: str,
        *,
        title: str,
        words: str,
        kinds: tuple[Kind, ...] = KINDS,
        simplicity: int,
        phrases: tuple[Phrase, ...],
        references: tuple[str, ...],
        preparation: Preparation = Preparation(),
        class_weights: bool = False,
        library: Library = "sklearn",
        template: str = "ml/train.py.j2",
        title_by_kind: Mapping[Kind, str] | None = None,
        search: Mapping[str, tuple[Any, ...]] | None = None,
    ) -> None:
        self.name = module.rpartition(".")[2]
        self.title = title
        self.words = words
        self.kinds = kinds
        self.simplicity = simplicity
        self.phrases = phrases
        self.references = references
        self.preparation = preparation
        self.class_weights = class_weights
        self.library = library
        self.template = template
        self.title_by_kind = dict(title_by_kind or {})
        self.search = dict(search or {})
        self.function: Build | None = None

    def build(self, function: Build) -> Build:
        """Register the function that makes the estimator from its hyperparameters."""
        self.function = function
        return function

    def title_for(self, kind: Kind) -> str:
        """Its name among people, for a kind of problem."""
        return self.title_by_kind.get(kind, self.title)

    @cached_property
    def hyperparameters(self) -> dict[str, Hyperparameter]:
        """The hyperparameters by name, read from the signature of ``build``."""
        if self.function is None:
            raise TypeError(f"estimator {self.name} has no build function")
        hints = typing.get_type_hints(self.function, include_extras=True)
        return {
            name: _hyperparameter(name, hints[name], parameter.default)
            for name, parameter in inspect.signature(self.function).parameters.items()
            if name not in ("kind", "random_state")
        }

    def checked(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The hyperparameters as typed values.

        Raises:
            TaskError: a name is unknown or a value not allowed; it names both and
                says what is allowed.
        """
        known = self.hyperparameters
        for name in given:
            if name not in known:
                names = ", ".join(known) or "none"
                raise TaskError(
                    f"{self.title} has no hyperparameter “{name}”.",
                    hint=f"It has: {names}.",
                    options=tuple(known),
                )
        return {
            name: checked_value(known[name], value) for name, value in given.items()
        }


def _hyperparameter(name: str, hint: Any, default: Any) -> Hyperparameter:
    optional = type(None) in typing.get_args(hint)
    if optional:
        hint = next(part for part in typing.get_args(hint) if part is not type(None))
    many = typing.get_origin(hint) is list
    kind, limits = _without_range(typing.get_args(hint)[0] if many else hint)
    choices: tuple[Any, ...] = ()
    if typing.get_origin(kind) is Literal:
        choices, kind = typing.get_args(kind), str
    return Hyperparameter(name, kind, default, limits, choices, optional, many)


def _without_range(hint: Any) -> tuple[Any, Range | None]:
    if typing.get_origin(hint) is not Annotated:
        return hint, None
    kind, limits = typing.get_args(hint)[:2]
    return kind, limits
