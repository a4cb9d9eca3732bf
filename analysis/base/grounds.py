"""Why a method is used, what it takes for granted, and where it leads on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Lead = tuple[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Grounds:
    """What a person asks of a method behind its answer.

    Attributes:
        suits: what it is for, as the end of "it is the method for …".
        assumes: what it takes for granted, a clause each; first what no test can show.
        leads: further questions that another operation answers for the same columns:
            the act ("ranks", "pairs", …) → the operation and parameters of its own.
        without: what there is instead of a rank test, where there is none.
        design: the design of the sample-size operation that plans it.
    """

    suits: str = ""
    assumes: tuple[str, ...] = ()
    leads: Mapping[str, Lead] = field(default_factory=dict)
    without: str = ""
    design: str = ""
