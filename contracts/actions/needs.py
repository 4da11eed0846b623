"""Tracing the outcomes that are paid for to the stakeholders who need them."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import User
from contracts import permissions
from contracts.models import OutcomeNeed
from contracts.selectors import needs
from stages.actions import visits
from stages.models import Programme, Stakeholder


@transaction.atomic
def trace(*, programme: Programme, outcome: str, to: Collection[Stakeholder], by: User, at: datetime) -> None:
    """Say whose need an outcome answers: these stakeholders, and no others. The outcome is named by its code.

    It is done while stage 1 or stage 4 is open; what was said before stays in the audit trail.
    """
    permissions.require(by, "need.trace", programme)
    visits.lock(programme)
    visits.require_open(programme=programme, stage=needs.open_stage(programme) or needs.STAGES[0])
    if outcome not in {one.code for one in needs.payable([programme.pk])[programme.pk]}:
        raise Refused(f"The contract pays for no outcome “{outcome}”. Choose one of its outcomes.")
    write(programme=programme, outcome=outcome, to=to, by=by, at=at)


def write(*, programme: Programme, outcome: str, to: Collection[Stakeholder], by: User, at: datetime) -> None:
    """The links and their audit row, without asking which stage is open. Raises `Refused` for who is none of ours."""
    wanted = {one.pk for one in to}
    here = {one.pk: one for one in needs.candidates(programme)}
    if wanted - set(here):
        raise Refused("Choose stakeholders from this programme's register.")
    links = OutcomeNeed.objects.filter(programme=programme, outcome=outcome).select_related("stakeholder")
    before = {link.stakeholder_id: str(link.stakeholder) for link in links}
    if set(before) == wanted:
        return
    links.exclude(stakeholder__in=wanted).delete()
    OutcomeNeed.objects.bulk_create(
        OutcomeNeed(programme=programme, outcome=outcome, stakeholder=here[pk], traced_by=by, traced_at=at)
        for pk in sorted(wanted - set(before))
    )
    audit.record(
        by=by,
        at=at,
        action="contracts.need.trace",
        programme=programme.slug,
        subject=programme,
        before={"outcome": outcome, "stakeholders": sorted(before.values())},
        after={"outcome": outcome, "stakeholders": sorted(here[pk].name for pk in wanted)},
    )
