"""Pictures and files of an answer, had from the site's own addresses.

The browser's download views are called as the chat's owner, so that both doors give the
same files, and refuse the same.
"""

from __future__ import annotations

import io
import re

from django.contrib.auth.models import AnonymousUser
from django.http import FileResponse, Http404, HttpRequest, QueryDict
from django.urls import Resolver404, resolve

from analysis.base.reply import File, Reply
from analysis.models import Owner
from chat.people.owners import session_of

_NAME = re.compile(r'filename="([^"]+)"')


class NotThere(Exception):
    """There is no such file, or it is not the owner's."""


def fetch(owner: Owner, path: str) -> tuple[str, bytes]:
    """The name and the bytes behind an address of this site.

    Raises:
        NotThere: nothing of the owner's answers to the address.
    """
    try:
        view, args, kwargs = resolve(path.partition("?")[0])
        response = view(_request(owner, path), *args, **kwargs)
    except (Resolver404, Http404) as error:
        raise NotThere(path) from error
    if response.status_code != 200:
        raise NotThere(path)
    found = _NAME.search(response.get("Content-Disposition", ""))
    if isinstance(response, FileResponse):
        # The response itself is not closed: that would end a request, and there is none.
        with response.file_to_stream or io.BytesIO() as file:
            content = file.read()
    else:
        content = response.content
    name = path.partition("?")[0].rpartition("/")[2]
    return found[1] if found else name, content


def address_of(message: int, what: str, reply: Reply | None) -> str | None:
    """The address of what a button asks for: ``s``, ``n``, ``t<n>``, ``c<n>``, ``d<n>``."""
    kind, number = what[:1], what[1:]
    if what == "s":
        return f"/messages/{message}/script.py"
    if what == "n":
        return f"/messages/{message}/answer.ipynb"
    if not number.isdecimal():
        return None
    if kind == "t":
        return f"/messages/{message}/table-{int(number)}.csv"
    if kind == "c":
        return f"/messages/{message}/chart-{int(number)}.png?for=phone"
    files = [b for b in reply.blocks if isinstance(b, File)] if reply else []
    if kind == "d" and int(number) < len(files):
        reference = files[int(number)].reference
        return reference if "/" in reference else f"/messages/{message}/{reference}"
    return None


def _request(owner: Owner, path: str) -> HttpRequest:
    request = HttpRequest()
    request.method = "GET"
    request.path, _, query = path.partition("?")
    request.path_info, request.GET = request.path, QueryDict(query)
    request.session = session_of(owner)  # type: ignore[assignment]  # all it reads
    request.user = owner.user or AnonymousUser()
    return request
