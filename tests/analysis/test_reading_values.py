"""What the cells of a column become, judged on the whole column."""

from __future__ import annotations

import pandas as pd
import polars as pl
import pytest

from analysis.reading import missing
from analysis.reading.importing import import_table
from tests.analysis.reading_files import from_text, imported_with


def column(folder, *words, name="x", overrides=None):
    """Import one column beside a counting one; its receipt, values and kind."""
    path = folder / "data.csv"
    rows = "".join(f'{n};"{word}"\n' for n, word in enumerate(words))
    path.write_text(f"n;{name}\n{rows}")
    receipt, data = imported_with(path, overrides)
    return receipt, data[name], receipt.table[name].kind


@pytest.mark.parametrize(
    ("words", "values"),
    [
        (["1", "2"], [1, 2]),
        (["1.5", "2"], [1.5, 2.0]),
        (["1,5", "2,25"], [1.5, 2.25]),
        (["1.234,5", "2,25"], [1234.5, 2.25]),
        (["1,234.5", "2.25"], [1234.5, 2.25]),
        (["1,234,567", "12"], [1234567, 12]),
        (["12,34,567", "1,00,000"], [1234567, 100000]),
        (["1 234 567", "12 000"], [1234567, 12000]),
        (["1 234,5", "12"], [1234.5, 12.0]),
        (["1'234'567", "12"], [1234567, 12]),
        (["$5.50", "$1,200.25"], [5.5, 1200.25]),
        (["5,50 €", "1.200,25 €"], [5.5, 1200.25]),
        (["CHF 5.50", "CHF 10.00"], [5.5, 10.0]),
        (["15.5%", "3%"], [15.5, 3.0]),
        (["(12.5)", "3.0"], [-12.5, 3.0]),
        (["−3.5", "2.5"], [-3.5, 2.5]),
        (["1e5", "2.5e-3"], [1e5, 2.5e-3]),
    ],
)
def test_numbers_in_all_spellings(tmp_path, words, values):
    _, data, kind = column(tmp_path, *words)
    assert data.tolist() == values
    assert kind in ("integer", "number")


def test_every_digit_of_a_number_survives(tmp_path):
    words = ["0.1234567890123456", "10000000.2", "1e-300", "123456789.123456789"]
    _, data, _ = column(tmp_path, *words)
    assert data.tolist() == [float(word) for word in words]


def test_large_whole_numbers_are_exact_even_with_gaps(tmp_path):
    _, data, _ = column(tmp_path, "9007199254740993", "", "1")
    assert str(data.dtype) == "Int64"
    assert data.iloc[0] == 9007199254740993


def test_numbers_beyond_64_bits_stay_text(tmp_path):
    _, data, kind = column(
        tmp_path, "12345678901234567890123", "22345678901234567890124"
    )
    assert data.tolist() == ["12345678901234567890123", "22345678901234567890124"]
    assert kind == "identifier"


def test_leading_zeros_are_kept_even_when_they_come_late(tmp_path):
    words = [str(n) for n in range(20000, 23000)] + ["02134"]
    _, data, kind = column(tmp_path, *words)
    assert data.iloc[-1] == "02134"
    assert kind == "identifier"


@pytest.mark.parametrize("word", ["n/k", "?", "-", "NA", "unknown", "#DIV/0!", "nan"])
def test_a_late_word_for_missing_leaves_a_column_numeric(tmp_path, word):
    _, data, kind = column(tmp_path, *[str(n) for n in range(3000)], word)
    assert kind == "integer"
    assert data.iloc[:3000].tolist() == list(range(3000))
    assert pd.isna(data.iloc[3000])


def test_a_late_word_of_another_sort_keeps_the_column_as_text_and_says_so(tmp_path):
    words = [str(n) for n in range(3000)] + ["see note"]
    receipt, data, kind = column(tmp_path, *words)
    assert data.iloc[3000] == "see note"
    assert "x is almost all numbers but holds 'see note'; kept as text." in (
        receipt.warnings
    )
    (choice,) = receipt.ambiguities
    assert (choice.override, choice.options[0][0]) == ("kind:x", "number")
    _, corrected, kind = column(tmp_path, *words, overrides={"kind:x": "number"})
    assert kind == "number"
    assert corrected.tolist()[:3000] == list(range(3000))
    assert pd.isna(corrected.iloc[3000])


