"""What a reading may not leave out: the other side of a comparison, a column by its name."""

from __future__ import annotations

import re

from analysis.base.columns import Schema
from analysis.base.task import Step, Task
from analysis.operations import operation_named
from chat.linking.message import link_message
from chat.linking.outcomes import Reading, Understood
from chat.linking.tables import schema_index
from chat.linking.tokens import tokenise
from chat.linking.words import STOPWORDS, stem
from chat.reader.base import roles
from chat.reader.base.senses import Lattice, Sense, build_lattice
from chat.reader.enquiries.sentence import sentence_of
from chat.reader.lexicon import nouns
from chat.reader.lexicon.operations import words_beside
from chat.reader.methods.linking import linked_of
from chat.reader.methods.naming import named_methods
from chat.reader.subjects import with_subject_first

# Groups set against each other are tested; the figures of each stand in that answer, too.
COMPARISONS = ("compare_groups", "compare_outcomes", "proportion_test")
# "does the effect of x on y differ between the z": no difference of x between the z.
_INTERACTION = re.compile(
    r"\b(?:effects?|influences?|impacts?) of\b.{1,80}?\bon\b.{1,80}?"
    r"\b(?:differ|differs|vary|varies|change|changes|depend|depends)\b",
    re.IGNORECASE,
)
_REPEATED = "repeated_anova"
_PLAIN = (
    "describe", "show_rows", "count_rows", "frequency", "histogram", "find_outliers",
    "overview",
)  # fmt: skip
# What a calculation sets side by side.
_COMPARING = ("compare", "claim", "by", "window", "having", "over_groups", "position")
_HYPOTHETICAL = frozenset(("mu", "median", "p"))  # what holds a hypothesis
_SIDES = {
    ">": "greater", ">=": "greater", "<": "less", "<=": "less", "!=": "two-sided",
    "==": "two-sided",
}  # fmt: skip
_PLANNING = ("samplesize", "smallest", "power", "detect", "needed", "symbol_d", "symbol_f",
             "symbol_r", "effect", "pergroup")  # fmt: skip
_LOOKS_OVER = ("data_quality", "stands_out", "duplicate_rows", "overview")
_TWO = 2
_OPENING = 3
_LONGEST = 40
# Longer questions describe the columns that they name, by words of others, too.
_BRIEF = 16
_IN_FULL = 0.1  # what a link costs to a name that is said as it stands


def as_asked(text: str, schema: Schema, method: Understood | None) -> Understood | None:
    """The reading, unless it tests what is not asked."""
    if method is None:
        return None
    step = method.task.steps[-1]
    if step.operation == _REPEATED and _only_compares(method):
        return _of_groups(method)
    if step.operation == _REPEATED and _repeats_nothing(method):
        return None
    if _takes_modes(text, schema, step) or _leaves_a_quality(text, schema, step):
        return None
    if step.operation in _LOOKS_OVER and _asks_a_figure(text, schema):
        return None
    if _takes_a_flag(schema, method.task) or _plans_nothing(text, schema, step):
        return None
    if _draws_what_is_counted(text, schema, method):
        return None
    if _has_too_many_groups(text, schema, step):
        return None
    if step.operation in COMPARISONS and _INTERACTION.search(text):
        return None
    if _HYPOTHETICAL & step.params.keys() and (
        _asks_for_a_figure(text, schema, method) or _limits_those_named(text, schema)
    ):
        return None
    return with_subject_first(text, schema, method)


def _leaves_a_quality(text: str, schema: Schema, step: Step) -> bool:
    """ "do clients keep costumes longer": by the days, and not by which costumes."""
    if step.operation not in (*COMPARISONS, "chi_square", "relate"):
        return False
    lattice = build_lattice(text, tokenise(text), schema_index(schema))
    n_rows = lattice.index.n_rows
    for kind in ("more", "less"):
        for sense in lattice.all(kind):
            for one in lattice.at("quality", sense.first):
                words = nouns("en").qualities.get(str(one.concept), ())
                found = roles.main_measure(schema.columns, n_rows, words=words)
                if words and found is not None and found.name not in repr(step.params):
                    return not _names_measure(lattice, step)
    return False


