"""What words of a message demand of any reading of it, checked at the end.

The readers lay items over a message each in their own way; whatever way a reading came
about, "median" needs a median in it, "what percentage" a share, "the three biggest" an
order; what is made for the answer is used by it, and "how many" is answered by no list. A
reading that has none of it answers another question, and is asked about rather than given.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from analysis.base.columns import Schema
from analysis.base.task import Step, Task
from analysis.pipeline import task_columns
from chat.linking.message import link_message
from chat.linking.naming import name_parts
from chat.linking.outcomes import Reading, Understood, question_without
from chat.linking.tables import schema_index
from chat.linking.tokens import tokenise
from chat.reader.base.roles import is_key, parts
from chat.reader.base.senses import Lattice, Sense, build_lattice, nouns_of_rows
from chat.reader.first_of_each import left_out
from chat.reader.frames.background import distrusts
from chat.reader.left_requests import is_sentence, left_questions, told_requests
from chat.reader.lexicon import nouns
from chat.reader.methods.linking import linked_of
from chat.reader.methods.names import data_of
from chat.reader.methods.naming import named_methods
from chat.reader.persons_meant import (
    both_sexes,
    measures_of,
    other_persons,
    sexes_counted,
    sexes_unknown,
)
from chat.reader.plainer.intervals import asked_interval
from chat.reader.unaccounted import unaccounted

_LONGEST = 60  # tokens; longer messages are briefs, which account for their sentences
_IN_FULL = 0.2  # what a link to a column costs whose words demand nothing
# Operations that hold nothing but figures of rows and groups: what they do not show in
# their parameters they do not answer.
_PLAIN = frozenset(("calculate", "describe", "show_rows", "count_rows", "frequency"))
# Operations that give no figure of a column: a statistic that is said has none there.
_FIGURELESS = ("histogram", "density_plot", "data_quality", "stands_out")
_ALONG = ("earliest", "latest")  # what comes first where time gives the order
_BEFORE = ("filter_rows", "add_column", "bin_column")  # what may stand in front of them
# What shows that a statistic, a share or a rank is in the steps.
_SHOWN: dict[str, tuple[str, ...]] = {
    "mean": ("mean", "over_groups", '"over"', "average"),
    "median": ("median",),
    "std": ("std",),
    "var": ("variance", '"var"'),
}
_SHARES = ("share", "rate", "%", "growth", "frequency", '"over"', "position", "reach",
           "cumulative")  # fmt: skip
# What "still" may be said of, within so many tokens.
_STATES = ("column", "value", "compare", "top", "extreme", "more", "missing", "date")
_BESIDE = 4
# What the linker must be sure of to say that words name a column.
_NAMED = 0.5
_COUNTING = ("count", "main", "date", "attendance", "population")
_RANKS = ("order", "limit", "place", "sort", "min", "max", "rank", "claim", "mode",
          "reach", "position", "frequency", "compare", "range", "quantile", "percentile")  # fmt: skip


def as_demanded(
    text: str, schema: Schema, reading: Reading, previous: Task | None = None
) -> Reading:
    """The reading, or the question whether to answer without what it has nothing for."""
    words = unmet(text, schema, reading, previous)
    if not words or not isinstance(reading, Understood):
        return reading
    return question_without(words[0], reading.task)


def unmet(
    text: str, schema: Schema, reading: Reading, previous: Task | None = None
) -> tuple[str, ...]:
    """The words that the reading has nothing for, none where it meets all demands."""
    if not isinstance(reading, Understood):
        return ()
    tokens = tokenise(text, _LONGEST + 1)
    if len(tokens) > _LONGEST:
        return ()
    lattice = build_lattice(text, tokens, schema_index(schema))
    task, found = reading.task, []
    if all(step.operation in (*_PLAIN, *_BEFORE) for step in _steps(task)):
        shown = _shown(_steps(task))
        found += [
            *_statistics(lattice, task, shown),
            *_shares(lattice, task, shown),
            *_ranks(lattice, task, shown),
            *_firsts(text, lattice, shown),
            *_intervals(text, task, shown),
            *_standing(lattice),
            *other_persons(lattice, measures_of(_steps(task))),
            *_qualities(lattice, task),
            *_pairs(text, task),
            *_relations(text, lattice, shown),
            *_adjusted(text, task),
            *_changed_shares(text, shown),
            *_counted(lattice, task),
            *_supposed(text),
            *_amounts(lattice, task),
        ]
        if not any(is_sentence(lattice, at) for at in range(len(tokens) - 2)):
            found += unaccounted(lattice, task, schema)
    elif _steps(task) and _steps(task)[-1].operation in _FIGURELESS:
        said = [*_own(lattice, "statistic", task), *_own(lattice, "howmuch", task)]
        found += [lattice.words(one.first, one.last) for one in said[:1]]
    else:
        found += _keys(lattice, task, schema)
    found += [
        *both_sexes(lattice),
        *sexes_unknown(lattice),
        *sexes_counted(lattice, _steps(task)),
        *told_requests(lattice, task),
        *left_questions(lattice, task, schema),
        *_listed_numbers(lattice, task),
        *_unused_columns(task),
        *_unused_behind(text, schema, task, previous),
        *_unused_methods(text, schema, task),
    ]
    return tuple(dict.fromkeys(found))


def _unused_behind(
    text: str, schema: Schema, task: Task, previous: Task | None
) -> Iterator[str]:
    """ "median of useful" behind a mean of another column: no median of that one.

    What was used before may be taken out ("sibsp instead of age").
    """
    if task.source != "followup":
        return
    used = set(task_columns(task, schema))
    used |= set(task_columns(previous, schema)) if previous else set()
    told = " ".join(task.ignored).casefold()
    message = link_message(text, schema_index(schema))
    rows = nouns_of_rows(message.index) | nouns("en").people
    for mention in message.mentions:
        if mention.kind != "column" or mention.score < _NAMED:
            continue
        if all(t.stem in rows for t in message.tokens[mention.first : mention.last]):
            continue  # "of all patients" are all rows
        if not set(mention.columns) & used and mention.text.casefold() not in told:
            yield mention.text


def _steps(task: Task) -> list[Step]:
    return [step for step in task.steps if not step.companion and not step.standing]


def _shown(steps: Sequence[Step]) -> str:
    """What steps do, in words of the program."""
    said = [[step.operation, step.params] for step in steps]
    return json.dumps(said, default=str, ensure_ascii=False)


def _own(lattice: Lattice, category: str, task: Task) -> Iterator[Sense]:
    """Senses whose words are no part of a name of the table, nor told as unused."""
    ignored = " ".join(task.ignored).casefold()
    for sense in lattice.all(category):
        words = lattice.words(sense.first, sense.last)
        if words.casefold() in ignored:
            continue
        if not _in_a_name(lattice, sense.first):
            yield sense


def _in_a_name(lattice: Lattice, at: int) -> bool:
    return any(
        other.first <= at < other.last and other.cost < _IN_FULL
        for category in ("column", "value")
        for other in lattice.all(category)
    )


def _statistics(lattice: Lattice, task: Task, shown: str) -> Iterator[str]:
    """The first statistic that is said, where none that is said is shown."""
    said = [
        (sense, _SHOWN[str(sense.concept)])
        for sense in _own(lattice, "statistic", task)
        if str(sense.concept) in _SHOWN
    ]
    if not any(word in shown for _, ones in said for word in ones):
        for sense, _ in said[:1]:
            yield lattice.words(sense.first, sense.last)


def _shares(lattice: Lattice, task: Task, shown: str) -> Iterator[str]:
    if any(word in shown for word in _SHARES):
        return
    if any(True for _ in _own(lattice, "statistic", task)):
        return  # "the mean percentage of …": what is measured is called so
    told = "compare" in task.steps[-1].params  # a difference is told in percent, too
    for category in ("share", "ofwhole") if told else ("share", "percent", "ofwhole"):
        for sense in _own(lattice, category, task):
            before = (sense.first - 1, sense.first - 2)  # "by (what) percentage"
            grown = told and any(lattice.at("by", at) for at in before)
            if not grown and not lattice.at("loosely", sense.first):
                yield lattice.words(sense.first, sense.last)


def _ranks(lattice: Lattice, task: Task, shown: str) -> Iterator[str]:
    if any(word in shown for word in _RANKS):
        return
    others = [
        sense
        for category in ("compare", "statistic", "front")
        for sense in lattice.all(category)
    ]
    for category in ("top", "extreme"):
        for sense in _own(lattice, category, task):
            if not any(s.first <= sense.first < s.last for s in others):
                yield lattice.words(sense.first, sense.last)


def _firsts(text: str, lattice: Lattice, shown: str) -> Iterator[str]:
    """ "fees of the first loan of each member": all loans are not the first ones."""
    along = [one for one in lattice.all("order") if one.concept in _ALONG]
    for sense in along:
        if '"key"' not in shown and '"sort' not in shown:
            yield lattice.words(sense.first, sense.last)
    end = left_out(text)
    ordered = any(word in shown for word in (*_RANKS, "filter_rows"))
    if end is not None and not ordered:
        yield end


def _qualities(lattice: Lattice, task: Task) -> Iterator[str]:
    """ "which country stays longest": no number of rows says how long."""
    last = _steps(task)[-1:]
    if not last or last[0].operation not in ("calculate", "count_rows"):
        return
    measures = last[0].params.get("measures") or [{"statistic": "count"}]
    if any(set(one) - {"statistic", "of", "noun"} or one["statistic"] != "count"
           for one in measures) or "share" in last[0].params:  # fmt: skip
        return
    # "65 or older" limits rows
    kinds = ("extreme", "more") if len(_steps(task)) == 1 else ("extreme",)
    for sense in _own(lattice, "quality", task):
        superlative = any(
            one.first <= sense.first and sense.last <= one.last
            for kind in kinds
            for one in lattice.all(kind)
        )
        if superlative and sense.concept not in _COUNTING:
            yield lattice.words(sense.first, sense.last)


def _pairs(text: str, task: Task) -> Iterator[str]:
    """ "which arms are different from which?": no number of rows sets them apart."""
    found = re.search(data_of("pairs")["apart"], text, re.IGNORECASE)
    last = _steps(task)[-1].params if _steps(task) else {}
    if found is not None and not last.get("compare"):
        yield found[0]


def _relations(text: str, lattice: Lattice, shown: str) -> Iterator[str]:
    """ "does the range correlate with the volume": no figure of one column tells."""
    found = re.search(data_of("pairs")["relation"], text, re.IGNORECASE)
    if found is None or "corr" in shown or "regress" in shown:
        return
    first = next(
        (n for n, t in enumerate(lattice.tokens) if t.start <= found.start() < t.end), 0
    )
    if not _in_a_name(lattice, first):
        yield found[0]


def _adjusted(text: str, task: Task) -> Iterator[str]:
    """ "means corrected for the baseline": no figure of groups is adjusted for anything."""
    found = re.search(data_of("pairs")["adjusted"], text, re.IGNORECASE)
    if (
        found is not None
        and found[0].casefold() not in " ".join(task.ignored).casefold()
    ):
        yield found[0]


def _changed_shares(text: str, shown: str) -> Iterator[str]:
    """ "the percentage change in takings": how much they grew, and no share of rows."""
    found = re.search(data_of("pairs")["grown"], text, re.IGNORECASE)
    if found is not None and '"share"' in shown and "growth" not in shown:
        yield found[0]


def _counted(lattice: Lattice, task: Task) -> Iterator[str]:
    """ "how many lessons has each pupil": lessons are the rows, and no minutes of them."""
    rows = nouns_of_rows(lattice.index)
    last = _steps(task)[-1].params if _steps(task) else {}
    plain = last.get("statistics") in (["mean"], ["median"]) and last.get("columns")
    named = {stem for name in plain or () for stem in _parts(lattice, name)}
    for sense in lattice.all("count"):
        behind = lattice.tokens[sense.last : sense.last + 1]
        if behind and behind[0].stem in rows & named:
            yield lattice.words(sense.first, sense.last + 1)


def _keys(lattice: Lattice, task: Task, schema: Schema) -> Iterator[str]:
    """ "what influences whether a batch spoils" beside Batch No: a batch is a row, and
    its number is related to nothing."""
    for name in task_columns(task, schema):
        column = lattice.columns.get(name)
        if column is None or not is_key(column, lattice.index.n_rows):
            continue
        said = [sense for sense in lattice.all("column") if sense.concept == name]
        length = len(name_parts(name))
        if said and length > 1 and all(s.last - s.first < length for s in said):
            yield lattice.words(said[0].first, said[0].last)


def _parts(lattice: Lattice, name: str) -> tuple[str, ...]:
    """The words of a column's name; none of one that the answer makes."""
    column = lattice.columns.get(name)
    return parts(column) if column else ()


