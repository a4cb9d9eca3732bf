"""Scripts: what they contain, and that text from outside stays text."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.base.templating import in_docstring, literal, one_line
from analysis.scripts.writing import call

plain_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(plain_values)
def test_a_literal_reads_back_as_the_value(value):
    assert ast.literal_eval(literal(value)) == value


def test_what_is_no_plain_value_is_refused():
    with pytest.raises(TypeError):
        literal(object())


@given(st.text())
def test_a_comment_stays_on_its_line(text):
    assert len(f"# {one_line(text)}".splitlines()) == 1
    ast.parse(f"# {one_line(text)}\n")


@given(st.text())
def test_a_docstring_cannot_be_left(text):
    tree = ast.parse(f'"""{in_docstring(text)}\n"""\n')

    assert [type(node) for node in tree.body] == [ast.Expr]
    assert isinstance(tree.body[0].value, ast.Constant)


def test_a_long_call_is_broken_at_its_arguments():
    columns = [f"measurement_{number}" for number in range(6)]

    text = call("describe", "data", {"columns": columns, "ddof": 1}, indent=4)

    assert text.splitlines() == [
        "describe(",
        "        data,",
        f"        columns={literal(columns)},",
        "        ddof=1,",
        "    )",
    ]
