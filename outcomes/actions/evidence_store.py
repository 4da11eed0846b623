"""The bytes of evidence: judged while they arrive, kept once under their digest, whole or not at all."""

import contextlib
import dataclasses
import hashlib
import os
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings

from accounts.errors import Refused
from outcomes.actions import files, submissions
from outcomes.actions.files import CHUNK, FileRefused
from outcomes.domain import evidence_kinds
from outcomes.domain.evidence import Content, Sent, megabytes
from outcomes.domain.evidence_kinds import Kind
from outcomes.domain.problems import UnreadableFile
from outcomes.models import EvidenceFile

MISSING = "The file is not in the store any more. Tell the administrator, who can look for it in a backup."
DAMAGED = "The file in the store is not what was received, so it is not handed out. Tell the administrator."


@dataclasses.dataclass(frozen=True)
class Received:
    """A file that has arrived and may be kept: where it lies for now, and what it is."""

    place: Path
    filename: str
    digest: str
    size: int
    kind: Kind


@contextlib.contextmanager
def received(sent: Sequence[Sent]) -> Iterator[list[Received]]:
    """Hold the files until the block ends; those that were not kept by then are removed.

    Raises `FileRefused`, which names the file, when one of them may not be kept or the disk is full.
    """
    with contextlib.ExitStack() as stack:
        yield [_receive(stack, one) for one in sent]


def _receive(stack: contextlib.ExitStack, sent: Sent) -> Received:
    name = submissions.bare(sent.filename)
    descriptor, place = stack.enter_context(files.arriving())
    with os.fdopen(descriptor, "wb") as copy:
        content = _read(sent.file, name)
        try:
            kind = evidence_kinds.kind_of(content)
        except UnreadableFile as problem:
            raise FileRefused(f"“{name}” was not kept. {problem}") from problem
        copy.write(content)
        copy.flush()
        os.fsync(copy.fileno())
    return Received(place, name, hashlib.sha256(content).hexdigest(), len(content), kind)


def _read(file: Content, name: str) -> bytes:
    content = bytearray()
    while chunk := file.read(CHUNK):
        content += chunk
        if len(content) > settings.MAX_EVIDENCE_BYTES:
            raise FileRefused(f"“{name}” was not kept. {too_large()}")
    return bytes(content)


def too_large() -> str:
    """Why a file of evidence that is too large is not taken, and what to do."""
    return (
        f"It is larger than {megabytes(settings.MAX_EVIDENCE_BYTES)}. Send only the pages that show the outcome, or a "
        "smaller scan."
    )


def keep(came: Received, at: datetime) -> EvidenceFile:
    """The record of the content, kept for good. The same content is kept once."""
    EvidenceFile.objects.get_or_create(
        digest=came.digest, defaults={"size": came.size, "kind": came.kind.code, "kept_at": at}
    )
    file = EvidenceFile.objects.select_for_update(no_key=True).get(digest=came.digest)  # not erased meanwhile
    if came.place.exists():
        files.keep(came.place, file.path)
    if file.kept_at is None:
        file.kept_at = at
        file.save(update_fields=["kept_at"])
    return file


def checked(file: EvidenceFile) -> Path:
    """Where the content lies, once it has been found to have its digest still. Raises `Refused` otherwise."""
    place = Path(settings.MEDIA_ROOT) / file.path
    try:
        with place.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
    except OSError as error:
        raise Refused(MISSING) from error
    if digest != file.digest:
        raise Refused(DAMAGED)
    return place
