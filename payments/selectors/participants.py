"""What the page of a participant shows of money: what the ledger says for the start and each claim."""

import dataclasses
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Max, Sum
from django.urls import reverse

from accounts.models import User
from delivery.models import Participant
from payments.models import LedgerEntry, Statement

NOUGHT = Decimal("0.00")


@dataclasses.dataclass(frozen=True)
class Paid:
    """What the ledger says for one claim, or for the start, up to the latest statement on which it stands."""

    outcome: str
    day: date
    net: Decimal
    statement: str
    url: str


def panel(participant: Participant, viewer: User) -> dict[str, Any]:
    """What was stated for the participant on the statements that the viewer may see, with links to explanations."""
    mine = Statement.objects.filter(programme=participant.programme).visible_to(viewer)
    rows = (
        LedgerEntry.objects.filter(programme=participant.programme, participant=participant, statement__in=mine)
        .values_list("claim", "claim__event_date", "outcome")
        .annotate(total=Sum("net"), last=Max("statement__period__code"))
        .order_by("claim__event_date", "claim")
    )
    found = [_paid(participant, *row) for row in rows]
    return {"rows": found, "total": sum((one.net for one in found), NOUGHT)}


def _paid(
    participant: Participant, claim: int | None, day: date | None, outcome: str, net: Decimal, period: str
) -> Paid:
    name, pk = ("claim_explanation", claim) if claim else ("start_explanation", participant.pk)
    url = reverse(f"payments:{name}", args=[participant.programme.slug, pk])
    return Paid(_named(participant, outcome) if claim else "Start", day or participant.started_on, net, period, url)


def _named(participant: Participant, code: str) -> str:
    found = participant.version.outcomes.filter(code=code).values_list("name", flat=True).first()
    return found or code
