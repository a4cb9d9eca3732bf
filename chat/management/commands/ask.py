"""Questions from the command line, through the same orchestrator and sandbox."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from chat.asking import Answered, Session
from chat.render.terminal import render_reply
from chat.runs.faults import classify, is_trouble, note, trouble_words


class Command(BaseCommand):
    help = "Ask a file: ask FILE “question” [“follow-up” …], or --batch FILE.jsonl."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", help="the table")
        parser.add_argument("questions", nargs="*", help="question and follow-ups")
        parser.add_argument("--batch", help="JSON lines: id, file, question(s)")
        parser.add_argument(
            "--with",
            action="append",
            default=[],
            metavar="FILE",
            help="a further table that questions may name; can be given several times",
        )
        parser.add_argument("--json", action="store_true", help="one object a question")
        parser.add_argument("--parse-only", action="store_true", help="only understand")
        parser.add_argument("--answer", help="what to choose when asked back")
        parser.add_argument("--files", help="the folder for files that answers offer")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            sys.exit(self._asked(options))
        except Exception as error:
            fault = classify(error)
            if not is_trouble(fault):
                raise
            note(fault, "ask")
            self._tell_trouble(trouble_words(fault), options["json"])
            sys.exit(1)

    def _tell_trouble(self, text: str, as_json: bool) -> None:
        """The machine's trouble, for programs as the object that they expect."""
        if not as_json:
            self.stderr.write(text)
            return
        told = {
            "id": None,
            "question": None,
            "status": "error",
            "task": None,
            "result": None,
            "reply": {"summary": text, "blocks": []},
            "script": None,
            "run": None,
        }
        self.stdout.write(json.dumps(told, ensure_ascii=False))

    def _asked(self, options: dict[str, Any]) -> int:
        call_command("migrate", verbosity=0, interactive=False)
        answers: list[Answered] = []
        with Session(parse_only=options["parse_only"]) as session:
            for item in _items(options):
                for answered in session.ask(
                    item["id"],
                    item["file"],
                    item["questions"],
                    options["answer"],
                    item["others"],
                ):
                    answers.append(answered)
                    self._show(answered, options["json"])
                    self._save(session, answered, options)
        statuses = {answered.status for answered in answers}
        return 1 if "error" in statuses else 2 if "question" in statuses else 0

    def _show(self, answered: Answered, as_json: bool) -> None:
        if as_json:
            line = json.dumps(answered.as_json(), ensure_ascii=False, allow_nan=False)
            self.stdout.write(line)
            self.stdout.flush()
        else:
            self.stdout.write(f"\n> {answered.question}\n")
            self.stdout.write(render_reply(answered.reply))

    def _save(
        self, session: Session, answered: Answered, options: dict[str, Any]
    ) -> None:
        if not options["files"]:
            return
        for path in session.save_files(answered, Path(options["files"])):
            if not options["json"]:
                self.stdout.write(f"  saved: {path}\n")


def _items(options: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if options["batch"]:
        lines = Path(options["batch"]).read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield _item(line, number)
    elif options["file"] and options["questions"]:
        yield {
            "id": None,
            "file": options["file"],
            "questions": options["questions"],
            "others": options["with"],
        }
    else:
        raise CommandError("Give a file and a question, or --batch with a file.")


def _item(line: str, number: int) -> dict[str, Any]:
    try:
        item = json.loads(line)
        questions = item.get("questions") or [item["question"]]
        return {
            "id": item.get("id"),
            "file": item["file"],
            "questions": questions,
            "others": item.get("with", []),
        }
    except (ValueError, KeyError, AttributeError) as error:
        raise CommandError(
            f"Line {number} of the batch is not an object with id, file, question."
        ) from error
