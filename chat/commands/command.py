"""What a command is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from analysis.models import Dataset, Run
from analysis.reply import Reply
from analysis.task import Task
from chat.models import Conversation


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
    """A command's outcome that is a file to be read (again)."""

    dataset: Dataset


@dataclass(frozen=True)
class Learn:
    """A command's outcome that is a run of a kind of its own, such as a training.

    ``kind`` is the run's, ``details`` what it needs besides the dataset; ``question``
    stands for it among runs and ``words`` in its place while it is waiting. With a
    ``template`` the answer is the report of the script.
    """

    kind: str
    question: str
    details: Mapping[str, Any]
    dataset: Dataset | None
    words: str
    template: str = ""


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
    whether a whole message means it; the message is the argument then.
    """

    name: str
    title: str
    argument: str = ""
    phrases: tuple[str, ...] = ()
    recognises: Callable[[str], bool] | None = None
    action: Callable[[Conversation, str], Outcome] | None = field(default=None)

    def run(
        self, action: Callable[[Conversation, str], Outcome]
    ) -> Callable[[Conversation, str], Outcome]:
        self.action = action
        return action

    def __call__(self, conversation: Conversation, rest: str) -> Outcome:
        assert self.action is not None
        return self.action(conversation, rest)

    def called_by(self, text: str) -> str | None:
        """The message's rest if it calls this command, else None."""
        text = text.strip()
        word, _, rest = text.partition(" ")
        if word.partition("@")[0].lower() == f"/{self.name}":
            return rest.strip()
        bare = text.rstrip(".!?").strip()
        for phrase in self.phrases:
            match = re.fullmatch(phrase, bare, re.IGNORECASE)
            if match:
                return (match[1] or "").strip() if match.groups() else ""
        if self.recognises is not None and self.recognises(bare):
            return text
        return None
