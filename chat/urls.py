"""Addresses of the chat."""

from __future__ import annotations

from django.urls import path

from chat.views import downloads, pages, telegram, uploads

urlpatterns = [
    path("", pages.home, name="home"),
    path("c/new/", pages.new, name="new"),
    path("c/<uuid:conversation_id>/", pages.page, name="conversation"),
    path("c/<uuid:conversation_id>/rename/", pages.rename, name="rename"),
    path("c/<uuid:conversation_id>/delete/", pages.delete, name="delete"),
    path("c/<uuid:conversation_id>/older/", pages.older, name="older"),
    path("c/<uuid:conversation_id>/vocabulary/", pages.vocabulary, name="vocabulary"),
    path("c/<uuid:conversation_id>/uploads/", uploads.begin, name="begin-upload"),
    path("uploads/<uuid:upload_id>/", uploads.chunk, name="upload"),
    path("uploads/<uuid:upload_id>/done/", uploads.done, name="upload-done"),
    path("datasets/<uuid:dataset_id>/panel/", pages.panel, name="panel"),
    path("datasets/<uuid:dataset_id>/rows/", pages.rows, name="rows"),
    path("messages/<int:message_id>/script.py", downloads.script, name="script"),
    path(
        "messages/<int:message_id>/answer.ipynb",
        downloads.answer_notebook,
        name="notebook",
    ),
    path("messages/<int:message_id>/answer.md", downloads.markdown, name="markdown"),
    path(
        "messages/<int:message_id>/table-<int:number>.csv",
        downloads.table,
        name="table",
    ),
    path(
        "messages/<int:message_id>/chart-<int:number>.png",
        downloads.chart,
        name="chart",
    ),
    path("vega/<str:version>.js", downloads.vega, name="vega"),
    path("telegram/webhook/", telegram.webhook, name="telegram-webhook"),
    path("theme/", pages.theme, name="theme"),
]
