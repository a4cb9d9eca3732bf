"""What a command is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from analysis.base.errors import TaskError
from analysis.base.reply import Reply
from analysis.base.task import Task
from analysis.models import Dataset
from chat.models import Conversation, Run
from chat.models.details import Details


@dataclass(frozen=True)
class Say:
    """A command's outcome that is a message: it is read as if it had been sent.

    With ``script`` the script is what is wanted, the answer comes with it.
    """

    text: str
    script: bool = False


@dataclass(frozen=True)
class Perform:
    """A command's outcome that is a task to run."""

    task: Task


@dataclass(frozen=True)
class RunScript:
    """A command's outcome that is a script to run on a dataset.

    ``template`` names where it came from; ``rerun_of`` is the run that it repeats. A
    script that is ``checked`` already is not validated again: its own lines were, and
    the project's functions in it, which read files, would not pass.
    """

    script: str
    dataset: Dataset | None
    template: str = ""
    rerun_of: Run | None = None
    checked: bool = False


@dataclass(frozen=True)
class Import:
    """A command's outcome that is a file to be read (again).

    ``overrides`` are choices to read it by; they are kept if it can be read so.
    """

    dataset: Dataset
    overrides: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Learn:
    """A command's outcome that is a run of a kind of its own, such as a training.

    ``details`` say its kind and what it needs besides the dataset; ``question`` stands
    for it among runs and ``words`` in its place while it is waiting. With a
    ``template`` the answer is the report of the script.
    """

    question: str
    details: Details
    dataset: Dataset | None
    words: str
    template: str = ""

    @property
    def kind(self) -> str:
        """The run's."""
        return self.details.kind


@dataclass(frozen=True)
class Guided:
    """A command's outcome that moves the guided workflow: where it stands afterwards.

    Without a ``workflow`` it is over.
    """

    workflow: str
    answers: Mapping[str, Any]
    outcome: Reply | Learn


Outcome = Reply | Say | Import | Perform | RunScript | Learn | Guided


@dataclass
class Command:
    """One command: its name, a line of help, and whole messages that mean it too.

    ``phrases`` are patterns that a message must match from end to end; what their first
    group holds is the command's argument. Where patterns do not do, ``recognises`` tells
    whether a whole message means it; the message is the argument then. One that works
    on the table in use is ``of_table``: a button that was offered for another table
    does not call it.

    The words of one that ``is_spoken`` are said to the program ("undo", "help", "go on"):
    they are no question about a column, even where one is so called.

    ``in_groups`` says whether it may be used where all members of a group read along.
    Every command has that rule; one without it is refused there.
    """

    name: str
    title: str
    argument: str = ""
    phrases: tuple[str, ...] = ()
    recognises: Callable[[str], bool] | None = None
    in_groups: bool | None = None
    of_table: bool = False
    is_spoken: bool = False
    action: Callable[[Conversation, str], Outcome] | None = field(default=None)

    def run(
        self, action: Callable[[Conversation, str], Outcome]
    ) -> Callable[[Conversation, str], Outcome]:
        self.action = action
        return action

    def __call__(self, conversation: Conversation, rest: str) -> Outcome:
        assert self.action is not None
        if conversation.owner.is_group and not self.in_groups:
            raise TaskError(
                f"/{self.name} is for a private chat: here everybody reads along.",
                hint="Open a chat with me alone and send it there.",
            )
        return self.action(conversation, rest)

    def called_by(self, text: str) -> str | None:
        """The message's rest if it calls this command, else None."""
        text = text.strip()
        word, _, rest = text.partition(" ")
        if word.partition("@")[0].lower() == f"/{self.name}":
            return rest.strip()
        bare = text.rstrip(".!?").strip()
        said = [bare, _without_interjections(bare)] if self.is_spoken else [bare]
        for phrase in self.phrases:
            for each in dict.fromkeys(said):
                match = re.fullmatch(phrase, each, re.IGNORECASE)
                if match:
                    return (match[1] or "").strip() if match.groups() else ""
        if self.recognises is not None and self.recognises(bare):
            return text
        return None


_BEFORE = re.compile(
    r"(?:(?:oh|ah|oops|whoops|no|nope|wait|hmm|sorry|argh|please|pls|ok|okay|actually|"
    r"hang on|hold on|well|my mistake|my bad)\b[ ,.!…-]*)+",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"(?:[ ,]+(?:please|pls|then|now|again|thanks|thank you|will you|would you))+$",
    re.IGNORECASE,
)


def _without_interjections(text: str) -> str:
    """ "oh no, undo that please": what is said around a command and is none."""
    rest = _BEHIND.sub("", text)
    before = _BEFORE.match(rest)
    return rest[before.end() :] if before and before.end() < len(rest) else rest
