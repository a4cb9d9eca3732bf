"""Words that a name in brackets explains, and numbers that are years."""

from __future__ import annotations

from chat.linking.dates import Interval, year_interval
from chat.linking.tokens import Token
from chat.linking.words import STOPWORDS
from chat.reader.base.lattice import Lattice, Sense

_MOST_GLOSS = 5


def gloss(lattice: Lattice, linked: set[int]) -> None:
    """ "the blood pressure (sysBP)": words that the name in brackets explains."""
    tokens = lattice.tokens
    for at, token in enumerate(tokens):
        named = any(s.last < len(tokens) and tokens[s.last].text == ")"
                    for s in lattice.at("column", at + 1))  # fmt: skip
        if token.text != "(" or not named:
            continue
        for before in range(at - 1, max(-1, at - _MOST_GLOSS), -1):
            word = tokens[before]
            if word.kind != "word" or word.folded in STOPWORDS:
                break
            if before in linked:
                columns = lattice.senses["column"].get(before, [])
                alone = [sense for sense in columns if sense.last == before + 1]
                if before == at - 1 or not alone:
                    break
                # "period grade (G2)": another column's name within the explanation
                lattice.senses["column"][before] = [
                    sense for sense in columns if sense not in alone
                ]
            lattice.add(Sense("filler", before, before + 1, "gloss"))


def add_year(lattice: Lattice, at: int, token: Token) -> None:
    """ "2024", and "24" beside it, is a year as well as a number."""
    if token.text.isdigit() and len(token.text) == 4 and 1800 <= int(token.text) < 2200:
        interval: Interval = year_interval(int(token.text))
        lattice.add(Sense("date", at, at + 1, interval, how="year"))
    elif token.text.isdigit() and len(token.text) == 2:
        century = [
            t.text[:2]
            for t in lattice.tokens
            if t.text.isdigit() and len(t.text) == 4 and 1800 <= int(t.text) < 2200
        ]
        if century:
            year = int(century[0] + token.text)
            lattice.add(
                Sense("date", at, at + 1, year_interval(year), cost=0.3, how="year")
            )
