"""Delimited text: dialects, encodings, headers, and what is above and below."""

from __future__ import annotations

import codecs

import pandas as pd
import pytest

from tests.analysis.reading_files import from_text


def cells(data: pd.DataFrame) -> list[list[object]]:
    return data.astype(object).where(data.notna(), None).to_numpy().tolist()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", ":", "^"])
def test_any_delimiter_is_found(tmp_path, delimiter):
    rows = [["name", "size", "city"], ["Ann", "3", "Rome"], ["Bob", "4", "Oslo"]]
    text = "\n".join(delimiter.join(row) for row in rows)
    receipt, data = from_text(tmp_path, text)
    assert receipt.delimiter == delimiter
    assert cells(data) == [["Ann", 3, "Rome"], ["Bob", 4, "Oslo"]]


@pytest.mark.parametrize(
    ("encoding", "word"),
    [
        ("utf-8", "Größe"),
        ("utf-8-sig", "Größe"),
        ("utf-16", "Größe"),
        ("utf-16-le", "Größe"),
        ("cp1252", "Zürich"),
        ("cp1250", "Łódź"),
        ("cp1251", "Москва"),
        ("koi8-r", "Москва"),
        ("cp1253", "Αθήνα"),
        ("shift_jis", "東京都"),
        ("gb18030", "上海市"),
    ],
)
def test_the_encoding_is_found_from_the_bytes(tmp_path, encoding, word):
    text = "city,n\n" + "".join(f"{word},{n}\n" for n in range(20))
    receipt, data = from_text(tmp_path, text, encoding)
    assert set(data["city"]) == {word}, receipt.encoding


def test_two_german_names_are_not_read_as_chinese(tmp_path):
    _, data = from_text(tmp_path, "city;n\nZürich;1\nKöln;2\n", "cp1252")
    assert data["city"].tolist() == ["Zürich", "Köln"]


def test_a_single_broken_byte_does_not_change_the_encoding(tmp_path):
    path = tmp_path / "data.csv"
    good = "".join(f"Größe,{n}\n" for n in range(200)).encode()
    path.write_bytes(b"word,n\n" + good + b"Gr\xf6\xdfe,200\n")
    from tests.analysis.reading_files import imported

    receipt, data = imported(path)
    assert receipt.encoding == "utf-8"
    assert data["word"].tolist() == ["Größe"] * 200 + ["Gr\ufffd\ufffde"]
    assert any("not valid" in warning for warning in receipt.warnings)


def test_quotes_delimiters_and_line_breaks_within_cells(tmp_path):
    text = 'a,b\n"x, y",1\n"say ""hi""",2\n"two\nlines",3\n'
    _, data = from_text(tmp_path, text)
    assert data["a"].tolist() == ["x, y", 'say "hi"', "two\nlines"]


