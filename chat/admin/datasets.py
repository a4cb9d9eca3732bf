"""Datasets in the admin: their files, how they were read, and the runs over them."""

from __future__ import annotations

import uuid

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from analysis.admin import ReadOnlyAdmin, pretty
from analysis.models import Dataset


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
        path = dataset.original
        if not path.is_file():
            raise Http404
        return FileResponse(
            path.open("rb"),
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
        url = reverse("admin:chat_run_changelist")
        count = dataset.runs.count()
        return format_html('<a href="{}?dataset={}">{}</a>', url, dataset.id, count)

    @admin.display(description="choices of the owner's")
    def overrides_shown(self, dataset: Dataset) -> SafeString:
        return pretty(dataset.overrides)

    @admin.display(description="how it was read")
    def receipt_shown(self, dataset: Dataset) -> SafeString:
        return pretty(dataset.receipt_json)
