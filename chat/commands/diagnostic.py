"""How this conversation and this server are."""

from __future__ import annotations

from django.db.models import Count
from django.utils import timezone

from analysis import VERSION
from analysis.base.reply import Format, Item, KeyValues, Notice, Reply
from chat.models import Conversation, Run
from chat.outcomes.command import Command
from chat.people.quotas import HOUR, quota, stored_bytes
from chat.runs.queues import tasks_waiting, workers
from chat.runs.state import state_words

command = Command(
    "diagnostic",
    "How this conversation and this server are",
    phrases=(r"diagnos(?:tic|tics|e)", r"(?:server )?status"),
    in_groups=True,
)


@command.run
def show(conversation: Conversation, rest: str) -> Reply:
    state = state_words(conversation)
    count = sum(workers().values())
    blocks: list[KeyValues | Notice] = [
        KeyValues(title="This conversation", items=_here(conversation, state)),
        KeyValues(title="You", items=_yours(conversation)),
        KeyValues(title="This server", items=_server(count)),
    ]
    if not count:
        text = "No worker is running: questions wait until one is."
        blocks.append(Notice(text=text, level="warning", fix="Tell the administrator."))
    return Reply(summary=f"The state is: {state}.", blocks=tuple(blocks))


def _item(label: str, value: str | int | float, format: Format = "text") -> Item:
    return Item(label=label, value=value, format=format)


def _here(conversation: Conversation, state: str) -> tuple[Item, ...]:
    counted = Run.objects.filter(message__conversation=conversation)
    by_status = dict(counted.order_by().values_list("status").annotate(Count("id")))
    dataset = conversation.dataset
    failed = counted.filter(status=Run.Status.FAILED).order_by("-finished").first()
    items = [
        _item("State", state),
        _item("Dataset", dataset.name if dataset else "none"),
        _item("Changes of the table", len(conversation.preparation), "integer"),
        _item("Messages", conversation.messages.count(), "integer"),
        *(_item(f"Runs {name}", n, "integer") for name, n in by_status.items()),
    ]
    if failed is not None:
        items.append(_item("Last failed run", str(failed.id)[:8]))
    return tuple(items)


def _yours(conversation: Conversation) -> tuple[Item, ...]:
    owner = conversation.owner
    recent = Run.objects.of(owner).filter(created__gt=timezone.now() - HOUR).count()
    most = quota(owner, "runs_an_hour")
    limit = f" of {most:,}" if most is not None else ""
    return (
        _item("Signed in as", str(owner.user) if owner.user else "a guest"),
        _item("Runs within the hour", f"{recent:,}{limit}"),
        _item("Storage", stored_bytes(owner), "bytes"),
    )


def _server(count: int) -> tuple[Item, ...]:
    ran = Run.objects.exclude(isolation="").values_list("isolation", flat=True).first()
    return (
        _item("StatAgent", VERSION),
        _item("Workers", count, "integer"),
        _item("Tasks waiting", tasks_waiting(), "integer"),
        _item("Walls around the last script", ran or "none has run yet"),
    )
