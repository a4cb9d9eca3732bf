"""Scripts on request: what templates there are, and running one of them."""

from __future__ import annotations

import re
from itertools import groupby

from analysis.base.columns import Schema
from analysis.base.reply import Block, Choices, Option, Reply, Table, TableColumn, Text
from analysis.scripts.script_templates import Template, templates
from analysis.scripts.template_header import CATEGORIES, TemplateParameter
from chat.models import Conversation
from chat.outcomes.command import Command, Outcome
from chat.outcomes.welcome import no_dataset_reply
from chat.scripts.arguments import fits
from chat.scripts.requests import fewest_columns, read_request

_PLEASE = r"(?:please |can you |could you )*"
_SCRIPT = r"(?: python)? (?:scripts?|code)"

command = Command(
    "script",
    "Scripts: all templates, or one of them written and run",
    argument="what",
    of_table=True,
    phrases=(
        rf"{_PLEASE}(?:generate|create|write|make|build|produce|show|give)(?: me)?"
        rf"(?: an?| the| some)?{_SCRIPT}(?: that| which)? (?:for|to|of|that)[: ]+(\S.*)",
        rf"{_PLEASE}(?:generate|create|write|build|produce)(?: me)?(?: an?| the)?"
        r" (?:python )?script[: ]+(\S.*)",
        r"(?:i (?:need|want) )?(?:an? |the )?(?:python )?(?:scripts?|code) (?:for|to) (\S.*)",
        r"((?:all |the )?(?:script )?templates)",
    ),
    in_groups=True,
)
_LISTS = {"", "templates", "all templates", "the templates", "script templates"}


@command.run
def script(conversation: Conversation, rest: str) -> Outcome:
    dataset = conversation.dataset
    known = dataset is not None and dataset.is_read
    if rest.lower() in _LISTS:
        return template_list(dataset.schema if dataset is not None and known else None)
    if dataset is None or not known:
        return no_dataset_reply()
    return read_request(rest, conversation, dataset)


def template_list(schema: Schema | None) -> Reply:
    """The templates by category with what each needs, and examples for this table."""
    found = sorted(templates().values(), key=_order)
    blocks: list[Block] = [
        Text(
            text=(
                "A script is written from a template, checked, run in the sandbox and"
                " shown with its results. Say `/script` and a template, or “generate"
                " script for …” with any question."
            )
        )
    ]
    for category, group in groupby(found, key=lambda one: one.header.category):
        blocks.append(_category(category, tuple(group), schema))
    options = tuple(
        Option(label=text, value=text)
        for text in (
            "/script descriptive",
            "/script correlation",
            *_with_column(schema),
        )
    )
    blocks.append(Choices(prompt="For example", options=options, role="next"))
    count = len(found)
    return Reply(summary=f"There are {count} script templates.", blocks=tuple(blocks))


def _order(template: Template) -> tuple[int, str]:
    return list(CATEGORIES).index(template.header.category), template.name


def _with_column(schema: Schema | None) -> tuple[str, ...]:
    names = [c.name for c in schema.columns if c.is_numeric] if schema else []
    return (f"/script histogram {names[0]}",) if names else ("/script data_info",)


def _category(
    category: str, group: tuple[Template, ...], schema: Schema | None
) -> Table:
    columns = (
        TableColumn(label="Template", format="code"),
        TableColumn(label="What", format="text"),
        TableColumn(label="Needs", format="text"),
        TableColumn(label="May take", format="text"),
        TableColumn(label="For example", format="code"),
    )
    rows = tuple(
        (
            template.name,
            template.header.description,
            _named(template.header.required) or "nothing",
            _named(template.header.optional),
            _example(template, schema),
        )
        for template in group
    )
    return Table(title=CATEGORIES[category], columns=columns, rows=rows)


def _example(template: Template, schema: Schema | None) -> str:
    """A request that this table can answer, or one of the template's own."""
    said = f"/script {template.name}"
    if schema is None:
        return (*template.header.examples, said)[0]
    used: list[str] = []
    for parameter in template.header.required:
        if not parameter.names_columns:
            return (*template.header.examples, said)[0]
        fewest = fewest_columns(template, parameter)
        free = [c for c in schema.columns if c.name not in used and fits(parameter, c)]
        used += [column.name for column in free[:fewest]]
    return " ".join([said, *map(_said, used)])


def _said(name: str) -> str:
    return name if re.fullmatch(r"\w+", name) else f"`{name}`"


def _named(parameters: tuple[TemplateParameter, ...]) -> str:
    return ", ".join(f"{one.name} ({one.kind})" for one in parameters)
