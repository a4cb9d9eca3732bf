"""The reader that scripts carry stands alone and reads what the import read."""

from __future__ import annotations

import string

import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from analysis.base.errors import TaskError
from analysis.reading.emit import reader_for
from analysis.reading.importing import import_table
from analysis.reading.stored import read_stored_table
from tests.analysis.reading_files import imported

FILES = {
    "plain.csv": "a,b,c,d\n1,x,2.5,True\n2,,,False\n",
    "odd.csv": "Report\n\na;b;when\n1.234,5;7 €;31.12.2020\n2,25;8 €;01.02.2021\n",
    "dates.csv": "a,day\n1,2020-01-02\n2,n/k\n",
    "blank.csv": "a,b\n1,x\n,\n2,y\n",
    "spaces.csv": "a b\n1 2\n3 4\n",
}


@pytest.fixture(params=FILES)
def file(request, tmp_path):
    path = tmp_path / request.param
    path.write_text(FILES[request.param])
    return path


def test_the_emitted_source_stands_alone(file):
    receipt, stored = imported(file)
    reader = reader_for(receipt.recipe)
    script = "\n".join((*reader.imports, reader.source, f"data = {reader.call()}"))
    names = {"path": str(file)}
    exec(script, names)
    pd.testing.assert_frame_equal(names["data"], stored)


def test_only_the_wanted_columns_are_read_in_the_wanted_order(file):
    receipt, stored = imported(file)
    names = list(stored.columns)[::-1][:2]
    data = reader_for(receipt.recipe, names).read(str(file))
    pd.testing.assert_frame_equal(data, stored[names])


def test_a_plain_file_makes_a_short_call(tmp_path):
    path = tmp_path / "plain.csv"
    path.write_text("sex,age\nmale,22.5\nfemale,38\n")
    receipt, _ = imported(path)
    reader = reader_for(receipt.recipe, ["age"])
    assert reader.call() == "read_csv_table(path, dtypes={'age': 'float64'})"
    assert [function.__name__ for function in reader.functions] == ["read_csv_table"]


def test_hostile_names_are_data_in_the_call(tmp_path):
    path = tmp_path / "hostile.csv"
    name = "x'); import os; os.system('true') #\\"
    path.write_text(f'"{name}",b\n1,2\n3,4\n')
    receipt, stored = imported(path)
    reader = reader_for(receipt.recipe)
    names: dict[str, object] = {"path": str(path)}
    exec("\n".join((*reader.imports, reader.source, f"data = {reader.call()}")), names)
    assert list(stored.columns) == [name, "b"]


PIECES = st.sampled_from(
    [*"ab12,,,;|\t\n\n\n\r'\"\\ -%#", "\r\n", '""', "1.5", "1,5", "1.234", "NA", "nan",
     "None", "?", "$5", "True", "false", "2020-01-02", "03/04/2020", "13.04.2021", "é",
     "Ω", "inf", "1e5", "007", "+5", "(3)", "\0", "\ufeff", "99999999999999999999",
     "9007199254740993", "\xa0", "10:30"]
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(["a,b\n", '"(3)",\n', "1,2"], "utf-8")
@given(st.lists(PIECES, min_size=1, max_size=60), st.sampled_from(["utf-8", "utf-16"]))
def test_any_text_is_refused_or_read_alike_by_import_and_script(
    tmp_path_factory, pieces, encoding
):
    path = tmp_path_factory.mktemp("any") / "data.csv"
    path.write_bytes("".join(pieces).encode(encoding))
    copy = path.with_suffix(".parquet")
    try:
        receipt = import_table(path, name="x", parquet_path=copy)
    except TaskError as error:
        assert error.message
        return
    data = reader_for(receipt.recipe).read(str(path))
    pd.testing.assert_frame_equal(read_stored_table(copy), data)


# "null" or "true" among words would rightly be read as something else.
WORDS = st.text(string.ascii_letters, min_size=3, max_size=8).map("w".__add__)
SENTENCES = st.text(string.ascii_letters + " ,;|\t\"'\n", min_size=3, max_size=30)
COLUMNS = st.one_of(
    st.lists(st.integers(-(10**9), 10**9), min_size=6, max_size=6),
    st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=6, max_size=6),
    st.lists(WORDS, min_size=6, max_size=6),
    st.lists(SENTENCES.map(lambda text: "say" + text + "so"), min_size=6, max_size=6),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(COLUMNS, min_size=2, max_size=5),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_a_table_written_in_any_dialect_is_read_back_equal(
    tmp_path_factory, columns, delimiter, encoding, end
):
    names = [f"name {letter}" for letter in string.ascii_lowercase[: len(columns)]]
    frame = pd.DataFrame(dict(zip(names, columns, strict=True)))
    path = tmp_path_factory.mktemp("written") / "data.csv"
    frame.to_csv(
        path, index=False, sep=delimiter, encoding=encoding, lineterminator=end
    )
    _, data = imported(path)
    pd.testing.assert_frame_equal(data, frame, check_dtype=False)