def _names_measure(lattice: Lattice, step: Step) -> bool:
    """Whether what is compared is a measure that the message names."""
    said = {s.column for s in lattice.all("column") if s.cost < _IN_FULL}
    return any(
        name in repr(step.params) and roles.is_measure(c, lattice.index.n_rows)
        for name, c in lattice.columns.items() if name in said
    )  # fmt: skip


def _takes_modes(text: str, schema: Schema, step: Step) -> bool:
    """ "which item comes back most often": one of its values, no mode of each column."""
    if step.params.get("statistics") != ["mode"] or len(step.params["columns"]) < _TWO:
        return False
    lattice = build_lattice(text, tokenise(text), schema_index(schema))
    return any(lattice.at(kind, 0) for kind in ("which", "who"))


def _asks_a_figure(text: str, schema: Schema) -> bool:
    """ "the average fee of people with knee problems": nothing is wrong with the data."""
    lattice = build_lattice(text, tokenise(text), schema_index(schema))
    return any(True for kind in ("statistic", "share") for _ in lattice.all(kind))


def _plans_nothing(text: str, schema: Schema, step: Step) -> bool:
    """ "How many people are between 30 and 49?" counts; nothing is planned or detected."""
    if step.operation != "sample_size":
        return False
    sentence = sentence_of(text, schema_index(schema))
    return sentence is not None and not sentence.has(*_PLANNING)


def _has_too_many_groups(text: str, schema: Schema, step: Step) -> bool:
    """ "compare the mean weight by feed": a test of two groups that nobody named."""
    group = step.params.get("group")
    if step.operation != "two_sample_t" or step.params.get("levels"):
        return False
    if group not in schema.names or schema[group].n_unique <= _TWO:
        return False
    linked = linked_of(link_message(text, schema_index(schema)))
    methods = [one.method for one in named_methods(linked) if one.method is not None]
    return not any(step.operation in method.by for method in methods)


def _draws_what_is_counted(text: str, schema: Schema, method: Understood) -> bool:
    """ "how many lines have a fee above 100": what is counted is no kind of chart."""
    if operation_named(method.task.steps[-1].operation).kind != "chart":
        return False
    tokens = tokenise(text, _LONGEST + 1)
    lattice = build_lattice(text, tokens, schema_index(schema))
    named = {e.text.casefold() for e in method.task.evidence if e.kind == "operation"}
    return any(
        sense.last < len(tokens) and tokens[sense.last].folded in named
        for sense in lattice.all("count")
    )


def _asks_for_a_figure(text: str, schema: Schema, method: Understood) -> bool:
    """ "What is the mean of the prices above 5?": a number that limits is no hypothesis."""
    sentence = sentence_of(text, schema_index(schema))
    if sentence is None or sentence.has("testword", "claim"):
        return False
    lattice = sentence.lattice
    figures = {
        lattice.words(s.first, s.last)
        for kind in ("statistic", "rownoun", "rowword")
        for s in lattice.all(kind)
    }
    named = {e.text for e in method.task.evidence if e.kind == "operation"} - figures
    named = {
        words for words in named if stem(words.casefold()) not in nouns("en").people
    }
    limits = [*lattice.all("compare"), *lattice.all("orless"), *lattice.all("more")]
    opposed = any(
        not any(s.first <= one.first <= s.last for s in limits)
        for one in lattice.all("versus")
    )
    claims = any(True for kind in ("yesno", "is") for _ in lattice.all(kind))
    return not named and (_asks_which(lattice, 0) or not (claims or opposed))


