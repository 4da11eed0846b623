"""What the ledger has stated for claims, and what failing one would change, before anybody does it."""

from datetime import date
from decimal import Decimal

from django.db.models import Sum

from govuk import formats
from outcomes.models import Claim
from payments.models import LedgerEntry, Statement
from stages.models import Programme


def stated(programme: Programme, starts_on: date, ends_on: date) -> dict[int, Decimal]:
    """Pounds stated so far, by the key of each claim whose event lies between the days, both included."""
    rows = LedgerEntry.objects.filter(programme=programme, claim__event_date__range=(starts_on, ends_on)).order_by()
    return dict(rows.values_list("claim_id").annotate(Sum("net")))


def stated_for(claim: Claim) -> Decimal:
    """Pounds stated so far for one claim."""
    found: Decimal | None = LedgerEntry.objects.filter(claim=claim).aggregate(net=Sum("net"))["net"]
    return found or Decimal(0)


def effect(claim: Claim) -> str:
    """In words: what failing the claim would change on which statements."""
    net = stated_for(claim)
    on = Statement.objects.filter(entries__claim=claim).select_related("agent", "period").distinct().order_by("pk")
    if not net:
        return "Nothing is stated for this claim, so no statement changes if it fails."
    names = " and ".join(f"the statement of {one.agent} for {one.period.code}" for one in on)
    how = (
        "That is approved, so it is taken back on the agent's next open statement"
        if all(one.approved_at for one in on)
        else "It is taken off there, or on the agent's next open statement once that is approved"
    )
    return (
        f"{formats.money(net)} is stated for this claim, on {names}. {how}, with the reason. Other amounts can change "
        "with it where the contract counts results."
    )
