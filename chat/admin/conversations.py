"""Conversations and what belongs to them in the admin."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from analysis.admin import ReadOnlyAdmin, pretty
from chat.models import Conversation, Event, Message, Upload
from chat.report import FORMATS, exported
from chat.runs.state import state_words


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
              "reply_shown", "task_shown", "options_shown", "asked_shown")  # fmt: skip
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

    @admin.display(description="where the conversation stood")
    def asked_shown(self, message: Message) -> SafeString:
        return pretty(message.asked)


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
