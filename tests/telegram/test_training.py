"""Training and predicting in the chat, by buttons, and what comes of it as files."""

from __future__ import annotations

import io
import json
import zipfile

import pandas as pd
import pytest

from tests.telegram.tables import file


def _document(phone) -> tuple[str, bytes]:
    """The newest file in the chat."""
    found = [m["document"] for m in phone.messages() if "document" in m]
    return found[-1]["file_name"], phone.world.files[found[-1]["file_id"]]


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_a_model_by_buttons_and_its_files(phone):
    phone.world.person_sends_file("housing.csv", file("housing.csv"))
    await phone.work()
    (target,) = await phone.ask("Train a model to predict house prices")
    assert "Step 1/4" in target and "5. price  number · the likely one" in target

    (features,) = await phone.press("price")
    assert "Step 2/4" in features
    # The answered question says what was chosen, and offers nothing any more.
    asked = next(m for m in phone.messages() if "Step 1/4" in m.get("text", ""))
    assert asked["text"].endswith("✓ price") and "reply_markup" not in asked

    (models,) = await phone.press("All")
    assert "Step 3/4" in models
    (plan,) = await phone.press("Linear regression")
    assert "Step 4/4" in plan and "Model: Linear regression" in plan
    trained = await phone.press("Start")
    assert any("Training complete" in text for text in trained)

    (predicted, *_) = await phone.ask(
        "predict for sqft 1500, 3 bedrooms, 2 bathrooms, age 10, location north,"
        " condition good"
    )
    assert predicted.startswith("price is predicted as")
    await phone.press("Script")
    name, script = _document(phone)
    assert name == "script.py"
    compile(script, name, "exec")
    await phone.press("Notebook")
    name, notebook = _document(phone)
    assert name == "answer.ipynb" and json.loads(notebook)["nbformat"] == 4

    await phone.ask("predict for this dataset")
    await phone.press("⬇ housing_predictions.csv")
    name, table = _document(phone)
    assert name == "housing_predictions.csv"
    rows = pd.read_csv(io.BytesIO(table))
    assert len(rows) == 20 and len(rows.columns) > 7

    await phone.ask("export model")
    await phone.press("⬇")
    name, bundle = _document(phone)
    inside = zipfile.ZipFile(io.BytesIO(bundle)).namelist()
    assert name.endswith(".zip")
    assert any(path.endswith("predict.py") for path in inside)


@pytest.mark.slow
@pytest.mark.timeout(300)
async def test_a_training_typed_in_and_given_up(phone):
    phone.world.person_sends_file("housing.csv", file("housing.csv"))
    await phone.work()
    await phone.ask("Train a model to predict house prices")

    (wrong,) = await phone.ask("colour")
    assert "❌ Column 'colour' not found. Available: sqft," in wrong
    await phone.ask("PRICE")
    (out_of_range,) = await phone.ask("9")
    assert "❌ Number out of range. Please select 1-6." in out_of_range
    (back,) = await phone.ask("/back")
    assert "Step 1/4" in back
    (cancelled,) = await phone.ask("/cancel")
    assert "Cancelled." in cancelled and "The data is still there." in cancelled
    (answer, *_) = await phone.ask("what is the mean of sqft?")
    assert answer.startswith("The mean of sqft is")
