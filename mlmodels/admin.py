"""Trained models in the admin."""

from __future__ import annotations

import uuid

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from analysis.admin import ReadOnlyAdmin, pretty, source
from mlmodels.models import TrainedModel


@admin.action(
    description="Retire: delete the files, keep the row", permissions=["work"]
)
def retire(
    modeladmin: ReadOnlyAdmin, request: HttpRequest, queryset: QuerySet[TrainedModel]
) -> None:
    """Delete the files of the chosen models; their rows stay."""
    found = list(queryset.filter(retired=None))
    for model in found:
        model.retire()
        modeladmin.log_change(request, model, "Retired.")
    messages.success(request, f"{len(found)} models were retired.")


@admin.register(TrainedModel)
class TrainedModelAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "owner", "estimator", "target", "dataset", "size",
                    "created", "retired")  # fmt: skip
    list_select_related = ("owner__user", "dataset")
    list_filter = ("estimator", ("retired", admin.EmptyFieldListFilter), "created")
    search_fields = ("name", "target", "data_sha256", "owner__id",
                     "owner__user__username")  # fmt: skip
    fields = (
        ("name", "version"),
        ("owner", "dataset"),
        ("estimator", "target"),
        ("size", "created", "retired"),
        "data_sha256",
        "files",
        "result_shown",
        "plan_shown",
        "script_shown",
        "versions_shown",
    )
    actions = (retire,)

    def get_readonly_fields(
        self, request: HttpRequest, obj: TrainedModel | None = None
    ) -> tuple[str, ...]:
        rows = (row if isinstance(row, tuple) else (row,) for row in self.fields)
        return tuple(name for row in rows for name in row)

    def get_urls(self) -> list[URLPattern]:
        own = path(
            "<uuid:model_id>/files/<str:name>",
            self.admin_site.admin_view(self.download),
            name="mlmodels_trainedmodel_file",
        )
        return [own, *super().get_urls()]

    def download(
        self, request: HttpRequest, model_id: uuid.UUID, name: str
    ) -> FileResponse:
        """One of the model's files, as bytes: it is opened in the sandbox only."""
        model = get_object_or_404(TrainedModel, id=model_id)
        if not self.has_view_permission(request, model):
            raise PermissionDenied
        # Only a name that lies there: nothing is made of what the address says.
        found = model.files().get(name)
        if found is None:
            raise Http404
        return FileResponse(
            found.open("rb"),
            as_attachment=True,
            filename=name,
            content_type="application/octet-stream",
        )

    @admin.display(description="files")
    def files(self, model: TrainedModel) -> SafeString:
        links = (
            (
                reverse("admin:mlmodels_trainedmodel_file", args=(model.id, name)),
                name,
                f"{path.stat().st_size:,}",
            )
            for name, path in model.files().items()
        )
        shown = format_html_join("", '<li><a href="{}">{}</a> ({} bytes)</li>', links)
        return format_html("<ul>{}</ul>", shown) if shown else pretty(None)

    @admin.display(description="result")
    def result_shown(self, model: TrainedModel) -> SafeString:
        return pretty(model.result)

    @admin.display(description="plan")
    def plan_shown(self, model: TrainedModel) -> SafeString:
        return pretty(model.plan_json)

    @admin.display(description="script")
    def script_shown(self, model: TrainedModel) -> SafeString:
        return source(model.script)

    @admin.display(description="versions")
    def versions_shown(self, model: TrainedModel) -> SafeString:
        return pretty(model.versions)
