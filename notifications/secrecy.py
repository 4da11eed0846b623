"""Keeps the secrets of webhooks unreadable in the database: encrypted with a key made from the settings."""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class Unreadable(Exception):
    """The secret was kept with another key."""


def _fernet() -> Fernet:
    source = settings.WEBHOOK_KEY or settings.SECRET_KEY
    key = hmac.new(source.encode(), b"secrets of webhooks", hashlib.sha256).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def keep(secret: str) -> bytes:
    return _fernet().encrypt(secret.encode())


def read(kept: bytes | memoryview) -> str:
    """The secret again; raises `Unreadable`."""
    try:
        return _fernet().decrypt(bytes(kept)).decode()
    except InvalidToken as error:
        raise Unreadable from error
