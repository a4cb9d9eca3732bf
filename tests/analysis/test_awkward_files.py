"""Sixty files as people meet them: read as they stand, or said where they are not."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.base.task import Step, Task
from analysis.execution import Table, script_of
from analysis.reading.receipt import Receipt
from sandbox.validator import validate
from tests.analysis.awkward_files import FILES, Awkward
from tests.analysis.reading_files import imported_with

_KINDS = {
    "i": "integer", "n": "number", "b": "boolean", "d": "datetime", "c": "category",
    "t": "text", "k": "identifier",
}  # fmt: skip


def number(data: pd.DataFrame, what: str) -> float:
    """ "sum x", "missing x", "month day" (the sum of the months' numbers) and so on."""
    measure, _, name = what.partition(" ")
    column = data[name]
    if measure in ("month", "year"):
        return float(getattr(column.dt, measure).sum())
    if measure == "missing":
        return float(column.isna().sum())
    found = {"unique": column.nunique, "count": column.count}.get(measure)
    return float(found() if found else getattr(column.astype("float64"), measure)())


def words_of(receipt: Receipt) -> str:
    """All that a receipt says in words."""
    doubts = [f"{doubt.what}; taken: {doubt.choice}" for doubt in receipt.ambiguities]
    return "\n".join([*receipt.warnings, *doubts])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_file_is_read_as_it_stands_or_the_receipt_says_otherwise(tmp_path, file):
    receipt, data = imported_with(file.write(tmp_path), file.overrides)
    columns = file.columns.split("|")
    assert [column.name for column in receipt.columns] == columns
    kinds = {column.name: column.kind for column in receipt.columns}
    expected = [_KINDS[letter] for letter in file.kinds]
    assert kinds == dict(zip(columns, expected, strict=True))
    assert receipt.n_rows == file.rows
    asked = [one.strip().rpartition("=") for one in file.numbers.split(";")]
    assert len(asked) == 5
    found = {what: number(data, what) for what, _, _ in asked}
    assert found == pytest.approx({what: float(value) for what, _, value in asked})
    said = words_of(receipt)
    assert [words for words in file.said if words not in said] == [], said


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_script_about_a_file_passes_the_validator(tmp_path, file):
    path = file.write(tmp_path)
    receipt, _ = imported_with(path, file.overrides)
    table = Table("x", receipt.table, receipt.recipe, "0" * 64, path)
    step = Step(operation="frequency", params={"columns": [receipt.columns[0].name]})
    script = script_of(Task(steps=(step,)), table, "how often?")
    assert list(validate(script.frame)) == []


def test_there_are_sixty_files_of_different_names():
    assert len({file.name for file in FILES}) == len(FILES) >= 60


def test_a_plain_file_has_nothing_to_be_told(tmp_path):
    plain = Awkward(
        "plain", "shop,day,n\na,2024-01-02,1\nb,2024-01-03,2\n", 2, "", "", ""
    )
    receipt, _ = imported_with(plain.write(tmp_path))
    assert words_of(receipt) == ""


def test_a_table_on_its_side_is_said(tmp_path):
    text = (
        "name,first,second,third\nage,34,28,41\ncity,Rome,Oslo,Bern\nsize,1.8,1.7,1.6\n"
    )
    path = tmp_path / "side.csv"
    path.write_text(text)
    receipt, _ = imported_with(path)
    assert "lie on its side" in words_of(receipt)
