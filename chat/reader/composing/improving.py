"""What was taken before and after: "how many improved", "the average gain by class".

Where a table has one measure twice, what rose or fell is the difference of the two in
each row; the words for the two sides ("in the second test than in the first") say no more
than that and go with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial

from analysis.base.columns import Schema
from analysis.base.task import Step
from chat.linking.before_after import Twice
from chat.linking.tables import schema_index
from chat.linking.vocabulary import ROW_NOUNS
from chat.linking.words import stem
from chat.reader.base.senses import Lattice
from chat.reader.composing.made import Made
from chat.reader.composing.words import words
from chat.reader.lexicon import nouns
from chat.reader.preparing.formulas import column_term

_SURE = 0.45  # a link that costs less is to a column of its own: "gain"
Said = Callable[[re.Match[str], tuple[Twice, Twice]], str]
_AT_LEAST = "at least"
_RANKS = {"least": "lowest", "worst": "lowest"}


def improvement(lattice: Lattice) -> Made | None:
    """The question by the name of the difference; None where it asks for none."""
    pair = _pair(lattice)
    if pair is None:
        return None
    for form, falls, said in _FORMS:
        found = form().search(lattice.text)
        if found and not _is_named(lattice, found):
            question = said(found, pair)
            return _made(lattice, found, pair, falls, question) if question else None
    return None


def _average(found: re.Match[str], pair: tuple[Twice, Twice]) -> str:
    return f"average {{}}{_of(found['who'], pair)}"


def _number(op: str) -> Said:
    def said(found: re.Match[str], pair: tuple[Twice, Twice]) -> str:
        bound = _bound(found, pair, op)
        return f"{found['counted']} with {{}} {bound}" if bound else ""

    return said


def _bound(found: re.Match[str], pair: tuple[Twice, Twice], op: str) -> str:
    """From what change on they are counted, "" where that is not understood.

    "By 20 percent" is of something else than of the measure.
    """
    known, said = words().improving, found.groupdict()
    units = " ".join(said.get(name) or "" for name in ("unit", "unit2", "unit3"))
    for unit in units.split():
        plain = re.fullmatch(known["units"], unit, re.IGNORECASE)
        if not plain and stem(unit.casefold()) not in pair[0].nouns:
            return ""
    if said.get("number2"):
        return f"{_AT_LEAST} {said['number2']}"
    if said.get("number"):
        op = _AT_LEAST if found["bound"].casefold() in known["least"] else op
        return f"{op} {said['number']}"
    rest = found.string[found.end() :]
    return "" if re.match(known["bounded"], rest, re.IGNORECASE) else f"{op} 0"


def _ranked(found: re.Match[str], _: tuple[Twice, Twice]) -> str:
    rank = _RANKS.get(found["rank"].casefold(), "highest")
    return f"{found['which']} has the {rank} average {{}}"


def _named(found: re.Match[str], _: tuple[Twice, Twice]) -> str:
    return f"{found['lead']} {{}}"


def _of(who: str, pair: tuple[Twice, Twice]) -> str:
    """Whose change it is, where that is neither what all rows are nor what is measured."""
    said = [
        word for word in who.split()
        if word.casefold() not in ROW_NOUNS and stem(word.casefold()) not in pair[0].nouns
    ]  # fmt: skip
    return f" for {' '.join(said)}" if said else ""


def _pair(lattice: Lattice) -> tuple[Twice, Twice] | None:
    """The one measure taken twice, or the one of several that is named."""
    twice = lattice.index.twice
    pairs = [
        (one, other) for one in twice for other in twice
        if one.side == "before" and other.side == "after" and one.nouns == other.nouns
    ]  # fmt: skip
    if len(pairs) > 1:
        stems = {token.stem for token in lattice.tokens}
        pairs = [pair for pair in pairs if stems.issuperset(pair[0].nouns)]
    return pairs[0] if len(pairs) == 1 else None


def _is_named(lattice: Lattice, found: re.Match[str]) -> bool:
    """Whether the table has a column of what rose or fell already."""
    form = "|".join(
        words().improving[k] for k in ("rises", "falls", "rise_nouns", "fall_nouns")
    )
    return any(
        sense.cost < _SURE
        and re.fullmatch(form, lattice.words(sense.first, sense.last), re.IGNORECASE)
        for sense in lattice.all("column")
        if found.start() <= lattice.tokens[sense.first].start < found.end()
    )


def _made(
    lattice: Lattice,
    found: re.Match[str],
    pair: tuple[Twice, Twice],
    falls: bool,
    said: str,
) -> Made:
    before, after = (one.column for one in pair)
    judged = re.search(words().improving["judges"], found[0], re.IGNORECASE)
    burden = bool({stem(one) for one in nouns("en").burdens} & set(pair[0].nouns))
    falls = falls != (burden and judged is not None)
    name = f"{'drop' if falls else 'change'} from {before} to {after}"
    first, second = (before, after) if falls else (after, before)
    expression = f"{column_term(first)} - {column_term(second)}"
    step = Step(operation="add_column", params={"name": name, "expression": expression})
    text = lattice.text[: found.start()] + said.format(f"`{name}`")
    way = "lower" if falls else "higher"
    assumed = (f"“{judged[0]}” is read as a {way} {after}",) if judged else ()
    return Made(step, text + lattice.text[found.end() :], found[0], assumed=assumed)


def _tail() -> str:
    known = words().improving
    return known["tail"].format(tests=known["tests"])


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _counted(kind: str) -> re.Pattern[str]:
    known = words().improving
    amount = (
        ""
        if kind == "stays"
        else known["or_more"].format() + known["bound"].format(units=known["units"])
    )
    return _compiled(
        rf"\b{known['how_many'].format()}(?:{known[kind]})\b{amount}{_tail()}"
    )


def _by_how(kind: str) -> re.Pattern[str]:
    known = words().improving
    return _compiled(
        rf"\b{known['by_how'].format()}(?:{known[kind]})\b(?: on average)?{_tail()}(?: on average)?"
    )


def _most() -> re.Pattern[str]:
    known = words().improving
    return _compiled(
        rf"\b{known['most'].format(rises=known['rises'])}\b(?: on average)?{_tail()}"
    )


def _noun(kind: str) -> re.Pattern[str]:
    known = words().improving
    return _compiled(rf"\b(?P<lead>{known['lead']}) (?:{known[kind]})\b{_tail()}")


# The forms in the order in which they are tried, whether they ask for a fall, and the
# question that each comes to.
_FORMS: tuple[tuple[Callable[[], re.Pattern[str]], bool, Said], ...] = (
    (partial(_by_how, "rises"), False, _average),
    (partial(_by_how, "falls"), True, _average),
    (partial(_counted, "rises"), False, _number("more than")),
    (partial(_counted, "falls"), True, _number("more than")),
    (partial(_counted, "stays"), False, _number("equal to")),
    (_most, False, _ranked),
    (partial(_noun, "rise_nouns"), False, _named),
    (partial(_noun, "fall_nouns"), True, _named),
)


def with_both_sides(text: str, schema: Schema) -> str:
    """ "average score before and after": both columns by their names.

    A question about the difference of the two is left as it is: the methods know it.
    """
    known = words().improving
    index = schema_index(schema)
    found = _compiled(known["both"]).search(text)
    if not index.twice or found is None or _compiled(known["compares"]).search(text):
        return text
    stems = {stem(word.casefold()) for word in found["noun"].split()}
    pairs = [
        (one.column, other.column) for one in index.twice for other in index.twice
        if one.side == "before" and other.side == "after" and one.nouns == other.nouns
        and stems.issuperset(one.nouns)
    ]  # fmt: skip
    if len(pairs) != 1:
        return text
    both = " and ".join(f"`{name}`" for name in pairs[0])
    return text[: found.start()] + f"{found['lead']} {both}" + text[found.end() :]
