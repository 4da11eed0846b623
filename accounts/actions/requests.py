"""What is kept of requests to the interface for other systems: how many there were, and what they were answered."""

import dataclasses
import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection

from accounts.errors import Forbidden, Refused
from accounts.models import KeptAnswer, User

KEPT_FOR = timedelta(days=2)


class SameKeyAtWork(Refused):
    """A request with the same key is being carried out at this moment."""


class KeyUsedBefore(Refused):
    """The key came with another request before."""


class RolesEnded(Forbidden):
    """The request was carried out when the caller had roles that have been taken away since."""


@dataclasses.dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: str


def count(*, user: User, minute: int) -> int:
    """Count one more request in the minute, and say how many there were in it. One statement, exact under load."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO accounts_requestcount AS held (user_id, minute, count) VALUES (%s, %s, 1)
            ON CONFLICT (user_id) DO UPDATE
               SET count = CASE WHEN held.minute = EXCLUDED.minute THEN held.count + 1 ELSE 1 END,
                   minute = EXCLUDED.minute
            RETURNING count
            """,
            [user.pk, minute],
        )
        return int(cursor.fetchone()[0])


def digest(method: str, address: str, body: bytes | str) -> str:
    """What makes a request the same as another one. Of a large file, the body is its own digest."""
    raw = body.encode() if isinstance(body, str) else body
    return hashlib.sha256(b"\n".join([method.encode(), address.encode(), raw])).hexdigest()


def hold_key(*, user: User, key: str) -> None:
    """Keep the key until the transaction ends; raise `SameKeyAtWork` while another request has it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"idempotency key {user.pk} {key}"]
        )
        if not cursor.fetchone()[0]:
            raise SameKeyAtWork("A request with this Idempotency-Key is being carried out. Ask again in a moment.")


def hold_resource(name: str) -> None:
    """Of several requests that change the same thing, by whatever address, let one look at it at a time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"resource {name}"])


def kept(*, user: User, key: str, digest: str, roles: Sequence[str], at: datetime) -> Answer | None:
    """The answer to the same request before, to somebody who has the roles still that they had then.

    Raises `KeyUsedBefore` when the key came with another request, and `RolesEnded` when a role is gone.
    """
    found = KeptAnswer.objects.filter(user=user, key=key, kept_at__gt=at - KEPT_FOR).first()
    if found is None:
        return None
    if found.digest != digest:
        raise KeyUsedBefore("This Idempotency-Key came with another request before. Take a new key for each request.")
    if not set(found.roles) <= set(roles):
        raise RolesEnded(
            "This was carried out when you had a role that has been taken away since: its answer is not given again. "
            "Ask the programme's commissioner for the role you need."
        )
    return Answer(found.status, found.headers, found.body)


def keep(*, user: User, key: str, digest: str, roles: Sequence[str], answer: Answer, at: datetime) -> None:
    """Keep the answer for two days. Call it in the transaction of what the request did. See `forget_answers`."""
    KeptAnswer.objects.filter(user=user, kept_at__lte=at - KEPT_FOR).delete()
    known = {"key": key, "digest": digest, "roles": list(roles), "kept_at": at}
    KeptAnswer.objects.create(user=user, **known, **dataclasses.asdict(answer))


def forget_answers(*, at: datetime) -> int:
    """Forget the answers that were kept for two days: they may speak of people. Returns how many there were."""
    count, _ = KeptAnswer.objects.filter(kept_at__lte=at - KEPT_FOR).delete()
    return count
