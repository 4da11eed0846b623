"""The consortium of a candidate to be the agent."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import Organisation, User
from stages.actions import records
from stages.domain import consortium
from stages.models import Candidate, ConsortiumMember


def _shares(candidate: Candidate) -> list[consortium.Shares]:
    return [
        consortium.Shares(row.organisation_id, row.is_lead, row.work_share, row.pay_share, row.risk_share)
        for row in ConsortiumMember.objects.filter(candidate=candidate).order_by("pk")
    ]


def _noted(members: Sequence[consortium.Shares]) -> list[dict[str, object]]:
    return [
        {"organisation": one.organisation, "lead": one.is_lead, "work": one.work, "pay": one.pay, "risk": one.risk}
        for one in members
    ]


@transaction.atomic
def set_members(
    *, candidate: Candidate, members: Sequence[consortium.Shares], by: User, at: datetime
) -> list[ConsortiumMember]:
    """Who delivers with whom: one lead, and the shares of work, of pay and of risk each summing to 100 per cent.

    The whole list is replaced; what it was is in the audit trail. Nobody means that the candidate delivers alone.
    """
    if candidate.stage != 3:
        raise Refused("Only a candidate to be the agent has a consortium.")
    records.begin(candidate.programme, candidate.stage, by)
    if problem := consortium.problem(members):
        raise Refused(problem)
    if Organisation.objects.filter(pk__in=[one.organisation for one in members]).count() != len(members):
        raise Refused("Choose organisations from the list.")
    before = _shares(candidate)
    if before != list(members):
        ConsortiumMember.objects.filter(candidate=candidate).delete()
        for one in members:
            ConsortiumMember.objects.create(
                candidate=candidate, organisation_id=one.organisation, is_lead=one.is_lead, work_share=one.work,
                pay_share=one.pay, risk_share=one.risk, recorded_by=by, recorded_at=at,
            )  # fmt: skip
        audit.record(
            by=by, at=at, action="stages.consortium.set", programme=candidate.programme.slug, subject=candidate,
            before={"members": _noted(before)}, after={"members": _noted(members)},
        )  # fmt: skip
    return list(ConsortiumMember.objects.filter(candidate=candidate).order_by("pk"))
