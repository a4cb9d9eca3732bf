"""Questions in another order of words: "customers per channel, how many?".

What is asked may stand behind what it is asked of, what is left out in the passive ("if
the returned ones are left out"), a rank as a number ("no. 2 product by sales"). Each such
form is put in the words that the grammar knows, where the table has what it names.
"""

from __future__ import annotations

import re
from functools import lru_cache

from analysis.base.columns import Schema
from chat.linking.message import link_message
from chat.linking.naming import name_parts
from chat.linking.tables import schema_index
from chat.reader.base.entities import person_columns
from chat.reader.base.roles import adds_up
from chat.reader.base.senses import nouns_of_rows
from chat.reader.methods.names import data_of
from chat.reader.plainer.reported import with_reported_questions

_ENDING = r"\w{0,4}"
_NOWHERE = r"(?!)"
_LONGEST = 240  # characters: longer messages are no such forms


def phrased(text: str, schema: Schema) -> tuple[str, tuple[str, ...]]:
    """The message with such forms in other words, and what was taken for what."""
    if len(text) > _LONGEST or re.match(data_of("phrasing")["changes"], text, re.I):
        return text, ()
    text, told = _counted_once(with_reported_questions(text, schema), schema)
    for form, means in _forms(_rows_of(schema)):
        found = form.search(text)
        if found is not None and _holds(found, schema):
            text = text[: found.start()] + found.expand(means) + text[found.end() :]
    text = _left_out_each(text, schema)
    text, own = _of_its_period(_in_digits(text), schema)
    return text, (*told, *own)


def _left_out_each(text: str, schema: Schema) -> str:
    """ "excluding phone orders and returned ones": neither of them, whatever column."""
    data = data_of("phrasing")["left_out"]
    found = re.search(data["said"], text, re.IGNORECASE)
    if found is None:
        return text
    ones = data["ones"].replace("ROWS", _rows_of(schema))
    named = re.split(data["joint"], found["list"], flags=re.IGNORECASE)
    if len(named) < 2:
        return text
    for one in named:
        other = re.match(data["other"], one, re.IGNORECASE)
        if other is not None or not _limits(one, schema):
            return text
    if len({_columns_of_values(one, schema) for one in named}) < 2:
        return text  # of one column: the grammar knows such lists
    bare = [re.sub(ones, "", one, flags=re.IGNORECASE) for one in named]
    listed = " and ".join(f"{found['no']} {one}" for one in bare)
    return f"{text[: found.start()]}{listed}{text[found.end() :]}"


def _of_its_period(text: str, schema: Schema) -> tuple[str, tuple[str, ...]]:
    """ "what do members pay a year" beside "Annual fee": the fee, and no years apart."""
    data = data_of("phrasing")["own_period"]
    found = re.search(data["said"], text, re.IGNORECASE)
    if found is None:
        return text, ()
    unit = found["unit"].casefold()
    money = set(data_of("amounts")["named"])
    amounts = [
        one for one in schema.columns
        if one.is_numeric and money & set(name_parts(one.name))
    ]  # fmt: skip
    if len(amounts) != 1:
        return text, ()
    name = amounts[0].name
    if not set(data["called"][unit]) & set(name_parts(name)):
        return text, ()
    words = found[0].removeprefix(found["front"]).strip()
    told = data["told"].format(words=words, column=name, unit=unit)
    return f"{text[: found.start()]}{found['front']}{text[found.end() :]}", (told,)


def _in_digits(text: str) -> str:
    """ "in the last three months": 3 of them."""
    data = data_of("phrasing")
    form = rf"(?<=\blast )({'|'.join(data['numbers'])})(?= {data['unit']}s\b)"
    return re.sub(
        form, lambda found: str(data["numbers"][found[0].casefold()]), text, flags=re.I
    )


def _rows_of(schema: Schema) -> str:
    """A pattern for the nouns of the table's rows."""
    stems = sorted(nouns_of_rows(schema_index(schema)), key=lambda one: -len(one))
    found = "|".join(re.escape(stem) + _ENDING for stem in stems)
    return f"(?:{found}|rows)" if found else "(?:rows)"


