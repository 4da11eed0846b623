"""How many participants and accepted outcomes there are.

Counting millions of rows takes longer than a page may. Whatever changes the counts writes an audit row in the same
transaction, so a count is kept under the number of the programme's latest audit row and made anew only after another.
"""

import dataclasses
from collections.abc import Collection

from django.core.cache import cache
from django.db.models import Max

from accounts.models import AuditEntry
from delivery.models import Participant
from outcomes.models import Claim, ClaimState
from stages.models import Programme

NOT_COUNTED = (ClaimState.State.WITHDRAWN, ClaimState.State.FAILED)
KEPT_SECONDS = 24 * 60 * 60


@dataclasses.dataclass(frozen=True)
class Counted:
    participants: int
    outcomes: int


def of(programme: Programme, agents: Collection[int] | None = None) -> Counted:
    """The counts of the programme, or of some of its agents. Withdrawn outcomes and those that failed do not count."""
    latest = AuditEntry.objects.filter(programme=programme.slug).aggregate(latest=Max("pk"))["latest"]
    whose = "all" if agents is None else "-".join(map(str, sorted(agents)))
    key = f"counted:{programme.pk}:{whose}:{latest}"
    known: tuple[int, int] | None = cache.get(key)
    if known is None:
        known = _count(programme, agents)
        cache.set(key, known, KEPT_SECONDS)
    return Counted(*known)


def _count(programme: Programme, agents: Collection[int] | None) -> tuple[int, int]:
    participants = Participant.objects.filter(programme=programme)
    claims = Claim.objects.filter(programme=programme)
    if agents is not None:
        participants, claims = participants.filter(agent__in=agents), claims.filter(agent__in=agents)
    fallen = ClaimState.objects.filter(claim__in=claims, state__in=NOT_COUNTED).values("claim").distinct()
    return participants.count(), claims.count() - fallen.count()
