"""Windows of a calculation as pandas code: running totals, growth, ranks, lags."""

from __future__ import annotations

from analysis.base.errors import TaskError
from analysis.base.templating import literal
from analysis.calculations.code import assigned
from analysis.calculations.plan import Laid, Plan
from analysis.signatures.calculation import PERIODS_A_YEAR, Window

USUAL_WINDOW = 3


def window_lines(plan: Plan) -> list[str]:
    """The column that the window makes of each measure."""
    window = plan.form.window
    if window is None:
        return []
    lines = _sorting(plan, window)
    by = [plan.names[number] for number in restarts(plan, window)]
    for laid in plan.measures:
        lines += _made(plan, window, laid, by)
    return lines


def restarts(plan: Plan, window: Window) -> list[int]:
    """The keys in whose groups the window begins anew."""
    if window.restart is not None:
        return list(window.restart)
    path = plan.form.path
    if path is None:
        return []
    return [number for number in range(len(plan.keys)) if number != path]


def _sorting(plan: Plan, window: Window) -> list[str]:
    """Where no time is there to go along, the groups go from the biggest on."""
    if plan.form.path is not None or window.kind == "rank":
        return []
    order = plan.form.sequence
    if order is not None and order.by == "key":
        return []
    down = order.descending if order else True
    name = literal(plan.ordering.name)
    return [f'table = table.sort_values({name}, ascending={not down}, kind="stable")']


def _made(plan: Plan, window: Window, laid: Laid, by: list[str]) -> list[str]:
    value = f"table[{literal(laid.name)}]"
    if window.kind == "to_date":
        return _to_date(plan, window, laid, by)
    lines = []
    values = value
    if by:
        lines.append(f"parts = table.groupby({literal(by)})[{literal(laid.name)}]")
        values = "parts"
    n = window.n or 1
    if window.against == "year_before":
        n = steps_of_year(plan, window)
    if window.kind == "growth":
        lines += assigned(laid.change, f"{values}.diff({n})")
        change = f"table[{literal(laid.change)}]"
        return lines + assigned(laid.windowed, f"{change} / {values}.shift({n}).abs()")
    return lines + assigned(laid.windowed, _code(plan, window, values, bool(by), n))


def _code(plan: Plan, window: Window, values: str, grouped: bool, n: int) -> str:
    """The window's values, from a column or from its parts."""
    match window.kind:
        case "running" if window.statistic == "mean":
            return _each("expanding()", "mean", values, grouped)
        case "running":
            return f"{values}.cum{window.statistic or 'sum'}()"
        case "moving":
            size, word = window.n or USUAL_WINDOW, window.statistic or "mean"
            return _each(f"rolling({size})", word, values, grouped)
        case "change":
            return f"{values}.diff({n})"
        case "lag":
            return f"{values}.shift({n})"
        case "rank":
            down = plan.form.sequence.descending if plan.form.sequence else True
            return f'{values}.rank(ascending={not down}, method="min").astype("Int64")'
        case _:
            whole = f'{values}.transform("sum")' if grouped else f"{values}.sum()"
            return f"{values}.cumsum() / {whole}"


def _each(window: str, statistic: str, values: str, grouped: bool) -> str:
    if grouped:
        return f"{values}.transform(lambda part: part.{window}.{statistic}())"
    return f"{values}.{window}.{statistic}()"


def _to_date(plan: Plan, window: Window, laid: Laid, by: list[str]) -> list[str]:
    path = plan.form.path
    if path is None or not plan.form.by[path].is_running:
        raise TaskError(
            "A value in the year to date needs a unit of time.",
            hint="Say, for example, by month.",
        )
    part = "qyear" if plan.form.by[path].fiscal_start > 1 else "year"
    keys = ", ".join(["year", *(f"table[{literal(each)}]" for each in by)])
    return [
        f"year = table[{literal(plan.names[path])}].dt.{part}",
        *assigned(
            laid.windowed, f"table[{literal(laid.name)}].groupby([{keys}]).cumsum()"
        ),
    ]


def steps_of_year(plan: Plan, window: Window) -> int:
    """How many groups back the same period of the year before is."""
    path = plan.form.path
    grain = plan.form.by[path].grain if path is not None else None
    if grain not in PERIODS_A_YEAR:
        raise TaskError(
            "The same period a year before needs years, quarters, months or weeks.",
            hint="Say, for example, by month.",
        )
    return PERIODS_A_YEAR[grain]
