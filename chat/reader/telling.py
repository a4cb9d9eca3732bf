"""Which sentences and clauses of a message only tell something, and which ask."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from analysis.base.columns import Schema
from analysis.base.task import Task
from analysis.pipeline import task_columns
from chat.linking.mentions import Mention
from chat.linking.message import link_message
from chat.linking.tables import schema_index
from chat.linking.tokens import tokenise
from chat.reader.base.senses import build_lattice
from chat.reader.methods.names import data_of

_ENDS = re.compile(r"(?<=[.!?])\s+|\s*[;\n]+\s*|\s+[-–—]\s+")
_MOST_SENTENCES = 6
_MOST_OPENINGS = 3
_LINKED = 0.3  # a link that costs less names a column or value of the table
_WHOLE = 1.0  # the score of a column whose whole name was said
_REFERRING = ("refers", "backward")
# What asks, counts or chooses: a sentence with one of these is never passed over.
_ASKING = (
    "statistic", "count", "share", "rateof", "percentile", "which", "howmuch", "top",
    "compare", "missing", "making", "rank", "growth", "running", "moving", "charttype",
)  # fmt: skip


@dataclass
class Parted:
    """What a message asks, what it only tells, and what it says that somebody thinks."""

    rest: str
    told: list[str] = field(default_factory=list)
    thought: list[str] = field(default_factory=list)

    @property
    def left(self) -> tuple[str, ...]:
        return tuple(one.strip(" ,.:;!()-–") for one in (*self.told, *self.thought))


@cache
def _form(name: str, number: int = -1) -> re.Pattern[str]:
    found = data_of("narration")[name]
    return re.compile(found if number < 0 else found[number], re.IGNORECASE)


@cache
def _thought() -> re.Pattern[str]:
    words = data_of("narration")
    greetings = data_of("light")["greetings"]
    return re.compile(
        rf"\W*(?:(?:{greetings})\W+)*{words['thinker']} {words['thinks']}\b(?: that\b)?",
        re.IGNORECASE,
    )


def parted(text: str, schema: Schema) -> Parted | None:
    """The message parted into what it tells and asks; None where it tells nothing."""
    sentences = [one for one in _ENDS.split(text.strip()) if one.strip()]
    if len(sentences) == 1 and _opened(text.strip()) is None:
        clauses = _clauses(text)
        tells = clauses and (is_thought(clauses[0]) or _tells(clauses[0], schema))
        sentences = clauses if tells else sentences
    if len(sentences) > _MOST_SENTENCES:
        return None
    found = Parted("")
    asked = []
    for one in sentences:
        if len(sentences) > 1 and is_thought(one):
            found.thought.append(one)
        elif _is_rhetorical(one) or (len(sentences) > 1 and _tells(one, schema)):
            found.told.append(one)
        else:
            asked.append(_without_sides(one, found))
    found.rest = " ".join(asked) if asked else _claim(found)
    return found if found.left and found.rest else None


def _claim(found: Parted) -> str:
    """ "My boss thinks that vans are dearer. Is that true?": what is thought is asked."""
    if len(found.thought) != 1 or not any(map(_is_rhetorical, found.told)):
        return ""
    (said,) = found.thought
    match = _thought().match(said)
    if match is None:
        return ""
    found.thought.clear()
    found.told.append(match[0])
    return _form("doubts").sub("", said[match.end() :]).strip(" .!:,")


def is_thought(sentence: str) -> bool:
    """Whether a sentence says what somebody thinks, and wishes for nothing."""
    low = sentence.lower()
    match = _thought().match(low)
    return (
        match is not None
        and not low.rstrip().endswith("?")
        and not re.search(r"\d", low)
        and not _form("wishes").search(low[match.start() :])
    )


def _is_rhetorical(sentence: str) -> bool:
    return bool(_form("rhetorical").match(sentence.strip()))


def _without_sides(sentence: str, found: Parted) -> str:
    """A request without what stands in front of it or behind it and only tells."""
    rest = sentence
    for _ in range(_MOST_OPENINGS):
        match = _opened(rest)
        if match is None or not match.end() or not rest[match.end() :].strip(" ?.!"):
            break
        found.told.append(rest[: match.end()])
        rest = rest[match.end() :]
    for number in _numbers("closes"):
        match = _form("closes", number).search(rest)
        if match is not None and match.start() and not re.search(r"\d", match[0]):
            found.told.append(match[0])
            rest = rest[: match.start()] + rest[match.end() :]
    return rest.strip()


def _numbers(name: str) -> range:
    return range(len(data_of("narration")[name]))


def _opened(text: str) -> re.Match[str] | None:
    """What is told in front of a request in the same sentence; a number limits."""
    for number in _numbers("opens"):
        found = _form("opens", number).match(text)
        if found is not None and not re.search(r"\d", found[0]):
            return found
    return None


def _clauses(text: str) -> list[str]:
    """ "I just opened this file, what's in it?": a clause and the question behind it."""
    match = re.search(data_of("light")["asks_behind"], text, re.IGNORECASE)
    if match is None:
        return []
    before = text[: match.start()]
    if not match[0].strip() and _form("named").fullmatch(before.strip()):
        return []  # "the three gardeners who …": who is asked for
    return [text[: match.start()], text[match.start() :].lstrip(" ,:;-–")]


def _tells(sentence: str, schema: Schema) -> bool:
    """Whether a sentence says who asks, why, or what is thought, and limits nothing."""
    words = data_of("light")
    low = sentence.lower()
    if any(_form(name).match(low.strip()) for name in ("needs", "selves")):
        return True
    happened = bool(_form("events").search(low))
    plain = _form("times").sub(" ", low) if happened else low
    if re.search(rf"\b(?:{words['limits']})\b", plain) or re.search(r"\d", low):
        return False
    if re.match(rf"\W*(?:{words['requests']})\b", low):
        return False
    opens = re.match(
        rf"\W*(?:(?:{words['greetings']})\W+)*(?:{words['persons']})\b", low
    )
    if opens is None and not low.rstrip().endswith("?"):
        return False
    lattice = build_lattice(sentence, tokenise(sentence, 600), schema_index(schema))
    if not any(True for kind in _ASKING for _ in lattice.all(kind)):
        return True
    # Words for a figure beside a column are a request after all.
    names = any(s.cost < _LINKED for s in lattice.all("column"))
    return opens is not None and not names


def is_covered(found: Parted, task: Task, schema: Schema) -> bool:
    """Whether an answer to the rest has all that the told sentences speak of.

    What somebody thinks may name anything, unless the question points back at it.
    """
    checked = [*found.told]
    if found.thought and _points_back(found.rest, schema):
        checked += found.thought
    return all(_speaks_of_used(one, task, schema) for one in checked)


def _points_back(text: str, schema: Schema) -> bool:
    lattice = build_lattice(text, tokenise(text, 600), schema_index(schema))
    return any(True for kind in _REFERRING for _ in lattice.all(kind))


def _speaks_of_used(sentence: str, task: Task, schema: Schema) -> bool:
    used = set(task_columns(task, schema))
    filtered = {
        repr(step.params.get("where")) for step in task.steps
        if step.operation == "filter_rows"
    }  # fmt: skip
    happened = bool(_form("events").search(sentence))
    plain = _form("times").sub(" ", sentence) if happened else sentence
    lattice = build_lattice(plain, tokenise(plain, 600), schema_index(schema))
    mentions = [
        mention
        for mention in link_message(plain, schema_index(schema)).mentions
        if not (mention.kind == "column" and lattice.at("rownoun", mention.first))
    ]
    # "I have a meeting in ten minutes": a number beside nothing of the table limits nothing
    alone = {mention.kind for mention in mentions} == {"number"}
    return alone or all(_is_used(mention, used, filtered) for mention in mentions)


def _is_used(mention: Mention, used: set[str], filtered: set[str]) -> bool:
    if mention.kind in ("number", "date"):
        return False
    if mention.kind == "value" and mention.how == "exact":
        limited = any(str(mention.value) in where for where in filtered)
        return bool(set(mention.columns) & used) or limited
    if mention.kind == "column" and mention.score >= _WHOLE:
        return bool(set(mention.columns) & used)
    return True
