"""Files in a bucket of an S3 storage, with copies on this machine.

Each object tells the hash of its content (``sha256`` of its metadata), by which its copy
is found here; so a file that is written anew on another machine is fetched anew.
"""

from __future__ import annotations

import errno
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any

from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

from analysis.files.cache import Copies, hash_of
from analysis.files.store import FOLDERS, Lying, Store

_UPLOADS = "uploads/"
_HASH = "sha256"
_DIGITS = 64
_MOST_AT_ONCE = 1000  # objects that one call deletes
_CONFIG = Config(
    connect_timeout=5,
    read_timeout=60,
    retries={"max_attempts": 3, "mode": "standard"},
    # Storages other than Amazon's do not know the newer checksums.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)


class BucketStore(Store):
    """``options`` are those of django-storages; see README, “Settings”."""

    def __init__(self, options: Mapping[str, Any], copies: Copies) -> None:
        given = {**options}
        addressing = {"addressing_style": given.pop("addressing", "auto")}
        self._storage = S3Storage(
            **given,
            client_config=_CONFIG.merge(Config(s3=addressing)),
            transfer_config=TransferConfig(max_concurrency=4),
        )
        self._under = f"{given['location']}/" if given.get("location") else ""
        self.copies = copies

    @property
    def _bucket(self) -> Any:
        """The bucket over this thread's own connection."""
        return self._storage.connection.Bucket(self._storage.bucket_name)

    def local(self, name: str) -> Path:
        sha256 = self._hash(name)
        if sha256 is None:
            return self.copies.absent
        found = self.copies.found(sha256)
        if found is not None:
            return found
        with self.copies.room() as fresh:
            try:
                self._fetch(name, fresh)
            except FileNotFoundError:  # deleted meanwhile
                return self.copies.absent
            # One that was put there by others may tell no hash of its own.
            known = hash_of(fresh) if len(sha256) == _DIGITS else sha256
            return self.copies.adopt(fresh, known)

    @contextmanager
    def writing(self, name: str) -> Iterator[Path]:
        with self.copies.room() as fresh:
            yield fresh
            self._send(name, fresh)

    def put(
        self, name: str, path: Path, *, move: bool = False, link: bool = False
    ) -> None:
        with self.writing(name) as fresh:
            shutil.copyfile(path, fresh)
        if move:
            path.unlink()

    def copy_to(self, name: str, target: Path) -> None:
        if name.startswith(_UPLOADS):
            with self.whole(name) as path:
                shutil.copyfile(path, target)
        else:
            self._fetch(name, target)

    def names(self, place: str) -> list[str]:
        start = f"{place}/"
        return sorted(name.removeprefix(start) for name, *_ in self._listed(start))

    def size(self, place: str) -> int:
        return sum(size for _, size, _ in self._of(place))

    def every(self) -> Iterator[str]:
        for folder in FOLDERS:
            for name, *_ in self._listed(f"{folder}/"):
                if not name.startswith(_UPLOADS):
                    yield name
        yield from (f"{_UPLOADS}{one.name}" for one in self.lying("uploads"))

    def lying(self, folder: str) -> Iterator[Lying]:
        listed = self._listed(f"{folder}/")
        for name, group in groupby(listed, lambda one: one[0].split("/")[1]):
            found = [*group]
            age = time.time() - max(touched for *_, touched in found)
            yield Lying(name, sum(size for _, size, _ in found), age)

    def remove(self, place: str) -> None:
        names = [name for name, *_ in self._of(place)]
        for name in names:
            if self.copies.folder.is_dir() and (sha256 := self._hash(name)):
                self.copies.drop(sha256)
        for start in range(0, len(names), _MOST_AT_ONCE):
            some = names[start : start + _MOST_AT_ONCE]
            keys = [{"Key": self._under + name} for name in some]
            with _plainly(place):
                self._bucket.delete_objects(Delete={"Objects": keys, "Quiet": True})

    def begin(self, name: str) -> None:
        """Nothing: the pieces tell of themselves."""

    def add(self, name: str, offset: int, content: bytes) -> None:
        key = f"{self._under}{name}/{offset:015d}"
        with _plainly(name):
            self._bucket.put_object(Key=key, Body=content)

    @contextmanager
    def whole(self, name: str) -> Iterator[Path]:
        pieces = self.names(name)
        if not pieces:
            raise FileNotFoundError(errno.ENOENT, "nothing has come in", name)
        with self.copies.room() as path, self.copies.room() as piece:
            with path.open("wb") as file:
                for one in pieces:
                    self._fetch(f"{name}/{one}", piece)
                    file.seek(int(one))
                    with piece.open("rb") as content:
                        shutil.copyfileobj(content, file)
            yield path

    def trouble(self) -> str:
        try:
            with _plainly(self._storage.bucket_name):
                client = self._storage.connection.meta.client
                client.head_bucket(Bucket=self._storage.bucket_name)
        except OSError as problem:
            return f"the bucket cannot be used: {problem.strerror}"
        return ""

    def _hash(self, name: str) -> str | None:
        """The hash of a file's content; None if there is none."""
        try:
            with _plainly(name):
                found = self._bucket.Object(self._under + name)
                return str(found.metadata.get(_HASH) or found.e_tag.strip('"'))
        except FileNotFoundError:
            return None

    def _fetch(self, name: str, target: Path) -> None:
        with _plainly(name):
            self._bucket.download_file(self._under + name, str(target))

    def _send(self, name: str, path: Path) -> None:
        """Keep a file, and its copy here, whose place it was written in."""
        if name.startswith(_UPLOADS):
            name = f"{name}/{0:015d}"
        sha256 = hash_of(path)
        told = {"Metadata": {_HASH: sha256}}
        with _plainly(name):
            self._bucket.upload_file(str(path), self._under + name, ExtraArgs=told)
        self.copies.adopt(path, sha256)

    def _of(self, place: str) -> Iterator[tuple[str, int, float]]:
        """A place's files, or the one of that name."""
        for found in self._listed(place):
            if found[0] == place or found[0].startswith(f"{place}/"):
                yield found

    def _listed(self, start: str) -> Iterator[tuple[str, int, float]]:
        """Name, bytes and time of what begins so, in the order of names."""
        with _plainly(start):
            for one in self._bucket.objects.filter(Prefix=self._under + start):
                name = one.key.removeprefix(self._under)
                yield name, one.size, one.last_modified.timestamp()


@contextmanager
def _plainly(name: str) -> Iterator[None]:
    """What the storage says as errors of files; what may pass can be tried again."""
    try:
        yield
    except ClientError as error:
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 500)
        code = error.response.get("Error", {}).get("Code", "")
        if status == 404 and code != "NoSuchBucket":
            raise FileNotFoundError(errno.ENOENT, "is not there", name) from error
        number = errno.EAGAIN if status >= 500 or status == 429 else errno.EACCES
        raise OSError(number, f"the storage said {code or status}", name) from error
    except BotoCoreError as error:
        words = f"the storage does not answer ({type(error).__name__})"
        raise OSError(errno.EAGAIN, words, name) from error
