"""A guided workflow: questions in order, where the first unanswered one is current.

What is stored of it is its name and the answers so far; everything else is derived, so
that a restarted server, a second tab or another surface stands where the first stood.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.base.errors import TaskError
from analysis.base.reply import Block, Choices, Heading, Notice, Option, Reply, Text
from chat.models import Conversation
from chat.outcomes.command import Guided, Learn

Answers = Mapping[str, Any]
Read = Callable[[Conversation, Answers, str], Answers]


@dataclass(frozen=True)
class Step:
    """One question.

    ``ask`` gives the blocks of the question, or a run whose reply asks it; ``read``
    turns a message into answers (None takes one away), or raises a :class:`TaskError`
    that says what is allowed. ``free`` reads what ``read`` does not and what is neither a command nor a
    question about the data. ``answer`` is the key that must be there.
    """

    answer: str
    title: str
    ask: Callable[[Conversation, Answers], Sequence[Block] | Learn]
    read: Read
    free: Read | None = None


@dataclass(frozen=True)
class Workflow:
    """Steps and what happens when all are answered.

    ``steps`` may depend on the answers given (a network has more questions); ``fits``
    tells whether the answers still belong to what the conversation works on. ``about``
    is the answer that one going through the steps never changes, ``command`` begins it.
    """

    name: str
    title: str
    steps: Callable[[Conversation, Answers], Sequence[Step]]
    finish: Callable[[Conversation, Answers], Guided]
    fits: Callable[[Conversation, Answers], bool]
    about: str
    command: str

    def current(self, conversation: Conversation, answers: Answers) -> Step | None:
        """The first step without an answer."""
        for step in self.steps(conversation, answers):
            if step.answer not in answers:
                return step
        return None

    def read(
        self, conversation: Conversation, answers: Answers, text: str, *, free: bool
    ) -> Guided:
        """What the current step makes of a message.

        Raises:
            TaskError: nothing, and the state stays; it says what is allowed.
        """
        step = self.current(conversation, answers)
        if step is None:
            return self.finish(conversation, answers)
        read = step.free if free and step.free is not None else step.read
        said = {**answers, **read(conversation, answers, text)}
        kept = {name: value for name, value in said.items() if value is not None}
        return self.go_on(conversation, kept)

    def not_again(
        self, conversation: Conversation, before: Answers, led: Guided
    ) -> Guided:
        """Where an answer leads; on where it says what has been answered already.

        ``before`` are the answers that its question came after. A button that is pressed
        twice must not take back what was answered since.
        """
        now, said = conversation.answers, led.answers
        added = before.items() <= said.items() < now.items()
        if led.workflow == self.name and added:
            return self.go_on(conversation, now)
        return led

    def where(self, conversation: Conversation, answers: Answers) -> str:
        """``"Step 2/4"``; nothing when all are answered."""
        steps = self.steps(conversation, answers)
        for number, step in enumerate(steps, start=1):
            if step.answer not in answers:
                return f"Step {number}/{len(steps)}"
        return ""

    def go_on(
        self,
        conversation: Conversation,
        answers: Answers,
        before: Sequence[Block] = (),
    ) -> Guided:
        """Ask the current step, or finish where none is left."""
        step = self.current(conversation, answers)
        if step is None:
            return self.finish(conversation, answers)
        asked = step.ask(conversation, answers)
        if isinstance(asked, Learn):
            return Guided(self.name, answers, asked)
        title = f"{self.where(conversation, answers)}. {step.title}"
        blocks = (*before, Heading(text=title), *asked, *self.ways_out(answers))
        return Guided(self.name, answers, Reply(summary=title, blocks=blocks))

    def ways_out(self, answers: Answers) -> tuple[Block, ...]:
        """What can be done instead of answering."""
        return (
            Text(text="`/back` goes one step back, `/cancel` ends this.", muted=True),
        )

    def refused(
        self, conversation: Conversation, answers: Answers, error: TaskError
    ) -> Guided:
        """An answer that does not do: why, what would, and where one stands."""
        step = self.current(conversation, answers)
        notice = Notice(text=error.message, level="error", fix=error.hint)
        blocks: list[Block] = [notice]
        if error.options:
            options = tuple(Option(label=one, value=one) for one in error.options)
            blocks.append(Choices(options=options))
        if step is not None:
            where = self.where(conversation, answers)
            blocks.append(Choices(
                prompt=f"{where} stays: {step.title}",
                options=(
                    Option(label="Show the question", value="/continue"),
                    Option(label="Back", value="/back"),
                    Option(label="Cancel", value="/cancel"),
                ),
            ))  # fmt: skip
        reply = Reply(summary=error.message, blocks=tuple(blocks))
        return Guided(self.name, answers, reply)

    def back(self, conversation: Conversation, answers: Answers) -> Guided:
        """Ask the last answered step again."""
        steps = self.steps(conversation, answers)
        place = next(
            (at for at, step in enumerate(steps) if step.answer not in answers),
            len(steps),
        )
        if place == 0:
            first = Notice(text="This is the first step.")
            return self.go_on(conversation, answers, (first,))
        undone = steps[place - 1].answer
        kept = {name: value for name, value in answers.items() if name != undone}
        return self.go_on(conversation, kept)

    def reminder(self, conversation: Conversation, answers: Answers) -> Choices | None:
        """The offer to go on, under an answer to something else."""
        step = self.current(conversation, answers)
        if step is None:
            return None
        where = self.where(conversation, answers)
        return Choices(
            role="next",
            prompt=f"{self.title} goes on. {where}: {step.title}",
            options=(
                Option(label="Go on", value="/continue", style="primary"),
                Option(label="Cancel", value="/cancel"),
            ),
        )
