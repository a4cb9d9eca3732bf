"""Functions cut down to one script's settings: the same answers, and no other ones."""

from __future__ import annotations

import ast
import json
import runpy
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from analysis.base.errors import DataError
from analysis.base.operation import Operation
from analysis.base.plain import plain
from analysis.operations import operation_named, operations
from analysis.scripts.cutting.branches import follow
from analysis.scripts.cutting.known_values import SOMETHING, Known
from analysis.scripts.cutting.pruning import prune
from analysis.scripts.cutting.source import collect
from analysis.scripts.cutting.specialising import Call, specialised
from sandbox.validator import validate
from tests.analysis.tables import passengers
from tests.sampling import in_sample, shares

WITH_FUNCTION = [item for item in operations().values() if item.function]
# Of each operation: enough to meet every setting, few enough to be quick.
MOST_VARIANTS = 8
VARIANTS = 2  # of which by default one in so many is tried besides the first


def script(calls: list[Call]) -> str:
    functions = [call.function for call in calls]
    collected = collect([DataError, plain, *functions], specialised(calls))
    lines = ["from __future__ import annotations", *sorted(collected.imports)]
    return "\n".join([*lines, collected.text])


def cut_function(tmp_path: Path, function: Any, params: dict[str, Any]) -> Any:
    path = tmp_path / "cut.py"
    path.write_text(script([Call(function, params)]))
    return runpy.run_path(str(path))[function.__name__]


def outcome(function: Any, data: Any, params: dict[str, Any]) -> str:
    """The result as text, or what was wrong: a cut function has an error of its own."""
    try:
        found = function(data, **params)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    if isinstance(found, tuple):
        found = {"rows": plain(found[0].to_dict("list")), **found[1]}
    return json.dumps(plain(found), sort_keys=True)


# Of operations that no example of the passengers fits: both functions refuse it alike.
WITHOUT_EXAMPLE = {"columns": ["age", "pclass"]}


def variants(operation: Operation) -> Iterator[dict[str, Any]]:
    """The parameters of the examples, and the first with each word and flag changed."""
    told = operation.language.examples or operation.references
    examples = [dict(one.params or {}) for one in told] or [WITHOUT_EXAMPLE]
    yield from examples
    first = examples[0]
    for name, parameter in operation.parameters.items():
        for choice in parameter.choices:
            yield {**first, name: [choice] if parameter.many else choice}
        if parameter.plain is bool:
            yield {**first, name: not parameter.default}


@shares(VARIANTS)
@pytest.mark.parametrize("operation", WITH_FUNCTION, ids=lambda o: o.name)
def test_the_cut_function_gives_the_same_answer(operation, tmp_path, one_in):
    data = passengers()
    seen = set()
    for params in variants(operation):
        if repr(params) in seen or len(seen) >= MOST_VARIANTS:
            continue
        seen.add(repr(params))
        if len(seen) > 1 and not in_sample(operation.name, params, one_in=one_in):
            continue
        cut = cut_function(tmp_path, operation.function, params)

        assert outcome(cut, data, params) == outcome(operation.function, data, params)


@pytest.mark.parametrize("operation", WITH_FUNCTION, ids=lambda o: o.name)
def test_the_validator_finds_nothing_in_the_functions(operation):
    assert validate(script([Call(operation.function, {})])) == ()


def test_a_mean_needs_neither_skewness_nor_groups():
    function = operation_named("describe").function
    text = script([Call(function, {"columns": ["fare"], "statistics": ["mean"]})])

    assert "def skewness_of(" not in text
    assert "groupby" not in text
    assert len(text) < 0.8 * len(script([Call(function, {})]))


def test_other_settings_are_refused_and_not_answered_wrongly(tmp_path):
    function = operation_named("describe").function
    params = {"columns": ["fare"], "statistics": ["mean"]}
    cut = cut_function(tmp_path, function, params)
    data = passengers()
    refused = "DataError: These settings need another script."

    assert outcome(cut, data, {**params, "statistics": ["std"]}) == refused
    assert outcome(cut, data, {**params, "group_by": ["sex"]}) == refused
    for other in ({"columns": ["age"]}, {"confidence_level": 0.9}):
        changed = {**params, **other}
        assert outcome(cut, data, changed) == outcome(function, data, changed)


def test_what_one_of_two_steps_needs_stays(tmp_path):
    function = operation_named("describe").function
    one = {"columns": ["fare"], "statistics": ["mean"]}
    other = {"columns": ["age"], "statistics": ["skewness"], "group_by": ["sex"]}
    path = tmp_path / "cut.py"
    path.write_text(script([Call(function, one), Call(function, other)]))
    cut = runpy.run_path(str(path))["describe"]

    for params in (one, other):
        data = passengers()
        assert outcome(cut, data, params) == outcome(function, data, params)


