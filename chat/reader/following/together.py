"""All of it at once: "and overall?", "and in total?", "how many orders is that?"."""

from __future__ import annotations

from collections.abc import Sequence

from chat.linking.outcomes import Question, Reading, Understood
from chat.reader.calculating.state import Bag
from chat.reader.following.standing import Standing, Where, changed, columns_of
from chat.reader.following.turn import Turn, holds_only

_TWO = 2
_BOTH = "both"


def all_together(turn: Turn, stands: Standing) -> Reading | None:
    """The figures before of all groups, or of all rows; None where none is asked."""
    asked = turn.of("overall")
    if not asked or any(turn.names(one) for one in asked):
        return None
    kinds = ("pointing", "bearing", "opens", "against")
    rest = turn.without(asked, *map(turn.of, kinds))
    bags = [bag for _, bag in turn.bags(rest) if _names_only_groups(bag, stands)]
    if not bags or stands.goes_further():
        return None
    both = any(one.concept == _BOTH for one in asked)
    if stands.keys and both:
        return None
    if stands.keys:
        params = {n: v for n, v in stands.kept().items() if n != "by"}
        return Understood(changed(stands, stands.conditions, params, ["all together"]))
    return _without_limits(turn, stands, both)


def _names_only_groups(bag: Bag, stands: Standing) -> bool:
    """Whether nothing is named but what parts the rows before, or the rows."""
    known = {name for where in stands.conditions for name in columns_of(where)}
    known |= {str(key.get("column")) for key in stands.keys}
    named = {name for _, columns in bag.subjects for name in columns.names}
    return holds_only(bag, "noun_", "subject", "unit") and named <= known


def _without_limits(turn: Turn, stands: Standing, both: bool) -> Reading | None:
    """The figures of all rows; which limit goes is asked where there are several."""
    limits = list(
        dict.fromkeys(n for w in stands.conditions for n in sorted(columns_of(w)))
    )
    if both:
        limits = [n for n in limits if turn.lattice.columns[n].n_unique == _TWO]
        if len(limits) != 1:
            return None
    if not limits:
        return None
    params = dict(stands.params)
    tasks = [
        changed(stands, _left(stands, [name]), params, [f"all rows by {name}"])
        for name in limits
    ]
    if len(limits) == 1:
        return Understood(tasks[0])
    tasks.append(changed(stands, [], params, ["all rows"]))
    return Question(
        "Without which limit of the question before?",
        tuple((task, " · ".join(task.understood)) for task in tasks),
        "several limits",
    )


def _left(stands: Standing, names: Sequence[str]) -> list[Where]:
    return [w for w in stands.conditions if not columns_of(w) & set(names)]


def counted(turn: Turn, stands: Standing) -> Reading | None:
    """ "And how many orders is that?": the number of rows of what stands."""
    asked, pointing = turn.of("isthat"), turn.of("howmany")
    if not asked or not pointing:
        return None
    kinds = ("pointing", "bearing", "opens", "each")
    rest = turn.without(asked, pointing, *map(turn.of, kinds))
    if not any(holds_only(bag, "noun_") for _, bag in turn.bags(rest)):
        return None
    params = {n: v for n, v in stands.kept().items() if n != "noun"}
    params["measures"] = [{"statistic": "count", "of": None}]
    return Understood(
        changed(stands, stands.conditions, params, ["the number of rows"])
    )
