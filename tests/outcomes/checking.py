"""Records of verification for tests of other things: a plan drawn, with a request for evidence."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from accounts.models import User
from outcomes.actions import checks, verification
from outcomes.domain.plans import Intent
from outcomes.models import Claim, SampleItem
from stages.models import Programme


def asked(programme: Programme, claim: Claim, *, by: User, at: datetime, risk_share: str = "0.25") -> SampleItem:
    """A plan for the agent of the claim, drawn; the agent is asked for evidence of its first drawn claim."""
    first, due = date(claim.event_date.year, 1, 1), at.date() + timedelta(days=60)
    intent = Intent("Checks", first, at.date(), due, [claim.agent.code], risk_share=Decimal(risk_share))
    plan = verification.make(programme=programme, intent=intent, by=by, at=at)
    verification.draw(plan=plan, by=by, at=at, seed="seed")
    item = plan.items.earliest("pk")
    checks.ask(item=item, text="Who saw it?", due_on=at.date() + timedelta(days=14), by=by, at=at)
    return item
