"""What ``manage.py benchmark`` measures: the product beside its peers, in one run.

Figures are medians; machines differ and are noisy, so the ratios are what counts.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from statagent_site.benchmarks.measure import Row

Benchmark = Callable[[], list[Row]]


_TOOLS = (
    "disturbing", "measure", "people", "serving", "training_peer", "travellers", "websocket",
)  # fmt: skip
# Minutes each: measured only when they are named.
LONG = ("endurance", "every_operation", "kills", "outages", "training")


@cache
def benchmarks() -> dict[str, Benchmark]:
    """Every benchmark by name: each module of this package has a ``run``."""
    return {
        module.name: import_module(f"{__name__}.{module.name}").run
        for module in iter_modules(__path__)
        if module.name not in _TOOLS
    }
