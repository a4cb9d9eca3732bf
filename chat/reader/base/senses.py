"""The lattice: every sense of every stretch of a message, nothing decided yet."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from chat.linking.coded import families
from chat.linking.dates import date_candidates, latest_day
from chat.linking.entities import is_property
from chat.linking.index import SchemaIndex
from chat.linking.link import column_candidates
from chat.linking.mentions import Mention
from chat.linking.naming import name_parts
from chat.linking.rownouns import counted_nouns
from chat.linking.shortened import akin
from chat.linking.tokens import Token, tokenise
from chat.linking.values import value_candidates
from chat.linking.vocabulary import ENTITIES, ROW_NOUNS, UNITS
from chat.linking.words import STOPWORDS, fold, is_english, stem
from chat.reader.base.entities import singular
from chat.reader.base.entity_links import link_entities
from chat.reader.base.glosses import _MOST_GLOSS, add_year, gloss
from chat.reader.base.habits import link_habits
from chat.reader.base.lattice import Lattice, Sense
from chat.reader.base.near_rows import link_unknown_nouns
from chat.reader.base.own_words import link_own_words
from chat.reader.base.phrases import link_phrases
from chat.reader.base.qualities import flags_are_no_amounts, names_before_qualities
from chat.reader.base.refining import refine
from chat.reader.base.roles import (
    WORDS,
    adds_up,
    is_key,
    parts,
    yes_of,
)
from chat.reader.base.roles import options as roles_options
from chat.reader.base.row_nouns import events_of_rows, is_done, nouns_of_rows
from chat.reader.base.spelling import respelt
from chat.reader.lexicon import Lexicon, lexicon, nouns

__all__ = ["Lattice", "Sense", "build_lattice", "nouns_of_rows"]

_LEAST_LINK = 0.55
_CUT_OFF = 3  # letters: a word that lacks fewer may be another word ("far", fare)
_SAME = 0.1  # a link that costs less is to a whole name as it is written
_SURE = 0.15  # a link that costs less is to a whole name
_PASSED = 0.25  # for each word within a name that is no part of it
_PASSED_SMALL = 0.03  # where it is a small one, and the name a long one
_MANY = 3
_MOST_COLUMNS = 3


@lru_cache(maxsize=64)  # the readers of one message, and of it with fewer words
def build_lattice(
    text: str, tokens: tuple[Token, ...], index: SchemaIndex, language: str = "en"
) -> Lattice:
    """Everything that the words, the table and the calendar know of the message.

    Readers of one message share it: nobody changes a lattice that is built.
    """
    lattice = Lattice(text, tokens, index)
    words = lexicon(language)
    _link(lattice)
    _link_loosely(lattice, words)
    _link_options(lattice)
    _link_families(lattice)
    gloss(lattice, _linked(lattice))
    spelt = respelt(lattice, words)
    row_nouns = nouns_of_rows(index)
    _things_are_no_flags(lattice)
    for first, token in enumerate(spelt):
        for last, entry in words.found(spelt, first):
            if entry.category == "datepart" and not _has_dates(lattice, first):
                continue
            cost = 0.15 * sum(n in lattice.spelling for n in range(first, last))
            lattice.add(Sense(entry.category, first, last, entry.concept, cost=cost))
        if token.kind == "mark":
            lattice.add(Sense("mark", first, first + 1, token.text))
        elif token.kind in ("word", "quoted"):
            cost = 0.0 if token.kind == "quoted" else 0.25
            lattice.add(Sense("text", first, first + 1, token.text, cost=cost))
        _link_row_noun(lattice, first, token, row_nouns)
    _days_are_no_values(lattice)
    _flags_are_no_rows(lattice)
    _kinds_are_no_rows(lattice)
    _counted_are_no_rows(lattice)
    link_entities(lattice)
    refine(lattice)
    link_habits(lattice)
    link_own_words(lattice)
    flags_are_no_amounts(lattice)
    names_before_qualities(lattice)
    _names_before_empty_words(lattice)
    _longer_names_first(lattice)
    link_unknown_nouns(lattice)
    link_phrases(lattice)
    return lattice


def _link_row_noun(
    lattice: Lattice, at: int, token: Token, nouns: frozenset[str]
) -> None:
    """A word for what a row is, where it names nothing else."""
    if token.kind == "word" and _is_one_measured(lattice, at):
        lattice.senses["column"].pop(at)
        lattice.add(Sense("rownoun", at, at + 1, token.text))
        return
    if token.kind == "word" and token.stem in nouns:
        if is_done(token) and token.stem in events_of_rows(lattice.index):
            return  # "hired since 2020" of a table with a date of each hire
        cost = _ALSO_A_KIND if _names_a_kind(lattice, at) else 0.0
        lattice.add(Sense("rownoun", at, at + 1, token.text, cost=cost))
        _without_parts(lattice, at)
        return
    do_rows = token.kind == "word" and _do_rows(token, nouns)
    general = token.folded.removesuffix("'s") in ROW_NOUNS
    if (do_rows or general) and not _named(lattice, at):
        cost = 0.1 if do_rows else 0.3
        lattice.add(Sense("rownoun", at, at + 1, token.text, cost=cost))


def _is_one_measured(lattice: Lattice, at: int) -> bool:
    """ "how many harvests" beside harvest_kg: each row is one, and kilos are not counted.

    Nor do "the most bikes" have the greatest sum of bike_age.
    """
    word = lattice.tokens[at].folded
    noun, here = singular(word), lattice.at("column", at)
    if noun == word or noun in UNITS or word in UNITS or not here:
        return False
    counted = any(s.last == at and s.concept == "rows" for s in lattice.all("count"))
    most = any(s.last == at for s in lattice.all("top")) and all(
        adds_up(lattice.columns[sense.concept]) is False
        and noun in name_parts(sense.concept)[:-1]
        for sense in here
    )
    return (counted or most) and all(
        sense.last == at + 1
        and lattice.columns[sense.concept].kind == "number"
        and noun in name_parts(sense.concept)
        and word not in name_parts(sense.concept)
        for sense in here
    )


_ALSO_A_KIND = 0.3  # "tool" of a table of tool loans that has a column of tools


def _names_a_kind(lattice: Lattice, at: int) -> bool:
    """Whether a word is the whole name of a column of kinds of things, which are ranked.

    "How many tools" are as many as were lent; "the most popular tool" is one of a kind.
    """
    ranked = any(
        at - 1 <= sense.last <= at
        for kind in ("top", "extreme", "which")
        for sense in lattice.all(kind)
    )
    return ranked and any(
        sense.last == at + 1
        and sense.cost < _SAME
        and lattice.columns[sense.concept].kind in ("category", "text")
        and 2 * lattice.columns[sense.concept].n_unique <= lattice.index.n_rows
        for sense in lattice.at("column", at)
    )


_EMPTY = (
    "glue",
    "filler",
    "verb",
    "purpose",
    "refers",
    "timeby",
    "making",
    "continues",
)


def _names_before_empty_words(lattice: Lattice) -> None:
    """ "salary in IT", "used cars", "april and may", "had a fall": names of the table.

    What a word says elsewhere without meaning anything is no sense of it then.
    """
    named = {
        (sense.first, sense.last)
        for category in ("value", "date", "column")
        for sense in lattice.all(category)
        if sense.cost < _SAME
    }
    named |= {
        (sense.first, sense.last) for sense in lattice.all("column")
        if _is_predicate(lattice, sense)
    }  # fmt: skip
    for category in _EMPTY:
        places = lattice.senses.get(category, {})
        for first, here in places.items():
            places[first] = [s for s in here if (s.first, s.last) not in named]


def _is_predicate(lattice: Lattice, sense: Sense) -> bool:
    """ "who are already gone": what is said of them, by a column of yes and no."""
    if sense.cost >= _LONG or yes_of(lattice.columns[sense.concept]) is None:
        return False
    at = sense.first - 1
    while at > 0 and lattice.at("filler", at) and not lattice.at("is", at):
        at -= 1
    return at >= 0 and bool(lattice.at("is", at))


_LONG = 0.3  # a link of several words that costs less is to the whole of a name


def _longer_names_first(lattice: Lattice) -> None:
    """ "evenings at home" is one column: its "home" is no doubtful name of another."""
    longer = [
        sense for sense in lattice.all("column")
        if sense.last - sense.first > 1 and sense.cost < _LONG
    ]  # fmt: skip
    for here in lattice.senses.get("column", {}).values():
        here[:] = [
            sense for sense in here
            if (sense.cost < _SURE and not _is_rest_of(sense, longer)) or not any(
                one.first <= sense.first and sense.last <= one.last
                and one.last - one.first > sense.last - sense.first
                and one.concept != sense.concept
                for one in longer
            )
        ]  # fmt: skip


def _is_rest_of(sense: Sense, longer: Sequence[Sense]) -> bool:
    """ "people trapped" is people_trapped: its "trapped" is no part of hours_trapped."""
    if sense.last - sense.first >= len(name_parts(sense.concept)):
        return False
    return any(
        one.first <= sense.first
        and sense.last <= one.last
        and one.cost < sense.cost
        and one.last - one.first >= len(name_parts(one.concept))
        for one in longer
    )


def _has_dates(lattice: Lattice, at: int) -> bool:
    """Whether a season can be a part of a date there, and is nothing that is stored."""
    dates = any(column.kind == "datetime" for column in lattice.columns.values())
    named = (*lattice.at("column", at), *lattice.at("value", at))
    return dates and not any(sense.cost < _SURE for sense in named)


_OF_TIME = frozenset(
    "which what single average typical usual normal per each every".split()
)


def _days_are_no_values(lattice: Lattice) -> None:
    """ "which day", "an average day": a stretch of time, though a tariff is called so."""
    if not any(column.kind == "datetime" for column in lattice.columns.values()):
        return
    named = {sense.column for sense in lattice.all("column") if sense.cost < _SURE}
    for at, here in lattice.senses.get("value", {}).items():
        before = lattice.tokens[at - 1].folded if at else ""
        if before in _OF_TIME and lattice.at("unit", at):
            here[:] = [s for s in here if s.last > at + 1 or s.column in named]


def _flags_are_no_rows(lattice: Lattice) -> None:
    """ "members" are some of the rows where a column says who is one."""
    flags = {
        parts(column)[0]
        for column in lattice.columns.values()
        if yes_of(column) is not None and len(parts(column)) == 1
    }
    for category in ("rownoun", "rowword"):
        for at, here in lattice.senses.get(category, {}).items():
            if lattice.tokens[at].stem in flags:
                here[:] = [sense for sense in here if sense.last != at + 1]


def _things_are_no_flags(lattice: Lattice) -> None:
    """ "guests" are not those whom the column repeat_guest says yes of.

    Nor are "bikes" those of e_bike, where a column tells of all of them (bike_age).
    """
    for at, here in lattice.senses.get("column", {}).items():
        word = lattice.tokens[at].folded
        noun = singular(word)
        if word not in ENTITIES and not (word != noun and _is_described(lattice, noun)):
            continue
        here[:] = [
            sense for sense in here
            if sense.last > at + 1 or sense.cost < _SURE
            or yes_of(lattice.columns[sense.concept]) is None
            or [singular(part) for part in name_parts(sense.concept)][-1:] != [noun]
        ]  # fmt: skip


def _is_described(lattice: Lattice, noun: str) -> bool:
    """Whether a column of numbers says something of each of a noun: bike_age."""
    return any(
        column.is_numeric and noun in name_parts(column.name)[:-1]
        for column in lattice.columns.values()
    )


def _counted_are_no_rows(lattice: Lattice) -> None:
    """ "cases" are as many as the column "No. of cases" says, and no rows."""
    counted = counted_nouns(lattice.index)
    for category in ("rownoun", "rowword") if counted else ():
        for at, here in lattice.senses.get(category, {}).items():
            if lattice.tokens[at].stem in counted:
                here[:] = [sense for sense in here if sense.last != at + 1]


def _kinds_are_no_rows(lattice: Lattice) -> None:
    """ "fee per item" beside item_type: of each of them, where a row is something else."""
    rows, people = nouns_of_rows(lattice.index), nouns("en").people
    for sense in list(lattice.all("column")):
        at, column = sense.first, lattice.columns[sense.concept]
        word = lattice.tokens[at].folded
        if sense.last != at + 1 or column.kind != "category" or word in people:
            continue
        named = singular(word) in map(singular, name_parts(column.name))
        per = at and lattice.at("per", at - 1)
        if named and per and stem(word) not in rows:
            for kind in ("rowword", "head"):
                lattice.senses.get(kind, {}).pop(at, None)


def _named(lattice: Lattice, at: int) -> bool:
    """Whether a word names something of the table; one letter of a name does not, and goes."""
    here = lattice.senses.get("column", {})
    if at in here:
        here[at] = [
            s for s in here[at]
            if not (s.how == "abbreviation" and s.cost > _SURE and s.last == at + 1)
        ]  # fmt: skip
    return bool(here.get(at) or lattice.at("value", at))


def _without_parts(lattice: Lattice, at: int) -> None:
    """A noun for the rows is no name of which it is but a part ("passengers", pclass).

    Nor does it name what shares a stem with it: "bookings" are not when they were booked,
    nor by what (booked_via).
    """
    here = lattice.senses.get("column", {})
    if at in here:
        here[at] = [
            s for s in here[at]
            if not _only_of_stem(lattice, s)
            and not _is_several(lattice, s)
            and (s.last > at + 1 or s.cost < _SURE)
        ]  # fmt: skip


def _is_several(lattice: Lattice, sense: Sense) -> bool:
    """ "more than 10 loans" are so many of them, and not those numbered from 11 on."""
    column, word = lattice.columns[sense.concept], lattice.tokens[sense.first].folded
    at = sense.first
    numbered = at > 0 and lattice.tokens[at - 1].kind == "number"
    if sense.last > at + 1 or not numbered or not is_key(column, lattice.index.n_rows):
        return False
    return singular(word) != word and word not in name_parts(column.name)


def _only_of_stem(lattice: Lattice, sense: Sense) -> bool:
    column = lattice.columns[sense.concept]
    noun = singular(lattice.tokens[sense.first].folded)
    if noun in map(singular, name_parts(column.name)):
        return False
    words = column.kind in ("category", "text") and yes_of(column) is None
    return column.kind == "datetime" or (words and sense.last == sense.first + 1)


_DOERS = ("ant", "ants", "er", "ers", "or", "ors", "ee", "ees")
_LEAST_ROOT = 5  # letters that two words share: "applicants" of a table of applications


def _do_rows(token: Token, nouns: frozenset[str]) -> bool:
    """Whether a word is for those who make what a row is: applicants, borrowers."""
    word = token.folded
    if not word.endswith(_DOERS):
        return False
    return any(
        len(noun) >= _LEAST_ROOT and word[:_LEAST_ROOT] == noun[:_LEAST_ROOT]
        for noun in nouns
    )


def _passing(tokens: Sequence[Token], name: str) -> float:
    """What a word within a name costs: little where "in" and "the" stand in a long one.

    "visits in the last 90 days" of a column called Visits last 90 days.
    """
    small = [token for token in tokens if token.folded in STOPWORDS]
    words = [token.stem for token in tokens if token.folded not in STOPWORDS]
    whole = len(words) >= _MANY and words == [stem(part) for part in name_parts(name)]
    return _PASSED_SMALL if whole and small else _PASSED


def _link(lattice: Lattice) -> None:
    tokens, index = lattice.tokens, lattice.index
    mentions = list(column_candidates(tokens, index))
    for m in mentions:
        if m.score < _LEAST_LINK or _is_said_number_of(tokens, m, mentions):
            continue
        for rank, name in enumerate(m.columns[:_MOST_COLUMNS]):
            passed = _passing(tokens[m.first : m.last], name) * m.passed
            cost = max(0.0, 1.05 - m.score) + 0.02 * rank + passed
            lattice.add(Sense("column", m.first, m.last, name, name, cost, m.how))
    for m in value_candidates(tokens, index):
        for name in m.columns[:_MOST_COLUMNS]:
            if index.columns[name].n_unique == 1:
                continue  # what all rows have limits none
            cost = max(0.0, 1.02 - m.score)
            lattice.add(Sense("value", m.first, m.last, m.value, name, cost, m.how))
    _add_letters(lattice)
    for m in date_candidates(tokens, latest_day(index.columns)):
        if m.value.yearless and _is_a_name(lattice, m):
            continue  # "Q1": a question of a survey
        lattice.add(Sense("date", m.first, m.last, m.value))
    for at, token in enumerate(tokens):
        if token.kind == "number":
            lattice.add(Sense("number", at, at + 1, token.value, percent=token.percent))
            add_year(lattice, at, token)
        elif token.kind == "quoted":
            lattice.add(Sense("quoted", at, at + 1, token.text))


def _is_a_name(lattice: Lattice, mention: Mention) -> bool:
    named = (*lattice.at("column", mention.first), *lattice.at("value", mention.first))
    return any(s.last >= mention.last and s.cost < _SURE for s in named)


def _is_said_number_of(
    tokens: tuple[Token, ...], mention: Mention, all_mentions: Sequence[Mention]
) -> bool:
    """ "number of nights", "how many points" as other names for what is counted anyway."""
    said = tuple(token.folded for token in tokens[mention.first : mention.first + 2])
    if mention.how != "synonym" or said not in (("number", "of"), ("how", "many")):
        return False
    return any(
        other.first == mention.first + 2
        and other.last == mention.last
        and set(other.columns) & set(mention.columns)
        for other in all_mentions
    )


_LETTERS = 2
_FEW_LEVELS = 12


def _add_letters(lattice: Lattice) -> None:
    """ "A and B": values of a letter or two, written just as they are stored."""
    for column in lattice.columns.values():
        if column.is_numeric or not 2 <= column.n_unique <= _FEW_LEVELS:
            continue
        levels = {level for level, _ in column.levels if isinstance(level, str)}
        for at, token in enumerate(lattice.tokens):
            text = token.text
            if len(text) <= _LETTERS and text.isupper() and text in levels:
                known = any(s.column == column.name for s in lattice.at("value", at))
                if not known:
                    lattice.add(Sense("value", at, at + 1, text, column.name, 0.15))


def _linked(lattice: Lattice) -> set[int]:
    return {
        n
        for category in ("column", "value", "date")
        for sense in lattice.all(category)
        for n in range(sense.first, sense.last)
    }


def _link_loosely(lattice: Lattice, words: Lexicon) -> None:
    """Words that are a column's misspelt, or cut short, and nothing else."""
    linked = _linked(lattice)
    # In the order of the columns: of two that are as near, it is the first on every start.
    names: dict[str, dict[str, None]] = {}
    for column in lattice.columns.values():
        for word in WORDS.findall(column.name):
            if len(word) >= 4:
                names.setdefault(fold(word), {})[column.name] = None
    for at, token in enumerate(lattice.tokens):
        word = token.folded
        if at in linked or token.kind != "word" or not word.isalnum() or len(word) < 3:
            continue
        senses = {entry.category for _, entry in words.found(lattice.tokens, at)}
        if senses - {"foreign"}:
            continue
        found = []
        if not _describes(lattice, at):
            found = _named_by_one_word(lattice, token)
        if not found and not is_english(word) and len(word) >= 4:
            most = 1 if len(word) < 8 else 2
            for name, columns in names.items():
                near = min(
                    DamerauLevenshtein.distance(word, form)
                    for form in (name, name + "s")
                )
                if near <= most and name[0] == word[0]:
                    found += [(c, 0.3 + 0.1 * near) for c in columns]
        if not found:
            cut = [
                c
                for name, cs in names.items()
                if name.startswith(word) and len(name) >= len(word) + _CUT_OFF
                for c in cs
            ]
            found = [(c, 0.5) for c in cut] if len(cut) == 1 else []
        for named, cost in found[:_MOST_COLUMNS]:
            lattice.add(Sense("column", at, at + 1, named, named, cost, "typo"))


