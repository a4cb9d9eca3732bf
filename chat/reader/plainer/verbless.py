"""Questions without a verb, and claims behind "whether", as the questions that they are.

"mean height > 170?" and "I'd like to know whether the average height is above 170" claim
something of a figure, and keep no rows; "weight different by breed?" asks for a difference.
"""

from __future__ import annotations

import re
from functools import cache

from analysis.base.columns import Schema
from chat.linking.link import column_candidates
from chat.linking.message import link_message
from chat.linking.naming import name_parts, quoted
from chat.linking.tables import schema_index
from chat.linking.tokens import tokenise
from chat.reader.lexicon import nouns
from chat.reader.methods.names import data_of

_LONGEST = 200  # characters
_TWO = 2


def with_verb(text: str, schema: Schema) -> str:
    """The message with the verb that is meant."""
    if len(text) > _LONGEST:
        return text
    text = _with_subject(_with_topics(_with_lists(text, schema)), schema)
    held = _claimed(text, schema) or _effect(text, schema)
    return held or _different(_by_each(text, schema), schema)


def _with_lists(text: str, schema: Schema) -> str:
    """ "baked, sold and unsold" of columns that all end with pcs: their names."""
    data = data_of("verbless")["lists"]

    def named(found: re.Match[str]) -> str:
        parts = re.split(data["apart"], found[0])
        if {part.casefold() for part in parts[::2]} & set(nouns("en").sides):
            return found[0]  # "before and after" are two times of what stands there
        columns = [_column_of_part(part, schema) for part in parts[::2]]
        names = [name for name in columns if name is not None]
        if len(set(names)) < len(columns) or set(names) <= set(parts):
            return found[0]
        shared = set.intersection(*(set(name_parts(name)) for name in names))
        if not shared or shared & {word.casefold() for word in parts[::2]}:
            return found[0]
        parts[::2] = [quoted(name) for name in names]
        return "".join(parts)

    return re.sub(data["form"], named, text, flags=re.IGNORECASE)


def _column_of_part(word: str, schema: Schema) -> str | None:
    """The one column of numbers whose name has the word."""
    found = [
        column.name
        for column in schema.columns
        if column.is_numeric and word.casefold() in name_parts(column.name)
    ]
    return found[0] if len(found) == 1 else None


def _effect(text: str, schema: Schema) -> str | None:
    """ "did the campaign raise the average order?": the order by the campaign."""
    data = data_of("verbless")["effects"]
    found = re.match(data["form"], text, re.IGNORECASE)
    if found is None:
        return None
    groups = _columns_of(found["group"], schema)
    lists = data_of("verbless")["differences"]["list"]
    parts = [part for part in re.split(lists, found["named"]) if part.strip()]
    if not found["figure"] and len(parts) == 1:
        return None
    if len(groups) != 1 or not _is_grouping(groups[0], schema):
        return None
    if not all(_is_measure(part.strip(), schema) for part in parts):
        return None
    form = data["one" if len(parts) == 1 else "several"]
    return str(form).format(named=found["named"], group=quoted(groups[0]))


def _is_grouping(name: str, schema: Schema) -> bool:
    column = schema[name]
    return column.n_unique == _TWO or not (
        column.is_numeric or column.kind == "datetime"
    )


def _claimed(text: str, schema: Schema) -> str | None:
    """ "mean height > 170?": is the mean of height above 170."""
    data = data_of("verbless")["claims"]
    for form in ("short", "asked"):
        found = _claim_form(form).match(text)
        if found is None:
            continue
        named = found["named"].strip()
        share = found["statistic"].casefold() in data["shares"]
        if re.search(data["rows"], named, re.IGNORECASE) and not _is_column(
            named, schema
        ):
            return None
        if not (
            _names_something(named, schema) if share else _is_measure(named, schema)
        ):
            return None
        side = re.sub(r"^(?:is|are) ", "", (found["side"] or "").strip().casefold())
        side = data["sides"].get(side, side)
        return str(data["question"]).format(
            figure=found["figure"],
            named=named,
            side=f"{side} " if side else "",
            number=found["number"].rstrip(".,") + (found["unit"] or ""),
        )
    return None


