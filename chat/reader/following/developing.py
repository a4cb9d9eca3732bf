"""How what stands went over time: "how did that develop over the years?"."""

from __future__ import annotations

from chat.linking.outcomes import Reading, Understood
from chat.reader.base import roles
from chat.reader.calculating.state import grain_of
from chat.reader.following.averages import period_key
from chat.reader.following.standing import Standing, Where, changed, columns_of
from chat.reader.following.turn import Turn, holds_only


def developed(turn: Turn, stands: Standing) -> Reading | None:
    """The figures before by time; None where the message asks something else."""
    asked = turn.of("developing")
    times = turn.of("overtime")
    opened = turn.of("opens") and turn.of("opens")[0].first == 0
    over = times and opened and not turn.of("perunit")
    if len(times) > 1 or not (asked or over):
        return None  # "now per month" takes the place of the groups before
    if any(turn.names(one) for one in times):
        return None
    if stands.goes_further():
        return None
    plain = ("pointing", "bearing", "opens")
    rest = turn.without(asked, times, *map(turn.of, plain))
    if not any(holds_only(bag, "noun_") for _, bag in turn.bags(rest)):
        return None
    return _by_time(turn, stands, times[0].concept if times else "time")


def _by_time(turn: Turn, stands: Standing, grain: str) -> Reading | None:
    columns = turn.lattice.columns
    conditions = list(stands.conditions)
    if grain == "year":
        conditions = [w for w in conditions if not _is_dated(turn, w)]
    key = period_key(turn.lattice, stands, "year" if grain == "time" else grain)
    if key is None:
        return None
    if grain == "time" and "grain" in key:
        key = {**key, "grain": grain_of(columns[key["column"]])}
    others = [
        k
        for k in stands.keys
        if not k.get("grain") and k.get("column") != key["column"]
    ]
    params = stands.kept()
    params["by"] = [key, *others]
    said = [f"by {key.get('grain') or key['column']}"]
    if len(conditions) < len(stands.conditions):
        said.append("all years")
    return Understood(changed(stands, conditions, params, said))


def _is_dated(turn: Turn, where: Where) -> bool:
    """Whether a condition is about time, which is what the figures now go along."""
    columns = turn.lattice.columns
    return any(roles.is_time(columns[name]) for name in columns_of(where))