def _supposed(text: str) -> Iterator[str]:
    """ "what would happen if the online orders came by phone": no row tells."""
    found = re.search(data_of("supposed")["unknown"], text, re.IGNORECASE)
    if found is not None:
        yield found[0]


def _intervals(text: str, task: Task, shown: str) -> Iterator[str]:
    """ "total fare with a 95% CI": figures of rows have none that is not in them."""
    asked = asked_interval(text, task)
    told = " ".join(task.ignored).casefold()
    if asked is not None and '"ci"' not in shown and asked.casefold() not in told:
        yield asked


def _amounts(lattice: Lattice, task: Task) -> Iterator[str]:
    """ "how much do we get per day": an amount, and no number of rows."""
    steps = _steps(task)
    measures = steps[-1].params.get("measures") or () if steps else ()
    counts = [m for m in measures if m["statistic"] == "count" and not m.get("over")]
    shared = any(m.get("share") for m in measures)
    numbered = any(True for _ in lattice.all("count"))  # "by how much did the number …"
    if not counts or len(counts) < len(measures) or shared or numbered:
        return
    for sense in _own(lattice, "howmuch", task):
        yield lattice.words(sense.first, sense.last)


def _standing(lattice: Lattice) -> Iterator[str]:
    """ "how many are still out", "came first": what stands so is named beside these words."""
    for sense in lattice.all("standing"):
        if _in_a_name(lattice, sense.first):
            continue
        words = [at for at, t in enumerate(lattice.tokens) if t.kind == "word"]
        closes = sense.last > words[-1]  # "how many visits were insured still"
        before = _BESIDE if sense.concept == "ended" or closes else 0
        beside = range(max(sense.first - before, 0), sense.last + _BESIDE)
        if sense.concept == "placed" or not any(
            other.cost < _NAMED
            for at in beside
            for kind in _STATES
            for other in lattice.at(kind, at)
        ):
            yield lattice.words(sense.first, sense.last)


