"""Planning how stakeholders are involved, and recording each contact with them.

The plan is a record of stage 1 and changes while that stage is open. Speaking with people goes on for as long as the
programme lives, so contacts, and the next review that follows from one, are recorded whatever stage is open.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import User
from stages import permissions
from stages.actions import leaving, records, stakeholders
from stages.models import Programme, Stakeholder, StakeholderContact

MOST_DAYS = 730


@transaction.atomic
def plan(
    *,
    stakeholder: Stakeholder,
    engagement: str,
    engagement_owner: User | None,
    next_review_on: date | None,
    by: User,
    at: datetime,
) -> Stakeholder:
    """What is done to involve the stakeholder, who owns it, and when it is looked at again.

    Planning again without a change says that the plan still holds, also for the class that they are in now.
    """
    stakeholders.change(
        stakeholder=stakeholder,
        engagement=engagement.strip(),
        engagement_owner=engagement_owner,
        next_review_on=next_review_on,
        by=by,
        at=at,
    )
    if stakeholder.planned_at != at:
        fields = {"planned_at": at}
        programme = stakeholder.programme
        records.change(stakeholder, fields, programme=programme, action="stages.stakeholder.plan", by=by, at=at)
    return stakeholder


@transaction.atomic
def record_contact(
    *,
    stakeholder: Stakeholder,
    held_on: date,
    how: str,
    with_whom: str,
    said: str,
    next_review_on: date | None = None,
    by: User,
    at: datetime,
) -> StakeholderContact:
    """Record a contact that has taken place. A next review may be set with it. Contacts are never changed."""
    programme = stakeholder.programme
    permissions.require_may_record_contact(by, stakeholder)
    held = Stakeholder.objects.select_for_update(of=("self",)).get(pk=stakeholder.pk)
    leaving.require_present(held)
    _refuse_bad_contact(held_on, with_whom, said, next_review_on, localdate(at))
    contact = StakeholderContact.objects.create(
        stakeholder=held,
        held_on=held_on,
        how=StakeholderContact.How(how),
        with_whom=with_whom.strip(),
        said=said.strip(),
        recorded_by=by,
        recorded_at=at,
    )
    names = ["stakeholder", "held_on", "how", "with_whom", "said"]
    records.added(contact, programme=programme, action="stages.stakeholder.contact", names=names, by=by, at=at)
    if next_review_on is not None:
        fields = {"next_review_on": next_review_on}
        records.change(held, fields, programme=programme, action="stages.stakeholder.review", by=by, at=at)
    return contact


def _refuse_bad_contact(held_on: date, with_whom: str, said: str, next_review_on: date | None, today: date) -> None:
    if held_on > today:
        raise Refused("A contact is recorded once it has taken place. Enter today or an earlier day.")
    if not with_whom.strip() or not said.strip():
        raise Refused("Enter with whom it was, and what was said.")
    if next_review_on is not None and next_review_on < held_on:
        raise Refused("The next review comes after the contact. Enter a later day.")


@transaction.atomic
def set_contact_days(*, programme: Programme, days: int, by: User, at: datetime) -> Programme:
    """After how many days without contact a pressing stakeholder is brought to mind."""
    permissions.require(by, "stage.record", programme)
    if not 1 <= days <= MOST_DAYS:
        raise Refused(f"Enter a number of days from 1 to {MOST_DAYS}.")
    if programme.contact_days != days:
        before = {"contact_days": programme.contact_days}
        programme.contact_days = days
        programme.save(update_fields=["contact_days"])
        audit.record(
            by=by, at=at, action="stages.programme.contact_days", programme=programme.slug, subject=programme,
            before=before, after={"contact_days": days},
        )  # fmt: skip
    return programme
