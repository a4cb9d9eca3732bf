"""The registry of script templates, and the checks of an administrator's."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.base.templating import UnfilteredValue, environment
from analysis.models import ScriptTemplate
from analysis.operations import operations
from analysis.scripts.adding import add_template
from analysis.scripts.script_templates import (
    compiled,
    own_templates,
    template_named,
    templates,
)
from analysis.scripts.template_checks import check_template, sample_script
from analysis.scripts.template_header import TemplateFault, read_header
from sandbox.validator import validate

FRAMED = [name for name, one in own_templates().items() if one.header.operation]
HEADER = """{#
title: Ratio of two columns
description: The median of one column divided by that of another.
category: stats
version: 1
aliases: ratio
required: above (number column), below (number column)
optional: factor (number)
examples: /script ratio fare age
#}
"""
RATIO = (
    HEADER
    + """{% extends "base.py.j2" %}
{% block work %}
above = data[{{ params.above | literal }}].median()
below = data[{{ params.below | literal }}].median()
result = {"ratio": float(above / below)}
{% endblock %}
"""
)


def test_templates_are_found_in_the_folders_of_their_categories():
    assert {"data_info", "descriptive", "correlation", "train_classifier"} <= set(
        own_templates()
    )
    assert {one.header.category for one in own_templates().values()} == {
        "utils",
        "stats",
        "ml",
    }


@pytest.mark.parametrize("name", FRAMED)
def test_a_header_says_of_parameters_what_the_operation_says(name):
    header = own_templates()[name].header
    declared = operations()[header.operation].parameters

    assert set(declared) >= {one.name for one in header.parameters}
    must = {one for one, parameter in declared.items() if parameter.required}
    assert must <= {one.name for one in header.required}
    for one in header.parameters:
        role = declared[one.name].role
        assert one.names_columns == hasattr(role, "sort")
        if one.names_columns:
            assert one.many == role.many


@pytest.mark.parametrize("name", FRAMED)
def test_a_frame_stays_a_script_whatever_the_columns_are_called(name):
    script = sample_script(own_templates()[name])

    assert ast.get_docstring(ast.parse(script)).startswith("A sample")
    assert validate(script) == ()


def test_names_that_two_templates_claim_do_not_exist():
    names = [name for one in own_templates().values() for name in one.names]

    assert len(names) == len(set(names))


def test_a_text_is_compiled_once():
    assert compiled(RATIO) is compiled(RATIO)


@given(st.text())
def test_a_value_without_a_filter_is_refused(value):
    with pytest.raises(UnfilteredValue):
        environment().from_string("{{ value }}").render(value=value)


@given(st.text())
def test_a_filtered_value_is_that_value(value):
    text = environment().from_string("{{ value | literal }}").render(value=value)

    assert ast.literal_eval(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ params.__init__.__globals__ | literal }}",
        "{{ x | attr('__class__') }}",
        "{% set y = x.append(1) %}",
    ],
)
def test_a_template_cannot_reach_behind_its_values(text):
    with pytest.raises(TemplateFault):
        check_template("own", "stats", HEADER + text)


def test_a_good_template_passes():
    assert check_template("ratio", "stats", RATIO).title == "Ratio of two columns"


@pytest.mark.parametrize(
    "text, fault",
    [
        ("x = 1", "Line 1: a template begins with a comment {# title: … #}"),
        ("{#\ntitle: x\n#}", "Line 1: the header names no description"),
        (
            HEADER.replace("version: 1", "version: one"),
            "Line 5: the version is a whole number from 1",
        ),
        (
            HEADER.replace("(number)", "(file)"),
            "Line 8: “factor (file)” is no parameter: write name (kind), kinds are"
            " column, columns, number column, number columns, group column,"
            " group columns, number, text, flag",
        ),
        (
            HEADER.replace("aliases: ratio", "operation: nonsense"),
            "Line 6: there is no operation nonsense",
        ),
        (
            HEADER.replace("aliases: ratio", "operation: describe"),
            "Line 7: describe has no parameter above",
        ),
        (RATIO.replace("{% endblock %}", "{% endblok %}"), "Line 16: "),
        (RATIO.replace(" | literal }}].median()\nb", " }}].median()\nb"), "Line 13: "),
        (RATIO.replace("params.below", "params.beneath"), "Line 14: "),
        (
            RATIO.replace("result = {", "import socket\nresult = {"),
            "Line 15: import of socket",
        ),
        (
            RATIO.replace("above = ", "open('/etc/passwd')\nabove = "),
            "Line 13: open of '/etc/passwd': ",
        ),
    ],
)
def test_a_faulty_template_is_refused_with_the_line(text, fault):
    with pytest.raises(TemplateFault) as caught:
        check_template("own", "stats", text)

    assert str(caught.value).startswith(fault)


def test_the_names_of_the_programs_own_are_taken():
    with pytest.raises(TemplateFault, match="descriptive is taken"):
        check_template("descriptive", "stats", RATIO)


@pytest.mark.django_db
def test_a_stored_template_stands_beside_the_programs_own():
    add_template("ratio", "stats", RATIO)

    assert set(templates()) == {*own_templates(), "ratio"}
    assert not template_named("ratio").own


@pytest.mark.django_db
def test_a_change_is_a_new_version_and_the_newest_active_one_is_used():
    row = add_template("ratio", "stats", RATIO)
    row.text = RATIO.replace("Ratio of two", "Quotient of two")
    add_template(row.name, row.category, row.text)

    assert list(ScriptTemplate.objects.values_list("version", flat=True)) == [2, 1]
    assert template_named("ratio").header.title == "Quotient of two columns"
    ScriptTemplate.objects.filter(version=2).update(active=False)
    assert template_named("ratio").header.title == "Ratio of two columns"


@pytest.mark.django_db
def test_a_faulty_template_is_not_stored():
    with pytest.raises(TemplateFault, match="Line 15: import of socket"):
        add_template(
            "own", "stats", RATIO.replace("result = {", "import socket\nresult = {")
        )

    assert not ScriptTemplate.objects.exists()


@pytest.mark.parametrize("text", ["", "{# #}", "{# title: a\nfree text #}"])
def test_a_header_that_is_none_is_refused(text):
    with pytest.raises(TemplateFault):
        read_header(text)
