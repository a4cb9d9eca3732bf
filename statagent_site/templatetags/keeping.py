"""The health panel of the admin."""

from __future__ import annotations

from django import template

from statagent_site.keeping import Panel, panel

register = template.Library()


@register.simple_tag
def health() -> Panel:
    return panel()
