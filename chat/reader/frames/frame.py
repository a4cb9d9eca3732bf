"""An operation with its arguments, as the words of a message fill them."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from analysis.base.columns import Column
from analysis.base.operation import Operation
from analysis.base.task import Step
from chat.reader.base.items import Rows
from chat.reader.base.senses import Lattice
from chat.reader.frames.said import Said

# A word that a method does not know is as dear as one that nothing uses; a setting that
# it does not have is dearer, since the answer would be given without it.
UNEXPLAINED = 2.2
NO_SETTING = 3.0
NO_ROLE = 2.5
BARE, HINT, AGREEING = 0.25, 0.1, 0.05
MISSING = 4.0
NEEDED = 6.0


@dataclass
class Frame:
    """An operation with its arguments, and what the words leave open.

    ``missing`` are parameters that the words should have filled, ``violations`` what they
    said that the operation has no place for, ``assumed`` choices made for the person.
    """

    operation: Operation
    lattice: Lattice
    said: Said
    params: dict[str, Any] = field(default_factory=dict)
    rows: list[Rows] = field(default_factory=list)
    prepare: list[Step] = field(default_factory=list)
    made: dict[str, Column] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)
    cost: float = 0.0
    named: bool = False
    success_of: str = ""  # the column that the value which is counted belongs to

    @property
    def columns(self) -> Mapping[str, Column]:
        """The table's columns, and those that ``prepare`` makes."""
        return ChainMap(self.made, dict(self.lattice.columns))

    def violate(self, words: str, cost: float) -> None:
        self.violations.append(words)
        self.cost += cost

    def has(self, parameter: str) -> bool:
        return parameter in self.operation.parameters
