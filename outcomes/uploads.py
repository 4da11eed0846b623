"""Files on their way in by a form: a file that is too large, or that the disk cannot hold, is given up at once."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler

from outcomes.actions import files

View = TypeVar("View", bound=Callable[..., Any])


def at_most(setting: str, refusal: Callable[[], str]) -> Callable[[View], View]:
    """The view takes files of at most so many bytes as the setting says; `refusal` says why others are given up."""

    def limit(view: View) -> View:
        view.upload_limit = (setting, refusal)  # type: ignore[attr-defined]
        return view

    return limit


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Writes large uploads to temporary files, each at most as large as the view takes (see `at_most`).

    Other views take settings.MAX_SUBMISSION_BYTES. A file that is given up leaves nothing behind; the request then has
    `upload_refusal`, the reason in words.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        match = getattr(self.request, "resolver_match", None)
        setting, refusal = getattr(match and match.func, "upload_limit", ("MAX_SUBMISSION_BYTES", files.too_large))
        if start + len(raw_data) > getattr(settings, setting):
            self._give_up(refusal())
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError:
            self._give_up(files.DISK_FULL)

    def _give_up(self, reason: str) -> None:
        self.file.close()
        self.request.upload_refusal = reason  # type: ignore[union-attr]
        raise SkipFile
