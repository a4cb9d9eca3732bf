"""What reading a message can come to."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.base.task import Task


@dataclass(frozen=True)
class Understood:
    """A task to run; ``alternatives`` are other readings to offer beside the answer."""

    task: Task
    alternatives: tuple[Task, ...] = ()


@dataclass(frozen=True)
class Question:
    """Something has to be chosen first: each option is a whole task, or a message.

    ``options`` pairs the task (or the text to send) with the words on its button.
    """

    prompt: str
    options: tuple[tuple[Task | str, str], ...]
    why: str


UNUSED = "unused"  # why a question is asked: words have no place in its reading


def question_without(words: str, task: Task) -> Question:
    """Whether to answer without some words that the reading has no place for."""
    prompt = f"I found no place for “{words}”. Shall I answer without it?"
    if words not in task.ignored:
        task = task.model_copy(update={"ignored": (*task.ignored, words)})
    return Question(prompt, ((task, f"Answer without “{words}”"),), UNUSED)


@dataclass(frozen=True)
class UnknownColumn:
    """A column that the table does not have; the same request for the nearest names.

    ``told`` says so in other words than that there is none.
    """

    word: str
    nearest: tuple[str, ...]
    task_texts: tuple[str, ...]
    told: str = ""


@dataclass(frozen=True)
class Unclear:
    """Nothing to be done with it: what was recognised, and what could be asked.

    ``unknown`` are the words that neither the table nor the language knows.
    """

    recognised: tuple[str, ...]
    suggestions: tuple[str, ...]
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class NoSuchMethod:
    """A method, chart, statistic or option that is not offered, refused by its name;
    or a day that the calendar does not have.

    ``told`` says so in a sentence; ``options`` are the nearest that can be had, as
    tasks (or messages) with the words on their buttons.
    """

    names: tuple[str, ...]
    told: str
    options: tuple[tuple[Task | str, str], ...] = ()


Reading = Understood | Question | UnknownColumn | Unclear | NoSuchMethod
