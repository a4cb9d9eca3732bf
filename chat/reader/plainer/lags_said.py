"""A series and itself some time before: "correlation of sales with themselves a week earlier".

The time is counted in the periods that the table's one column of dates goes by.
"""

from __future__ import annotations

import re
from functools import lru_cache

from analysis.base.columns import Schema
from chat.linking.naming import quoted
from chat.reader.base.series import period_of, periods_in
from chat.reader.methods.names import data_of


def with_lags_said(text: str, schema: Schema) -> str:
    """The message as a request for an autocorrelation at that lag, where it is one."""
    times = [column for column in schema.columns if column.kind == "datetime"]
    if len(times) != 1:
        return text
    found = _form(schema.names).search(text)
    period = period_of(times[0], schema.n_rows)
    if found is None or period is None or times[0].n_unique != schema.n_rows:
        return text
    data = data_of("lags")
    said = found["n"].casefold()
    lag = _periods(int(data["numbers"].get(said, 0) or said), found["unit"], period)
    if lag is None or _contradicts(found, lag, period):
        return text
    name = (found["of"] or found["is"]).strip("`")
    means = data["means"].format(name=quoted(name), lag=lag)
    return f"{text[: found.start()]}{means}{text[found.end() :]}"


def _periods(n: int, unit: str, period: str) -> int | None:
    """So many units in the periods of the series; None where they are no whole ones."""
    if unit.casefold() == period:
        return n
    many = periods_in(period, unit.casefold())
    return None if many is None else n * many


def _contradicts(found: re.Match[str], lag: int, period: str) -> bool:
    """ "a week (5 days)": the gloss in brackets tells of another time."""
    if found["m"] is None:
        return False
    return _periods(int(found["m"]), found["other"], period) != lag


@lru_cache(maxsize=64)
def _form(names: tuple[str, ...]) -> re.Pattern[str]:
    told = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    spelt = rf"`?(?<!\w)(?:{told})(?!\w)`?"
    return re.compile(data_of("lags")["form"].replace("{name}", spelt), re.IGNORECASE)
