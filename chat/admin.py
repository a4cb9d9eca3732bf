"""Conversations and messages in the admin, and what can be done with runs."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from analysis.admin import ReadOnlyAdmin, RunAdmin, pretty
from analysis.models import Run
from chat import runs
from chat.commands.command import RunScript
from chat.models import Conversation, Message
from chat.orchestrator import repeat


@admin.register(Conversation)
class ConversationAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "owner", "dataset", "n_messages", "updated")
    list_select_related = ("owner__user", "dataset")
    list_filter = ("updated", "workflow")
    search_fields = ("id", "title", "owner__id", "owner__user__username")
    fields = ("title", "owner", "dataset", "workflow", "preparation_shown", "created",
              "updated")  # fmt: skip
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Conversation]:
        found: QuerySet[Conversation] = super().get_queryset(request)
        return found.annotate(n=Count("messages"))

    @admin.display(description="messages", ordering="n")
    def n_messages(self, conversation: Any) -> int:
        return int(conversation.n)

    @admin.display(description="changes of the table")
    def preparation_shown(self, conversation: Conversation) -> SafeString:
        return pretty(conversation.preparation)


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    list_display = ("id", "conversation", "role", "said", "run", "created")
    list_select_related = ("conversation", "run")
    list_filter = ("role", "created")
    search_fields = ("text", "conversation__id", "conversation__title")
    fields = ("conversation", "role", "text", "run", "created", "reply_shown",
              "task_shown")  # fmt: skip
    readonly_fields = fields

    @admin.display(description="text")
    def said(self, message: Message) -> str:
        return (message.text or message.summary)[:120]

    @admin.display(description="reply")
    def reply_shown(self, message: Message) -> SafeString:
        return pretty(message.reply_json)

    @admin.display(description="task")
    def task_shown(self, message: Message) -> SafeString:
        return pretty(message.task_json)


@admin.action(description="Cancel")
def cancel(modeladmin: RunAdmin, request: HttpRequest, queryset: QuerySet[Run]) -> None:
    active = [run for run in queryset if run.is_active]
    for run in active:
        runs.cancel(run)
    messages.success(request, f"{len(active)} runs were told to stop.")


@admin.action(description="Run again and compare")
def run_again(
    modeladmin: RunAdmin, request: HttpRequest, queryset: QuerySet[Run]
) -> None:
    """Each as a message in the conversation that the run belongs to."""
    for run in queryset.select_related("dataset", "message__conversation"):
        message = Message.objects.filter(run=run).first()
        if message is None or run.status != Run.Status.SUCCEEDED or not run.script:
            messages.warning(request, f"{run} cannot be run again.")
            continue
        asked = RunScript(
            run.script,
            run.dataset,
            template=run.template,
            rerun_of=run.rerun_of or run,
        )
        repeat(message.conversation, asked)
        messages.success(request, f"{run} was queued again.")


admin.site.unregister(Run)


@admin.register(Run)
class WorkableRunAdmin(RunAdmin):
    """Runs with what can be done with them."""

    actions = (cancel, run_again)
