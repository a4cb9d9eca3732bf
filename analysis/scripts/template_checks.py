"""Whether an administrator's template may be used: syntax, header, and what it renders.

The template is rendered with names and values that try to leave their place; the script
that comes out must pass the sandbox's validator like every other script.
"""

from __future__ import annotations

from typing import Any

from analysis.base.task import Step, Task
from analysis.operations import operation_named
from analysis.reading.recipe import ColumnRecipe, Recipe
from analysis.scripts.script_templates import (
    Template,
    compiled,
    own_templates,
    pipeline,
)
from analysis.scripts.template_header import (
    Header,
    TemplateFault,
    TemplateParameter,
    read_header,
)
from analysis.scripts.writing import Source, framed, write_script
from sandbox.validator import Violation, validate

NUMBERS, GROUPS = 'a "number"\n{{ 7*7 }} \\', "gro'up {% raw %} # '''"
_RESERVED = {"base", pipeline().name}


def check_template(name: str, category: str, text: str) -> Header:
    """The header of a template that is as it must be.

    Raises:
        TemplateFault: it is not; the line is the template's.
    """
    if name in own_templates() or name in _RESERVED:
        raise TemplateFault(1, f"the name {name} is taken by one of the program’s own")
    header = read_header(text)
    if header.category != category:
        raise TemplateFault(1, f"the header says category {header.category}")
    compiled(text)
    script = sample_script(Template(name, header, text, own=False))
    violations = validate(script)
    if violations:
        raise _fault(violations[0], script, text)
    return header


def sample_script(template: Template) -> str:
    """The script that a template gives for a table with unruly names."""
    columns = tuple(
        ColumnRecipe(name=name, source=name, position=place, kind=kind, dtype=dtype)
        for place, (name, kind, dtype) in enumerate(
            ((NUMBERS, "number", "float64"), (GROUPS, "category", "str"))
        )
    )
    recipe = Recipe(
        format="csv", columns=columns, delimiter=",", width=2, header_width=2
    )
    source = Source("sa'mple\".csv", 3, "0" * 64, recipe)
    params = {one.name: _sample(one) for one in template.header.required}
    names = [NUMBERS, GROUPS]
    if not template.header.operation:
        return framed(template, source, names, "A sample", params=params).text
    operation = operation_named(template.header.operation)
    step = Step(operation=operation.name, params=params)
    task = Task(steps=(step,))
    return write_script(task, source, names, "A sample", template=template).text


def _sample(parameter: TemplateParameter) -> Any:
    name = GROUPS if parameter.kind.startswith("group") else NUMBERS
    if parameter.names_columns:
        return [name] if parameter.many else name
    return {"number": 3, "flag": True, "text": NUMBERS}[parameter.kind]


def _fault(violation: Violation, script: str, text: str) -> TemplateFault:
    """The violation at the template's line, where the script's line stands in it."""
    lines = script.splitlines()
    found = lines[violation.line - 1].strip() if violation.line <= len(lines) else ""
    for number, line in enumerate(text.splitlines(), start=1):
        if found and line.strip() == found:
            return TemplateFault(number, violation.message)
    where = f"(line {violation.line} of its script: {found[:80]})"
    return TemplateFault(1, f"{violation.message} {where}")