@cache
def _claim_form(name: str) -> re.Pattern[str]:
    data = data_of("verbless")["claims"]
    source = data[name]
    for part in ("figure", "side", "number"):
        source = data[part].join(source.split(part.upper()))
    return re.compile(source, re.IGNORECASE)


def _is_column(words: str, schema: Schema) -> bool:
    return bool(_columns_of(words, schema))


def _is_measure(words: str, schema: Schema) -> bool:
    """Whether all the words are the name of a column of numbers."""
    found = _columns_of(words, schema)
    return len(found) == 1 and schema[found[0]].is_numeric


def _columns_of(words: str, schema: Schema) -> tuple[str, ...]:
    """The columns whose name all the words are."""
    tokens = tokenise(words)
    return next(
        (
            tuple(mention.columns)
            for mention in column_candidates(tokens, schema_index(schema))
            if mention.first == 0 and mention.last == len(tokens)
        ),
        (),
    )


def _names_something(words: str, schema: Schema) -> bool:
    """Whether words name one column or value of the table, and nothing else of it."""
    return len(link_message(words, schema_index(schema)).mentions) == 1


def _by_each(text: str, schema: Schema) -> str:
    """ "different from month to month": by the column month."""
    data = data_of("verbless")["differences"]
    found = re.search(data["each"], text, re.IGNORECASE)
    if found is None or not _is_column(found["groups"], schema):
        return text
    return re.sub(data["each"], data["by"], text, flags=re.IGNORECASE)


def _different(text: str, schema: Schema) -> str:
    """ "weight different by breed?", "weight by breed: different?"."""
    data = data_of("verbless")["differences"]
    for form in ("short", "behind", "topic"):
        found = re.match(data[form], text, re.IGNORECASE)
        if found is None or not _is_column(found["groups"], schema):
            continue
        if not _names_columns(found["named"], schema):
            continue
        several = re.search(data["list"], found["named"])
        question = data["several" if several else "question"]
        return str(question).format(**{"joined": "by", **found.groupdict()})
    found = re.match(data["versus"], text, re.IGNORECASE)
    if found is None or not _columns_of(found["named"], schema):
        return text
    return str(data["opposed"]).format(
        **found.groupdict() | {"named": quoted(_columns_of(found["named"], schema)[0])}
    )


def _names_columns(words: str, schema: Schema) -> bool:
    """Whether each part of a list names a column."""
    parts = re.split(data_of("verbless")["differences"]["list"], words)
    return all(
        link_message(part, schema_index(schema)).mentions
        for part in parts
        if part.strip()
    )


def _with_topics(text: str) -> str:
    """ "before vs after, same dogs: did weight change?": said behind the question."""
    data = data_of("verbless")["topics"]
    form = data["topic"].join(data["form"].split("TOPIC"))
    found = re.match(form, text, re.IGNORECASE)
    if found is None:
        return text
    question = re.sub(
        data["owners"], data["owned"], found["question"], flags=re.IGNORECASE
    )
    times = re.search(data["times"], found["topics"], re.IGNORECASE)
    if times and not re.search(data["already"], question, re.IGNORECASE):
        question += data["said"]
    same = re.search(data["same"], found["topics"], re.IGNORECASE)
    return f"{question}, {same[0]}?" if same else f"{question}?"


def _with_subject(text: str, schema: Schema) -> str:
    """ "paired t-test, score by time, patient = id": the subject is the patient."""
    data = data_of("verbless")["subjects"]
    if not re.search(data["beside"], text, re.IGNORECASE):
        return text

    def named(found: re.Match[str]) -> str:
        column = found["first"] or found["second"]
        known = _columns_of(column, schema)
        return str(data["said"]).format(quoted(known[0])) if known else found[0]

    return re.sub(data["form"], named, text, flags=re.IGNORECASE)
