"""Write down what happened, for those who are told. Call it in the transaction of what happened."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from accounts.actions import copying
from accounts.models import User
from notifications.domain import kinds
from notifications.models import Event


def new(
    *,
    kind: str,
    programme: str,
    data: dict[str, Any],
    path: str,
    list_path: str = "",
    organisations: Sequence[int] = (),
    by: User,
    at: datetime,
) -> Event:
    """An event that is not stored yet. `data` holds numbers and codes, never anything about a person."""
    assert kind in kinds.BY_CODE or kind == kinds.TEST, kind
    return Event(
        uid=f"msg_{secrets.token_hex(12)}",
        kind=kind,
        programme=programme,
        data=data,
        path=path,
        list_path=list_path or path,
        organisations=list(organisations),
        by=by,
        at=at,
    )


def record(**given: Any) -> Event:
    """Write one event; what it takes is what `new` takes."""
    made = new(**given)
    made.save(force_insert=True)
    return made


def record_many(events: Iterable[Event]) -> None:
    """Write the events of one act on many records."""
    copying.write(list(events))
