"""Replies to what cannot be done as asked: not understood, unknown, refused."""

from __future__ import annotations

from analysis.base.errors import TaskError
from analysis.base.reply import Choices, Notice, Option, Reply


def unknown_column_reply(
    word: str, nearest: tuple[str, ...], texts: tuple[str, ...], told: str = ""
) -> Reply:
    """No such column; ``texts`` are the message with each of the nearest instead."""
    text = told or f"There is no column “{word}”."
    options = tuple(
        Option(label=name, value=again)
        for name, again in zip(nearest, texts, strict=False)
    )
    blocks: list[Notice | Choices] = [
        Notice(text=text, level="error", fix="Send /columns to see all columns.")
    ]
    if options:
        blocks.append(
            Choices(
                prompt="You could ask of" if told else "Did you mean", options=options
            )
        )
    blocks.append(
        Choices(options=(Option(label="All columns", value="/columns"),), role="next")
    )
    return Reply(summary=text, blocks=tuple(blocks))


_MOST_WORDS = 6  # that a sentence names; a longer list is read by nobody


def unclear_reply(
    recognised: tuple[str, ...],
    suggested: tuple[str, ...],
    unknown: tuple[str, ...] = (),
) -> Reply:
    """Not understood: what was recognised of it, and what could be asked."""
    text = "I did not understand that."
    said = [f"Recognised: {', '.join(recognised)}."] if recognised else []
    if unknown:
        words = ", ".join(f"“{one}”" for one in unknown[:_MOST_WORDS])
        said.append(f"Not known here: {words}.")
    seen = " ".join(said)
    options = tuple(Option(label=one, value=one) for one in suggested)
    return Reply(
        summary=text,
        blocks=(
            Notice(text=text, level="warning", fix=seen),
            Choices(prompt="You could ask", options=options, role="next"),
        ),
    )


def no_such_method_reply(told: str, options: tuple[Option, ...]) -> Reply:
    """Refused by name: a method or an option; the nearest that exist as buttons."""
    near = ", ".join(option.label for option in options)
    text = f"{told} Nearest are: {near}." if options else told
    fix = "" if options else "Send /help to see all methods."
    blocks: list[Notice | Choices] = [Notice(text=told, level="error", fix=fix)]
    if options:
        blocks.append(Choices(prompt="Nearest are", options=options))
    return Reply(summary=text, blocks=tuple(blocks))


def nothing_to_change_reply(
    told: str, fix: str, options: tuple[Option, ...] = ()
) -> Reply:
    """A short message behind no answer: what it would have changed is not there."""
    blocks: list[Notice | Choices] = [Notice(text=told, level="warning", fix=fix)]
    if options:
        blocks.append(Choices(options=options))
    return Reply(summary=told, blocks=tuple(blocks))


def error_reply(error: TaskError) -> Reply:
    """A refusal in words, with the way out as buttons where there is one."""
    blocks: list[Notice | Choices] = [
        Notice(text=error.message, level="error", fix=error.hint)
    ]
    if error.options:
        options = tuple(Option(label=one, value=one) for one in error.options)
        blocks.append(Choices(options=options))
    return Reply(summary=error.message, blocks=tuple(blocks))
