"""Opening a stored model: nothing but the known libraries' own types."""

from __future__ import annotations

from typing import Any

import numpy as np
import skops.io

from mlmodels.learning.ensemble import averaging

ZIP_DEFLATED = 8
TRUSTED = ("sklearn.", "numpy.", "scipy.", "functools.partial")


def save_model(model: Any, path: str) -> None:
    """Write a model as a skops file.

    The members of an ensemble are skops files within it: skops takes time with the
    square of the number of arrays, and every tree has two.
    """
    if not hasattr(model, "estimators"):
        skops.io.dump(model, path, compression=ZIP_DEFLATED)
        return
    parts = [skops.io.dumps(one, compression=ZIP_DEFLATED) for one in model.estimators_]
    packed = [np.frombuffer(part, dtype="uint8") for part in parts]
    names = [name for name, _ in model.estimators]
    whole = {
        "names": names,
        "weights": list(model.weights),
        "classes": [str(label) for label in model.classes_]
        if hasattr(model, "classes_")
        else [],
        "members": packed,
    }
    skops.io.dump(whole, path)


def load_model(path: str) -> Any:
    """The model in a skops file.

    Raises:
        ValueError: the file holds types of other libraries.
    """
    found = skops.io.load(
        path, trusted=trusted(skops.io.get_untrusted_types(file=path))
    )
    if not isinstance(found, dict) or "members" not in found:
        return found
    members = []
    for part in found["members"]:
        content = part.tobytes()
        types = trusted(skops.io.get_untrusted_types(data=content))
        members.append(skops.io.loads(content, trusted=types))
    named = list(zip(found["names"], members, strict=True))
    return averaging(named, found["weights"], found["classes"])


def trusted(types: list[str]) -> list[str]:
    """The types that a file holds, if all are of the known libraries.

    Raises:
        ValueError: some are not.
    """
    foreign = [name for name in types if not name.startswith(TRUSTED)]
    if foreign:
        raise ValueError(f"the model file holds types that are not trusted: {foreign}")
    return types