def test_one_comma_and_three_digits_is_ambiguous_and_can_be_turned(tmp_path):
    path = tmp_path / "data.csv"
    path.write_text('a,x\n1,"1,234"\n2,"5,678"\n')
    receipt, data = imported_with(path)
    assert data["x"].tolist() == [1234, 5678]
    (choice,) = receipt.ambiguities
    assert choice.choice == "1,234 is 1234"
    _, turned = imported_with(path, {choice.override: choice.options[0][0]})
    assert turned["x"].tolist() == [1.234, 5.678]


def test_clear_columns_settle_the_mark_of_the_others(tmp_path):
    _, data = from_text(tmp_path, "a;b\n1,5;1.234\n2,25;5.678\n")
    assert data["a"].tolist() == [1.5, 2.25]
    assert data["b"].tolist() == [1234, 5678]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (["2020-02-01", "2021-12-31"], "2020-02-01"),
        (["2020-02-01 10:30", "2020-02-02 11:00"], "2020-02-01 10:30"),
        (["2020-02-01T10:30:00Z", "2020-02-02T11:00:00+02:00"], "2020-02-01 10:30"),
        (["2020-02-01 10:30:00.125", "2020-02-02 11:00:00"], "2020-02-01 10:30:00.125"),
        (["31/01/2020", "01/02/2020"], "2020-01-31"),
        (["01/31/2020", "02/01/2020"], "2020-01-31"),
        (["31.01.2020", "1.2.2020"], "2020-01-31"),
        (["31-Jan-20", "01-Feb-20"], "2020-01-31"),
        (["Jan 31, 2020", "Feb 1, 2020"], "2020-01-31"),
        (["31 January 2020", "1 May 2020"], "2020-01-31"),
        (["1/31/2020 1:05 PM", "2/1/2020 11:00 AM"], "2020-01-31 13:05"),
        (["2020-01", "2020-02"], "2020-01-01"),
        (["2020/01/31", "2020/02/01"], "2020-01-31"),
    ],
)
def test_dates_in_all_spellings(tmp_path, words, first):
    _, data, kind = column(tmp_path, *words)
    assert kind == "datetime"
    assert data.iloc[0] == pd.Timestamp(first)
    assert str(data.dtype) == "datetime64[us]"


def test_the_order_of_day_and_month_can_be_turned(tmp_path):
    words = ["03/04/2020", "01/02/2020", "05/06/2020"]
    receipt, data, _ = column(tmp_path, *words)
    (choice,) = receipt.ambiguities
    assert choice.override == "order:x"
    _, turned, _ = column(
        tmp_path, *words, overrides={choice.override: choice.options[0][0]}
    )
    assert {data.iloc[0], turned.iloc[0]} == {
        pd.Timestamp("2020-04-03"),
        pd.Timestamp("2020-03-04"),
    }


def test_the_order_of_the_rows_tells_day_from_month(tmp_path):
    path = tmp_path / "data.csv"
    words = ["11/01/2020", "12/01/2020", "01/02/2020", "02/02/2020", "03/02/2020"]
    path.write_text("n,x\n" + "".join(f"{n},{w}\n" for n, w in enumerate(words)))
    receipt, data = imported_with(path)
    assert data["x"].is_monotonic_increasing
    assert data["x"].iloc[0] == pd.Timestamp("2020-01-11")
    assert receipt.date_order == "day-first"


def test_eight_digits_are_a_date_only_where_the_name_says_so(tmp_path):
    _, day, _ = column(tmp_path, "20140102", "20121231", name="date")
    _, number, _ = column(tmp_path, "20140102", "20121231")
    assert day.iloc[0] == pd.Timestamp("2014-01-02")
    assert number.tolist() == [20140102, 20121231]


def test_true_and_false_are_boolean_and_yes_and_no_stay_words(tmp_path):
    _, truth, kind = column(tmp_path, "TRUE", "FALSE", "TRUE")
    assert (truth.tolist(), kind) == ([True, False, True], "boolean")
    _, words, kind = column(tmp_path, "yes", "no", "yes")
    assert (words.tolist(), kind) == (["yes", "no", "yes"], "category")
    _, truth, kind = column(
        tmp_path, "yes", "no", "yes", overrides={"kind:x": "boolean"}
    )
    assert (truth.tolist(), kind) == ([True, False, True], "boolean")


