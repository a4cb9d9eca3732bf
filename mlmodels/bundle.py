"""A model as one file to take away: it predicts without StatAgent."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from typing import Any

from mlmodels.base.saved import SavedModel
from mlmodels.estimators import estimator_named
from mlmodels.scripts.writing import predict_script
from mlmodels.words.card import model_card

_NEEDED = ("numpy", "pandas", "scikit-learn", "skops")
_README = "Install: pip install -r requirements.txt\nPredict: python predict.py new_rows.csv\n"


def export_bundle(model: SavedModel) -> bytes:
    """A zip archive: the model's files, schema.json, predict.py, requirements, card.

    ``python predict.py new_rows.csv`` in the unpacked folder, with the requirements
    installed, writes predictions.csv; schema.json has the hash of each model file.
    """
    files = {name: path.read_bytes() for name, path in model.files.items()}
    script = predict_script(model, f"Predictions of {model.plan.target}")
    texts = {
        "predict.py": script.text,
        "train.py": model.script,
        "schema.json": json.dumps(schema(model, files), indent=2, ensure_ascii=False),
        "requirements.txt": requirements(model),
        "model_card.md": model_card(model),
        "README.txt": _README,
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
        for name, data in files.items():
            archive.writestr(name, data)
    return content.getvalue()


def requirements(model: SavedModel) -> str:
    """The libraries that the model was trained with, pinned."""
    names = [name for name in _NEEDED if name in model.versions]
    if estimator_named(model.plan.estimator).library == "keras":
        names.append("tensorflow")
    return "".join(f"{name}=={model.versions[name]}\n" for name in names)


def schema(model: SavedModel, files: dict[str, bytes]) -> dict[str, Any]:
    """What the model takes and gives, and the hashes of its files."""
    return {
        "name": model.name,
        "version": model.version,
        "target": model.plan.target,
        "kind": model.plan.kind,
        "classes": list(model.result["classes"]),
        "features": model.features,
        "inputs": model.inputs,
        "interval": model.result.get("interval"),
        "data_sha256": model.data_sha256,
        "files": {
            name: hashlib.sha256(data).hexdigest() for name, data in files.items()
        },
    }
