"""Talking in a terminal: messages in, replies out, progress on one line.

The runs are carried out here, one after the other, so no other process is needed; what
is written and decided is the same as in the browser.
"""

from __future__ import annotations

import contextlib
import shutil
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from django.conf import settings
from django.db import connection

from analysis.base.errors import TaskError
from analysis.base.reply import Chart, Choices, File, Progress, Reply
from analysis.models import Owner
from chat.commands import commands
from chat.keeping.forgetting import forget
from chat.models import Conversation, Message, Run
from chat.orchestrator import Request, respond, take_in
from chat.outcomes.refusals import error_reply
from chat.people import quotas
from chat.render.charts import NOT_DRAWN, chart_png
from chat.render.terminal import render_reply
from chat.report import exported
from chat.runs import recovery as runs
from chat.runs.jobs import execute_run
from chat.tables.attached import attached_file
from chat.tables.datasets import dataset_from

PROMPT = "> "
_LEAVE = {"/quit", "/exit", "quit", "exit"}
_LOOK_EVERY = 0.3
_WIDEST = 100


class Output(Protocol):
    """Where replies are written."""

    def write(self, text: str) -> object: ...

    def flush(self) -> object: ...


class Terminal:
    """One conversation at the keyboard; without ``keep`` nothing is left of it."""

    def __init__(self, output: Output, *, keep: bool = False) -> None:
        self._output = output
        self._keep = keep
        self._buttons: list[str] = []
        self._shown: Message | None = None
        self._pictures: list[Path] = []

    def __enter__(self) -> Self:
        self._owner = Owner.objects.create(quotas=dict(quotas.UNLIMITED))
        self.conversation = Conversation.objects.create(owner=self._owner)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._keep:
            self._say(f"Kept as conversation {self.conversation.id}.\n")
            return
        forget(self._owner)
        for picture in self._pictures:
            picture.unlink(missing_ok=True)

    def talk(self, files: Sequence[str] = ()) -> None:
        """Read messages until the input ends."""
        for file in files:
            self.hear(file)
        if not files:
            self.hear("/start")
        with _editing():
            while True:
                try:
                    text = input(PROMPT).strip()
                except EOFError:
                    self._say("\n")
                    return
                except KeyboardInterrupt:
                    self._say("\nWrite /quit to leave.\n")
                    continue
                if text.lower() in _LEAVE:
                    return
                if text:
                    self.hear(text)

    def hear(self, text: str) -> None:
        """Answer a message: a question, a button's number, or the path of a file."""
        started: list[Run] = []
        try:
            message = self._begun(text, started)
        except TaskError as error:
            self._show(error_reply(error), None)
            return
        for run in started:
            self._carry_out(run)
        self.conversation.refresh_from_db()
        message.refresh_from_db()
        if message.reply is not None:
            self._show(message.reply, message)

    def _begun(self, text: str, started: list[Run]) -> Message:
        path = _file_named(text)
        if path is not None:
            quotas.check_upload(self._owner, path.stat().st_size)
            dataset = dataset_from(self._owner, path.name, path)
            return take_in(
                self.conversation,
                dataset,
                f"Uploaded {path.name}",
                start=started.append,
            )
        if text.isdecimal() and 0 < int(text) <= len(self._buttons):
            pressed = self._shown.id if self._shown is not None else None
            request = Request(self._buttons[int(text) - 1], pressed=pressed)
        else:
            request = Request(text)
        return respond(self.conversation, request, start=started.append)

    def _carry_out(self, run: Run) -> None:
        """Run it here; Ctrl-C cancels it."""
        over = threading.Event()
        watch = threading.Thread(target=self._watch, args=(run, over), daemon=True)
        if _is_terminal(self._output):
            watch.start()
        try:
            execute_run(str(run.id))
        except KeyboardInterrupt:
            runs.cancel(run)
            Run.objects.filter(id=run.id, status=Run.Status.RUNNING).update(
                status=Run.Status.CANCELLED
            )
            message = Message.objects.get(run=run)
            message.reply_json = runs.CANCELLED.model_dump(mode="json")
            message.save(update_fields=["reply_json"])
        finally:
            over.set()
            if watch.ident is not None:
                watch.join()

    def _watch(self, run: Run, over: threading.Event) -> None:
        """The run's progress on one line, cleared at the end."""
        shown = 0
        try:
            while not over.wait(_LOOK_EVERY):
                message = Message.objects.filter(run=run).first()
                blocks = message.reply.blocks if message and message.reply else ()
                for block in blocks:
                    if isinstance(block, Progress):
                        line = render_reply(
                            Reply(summary="", blocks=(block,)), _width()
                        ).strip()
                        self._say(f"\r{line.ljust(shown)}")
                        shown = len(line)
        finally:
            if shown:
                self._say(f"\r{' ' * shown}\r")
            connection.close()

    def _show(self, reply: Reply, message: Message | None) -> None:
        options = [
            option
            for block in reply.blocks
            if isinstance(block, Choices)
            for option in block.options
        ]
        self._buttons = [option.value for option in options]
        self._shown = message
        self._say("\n" + render_reply(_numbered(reply), _width()))
        for block in reply.blocks:
            if isinstance(block, Chart):
                try:
                    self._say(f"  picture: {self._drawn(block)}\n")
                except ValueError:
                    self._say(f"  {NOT_DRAWN}\n")
            elif isinstance(block, File) and message is not None:
                self._save(block)
        self._say("\n")

    def _drawn(self, chart: Chart) -> Path:
        folder = Path(settings.VAR_DIR) / "terminal"
        folder.mkdir(parents=True, exist_ok=True)
        name = f"{str(self.conversation.id)[:8]}-{len(self._pictures) + 1}.png"
        path = folder / name
        path.write_bytes(chart_png(chart.spec))
        self._pictures.append(path)
        return path

    def _save(self, block: File) -> None:
        """Files of /report and /export, into the folder where one stands."""
        start, _, ending = block.reference.partition(".")
        if start == "conversation":
            made = exported(self.conversation, ending)
            path = Path(made.name)
            path.write_text(made.text, encoding="utf-8")
            path.chmod(0o666 & ~settings.OUTSIDE_UMASK)
            self._say(f"  saved: {made.name}\n")
        elif block.reference.startswith("/exports/"):
            attached = attached_file(self._owner, block.reference)
            if attached is not None:
                self._say(f"  saved: {attached.save(Path.cwd()).name}\n")

    def _say(self, text: str) -> None:
        self._output.write(text)
        self._output.flush()


