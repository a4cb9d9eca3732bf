"""What is kept of Telegram: chats, updates as they came, and what is shown where."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone

from analysis.models import Owner


class TelegramChat(models.Model):
    """A chat, or a topic of a group, with whose it is and what it works on.

    ``cursor`` is the last event of the conversation that became posts; ``newest_id`` the
    highest message number seen here, ``paused_until`` when sending goes on after a failure.
    """

    chat_id = models.BigIntegerField()
    thread_id = models.BigIntegerField(default=0)
    kind = models.CharField(max_length=20, default="private")
    title = models.CharField(max_length=255, blank=True)
    owner = models.ForeignKey(
        Owner, on_delete=models.CASCADE, related_name="telegram_chats"
    )
    conversation = models.ForeignKey(
        "chat.Conversation",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="telegram_chats",
    )
    detailed = models.BooleanField(default=False)
    blocked = models.BooleanField(default=False)
    cursor = models.BigIntegerField(default=0)
    newest_id = models.BigIntegerField(default=0)
    paused_until = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created"]
        constraints = [
            models.UniqueConstraint(
                fields=["chat_id", "thread_id"], name="one_row_for_a_telegram_chat"
            )
        ]

    def __str__(self) -> str:
        return self.title or f"{self.kind} {self.chat_id}"

    @property
    def is_group(self) -> bool:
        return self.kind != "private"


class TelegramUpdate(models.Model):
    """What Telegram told, once: it repeats what it was not sure to have delivered.

    ``stage`` counts what was done of an update that takes several steps: a file first,
    then the question in its caption. ``raw`` is the text of one that cannot be read.
    """

    class State(models.TextChoices):
        RECEIVED = "received", "Received"
        HANDLED = "handled", "Handled"
        FAILED = "failed", "Failed"

    update_id = models.BigIntegerField(unique=True)
    chat_id = models.BigIntegerField(null=True, blank=True)
    body: models.JSONField[dict[str, Any]] = models.JSONField()
    raw = models.TextField(blank=True)
    state = models.CharField(
        max_length=10, choices=State, default=State.RECEIVED, db_index=True
    )
    stage = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    not_before = models.DateTimeField(default=timezone.now)
    received = models.DateTimeField(default=timezone.now)
    handled = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["update_id"]

    def __str__(self) -> str:
        return f"{self.update_id} {self.state}"


class TelegramPost(models.Model):
    """One message of the bot, to be sent or brought up to date.

    ``content`` is what shall be seen, ``shown`` what was sent last; ``newest_before`` is
    the highest message number known when sending began, so that after a crash the
    message can be looked for instead of being sent twice.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "Queued"
        SENDING = "sending", "Sending"
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed"

    chat = models.ForeignKey(
        TelegramChat, on_delete=models.CASCADE, related_name="posts"
    )
    message = models.ForeignKey(
        "chat.Message",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="telegram_posts",
    )
    part = models.PositiveSmallIntegerField(default=0)
    content: models.JSONField[dict[str, Any]] = models.JSONField()
    shown: models.JSONField[dict[str, Any] | None] = models.JSONField(
        null=True, blank=True
    )
    progress = models.BooleanField(default=False)
    state = models.CharField(
        max_length=10, choices=State, default=State.QUEUED, db_index=True
    )
    telegram_id = models.BigIntegerField(null=True, blank=True)
    newest_before = models.BigIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    not_before = models.DateTimeField(default=timezone.now)
    created = models.DateTimeField(default=timezone.now)
    sent = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["chat", "message", "part"], name="each_part_is_posted_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.state} in {self.chat_id}: {self.content.get('method')}"
