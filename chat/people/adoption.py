"""One owner takes over all that another has: a guest who signs in, two doors linked."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from analysis.models import Owner
from chat.models import ApiToken, Run
from mlmodels.models import TrainedModel


@transaction.atomic
def adopt(guest: Owner, owner: Owner) -> None:
    """Give everything of a guest to another owner; the guest is gone then.

    Everything that belongs to an owner points to it by a foreign key, so what is added
    to the program later moves along; only tokens are taken back. A model whose name the
    owner has already becomes its newest version.

    A guest with work still going on stays, empty, until ``prune`` removes it: its
    worker holds the old owner in its hands.

    Raises:
        ValueError: the guest is somebody's account, or one of the two is a group.
    """
    if guest.is_group or owner.is_group:
        raise ValueError("a group is never joined with anybody")
    if guest.user_id is not None:
        raise ValueError("an account's things cannot be given away")
    if guest.id == owner.id:
        return
    working = Run.objects.of(guest).filter(status__in=Run.ACTIVE).exists()
    # Whoever had the guest's browser before must not get into the account by a token.
    ApiToken.objects.of(guest).delete()
    _adopt_models(guest, owner)
    for relation in Owner._meta.related_objects:
        rows = relation.related_model._default_manager
        rows.filter(**{relation.field.name: guest}).update(
            **{relation.field.name: owner}
        )
    if not working:
        guest.delete()


def _adopt_models(guest: Owner, owner: Owner) -> None:
    """Under the owner's names, the versions after those that are there."""
    theirs = TrainedModel.objects.filter(owner=owner)
    for model in TrainedModel.objects.filter(owner=guest).order_by("name", "version"):
        same = theirs.filter(name__iexact=model.name)
        latest = same.order_by("-version").first()
        if latest is not None:
            model.name = latest.name
            model.version = same.aggregate(Max("version"))["version__max"] + 1
        model.owner = owner
        model.save(update_fields=["owner", "name", "version"])
