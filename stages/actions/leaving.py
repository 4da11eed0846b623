"""When somebody is no longer a stakeholder, and when they are one again.

Whoever has a history – scores, contacts, the engagement of a closed visit – stays in the register, marked, with the
reason. An entry made by mistake, of which nothing is known yet, is removed; the audit trail keeps what it said and why
it went. Whoever an outcome or a seat depends on cannot go either way.
"""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import User
from stages.actions import records, visits
from stages.models import Stakeholder
from stages.selectors import alerts, registers

KEPT = ["name", "kind", "need", "interest", "affects", "is_affected", "survival_depends", "is_service_user"]


def require_present(stakeholder: Stakeholder) -> None:
    """Raise `Refused` when they are no longer a stakeholder."""
    if stakeholder.left_at is not None:
        raise Refused(f"{stakeholder} is no longer a stakeholder. Bring them back before you change or score them.")


def _begin(stakeholder: Stakeholder, because: str, by: User, at: datetime) -> Stakeholder:
    """Permission, locks and the rules for both ways of going. Returns the entry as it is now."""
    visits.lock(stakeholder.programme)
    records.begin(stakeholder.programme, 1, by)
    held = Stakeholder.objects.select_for_update(of=("self",)).get(pk=stakeholder.pk)
    require_present(held)
    if tied := alerts.ties(held, localdate(at)):
        raise Refused(f"{held} cannot be removed: something depends on them. {' '.join(tied)}")
    if not because.strip():
        raise Refused("Enter the reason.")
    return held


@transaction.atomic
def remove(*, stakeholder: Stakeholder, because: str, by: User, at: datetime) -> None:
    """Remove an entry of which nothing is known yet. Raises `Refused` when it has a history, or something depends."""
    held = _begin(stakeholder, because, by, at)
    if registers.has_history(held):
        raise Refused(
            f"{held} has been scored or spoken with, and that is never lost. Mark them as no longer a stakeholder."
        )
    audit.record(
        by=by,
        at=at,
        action="stages.stakeholder.remove",
        programme=held.programme.slug,
        subject=held,
        before=records.values(held, KEPT),
        after={"because": because.strip()},
    )
    held.delete()


@transaction.atomic
def leave(*, stakeholder: Stakeholder, because: str, by: User, at: datetime) -> Stakeholder:
    """Mark somebody as no longer a stakeholder, with the reason. Scores and contacts stay with them."""
    held = _begin(stakeholder, because, by, at)
    fields = {"left_at": at, "left_by": by, "left_because": because.strip()}
    records.change(held, fields, programme=held.programme, action="stages.stakeholder.leave", by=by, at=at)
    return held


@transaction.atomic
def bring_back(*, stakeholder: Stakeholder, by: User, at: datetime) -> Stakeholder:
    """They are a stakeholder again, with everything that was known of them."""
    records.begin(stakeholder.programme, 1, by)
    held = Stakeholder.objects.select_for_update(of=("self",)).get(pk=stakeholder.pk)
    if held.left_at is None:
        raise Refused(f"{held} is a stakeholder already.")
    fields = {"left_at": None, "left_by": None, "left_because": ""}
    records.change(held, fields, programme=held.programme, action="stages.stakeholder.bring_back", by=by, at=at)
    return held