def _listed_numbers(lattice: Lattice, task: Task) -> Iterator[str]:
    """ "how many …": a list of rows is no number of them."""
    last = _steps(task)[-1:]
    if not last or last[0].operation != "show_rows" or last[0].params.get("sort_by"):
        return
    for category in ("count", "howmuch"):
        for sense in lattice.all(category):
            if not _in_a_name(lattice, sense.first):
                yield lattice.words(sense.first, sense.last)


def _unused_methods(text: str, schema: Schema, task: Task) -> Iterator[str]:
    """ "pearson" behind a question: a method that is named is no word to leave out."""
    told = {word for one in task.ignored for word in one.casefold().split()}
    if not told:
        return
    linked = linked_of(link_message(text, schema_index(schema)))
    for one in named_methods(linked):
        refused = any(one.text in said and distrusts(said) for said in task.ignored)
        if refused or one.method is None:
            continue
        words = set(one.text.casefold().split())
        others = not any(step.operation in one.method.by for step in task.steps)
        if words <= told or (others and words & told):
            yield one.text


def _unused_columns(task: Task) -> Iterator[str]:
    """Columns that are made for the answer, and that it does not use."""
    steps = _steps(task)
    for at, step in enumerate(steps[:-1]):
        name = step.params.get("name")
        if step.operation == "add_column" and isinstance(name, str):
            later = json.dumps(
                [s.params for s in steps[at + 1 :]], default=str, ensure_ascii=False
            )
            if name not in later:
                yield name
