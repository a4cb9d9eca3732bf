"""Addresses of the chat."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, path
from django.urls.resolvers import RoutePattern

from chat.views import accounts, downloads, linking, pages, telegram, tokens, uploads


class Later(URLResolver):
    """Addresses that are loaded at the first request to one of them.

    Looking up the name of another address loads those of every resolver beside it.
    """

    def _populate(self) -> None:
        """Nothing: names in here are looked up by their namespace."""


urlpatterns: list[URLPattern | URLResolver] = [
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
    path(
        "datasets/<uuid:dataset_id>/file/",
        downloads.dataset_original,
        name="dataset-file",
    ),
    path("exports/<uuid:run_id>/file/", downloads.exported_file, name="exported"),
    path("models/<uuid:model_id>/bundle.zip", downloads.bundle, name="bundle"),
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
    path("messages/<int:message_id>/answer.tex", downloads.latex, name="latex"),
    path(
        "messages/<int:message_id>/answer.html", downloads.rich_text, name="rich-text"
    ),
    path(
        "messages/<int:message_id>/conversation.<str:ending>",
        downloads.conversation_of_message,
        name="message-export",
    ),
    path(
        "c/<uuid:conversation_id>/export.<str:ending>",
        downloads.conversation,
        name="export",
    ),
    path("vega/<str:version>.js", downloads.vega, name="vega"),
    path("theme/", login_not_required(pages.theme), name="theme"),
    path("c/<uuid:conversation_id>/telegram/", linking.to_telegram, name="telegram"),
    path("link/<str:token>/", linking.link, name="link"),
    path("sign-in/", accounts.SignIn.as_view(), name="sign-in"),
    path("sign-up/", accounts.sign_up, name="sign-up"),
    path("sign-out/", accounts.SignOut.as_view(), name="sign-out"),
    path("account/", accounts.account, name="account"),
    path("account/password/", accounts.change_password, name="password"),
    path("account/forget/", accounts.forget_me, name="forget"),
    path("account/tokens/", tokens.make, name="tokens"),
    path("account/tokens/<int:token_id>/revoke/", tokens.revoke, name="revoke"),
    path("forgotten/", accounts.forgotten, name="forgotten"),
    path(
        "telegram/webhook/",
        login_not_required(telegram.webhook),
        name="telegram-webhook",
    ),
    Later(RoutePattern("api/v1/"), "chat.api.urls", None, "api", "api"),
]
