"""What a place for files can do: they are named, and written as a whole or not at all.

A name is ``datasets/ID/original``; what comes before its last slash is a place, that may
be removed with all in it. An upload that is not whole yet is ``uploads/ID``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

# The folders at the top.
FOLDERS = ("datasets", "models", "uploads", "exports")


@dataclass(frozen=True)
class Lying:
    """What lies in a folder at the top: its bytes, and seconds since it was touched."""

    name: str
    size: int
    age: float


class Store(ABC):
    """A place for files. What is meant to be read is a path on this machine."""

    @abstractmethod
    def local(self, name: str) -> Path:
        """The file to be read now, by whoever; a path without a file if there is none."""

    @abstractmethod
    def writing(self, name: str) -> AbstractContextManager[Path]:
        """Where to write the file: it is kept when the block ends well."""

    @abstractmethod
    def put(
        self, name: str, path: Path, *, move: bool = False, link: bool = False
    ) -> None:
        """Keep a file that was made; ``link`` may share it with who has it already.

        Raises:
            FileNotFoundError: there is no such file.
        """

    @abstractmethod
    def copy_to(self, name: str, target: Path) -> None:
        """Put a copy elsewhere on this machine, that later changes leave as it is.

        Raises:
            FileNotFoundError: there is no such file.
        """

    @abstractmethod
    def names(self, place: str) -> list[str]:
        """The files of a place, without the place before them."""

    @abstractmethod
    def size(self, place: str) -> int:
        """The bytes of all files of a place, or of the one file of that name."""

    @abstractmethod
    def every(self) -> Iterator[str]:
        """The names of all that is kept."""

    @abstractmethod
    def lying(self, folder: str) -> Iterator[Lying]:
        """What lies in one of the folders at the top."""

    @abstractmethod
    def remove(self, place: str) -> None:
        """Delete a place, or the one file of that name; nothing if there is none."""

    @abstractmethod
    def begin(self, name: str) -> None:
        """Have a file begun, that comes in by pieces."""

    @abstractmethod
    def add(self, name: str, offset: int, content: bytes) -> None:
        """Put a piece at the offset, where the ones before end.

        Raises:
            FileNotFoundError: what had come in is not there any more.
        """

    @abstractmethod
    def whole(self, name: str) -> AbstractContextManager[Path]:
        """The file that has come in by pieces.

        Raises:
            FileNotFoundError: it is not there any more.
        """

    @abstractmethod
    def trouble(self) -> str:
        """Why nothing can be kept now, in words; else nothing."""
