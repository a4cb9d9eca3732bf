"""Predictions from the command line."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from analysis.base.errors import TaskError
from mlmodels.command_line import command_line_owner, error_json
from mlmodels.models import TrainedModel
from mlmodels.prediction import Prediction, check_table, predict
from mlmodels.reading import table_from
from mlmodels.words.prediction import prediction_reply


class Command(BaseCommand):
    help = "Predict with a saved model: predict MODEL FILE -o OUT.csv."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("model", help="its name")
        parser.add_argument("file", help="the rows to predict for")
        parser.add_argument("-o", "--output", help="where the predictions go (CSV)")
        parser.add_argument("--model-version", type=int, help="an earlier version")
        parser.add_argument("--json", action="store_true", help="print one object")

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        with tempfile.TemporaryDirectory() as folder:
            try:
                done = self._predict(options, Path(folder))
            except TaskError as error:
                if options["json"]:
                    self.stdout.write(json.dumps(error_json(error), ensure_ascii=False))
                else:
                    self.stderr.write(f"{error.message} {error.hint}".strip())
                sys.exit(1)
        reply = prediction_reply(done)
        if options["json"]:
            answer = {
                "status": "answered",
                "model": {"name": done.model.name, "version": done.model.version},
                "result": done.result,
                "output": options["output"],
                "reply": reply.model_dump(mode="json"),
                "script": done.script.text,
                "run": {
                    "seconds": done.outcome.seconds,
                    "peak_memory_mb": done.outcome.peak_memory_mb,
                    "isolation": done.outcome.isolation,
                },
            }
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            self.stdout.write(reply.summary)

    def _predict(self, options: dict[str, Any], folder: Path) -> Prediction:
        kept = TrainedModel.objects.named(
            command_line_owner(), options["model"], options["model_version"]
        )
        model = kept.saved()
        table = table_from(Path(options["file"]), folder)
        check_table(model, table.schema)
        done = predict(model, table.parquet, folder)
        if options["output"] and done.file is not None:
            shutil.copyfile(done.file, options["output"])
        return done