def cut(source: str, **parameters: Any) -> str:
    """A small function's text with what is known of its parameters."""
    text = dedent(source).strip()
    function = ast.parse(text).body[0]
    assert isinstance(function, ast.FunctionDef)
    known = {
        argument.arg: parameters.get(argument.arg) for argument in function.args.args
    }
    found = follow(function, text.splitlines(), known, lambda _: None, {})
    return prune(text, function, found.decided)


def is_(value: Any) -> Known:
    return Known((value,))


CHAIN = """
def f(kind, data):
    # how it is done
    if kind == "a":
        first(data)
    elif kind == "b":
        second(data)
    else:
        third(data)
    return data
"""


@pytest.mark.parametrize(
    ("kinds", "body"),
    [
        ("a", ["first(data)"]),
        ("b", ["second(data)"]),
        ("c", ["third(data)"]),
        ("ab", ['if kind == "a":', "    first(data)", 'elif kind == "b":',
                "    second(data)", "else:", "    third(data)"]),
        ("bc", ['if kind == "b":', "    second(data)", "else:", "    third(data)"]),
        ("ac", ['if kind == "a":', "    first(data)", "else:", "    third(data)"]),
    ],
)  # fmt: skip
def test_a_chain_of_conditions_is_cut_to_what_can_be(kinds, body):
    lines = cut(CHAIN, kind=Known(tuple(kinds))).splitlines()

    assert lines == [
        "def f(kind, data):",
        "    # how it is done",
        *(f"    {line}" for line in body),
        "    return data",
    ]


@pytest.mark.parametrize(
    ("line", "known", "left"),
    [
        ("return a if x is None else b", is_(None), "return a"),
        ("return a if x else b", is_(SOMETHING), "return a"),
        ("return a if x == 'y' else b", is_(SOMETHING), "return a if x == 'y' else b"),
        ("return g(x or [])", is_(None), "return g([])"),
        ("return g(x or h())", is_(SOMETHING), "return g(x)"),
        ("return g(x and h())", is_(SOMETHING), "return g(h())"),
        ("return (a if b else c) if x else d", is_(True), "return (a if b else c)"),
        ("return [x for x in y if x]", is_(True), "return [x for x in y if x]"),
        ("return x is not None and y > 1", is_(None), "return x is not None"),
        ("return “é” if x else 'ü'".replace("“", '"').replace("”", '"'), is_(1),
         'return "é"'),
    ],
)  # fmt: skip
def test_an_expression_is_cut_to_what_can_be(line, known, left):
    text = cut(f"def f(x, y, a, b, c, d):\n    {line}", x=known)

    assert text.splitlines()[1].strip() == left


def test_a_return_that_is_always_reached_ends_the_function():
    source = """
    def f(x, data):
        '''About it.'''
        if not x:
            # the usual case
            return data
        return long_way_round(data)
    """
    assert cut(source, x=is_(None)).splitlines() == [
        "def f(x, data):",
        "    '''About it.'''",
        "    # the usual case",
        "    return data",
    ]


def test_a_loop_over_nothing_goes_and_one_over_words_is_followed():
    source = """
    def f(words, nothing):
        for word in nothing or []:
            lost(word)
        for word in words:
            if word == "mean":
                mean()
            else:
                other()
    """
    text = cut(source, words=is_(["mean"]), nothing=is_(None))

    assert text.splitlines()[1:] == ["    for word in words:", "        mean()"]


@pytest.mark.parametrize(
    "change",
    [
        "x.append(1)",
        "y = x\n    y.append(1)",
        "y = x or []\n    y.extend(z)",
        "x += z",
        "for y in (x, z):\n        y.append(1)",
        "y = [x]\n    y[0].append(1)",
        "y = {'a': x}\n    y['a'].append(1)",
        "y = []\n    y.append(x)\n    y[0].append(1)",
        "x = g(z)",
        "for x in z:\n        pass",
        "with z as x:\n        pass",
        "(x, y) = z",
        "try:\n        x = g(z)\n    finally:\n        pass",
        "def inner(x):\n        pass",
        "y = lambda x: x",
        "match z:\n        case [x]:\n            pass",
    ],
)
def test_what_may_have_been_changed_is_not_known(change):
    source = (
        f"def f(x, z):\n    {change}\n    if x:\n        a()\n    else:\n        b()"
    )

    assert cut(source, x=is_([])) == source


def test_what_cannot_be_cut_is_left_whole():
    source = '''
    def f(x):
        if x:
            text = """two
    lines"""
        try:
            if x:
                a()
        finally:
            b()
    '''
    assert cut(source, x=is_(True)) == dedent(source).strip()
