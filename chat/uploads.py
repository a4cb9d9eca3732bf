"""Files come in by chunks: a broken upload goes on where it stopped."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import transaction

from analysis.base.errors import TaskError
from analysis.files.kept import kept
from chat.keeping.forgetting import upload_place
from chat.models import Conversation, Message, Upload
from chat.orchestrator import take_in
from chat.people.quotas import check_upload
from chat.received import storable
from chat.tables.datasets import linked_dataset, remove_files


class TooLarge(TaskError):
    """A file that is larger than any may be."""


class Unusable(TaskError):
    """A file with nothing in it, or with more than was announced."""


class Gone(TaskError):
    """What had arrived was cleaned away, a long time after it did."""

    def __init__(self, upload: Upload) -> None:
        text = f"“{upload.name}” waited too long for its rest."
        super().__init__(text, hint="Upload it again.")


class Elsewhere(Exception):
    """The upload does not stand where a chunk begins: go on at ``offset``."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


def begin_upload(conversation: Conversation, name: str, size: int) -> Upload:
    """Announce a file of ``size`` bytes.

    Raises:
        TooLarge, Unusable: no such file can be taken.
        TaskError: the owner has too many files, or too large ones.
    """
    name = storable(name)
    most = settings.UPLOAD_MAX_BYTES
    if size > most:
        raise TooLarge(
            f"“{name}” is larger than the {most // 1024**2} MB that are allowed.",
            hint="Take fewer rows or columns, or save it as Parquet, which is smaller.",
        )
    if size == 0:
        raise Unusable(f"“{name}” is empty.", "Choose a file with a table in it.")
    check_upload(conversation.owner, size)
    with transaction.atomic():
        upload = Upload.objects.create(
            owner=conversation.owner,
            conversation=conversation,
            name=Path(name.replace("\\", "/")).name[:255] or "table",
            size=size,
        )
        kept().begin(upload_place(upload))
    return upload


def add_chunk(upload: Upload, offset: int | None, body: bytes) -> int:
    """Put the bytes at ``offset`` behind those that are there; how many there are then.

    Raises:
        Elsewhere: the upload does not stand at ``offset``, or is ended.
        Unusable, Gone: it cannot go on.
    """
    with transaction.atomic():
        upload = Upload.objects.select_for_update().get(id=upload.id)
        if upload.done or offset != upload.offset:
            raise Elsewhere(upload.offset)
        if upload.offset + len(body) > upload.size:
            raise Unusable(f"“{upload.name}” is longer than was announced.")
        try:
            kept().add(upload_place(upload), upload.offset, body)
        except FileNotFoundError:
            raise Gone(upload) from None
        upload.offset += len(body)
        upload.save(update_fields=["offset"])
    return upload.offset


def end_upload(upload: Upload) -> Message | None:
    """Make the file a dataset and have it read; the message that answers.

    None if that was done before.

    Raises:
        Elsewhere: not all of it is there.
        Gone: what had arrived is not there any more.
    """
    if upload.offset != upload.size:
        raise Elsewhere(upload.offset)
    if upload.done:
        return None
    try:
        return _take_over(upload)
    except FileNotFoundError:
        upload.refresh_from_db()
        if not upload.done:
            raise Gone(upload) from None
    return None


def _take_over(upload: Upload) -> Message | None:
    """Make the file a dataset, all or nothing.

    A process that ends in the midst of it leaves an upload that can be ended again.
    """
    with kept().whole(upload_place(upload)) as path:
        dataset = linked_dataset(upload.owner, upload.name, path)
    answer = None
    try:
        with transaction.atomic():
            taken = Upload.objects.filter(id=upload.id, done=False).update(done=True)
            if taken:
                dataset.save()
                said = f"Uploaded {upload.name}"
                answer = take_in(upload.conversation, dataset, said)
    except BaseException:
        remove_files(dataset)
        raise
    if taken:
        kept().remove(upload_place(upload))
    else:
        remove_files(dataset)
    return answer
