"""Two groups set against each other, as pandas code: difference, ratio, change."""

from __future__ import annotations

from analysis.base.templating import literal
from analysis.calculations.plan import Plan


def compared_key(plan: Plan) -> int:
    """The number of the key whose two groups are compared.

    The one with two named levels, two stretches of time or two sides; else the last.
    """
    for number, key in enumerate(plan.form.by):
        named = key.values or key.periods or ()
        if len(named) == 2 or key.split:
            return number
    return len(plan.form.by) - 1


def is_time(plan: Plan, number: int) -> bool:
    """Whether the compared groups are stretches of time: the later is set against the
    earlier, whichever was named first."""
    key = plan.form.by[number]
    return key.is_running or bool(key.periods)


def compare_lines(plan: Plan) -> list[str]:
    """What comes into ``found`` beside the groups."""
    if not plan.form.compare:
        return []
    number = compared_key(plan)
    key = literal(plan.names[number])
    others = literal([name for name in plan.names if name != plan.names[number]])
    finals = literal([laid.final for laid in plan.measures])
    later = _named_backwards(plan, number)
    return [
        f"sides = two_sides(table[{key}])" + ("[::-1]" if later else ""),
        'found["sides"] = sides',
        f'found["differences"] = differences(table, {key}, {others}, sides, {finals})',
    ]


def _named_backwards(plan: Plan, number: int) -> bool:
    """Whether the table has the earlier of two stretches of time first."""
    key = plan.form.by[number]
    if key.periods:
        return key.periods[0].start <= key.periods[-1].start
    if key.is_running and key.values:
        return str(key.values[0]) <= str(key.values[-1])
    return key.is_running