@lru_cache(maxsize=16)
def _forms(rows: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    data = data_of("phrasing")
    parts = {key.upper(): data[key] for key in ("lead", "stat", "period", "unit")}
    parts |= {"NUMBER": data["number"], "ROWS": rows}
    found = []
    for said, means in data["forms"]["pairs"]:
        for key, part in parts.items():
            said = said.replace(key, part)
        found.append((re.compile(said, re.IGNORECASE), means))
    return tuple(found)


def _holds(found: re.Match[str], schema: Schema) -> bool:
    """Whether the table has what the form needs."""
    groups = found.groupdict()
    for name in ("col", "ent", "thing"):
        if groups.get(name) and not _columns(groups[name], schema):
            return False
    if groups.get("thing"):
        persons = set(person_columns(schema_index(schema)))
        if persons & _columns(groups["thing"], schema):
            return False
    if groups.get("num") and not _is_numeric(groups["num"], schema):
        return False
    if groups.get("amount") and not _is_earned(groups["amount"], schema):
        return False
    if groups.get("rival") and not _limits(groups["rival"], schema):
        return False
    if groups.get("cat") and not _is_category(groups["cat"], schema):
        return False
    if groups.get("bool") and not _is_so(groups["bool"], schema):
        return False
    if groups.get("level") and not _is_level(
        groups["level"], _columns(groups.get("cat") or "", schema), schema
    ):
        return False
    if groups.get("free") and _limits(groups["free"], schema):
        return False
    return not groups.get("value") or _limits(groups["value"], schema)


def _is_numeric(words: str, schema: Schema) -> bool:
    found = _columns(words, schema)
    return bool(found) and all(schema[name].is_numeric for name in found)


def _is_earned(words: str, schema: Schema) -> bool:
    """Whether words name money that comes together: revenue, and no price of a piece."""
    found = [schema[name] for name in _columns(words, schema)]
    money = set(data_of("amounts")["named"])
    return bool(found) and all(
        one.is_numeric and adds_up(one) and money & set(name_parts(one.name))
        for one in found
    )


def _is_category(words: str, schema: Schema) -> bool:
    """Whether words name a column whose values stand in several rows each."""
    found = [schema[name] for name in _columns(words, schema)]
    rows = schema_index(schema).n_rows
    return bool(found) and all(
        not one.is_numeric and one.kind != "datetime" and 2 * one.n_unique <= rows
        for one in found
    )


def _is_level(word: str, of: set[str], schema: Schema) -> bool:
    """Whether a word is all of a value, of one of some columns where there are any."""
    return any(
        str(level).casefold() == word.casefold()
        for name in of or schema.names
        for level, _ in schema[name].levels
    )


def _is_so(words: str, schema: Schema) -> bool:
    """Whether words name nothing but what is so or not."""
    found = _columns(words, schema)
    return bool(found) and all(schema[name].n_unique == 2 for name in found)


def _columns(words: str, schema: Schema) -> set[str]:
    mentions = link_message(words, schema_index(schema)).mentions
    return {name for one in mentions if one.kind == "column" for name in one.columns}


def _columns_of_values(words: str, schema: Schema) -> frozenset[str]:
    """The columns whose values words name, or that are so or not."""
    mentions = link_message(words, schema_index(schema)).mentions
    return frozenset(
        name
        for one in mentions
        for name in one.columns
        if one.kind == "value" or schema[name].n_unique == 2
    )


def _limits(words: str, schema: Schema) -> bool:
    """Whether words name a value, or a column of what is so or not."""
    mentions = link_message(words, schema_index(schema)).mentions
    return any(
        one.kind == "value" or any(schema[name].n_unique == 2 for name in one.columns)
        for one in mentions
    )


def _counted_once(text: str, schema: Schema) -> tuple[str, tuple[str, ...]]:
    """ "number of products, each counted only once": the different ones."""
    data = data_of("phrasing")["once"]
    found = re.search(data["said"], text, re.IGNORECASE)
    if found is None or not found.start():
        return text, ()
    rest = text[: found.start()] + text[found.end() :]
    told = (data["told"].format(words=found[0].strip(" ,()")),)
    if re.search(data["already"], rest, re.IGNORECASE):
        return rest, told
    made = re.sub(data["counted"], data["different"], rest, count=1, flags=re.I)
    return (made, told) if made != rest else (text, ())
