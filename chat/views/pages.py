"""The page of a conversation and its fragments."""

from __future__ import annotations

import uuid
from typing import Any

import pandas as pd
from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_POST

from analysis.base.errors import TaskError
from analysis.models import Dataset
from analysis.reading.stored import read_stored_table
from analysis.tables.samples import samples
from chat.commands import commands
from chat.linking.suggestions import suggestions
from chat.models import Conversation, Event, Message, Run, events
from chat.people.quotas import room_for_conversation, too_many_conversations
from chat.received import storable, whole_number
from chat.render.charts import VEGA_VERSION
from chat.render.columns import column_hint
from chat.render.html import render_message
from chat.tables.working import working_schema
from chat.views.access import conversation_of, dataset_of, visitor
from chat.views.messages import view_of
from mlmodels.base.metrics import METRIC_WORDS
from mlmodels.estimators import estimator_named
from mlmodels.models import TrainedModel

SHOWN = 30
_MODELS_SHOWN = 50
ROWS_AT_MOST = 200
THEMES = ("light", "dark")


def theme_of(request: HttpRequest) -> str:
    """Light or dark, if it was chosen; empty is what the system says."""
    theme = request.COOKIES.get("theme", "")
    return theme if theme in THEMES else ""


@never_cache
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    try:
        conversation = _conversation(request, newest=True)
    except TaskError as error:
        return refusal(request, error)
    return redirect("conversation", conversation.id)


@require_POST
def new(request: HttpRequest) -> HttpResponse:
    try:
        conversation = _conversation(request, newest=False)
    except TaskError as error:
        return refusal(request, error)
    return redirect("conversation", conversation.id)


def _conversation(request: HttpRequest, *, newest: bool) -> Conversation:
    """The newest conversation, or else an empty one; made with its owner, or not at all.

    Raises:
        TaskError: there are too many already.
    """
    with transaction.atomic():
        owner = visitor(request)
        theirs = Conversation.objects.of(owner)
        found: Conversation | None = (
            theirs.first() if newest else theirs.filter(messages=None, title="").first()
        )
        full = found is None and not room_for_conversation(owner)
        if found is None and not full:
            found = Conversation.objects.create(owner=owner)
    if found is None:
        raise too_many_conversations(owner)
    return found


def refusal(request: HttpRequest, error: TaskError) -> HttpResponse:
    """The page of a limit that was met."""
    context = {"heading": error.message, "words": error.hint, "number": 429}
    return render(request, "refusal.html", context, status=429)


