"""The first sentence of a calculation: the answer in the words of the question."""

from __future__ import annotations

from typing import Any

from analysis.base.wording import counted, figure, names_of
from analysis.calculations.naming import formula_words, plural, singular
from analysis.calculations.ordinals import ordinal_word
from analysis.calculations.plan import Plan
from analysis.results.calculations import CalculationResult, CalculationRow
from analysis.words.calculation_claims import distance, verdict
from analysis.words.calculation_comparison import comparison
from analysis.words.calculation_listed import (
    FEW,
    having_words,
    listed,
    noun_words,
)
from analysis.words.calculation_rows import rows_sentence
from analysis.words.calculation_table import group_of, keys_words, value_words
from analysis.words.chart import capitalised


def sentence(result: CalculationResult, plan: Plan) -> str:
    """The answer in one sentence or two, without a line break."""
    said = _answer(result, plan)
    if result.get("n_tied"):
        more = counted(result["n_tied"], "more has", "more have")
        last = " as the last" if len(result["rows"]) > 1 else ""
        said = f"{said.removesuffix('.')}; {more} the same value{last}."
    said = f"{said.removesuffix('.')}{distance(result, plan)}."
    if plan.form.asks != "yes_no":
        return said
    holds = verdict(result, plan)
    head = "That cannot be said" if holds is None else "Yes" if holds else "No"
    if _begins_with_ours(said, plan):
        said = said[:1].lower() + said[1:]
    return f"{head}: {said}"


def _begins_with_ours(said: str, plan: Plan) -> bool:
    """Whether the first word is one of ours, not a name from the table."""
    names = tuple(capitalised(shown.name) for shown in plan.shown)
    return said.startswith((*names, "The ", "There ", "No "))


def _answer(result: CalculationResult, plan: Plan) -> str:
    form, rows = plan.form, result["rows"]
    if form.rows:
        return rows_sentence(result, form)
    if form.over_groups and not form.over_groups.by:
        return _over(result, plan)
    if not rows:
        return _nothing(result, plan)
    if form.position:
        return _position(result, plan)
    if not plan.keys:
        return _single(rows[0], plan)
    if form.compare:
        return comparison(result, plan)
    if form.reach:
        return _reach(result, plan)
    if (
        (form.sequence and form.sequence != form.order)
        or form.place
        or form.limit
        or (
            form.asks in ("which", "yes_no")
            or (form.window and form.window.kind == "rank")
        )
    ):
        return _which(result, plan)
    return listed(result, plan)


def _nothing(result: CalculationResult, plan: Plan) -> str:
    if plan.form.having:
        return f"No {_one(plan)} has {having_words(plan.form.having, plan)}."
    if plan.form.place:
        return f"There are only {result['n_groups']:,} {_many(plan)}."
    return "No group is left."


def _one(plan: Plan) -> str:
    return singular(plan.names[0]) if len(plan.names) == 1 else "group"


def _many(plan: Plan) -> str:
    return plural(plan.names[0]) if len(plan.names) == 1 else "groups"


def _single(row: CalculationRow, plan: Plan) -> str:
    values = dict(zip((each.name for each in plan.shown), row["values"], strict=True))
    said = []
    for number, laid in enumerate(plan.measures):
        shown = next(each for each in plan.shown if each.measure == number)
        value, form = value_words(values[shown.name], shown), laid.form
        parts = [
            value_words(values[each.name], each)
            for each in plan.shown
            if each.measure == number and each.role == "part"
        ]
        counts = form.statistic in ("count", "unique", "missing")
        plainly = not (form.over or form.share is not None or form.label)
        if form.statistic == "rate" and not form.over and not form.label:
            of = shown.name.removeprefix("share of ").replace(" with ", " have ", 1)
            said.append(f"{value} of {of} ({parts[0]} of {parts[1]})")
        elif form.share is not None and not form.label:
            which = shown.name.removeprefix("share of ")
            which = which.replace(" with ", " comes from ", 1)
            said.append(f"{value} of {which}: {parts[0]} of {parts[1]}")
        elif form.statistic == "missing" and plainly:
            rows = noun_words(plan.form.noun or "rows", value)
            verb = "has" if value == "1" else "have"
            said.append(f"{value} {rows} {verb} no {formula_words(form.of or '')}")
        elif counts and (plainly or _is_plural(form.label)):
            verb = "is" if value == "1" else "are"
            said.append(
                f"there {verb} {value} {noun_words(shown.name.removeprefix('number of '), value)}"
            )
        elif (form.statistic == "rate" or form.share is not None) and not form.over:
            said.append(f"the {shown.name} is {value} ({parts[0]} of {parts[1]})")
        elif form.over:
            said.append(f"the {shown.name} is {value} ({parts[0]} ÷ {parts[1]})")
        elif form.statistic == "mode" and laid.n:
            said.append(f"the {shown.name} is {value} ({parts[0]} times)")
        else:
            said.append(f"the {_dated(shown.name, values[shown.name])} is {value}")
    return f"{capitalised(names_of_clauses(said))}."


