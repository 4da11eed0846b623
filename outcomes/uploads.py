"""Files on their way in by a form: a file that is too large, or that the disk cannot hold, is given up at once."""

from django.conf import settings
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler

from outcomes.actions import files


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Writes large uploads to temporary files, of at most settings.MAX_SUBMISSION_BYTES each.

    A file that is given up leaves nothing behind; the request then has `upload_refusal`, the reason in words.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > settings.MAX_SUBMISSION_BYTES:
            self._give_up(files.too_large())
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError:
            self._give_up(files.DISK_FULL)

    def _give_up(self, reason: str) -> None:
        self.file.close()
        self.request.upload_refusal = reason  # type: ignore[union-attr]
        raise SkipFile
