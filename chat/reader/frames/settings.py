"""Settings of an operation: words that choose one, numbers that are named."""

from __future__ import annotations

from typing import Any

from analysis.base.parameters import Parameter
from chat.reader.frames.frame import AGREEING, HINT, NO_SETTING, UNEXPLAINED, Frame
from chat.reader.frames.items import Hypothesis, Named, Term
from chat.reader.lexicon.operations import Methods, MethodWords


def take_terms(frame: Frame, own: MethodWords) -> None:
    name = frame.operation.name
    for term in frame.said.terms:
        meaning = term.meaning
        chosen = _take_options(frame, term)
        if name in meaning.heads or chosen:
            continue
        if name in meaning.bare or (name in meaning.hints and term.idle):
            frame.cost += AGREEING
        elif name in meaning.hints:
            frame.cost += HINT
        elif own.neutral & meaning.plain.get("stat", set()) or (
            own.tests and (set(own.tests) & meaning.plain.get("stat", set()))
        ):
            frame.cost += AGREEING
        elif "people" in meaning.plain:
            words = frame.lattice.words(*term.place)
            frame.assumed.append(f"“{words}” are the rows")
            frame.cost += HINT
        elif (
            term.idle
            or meaning.plain.keys()
            & {
                "opening",
                "tested",
                "reading",
                "whenwords",
                "onesided",
            }
            or ("unitword" in meaning.plain and _says_a_number(frame))
        ):
            frame.cost += AGREEING
        else:
            words = frame.lattice.words(*term.place)
            is_setting = bool(meaning.options) and not meaning.heads
            frame.violate(words, NO_SETTING if is_setting else UNEXPLAINED)


def _says_a_number(frame: Frame) -> bool:
    """Whether a unit may belong to a number; else it would part the rows."""
    said = frame.said
    return bool(said.hypotheses or said.named) or any(
        rows.role in ("number", "time") for rows in said.rows
    )


def _take_options(frame: Frame, term: Term) -> bool:
    """Sets what a word chooses; an operation's own words come before the shared ones."""
    options = term.meaning.options
    found = False
    for key in ("", frame.operation.name):
        for parameter, value in options.get(key, {}).items():
            found |= _set(frame, parameter, value)
    return found


def _set(frame: Frame, parameter: str, value: str) -> bool:
    known = frame.operation.parameters.get(parameter)
    if known is None:
        return False
    if known.many and "," in value:  # "quartiles" are the first and the third
        return all(_set(frame, parameter, one) for one in value.split(","))
    given = _as_value(known, value)
    if given is None:
        return False
    if known.many:
        listed = frame.params.setdefault(parameter, [])
        if given not in listed:
            listed.append(given)
    else:
        frame.params[parameter] = given
    return True


def _as_value(parameter: Parameter, value: str) -> Any:
    if parameter.choices:
        return value if value in parameter.choices else None
    plain = str(parameter.plain)
    if "bool" in plain:
        return value == "true" if value in ("true", "false") else None
    try:
        return int(value) if "int" in plain and "float" not in plain else float(value)
    except ValueError:
        return value if "str" in plain else None


def take_named(frame: Frame, words: Methods) -> None:
    for named in frame.said.named:
        parameter = _parameter_of(frame, named, words)
        if parameter is None or _is_a_count(frame, parameter, named, words):
            frame.violate(frame.lattice.words(*named.place), NO_SETTING)
            continue
        for meaning in (named.after, named.before):
            for key in ("", frame.operation.name):
                for other, value in meaning.options.get(key, {}).items():
                    _set(frame, other, value)
        frame.params[parameter] = _number(frame, parameter, named, words)


def _parameter_of(frame: Frame, named: Named, words: Methods) -> str | None:
    """What the words beside a number call it, if the operation has such a parameter."""
    name = frame.operation.name
    sides = []
    for roles in (named.after.number_after, named.before.number_before):
        fitting = [p for op, p in sorted(roles, reverse=True)
                   if op in ("", name) and frame.has(p)
                   and (not named.percent or _is_a_share(frame, p, words))]  # fmt: skip
        sides.append(fitting)
    after, before = sides
    if named.after.number_after and named.before.number_before:
        both = [p for p in after if p in before]
        after, before = (both, []) if both else (before, [])
    found = after or before
    free = [p for p in found if p not in frame.params]
    return free[0] if free else None


def _is_a_count(frame: Frame, parameter: str, named: Named, words: Methods) -> bool:
    """ "at the four ages": a number in words is no share."""
    said = frame.lattice.words(*named.place)
    spelled = not any(letter.isdigit() for letter in said)
    return spelled and named.number > 1 and _is_a_share(frame, parameter, words)


def _is_a_share(frame: Frame, parameter: str, words: Methods) -> bool:
    default = frame.operation.parameters[parameter].default
    return parameter in words.shares or (isinstance(default, float) and 0 < default < 1)


def _number(frame: Frame, parameter: str, named: Named, words: Methods) -> Any:
    known = frame.operation.parameters[parameter]
    value = named.number
    if _is_a_share(frame, parameter, words) and (named.percent or value > 1):
        value /= 100
    plain = str(known.plain)
    if "list" in plain:
        return [value]
    return int(value) if "int" in plain and "float" not in plain else value


def take_hypotheses(frame: Frame, own: MethodWords) -> None:
    """ "is 800", "above 30", "12 %": the value that a test holds the data against."""
    for hypothesis in frame.said.hypotheses:
        if frame.has("mu") and "mu" not in frame.params and not hypothesis.percent:
            frame.params["mu"] = hypothesis.number
        elif frame.has("p") and "p" not in frame.params and _is_share(hypothesis):
            share = hypothesis.number
            frame.params["p"] = share / 100 if hypothesis.percent else share
        else:
            frame.violate(f"{hypothesis.number:g}", NO_SETTING)
            continue
        _direct(frame, hypothesis.sign)


def take_direction(frame: Frame) -> None:
    """ "one-sided: bwt is higher for non-smokers": the direction is in the comparative."""
    if not frame.said.plain("onesided") or "alternative" in frame.params:
        return
    choices = (
        frame.operation.parameters["alternative"].choices
        if frame.has("alternative")
        else ()
    )
    if "one-sided" in choices:
        frame.params["alternative"] = "one-sided"
        return
    said = frame.said.plain("reading") & {"greater", "less"}
    if len(said) == 1 and said <= set(choices):
        frame.params["alternative"] = said.pop()
    else:
        frame.violate("one-sided", NO_SETTING)


def _is_share(hypothesis: Hypothesis) -> bool:
    return hypothesis.percent or 0 < hypothesis.number < 1


def _direct(frame: Frame, sign: str) -> None:
    if sign in ("greater", "less") and frame.has("alternative"):
        frame.params.setdefault("alternative", sign)
    elif frame.said.plain("tested") and frame.has("alternative"):
        said = frame.said.plain("reading") & {"greater", "less"}
        if len(said) == 1:
            frame.params.setdefault("alternative", said.pop())


def imply(frame: Frame, own: MethodWords) -> None:
    """Settings that follow from others: two shares are a design of proportions."""
    for parameter, values in own.implied.items():
        if parameter in frame.params:
            continue
        for value, others in values.items():
            if all(other in frame.params for other in others):
                _set(frame, parameter, value)
