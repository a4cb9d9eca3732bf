"""Owners, their quotas and one-time links, and what they tried, in the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from analysis.admin import ReadOnlyAdmin
from analysis.models import Dataset, Owner
from chat.keeping.forgetting import Refused, forget
from chat.models import ApiToken, LinkToken, Run, Violation
from chat.people.quotas import HOUR, MIB, quota, stored_bytes

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Any]
else:  # generic for the type checker only
    _ModelAdmin = admin.ModelAdmin


@admin.action(
    description="Forget: delete everything, the account too", permissions=["delete"]
)
def forget_owners(
    modeladmin: OwnerAdmin, request: HttpRequest, queryset: QuerySet[Owner]
) -> None:
    for owner in queryset.select_related("user"):
        words = str(owner)
        try:
            forget(owner)
        except Refused as refused:
            messages.warning(request, f"{words}: {refused}")
        else:
            messages.success(request, f"{words} is forgotten.")


@admin.register(Owner)
class OwnerAdmin(_ModelAdmin):
    """Owners with what they use and may use."""

    list_display = ("__str__", "user", "n_datasets", "n_runs", "created")
    list_select_related = ("user",)
    list_filter = ("is_group", "created")
    search_fields = ("id", "user__username", "user__email")
    fields = ("id", "user", "is_group", "quotas", "used", "created")
    readonly_fields = ("id", "is_group", "used", "created")
    raw_id_fields = ("user",)
    actions = (forget_owners,)

    @admin.display(description="datasets")
    def n_datasets(self, owner: Owner) -> int:
        return Dataset.objects.of(owner).count()

    @admin.display(description="runs")
    def n_runs(self, owner: Owner) -> int:
        return Run.objects.of(owner).count()

    @admin.display(description="in use")
    def used(self, owner: Owner) -> SafeString:
        recent = Run.objects.of(owner).filter(created__gt=timezone.now() - HOUR)
        figures = (
            ("runs within the hour", recent.count(), "runs_an_hour"),
            ("MB stored", round(stored_bytes(owner) / MIB, 1), "storage_mb"),
            ("datasets", owner.datasets.count(), "datasets"),
            ("models", owner.trained_models.filter(retired=None).count(), "models"),
        )
        return format_html_join(
            "",
            "<div>{} of {} {}</div>",
            ((n, _limit(quota(owner, name)), words) for words, n, name in figures),
        )


def _limit(most: int | None) -> str:
    return "any number of" if most is None else f"{most:,}"


@admin.register(LinkToken)
class LinkTokenAdmin(ReadOnlyAdmin):
    """The tokens themselves are known to nobody; their hash is not shown either."""

    list_display = ("created", "owner", "conversation", "expires", "used")
    list_select_related = ("owner__user", "conversation")
    list_filter = (("used", admin.EmptyFieldListFilter), "created")
    search_fields = ("owner__id", "owner__user__username", "conversation__id")
    fields = ("owner", "conversation", "created", "expires", "used")
    readonly_fields = fields


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnlyAdmin):
    """Whose programs get in, and what for; only hashes of the tokens are known."""

    list_display = ("name", "owner", "scopes", "created", "expires", "used")
    list_select_related = ("owner__user",)
    list_filter = ("created", "used")
    search_fields = ("name", "owner__id", "owner__user__username")
    fields = ("name", "owner", "scopes", "created", "expires", "used")
    readonly_fields = fields


@admin.register(Violation)
class ViolationAdmin(ReadOnlyAdmin):
    list_display = ("created", "kind", "owner", "run", "detail")
    list_select_related = ("owner__user", "run")
    list_filter = ("kind", "created")
    search_fields = ("detail", "owner__id", "owner__user__username")
    readonly_fields = ("owner", "run", "kind", "detail", "created")
