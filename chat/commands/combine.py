"""Making one table of several: a join on keys, or rows below each other."""

from __future__ import annotations

from analysis.base.errors import TaskError
from analysis.base.reply import Reply
from chat.models import Conversation
from chat.models.details import CombineDetails
from chat.outcomes.command import Command, Learn, Outcome, Say
from chat.reader.combining_request import (
    CombineRequest,
    is_combination,
    read_combination,
)
from chat.tables.combinations import named_dataset, parts_of, plan_of

command = Command(
    "combine",
    "Join two of your datasets on keys, or append their rows",
    argument="join a with b on key",
    recognises=is_combination,
    in_groups=True,
)


@command.run
def combine(conversation: Conversation, rest: str) -> Outcome:
    request = read_combination(rest if is_combination(rest) else f"combine {rest}")
    if request is None or not (request.sure or _names_one(conversation, request)):
        if is_combination(rest):
            return Say(rest)  # "combine sibsp and parch": columns are meant
        raise TaskError(
            "Which tables should be combined?",
            hint="For example “join orders.csv with customers.csv on customer_id”, or"
            " “append march.csv to february.csv”.",
            options=("/datasets",),
        )
    parts = parts_of(conversation, request)
    if isinstance(parts, Reply):
        return parts
    plan = plan_of(request, parts)
    if isinstance(plan, Reply):
        return plan
    details = CombineDetails(
        plan=plan,
        datasets=tuple(part.dataset.id for part in parts),
        sha256=tuple(part.dataset.sha256 for part in parts),
    )
    words = "Joining" if plan.kind == "join" else "Appending"
    return Learn(plan.words, details, parts[0].dataset, words)


def _names_one(conversation: Conversation, request: CombineRequest) -> bool:
    """Whether a word of the message is the name of a dataset."""
    return any(name and named_dataset(conversation, name) for name in request.tables)
