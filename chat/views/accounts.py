"""Pages around an account: signing up, in and out, the password, what is kept."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, login
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required, login_required
from django.contrib.auth.forms import PasswordChangeForm
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from analysis.base.errors import TaskError
from analysis.models import Dataset, Owner
from chat.keeping.forgetting import Refused, forget
from chat.models import ApiToken, Conversation
from chat.people.accounts import SignInForm, SignUpForm
from chat.people.owners import owner_of
from chat.people.quotas import stored_bytes
from chat.people.tokens import SCOPES
from chat.views.access import visitor
from chat.views.pages import refusal, theme_of
from mlmodels.models import TrainedModel


class _Themed:
    """Pages know light or dark from the first byte."""

    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]  # a view's
        guest = owner_of(self.request.session)
        return {
            **context,
            "theme": theme_of(self.request),
            "allow_signup": settings.ALLOW_SIGNUP,
            "n_kept": _n_kept(guest) if guest and guest.user is None else 0,
        }


def _n_kept(owner: Owner) -> int:
    """How much a guest has that an account would keep."""
    asked = Conversation.objects.of(owner).exclude(messages=None)
    return asked.count() + Dataset.objects.of(owner).count()


@method_decorator(login_not_required, name="dispatch")
class SignIn(_Themed, auth.LoginView):
    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


class SignOut(auth.LogoutView):
    """The session ends; the account's things stay on the server."""


class ChangePassword(_Themed, auth.PasswordChangeView):
    template_name = "accounts/password.html"
    form_class = PasswordChangeForm
    success_url = reverse_lazy("account")

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        response = super().form_valid(form)
        self.request.session["said"] = "The password is changed."
        return response


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def sign_up(request: HttpRequest) -> HttpResponseBase:
    """An account under a name; the guest's work goes into it."""
    if not settings.ALLOW_SIGNUP:
        raise PermissionDenied
    if request.user.is_authenticated:
        return redirect("home")
    form = SignUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        user = authenticate(
            request,
            username=form.cleaned_data["username"],
            password=form.cleaned_data["password1"],
        )
        if user is not None:
            login(request, user)
            return redirect(_next(request))
    guest = owner_of(request.session)
    context = {
        "form": form,
        "theme": theme_of(request),
        "next": _next(request, ""),
        "n_kept": _n_kept(guest) if guest else 0,
    }
    return render(request, "accounts/sign_up.html", context)


def _next(request: HttpRequest, default: str = "/") -> str:
    """Where to go afterwards: only an address of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if ours else default


@never_cache
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """What is kept of whoever asks, and what can be done with it."""
    try:
        owner = visitor(request)
    except TaskError as error:
        return refusal(request, error)
    return account_page(request, owner, said=request.session.pop("said", ""))


def account_page(
    request: HttpRequest, owner: Owner, *, said: str = "", made: str = ""
) -> HttpResponse:
    """The page; ``made`` is a token that was made just now."""
    context = {
        "owner": owner,
        "theme": theme_of(request),
        "allow_signup": settings.ALLOW_SIGNUP,
        "said": said,
        "made": made,
        "tokens": ApiToken.objects.of(owner),
        "purposes": SCOPES.items(),
        "kept": [
            ("Analyses", Conversation.objects.of(owner).count(), "integer"),
            ("Datasets", Dataset.objects.of(owner).count(), "integer"),
            ("Models", TrainedModel.objects.of(owner).count(), "integer"),
            ("Storage", stored_bytes(owner), "bytes"),
        ],
    }
    return render(request, "accounts/account.html", context)


@never_cache
@require_POST
def forget_me(request: HttpRequest) -> HttpResponse:
    """Delete everything of whoever asks, the account included."""
    owner = owner_of(request.session)
    if owner is not None:
        try:
            forget(owner)
        except Refused as refused:
            request.session["said"] = str(refused)
            return redirect("account")
    request.session.flush()
    return redirect("forgotten")


@login_not_required
@require_GET
def forgotten(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/forgotten.html", {"theme": theme_of(request)})


change_password = login_required(ChangePassword.as_view())
