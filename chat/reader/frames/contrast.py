"""Values set against each other are levels of a group; other conditions choose rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from analysis.base.columns import Column
from chat.linking.mentions import is_flag
from chat.reader.base.items import Rows
from chat.reader.frames.items import Group
from chat.reader.frames.places import names_event

if TYPE_CHECKING:
    from chat.reader.frames.frame import Frame

_LEVELLED = ("group", "group_by", "groups")
# Yes and no set against each other are surer than one of them alone.
_CONTRAST_BONUS = -0.25
_LONE_FLAG = 0.3


def take_contrasts(frame: Frame) -> list[Group]:
    """Settles the conditions; the groups that are left to be placed."""
    groups = list(frame.said.groups)
    by_column: dict[str, list[Rows]] = {}
    for rows in frame.said.rows:
        if rows.role in ("value", "flag") and rows.column:
            by_column.setdefault(rows.column, []).append(rows)
        else:
            frame.rows.append(rows)
    for column, found in by_column.items():
        if _tells_event(frame, column, found):
            frame.params["event"] = column
            continue
        groups = _settled(frame, column, found, groups)
    _name_rows(frame)
    parted = _parted_by(frame)
    settled = "levels" in frame.params or (parted and frame.params.get(parted))
    if frame.said.rest and not settled:
        frame.violate("the others", 2.0)
    return groups


def _tells_event(frame: Frame, column: str, found: list[Rows]) -> bool:
    """ "survive (not cancel)": the event that is waited for is no limit of the rows."""
    if not frame.has("event") or len(found) != 1 or found[0].said or found[0].only:
        return False
    return names_event(frame.columns[column])


def _settled(
    frame: Frame, column: str, found: list[Rows], groups: list[Group]
) -> list[Group]:
    values = _values(frame, column, found)
    named = _own_group(groups, column)
    if len(values) >= 2 and _can_level(frame):
        if any(rows.role == "flag" for rows in found):
            frame.cost += _CONTRAST_BONUS * len(found)
        return _levelled(frame, column, values, groups, named)
    if len(values) >= 2 and frame.has("predictors"):
        if len(values) < len(_levels(frame, column)):
            frame.rows.append(Rows(column, "in", values))
        cause = Group((column,), frozenset(("cause",)))
        return [*(g for g in groups if g is not named), cause]
    if named is not None and _against_itself(frame, column, found):
        others = [v for v in _levels(frame, column) if v not in values]
        return _levelled(frame, column, [*others, *values], groups, named)
    if len(values) == 1 and frame.has("success") and _is_outcome(frame, column, groups):
        frame.params["success"] = str(values[0])
        frame.success_of = column
        if named is None:
            groups = [*groups, Group((column,))]
        return groups
    if _one_of_two(frame, column, found):
        if not _can_level(frame):
            return [*groups, Group((column,), frozenset(("cause",)))]
        rest = [v for v in _levels(frame, column) if v not in values]
        return _levelled(frame, column, [*values, *rest], groups, named)
    frame.cost += sum(_LONE_FLAG for r in found if r.role == "flag" and not r.negated)
    frame.rows.extend(found)
    return [g for g in groups if g is not named] if named else groups


def _against_itself(frame: Frame, column: str, found: list[Rows]) -> bool:
    """ "referred members compared to non-referred ones": yes against no of one column."""
    negated = len(found) == 1 and found[0].role == "flag" and found[0].negated
    return negated and len(_levels(frame, column)) == 2 and _can_level(frame)


def _values(frame: Frame, column: str, found: list[Rows]) -> list[Any]:
    values: list[Any] = []
    for rows in found:
        given = rows.value if isinstance(rows.value, list) else [rows.value]
        if rows.negated:
            given = [v for v in _levels(frame, column) if v not in given]
        values += given
    return list(dict.fromkeys(values))


def _levels(frame: Frame, column: str) -> list[Any]:
    return [level for level, _ in frame.columns[column].levels]


def _own_group(groups: list[Group], column: str) -> Group | None:
    return next((g for g in groups if g.names == (column,)), None)


def _can_level(frame: Frame) -> bool:
    return _parted_by(frame) is not None


def _parted_by(frame: Frame) -> str | None:
    """The parameter that names the column whose values are set against each other."""
    roles = frame.operation.column_parameters()
    return next((name for name in _LEVELLED if name in roles and frame.has(name)), None)


def _levelled(
    frame: Frame,
    column: str,
    values: list[Any],
    groups: list[Group],
    named: Group | None,
) -> list[Group]:
    parameter = _parted_by(frame)
    if parameter is None:
        return groups
    role = frame.operation.column_parameters()[parameter]
    frame.params[parameter] = [column] if role.many else column
    if frame.has("levels"):
        frame.params["levels"] = [str(v) for v in values]
    elif len(values) < len(_levels(frame, column)):
        frame.rows.append(Rows(column, "in", values))
    return [g for g in groups if g is not named]


def _is_outcome(frame: Frame, column: str, groups: list[Group]) -> bool:
    """Whether the value is the success that a share counts."""
    named = _own_group(groups, column)
    if named is not None:
        return True
    return not any(
        is_flag(frame.columns[name]) or frame.columns[name].is_grouping
        for group in groups
        for name in group.names
        if not group.markers & {"by", "between"}
    )


def _one_of_two(frame: Frame, column: str, found: list[Rows]) -> bool:
    """ "higher in B": one value of two is set against the other."""
    levelled = frame.has("levels") or frame.said.rest
    if not ((levelled and _can_level(frame)) or frame.has("predictors")):
        return False
    if len(found) != 1 or found[0].only:
        return False
    levels = _levels(frame, column)
    compared = frame.said.plain("reading") & {"greater", "less"}
    rest = frame.said.rest
    grouped = any(
        "by" in group.markers and group.names != (column,)
        for group in frame.said.groups
    )
    return len(levels) == 2 and bool(compared or rest) and not grouped


def _name_rows(frame: Frame) -> None:
    """Conditions whose column the words left out get the one that fits."""
    from chat.reader.base import roles

    kept = []
    for rows in frame.rows:
        if rows.column is not None:
            kept.append(rows)
            continue
        if rows.role == "time":
            times = roles.time_columns(frame.lattice.columns.values())
            if times:
                kept.append(replace(rows, column=_time_meant(frame, times)))
                continue
        frame.violate("a condition without a column", 3.0)
    frame.rows = kept


def _time_meant(frame: Frame, times: list[Column]) -> str:
    """The date that the message names; the first one else, which is said."""
    said = {name for group in frame.said.groups for name in group.names}
    named = [column.name for column in times if column.name in said]
    if len(named) == 1:
        return named[0]
    alike = [column for column in times if column.kind == times[0].kind]
    if len(alike) > 1:
        frame.assumed.append(f"time is {times[0].name}")
    return times[0].name
