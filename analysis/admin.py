"""Owners, datasets, runs, templates and violations in the admin."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.forms import ModelForm
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from analysis.models import Dataset, Owner, Run, ScriptTemplate, Violation

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Any]
else:  # generic for the type checker only
    _ModelAdmin = admin.ModelAdmin


_ROWS_SHOWN = 50


def pretty(value: Any) -> SafeString:
    """A JSON value, readable."""
    if value in (None, "", {}, []):
        return format_html('<span class="quiet">{}</span>', "nothing")
    text = json.dumps(value, indent=2, ensure_ascii=False)
    return format_html('<pre class="long">{}</pre>', text)


def source(text: str) -> SafeString:
    """A script or other long text, as it is."""
    return format_html('<pre class="long">{}</pre>', text) if text else pretty(None)


class ReadOnlyAdmin(_ModelAdmin):
    """Rows that the program writes: to look at, to delete, and to act upon.

    An action that is marked with the permission ``work`` is for those who may change
    rows of the kind, though nobody changes them by hand.
    """

    list_per_page = _ROWS_SHOWN
    show_facets = admin.ShowFacets.ALLOW

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        return False

    def has_work_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(
            f"{self.opts.app_label}.change_{self.opts.model_name}"
        )


@admin.register(Owner)
class OwnerAdmin(_ModelAdmin):
    list_display = ("__str__", "user", "n_datasets", "n_runs", "created")
    list_select_related = ("user",)
    list_filter = ("created",)
    search_fields = ("id", "user__username", "user__email")
    fields: ClassVar[tuple[str, ...]] = ("id", "user", "quotas", "created")
    readonly_fields: ClassVar[tuple[str, ...]] = ("id", "created")
    raw_id_fields = ("user",)

    @admin.display(description="datasets")
    def n_datasets(self, owner: Owner) -> int:
        return Dataset.objects.of(owner).count()

    @admin.display(description="runs")
    def n_runs(self, owner: Owner) -> int:
        return Run.objects.of(owner).count()


@admin.register(Dataset)
class DatasetAdmin(ReadOnlyAdmin):
    list_display = ("name", "owner", "size", "created")
    list_select_related = ("owner__user",)
    list_filter = ("created",)
    search_fields = ("name", "sha256", "owner__id", "owner__user__username")
    fields = ("name", "owner", "size", "sha256", "created", "file", "n_runs",
              "overrides_shown", "receipt_shown")  # fmt: skip
    readonly_fields = fields

    def get_urls(self) -> list[URLPattern]:
        own = path(
            "<uuid:dataset_id>/file/",
            self.admin_site.admin_view(self.download),
            name="analysis_dataset_file",
        )
        return [own, *super().get_urls()]

    def download(self, request: HttpRequest, dataset_id: uuid.UUID) -> FileResponse:
        """The file as it was uploaded."""
        dataset = get_object_or_404(Dataset, id=dataset_id)
        if not self.has_view_permission(request, dataset):
            raise PermissionDenied
        if not dataset.original.is_file():
            raise Http404
        return FileResponse(
            dataset.original.open("rb"),
            as_attachment=True,
            filename=dataset.name,
            content_type="application/octet-stream",
        )

    @admin.display(description="file")
    def file(self, dataset: Dataset) -> SafeString:
        if not dataset.original.is_file():
            return format_html('<span class="quiet">{}</span>', "not there")
        url = reverse("admin:analysis_dataset_file", args=(dataset.id,))
        return format_html('<a href="{}">{}</a>', url, dataset.name)

    @admin.display(description="runs")
    def n_runs(self, dataset: Dataset) -> SafeString:
        url = reverse("admin:analysis_run_changelist")
        count = dataset.runs.count()
        return format_html('<a href="{}?dataset={}">{}</a>', url, dataset.id, count)

    @admin.display(description="choices of the owner's")
    def overrides_shown(self, dataset: Dataset) -> SafeString:
        return pretty(dataset.overrides)

    @admin.display(description="how it was read")
    def receipt_shown(self, dataset: Dataset) -> SafeString:
        return pretty(dataset.receipt_json)


@admin.register(Run)
class RunAdmin(ReadOnlyAdmin):
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


@admin.register(ScriptTemplate)
class ScriptTemplateAdmin(_ModelAdmin):
    list_display = ("name", "category", "version", "active", "author", "created")
    list_select_related = ("author",)
    list_filter = ("category", "active")
    search_fields = ("name", "text")
    fields = ("name", "category", "text", "active", "version", "author", "created")
    readonly_fields = ("version", "author", "created")

    def save_model(
        self,
        request: HttpRequest,
        obj: ScriptTemplate,
        form: ModelForm[ScriptTemplate],
        change: bool,
    ) -> None:
        if "text" in form.changed_data or not change:
            obj.author = request.user  # type: ignore[assignment]  # the admin is closed to strangers
        super().save_model(request, obj, form, change)


@admin.register(Violation)
class ViolationAdmin(ReadOnlyAdmin):
    list_display = ("created", "kind", "owner", "run", "detail")
    list_select_related = ("owner__user", "run")
    list_filter = ("kind", "created")
    search_fields = ("detail", "owner__id", "owner__user__username")
    readonly_fields = ("owner", "run", "kind", "detail", "created")
