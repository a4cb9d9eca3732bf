"""What the chat does when others do something."""

from __future__ import annotations

from django.apps import AppConfig


class ChatConfig(AppConfig):
    name = "chat"

    def ready(self) -> None:
        """Guests keep their work when they sign in; files go with their rows; news are
        rung for."""
        from django.contrib.auth.signals import user_logged_in
        from django.db.models.signals import post_delete, post_migrate, post_save

        from analysis.models import Dataset
        from chat.keeping import forgetting, pruning
        from chat.models import Event, Run, Upload
        from chat.news import bell
        from chat.people import accounts
        from mlmodels.models import TrainedModel

        user_logged_in.connect(accounts.take_along, dispatch_uid="take along")
        for kind in (Dataset, Run, TrainedModel, Upload):
            post_delete.connect(forgetting.remove_files_of, sender=kind)
        post_save.connect(bell.ring_for, sender=Event)
        post_migrate.connect(pruning.schedule, sender=self)
