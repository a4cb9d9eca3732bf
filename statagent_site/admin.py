"""The queue's pages, to look at only.

As django-q2 registers them, whoever may add a schedule, or submit a task again, has any
function of any module run by the workers.
"""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django_q.models import Failure, OrmQ, Schedule, Success, Task

from analysis.admin import ReadOnlyAdmin

for kind in (Schedule, Success, Failure, OrmQ):
    if admin.site.is_registered(kind):
        admin.site.unregister(kind)


@admin.register(Schedule)
class ScheduleAdmin(ReadOnlyAdmin):
    """What the server does from time to time; the program itself sets it up."""

    list_display = ("name", "func", "schedule_type", "minutes", "next_run", "last_run")
    list_filter = ("schedule_type", "next_run")
    search_fields = ("name", "func")

    def has_delete_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        return False


class _DoneAdmin(ReadOnlyAdmin):
    list_display: tuple[str, ...] = ("name", "func", "started", "stopped", "time_taken")
    list_filter = ("func", "started")
    search_fields = ("name", "func", "group")


@admin.register(Success)
class SuccessAdmin(_DoneAdmin):
    def get_queryset(self, request: HttpRequest) -> QuerySet[Task]:
        found: QuerySet[Task] = super().get_queryset(request)
        return found.filter(success=True)


@admin.register(Failure)
class FailureAdmin(_DoneAdmin):
    list_display = (*_DoneAdmin.list_display, "reason")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Task]:
        found: QuerySet[Task] = super().get_queryset(request)
        return found.filter(success=False)

    @admin.display(description="reason")
    def reason(self, task: Task) -> str:
        return str(task.result)[:100]


@admin.register(OrmQ)
class QueueAdmin(ReadOnlyAdmin):
    list_display = ("id", "key", "name", "func", "lock")
    list_filter = ("key",)
    search_fields = ("=id", "key")
    fields = ("id", "key", "lock", "name", "func", "task_id")
    readonly_fields = fields
