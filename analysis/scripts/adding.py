"""Adding a template: the only ways in, which store none that is faulty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.forms import ModelForm

from analysis.models import ScriptTemplate
from analysis.scripts.template_checks import check_template
from analysis.scripts.template_header import TemplateFault

if TYPE_CHECKING:
    _Form = ModelForm[ScriptTemplate]
else:  # generic for the type checker only
    _Form = ModelForm


def add_template(name: str, category: str, text: str) -> ScriptTemplate:
    """Store a template, or the next version of it.

    Raises:
        TemplateFault: it is faulty; the line is the template's.
    """
    check_template(name, category, text)
    return ScriptTemplate.objects.create(name=name, category=category, text=text)


class TemplateForm(_Form):
    """A template as an administrator writes it; a faulty text is refused with the line."""

    class Meta:
        model = ScriptTemplate
        fields = ("name", "category", "text", "active")

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if {"name", "category", "text"} <= said.keys():
            try:
                check_template(said["name"], said["category"], said["text"])
            except TemplateFault as fault:
                raise ValidationError({"text": str(fault)}) from fault
        return said
