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
def spooled(request: Request) -> Iterator[tuple[IO[bytes], str]]:
    """The body as it arrives, on disk and not in memory, with its SHA-256 digest."""
    digest, size = hashlib.sha256(), 0
    with tempfile.TemporaryFile() as file:
        while chunk := request._request.read(CHUNK):
            size += len(chunk)
            if size > settings.MAX_SUBMISSION_BYTES:
                megabytes = settings.MAX_SUBMISSION_BYTES // CHUNK
                raise Problem(413, "too_large", f"The file is larger than {megabytes:,} MB. Send it in several parts.")
            digest.update(chunk)
            file.write(chunk)
        file.seek(0)
        yield file, digest.hexdigest()
