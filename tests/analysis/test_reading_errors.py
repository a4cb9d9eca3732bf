"""What is no table is refused in words, and what the user gets wrong is said."""

from __future__ import annotations

import gzip
import zipfile

import pytest

from analysis.base.errors import TaskError
from analysis.reading import container
from analysis.reading.importing import import_table


def refused(path, **options) -> TaskError:
    with pytest.raises(TaskError) as caught:
        import_table(path, name="x", parquet_path=None, **options)
    return caught.value


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty (0 bytes)"),
        (b"\n\n  \n", "only blank lines"),
        (b"a,b,c\n", "names but no rows"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "a PNG picture"),
        (b"%PDF-1.7\n", "a PDF document"),
        (b"MZ\x90\0", "a Windows program"),
        (b"<!DOCTYPE html><html></html>", "a web page (HTML)"),
        (b'{"type": "point"', "not valid JSON"),
        (b'{"a": {"b": 1}}', "no list of records"),
        (b"PAR1 nothing", "Parquet file cannot be read"),
        (bytes(range(256)) * 40, "no text and no known table format"),
        (gzip.compress(b"a,b\n1,2\n", mtime=0)[:-9], "damaged"),
        (gzip.compress(b"", mtime=0), "packed file is empty"),
    ],
)
def test_what_is_no_table_is_refused_by_name(tmp_path, content, words):
    path = tmp_path / "upload.csv"
    path.write_bytes(content)
    error = refused(path)
    assert words in error.message
    assert error.hint


def test_an_archive_of_pictures(tmp_path):
    path = tmp_path / "data.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("one.png", "x")
    assert "archive without a table" in refused(path).message


def test_a_locked_workbook(tmp_path):
    path = tmp_path / "book.xlsx"
    magic = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    path.write_bytes(magic + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"))
    error = refused(path)
    assert "locked with a password" in error.message
    assert "Remove the password" in error.hint


def test_a_damaged_workbook(tmp_path):
    path = tmp_path / "book.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    assert "damaged" in refused(path).message


def test_text_that_is_named_as_a_workbook(tmp_path):
    path = tmp_path / "book.xls"
    path.write_text("The report was not found.")
    assert "named .xls but is no workbook" in refused(path).message


def test_too_many_bytes(tmp_path, monkeypatch):
    monkeypatch.setattr(container, "MAX_BYTES", 10)
    path = tmp_path / "data.csv"
    path.write_text("a,b\n1,2\n3,4\n")
    assert "the limit is" in refused(path).message


def test_too_many_bytes_once_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(container, "MAX_UNPACKED_BYTES", 1000)
    path = tmp_path / "data.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n" + b"1,2\n" * 1000))
    assert "unpacks to more than" in refused(path).message


@pytest.mark.parametrize(
    ("overrides", "words"),
    [
        ({"kind:nothing": "text"}, "no column called nothing"),
        ({"kind:a": "colour"}, "no kind called colour"),
        ({"shape": "round"}, "no correction called shape"),
        ({"encoding": "klingon"}, "no encoding called klingon"),
        ({"kind:b": "number"}, "read as numbers: 3 of its 3 values are none"),
        ({"kind:b": "datetime"}, "read as dates: 3 of its 3 values are none"),
        ({"kind:b": "boolean"}, "true/false needs two"),
    ],
)
def test_corrections_that_cannot_be_made(tmp_path, overrides, words):
    path = tmp_path / "data.csv"
    path.write_text("a,b\n1,u\n2,v\n3,w\n")
    assert words in refused(path, overrides=overrides).message
