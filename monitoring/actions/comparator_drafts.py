"""Outcomes of a scheme elsewhere, taken over into the draft of the contract."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from accounts.actions import audit
from accounts.models import User
from contracts import permissions as contract_permissions
from contracts.actions import drafting
from contracts.models import ContractVersion
from contracts.selectors import beginnings
from contracts.selectors import terms as stored
from monitoring import permissions
from monitoring.actions.comparators import ComparatorRefused
from monitoring.domain import comparator_drafts
from monitoring.models import Comparator
from monitoring.selectors import comparators


@transaction.atomic
def take_over(
    *, comparator: Comparator, outcomes: Sequence[int], with_prices: bool, by: User, at: datetime
) -> ContractVersion:
    """Add the chosen outcomes (by their place in the comparator) to the draft; begin one where there is none.

    Everything that is taken over says where it is from and that it is to be judged. Raises `Forbidden`, `StageClosed`
    and what drafting a contract may raise.
    """
    programme = comparator.programme
    permissions.require(by, "comparator.view", programme)
    contract_permissions.require(by, "contract.draft", programme)
    drafting.hold(programme)
    version = comparators.version(comparator, "")
    reading = comparators.read(version.document)
    chosen = sorted(set(outcomes))
    if not chosen or chosen[0] < 0 or chosen[-1] >= len(reading.outcomes):
        raise ComparatorRefused("Choose outcomes of this comparator.")
    draft = drafting.current_draft(programme)
    document = stored.document(draft) if draft else beginnings.document(programme, localdate(at))
    found = comparator_drafts.draft(
        reading,
        chosen,
        with_prices=with_prices,
        source=comparators.source(version),
        taken=comparator_drafts.codes_of(document),
    )
    written = drafting.write_draft(
        programme=programme, version=draft, document=comparator_drafts.added(document, found), by=by, at=at
    )
    audit.record(
        by=by,
        at=at,
        action="contracts.version.take_over",
        programme=programme.slug,
        subject=written,
        after={
            "comparator": comparator.number,
            "outcomes": [one["code"] for one in found.outcomes],
            "rules": [one["code"] for one in found.rules],
        },
    )
    return written
