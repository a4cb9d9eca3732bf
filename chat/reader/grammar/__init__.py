"""The grammar of calculations: how senses join to items. No word of any language."""

from __future__ import annotations

from chat.reader.base.chart import Rule
from chat.reader.grammar.bands import AGES
from chat.reader.grammar.bearing import BEARING
from chat.reader.grammar.conditions import ROWS
from chat.reader.grammar.keys import KEYS
from chat.reader.grammar.lengths import LENGTHS
from chat.reader.grammar.measures import MEASURES
from chat.reader.grammar.nouns import LISTS
from chat.reader.grammar.signs import REST
from chat.reader.grammar.times import TIMES

RULES: tuple[Rule, ...] = (
    *LISTS, *MEASURES, *KEYS, *LENGTHS, *BEARING, *ROWS, *AGES, *TIMES, *REST,
)  # fmt: skip
TOPS = {
    "measures": 0.1,
    "key": 0.1,
    "rows": 0.15,
    "limit": 0.15,
    "sign": 0.1,
    "window": 0.1,
    "noun_": 0.12,
    "subject": 0.35,
}
