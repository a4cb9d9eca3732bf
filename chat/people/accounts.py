"""Signing up and in, with everything that was done as a guest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.forms import AuthenticationForm, UserCreationForm
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest

from analysis.models import Owner
from chat.people import attempts
from chat.people.adoption import adopt
from chat.people.owners import KEY


@transaction.atomic
def take_along(sender: object, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Whoever signs in, by any door, keeps what the session did as a guest."""
    owner, _ = Owner.objects.get_or_create(user=user)
    known = request.session.get(KEY)
    if known and known != str(owner.id):
        guest = Owner.objects.filter(id=known, user=None, is_group=False).first()
        if guest is not None:
            adopt(guest, owner)
    request.session[KEY] = str(owner.id)


class SignInForm(AuthenticationForm):
    """Django's, which says so when somebody has to wait."""

    def clean(self) -> dict[str, Any]:
        name = self.cleaned_data.get("username", "")
        if attempts.must_wait(self.request, name):
            raise ValidationError(
                f"Too many attempts. Wait {attempts.MINUTES} minutes, then try again.",
                code="wait",
            )
        return super().clean()


if TYPE_CHECKING:
    _CreationForm = UserCreationForm[User]
else:  # generic for the type checker only
    _CreationForm = UserCreationForm


class SignUpForm(_CreationForm):
    """A name and a password; an address is wanted by nobody here."""

    class Meta:
        model = User
        fields = ("username",)

    def clean_username(self) -> str:
        name: str = " ".join(self.cleaned_data["username"].split())
        if User.objects.filter(username__iexact=name).exists():
            raise ValidationError("Somebody has this name already. Choose another.")
        return name
