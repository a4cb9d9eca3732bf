"""Rows themselves as the answer, as pandas code: the first ones, also of each group."""

from __future__ import annotations

from analysis.base.templating import literal
from analysis.calculations.code import LINE, packed
from analysis.signatures.calculation import Calculation


def rows_code(form: Calculation) -> list[str]:
    """The statements that bind ``found`` to rows of the table."""
    rows = form.rows
    assert rows is not None
    within = list(rows.within)
    needed = [*within, *([rows.sort] if rows.sort else [])]
    lines = ["require_rows(data)"]
    chosen = "data"
    if needed:
        lines.append(
            f"chosen = data.dropna(subset={literal(list(dict.fromkeys(needed)))})"
        )
        chosen = "chosen"
    lines += _sorted(chosen, rows.sort, rows.descending, within)
    lines += _cut(form, chosen, within)
    facts = {"n_rows": "len(data)", "n_obs": f"len({chosen})"}
    facts["n_missing"] = f"len(data) - len({chosen})"
    if _cuts(form) and rows.sort and not within:
        facts["n_tied"] = "n_tied"
    # What they are ordered by and picked within is shown whatever else is.
    shown = list(dict.fromkeys([*within, *rows.columns, *needed]))
    names = literal(shown) if rows.columns else "list(data.columns)"
    return [
        *lines,
        f"columns = {names}",
        "found = {",
        '    "columns": columns,',
        '    "rows": [',
        '        {"keys": [], "values": row}',
        "        for row in shown[columns].itertuples(index=False, name=None)",
        "    ],",
        *packed(facts),
        "}",
    ]


def _cuts(form: Calculation) -> bool:
    return bool((form.rows and form.rows.limit) or form.limit or form.place)


def _sorted(chosen: str, sort: str | None, down: bool, within: list[str]) -> list[str]:
    if not sort and not within:
        return []
    by = [*within, *([sort] if sort else [])]
    ascending = [*(True for _ in within), *([not down] if sort else [])]
    if len(by) == 1:
        how = f"{literal(by[0])}, ascending={ascending[0]}"
    else:
        how = f"{literal(by)}, ascending={literal(ascending)}"
    line = f'chosen = {chosen}.sort_values({how}, kind="stable")'
    if len(line) > LINE:
        line = f'chosen = {chosen}.sort_values(\n    {how}, kind="stable"\n)'
    return line.split("\n")


def _cut(form: Calculation, chosen: str, within: list[str]) -> list[str]:
    assert form.rows is not None
    limit, place = form.rows.limit or form.limit, form.place
    if within:
        by = f"{chosen}.groupby({literal(within)}, observed=True)"
        if place:
            return [f"shown = {by}.nth({place - 1})"]
        return [f"shown = {by}.head({limit})" if limit else f"shown = {chosen}"]
    if place:
        stop = place - 1 + (limit or 1)
        lines = [f"shown = {chosen}.iloc[{place - 1}:{stop}]"]
    elif limit:
        stop, lines = limit, [f"shown = {chosen}.head({limit})"]
    else:
        return [f"shown = {chosen}"]
    if form.rows.sort:
        column, start = literal(form.rows.sort), (place or 1) - 1
        lines.append(f"n_tied = tied_outside({chosen}[{column}], {start}, {stop})")
    return lines
