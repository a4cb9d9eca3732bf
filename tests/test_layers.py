"""The direction of imports, and what else a tool can say of the house."""

import ast
import subprocess
import sys
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("statagent_site", "chat", "mlmodels", "analysis", "sandbox")
MOST_AT_THE_ROOT = {"analysis": 12, "chat": 14}
LONGEST_FUNCTION = 60


@pytest.fixture(scope="module")
def imports() -> grimp.ImportGraph:
    """Every import of the project's own modules that is carried out, in functions too."""
    return grimp.build_graph(
        *PACKAGES, exclude_type_checking_imports=True, cache_dir=None
    )


def circle(edges: Mapping[str, set[str]]) -> list[str]:
    """The first circle that is found, or nothing."""
    try:
        list(TopologicalSorter(edges).static_order())
    except CycleError as error:
        return list(error.args[1])
    return []


def between_rooms(imports: grimp.ImportGraph, room: str) -> dict[str, set[str]]:
    """What the files and rooms that lie directly in a room import of each other."""
    children = {one: {one, *imports.find_descendants(one)}
                for one in imports.find_children(room)}  # fmt: skip
    home = {module: child for child, inside in children.items() for module in inside}
    edges: dict[str, set[str]] = {child: set() for child in children}
    for module, child in home.items():
        for other in imports.find_modules_directly_imported_by(module):
            if home.get(other, child) != child:
                edges[child].add(home[other])
    return edges


def test_no_file_imports_itself_in_a_circle(imports):
    edges = {one: imports.find_modules_directly_imported_by(one)
             for one in imports.modules}  # fmt: skip

    assert circle(edges) == []


def test_no_rooms_import_each_other(imports):
    rooms = [one for one in imports.modules if imports.find_children(one)]

    found = {room: circle(between_rooms(imports, room)) for room in rooms}

    assert len(rooms) > 40
    assert {room: where for room, where in found.items() if where} == {}


def test_a_circle_would_be_found():
    graph = grimp.ImportGraph()
    for name in ("p", "p.a", "p.a.x", "p.b", "p.b.y", "p.b.z"):
        graph.add_module(name)
    graph.add_import(importer="p.a.x", imported="p.b.y")
    assert circle(between_rooms(graph, "p")) == []

    graph.add_import(importer="p.b.z", imported="p.a.x")

    assert {"p.a", "p.b"} <= set(circle(between_rooms(graph, "p")))


@pytest.mark.parametrize("package", MOST_AT_THE_ROOT)
def test_rooms_hold_the_files_and_not_the_hall(package):
    files = sorted(path.name for path in (ROOT / package).glob("*.py"))

    assert len(files) <= MOST_AT_THE_ROOT[package], files


def test_packages_import_only_to_their_right():
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stdout


def test_deployment_check_is_clean_with_production_settings(tmp_path):
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={
            "PATH": "/usr/bin:/bin",
            "STATAGENT_VAR": str(tmp_path),
            "STATAGENT_HTTPS": "1",
            "SECRET_KEY": "a-key-of-fifty-characters-and-more-for-this-check-0123456789",
        },
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr


@pytest.mark.django_db
def test_migrations_match_the_models(capsys):
    try:
        call_command("makemigrations", check_changes=True, dry_run=True)
    except SystemExit:
        pytest.fail(capsys.readouterr().out)


def rooms_of_the_readme() -> set[str]:
    """The folders of the tree under “How it is built”."""
    told = (ROOT / "README.md").read_text().partition("## How it is built")[2]
    found, above = set(), [""]
    for line in told.split("```")[1].strip().splitlines():
        name = line.split()[0]
        depth = (len(line) - len(line.lstrip())) // 2
        above[depth + 1 :] = [above[depth] + name]
        found.add(above[depth] + name)
    return found


def test_the_readme_tells_every_room():
    folders = {
        f"{path.parent.relative_to(ROOT)}/"
        for package in PACKAGES
        for path in (ROOT / package).rglob("__init__.py")
        if path.parent.name != "commands" or package == path.parent.parent.name
    }

    assert rooms_of_the_readme() == folders


def test_every_room_says_what_it_holds():
    rooms = [
        path
        for package in ("analysis", "mlmodels", "chat")
        for path in (ROOT / package).glob("*/__init__.py")
        if path.parent.name != "migrations"
    ]

    assert [path for path in rooms if not path.read_text().startswith('"""')] == []


def length_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Its lines, without those of its docstring."""
    lines = function.end_lineno - function.lineno + 1
    first = function.body[0]
    told = ast.get_docstring(function, clean=False) is not None
    return lines - (first.end_lineno - first.lineno + 1 if told else 0)


def long_functions() -> set[str]:
    return {
        f"{path.relative_to(ROOT)}: {node.name}"
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and length_of(node) > LONGEST_FUNCTION
    }


def test_no_function_is_long():
    assert long_functions() == set()


def test_a_functions_length_leaves_its_docstring_out():
    text = 'def f():\n    """One.\n\n    Two.\n    """\n    return 1\n'

    assert length_of(ast.parse(text).body[0]) == 2


# Where a reader finds out about shapes, units, errors and sources.
EXPLAINED = ("analysis/operations", "analysis/statistics", "mlmodels")
# What each of these is for is told once, where they are registered: by `Operation`.
HOOKS = ("restate", "present", "companions")


def public_functions(body: list[ast.stmt]) -> Iterator[ast.FunctionDef]:
    """Those of a module, and the methods of its public classes."""
    for node in body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from public_functions(node.body)
        elif isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def is_told_elsewhere(function: ast.FunctionDef) -> bool:
    return function.name in HOOKS and any(
        ast.unparse(one) == f"operation.{function.name}"
        for one in function.decorator_list
    )


@pytest.mark.parametrize("room", EXPLAINED)
def test_public_functions_say_what_they_do(room):
    silent = [
        f"{path.relative_to(ROOT)}: {function.name}"
        for path in (ROOT / room).rglob("*.py")
        # What these hold is called by Django, which says what for.
        if not {"management", "migrations", "admin.py"} & set(path.parts)
        for function in public_functions(ast.parse(path.read_text()).body)
        if ast.get_docstring(function) is None and not is_told_elsewhere(function)
    ]

    assert silent == []
