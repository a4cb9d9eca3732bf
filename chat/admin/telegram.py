"""Telegram in the keeper's room: chats, what came in, what went out, what failed."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString

from analysis.admin import ReadOnlyAdmin, pretty
from chat.models.telegram import TelegramChat, TelegramPost, TelegramUpdate

_KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
_SHOWN = 100
_WITH_ERRORS = ("error", admin.EmptyFieldListFilter)


@admin.register(TelegramChat)
class TelegramChatAdmin(ReadOnlyAdmin):
    list_display = (
        *("__str__", "chat_id", "thread_id", "kind", "owner", "conversation"),
        *("blocked", "paused_until", "created"),
    )
    list_select_related = ("owner__user", "conversation")
    list_filter = ("kind", "blocked", "detailed", "created")
    search_fields = (
        *("=chat_id", "title", "owner__id", "owner__user__username"),
        "conversation__title",
    )
    fields = (
        *("title", "kind", ("chat_id", "thread_id"), "owner", "conversation"),
        *("detailed", "blocked", "paused_until", ("cursor", "newest_id"), "created"),
    )


@admin.action(description="Handle again", permissions=["work"])
def handle_again(
    modeladmin: TelegramUpdateAdmin,
    request: HttpRequest,
    queryset: QuerySet[TelegramUpdate],
) -> None:
    """What failed, or still waits after failures, begins anew; the rest was done."""
    for update in queryset:
        if update.state == TelegramUpdate.State.HANDLED:
            messages.warning(request, f"{update.update_id} was handled already.")
            continue
        if update.raw:
            messages.warning(request, f"{update.update_id} cannot be read.")
            continue
        TelegramUpdate.objects.filter(id=update.id).update(
            state=TelegramUpdate.State.RECEIVED,
            attempts=0,
            error="",
            not_before=timezone.now(),
            handled=None,
        )
        modeladmin.log_change(request, update, "To be handled again.")
        messages.success(request, f"{update.update_id} will be handled again.")


@admin.register(TelegramUpdate)
class TelegramUpdateAdmin(ReadOnlyAdmin):
    list_display = (
        *("update_id", "what", "chat_id", "state", "attempts", "trouble"),
        *("received", "handled"),
    )
    list_filter = ("state", _WITH_ERRORS, "received")
    search_fields = ("=update_id", "=chat_id", "error")
    date_hierarchy = "received"
    ordering = ("-update_id",)
    fields = (
        *("update_id", "chat_id", "state", ("attempts", "stage"), "error"),
        *("not_before", "received", "handled", "body_shown", "raw"),
    )
    readonly_fields = ("body_shown",)
    actions = (handle_again,)

    @admin.display(description="kind")
    def what(self, update: TelegramUpdate) -> str:
        if update.raw:
            return "unreadable"
        return next((kind for kind in _KINDS if kind in update.body), "nothing")

    @admin.display(description="error")
    def trouble(self, update: TelegramUpdate) -> str:
        return update.error[:_SHOWN]

    @admin.display(description="body")
    def body_shown(self, update: TelegramUpdate) -> SafeString:
        return pretty(update.body)


@admin.action(description="Send again", permissions=["work"])
def send_again(
    modeladmin: TelegramPostAdmin,
    request: HttpRequest,
    queryset: QuerySet[TelegramPost],
) -> None:
    """Posts that were given up; a chat that blocked the bot gets nothing all the same."""
    failed = queryset.filter(state=TelegramPost.State.FAILED)
    for post in failed:
        modeladmin.log_change(request, post, "To be sent again.")
    n_sent = failed.update(
        state=TelegramPost.State.QUEUED,
        attempts=0,
        error="",
        not_before=timezone.now(),
    )
    messages.success(request, f"{n_sent} posts will be sent again.")


@admin.register(TelegramPost)
class TelegramPostAdmin(ReadOnlyAdmin):
    list_display = (
        *("id", "chat", "message", "part", "method", "state", "attempts", "trouble"),
        *("created", "sent"),
    )
    list_select_related = ("chat", "message")
    list_filter = ("state", "progress", _WITH_ERRORS, "created")
    search_fields = ("=chat__chat_id", "chat__title", "=message__id", "error")
    date_hierarchy = "created"
    ordering = ("-id",)
    fields = (
        *("chat", "message", "part", "state", "progress", "telegram_id", "attempts"),
        *("error", "not_before", "created", "sent", "content_shown", "shown_now"),
    )
    readonly_fields = ("content_shown", "shown_now")
    actions = (send_again,)

    @admin.display(description="method")
    def method(self, post: TelegramPost) -> str:
        return str(post.content.get("method", ""))

    @admin.display(description="error")
    def trouble(self, post: TelegramPost) -> str:
        return post.error[:_SHOWN]

    @admin.display(description="shall be seen")
    def content_shown(self, post: TelegramPost) -> SafeString:
        return pretty(post.content)

    @admin.display(description="was sent last")
    def shown_now(self, post: TelegramPost) -> SafeString:
        return pretty(post.shown)
