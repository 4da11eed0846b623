"""How a webhook is signed: HMAC-SHA256 over its id, its time and its body, as Standard Webhooks has it.

    webhook-id: msg_…              the same each time that the event is sent
    webhook-timestamp: 1767225600  seconds since 1970, when this attempt was made
    webhook-signature: v1,BASE64   the signature; several, parted by spaces, while a secret is changed

The signed text is `id.timestamp.body`. The secret is `whsec_` and the key in Base64.
"""

import base64
import hmac
from collections.abc import Iterable

PREFIX = "whsec_"
KEY_BYTES = 32


def written(key: bytes) -> str:
    """The secret as it is shown, once."""
    return PREFIX + base64.b64encode(key).decode()


def key_of(secret: str) -> bytes:
    return base64.b64decode(secret.removeprefix(PREFIX))


def sign(secret: str, uid: str, timestamp: int, body: bytes) -> str:
    signed = f"{uid}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key_of(secret), signed, "sha256")).decode()


def headers(secrets: Iterable[str], uid: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The three headers of a webhook, signed by each of the secrets that are good now."""
    return {
        "webhook-id": uid,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(sign(secret, uid, timestamp, body) for secret in secrets),
    }
