"""The time and the event of a survival, however they are said: "…? week, arrest".

A list of two columns, one of which measures time and one holds yes and no, behind a
question about times until an event, in brackets, or first in the list of a Cox model;
sentences that say which column counts the time, and that some were only watched so far.
They are put in the words that the readers of survivals know.
"""

from __future__ import annotations

import re
from functools import lru_cache

from analysis.base.columns import Schema
from chat.linking.mentions import is_flag
from chat.linking.naming import quoted
from chat.linking.words import stem
from chat.reader.base.roles import parts
from chat.reader.frames.places import names_time
from chat.reader.methods.names import data_of


def with_survival_said(text: str, schema: Schema) -> tuple[str, tuple[str, ...]]:
    """The message with such words in one form, and what was taken for what."""
    data = data_of("survivals")
    if not re.search(data["about"], text, re.IGNORECASE):
        return text, ()
    text = _tested(text)
    text, times = _with_time_counted(_without_watched(text, schema), schema)
    said_so, *forms = _forms(schema.names)
    if said_so.search(text):
        return text, times
    for form in forms:
        found = form.search(text)
        if found is None:
            continue
        said = _in_order(found["a"], found["b"], schema)
        if said is not None:
            return _rewritten(text, found, said)
    return text, times


@lru_cache(maxsize=64)
def _forms(names: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """What says a column's role, and the forms of two columns beside each other."""
    data, spelt = data_of("survivals"), _spelt(names)
    return tuple(
        re.compile(form.replace("{name}", spelt), re.IGNORECASE)
        for form in (data["roles"], *data["pair"], data["listed"])
    )


def _spelt(names: tuple[str, ...]) -> str:
    """Any of the columns by its whole name, in backquotes or without."""
    told = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return rf"`?(?<!\w)(?:{told})(?!\w)`?"


def _in_order(one: str, other: str, schema: Schema) -> tuple[str, str] | None:
    """The time and the event of two columns, where just one can be each."""
    known = {name.casefold(): name for name in schema.names}
    names = [known.get(word.strip("`").casefold()) for word in (one, other)]
    first, second = names
    if first is None or second is None or first == second:
        return None
    for time, event in ((first, second), (second, first)):
        column = schema[time]
        if column.is_numeric and not is_flag(column) and is_flag(schema[event]):
            return time, event
    return None


def _rewritten(
    text: str, found: re.Match[str], said: tuple[str, str]
) -> tuple[str, tuple[str, ...]]:
    data = data_of("survivals")
    time, event = said
    roles = data["means"].format(a=quoted(time), b=quoted(event))
    if "head" in found.re.groupindex:
        head = data["given"].format(head=found["head"], roles=roles)
        told = data["told"].format(a=time, b=event)
        return f"{text[: found.start()]}{head}{text[found.end() :]}", (told,)
    start, end = found.span("cut")
    rest = f"{text[:start].rstrip()} {text[end:].lstrip()}".strip(" .?!,;:–—-")
    return f"{rest}, {roles}", ()


def _tested(text: str) -> str:
    """ "survival curves for sex, log-rank please": the test, which gives the curves too."""
    data = data_of("survivals")

    def said(found: re.Match[str]) -> str:
        return str(data["test_of"].format(rest=found["rest"]))

    return re.sub(data["curve_and_test"], said, text, flags=re.IGNORECASE)


def _without_watched(text: str, schema: Schema) -> str:
    """The message without a sentence that some were only watched until then."""
    found = re.search(data_of("survivals")["watched"], text, re.IGNORECASE)
    if found is None or not _can_be_one(schema):
        return text
    rest = f"{text[: found.start()].rstrip()} {text[found.end() :].lstrip()}".strip()
    return rest.rstrip(" ,;:–—-") or text


def _can_be_one(schema: Schema) -> bool:
    """Whether a table has what a survival needs: a time and a column of yes and no."""
    timed = any(names_time(column, schema.n_rows) for column in schema.columns)
    return timed and any(is_flag(column) for column in schema.columns)


def _with_time_counted(text: str, schema: Schema) -> tuple[str, tuple[str, ...]]:
    """ "the months count the time in the choir": the one column of time called so."""
    data = data_of("survivals")
    form = data["counting"].replace("{name}", _spelt(schema.names))
    found = re.search(form, text, re.IGNORECASE)
    if found is None:
        return text, ()
    wanted = {stem(word) for word in re.findall(r"\w+", found["words"].casefold())}
    times = [
        column.name for column in schema.columns
        if column.is_numeric and not is_flag(column)
        and (column.name.casefold() == found["words"].strip("`").casefold()
             or (wanted and wanted <= set(parts(column))))
    ]  # fmt: skip
    if len(times) != 1:
        return text, ()
    rest = f"{text[: found.start()].rstrip()} {text[found.end() :].lstrip()}"
    return f"{rest.strip(' .?!,;:')}, time {quoted(times[0])}", ()
