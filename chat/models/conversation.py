"""Conversations, their messages, and the events that their readers follow."""

from __future__ import annotations

import logging
import uuid
from typing import Any

from django.db import models
from django.utils import timezone
from pydantic import ValidationError

from analysis.base.reply import Notice, Reply
from analysis.base.task import Task
from analysis.models import Dataset, OwnedQuerySet, Owner
from chat.models.work import Run

logger = logging.getLogger(__name__)


class Conversation(models.Model):
    """One line of thought over one or more datasets; one of them is in use.

    ``preparation`` holds the steps that change the table for all further questions.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        Owner, on_delete=models.CASCADE, related_name="conversations"
    )
    title = models.CharField(max_length=120, blank=True)
    dataset = models.ForeignKey(
        Dataset,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="conversations",
    )
    workflow = models.CharField(max_length=60, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    turn = models.PositiveIntegerField(default=0)
    preparation = models.JSONField(default=list, blank=True)
    created = models.DateTimeField(default=timezone.now)
    updated = models.DateTimeField(default=timezone.now)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-updated"]

    def __str__(self) -> str:
        return self.title or "New analysis"


class Message(models.Model):
    """One turn of a person or the answer to it.

    ``options`` maps the values of offered buttons to the tasks they stand for, and
    ``asked`` keeps where the conversation stood when they were offered: its ``dataset``,
    its ``workflow`` and the ``answers`` to that so far. ``question`` is the person's
    message that this one answers, at most one answer each.
    """

    class Role(models.TextChoices):
        USER = "user", "User"
        ASSISTANT = "assistant", "StatAgent"

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="messages"
    )
    role = models.CharField(max_length=10, choices=Role)
    # Null, because the uniqueness below must not hold for messages without one.
    client_id = models.CharField(  # noqa: DJ001
        max_length=64, null=True, blank=True
    )
    text = models.TextField(blank=True)
    reply_json = models.JSONField(null=True, blank=True)
    task_json = models.JSONField(null=True, blank=True)
    options = models.JSONField(default=dict, blank=True)
    asked: models.JSONField[dict[str, Any]] = models.JSONField(default=dict, blank=True)
    question = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="answer"
    )
    run = models.OneToOneField(
        Run, null=True, blank=True, on_delete=models.SET_NULL, related_name="message"
    )
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "client_id"], name="sent_twice_stored_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.text or self.summary}"[:80]

    @property
    def reply(self) -> Reply | None:
        """The stored reply; a notice in place of one that no version of ours reads."""
        if not self.reply_json:
            return None
        try:
            return Reply.model_validate(self.reply_json)
        except ValidationError:
            logger.error("the reply of message %s cannot be read any more", self.id)
            text = "This answer cannot be shown any more."
            notice = Notice(text=text, level="warning", fix="Ask the question again.")
            return Reply(summary=self.summary or text, blocks=(notice,))

    @property
    def task(self) -> Task | None:
        """The task as it was understood; None of one that no version of ours reads."""
        if not self.task_json:
            return None
        try:
            return Task.model_validate(self.task_json)
        except ValidationError:
            logger.error("the task of message %s cannot be read any more", self.id)
            return None

    @property
    def summary(self) -> str:
        return str((self.reply_json or {}).get("summary", ""))


class Event(models.Model):
    """What a conversation's readers are told, in the order of ``id``."""

    class Kind(models.TextChoices):
        APPEND = "append"
        REPLACE = "replace"
        PROGRESS = "progress"
        DATASET = "dataset"
        TITLE = "title"

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="events"
    )
    message = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.CASCADE, related_name="events"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    payload: models.JSONField[dict[str, Any]] = models.JSONField(default=dict)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["conversation", "id"])]

    def __str__(self) -> str:
        return f"{self.id} {self.kind}"


class Upload(models.Model):
    """A file on its way in, chunk by chunk; ``offset`` bytes have arrived."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Owner, on_delete=models.CASCADE, related_name="uploads")
    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="uploads"
    )
    name = models.CharField(max_length=255)
    size = models.BigIntegerField()
    offset = models.BigIntegerField(default=0)
    done = models.BooleanField(default=False)
    created = models.DateTimeField(default=timezone.now)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-created"]

    def __str__(self) -> str:
        return f"{self.name} ({self.offset} of {self.size} bytes)"


class LinkToken(models.Model):
    """A word that opens one conversation at the other door, once and not for long.

    Only its hash is kept: who reads the database cannot use it.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    owner = models.ForeignKey(
        Owner, on_delete=models.CASCADE, related_name="link_tokens"
    )
    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="link_tokens"
    )
    created = models.DateTimeField(default=timezone.now)
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created"]

    def __str__(self) -> str:
        state = "used" if self.used else "open"
        return f"to {self.conversation_id} ({state})"
