"""Steps that scripts carry between the cells of a file and the types of its columns.

Like the readers of ``table.py`` they decide nothing: what is left out, moved or put for
something else is a finding of the import, written down in the recipe.
"""

from __future__ import annotations

from typing import Any

import pandas as pd


def without_rows(cells: pd.DataFrame, rows: list[int]) -> pd.DataFrame:
    """The table without some rows, counted from 0: totals among the values."""
    return cells.drop(index=cells.index[rows]).reset_index(drop=True)


def repeated(data: pd.DataFrame, by: str) -> pd.DataFrame:
    """Each row as many times as the column of counts says, without that column."""
    rows = data.index.repeat(data[by])
    return data.loc[rows].drop(columns=by).reset_index(drop=True)


def in_order(
    data: pd.DataFrame, orders: dict[str, list[str]], around: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Words with an order of their own, from low to high; any others come behind them.

    In columns of ``around`` none is higher than another: weekdays, months.
    """
    changed = {}
    for name, order in orders.items():
        others = sorted(set(data[name].dropna()) - set(order))
        changed[name] = pd.Categorical(
            data[name], [*order, *others], ordered=name not in around
        )
    return data.assign(**changed)


def respelled(cells: pd.DataFrame, columns: dict[str, dict[str, str]]) -> pd.DataFrame:
    """One spelling for each word; of each column: {as it stands: as it is read}."""
    changed = {
        name: cells[name].astype("str").str.strip().replace(words)
        for name, words in columns.items()
    }
    return cells.assign(**changed)


def with_option(cells: pd.DataFrame, columns: dict[str, Any]) -> pd.DataFrame:
    """Whether one answer is among the several of a cell, "True" or "False".

    Of each column: "mark" between the answers, and the "option" that is looked for.
    Cells without any answer stay empty.
    """
    changed = {}
    for name, how in columns.items():
        text = cells[name].astype("str").str.strip()
        answers = text.str.split(how["mark"], regex=False)
        found = answers.map(
            lambda few, option=how["option"]: (
                str(option in [one.strip() for one in few])
                if isinstance(few, list)
                else ""
            )
        )
        changed[name] = found.astype("str").mask(text == "", "")
    return cells.assign(**changed)


def plain_numbers(cells: pd.DataFrame, columns: dict[str, Any]) -> pd.DataFrame:
    """Numbers with something written on them, bare: 70kg, 45k, 11.8*, <0.5, 12.50-.

    Of each column: "marks" is a pattern of what is left out, "powers" gives for patterns
    of words behind the number how many places they move its point, and "limits" says
    what <0.5 stands for: "missing", "half" or "limit"; "decimal" is its mark.
    """
    changed = {}
    for name, how in columns.items():
        text = cells[name].astype("str").str.strip()
        beyond = text.str.match(r"[<>≤≥]")
        below = text.str.match(r"[<≤]")
        text = text.str.replace(r"^[<>≤≥~]\s*", "", regex=True)
        if how.get("marks"):
            text = text.str.replace(how["marks"], "", regex=True).str.strip()
        text = text.str.replace(r"^(.*[\d.,])\s*[-−]$", r"-\1", regex=True)
        for word, places in how.get("powers", {}).items():
            text = text.str.replace(rf"\s*(?:{word})$", f"e{places}", regex=True)
        if how.get("limits") == "missing":
            text = text.mask(beyond, "")
        elif how.get("limits") == "half":
            decimal = how.get("decimal", ".")
            bare = text.where(below).str.replace(decimal, ".", regex=False)
            half = (pd.to_numeric(bare) / 2).astype("str")
            text = text.mask(below, half.str.replace(".", decimal, regex=False))
        changed[name] = text
    return cells.assign(**changed)


def plain_durations(cells: pd.DataFrame, columns: dict[str, Any]) -> pd.DataFrame:
    """Durations (2:08:00, 20:15, 8h30, 1 h 5 min) as numbers of one unit.

    Of each column: "unit" in seconds, and "first" as the seconds of the first part of
    20:15, which can be hours or minutes.
    """
    changed = {}
    for name, how in columns.items():
        text = cells[name].astype("str").str.strip().str.lower()
        full = text.str.extract(
            r"^(?:(\d+) days?,? )?(\d+):(\d{1,2}):(\d{1,2}(?:\.\d+)?)$"
        )
        short = text.str.extract(r"^(\d+):(\d{2}(?:\.\d+)?)$")
        words = text.str.extract(
            r"^(?:(\d+)\s*(?:d|days?|tage?))?\s*(?:(\d+(?:[.,]\d+)?)\s*(?:h|hrs?|hours?|std\.?"
            r"|stunden?))?\s*(?:(\d+)\s*(?:m|min|mins|minutes?|minuten?|'|$))?\s*"
            r"(?:(\d+)\s*(?:s|sec|secs|seconds?|sek\.?|\"))?$"
        )
        sizes = (86400, 3600, 60, 1)
        seconds = pd.Series(float("nan"), index=text.index)
        for parts, units in (
            (full, sizes),
            (short, (how["first"], how["first"] / 60)),
            (words, sizes),
        ):
            numbers = parts.apply(
                lambda part: pd.to_numeric(part.str.replace(",", ".", regex=False))
            )
            total = (numbers * list(units)).sum(axis=1, min_count=1)
            seconds = seconds.fillna(total)
        number = (seconds / how["unit"]).round(9)
        changed[name] = number.astype("str").mask(number.isna(), "")
    return cells.assign(**changed)


def plain_dates(cells: pd.DataFrame, columns: dict[str, Any]) -> pd.DataFrame:
    """Dates of several forms, quarters, months and weeks as days and times of one form.

    Of each column: "words" are the numbers of its months' names, "formats" the forms
    that are tried one after the other, "period" (quarter, half, month, week) what is
    counted within a year, "serial" true where days are counted as Excel does. What is
    none of these is empty afterwards.
    """
    changed = {}
    for name, how in columns.items():
        text = cells[name].astype("str").str.strip()
        if how.get("words"):
            text = text.str.lower()
            names = sorted(how["words"], key=len, reverse=True)
            pattern = rf"(?<![^\W\d_])({'|'.join(names)})(?![^\W\d_])\.?"
            numbers = how["words"]
            text = text.str.replace(
                pattern, lambda m, numbers=numbers: f"~{numbers[m[1]]}", regex=True
            )
        days = pd.Series(pd.NaT, index=text.index, dtype="datetime64[us]")
        for form in how.get("formats", []):
            read = pd.to_datetime(text, format=form, errors="coerce", utc=True)
            days = days.fillna(read.dt.tz_localize(None).astype("datetime64[us]"))
        if how.get("serial"):
            number = pd.to_numeric(text, errors="coerce")
            days = pd.Timestamp("1899-12-30") + pd.to_timedelta(number, unit="D")
        if how.get("period"):
            first = text.str.extract(r"^(?P<year>\d{4})\D*(?P<part>\d{1,2})$")
            last = text.str.extract(r"^\D*(?P<part>\d{1,2})\D+(?P<year>\d{4})$")
            first = first.fillna(last)
            part = pd.to_numeric(first["part"])
            if how["period"] == "week":
                week = first["year"] + "-" + first["part"].str.zfill(2) + "-1"
                days = pd.to_datetime(week, format="%G-%V-%u", errors="coerce")
            else:
                months = {"quarter": 3, "half": 6, "month": 1}[how["period"]]
                number = (part - 1) * months + 1
                month = number.map("{:02.0f}".format, na_action="ignore")
                days = pd.to_datetime(
                    first["year"] + month.astype("str"),
                    format="%Y%m",
                    errors="coerce",
                )
        changed[name] = days.dt.strftime("%Y-%m-%d %H:%M:%S").fillna("")
    return cells.assign(**changed)