def _limits_those_named(text: str, schema: Schema) -> bool:
    """ "average fee of dogs over 20": the number says which dogs, and no hypothesis."""
    tokens = tokenise(text, _LONGEST + 1)
    lattice = build_lattice(text, tokens, schema_index(schema))
    asks = any(True for _ in lattice.all("testword"))
    if asks or _opens_as_yes_or_no(lattice):
        return False
    named = [
        sense.last
        for kind in ("rownoun", "rowword", "value")
        for sense in lattice.all(kind)
        if sense.first and lattice.at("prep", sense.first - 1)
    ]
    return any(
        min(named, default=sense.last) <= sense.first
        and lattice.at("number", sense.last)
        and not (sense.first and lattice.at("is", sense.first - 1))
        for sense in lattice.all("compare")
    )


def tests_what_limits(
    text: str, schema: Schema, calculation: Reading | None, method: Understood
) -> bool:
    """ "Is the mean of speed above 800?": no mean of the rows whose speed is above 800."""
    if not isinstance(calculation, Understood):
        return False
    tested = method.task.steps[-1].params
    column, shown = tested.get("column"), str(calculation.task.steps[-1].params)
    said = [tested[name] for name in _HYPOTHETICAL & tested.keys()]
    limits = [
        where.get("op")
        for step in calculation.task.steps[:-1]
        if step.operation == "filter_rows"
        for where in [step.params["where"]]
        if where.get("column") == column or where.get("value") in said
    ]
    if not said or not limits or str(column) not in shown:
        return False
    sentence = sentence_of(text, schema_index(schema))
    if sentence is None:
        return False
    asks = sentence.has("testword", "claim") or _opens_as_yes_or_no(sentence.lattice)
    return asks or limits == ["!="]


def as_hypothesis(text: str, schema: Schema, reading: Reading) -> Reading:
    """ "Is average waiting above 15?" as the test that it asks for, where it was read as
    the mean of the rows above 15."""
    if not isinstance(reading, Understood) or len(reading.task.steps) != _TWO:
        return reading
    rows, shown = reading.task.steps
    where = rows.params.get("where") or {}
    named = shown.params.get("columns") or []
    if rows.operation != "filter_rows" or shown.operation != "describe":
        return reading
    if shown.params.get("statistics") != ["mean"] or named != [where.get("column")]:
        return reading
    value, side = where.get("value"), _SIDES.get(str(where.get("op")))
    if not isinstance(value, int | float) or side is None:
        return reading
    sentence = sentence_of(text, schema_index(schema))
    if sentence is None:
        return reading
    asks = sentence.has("testword", "claim") or _opens_as_yes_or_no(sentence.lattice)
    if not asks:
        return reading
    params = {"column": named[0], "mu": float(value), "alternative": side}
    step = Step(operation="one_sample_t", params=params)
    words = (operation_named(step.operation).words(params),)
    task = reading.task.model_copy(update={"steps": (step,), "understood": words})
    return Understood(task, reading.alternatives)


def _opens_as_yes_or_no(lattice: Lattice) -> bool:
    """Whether a question can be answered by yes: "what is" and "how many are" cannot."""
    for at in range(len(lattice.tokens)):
        if lattice.at("yesno", at):
            return True
        if _asks_which(lattice, at) or not lattice.at("filler", at):
            return False
    return False


def _asks_which(lattice: Lattice, at: int) -> bool:
    return bool(lattice.at("which", at) or lattice.at("count", at))


def _only_compares(method: Understood) -> bool:
    """ "compare sales and profit": nothing says that two columns measure the same thing."""
    said = [e.text for e in method.task.evidence if e.kind == "operation"]
    bare = words_beside(operation_named(_REPEATED).module, "en")["bare"]
    parts = _parts_rows(method) and bool(said)
    return said == ["compare"] or (parts and set(said) <= set(bare))


def _parts_rows(method: Understood) -> bool:
    """ "Dose by sex, different?": groups of the rows, and nobody measured in each."""
    params = method.task.steps[-1].params
    return bool(params.get("group")) and not params.get("subject")