def test_a_number_can_be_treated_as_text(tmp_path):
    _, data, kind = column(tmp_path, "20009", "10001", overrides={"kind:x": "text"})
    assert (data.tolist(), kind) == (["20009", "10001"], "text")


@pytest.mark.parametrize(
    "words",
    [
        ["NA", "ZA", "DE", "NA"],
        ["None", "Basic", "Premium", "None", "Basic"] * 4,
        ["n/a"] + ["red", "blue"] * 40 + [""],
    ],
    ids=["codes of countries", "a frequent answer", "beside empty cells"],
)
def test_words_for_nothing_are_answers_unless_the_user_says_otherwise(tmp_path, words):
    receipt, data, _ = column(tmp_path, *words)
    assert data.isna().tolist() == [not word for word in words]
    (choice,) = receipt.ambiguities
    assert str(words.count(words[0])) in choice.what
    changed = {choice.override: choice.options[0][0]}
    _, without, _ = column(tmp_path, *words, overrides=changed)
    assert without.isna().tolist() == [word in ("", words[0]) for word in words]


def test_a_rare_na_among_words_is_missing_unless_the_user_keeps_it(tmp_path):
    words = ["NA"] + ["yes please", "rather not"] * 20
    receipt, data, _ = column(tmp_path, *words)
    assert data.isna().tolist() == [word == "NA" for word in words]
    (choice,) = receipt.ambiguities
    _, kept, _ = column(tmp_path, *words, overrides={choice.override: "keep"})
    assert kept.tolist() == words


def test_a_word_that_stands_for_missing_numbers_is_no_answer_elsewhere(tmp_path):
    file = tmp_path / "survey.csv"
    rows = [f"{n if n % 4 else 'NA'},{'left' if n % 3 else 'NA'}" for n in range(40)]
    file.write_text("\n".join(["pulse,hand", *rows]))
    receipt = import_table(file, name=file.name, parquet_path=tmp_path / "t.parquet")
    assert [column.n_missing for column in receipt.columns] == [10, 14]


def test_no_known_word_for_no_value_is_passed_over():
    known = pl.Series(sorted(missing.PANDAS_DEFAULTS | missing._AMONG_NUMBERS))

    assert missing.may_be_missing(known).to_list() == known.to_list()
    assert missing.may_be_missing(pl.Series(["12", "a12", "x" * 16])).is_empty()


@pytest.mark.parametrize(
    "words",
    [
        ["note 2024 a", "note 17 bb", "note 3 c"] * 20,
        ["3 May 2024", "on 4 May 2024", "5. 5. 2024 or so"] * 20,
        [f"{n}th of 2024" for n in range(60)],
        [f"order {n} of 12.5.2024" for n in range(60)],
    ],
)
def test_words_with_digits_that_are_no_dates_stay_words(tmp_path, words):
    _, values, kind = column(tmp_path, *words)

    assert (values.tolist(), kind in ("text", "category", "identifier")) == (
        words,
        True,
    )


def test_spaces_around_cells_are_no_part_of_them(tmp_path):
    _, data, _ = column(tmp_path, " male", "female ", "  ", "male")
    assert data.tolist()[:2] == ["male", "female"]
    assert pd.isna(data.iloc[2])


@pytest.mark.parametrize(
    ("words", "name", "kind"),
    [
        (["red", "blue"] * 30, "colour", "category"),
        ([f"C{n:04d}" for n in range(60)], "customer", "identifier"),
        ([str(n) for n in range(60)], "customer_id", "identifier"),
        ([str(n * 7) for n in range(60)], "score", "integer"),
        ([f"Some words about {n} of them" for n in range(60)], "remark", "text"),
    ],
)
def test_kinds(tmp_path, words, name, kind):
    assert column(tmp_path, *words, name=name)[2] == kind


@pytest.mark.parametrize("words", [("9A", "10A", "9B", "10B")])
def test_numbers_lettered_from_a_on_are_names(tmp_path, words):
    _, values, kind = column(tmp_path, *words, *words)
    assert kind == "category"
    assert values.to_list() == [*words, *words]


def test_numbers_with_millions_and_billions_are_still_numbers(tmp_path):
    _, values, _ = column(tmp_path, "1.5B", "300M", "2B", "12M")
    assert values.to_list() == [1.5e9, 3e8, 2e9, 1.2e7]
