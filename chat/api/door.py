"""Who asks: a token in the header, its purposes, and how fast it may go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest
from ninja.security import HttpBearer

from chat.api.problems import Problem
from chat.models import ApiToken
from chat.people.attempts import address_of
from chat.people.pace import Pace, network_of
from chat.people.tokens import SCOPES, holder_of

# As a page's socket: requests of any kind; questions have limits of their own.
CALLS_A_MINUTE = 600
FAILURES_A_MINUTE = 60
_calls, _failures = Pace(60), Pace(60)

if TYPE_CHECKING:

    class Asked(HttpRequest):
        """A request that was let in."""

        auth: ApiToken

else:  # the framework passes the plain request
    Asked = HttpRequest


class Bearer(HttpBearer):
    """A token that is for ``purpose``."""

    def __init__(self, purpose: str) -> None:
        super().__init__()
        self.purpose = purpose

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken:
        """The token's row.

        Raises:
            Problem: it does not open, is for other purposes, or goes too fast.
        """
        row = holder_of(token)
        if row is None:
            _paced(_failures, network_of(address_of(request)), FAILURES_A_MINUTE)
            hint = "It may have been revoked, or expired. Make another."
            raise Problem(401, "This token does not open.", hint)
        if self.purpose not in row.scopes:
            text = f"This token is not made for “{self.purpose}” ({_words(self)})."
            raise Problem(403, text, "Make one that is, on the account page.")
        _paced(_calls, row.id, CALLS_A_MINUTE)
        return row


def _words(bearer: Bearer) -> str:
    return SCOPES[bearer.purpose]


def _paced(pace: Pace, key: int | str, most: int) -> None:
    wait = pace.wait(key, most)
    if wait:
        seconds = int(wait) + 1
        text = f"{most} requests a minute are allowed."
        hint = f"Go on in {seconds} seconds."
        raise Problem(429, text, hint, retry_after=seconds)


def forget_pace() -> None:
    """Count from nothing again."""
    for pace in (_calls, _failures):
        pace.clear()


READ, ASK, DATA, MODELS = (Bearer(one) for one in SCOPES)
