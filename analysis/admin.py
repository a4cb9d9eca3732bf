"""Templates in the admin, and what pages of other rooms are made of."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from analysis.models import ScriptTemplate
from analysis.scripts.adding import TemplateForm

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


@admin.register(ScriptTemplate)
class ScriptTemplateAdmin(_ModelAdmin):
    form = TemplateForm
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
