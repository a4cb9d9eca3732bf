"""The one error that is meant for people."""

from __future__ import annotations


class TaskError(Exception):
    """A request that cannot be carried out, in words for the person who made it.

    ``message`` says what is wrong and where, ``hint`` the way out, ``options`` are
    ready replacements (nearest column names, allowed words) that a surface may offer as
    buttons. Everything else that is raised is a bug and belongs in the log.
    """

    def __init__(
        self, message: str, hint: str = "", options: tuple[str, ...] = ()
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.options = options


class DataError(Exception):
    """What an operation's function raises when the data cannot answer the question.

    It is emitted into the scripts beside the function, so it stands on its own; the
    run turns it into a :class:`TaskError`. ``column`` names the column at fault.
    """

    def __init__(self, message: str, hint: str = "", column: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.column = column