@never_cache
@ensure_csrf_cookie
@require_GET
def page(request: HttpRequest, conversation_id: uuid.UUID) -> HttpResponse:
    conversation = conversation_of(request, conversation_id)
    cursor = Event.objects.filter(conversation=conversation).order_by("-id").first()
    messages = _last_messages(conversation, None)
    context = {
        "conversation": conversation,
        "conversations": _conversation_list(conversation),
        "datasets": _dataset_list(conversation),
        "dataset": _shown_dataset(conversation),
        "messages_html": "".join(render_message(view_of(m)) for m in messages),
        "cursor": cursor.id if cursor else 0,
        "vega_version": VEGA_VERSION,
        "samples": samples(),
        "theme": theme_of(request),
        "owner": conversation.owner,
        "telegram": settings.TELEGRAM_BOT_NAME,
        "limits": {"max_upload_mb": settings.UPLOAD_MAX_BYTES // 1024**2},
        "older": _has_older(messages),
    }
    return render(request, "chat/page.html", context)


def _last_messages(conversation: Conversation, before: int | None) -> list[Message]:
    found = Message.objects.filter(conversation=conversation).select_related("run")
    if before is not None:
        found = found.filter(id__lt=before)
    return list(found.order_by("-id")[:SHOWN])[::-1]


def _has_older(messages: list[Message]) -> bool:
    return (
        bool(messages)
        and Message.objects.filter(
            conversation=messages[0].conversation_id, id__lt=messages[0].id
        ).exists()
    )


def _conversation_list(current: Conversation) -> list[dict[str, Any]]:
    running = set(
        Message.objects.filter(
            conversation__owner=current.owner, run__status__in=Run.ACTIVE
        ).values_list("conversation_id", flat=True)
    )
    return [
        {
            "id": conversation.id,
            "title": str(conversation),
            "updated": conversation.updated,
            "url": f"/c/{conversation.id}/",
            "active": conversation.id == current.id,
            "running": conversation.id in running,
        }
        for conversation in Conversation.objects.of(current.owner)[:50]
    ]


def _dataset_list(current: Conversation) -> list[dict[str, Any]]:
    found = []
    for dataset in Dataset.objects.of(current.owner).exclude(receipt_json=None)[:20]:
        schema = dataset.schema
        found.append(
            {
                "id": dataset.id,
                "name": dataset.name,
                "shape": f"{schema.n_rows:,} × {len(schema.columns)}",
                "active": dataset.id == current.dataset_id,
            }
        )
    return found


def _shown_dataset(conversation: Conversation) -> Any:
    dataset = conversation.dataset
    return _dataset_view(dataset) if dataset and dataset.is_read else None


def _dataset_view(dataset: Dataset) -> dict[str, Any]:
    schema = dataset.schema
    return {
        "id": dataset.id,
        "name": dataset.name,
        "size": dataset.size,
        "n_rows": schema.n_rows,
        "n_columns": len(schema.columns),
        "columns": schema.columns,
        "models": _model_list(dataset),
    }


def _model_list(dataset: Dataset) -> list[dict[str, Any]]:
    """The owner's models, those of this dataset first, each name's newest version."""
    theirs = TrainedModel.objects.of(dataset.owner).order_by("-created")[:200]
    newest = {model.name: model for model in reversed(theirs)}
    found = sorted(
        newest.values(), key=lambda one: (one.dataset_id == dataset.id, one.created)
    )
    return [_model_view(model) for model in reversed(found[-_MODELS_SHOWN:])]


def _model_view(model: TrainedModel) -> dict[str, Any]:
    metric = model.result["metric"]
    plan = model.plan
    return {
        "id": model.id,
        "name": model.name,
        "version": model.version,
        "target": model.target,
        "kind": estimator_named(model.estimator).title_for(plan.kind),
        "metric": METRIC_WORDS[metric],
        "score": model.result["scores"].get(metric),
        "created": model.created,
    }


@require_POST
def rename(request: HttpRequest, conversation_id: uuid.UUID) -> HttpResponse:
    conversation = conversation_of(request, conversation_id)
    title = storable(request.POST.get("title", "")).strip()
    if title:
        events.titled(conversation, title)
    return redirect("conversation", conversation.id)


@require_POST
def delete(request: HttpRequest, conversation_id: uuid.UUID) -> HttpResponse:
    conversation_of(request, conversation_id).delete()
    return redirect("home")


@never_cache
@require_GET
def older(request: HttpRequest, conversation_id: uuid.UUID) -> HttpResponse:
    conversation = conversation_of(request, conversation_id)
    before = whole_number(request.GET.get("before"))
    messages = _last_messages(conversation, before)
    html = "".join(render_message(view_of(message)) for message in messages)
    response = HttpResponse(html)
    response["X-Older"] = "1" if _has_older(messages) else "0"
    return response


@never_cache
@require_GET
def vocabulary(request: HttpRequest, conversation_id: uuid.UUID) -> JsonResponse:
    """What the composer can complete: commands, columns, example questions."""
    conversation = conversation_of(request, conversation_id)
    columns: list[dict[str, str]] = []
    examples: tuple[str, ...] = ()
    if conversation.dataset and conversation.dataset.is_read:
        schema = working_schema(conversation)
        columns = [
            {"name": column.name, "kind": column.kind, "hint": column_hint(column)}
            for column in schema.columns
        ]
        examples = suggestions(schema)
    named = [
        {"name": f"/{command.name}", "title": command.title} for command in commands()
    ]
    return JsonResponse(
        {"commands": named, "columns": columns, "examples": list(examples)}
    )


@never_cache
@require_GET
def panel(request: HttpRequest, dataset_id: uuid.UUID) -> HttpResponse:
    dataset = dataset_of(request, dataset_id)
    view = _dataset_view(dataset) if dataset.is_read else None
    return render(request, "chat/panel.html", {"dataset": view})


@never_cache
@require_GET
def rows(request: HttpRequest, dataset_id: uuid.UUID) -> JsonResponse:
    """A window of rows as text, optionally sorted by a column."""
    dataset = dataset_of(request, dataset_id)
    path = dataset.parquet
    if not dataset.is_read or not path.exists():
        raise Http404
    schema = dataset.schema
    offset = whole_number(request.GET.get("offset")) or 0
    limit = min(whole_number(request.GET.get("limit"), 100) or 0, ROWS_AT_MOST)
    data = read_stored_table(str(path), list(schema.names))
    if request.GET.get("sort") in schema.names:
        data = data.sort_values(
            request.GET["sort"],
            ascending=request.GET.get("desc") not in ("1", "true"),
            kind="stable",
        )
    window = data.iloc[offset : offset + limit].copy()
    for name in window.columns:
        if _are_days(data[name]):
            window[name] = window[name].dt.strftime("%Y-%m-%d")
    cells = [
        ["" if pd.isna(cell) else str(cell) for cell in row]
        for row in window.itertuples(index=False, name=None)
    ]
    return JsonResponse(
        {
            "columns": list(schema.names),
            "rows": cells,
            "offset": offset,
            "total": schema.n_rows,
        }
    )


def _are_days(values: pd.Series) -> bool:
    """Whether a column holds dates without times of day."""
    if not pd.api.types.is_datetime64_any_dtype(values.dtype):
        return False
    known = values.dropna()
    return bool((known == known.dt.normalize()).all())


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remember light or dark, so that the next page is drawn so from the first byte."""
    chosen = request.POST.get("theme", "")
    response = HttpResponse(status=204)
    if chosen in THEMES:
        response.set_cookie("theme", chosen, max_age=31536000, samesite="Lax")
    else:
        response.delete_cookie("theme")
    return response
