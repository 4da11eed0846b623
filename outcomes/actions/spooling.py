"""A file held only as long as it is read: on the way to being kept, or never kept at all."""

import contextlib
import dataclasses
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from outcomes.actions.files import CHUNK, DISK_FULL, FileRefused, Readable, too_large
from outcomes.domain import sniffing, workbooks
from outcomes.domain.problems import UnreadableFile
from outcomes.domain.reading import Reading, Source


@dataclasses.dataclass(frozen=True)
class Spooled:
    """The file as it came: where it lies for now, what it is, and its SHA-256 digest."""

    path: Path
    reading: Reading
    digest: str
    size: int

    def source(self) -> Source:
        return Source(self.path, self.reading)


@contextlib.contextmanager
def spooled(file: Readable, filename: str) -> Iterator[Spooled]:
    """Hold the file below MEDIA_ROOT/incoming until the block ends; then it is removed, whatever happened.

    Raises `FileRefused` for a file that is empty, too large or not what its name says, and when the disk is full.
    """
    incoming = Path(settings.MEDIA_ROOT) / "incoming"
    try:
        incoming.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=incoming)
    except OSError as error:
        raise FileRefused(DISK_FULL) from error
    place = Path(name)
    try:
        yield _take(file, descriptor, place, filename)
    except UnreadableFile as error:
        raise FileRefused(str(error)) from error
    except OSError as error:
        raise FileRefused(DISK_FULL) from error
    finally:
        place.unlink(missing_ok=True)


def _take(file: Readable, descriptor: int, place: Path, filename: str) -> Spooled:
    sniffer = sniffing.Sniffer()
    with os.fdopen(descriptor, "wb") as copy:
        while chunk := file.read(CHUNK):
            sniffer.feed(chunk)
            if sniffer.size > settings.MAX_SUBMISSION_BYTES:
                raise UnreadableFile(too_large())
            copy.write(chunk)
    sniffed = sniffer.verdict(filename)
    extra = workbooks.check(place) if sniffed.format == "xlsx" else {}
    how = Reading(format=sniffed.format, encoding=sniffed.encoding, **extra)
    return Spooled(path=place, reading=how, digest=sniffed.digest, size=sniffed.size)
