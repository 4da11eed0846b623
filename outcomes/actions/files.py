"""Files as received: streamed to the store under their SHA-256 digest, whole or not at all; or read and never kept."""

import contextlib
import dataclasses
import os
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings

from accounts.errors import Refused
from delivery.domain import identifiers
from outcomes.domain import reading, sniffing, workbooks
from outcomes.domain.problems import UnreadableFile
from outcomes.domain.reading import Source

CHUNK = 1024 * 1024
DISK_FULL = (
    "The file could not be stored, and nothing of it was kept: the disk may be full. "
    "Tell the administrator, then send the file again."
)


class Readable(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


class FileRefused(Refused):
    """The file cannot be taken; nothing of it was kept."""


@dataclasses.dataclass(frozen=True)
class Stored:
    path: str
    digest: str
    size: int
    reading: dict[str, Any]


@dataclasses.dataclass(frozen=True)
class Spooled:
    """A file as it came: where it lies for now, what it is, and its SHA-256 digest."""

    path: Path
    reading: reading.Reading
    digest: str
    size: int

    def source(self) -> Source:
        return Source(self.path, self.reading)


def store(*, file: Readable, filename: str, shared: bool = True) -> Stored:
    """Keep the file below MEDIA_ROOT as it is. The same content is kept once, unless it is not to be shared.

    What is not shared can be removed again (`discard`) without taking it from anybody else. Raises `FileRefused` for a
    file that is empty, too large, or not what its name says, and when the disk is full; nothing half-written stays
    behind.
    """
    with spooled(file, filename) as came:
        _refuse_identifiers(came.path, came.reading)
        own = "" if shared else f"-{secrets.token_hex(8)}"
        path = f"submissions/{came.digest[:2]}/{came.digest}{own}.{came.reading.format}"
        keep(came.path, path)
    return Stored(path=path, digest=came.digest, size=came.size, reading=reading.as_dict(came.reading))


@contextlib.contextmanager
def spooled(file: Readable, filename: str) -> Iterator[Spooled]:
    """Hold the file below MEDIA_ROOT/incoming until the block ends; what still lies there then is removed.

    Raises `FileRefused` for a file that is empty, too large or not what its name says, and when the disk is full.
    """
    with arriving() as (descriptor, place):
        yield _take(file, descriptor, place, filename)


@contextlib.contextmanager
def arriving() -> Iterator[tuple[int, Path]]:
    """A new file below MEDIA_ROOT/incoming, open to be written; if it still lies there at the end, it is removed.

    Raises `FileRefused` in place of `UnreadableFile`, and when the disk is full.
    """
    incoming = Path(settings.MEDIA_ROOT) / "incoming"
    try:
        incoming.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=incoming)
    except OSError as error:
        raise FileRefused(DISK_FULL) from error
    place = Path(name)
    try:
        yield descriptor, place
    except UnreadableFile as error:
        raise FileRefused(str(error)) from error
    except OSError as error:
        raise FileRefused(DISK_FULL) from error
    finally:
        place.unlink(missing_ok=True)


def discard(path: str) -> None:
    """Remove a file that nothing refers to and that was not shared."""
    (Path(settings.MEDIA_ROOT) / path).unlink(missing_ok=True)


def keep(came: Path, path: str) -> None:
    """Give a file that has arrived its place below MEDIA_ROOT, for good."""
    place = Path(settings.MEDIA_ROOT) / path
    place.parent.mkdir(parents=True, exist_ok=True)
    came.replace(place)
    _sync_folder(place.parent)


def _take(file: Readable, descriptor: int, place: Path, filename: str) -> Spooled:
    """Write the file down, so that it is on the disk before anything is made of it."""
    sniffer = sniffing.Sniffer()
    with os.fdopen(descriptor, "wb") as copy:
        while chunk := file.read(CHUNK):
            sniffer.feed(chunk)
            if sniffer.size > settings.MAX_SUBMISSION_BYTES:
                raise UnreadableFile(too_large())
            if sniffer.rows > settings.MAX_SUBMISSION_ROWS:
                raise UnreadableFile(sniffing.too_many_rows(settings.MAX_SUBMISSION_ROWS))
            copy.write(chunk)
        copy.flush()
        os.fsync(copy.fileno())
    sniffed = sniffer.verdict(filename)
    extra = workbooks.check(place) if sniffed.format == "xlsx" else {}
    how = reading.Reading(format=sniffed.format, encoding=sniffed.encoding, **extra)
    return Spooled(path=place, reading=how, digest=sniffed.digest, size=sniffed.size)


def _refuse_identifiers(path: Path, how: reading.Reading) -> None:
    """Refuse, before anything is kept, a file whose header says that it holds what identifies people."""
    source = Source(path, dataclasses.replace(how))
    rows = source.rows()
    try:
        _, cells = next(rows, (0, []))
    except UnreadableFile:
        return  # what is wrong is told, as ever, when the kept file is read
    finally:
        rows.close()
    how.keys = source.reading.keys
    found = [cell.strip() for cell in cells if reading.name_of(cell) in identifiers.LIKE_IDENTIFIERS]
    if found:
        raise UnreadableFile(
            f"The file has a column that identifies people: {', '.join(found)}. Nothing of it was kept. Take the "
            "column out and send the file again. Identifiers for matching are sent on a page of their own, where only "
            "their keyed hashes are kept."
        )


def too_large() -> str:
    megabytes = settings.MAX_SUBMISSION_BYTES // (1024 * 1024)
    return f"The file is larger than {megabytes:,} MB. Split it into several files and send them one after the other."


def _sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut, where the file system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
