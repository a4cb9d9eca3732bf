"""Items of a scale of which some are turned round, and whether items may be added up.

"do q1 to q4 make a scale? q3 is worded the other way round": q3 is turned before alpha is
taken. "may I add up q1, q2 and q3" asks whether they hang together.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from analysis.base.columns import Column
from analysis.base.task import Step
from chat.reader.enquiries.sentence import Sentence
from chat.reader.enquiries.sets import SCALES, Read, of_columns
from chat.reader.methods.names import data_of
from chat.reader.preparing.formulas import column_term

_MOST_ANSWERS = 11  # values of an item
_LEAST_ITEMS = 3


@cache
def _data() -> dict[str, Any]:
    return data_of("scales")


def turned_or_added(sentence: Sentence) -> Read | None:
    """The reliability of items some of which are turned, or that are to be added up."""
    text = sentence.lattice.text.casefold()
    turned = _turned(sentence, text)
    may = None if turned and sentence.has("reliable") else _may().search(text)
    if may is not None and not re.search(rf"\b(?:{_data()['verb']})\b", text):
        may = None  # "would it be correct to assume that …": nothing is added up
    if may is None and not (turned and sentence.has("reliable", "onescore")):
        return None
    if may is not None:
        _use(sentence, may)
        for verb in re.finditer(rf"\b(?:{_data()['verb']})\b", text):
            _use(sentence, verb)
        for behind in re.finditer(rf"\b(?:{_data()['together']})\b", text):
            _use(sentence, behind)
    made = of_columns(sentence, "reliability", SCALES)
    if made is None or (may is not None and sentence.left()):
        return None
    names = made[0][-1].params["columns"]
    items = [sentence.lattice.columns[name] for name in names]
    if not set(turned) <= set(names) or not _are_items(items):
        return None
    return _with_turned(names, items, turned) if turned else made


@cache
def _may() -> re.Pattern[str]:
    return re.compile(_data()["may"].replace("VERB", _data()["verb"]))


def _turned(sentence: Sentence, text: str) -> list[str]:
    """The items that a clause says to be turned; the words of the clause are used."""
    names = {name.casefold(): name for name in sentence.lattice.columns}
    one = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    several = rf"[`\"]?(?:{one})[`\"]?(?:(?:,? and |, )[`\"]?(?:{one})[`\"]?)*"
    found: list[str] = []
    for match in re.finditer(rf"(?<!\w)(?P<items>{several}) {_data()['turned']}", text):
        said = re.findall(one, match["items"])
        if len(set(said)) < len(said):
            # "q1 to q5, q4 and q5 are reversed": the list, and what is said of some
            said = re.findall(one, match["items"].rpartition(",")[2])
        elif not re.search(_data()["leads"], text[: match.start()]):
            continue
        found += [names[name] for name in said]
        _use(sentence, match)
    for match in re.finditer(rf"(?<!\w)({one}) \({_data()['turned']}\)", text):
        found.append(names[match[1]])
        _use(sentence, match)
    return list(dict.fromkeys(found))


def _are_items(columns: list[Column]) -> bool:
    """Whether columns hold answers on one scale: few whole numbers from the same range."""
    return len(columns) >= _LEAST_ITEMS - 1 and all(
        column.kind == "integer" and column.n_unique <= _MOST_ANSWERS
        for column in columns
    )


def _with_turned(names: list[str], items: list[Column], turned: list[str]) -> Read:
    """The turned items as the sum of the scale's ends without the answer."""
    lows = [c.minimum for c in items if isinstance(c.minimum, int | float)]
    highs = [c.maximum for c in items if isinstance(c.maximum, int | float)]
    ends = int(min(lows) + max(highs))
    steps, told = [], []
    for item in turned:
        made, name = f"{ends} - {column_term(item)}", _data()["name"].format(item)
        step = Step(operation="add_column", params={"name": name, "expression": made})
        steps.append(step)
        told.append(_data()["told"].format(item=item, expression=made))
    columns = [_data()["name"].format(n) if n in turned else n for n in names]
    steps.append(Step(operation="reliability", params={"columns": columns}))
    return steps, told


def _use(sentence: Sentence, match: re.Match[str]) -> None:
    for n, word in enumerate(sentence.words):
        if match.start() <= sentence.lattice.tokens[word.at].start < match.end():
            sentence.used.add(n)