def test_backslashes_may_protect_quotes_and_delimiters(tmp_path):
    text = 'a|b|c\n1|x\\|y|2\n2|"say \\"hi\\""|3\n3|plain|4\n'
    _, data = from_text(tmp_path, text)
    assert data["b"].tolist() == ["x|y", 'say "hi"', "plain"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end(tmp_path, end):
    _, data = from_text(tmp_path, end.join(["a,b", "1,x", "2,y", ""]))
    assert cells(data) == [[1, "x"], [2, "y"]]


def test_a_title_above_and_a_source_below_are_left_out(tmp_path):
    text = (
        "Sales of 2023\n\nregion,year,sales\nNorth,2023,5\nSouth,2023,7\n"
        "East,2023,4\nSource: the office,,\n"
    )
    receipt, data = from_text(tmp_path, text)
    assert cells(data) == [["North", 2023, 5], ["South", 2023, 7], ["East", 2023, 4]]
    assert receipt.recipe.skip == 2
    assert "1 line of notes below the table was left out." in receipt.warnings


def test_a_delimiter_within_all_cells_leaves_the_names_apart(tmp_path):
    receipt, data = from_text(tmp_path, "a,b\n" + "x;;;y,x;;;y\n" * 4)
    assert receipt.delimiter == ","
    assert cells(data) == [["x;;;y", "x;;;y"]] * 4


def test_titles_that_a_spreadsheet_padded_are_left_out(tmp_path):
    text = "Report,,,\n,,,\nday,shop,n,price\n1,A,2,3.5\n2,B,3,4.5\n"
    _, data = from_text(tmp_path, text)
    assert list(data.columns) == ["day", "shop", "n", "price"]
    assert len(data) == 2


def test_a_last_row_of_data_with_gaps_is_no_footer(tmp_path):
    _, data = from_text(tmp_path, "id,name,n\n1,Ann,3\n2,Bob,4\n3,,\n")
    assert data["id"].tolist() == [1, 2, 3]


def test_rows_that_are_longer_than_the_header_keep_their_cells(tmp_path):
    rows = "".join(f"{n},x\n" for n in range(3000))
    receipt, data = from_text(tmp_path, "a,b\n" + rows + "1,x,late\n")
    assert receipt.n_rows == 3001
    assert list(data.columns) == ["a", "b", "Unnamed: 2"]
    assert data["Unnamed: 2"].iloc[-1] == "late"


def test_rows_that_are_all_shorter_than_the_header(tmp_path):
    _, data = from_text(tmp_path, "a,b,c\n1,x\n2,y\n3,z\n")
    assert list(data.columns) == ["a", "b", "c"]
    assert data["a"].tolist() == [1, 2, 3]
    assert data["c"].isna().all()


def test_rows_of_empty_fields_are_left_out(tmp_path):
    _, data = from_text(tmp_path, "a,b\n1,x\n,\n2,y\n\n3,z\n")
    assert cells(data) == [[1, "x"], [2, "y"], [3, "z"]]


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ("a,a,b", ["a", "a.1", "b"]),
        (",x,", ["Unnamed: 0", "x", "Unnamed: 2"]),
        (" a , b,c ", ["a", "b", "c"]),
        ("größe,年,имя", ["größe", "年", "имя"]),
        ('"a\nb",c,d', ["a b", "c", "d"]),
        ("country,1960,1961", ["country", "1960", "1961"]),
    ],
)
def test_names_are_unique_and_never_empty(tmp_path, header, names):
    _, data = from_text(tmp_path, header + "\nx,1,2\ny,3,4\nz,5,6\n")
    assert list(data.columns) == names


def test_a_table_without_a_header_loses_no_row(tmp_path):
    receipt, data = from_text(tmp_path, "12,2020-01-01,x\n13,2020-01-02,y\n")
    assert list(data.columns) == ["column_1", "column_2", "column_3"]
    assert len(data) == 2
    assert any("no header" in warning for warning in receipt.warnings)


def test_the_user_may_say_that_there_is_no_header(tmp_path):
    _, data = from_text(tmp_path, "ann,rome\nbob,oslo\n", header="none")
    assert data["column_1"].tolist() == ["ann", "bob"]


def test_columns_aligned_with_spaces(tmp_path):
    text = "x    y    z\n1   2.5  aa\n10  3.5  bb\n100 4.5  cc\n"
    _, data = from_text(tmp_path, text)
    assert cells(data) == [[1, 2.5, "aa"], [10, 3.5, "bb"], [100, 4.5, "cc"]]


def test_a_list_of_sentences_is_one_column(tmp_path):
    text = "remark\nGood, really good.\nBad\nSo, so, but, well: fine\nNo comment\n"
    _, data = from_text(tmp_path, text)
    assert data.shape == (4, 1)


def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path):
    path = tmp_path / "bom.csv"
    path.write_bytes(codecs.BOM_UTF8 + b'"first",n\nx,1\n')
    from tests.analysis.reading_files import imported

    assert list(imported(path)[1].columns) == ["first", "n"]


def test_one_column_of_quoted_texts_with_a_stray_cell(tmp_path):
    text = 'remark\n"One, two\n\nthree, four"\n"Five","six"\n'
    _, data = from_text(tmp_path, text)
    assert data["remark"].tolist() == ["One, two\n\nthree, four", "Five"]
    assert data.shape == (2, 2)


def test_answers_of_one_and_of_two_words_are_one_column(tmp_path):
    text = "useful\nAgree\nNeutral\nStrongly agree\nAgree\nNeutral\nAgree\n"
    _, data = from_text(tmp_path, text)
    assert list(data.columns) == ["useful"]
    assert data["useful"].tolist()[2] == "Strongly agree"
