"""The command line's saved models: list, show, export, rename, delete."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from analysis.base.errors import TaskError
from mlmodels.bundle import export_bundle
from mlmodels.command_line import command_line_owner, error_json
from mlmodels.models import TrainedModel
from mlmodels.words.card import model_card


class Command(BaseCommand):
    help = "Saved models: models [NAME] [--export ZIP | --rename NEW | --delete]."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "name", nargs="?", help="one model; without, all are listed"
        )
        parser.add_argument("--model-version", type=int, help="an earlier version")
        parser.add_argument("--export", metavar="ZIP", help="write the bundle")
        parser.add_argument("--rename", metavar="NEW", help="give another name")
        parser.add_argument("--delete", action="store_true", help="delete this version")
        parser.add_argument("--json", action="store_true", help="print one object")

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        try:
            answer, words = self._answer(options)
        except TaskError as error:
            answer, words = error_json(error), f"{error.message} {error.hint}".strip()
            self._say(answer, words, options["json"])
            sys.exit(1)
        self._say(answer, words, options["json"])

    def _say(self, answer: Any, words: str, as_json: bool) -> None:
        self.stdout.write(json.dumps(answer, ensure_ascii=False) if as_json else words)

    def _answer(self, options: dict[str, Any]) -> tuple[Any, str]:
        owner = command_line_owner()
        if options["name"] is None:
            if options["export"] or options["rename"] or options["delete"]:
                raise CommandError("Name the model.")
            models = list(TrainedModel.objects.of(owner))
            listed = [_facts(model) for model in models]
            lines = [f"{model}: {model.target}, {model.estimator}" for model in models]
            return listed, "\n".join(lines) or "No models are saved."
        model = TrainedModel.objects.named(
            owner, options["name"], options["model_version"]
        )
        return self._with_one(model, options)

    def _with_one(
        self, model: TrainedModel, options: dict[str, Any]
    ) -> tuple[Any, str]:
        if options["export"]:
            path = Path(options["export"])
            path.write_bytes(export_bundle(model.saved()))
            path.chmod(0o666 & ~settings.OUTSIDE_UMASK)
            return _facts(model), f"{model} is in {options['export']}."
        if options["rename"]:
            before = str(model)
            model.rename(options["rename"])
            return _facts(model), f"{before} is now {model}."
        if options["delete"]:
            model.retire()
            return _facts(model), f"{model} is deleted."
        return {**_facts(model), "result": model.result}, model_card(model.saved())


def _facts(model: TrainedModel) -> dict[str, Any]:
    metric = model.result["metric"]
    return {
        "name": model.name,
        "version": model.version,
        "estimator": model.estimator,
        "target": model.target,
        "metric": metric,
        "score": model.result["scores"][metric],
        "baseline": model.result["baseline"][metric],
        "size": model.size,
        "created": model.created.isoformat(),
    }
