"""Questions of a questionnaire in reported speech: "how people heard about us".

The column is called "How did you hear about us?"; what is asked of it turns the question
round. Where all other words are its own, the column is meant.
"""

from __future__ import annotations

import re

from analysis.base.columns import Schema
from chat.linking.naming import quoted
from chat.reader.methods.names import data_of

_FEWEST = 2  # words behind the verb, or before it: fewer say too little


def with_reported_questions(text: str, schema: Schema) -> str:
    """The message with the columns' names in place of such words."""
    data = data_of("reported")
    for name in schema.names:
        asked = re.match(data["asked"], name.strip(), re.IGNORECASE)
        if asked is None:
            continue
        rest = re.sub(data["hints"], "", asked["rest"]).split()
        if len(rest) + len(asked["front"].split()) <= _FEWEST:
            continue
        form = _form(asked["front"], asked["verb"], rest, data)
        found = re.search(form, text, re.IGNORECASE)
        if found is not None:
            text = f"{text[: found.start()]}{quoted(name)}{text[found.end() :]}"
    return text


def _form(front: str, verb: str, rest: list[str], data: dict[str, str]) -> str:
    """A pattern: the words of the question, whoever did it and in whatever tense."""
    words = [re.escape(one) for one in front.split()]
    said = rf"{re.escape(verb[: max(1, len(verb) - 2)])}\w*"
    behind = "".join(rf" {re.escape(one)}" for one in rest)
    return rf"\b{' '.join(words)} (?:{data['who']}) {said}{behind}(?![\w-])"
