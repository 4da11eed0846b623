"""The register of stakeholders: who affects the programme and whom it affects, and how salient they are."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.errors import Refused
from accounts.models import User
from stages.actions import leaving, records
from stages.domain import salience
from stages.models import Membership, Programme, Stakeholder, StakeholderScore

FIELDS = [
    "name",
    "kind",
    "need",
    "interest",
    "affects",
    "is_affected",
    "survival_depends",
    "is_service_user",
    "engagement",
    "engagement_owner",
    "next_review_on",
]
ENGAGEMENT = ("engagement", "engagement_owner", "next_review_on")


def _check(programme: Programme, fields: dict[str, Any], other_than: int | None) -> None:
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise TypeError(f"A stakeholder has no {', '.join(sorted(unknown))}")
    name = fields.get("name", "-").strip()
    if not name:
        raise Refused("Enter the name of the stakeholder.")
    same = Stakeholder.objects.filter(programme=programme, name__iexact=name).exclude(pk=other_than or 0).first()
    if same is not None and same.left_at is not None:
        raise Refused(f"{name} is in the register, as no longer a stakeholder. Bring them back on their own page.")
    if same is not None:
        raise Refused(f"{name} is already in the register. Change that entry, or give this one another name.")
    owner = fields.get("engagement_owner")
    if owner is not None and not Membership.objects.filter(programme=programme, user=owner).exists():
        raise Refused(f"{owner} is not a member of this programme. Choose a member to own the engagement.")


@transaction.atomic
def add(
    *,
    programme: Programme,
    name: str,
    kind: str = "",
    need: str = "",
    interest: int = 0,
    affects: bool = False,
    is_affected: bool = False,
    survival_depends: bool = False,
    is_service_user: bool = False,
    engagement: str = "",
    engagement_owner: User | None = None,
    next_review_on: date | None = None,
    by: User,
    at: datetime,
) -> Stakeholder:
    """Enter a stakeholder in the register. Names are unique in a programme, in any case of letters."""
    records.begin(programme, 1, by)
    fields = {
        "name": name.strip(),
        "kind": kind,
        "need": need,
        "interest": interest,
        "affects": affects,
        "is_affected": is_affected,
        "survival_depends": survival_depends,
        "is_service_user": is_service_user,
        "engagement": engagement,
        "engagement_owner": engagement_owner,
        "next_review_on": next_review_on,
    }
    _check(programme, fields, None)
    stakeholder = Stakeholder.objects.create(programme=programme, added_by=by, added_at=at, **fields)
    records.added(stakeholder, programme=programme, action="stages.stakeholder.add", names=FIELDS, by=by, at=at)
    return stakeholder


@transaction.atomic
def change(*, stakeholder: Stakeholder, by: User, at: datetime, **fields: Any) -> Stakeholder:
    """Change the given fields of a stakeholder. A change of the engagement counts as planning it."""
    programme = stakeholder.programme
    records.begin(programme, 1, by)
    leaving.require_present(stakeholder)
    _check(programme, fields, stakeholder.pk)
    if any(name in fields and getattr(stakeholder, name) != fields[name] for name in ENGAGEMENT):
        fields["planned_at"] = at
    records.change(stakeholder, fields, programme=programme, action="stages.stakeholder.change", by=by, at=at)
    return stakeholder


@transaction.atomic
def score(
    *, stakeholder: Stakeholder, power: int, legitimacy: int, urgency: int, evidence: str, by: User, at: datetime
) -> StakeholderScore:
    """Score power, legitimacy and urgency, 0 to 3, on evidence. Earlier scores are kept."""
    programme = stakeholder.programme
    records.begin(programme, 1, by)
    leaving.require_present(stakeholder)
    if not all(0 <= value <= salience.HIGHEST for value in (power, legitimacy, urgency)):
        raise Refused("Each score is a whole number from 0 (none) to 3 (high).")
    if not evidence.strip():
        raise Refused("Enter the evidence for the scores.")
    written = StakeholderScore.objects.create(
        stakeholder=stakeholder,
        power=power,
        legitimacy=legitimacy,
        urgency=urgency,
        evidence=evidence.strip(),
        scored_by=by,
        scored_at=at,
    )
    names = ["stakeholder", "power", "legitimacy", "urgency", "evidence"]
    records.added(written, programme=programme, action="stages.stakeholder.score", names=names, by=by, at=at)
    return written