def _of_groups(method: Understood) -> Understood | None:
    """The comparison of the groups that are named."""
    if not _parts_rows(method):
        return None
    params = method.task.steps[-1].params
    held = {name: params[name] for name in ("columns", "group") if name in params}
    step = Step(operation=COMPARISONS[0], params=held)
    steps = (*method.task.steps[:-1], step)
    words = (operation_named(step.operation).words(step.params),)
    changed = {"steps": steps, "understood": words}
    return Understood(method.task.model_copy(update=changed))


def _repeats_nothing(method: Understood) -> bool:
    """ "churn: different by plan": one column of groups was measured once in each row."""
    params = method.task.steps[-1].params
    said = " ".join(e.text for e in method.task.evidence if e.kind == "operation")
    once = len(params.get("columns") or ()) < _TWO and not params.get("subject")
    return once and " " not in said and "-" not in said


def leaves_a_comparison(text: str, schema: Schema, reading: Reading) -> bool:
    """Whether a reading answers "do older people spend more?" with one column's figures.

    Nor do figures, or what stands out, answer "who …?".
    """
    if not isinstance(reading, Understood):
        return False
    step = reading.task.steps[-1]
    if step.operation == "calculate":
        if any(step.params.get(name) for name in _COMPARING):
            return False
    elif step.operation not in _PLAIN:
        return False
    tokens = tokenise(text, _LONGEST + 1)
    if len(tokens) > _LONGEST:
        return False
    lattice = build_lattice(text, tokens, schema_index(schema))
    if lattice.at("who", 0):
        return not step.params.get("rows") and step.operation != "show_rows"
    counts = lattice.at("count", 0) or lattice.at("howmuch", 0)  # "how many did better"
    opens = not counts and any(lattice.at("yesno", at) for at in range(_OPENING))
    return opens and any(not _is_a_limit(lattice, s.first) for s in lattice.all("more"))


def _is_a_limit(lattice: Lattice, at: int) -> bool:
    """ "more than 300", "ten years or more": a number is the other side."""
    within = any(
        sense.first < at < sense.last
        for kind in ("value", "orless", "compare", "column")
        for sense in lattice.all(kind)
    )
    return within or any(
        lattice.at("number", one.last) for one in lattice.at("compare", at)
    )


def _takes_a_flag(schema: Schema, task: Task) -> bool:
    """Whether a yes/no column's own name was read as a word of the method.

    "The passengers who survived" are some of the rows, and no analysis of survival.
    """
    words = {e.text.casefold() for e in task.evidence if e.kind == "operation"}
    used = str([step.params for step in task.steps])
    return any(
        column.name.casefold() in words
        and roles.yes_of(column) is not None
        and repr(column.name) not in used
        for column in schema.columns
    )


def leaves_a_column(text: str, schema: Schema, reading: Reading | None) -> bool:
    """Whether a column that is named in full stands among the words that are not used.

    One that stands beside a column that is used belongs to its description: "exercise
    session durations", "higher education".
    """
    if not isinstance(reading, Understood):
        return False
    if _takes_modes(text, schema, reading.task.steps[-1]):
        return True
    if not reading.task.ignored:
        return False
    tokens = tokenise(text, _BRIEF + 1)
    if len(tokens) > _BRIEF:
        return False
    lattice = build_lattice(text, tokens, schema_index(schema))
    left = {word for part in reading.task.ignored for word in part.casefold().split()}
    used = str([step.params for step in reading.task.steps])
    said = {
        at
        for sense in lattice.all("column")
        if repr(sense.concept) in used
        for at in range(sense.first, sense.last)
    }
    return any(
        sense.cost < _IN_FULL
        and repr(sense.concept) not in used
        and not _describes(lattice, sense, said)
        and set(lattice.words(sense.first, sense.last).casefold().split()) <= left
        for sense in lattice.all("column")
    )


def _describes(lattice: Lattice, sense: Sense, said: set[int]) -> bool:
    """Whether nothing but nouns stands between words and the name of a used column."""
    if sense.first - 1 in said:
        return True
    at = sense.last
    while at < len(lattice.tokens) and at not in said:
        token = lattice.tokens[at]
        if token.kind != "word" or token.folded in STOPWORDS:
            return False
        at += 1
    return at in said
