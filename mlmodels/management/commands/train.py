"""Training from the command line."""

from __future__ import annotations

import json
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from analysis.errors import TaskError
from analysis.reply import Notice, Reply
from mlmodels.command_line import command_line_owner, error_json, parsed_settings
from mlmodels.models import TrainedModel
from mlmodels.plan import TrainingPlan, Validation
from mlmodels.present import training_reply
from mlmodels.problem import plan_training
from mlmodels.reading import table_from
from mlmodels.sentinel import Finding, look_out
from mlmodels.training import Training, train


class Command(BaseCommand):
    help = "Train a model: train FILE --target COLUMN [--model NAME] [--save NAME]."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="the table")
        parser.add_argument("--target", required=True, help="the column to predict")
        parser.add_argument("--features", help="columns, separated by commas; or all")
        parser.add_argument("--model", default="auto", help="an estimator, or auto")
        parser.add_argument("--kind", choices=["regression", "classification"])
        parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE",
                            help="a hyperparameter")  # fmt: skip
        parser.add_argument("--network", help="a file with a network as JSON (keras)")
        parser.add_argument("--tune", action="store_true", help="try several settings")
        parser.add_argument("--seconds", type=float, default=60.0)
        parser.add_argument("--test-size", type=float, default=0.2)
        parser.add_argument("--random-state", type=int, default=0)
        parser.add_argument("--save", metavar="NAME", help="keep the model")
        parser.add_argument("--json", action="store_true", help="print one object")

    def handle(self, *args: Any, **options: Any) -> None:
        with tempfile.TemporaryDirectory() as folder:
            try:
                answer = self._train(options, Path(folder))
            except TaskError as error:
                self._refuse(error, options["json"])
                sys.exit(1)
        self.stdout.write(answer)

    def _train(self, options: dict[str, Any], folder: Path) -> str:
        table = table_from(Path(options["file"]), folder)
        plan = _plan(options, table.schema)
        findings = look_out(table, plan)
        done = train(plan, table, folder, on_progress=self._reporter(options["json"]))
        kept = None
        if options["save"]:
            call_command("migrate", verbosity=0, interactive=False)
            owner = command_line_owner()
            kept = TrainedModel.objects.keep(owner, options["save"], done)
        reply = training_reply(done.saved(options["save"] or plan.estimator), findings)
        if options["json"]:
            return json.dumps(_as_json(done, reply, findings, kept), ensure_ascii=False)
        saved = f"\nSaved as {kept}." if kept else ""
        warned = "".join(
            f"\n! {block.text}" for block in reply.blocks if isinstance(block, Notice)
        )
        return f"{reply.summary}{warned}{saved}"

    def _reporter(self, quiet: bool) -> Any:
        def say(news: dict[str, Any]) -> None:
            if not quiet:
                share = float(news.get("progress") or 0)
                self.stderr.write(f"{share:4.0%} {news.get('message', '')}")

        return say

    def _refuse(self, error: TaskError, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(error_json(error), ensure_ascii=False))
        else:
            self.stderr.write(f"{error.message} {error.hint}".strip())


def _plan(options: dict[str, Any], schema: Any) -> TrainingPlan:
    named = options["features"]
    features = None
    if named and named.strip().lower() != "all":
        features = [name.strip() for name in named.split(",") if name.strip()]
    network = None
    if options["network"]:
        try:
            network = json.loads(Path(options["network"]).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise CommandError(f"The network cannot be read: {error}") from error
    validation = None
    if options["test_size"] != Validation().test_size:
        validation = Validation(test_size=options["test_size"])
    return plan_training(
        schema,
        options["target"],
        features,
        estimator=options["model"],
        kind=options["kind"],
        hyperparameters=parsed_settings(options["set"]),
        validation=validation,
        network=network,
        random_state=options["random_state"],
        seconds=options["seconds"],
        tune=options["tune"],
    )


def _as_json(
    done: Training, reply: Reply, findings: list[Finding], kept: TrainedModel | None
) -> dict[str, Any]:
    outcome = done.outcome
    return {
        "status": "answered",
        "plan": done.plan.model_dump(mode="json"),
        "warnings": [finding.as_json() for finding in findings],
        "result": done.result,
        "reply": reply.model_dump(mode="json"),
        "script": done.script.text,
        "model": {"name": kept.name, "version": kept.version} if kept else None,
        "run": {
            "seconds": outcome.seconds,
            "peak_memory_mb": outcome.peak_memory_mb,
            "isolation": outcome.isolation,
        },
    }
