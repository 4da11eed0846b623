"""What a payment run is made of, what of it is paid, and when a statement is settled. Amounts in pounds."""

import dataclasses
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal

from payments.domain import ledger

NOUGHT = Decimal("0.00")
SHARE, CARRIED, UNPAID = "share", "carried", "unpaid"


@dataclasses.dataclass(frozen=True, order=True)
class Due:
    """One reason to pay an agent: a share of a statement, a sum carried forward, or a payment that failed.

    `reason` is the key of the statement, of the run it is carried from, or of the payment.
    """

    agent: int
    kind: str
    reason: int
    amount: Decimal


def gathered(dues: Iterable[Due]) -> list[Due]:
    """What goes into a run of one payer, in order. What is carried forward waits for something to be set against."""
    found = sorted(dues)
    with_news = {due.agent for due in found if due.kind != CARRIED}
    return [due for due in found if due.agent in with_news]


def nets(dues: Iterable[Due]) -> dict[int, Decimal]:
    """What each agent's reasons come to. Below nought it is carried forward and never paid."""
    sums: dict[int, Decimal] = {}
    for due in dues:
        sums[due.agent] = sums.get(due.agent, NOUGHT) + due.amount
    return sums


def paid_by_agent(dues: Iterable[Due]) -> dict[int, Decimal]:
    """What is paid to whom: the sums above nought, by agent in order."""
    return {agent: net for agent, net in sorted(nets(dues).items()) if net > 0}


def digest(previous: str, programme: int, number: int, payer: int, made_at: datetime, dues: Sequence[Due]) -> str:
    """SHA-256 of the digest of the run before, of what the run is (its moment in UTC), and of each reason in order."""
    facts = ledger.compact([programme, number, payer, made_at.astimezone(UTC).isoformat()])
    lines = [ledger.compact([due.agent, due.kind, due.reason, f"{due.amount:.2f}"]) for due in dues]
    return hashlib.sha256("\n".join([previous, facts, *lines]).encode()).hexdigest()


def end_to_end_id(message: str, place: int) -> str:
    """The id under which the bank speaks of a payment: each place in each payment file has another."""
    return f"{message}-{place}"


def message_id(programme: int, run: int, digest: str) -> str:
    """The id of the payment file of a run: `PBR-7-3-9F86D081`, at most 35 characters with a place after it.

    The run's own digest is part of it, so that it is another one where somebody else's database has the same numbers.
    """
    return f"PBR-{programme}-{run}-{digest[:8].upper()}"


def file_of(end_to_end_id: str) -> str:
    """The id of the payment file in which a payment went to the bank, here or where its programme came from."""
    return end_to_end_id.rpartition("-")[0]


Key = tuple[int, int]
"""A run and an agent in it."""


@dataclasses.dataclass(frozen=True)
class Group:
    """What one agent was due in one run. `paid` is what the bank said (None: nothing yet); `later` is where what was
    carried forward or not paid went on."""

    net: Decimal
    is_released: bool
    is_reconciled: bool
    paid: Decimal | None = None
    later: Key | None = None


def is_settled(key: Key, groups: Mapping[Key, Group]) -> bool:
    """Whether everything in the group has been paid, or set against what was paid."""
    group = groups[key]
    if group.net == 0:
        return group.is_released
    if group.net > 0 and group.paid == group.net:
        return True
    if group.net > 0 and group.paid is None:
        return False
    return group.later is not None and is_settled(group.later, groups)


def is_reconciled(key: Key, groups: Mapping[Key, Group]) -> bool:
    """Whether it is settled, and every run on the way agrees with what the bank took."""
    group = groups[key]
    return (
        is_settled(key, groups) and group.is_reconciled and (group.later is None or is_reconciled(group.later, groups))
    )
