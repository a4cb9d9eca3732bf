"""Running a recorded script again, to see that it gives the same."""

from __future__ import annotations

from analysis.base.errors import TaskError
from chat.models import Conversation, Run
from chat.models.details import PredictionDetails, ScriptDetails, details_of
from chat.outcomes.command import Command, RunScript
from chat.runs.script import check_same_data

command = Command(
    "rerun",
    "Run the last script again and compare the results",
    argument="run",
    phrases=(
        r"(?:please )?re-?run(?: (?:it|that|this|the (?:last )?(?:run|script|analysis)))?",
        r"(?:please )?(?:run|execute|do)(?: (?:it|that|this|the (?:last )?(?:run|script"
        r"|analysis|calculation)))? again",
        r"(?:please )?repeat (?:it|that|this|the (?:last )?(?:run|script|analysis))",
        r"(?:please )?re-?run (?:run )?([0-9a-f]{8}(?:[0-9a-f-]{28})?)",
    ),
    is_spoken=True,
    in_groups=True,
)


@command.run
def rerun(conversation: Conversation, rest: str) -> RunScript:
    run = _chosen(conversation, rest.strip().lower())
    first = run.rerun_of or run
    if run.dataset is not None:
        check_same_data(run, run.dataset)
    elif not _is_of_a_row(first):
        raise TaskError(
            "The dataset of that run is not there any more.", "Upload it again."
        )
    return again(run)


def again(run: Run) -> RunScript:
    """A finished run to be repeated, compared with the first of its kind.

    What we wrote ourselves was checked when it was written: the whole text holds our
    own functions, some of which open the file.
    """
    first = run.rerun_of or run
    asked = details_of(first)
    return RunScript(
        run.script,
        run.dataset,
        template=run.template,
        rerun_of=first,
        checked=not isinstance(asked, ScriptDetails) or asked.checked,
    )


def _is_of_a_row(run: Run) -> bool:
    """Whether it predicted for values that were typed, which are no dataset."""
    asked = details_of(run)
    return isinstance(asked, PredictionDetails) and asked.values is not None


def _chosen(conversation: Conversation, wanted: str) -> Run:
    theirs = Run.objects.of(conversation.owner).select_related("dataset", "rerun_of")
    found = (
        theirs.filter(status=Run.Status.SUCCEEDED)
        .exclude(script="")
        .order_by("-created")
    )
    if wanted:
        run: Run
        for run in found.iterator():
            if str(run.id).startswith(wanted):
                return run
        raise TaskError(
            f"There is no finished run “{wanted}”.",
            hint="Give the first eight characters of its number, or say “run again”.",
            options=("/rerun",),
        )
    last: Run | None = found.filter(message__conversation=conversation).first()
    if last is None:
        raise TaskError(
            "There is no run to repeat yet.",
            hint="Ask something of your data; every answer can be run again.",
        )
    return last
