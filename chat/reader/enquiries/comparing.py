"""Two columns set against each other in any words: related, different, or changed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from analysis.base.columns import Column
from analysis.base.task import Step
from chat.linking.link import VERB_FORMS
from chat.linking.mentions import is_flag
from chat.reader.base.roles import is_key
from chat.reader.enquiries.sentence import Sentence, Span
from chat.reader.enquiries.words import words
from chat.reader.methods.names import data_of

Read = tuple[list[Step], list[str]]

_CUES = frozenset((
    "relation", "comparative", "changed", "testword", "others", "differs", "times",
))  # fmt: skip
# A word without a use that stands behind one of these has a place in the question.
_ROLES = frozenset(
    "by of between among per in for and or than with on from to against versus".split()
)
# Before a yes/no column they set its yes against its no.
_WHEN = frozenset("when if with during while on under without".split())
_FEW = 4  # words between
_TWO = 2
_SURE = 0.45
_LEAST = 3  # columns of the same thing, measured again and again


def changed(sentence: Sentence) -> Read | None:
    """Whether columns that hold the same thing at several times differ."""
    if not sentence.has("changed", "times") or sentence.has("reliable"):
        return None  # "would alpha improve …": no values changed
    columns = sentence.lattice.columns
    named = list(dict.fromkeys(span.name for span in sentence.columns))
    if len(named) < 2 or not _alike([columns[name] for name in named]):
        return None
    if not same_thing(named) or any(map(sentence.is_doubtful, sentence.columns)):
        return None
    sentence.use(*sentence.columns)
    if len(named) >= _LEAST:
        _count(sentence, len(named))
        step = Step(operation="repeated_anova", params={"columns": named})
    else:
        step = Step(operation="compare_groups", params={"columns": named})
    return _if_all_is_used(sentence, step)


def changed_apart(sentence: Sentence) -> Read | None:
    """ "Did pain (before to after) fall more with A than with B": whether changes differ."""
    acts = [span for span in sentence.columns if _is_act(sentence, span)]
    if not sentence.has("changed") and not acts:
        return None
    if not sentence.has("comparative", "relation", "differs"):
        return None
    columns = sentence.lattice.columns
    group, levels = levels_said(sentence)
    group = group or _one_of_two(sentence)
    spans = [s for s in sentence.columns if s.name != group and s not in acts]
    numbers = list(dict.fromkeys(s.name for s in spans if _is_amount(columns[s.name])))
    others = list(dict.fromkeys(s.name for s in spans if s.name not in numbers))
    if not group and len(others) == 1 and columns[others[0]].is_grouping:
        group, others = others[0], []
    if not group or others or len(numbers) != 2 or not same_thing(numbers):
        return None
    if not _alike([columns[name] for name in numbers]):
        return None
    sentence.known.update((group, *numbers))
    sentence.use(*sentence.columns)
    first, second = numbers
    name = f"{second} minus {first}"
    params: dict[str, Any] = {"columns": [name], "group": group}
    if levels:
        params["levels"] = levels
    made = _if_all_is_used(sentence, Step(operation="compare_groups", params=params))
    if made is None or name in columns:
        return None
    if set(sentence.left()) - _measured(sentence, numbers):
        return None
    change = {"name": name, "expression": f"`{second}` - `{first}`"}
    steps = [Step(operation="add_column", params=change), *made[0]]
    return steps, [f"the change of each row is {name}"]


def _is_act(sentence: Sentence, span: Span) -> bool:
    """ "Did it fall more": a verb, though a column is called so."""
    stem = sentence.words[span.first].stem
    verb = any(concept == "changed" for _, concept in words().cues.get(stem, ()))
    more = any(cue.first == span.last for cue in sentence.of("comparative"))
    return verb and more and span.last - span.first == 1


def _measured(sentence: Sentence, names: list[str]) -> set[str]:
    """ "the weight gain from Prewt to Postwt": what the columns measure, in front."""
    first = next(span.first for span in sentence.columns if span.name in names)
    return {sentence.lattice.tokens[word.at].text for word in sentence.words[:first]}


def contrasted(sentence: Sentence) -> Read | None:
    """Two values set against each other, where a test is asked for and all words have a use."""
    if not sentence.has("testword") or not levels_said(sentence)[0]:
        return None
    sentence.used.clear()
    made = compared(sentence)
    return None if made is None or sentence.left() else made


def compared(sentence: Sentence) -> Read | None:
    """Whether two columns are related, or one differs between the groups of the other."""
    if not sentence.has("relation", "comparative") or sentence.has("counted"):
        return None  # "Freq is the number of people": rows that are counts
    if _is_of_a_change(sentence):
        return None
    columns = sentence.lattice.columns
    group, levels = levels_said(sentence)
    if group:
        sentence.known.add(group)
    spans = [
        span for span in sentence.columns
        if not is_key(columns[span.name], sentence.lattice.index.n_rows)
        and not set(range(span.first, span.last)) & sentence.used
        and not sentence.means_known(span)
    ]  # fmt: skip
    spans = _without_verbs(sentence, spans)
    if any(map(sentence.is_doubtful, spans)):
        return None
    named = [span.name for span in spans]
    names = list(dict.fromkeys([*named, *([group] if group else [])]))
    if len(names) != 2:
        return None
    sentence.use(*sentence.columns)
    sentence.known.update(names)
    if group:
        outcome = next(name for name in names if name != group)
        if not (columns[outcome].is_numeric or is_flag(columns[outcome])):
            return None
        params: dict[str, Any] = {"columns": [outcome], "group": group}
        if levels:
            params["levels"] = levels
        return _if_all_is_used(
            sentence, Step(operation="compare_groups", params=params)
        )
    pair = [columns[name] for name in names]
    parted = _when(sentence, spans)
    if parted is not None:
        made = _if_all_is_used(sentence, parted)
        return None if made is None or sentence.left() else made
    if not sentence.has("relation") and len(sentence.of("comparative")) < 2:
        if not _alike(pair):
            return None  # "is a higher than b" of different things
        step = Step(operation="compare_groups", params={"columns": names})
    else:
        step = Step(operation="relate", params={"columns": names})
    return _if_all_is_used(sentence, step)


def _without_verbs(sentence: Sentence, spans: list[Span]) -> list[Span]:
    """ "Do we sell more units": the verb names no column beside one of numbers."""
    columns = sentence.lattice.columns
    verbs = [
        s for s in spans
        if s.last - s.first == 1 and sentence.words[s.first].text in VERB_FORMS
    ]  # fmt: skip
    rest = [span for span in spans if span not in verbs]
    if not verbs or not any(_is_amount(columns[span.name]) for span in rest):
        return spans
    sentence.use(*verbs)
    return rest


def _when(sentence: Sentence, spans: list[Span]) -> Step | None:
    """ "Is more sold when it rains": a column of numbers where a yes/no column is yes."""
    columns = sentence.lattice.columns
    numbers = [s.name for s in spans if _is_amount(columns[s.name])]
    flags = [s for s in spans if is_flag(columns[s.name])]
    if len({*numbers}) != 1 or len({s.name for s in flags}) != 1:
        return None
    before = sentence.words[max(flags[0].first - _FEW, 0) : flags[0].first]
    if not sentence.has("comparative") or not _WHEN & {word.text for word in before}:
        return None
    return Step(
        operation="compare_groups",
        params={"columns": [numbers[0]], "group": flags[0].name},
    )


def _is_amount(column: Column) -> bool:
    return column.is_numeric and not is_flag(column)


def _is_of_a_change(sentence: Sentence) -> bool:
    """ "the change in pH and …": another quantity than the column."""
    words = sentence.words
    return any(
        cue.last < len(words)
        and words[cue.last].text in ("in", "of")
        and any(span.first == cue.last + 1 for span in sentence.columns)
        for cue in sentence.of("changed")
    )


def _if_all_is_used(sentence: Sentence, step: Step) -> Read | None:
    sentence.use_cues(_CUES)
    if sentence.limits() or sentence.names_more() or has_place(sentence):
        return None
    return [step], []


def has_place(sentence: Sentence) -> bool:
    """Whether a word without a use stands where a column or a group belongs."""
    for at, word in enumerate(sentence.words):
        if sentence.is_known(at) or sentence.lattice.at("rownoun", word.at):
            continue
        before = at - 1
        while before >= 0 and sentence.words[before].text in (
            "the",
            "a",
            "an",
            "their",
        ):
            before -= 1
        if before >= 0 and sentence.words[before].text in _ROLES:
            return True
    return False


def levels_said(sentence: Sentence) -> tuple[str | None, list[str]]:
    """The column whose values are set against each other, and those of them that are."""
    said: dict[str, dict[str, set[int]]] = {}
    for sense in sentence.lattice.all("value"):
        places = sentence.places(sense)
        if places and sense.cost < _SURE and not places & sentence.used:
            found = said.setdefault(sense.column, {})
            found.setdefault(str(sense.concept), set()).update(places)
    several = {name: values for name, values in said.items() if len(values) == 2}
    if len(several) != 1:
        return None, []
    ((name, values),) = several.items()
    for places in values.values():
        sentence.used |= places
    two = sentence.lattice.columns[name].n_unique == 2
    return name, [] if two else list(values)


def _one_of_two(sentence: Sentence) -> str | None:
    """The column of two values one of which is said: the other is what it is held against."""
    columns = sentence.lattice.columns
    said = [s for s in sentence.lattice.all("value") if s.cost < _SURE]
    names = {s.column for s in said}
    if len(names) != 1 or columns[said[0].column].n_unique != _TWO:
        return None
    for sense in said:
        sentence.used |= sentence.places(sense)
    return said[0].column


def same_thing(names: list[str]) -> bool:
    """Whether names share their beginning, a word or what is measured: pre and post of it."""
    heads = {re.sub(r"\d", "", name)[:2].casefold() for name in names}
    parted = [set(re.findall(r"[^\W\d_]{3,}", name.casefold())) for name in names]
    if len(heads) == 1 or set.intersection(*parted):
        return True
    return len({without_stage(name.casefold()) for name in names}) == 1


def without_stage(name: str) -> str:
    """ "Prewt" and "wt_post": the name without when it was measured."""
    for stage in words().stages:
        if name.startswith(stage) and len(name) > len(stage):
            return name.removeprefix(stage).strip("_. ")
        if name.endswith(stage) and len(name) > len(stage):
            return name.removesuffix(stage).strip("_. ")
    return name


def in_two_stages(
    columns: Iterable[Column], flags: bool = False
) -> dict[str, tuple[str, str]]:
    """What two columns measured, without its stage, and these, the earlier first.

    Of numbers, or of yes and no.
    """
    things: dict[str, list[str]] = {}
    for column in columns:
        low = column.name.casefold()
        fits = is_flag(column) if flags else column.is_numeric and not is_flag(column)
        if not fits:
            continue
        if without_stage(low) != low:
            things.setdefault(without_stage(low), []).append(column.name)
        elif (later := _later_names().fullmatch(low)) is not None:
            things.setdefault(later["bare"], []).append(column.name)
    found = {}
    for bare, names in things.items():
        if len(names) == _TWO and any(map(_tells_stage, names)):
            first, second = sorted(names, key=lambda name: not is_early(name))
            found[bare] = (first, second)
    return found


@cache
def _later_names() -> re.Pattern[str]:
    return re.compile(data_of("stages")["later_names"])


def _tells_stage(name: str) -> bool:
    """Whether a name tells its stage in a word: "w1" and "w2" alone may be anything."""
    return without_stage(name.casefold()) != name.casefold()


def is_early(name: str) -> bool:
    """Whether a name tells of the earlier time."""
    low = name.casefold()
    return any(low.startswith(one) or low.endswith(one) for one in words().earlier)


def _alike(columns: list[Column]) -> bool:
    """Whether columns can hold the same thing: flags all, or numbers of one range."""
    if all(is_flag(column) for column in columns):
        return True
    if not all(column.is_numeric and not is_flag(column) for column in columns):
        return False
    lows = [float(c.minimum) for c in columns if isinstance(c.minimum, int | float)]
    highs = [float(c.maximum) for c in columns if isinstance(c.maximum, int | float)]
    if len(lows) < len(columns) or len(highs) < len(columns):
        return False
    widest = max(high - low for low, high in zip(lows, highs, strict=True))
    return min(highs) - max(lows) > widest / 2


def _count(sentence: Sentence, n: int) -> None:
    """ "tested three times": a number that is that of the columns says nothing more."""
    for at in sentence.numbers():
        if sentence.words[at].number == n:
            sentence.used.add(at)
