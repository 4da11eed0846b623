"""The section `withdrawals` of a programme pack: claims that their agents took back, among them those amended."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from outcomes.models import ClaimState
from outcomes.selectors import claim_names
from stages.actions import pack_people
from stages.actions.pack_errors import PackError
from stages.actions.pack_records import moment
from stages.models import Programme

SECTION = "withdrawals"
WITHDRAWN = ClaimState.State.WITHDRAWN


@transaction.atomic
def load(*, programme: Programme, section: Sequence[Mapping[str, Any]], by: User, at: datetime) -> None:
    """Take the claims back, each once, after everything that was found about them before is loaded."""
    ids = claim_names.ids(programme)
    of_programme = ClaimState.objects.filter(claim__programme=programme, state=WITHDRAWN)
    known = set(of_programme.values_list("claim_id", flat=True))
    new = []
    for index, row in enumerate(section):
        path = f"{SECTION}/{index}"
        claim = ids.get(claim_names.name(row))
        if claim is None:
            raise PackError(path, "The pack has no such claim.", "Add it to “claims”.")
        if claim in known:
            continue
        known.add(claim)
        who = pack_people.person(row.get("by"), by, f"{path}/by")
        when = moment(row.get("at"), at)
        new.append(
            ClaimState(claim_id=claim, state=WITHDRAWN, reason=row["reason"], changed_by=who, changed_at=when)
        )  # fmt: skip
    ClaimState.objects.bulk_create(new, batch_size=5000)


def export(programme: Programme) -> list[dict[str, Any]]:
    """Every claim that was taken back, with the reason, in the form in which `load` reads them."""
    known = claim_names.known_as(programme)
    states = ClaimState.objects.filter(claim__programme=programme, state=WITHDRAWN)
    found = states.select_related("claim__agent", "claim__participant", "changed_by").order_by("pk")
    return [
        {
            **claim_names.named(one.claim, known), "reason": one.reason, "by": one.changed_by.email,
            "at": one.changed_at.isoformat(),
        }
        for one in found
    ]  # fmt: skip
