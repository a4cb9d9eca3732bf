"""Modules of the project that a preloading process has in memory, not on its disk.

Inside the wall there are the interpreter and the installed packages, nothing of the
project: its folder may hold settings with secrets, and may not be readable there at
all. What a profile needs of it is read before the wall is entered, and imported from
memory behind it.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.abc import InspectLoader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType


def _files(root: str, packages: Iterable[str]) -> Iterable[tuple[str, Path]]:
    """Name and file of each module of the packages, and of the packages above them."""
    for package in packages:
        folder = Path(root)
        above: list[str] = []
        for part in package.split("."):
            folder, above = folder / part, [*above, part]
            yield ".".join(above), folder / "__init__.py"
        for file in sorted(folder.glob("*.py")):
            if file.name != "__init__.py":
                yield f"{package}.{file.stem}", file


@cache
def _written(root: str, packages: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    return tuple(
        (name, file.stat().st_mtime_ns)
        for name, file in _files(root, packages)
        if file.exists()  # The sandbox may be without the rest of the project.
    )


def written(root: str, packages: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """Each module with the time of its last change, as when this was first asked."""
    return _written(root, tuple(packages))


def sources(root: str, packages: Iterable[str]) -> dict[str, tuple[str, str]]:
    """File and text of each module of the packages, by the module's name."""
    return {
        name: (str(file), file.read_text(encoding="utf-8"))
        for name, file in _files(root, packages)
    }


class Finder(MetaPathFinder, InspectLoader):
    """Imports the modules it was given the text of."""

    def __init__(self, texts: Mapping[str, tuple[str, str]]) -> None:
        self._texts = texts

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        """The module's specification; None for a module that is not lent."""
        if fullname not in self._texts:
            return None
        return importlib.util.spec_from_loader(
            fullname, self, origin=self._texts[fullname][0]
        )

    def is_package(self, fullname: str) -> bool:
        """Whether other modules can be in it."""
        return self._texts[fullname][0].endswith("__init__.py")

    def get_source(self, fullname: str) -> str:
        """Its text."""
        return self._texts[fullname][1]


def lend(texts: Mapping[str, tuple[str, str]]) -> None:
    """Let this process import the modules from memory."""
    if texts:
        sys.meta_path.append(Finder(texts))