def _describes(lattice: Lattice, at: int) -> bool:
    """ "the second period grade (G2)": a word before a name that brackets give."""
    for after in range(at + 1, min(at + _MOST_GLOSS, len(lattice.tokens) - 1)):
        if lattice.tokens[after].text == "(":
            return bool(lattice.at("column", after + 1))
        if lattice.tokens[after].kind != "word":
            return False
    return False


def _named_by_one_word(lattice: Lattice, token: Token) -> list[tuple[str, float]]:
    """A word that stands in the name of one column only, of a long name."""
    root, word = token.stem, token.folded
    if (len(word) < 4 and word.isalpha()) or word in STOPWORDS:
        return []
    columns = lattice.columns.values()
    named = [c.name for c in columns if root in parts(c)]
    if not named:
        named = [c.name for c in columns if akin(root, parts(c))]
    if len(named) == 1 and is_property(token, lattice.columns[named[0]]):
        return []
    return [(named[0], 0.4)] if len(named) == 1 else []


def _link_options(lattice: Lattice) -> None:
    """Answers of a question with check boxes, several to a cell."""
    for column in lattice.columns.values():
        options = roles_options(column)
        if not options:
            continue
        words = {tuple(token.stem for token in tokenise(one)): one for one in options}
        for first in range(len(lattice.tokens)):
            for stems, option in words.items():
                last = first + len(stems)
                if tuple(t.stem for t in lattice.tokens[first:last]) == stems:
                    lattice.add(Sense("option", first, last, option, column.name))
                    for sense in list(lattice.at("value", first)):
                        if sense.column == column.name and sense.last == last:
                            lattice.senses["value"][first].remove(sense)


def _link_families(lattice: Lattice) -> None:
    """ "the Q8 statements": all columns of a question, where none is called so itself."""
    known = families(tuple(lattice.columns))
    for at, token in enumerate(lattice.tokens):
        if token.folded in known and not lattice.at("column", at):
            lattice.add(Sense("family", at, at + 1, known[token.folded]))