def _is_plural(label: str | None) -> bool:
    """Whether a label names things that there are so many of."""
    head = (label or "").partition(" with ")[0]
    return head.startswith("number of ") or (head.endswith("s") and " of " not in head)


def _dated(name: str, value: Any) -> str:
    """Dates are not high or low."""
    if not isinstance(value, str):
        return name
    return name.replace("highest ", "latest ", 1).replace("lowest ", "earliest ", 1)


def names_of_clauses(said: list[str]) -> str:
    """Clauses joined: with "and" where they are two, else with semicolons."""
    return " and ".join(said) if len(said) < 3 else "; ".join(said)


def _position(result: CalculationResult, plan: Plan) -> str:
    assert plan.form.position is not None
    of = formula_words(plan.measures[0].form.of or "")
    value = figure(plan.form.position.value)
    shown = plan.shown
    said = []
    for row in result["rows"][:FEW]:
        at_most, below, n = (
            value_words(v, s) for v, s in zip(row["values"], shown, strict=True)
        )
        where = f" in {group_of(row)}" if row["keys"] else ""
        said.append(
            f"{at_most} of {n} values of {of}{where} are {value} or "
            f"lower, {below} are lower"
        )
    return f"{capitalised('; '.join(said))}."


def _reach(result: CalculationResult, plan: Plan) -> str:
    assert plan.form.reach is not None
    rows, n = result["rows"], result["n_groups"]
    share = figure(100 * plan.form.reach.share)
    reached = value_words(rows[-1]["values"][1], plan.shown[1])
    names = ", ".join(group_of(row) for row in rows[:3])
    more = " …" if len(rows) > 3 else ""
    verb = "makes" if len(rows) == 1 else "make"
    return (
        f"{len(rows):,} of {n:,} {_many(plan)} {verb} up {share} % of "
        f"{plan.shown[0].name} ({names}{more}; together {reached})."
    )


def _over(result: CalculationResult, plan: Plan) -> str:
    over, shown = plan.form.over_groups, plan.shown[0]
    assert over is not None
    value = value_words(result["rows"][0]["values"][0], shown)
    n_left = result["rows"][0]["n"]
    if over.statistic == "share":
        return (
            f"{value} of the {_many(plan)} have {having_words(plan.form.having, plan)}"
            f" ({n_left:,} of {result['n_groups']:,})."
        )
    if over.statistic == "sum" and plan.form.limit and plan.form.sequence:
        laid = plan.measures[0]
        word = "most" if laid.form.statistic == "count" else "highest"
        of = laid.whole or shown.name
        return (
            f"The {n_left:,} {_many(plan)} with the {word} {of} make up {value} of it"
            f" (of {result['n_groups']:,} {_many(plan)} in all)."
        )
    if over.statistic != "count":
        which = (
            f" with {having_words(plan.form.having, plan)}" if plan.form.having else ""
        )
        return f"The {shown.name} is {value} ({n_left:,} {_many(plan)}{which})."
    if plan.form.having:
        verb = "has" if n_left == 1 else "have"
        return (
            f"{value} of {result['n_groups']:,} {_many(plan)} {verb} "
            f"{having_words(plan.form.having, plan)}."
        )
    return f"There are {value} {_many(plan)}."


def _superlative(plan: Plan) -> str:
    order, laid = plan.form.sequence, plan.ordering
    down = order is None or order.descending
    counts = laid.form.statistic in ("count", "unique", "missing")
    if counts and not (laid.windowed or laid.form.over or laid.form.share is not None):
        return "most" if down else "fewest"
    return "highest" if down else "lowest"


def _value_place(plan: Plan) -> int:
    """Where among the shown columns the ordering one is."""
    names = [each.name for each in plan.shown]
    return names.index(plan.ordering.size)


