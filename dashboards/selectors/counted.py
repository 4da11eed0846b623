"""How many participants and accepted outcomes there are.

Counting millions of rows takes longer than a page may. How many were taken in is kept as a tally of each agent; only
the few outcomes that fell later are counted.
"""

import dataclasses
from collections.abc import Collection

from django.db.models import Q, Sum

from delivery.models import Tally
from outcomes.models import ClaimState
from stages.models import Programme

NOT_COUNTED = (ClaimState.State.WITHDRAWN, ClaimState.State.FAILED)


@dataclasses.dataclass(frozen=True)
class Counted:
    participants: int
    outcomes: int


def of(programme: Programme, agents: Collection[int] | None = None) -> Counted:
    """The counts of the programme, or of some of its agents. Withdrawn outcomes and those that failed do not count."""
    tallies = Tally.objects.filter(programme=programme)
    fallen = ClaimState.objects.filter(claim__programme=programme, state__in=NOT_COUNTED)
    if agents is not None:
        tallies, fallen = tallies.filter(agent__in=agents), fallen.filter(claim__agent__in=agents)
    taken = tallies.aggregate(
        participants=Sum("number", filter=Q(of=Tally.Of.PARTICIPANTS), default=0),
        claims=Sum("number", filter=Q(of=Tally.Of.CLAIMS), default=0),
    )
    return Counted(int(taken["participants"]), int(taken["claims"]) - fallen.values("claim").distinct().count())
