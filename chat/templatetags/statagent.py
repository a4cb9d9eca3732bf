"""What the templates of the page need from the renderers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join, json_script
from django.utils.safestring import SafeString

from analysis.base.columns import Column
from analysis.base.reply import Cell, Format
from chat.render import columns, html
from chat.render.charts import theme_config
from chat.render.marks import unmarked
from chat.render.numbers import format_cell

register = template.Library()


@register.filter
def inline(text: str) -> SafeString:
    """Marked text as HTML."""
    return html.inline(text)


@register.filter
def plain(text: str) -> str:
    """Marked text without its marks, for attributes."""
    return unmarked(text)


@register.filter
def shown(value: Cell, format: Format) -> str:
    """A value in a format of the reply's blocks."""
    return format_cell(value, format, minus="−")


@register.filter
def hint(column: Column) -> str:
    return columns.column_hint(column)


@register.filter
def sign(column: Column) -> str:
    return columns.SIGNS[column.kind]


@register.filter
def kind_words(column: Column) -> str:
    return columns.WORDS[column.kind]


@register.filter
def missing_of(column: Column, n_rows: int) -> str:
    return columns.missing_share(column, n_rows)


@register.filter
def spark(column: Column) -> SafeString:
    """The bars of a column's small picture as SVG."""
    return format_html_join(
        "",
        '<rect x="{}" y="{}" width="{}" height="{}" rx="1"/>',
        columns.spark_bars(column.histogram),
    )


@register.filter
def by_day(
    conversations: Iterable[Mapping[str, Any]],
) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """Conversations under "Today" and "Earlier", in the order given."""
    today = timezone.localdate()
    groups: dict[str, list[Mapping[str, Any]]] = {"Today": [], "Earlier": []}
    for item in conversations or ():
        updated = timezone.localdate(item["updated"])
        groups["Today" if updated == today else "Earlier"].append(item)
    return [(label, items) for label, items in groups.items() if items]


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon out of the sprite that every page carries."""
    return format_html(
        '<svg class="icon is-{0}" aria-hidden="true"><use href="#icon-{0}"/></svg>',
        name,
    )


@register.simple_tag
def chart_themes() -> SafeString:
    """The chart themes of the page, for its script."""
    themes = {name: theme_config(name) for name in ("web-light", "web-dark")}
    return json_script(themes, "chart-themes")
