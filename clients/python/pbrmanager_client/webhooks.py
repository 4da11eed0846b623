"""Webhooks of PbR Manager: whether one is really from there, and recent. Standard library only.

    event = webhooks.verify(secret, request.headers, request.body)

A webhook may come twice, with the same `id`: keep the ids that were dealt with.
"""

import base64
import binascii
import hmac
import json
import time
from collections.abc import Mapping
from typing import Any

PREFIX = "whsec_"
TOLERANCE = 300
"""Seconds by which the clocks may differ, and for which a webhook is recent."""


class NotGenuine(Exception):
    """The webhook is not signed with the secret, or is too old. Answer with 400 and do nothing else."""


def verify(
    secret: str, headers: Mapping[str, str], body: bytes, *, tolerance: int = TOLERANCE, now: float | None = None
) -> dict[str, Any]:
    """The event that the body tells of: `id`, `type`, `timestamp` and `data`. Raises `NotGenuine`.

    `body` is what arrived, byte for byte. The names of the headers may be written in any case.
    """
    sent = {name.lower(): value for name, value in headers.items()}
    try:
        uid, written, signatures = sent["webhook-id"], sent["webhook-timestamp"], sent["webhook-signature"]
        moment = int(written)
    except (KeyError, ValueError) as error:
        raise NotGenuine("The headers webhook-id, webhook-timestamp and webhook-signature are missing.") from error
    if abs((time.time() if now is None else now) - moment) > tolerance:
        raise NotGenuine("The webhook is too old, or the clocks differ.")
    signature = hmac.digest(_key(secret), f"{uid}.{written}.".encode() + body, "sha256")
    expected = b"v1," + base64.b64encode(signature)
    if not any(hmac.compare_digest(expected, one.encode()) for one in signatures.split()):
        raise NotGenuine("The signature does not belong to the body and the secret.")
    event: dict[str, Any] = json.loads(body)
    return event


def _key(secret: str) -> bytes:
    try:
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error as error:
        raise NotGenuine("The secret is not written as it was shown: whsec_ and letters.") from error
