"""Runs in the admin: how they went, cancelling them, and running them again."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from analysis.admin import ReadOnlyAdmin, pretty, source
from chat.commands.rerun import again
from chat.models import Message, Run
from chat.orchestrator import repeat
from chat.runs import recovery as runs


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


@admin.register(Run)
class RunAdmin(ReadOnlyAdmin):
    """Runs with what can be done with them."""

    actions = (cancel, run_again)
    list_display = ("__str__", "owner", "dataset", "question", "seconds",
                    "peak_memory_mb", "created")  # fmt: skip
    list_select_related = ("owner__user", "dataset")
    list_filter = ("status", "kind", "template", "created")
    search_fields = ("id", "question", "script_sha256", "data_sha256", "owner__id",
                     "owner__user__username", "error")  # fmt: skip
    date_hierarchy = "created"
    fields = (
        ("kind", "status", "attempts", "worker"),
        ("owner", "dataset", "rerun_of"),
        "question",
        ("template", "script_sha256", "data_sha256"),
        ("seconds", "peak_memory_mb", "isolation"),
        ("created", "started", "finished"),
        "error",
        "script_shown",
        "result_shown",
        "task_shown",
        "versions_shown",
    )

    def get_readonly_fields(
        self, request: HttpRequest, obj: Run | None = None
    ) -> tuple[str, ...]:
        rows = (row if isinstance(row, tuple) else (row,) for row in self.fields)
        return tuple(name for row in rows for name in row)

    @admin.display(description="script")
    def script_shown(self, run: Run) -> SafeString:
        return source(run.script)

    @admin.display(description="result")
    def result_shown(self, run: Run) -> SafeString:
        return pretty(run.result)

    @admin.display(description="task")
    def task_shown(self, run: Run) -> SafeString:
        return pretty(run.task_json)

    @admin.display(description="versions")
    def versions_shown(self, run: Run) -> SafeString:
        return pretty(run.versions)
