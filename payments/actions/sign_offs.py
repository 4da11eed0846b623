"""Set how many people must sign statements off, by their amount."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import User
from payments import permissions
from payments.domain import sign_offs
from payments.domain.sign_offs import Band
from payments.models import SignOffRule
from payments.selectors import sign_offs as selectors
from stages.models import Programme


@transaction.atomic
def set_bands(*, programme: Programme, bands: Sequence[Band], reason: str, by: User, at: datetime) -> SignOffRule:
    """Replace the bands. Statements that are approved stay approved; all others are held to the new bands."""
    permissions.require(by, "sign_offs.set", programme)
    if not reason.strip():
        raise Refused("Enter why the sign-offs change.")
    try:
        new = sign_offs.checked(bands)
    except sign_offs.BandsRefused as refusal:
        raise Refused(str(refusal)) from refusal
    before = selectors.bands_of(programme)
    rule = SignOffRule.objects.create(
        programme=programme, bands=sign_offs.documents(new), reason=reason.strip(), set_by=by, set_at=at
    )
    audit.record(
        by=by,
        at=at,
        action="payments.signoffs.set",
        programme=programme.slug,
        subject=rule,
        before={"bands": sign_offs.documents(before)},
        after={"bands": rule.bands, "reason": rule.reason},
    )
    return rule
