"""The keeper's room: conversations and what belongs to them, and what can be done."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from analysis.admin import OwnerAdmin, ReadOnlyAdmin, RunAdmin, pretty
from analysis.models import Owner, Run
from chat import runs
from chat.commands.rerun import again
from chat.forgetting import Refused, forget
from chat.models import Conversation, Event, LinkToken, Message, Upload
from chat.orchestrator import repeat
from chat.quotas import HOUR, MIB, quota, stored_bytes
from chat.report import FORMATS, exported
from chat.state import state_words
from chat.telegram import admin as telegram_admin  # noqa: F401  # registers its pages


@admin.register(Conversation)
class ConversationAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "owner", "dataset", "state", "n_messages", "updated")
    list_select_related = ("owner__user", "dataset")
    list_filter = ("updated", "workflow")
    search_fields = ("id", "title", "owner__id", "owner__user__username")
    date_hierarchy = "updated"
    fields = ("title", "owner", "dataset", "state", ("created", "updated"),
              "messages_shown", "exports", "workflow", "answers_shown",
              "preparation_shown")  # fmt: skip
    readonly_fields = ("title", "owner", "dataset", "state", "created", "updated",
                       "messages_shown", "exports", "workflow", "answers_shown",
                       "preparation_shown")  # fmt: skip

    def get_urls(self) -> list[URLPattern]:
        own = path(
            "<uuid:conversation_id>/export.<str:ending>",
            self.admin_site.admin_view(self.export),
            name="chat_conversation_export",
        )
        return [own, *super().get_urls()]

    def export(
        self, request: HttpRequest, conversation_id: uuid.UUID, ending: str
    ) -> HttpResponse:
        conversation = get_object_or_404(Conversation, id=conversation_id)
        if not self.has_view_permission(request, conversation):
            raise PermissionDenied
        if ending not in FORMATS:
            raise Http404
        made = exported(conversation, ending)
        response = HttpResponse(made.text, content_type=made.media_type)
        response["Content-Disposition"] = f'attachment; filename="{made.name}"'
        return response

    def get_queryset(self, request: HttpRequest) -> QuerySet[Conversation]:
        found: QuerySet[Conversation] = super().get_queryset(request)
        return found.annotate(n=Count("messages"))

    @admin.display(description="messages", ordering="n")
    def n_messages(self, conversation: Any) -> int:
        return int(conversation.n)

    @admin.display(description="state")
    def state(self, conversation: Conversation) -> str:
        return state_words(conversation)

    @admin.display(description="messages")
    def messages_shown(self, conversation: Any) -> SafeString:
        url = reverse("admin:chat_message_changelist")
        return format_html(
            '<a href="{}?conversation__id__exact={}">{}</a>',
            url,
            conversation.id,
            conversation.n,
        )

    @admin.display(description="take away")
    def exports(self, conversation: Conversation) -> SafeString:
        return format_html_join(
            " · ",
            '<a href="{}">{}</a>',
            (
                (
                    reverse(
                        "admin:chat_conversation_export",
                        args=(conversation.id, ending),
                    ),
                    format.title,
                )
                for ending, format in FORMATS.items()
            ),
        )

    @admin.display(description="answers of the workflow")
    def answers_shown(self, conversation: Conversation) -> SafeString:
        return pretty(conversation.answers)

    @admin.display(description="changes of the table")
    def preparation_shown(self, conversation: Conversation) -> SafeString:
        return pretty(conversation.preparation)


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    list_display = ("id", "conversation", "role", "said", "run", "created")
    list_select_related = ("conversation", "run")
    list_filter = ("role", "created")
    search_fields = ("text", "conversation__id", "conversation__title")
    date_hierarchy = "created"
    fields = ("conversation", "role", "question", "text", "run", "created",
              "reply_shown", "task_shown", "options_shown")  # fmt: skip
    readonly_fields = fields

    def lookup_allowed(
        self, lookup: str, value: str, request: HttpRequest | None = None
    ) -> bool:
        by_conversation = lookup == "conversation__id__exact"
        return by_conversation or super().lookup_allowed(lookup, value, request)  # type: ignore[arg-type]  # None until Django 6

    @admin.display(description="text")
    def said(self, message: Message) -> str:
        return (message.text or message.summary)[:120]

    @admin.display(description="reply")
    def reply_shown(self, message: Message) -> SafeString:
        return pretty(message.reply_json)

    @admin.display(description="task")
    def task_shown(self, message: Message) -> SafeString:
        return pretty(message.task_json)

    @admin.display(description="buttons")
    def options_shown(self, message: Message) -> SafeString:
        return pretty(message.options)


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ("id", "kind", "conversation", "message", "created")
    list_select_related = ("conversation", "message")
    list_filter = ("kind", "created")
    search_fields = ("=id", "conversation__id")
    fields = ("id", "kind", "conversation", "message", "created", "payload_shown")
    readonly_fields = fields

    @admin.display(description="payload")
    def payload_shown(self, event: Event) -> SafeString:
        return pretty(event.payload)


@admin.register(Upload)
class UploadAdmin(ReadOnlyAdmin):
    list_display = ("name", "owner", "size", "offset", "done", "created")
    list_select_related = ("owner__user",)
    list_filter = ("done", "created")
    search_fields = ("name", "owner__id", "owner__user__username")
    fields = ("name", "owner", "conversation", "size", "offset", "done", "created")
    readonly_fields = fields


@admin.register(LinkToken)
class LinkTokenAdmin(ReadOnlyAdmin):
    """The tokens themselves are known to nobody; their hash is not shown either."""

    list_display = ("created", "owner", "conversation", "expires", "used")
    list_select_related = ("owner__user", "conversation")
    list_filter = (("used", admin.EmptyFieldListFilter), "created")
    search_fields = ("owner__id", "owner__user__username", "conversation__id")
    fields = ("owner", "conversation", "created", "expires", "used")
    readonly_fields = fields


@admin.action(description="Cancel", permissions=["work"])
def cancel(modeladmin: RunAdmin, request: HttpRequest, queryset: QuerySet[Run]) -> None:
    active = [run for run in queryset if run.is_active]
    for run in active:
        runs.cancel(run)
        modeladmin.log_change(request, run, "Cancelled.")
    messages.success(request, f"{len(active)} runs were told to stop.")


@admin.action(description="Run again and compare", permissions=["work"])
def run_again(
    modeladmin: RunAdmin, request: HttpRequest, queryset: QuerySet[Run]
) -> None:
    """Each as a message in the conversation that the run belongs to."""
    for run in queryset.select_related("dataset", "message__conversation"):
        message = Message.objects.filter(run=run).first()
        if message is None or run.status != Run.Status.SUCCEEDED or not run.script:
            messages.warning(request, f"{run} cannot be run again.")
            continue
        repeat(message.conversation, again(run))
        modeladmin.log_change(request, run, "Run again.")
        messages.success(request, f"{run} was queued again.")


admin.site.unregister(Run)


@admin.register(Run)
class WorkableRunAdmin(RunAdmin):
    """Runs with what can be done with them."""

    actions = (cancel, run_again)


@admin.action(
    description="Forget: delete everything, the account too", permissions=["delete"]
)
def forget_owners(
    modeladmin: OwnerAdmin, request: HttpRequest, queryset: QuerySet[Owner]
) -> None:
    for owner in queryset.select_related("user"):
        words = str(owner)
        try:
            forget(owner)
        except Refused as refused:
            messages.warning(request, f"{words}: {refused}")
        else:
            messages.success(request, f"{words} is forgotten.")


admin.site.unregister(Owner)


@admin.register(Owner)
class QuotaAdmin(OwnerAdmin):
    """Owners with what they use and may use."""

    fields = ("id", "user", "quotas", "used", "created")
    readonly_fields = ("id", "used", "created")
    actions = (forget_owners,)

    @admin.display(description="in use")
    def used(self, owner: Owner) -> SafeString:
        recent = Run.objects.of(owner).filter(created__gt=timezone.now() - HOUR)
        figures = (
            ("runs within the hour", recent.count(), "runs_an_hour"),
            ("MB stored", round(stored_bytes(owner) / MIB, 1), "storage_mb"),
            ("datasets", owner.datasets.count(), "datasets"),
            ("models", owner.trained_models.filter(retired=None).count(), "models"),
        )
        return format_html_join(
            "",
            "<div>{} of {} {}</div>",
            ((n, _limit(quota(owner, name)), words) for words, n, name in figures),
        )


def _limit(most: int | None) -> str:
    return "any number of" if most is None else f"{most:,}"