def _which(result: CalculationResult, plan: Plan) -> str:
    rows, place = result["rows"], _value_place(plan)
    shown = plan.shown[place]
    if plan.form.sequence and plan.form.sequence.by == "key":
        return listed(result, plan)
    word, name = _superlative(plan), shown.name
    values = [row["values"][place] for row in rows]
    if plan.form.within:
        return _within(result, plan, place)
    if plan.form.place:
        word = f"{ordinal_word(plan.form.place)} {word}"
    if plan.form.window and plan.form.window.kind == "rank" and len(rows) > 1:
        said = [f"{row['values'][0]} {group_of(row)} ({value_words(v, shown)})"
                for row, v in zip(rows, values, strict=True)][:10]  # fmt: skip
        more = " …" if len(rows) > len(said) else ""
        return f"{capitalised(_many(plan))} by {name}: {', '.join(said)}{more}."
    if (plan.form.limit or 1) > 1 and len(rows) > 1:
        said = [
            f"{group_of(row)} ({value_words(v, shown)})"
            for row, v in zip(rows, values, strict=True)
        ]
        shown_names = names_of(said) if len(said) <= 10 else ", ".join(said[:10]) + " …"
        many = _many(plan)
        combined = _combined(result, values, plan, place)
        return (
            f"The {len(rows)} {many} with the {word} {name}: {shown_names}{combined}."
        )
    if values[0] is None:
        return f"The {name} is not defined in any group."
    best = [row for row, value in zip(rows, values, strict=True) if value == values[0]]
    if plan.form.place or plan.form.limit == 1:
        best = best[:1]
    said_value = value_words(values[0], shown)
    whole = _of_whole(result, plan, best[0], place)
    if len(best) > 1:
        names = names_of(group_of(row) for row in best[:FEW])
        names += f" and {len(best) - FEW} more" if len(best) > FEW else ""
        each = " each," if whole.startswith(" of") else " each"
        return f"{names} have the {word} {name}: {said_value}{each}{whole}."
    then = _runner_up(rows, values, plan, place, len(best))
    return f"{group_of(best[0])} has the {word} {name}: {said_value}{whole}{then}."


def _combined(
    result: CalculationResult, values: list[Any], plan: Plan, place: int
) -> str:
    """What the first groups come to together, and what part of all that is."""
    laid = plan.measures[plan.shown[place].measure]
    form, total = laid.form, result.get("total")
    adds = form.statistic in ("count", "sum") and plan.measures[0] is laid
    if not adds or laid.windowed or form.over or form.share is not None:
        return ""
    if not total or any(value is None or value < 0 for value in values):
        return ""
    part = sum(values)
    if part >= total:
        return ""
    return (
        f"; together {figure(part)} of {figure(total)} ({figure(100 * part / total)} %)"
    )


def _runner_up(
    rows: list[CalculationRow], values: list[Any], plan: Plan, place: int, n_best: int
) -> str:
    if plan.form.sequence is None or len(rows) <= n_best or plan.form.place:
        return ""
    if values[n_best] is None:
        return ""
    value = value_words(values[n_best], plan.shown[place])
    return f", then {group_of(rows[n_best])} with {value}"


def _of_whole(
    result: CalculationResult, plan: Plan, row: CalculationRow, place: int
) -> str:
    """``" of 320"`` behind a part of a whole; both counts behind a rate."""
    laid = plan.measures[plan.shown[place].measure]
    form, total = laid.form, result.get("total")
    if laid.windowed or form.over:
        return ""
    if form.statistic == "rate" or form.share is not None:
        values = dict(zip((s.name for s in plan.shown), row["values"], strict=True))
        if form.statistic == "rate":
            return f" ({values[laid.whole]:,} of {values[laid.n]:,})"
        return f" ({figure(values[laid.whole])})"
    if (
        form.statistic in ("count", "sum", "missing")
        and total
        and plan.measures[0] is laid
    ):
        return f" of {figure(total)}"
    return ""


def _within(result: CalculationResult, plan: Plan, place: int) -> str:
    """The first groups of each group."""
    keys = plan.form.within
    parts: dict[str, list[str]] = {}
    for row in result["rows"]:
        outer = [row["keys"][number] for number in keys]
        inner = [k for n, k in enumerate(row["keys"]) if n not in keys]
        value = value_words(row["values"][place], plan.shown[place])
        parts.setdefault(keys_words(outer), []).append(f"{keys_words(inner)} ({value})")
    said = [
        f"{outer}: {', '.join(inner)}" for outer, inner in list(parts.items())[:FEW]
    ]
    more = " …" if len(parts) > FEW else ""
    word = _superlative(plan)
    if plan.form.place:
        word = f"{ordinal_word(plan.form.place)} {word}"
    head = f"{capitalised(word)} {plan.shown[place].name}"
    by = names_of(plan.names[number] for number in keys)
    return f"{head} in each {by}: {'; '.join(said)}{more}."
