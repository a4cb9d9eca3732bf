"""Numbers of one unit in another."""

from __future__ import annotations

import pandas as pd

from analysis.base.columns import Column, Schema
from analysis.base.errors import DataError, TaskError
from analysis.base.language import Example, Language
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import NumericColumns
from analysis.base.wording import names_of
from analysis.results.preparing import ConvertUnitsInfo
from analysis.statistics.texts import require_free
from analysis.statistics.units import UNITS, kind_of_unit, renamed_unit, unit_in_name
from analysis.statistics.values import numbers_of

operation = Operation(
    __name__,
    kind="prepare",
    effect="row",
    title="Convert units",
    category="Prepare",
    language=Language(
        phrases=(),
        examples=(
            Example(
                "convert fare from kg to pounds",
                {"columns": ["fare"], "source": "kg", "to": "lb"},
            ),
            Example(
                "age from days to weeks",
                {"columns": ["age"], "source": "d", "to": "wk"},
            ),
            Example(
                "change fare from celsius to fahrenheit",
                {"columns": ["fare"], "source": "C", "to": "F"},
            ),
        ),
    ),
    references=(
        Reference(
            {"t_c": [-40.0, 0.0, 100.0]},
            {"columns": ["t_c"], "to": "F"},
            {"names": ["t_F"], "source": "C", "to": "F"},
            "NIST SP 811, appendix B.8: t/°F = 1.8 t/°C + 32",
        ),
    ),
)


@operation.compute
def convert_units(
    data: pd.DataFrame, columns: NumericColumns, to: str, source: str | None = None
) -> tuple[pd.DataFrame, ConvertUnitsInfo]:
    """Numbers of one unit in another of its kind; a unit in the column's name follows.

    Args:
        source: the unit now; without, the one that the column's name says.

    Raises:
        DataError: a unit is not known, or the two are of different kinds.

    Factors: NIST Special Publication 811, appendix B.
    """
    kind = kind_of_unit(to)
    made: dict[str, pd.Series] = {}
    names: list[str] = []
    used = ""
    for name in dict.fromkeys(columns):
        used = source or unit_in_name(name, kind)[0]
        if used not in UNITS.get(kind, {}):
            raise DataError(
                f"It is not known in which unit “{name}” is, or it cannot become {to}.",
                f"Say both: “convert {name} from … to {to}”.",
                name,
            )
        factor, shift = UNITS[kind][used]
        wanted, back = UNITS[kind][to]
        made[name] = (numbers_of(data, name) * factor + shift - back) / wanted
        names.append(renamed_unit(name, kind, to))
    changed = data.assign(**made)
    new = [n for n, old in zip(names, made, strict=True) if n != old]
    require_free(data, new, next(iter(made)))
    changed = changed.rename(columns=dict(zip(made, names, strict=True)))
    info: ConvertUnitsInfo = {
        "columns": list(made), "names": names, "source": used, "to": to,
    }  # fmt: skip
    return changed, info


@operation.checks
def check(
    schema: Schema, columns: list[str], to: str, source: str | None = None
) -> None:
    """Whether it is known from which unit, and whether that can be done."""
    kind = kind_of_unit(to)
    for name in columns:
        if name not in schema.names:
            continue
        used = source or unit_in_name(name, kind)[0]
        if not used:
            others = [unit for unit in UNITS.get(kind, {}) if unit != to]
            raise TaskError(
                f"In which unit is “{name}” now?",
                hint=f"Say it: “convert {name} from {others[0]} to {to}”.",
                options=tuple(f"convert {name} from {u} to {to}" for u in others[:8]),
            )
        if kind_of_unit(used) != kind:
            raise TaskError(
                f"{used} is a unit of {kind_of_unit(used)} and {to} one of {kind}: neither "
                "can be the other.",
                hint="Name two units of one kind.",
            )
        if used == to:
            raise TaskError(
                f"“{name}” is in {to} already.", hint="Say the unit that it has now."
            )


@operation.reshapes
def columns_after(
    schema: Schema, columns: list[str], to: str, source: str | None = None
) -> list[Column]:
    """The same columns under the names that they then have."""
    kind = kind_of_unit(to)
    return [
        Column(
            name=renamed_unit(one.name, kind, to), kind="number", n_unique=one.n_unique
        )
        if one.name in columns
        else one
        for one in schema.columns
    ]


@operation.restate
def restate(columns: list[str], to: str, source: str | None = None) -> str:
    return f"{names_of(columns)}{f' from {source}' if source else ''} to {to}"


@operation.present
def present(result: ConvertUnitsInfo) -> Answer:
    pairs = zip(result["columns"], result["names"], strict=True)
    called = [f"{old} is called {new} now" for old, new in pairs if old != new]
    words = f"Converted {names_of(result['columns'])} from {result['source']} to {result['to']}"
    return Answer(f"{'; '.join([words, *called])}.")
