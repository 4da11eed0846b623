"""Mails as files in a folder, for trying the product: nothing leaves the machine."""

import os
import time
import uuid
from collections.abc import Iterator, Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage as Parsed
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


def folder() -> Path:
    return Path(settings.EMAIL_FILE_PATH)


class EmailBackend(BaseEmailBackend):
    """Writes each mail to a file of its own, which only its owner on this machine can read."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder().mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            path = folder() / f"{time.time_ns():020d}-{uuid.uuid4().hex[:8]}.eml"
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(message.message().as_bytes())
        return len(email_messages)


def sent_to(address: str) -> Iterator[tuple[str, Parsed]]:
    """The mails to that address, each with the name of its file, the newest first."""
    for path in sorted(folder().glob("*.eml"), reverse=True):
        if (message := _read(path, address)) is not None:
            yield path.stem, message


def one_sent_to(address: str, name: str) -> Parsed | None:
    """The mail in the file of that name, if it is to that address."""
    path = folder() / f"{name}.eml"
    return _read(path, address) if path.parent == folder() and path.is_file() else None


def _read(path: Path, address: str) -> Parsed | None:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    return message if str(message["To"]).strip().lower() == address.lower() else None
