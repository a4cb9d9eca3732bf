"""What the cost of a reading says of how sure it is."""

from __future__ import annotations

import math

_MIDDLE, _SLOPE = 3.6, 1.3  # of the confidence; fitted by `manage.py calibrate`


def confidence_of(cost: float) -> float:
    return round(1 / (1 + math.exp(_SLOPE * (cost - _MIDDLE))), 3)


def cost_of(confidence: float) -> float:
    """What a reading of that confidence cost: the inverse, for fitting anew."""
    sure = min(max(confidence, 0.001), 0.999)
    return _MIDDLE - math.log(sure / (1 - sure)) / _SLOPE
