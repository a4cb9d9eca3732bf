"""The registry of script templates: those of the program, and an administrator's.

A template is a frame: the function of the operation it names stays the only place where
an answer is computed. Files under ``templates/scripts`` are found by walking; an
administrator's are rows of :class:`analysis.models.ScriptTemplate`.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import jinja2

from analysis.base.errors import TaskError
from analysis.base.task import Task
from analysis.base.templating import TEMPLATES, environment
from analysis.scripts.template_header import (
    CATEGORIES,
    Header,
    TemplateFault,
    TemplateParameter,
    read_header,
)

__all__ = ["Template", "TemplateFault", "TemplateParameter", "template_for"]

logger = logging.getLogger(__name__)
ENDING = ".py.j2"


@dataclass(frozen=True)
class Template:
    """A template by name; ``own`` tells the program's from an administrator's."""

    name: str
    header: Header
    text: str
    own: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        """Everything it may be called by, in lower case, the longest first."""
        spaced = self.name.replace("_", " ")
        found = {self.name, spaced, self.header.title, *self.header.aliases}
        return tuple(sorted({name.lower() for name in found}, key=len, reverse=True))

    def render(self, **values: Any) -> str:
        """The script's text.

        Raises:
            TemplateFault: a value is missing or unfit; the line is the template's.
        """
        try:
            return compiled(self.text).render(**values)
        except (jinja2.TemplateError, TypeError) as problem:
            raise TemplateFault(_line_of(problem), str(problem)) from problem


@lru_cache(maxsize=128)
def compiled(text: str) -> jinja2.Template:
    """A template's text compiled; equal texts once.

    Raises:
        TemplateFault: it is no Jinja2 template.
    """
    try:
        return environment().from_string(text)
    except jinja2.TemplateSyntaxError as problem:
        fault = problem.message or "the syntax is wrong"
        raise TemplateFault(problem.lineno, fault) from problem


def _line_of(problem: Exception) -> int:
    """The line of the template's own text that an error came from."""
    line, traceback = 1, problem.__traceback__
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == "<template>":
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line


@cache
def own_templates() -> dict[str, Template]:
    """The program's templates by name, found by walking the folders of the categories."""
    found = {}
    for category in CATEGORIES:
        for path in sorted((TEMPLATES / category).glob(f"*{ENDING}")):
            text = path.read_text(encoding="utf-8")
            if not text.startswith("{#"):
                continue  # a part of other templates, not one to ask for
            name = path.name.removesuffix(ENDING)
            found[name] = Template(name, read_header(text), text)
    return found


def templates() -> dict[str, Template]:
    """All templates that can be asked for; an administrator's stand beside our own."""
    return {**own_templates(), **_stored_templates()}


def _stored_templates() -> dict[str, Template]:
    from analysis.models import ScriptTemplate

    found: dict[str, Template] = {}
    newest_last = ScriptTemplate.objects.filter(active=True).order_by("name", "version")
    for row in newest_last:
        try:
            header = read_header(row.text)
        except TemplateFault as fault:
            # It was in order when it was stored: an operation may be gone since.
            logger.warning("template %s: %s", row, fault)
            continue
        found[row.name] = Template(row.name, header, row.text, own=False)
    return found


def template_named(name: str) -> Template:
    """The template of that name.

    Raises:
        TaskError: there is none (any more).
    """
    found = (
        own_templates().get(name)
        or _stored_templates().get(name)
        or (pipeline() if name == "pipeline" else None)
    )
    if found is None:
        raise TaskError(
            f"There is no script template called “{name}”.",
            hint="Send /script to see all of them.",
            options=("/script",),
        )
    return found


def template_for(task: Task) -> Template:
    """The frame of a task's script: the one asked for, or the plain pipeline."""
    return template_named(task.template) if task.template else pipeline()


@cache
def pipeline() -> Template:
    """The frame of every answer for which no template was named."""
    text = (TEMPLATES / f"pipeline{ENDING}").read_text(encoding="utf-8")
    header = Header(
        title="Pipeline",
        description="All steps of a request, one after the other.",
        category="utils",
        version=1,
    )
    return Template("pipeline", header, text)


def template_of_operation(name: str) -> Template | None:
    """The first template that frames an operation, the program's own before others."""
    for template in templates().values():
        if template.header.operation == name:
            return template
    return None