def _numbered(reply: Reply) -> Reply:
    """All buttons under one count: each block of them alone would begin at 1."""
    found = [block for block in reply.blocks if isinstance(block, Choices)]
    if len(found) < 2:
        return reply
    merged = Choices(
        prompt=next((block.prompt for block in found if block.prompt), ""),
        options=tuple(option for block in found for option in block.options),
    )
    rest = tuple(block for block in reply.blocks if not isinstance(block, Choices))
    return reply.model_copy(update={"blocks": (*rest, merged)})


def _file_named(text: str) -> Path | None:
    """The file that a message names by its path, as shells write it."""
    bare = text.strip().strip("'\"").replace("\\ ", " ")
    if not bare or (bare.startswith("/") and len(bare.split()[0]) < 2):
        return None
    path = Path(bare).expanduser()
    try:
        return path if path.is_file() else None
    except (OSError, ValueError):  # too long for a name, or a null character
        return None


def _width() -> int:
    return min(shutil.get_terminal_size().columns, _WIDEST)


def _is_terminal(output: Output) -> bool:
    return bool(getattr(output, "isatty", lambda: False)())


@contextlib.contextmanager
def _editing() -> Iterator[None]:
    """Arrow keys, history and completion, where the system has them."""
    try:
        import readline
    except ImportError:
        yield
        return
    names = sorted([*(f"/{command.name}" for command in commands()), "/quit"])

    def complete(text: str, number: int) -> str | None:
        found = [name for name in names if name.startswith(text)] if text else []
        return found[number] if number < len(found) else None

    history = Path(settings.VAR_DIR) / "terminal_history"
    with contextlib.suppress(OSError):
        readline.read_history_file(history)
    readline.set_completer(complete)
    readline.set_completer_delims(" \t\n")
    readline.parse_and_bind("tab: complete")
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            readline.set_history_length(1000)
            readline.write_history_file(history)
