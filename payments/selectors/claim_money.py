"""What the ledger has stated for claims, and what failing one would change, before anybody does it."""

from datetime import date
from decimal import Decimal

from django.db.models import Max, Sum

from govuk import formats
from outcomes.models import Claim
from payments.models import LedgerEntry, PaymentRunEvent, Statement
from payments.selectors import statements
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


def settled(programme: Programme) -> tuple[date | None, str]:
    """The day of the last payment, if there was one, and in words what is disputed or still to be paid, if anything."""
    released = PaymentRunEvent.objects.filter(run__programme=programme, kind=PaymentRunEvent.Kind.RELEASED)
    last: date | None = released.aggregate(last=Max("pay_on"))["last"]
    standing = statements.with_state(Statement.objects.filter(programme=programme)).select_related("agent", "period")
    ended = (statements.PAID, statements.RECONCILED)
    found = [one for one in standing.order_by("pk") if statements.state_of(one) not in ended]
    totals = statements.last_runs_and_totals(found)
    for one in found:
        named = f"the statement of {one.agent} for {one.period.code}"
        if statements.state_of(one) == statements.QUERIED:
            return last, f"a query about {named} is open"
        total = totals.get(one.pk, (0, Decimal(0)))[1] if one.total is None else one.total
        if total:
            return last, f"{named} is not settled"
    return last, ""
