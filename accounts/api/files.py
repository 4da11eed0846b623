"""Bodies of any size: to the disk while they arrive, and never whole in memory."""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from django.conf import settings
from rest_framework.request import Request

from accounts.api.problems import Problem

CHUNK = 1024 * 1024


@contextmanager
def spooled(request: Request, most: int | None = None, too_large: str = "") -> Iterator[tuple[IO[bytes], str]]:
    """The body as it arrives, on disk and not in memory, with its SHA-256 digest. It may have `most` bytes, or
    settings.MAX_SUBMISSION_BYTES; `too_large` says what to do with a larger one."""
    digest, size, most = hashlib.sha256(), 0, settings.MAX_SUBMISSION_BYTES if most is None else most
    with tempfile.TemporaryFile() as file:
        while chunk := request._request.read(CHUNK):
            size += len(chunk)
            if size > most:
                megabytes = most // CHUNK
                said = too_large or f"The file is larger than {megabytes:,} MB. Send it in several parts."
                raise Problem(413, "too_large", said)
            digest.update(chunk)
            file.write(chunk)
        file.seek(0)
        yield file, digest.hexdigest()
