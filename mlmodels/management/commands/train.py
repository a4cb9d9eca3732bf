"""Training from the command line."""

from __future__ import annotations

import json
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, get_args

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from analysis.base.errors import TaskError
from analysis.base.reply import Notice, Reply
from mlmodels.base.estimator import Encoding, Missing, Scaling
from mlmodels.base.plan import Balance, Outliers, TrainingPlan
from mlmodels.command_line import command_line_owner, error_json, parsed_settings
from mlmodels.models import TrainedModel
from mlmodels.plans.asked import preprocessing_of, threshold_of, validation_of
from mlmodels.plans.problem import plan_training
from mlmodels.reading import table_from
from mlmodels.sentinel import Finding, heeded, look_out
from mlmodels.training import Training, train
from mlmodels.words.training import training_reply


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
        _add_judging(parser)
        _add_preparing(parser)
        parser.add_argument("--random-state", "--seed", type=int, default=0)
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
        plan = heeded(plan, findings)
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
    if not 0 <= options["random_state"] < 2**32:
        raise TaskError(
            f"A random state of {options['random_state']} is not possible.",
            hint="It is a whole number from 0 to 4,294,967,295.",
        )
    said = _said(options)
    return plan_training(
        schema,
        options["target"],
        features,
        estimator=options["model"],
        kind=options["kind"],
        hyperparameters=parsed_settings(options["set"]),
        preprocessing=preprocessing_of(said),
        validation=validation_of(said, schema),
        positive=options["positive"],
        threshold=threshold_of(said),
        network=network,
        random_state=options["random_state"],
        seconds=options["seconds"],
        tune=options["tune"],
    )


def _add_judging(parser: ArgumentParser) -> None:
    parser.add_argument("--test-size", type=float, help="share held out; 0.2 is usual")
    parser.add_argument("--folds", type=int, help="of cross-validation; 0 for none")
    parser.add_argument("--split", choices=["random", "grouped", "time"])
    parser.add_argument("--groups", metavar="COLUMN",
                        help="rows of one value stay together; none mixes them")  # fmt: skip
    parser.add_argument(
        "--time", metavar="COLUMN", help="test on the latest rows by it"
    )
    for name in ("train-from", "train-until", "test-from", "test-until"):
        parser.add_argument(f"--{name}", metavar="TIME", help="a year, month or day")
    parser.add_argument("--positive", help="the positive one of two classes")
    parser.add_argument("--threshold", type=float,
                        help="probability from which on it is named")  # fmt: skip


def _add_preparing(parser: ArgumentParser) -> None:
    for name, kind in (
        ("missing", Missing), ("scaling", Scaling), ("encoding", Encoding),
        ("balance", Balance), ("outliers", Outliers),
    ):  # fmt: skip
        parser.add_argument(f"--{name}", choices=get_args(kind))


def _said(options: dict[str, Any]) -> dict[str, Any]:
    """The options that were given, under the names of plans."""
    names = {"test_size": "test_size", "folds": "n_splits", "split": "split",
             "threshold": "threshold", "missing": "missing", "scaling": "scaling",
             "encoding": "encoding", "balance": "balance", "outliers": "outliers"}  # fmt: skip
    said = {
        own: options[name] for name, own in names.items() if options[name] is not None
    }
    parts = ("train_from", "train_until", "test_from", "test_until")
    periods = {name: options[name] for name in parts if options[name] is not None}
    if options["groups"] is not None and options["time"] is not None:
        raise TaskError("Rows are split by groups or by time, not by both.",
                        hint="Give --groups or --time.")  # fmt: skip
    if options["groups"] is not None:
        mixed = options["groups"].lower() == "none"
        said |= {"split": "random"} if mixed else {
            "split": "grouped", "by": options["groups"]}  # fmt: skip
    if options["time"] is not None or periods:
        said["split"] = "time"
        said |= {"periods": periods} if periods else {}
        said |= {"by": options["time"]} if options["time"] is not None else {}
    return said


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
