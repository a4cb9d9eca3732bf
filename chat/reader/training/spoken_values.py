"""A described row with its values beside the features that they are of.

"a man of 30" gives an age, "85 km per week" the one feature in kilometres, "no rain" a zero,
"no school holiday" a no, and "exercised 7 days a week" has its number within the name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from analysis.base.columns import Column, Schema
from chat.linking.mentions import Mention, flag_values
from chat.linking.message import LinkedMessage, link_message
from chat.linking.tables import schema_index
from chat.linking.tokens import normalise
from chat.linking.words import fold
from chat.reader.base.roles import parts_of
from chat.reader.methods.names import data_of
from chat.reader.plainer.units import units_of
from chat.reader.training.questions import row_words

_NUMBER = r"(?P<n>-?\d[\d,]*(?:\.\d+)?)"
_PER = r"(?P<per> (?:an?|per|each|every|/) ?(?P<unit>hour|day|week|month|year|night))?"


def with_values_beside(
    text: str, features: Sequence[Mapping[str, Any]], schema: Schema, target: str
) -> str:
    """The text with names of features before their values, and none of the target's."""
    numbers = [str(one["name"]) for one in features if one["role"] == "number"]
    numbers += [str(one["name"]) for one in features if one["role"] == "boolean"]
    text = _with_ages(text, numbers)
    text = _with_units(text, numbers)
    text = _with_names(text, features, schema, target)
    return _with_zeros(text, numbers)


def _with_ages(text: str, numbers: Sequence[str]) -> str:
    """Ages under the feature's name: "aged 30", "a man of 30", "if she were 60"."""
    aged = [name for name in numbers if "age" in parts_of(name)]
    if len(aged) != 1:
        return text
    for form in row_words()["ages"]:
        pattern = form.replace("PERSON", row_words()["persons"]).replace("N", _NUMBER)
        text = re.sub(
            pattern,
            lambda m: (
                f"{m['who'] if 'who' in m.re.groupindex else ''} {aged[0]} {m['n']} , "
            ),
            text,
            flags=re.IGNORECASE,
        )
    return text


def _with_units(text: str, numbers: Sequence[str]) -> str:
    """Numbers with a unit under the name of the one feature that is measured in it."""
    said: dict[str, list[str]] = {}
    for name in numbers:
        units = set(units_of(name))
        if "temperatur" in parts_of(name):
            units |= {"celsius", "fahrenheit"}
        for unit in units:
            for form in (
                *data_of("units")[unit]["said"],
                *row_words()["short"].get(unit, ()),
            ):
                said.setdefault(form, []).append(name)
    for form in sorted(said, key=len, reverse=True):
        names = tuple(dict.fromkeys(said[form]))
        text = re.sub(
            rf"(?<![\w.]){_NUMBER}[ -]?{re.escape(form)}(?!\w){_PER}",
            partial(_named, names),
            text,
            flags=re.IGNORECASE,
        )
    return text


def _named(names: Sequence[str], match: re.Match[str]) -> str:
    """A number under its feature; as it stands where several could be meant."""
    rate = fold(match["unit"] or "")
    rated = [name for name in names if rate and rate in parts_of(name)]
    fits = rated or list(names)
    if len(fits) != 1 or match.string[match.end() :].lstrip().startswith(fits[0]):
        return match[0]
    return f" , {fits[0]} {match['n']} , "


def _with_names(
    text: str, features: Sequence[Mapping[str, Any]], schema: Schema, target: str
) -> str:
    """The text with features under their own names, what is denied as none of it."""
    roles = {str(one["name"]): str(one["role"]) for one in features}
    message = link_message(normalise(text), schema_index(schema))
    said = message.text
    for mention in reversed(message.mentions):
        if mention.kind not in ("column", "value") or not mention.columns:
            continue
        name = mention.columns[0]
        if name != target and name not in roles:
            continue
        start = message.tokens[mention.first].start
        end = message.tokens[mention.last - 1].end
        if mention.kind == "value":
            if mention.last - mention.first > 1 and roles.get(name) != "number":
                said = f"{said[:start]} , {name} {mention.value} , {said[end:]}"
            continue
        words = "" if name == target else name
        within = _number_within(message, mention)
        if within and roles.get(name) == "number":
            words = f" , {name} {within} , "
        denying = _denying(message, mention)
        flag = flag_values(schema[name]) if name in schema.names else None
        if denying is not None and name != target:
            none = _none_of(schema[name], roles[name], flag)
            if none is not None:
                start, words = denying, f" , {name} {none} , "
        elif name != target and flag is not None and not _valued(message, mention):
            words = f" , {name} {flag[0]} , "
        elif name != target and roles[name] != "number" and flag is None:
            continue
        said = f"{said[:start]} {words} {said[end:]}"
    return said


def _number_within(message: LinkedMessage, mention: Mention) -> str:
    """ "exercises 0 days a week": the number that stands within a name."""
    found = [
        token.text
        for token in message.tokens[mention.first + 1 : mention.last]
        if token.text[:1].isdigit()
    ]
    return found[0] if mention.passed and len(found) == 1 else ""


def _valued(message: LinkedMessage, mention: Mention) -> bool:
    """Whether a value stands right behind a name, or before it: it needs no yes then."""
    known = row_words()["valued"].split()
    behind = message.tokens[mention.last : mention.last + 1]
    before = message.tokens[max(0, mention.first - 1) : mention.first]
    return any(one.folded in known for one in behind) or any(
        one.text[:1].isdigit() for one in (*before, *behind)
    )


def _denying(message: LinkedMessage, mention: Mention) -> int | None:
    """Where the word begins that says there is none of it, right before a name."""
    for back in (1, 2):
        at = mention.first - back
        if at < 0:
            return None
        token = message.tokens[at]
        if re.fullmatch(row_words()["none"], token.folded):
            return token.start
        if token.folded not in ("a", "an", "any", "the", "had", "on"):
            return None
    return None


def _none_of(column: Column, role: str, flag: tuple[Any, Any] | None) -> Any | None:
    """What "no …" means of a column: its no, or zero; None where it has neither."""
    if flag is not None:
        return flag[1]
    return 0 if role == "number" else None


def _with_zeros(text: str, numbers: Sequence[str]) -> str:
    """ "dry": words that say there is none of something, under its feature's name."""
    for word, stems in row_words()["lacking"].items():
        having = [name for name in numbers if set(stems) & set(parts_of(name))]
        if len(having) == 1:
            text = re.sub(
                rf"(?<!\w){word}(?!\w)",
                f" , {having[0]} 0 , ",
                text,
                flags=re.IGNORECASE,
            )
    return text
