"""How many participants and accepted outcomes there are.

Counting millions of rows takes longer than a page may. How many were taken in is kept as a tally of each agent; only
the outcomes that fell later are counted, when something has changed.
"""

import dataclasses
from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Count, Max, OuterRef, Q, Subquery, Sum

from accounts.models import AuditEntry
from delivery.domain.suppression import EVERYTHING, Figure, Kind
from delivery.models import Tally
from delivery.selectors import counted, moments
from delivery.selectors.moments import Moment
from outcomes.models import ClaimState, CurrentState
from stages.models import Programme


@dataclasses.dataclass(frozen=True)
class Counted:
    """The numbers, each with the day up to which it is told; None: nothing is told yet, or it is told as it stands."""

    participants: int | None
    outcomes: int | None
    participants_told: date | None = None
    outcomes_told: date | None = None


def of(programme: Programme, agents: Collection[int] | None = None) -> Counted:
    """The counts of the programme, or of some of its agents. Withdrawn outcomes and those that failed do not count."""
    written = AuditEntry.objects.filter(programme=programme.slug).order_by("-pk").values("pk")[:1]
    tallies = Tally.objects.filter(programme=programme).annotate(written=Subquery(written))
    if agents is not None:
        tallies = tallies.filter(agent__in=agents)
    taken = tallies.aggregate(
        participants=Sum("number", filter=Q(of=Tally.Of.PARTICIPANTS), default=0),
        claims=Sum("number", filter=Q(of=Tally.Of.CLAIMS), default=0),
        latest=Max("written"),
    )
    if not taken["claims"]:
        return Counted(int(taken["participants"]), 0)
    fallen = counted.kept(
        programme, "fallen-outcomes", agents, lambda: _fallen(programme, agents), latest=taken["latest"]
    )
    return Counted(int(taken["participants"]), int(taken["claims"]) - fallen)


def _fallen(programme: Programme, agents: Collection[int] | None) -> int:
    """The outcomes that do not count as they stand."""
    found = CurrentState.objects.filter(programme=programme).fallen()
    return found.count() if agents is None else found.filter(agent__in=agents).count()


def told(programme: Programme, today: date) -> Counted:
    """The same for those who may not see rows: as they stood at the end of a period, and only by more than a few."""
    over = moments.over(programme, today)
    tables = [{EVERYTHING: Figure(number, 0)} for number in _outcomes(programme, over)]
    people, outcomes = moments.started(programme, over), moments.told(programme, over, tables, Kind.SO_FAR)
    return Counted(
        people.people if people else None,
        outcomes.people if outcomes else None,
        people.moment.day if people else None,
        outcomes.moment.day if outcomes else None,
    )


def _outcomes(programme: Programme, over: Sequence[Moment]) -> list[int]:
    """How many had been accepted, and neither withdrawn nor failed as they stood then, by each moment."""
    if not over:
        return []

    def make() -> list[int]:
        following = ClaimState.objects.filter(claim=OuterRef("claim"), pk__gt=OuterRef("pk")).order_by("pk")
        lasting = ClaimState.objects.filter(claim__programme=programme, state__in=ClaimState.FALLEN).annotate(
            until=Subquery(following.values("changed_at")[:1])
        )
        fallen = lasting.aggregate(
            **{
                f"at_{place}": Count(
                    "pk",
                    filter=Q(changed_at__lt=one.before, claim__received_at__lt=one.before)
                    & (Q(until=None) | Q(until__gte=one.before)),
                )
                for place, one in enumerate(over)
            }
        )
        return list(fallen.values())

    taken = moments.taken_in(programme, Tally.Of.CLAIMS, over)
    fallen = moments.kept(programme, "fallen", over, make)
    return [sum(numbers.values()) - fell for numbers, fell in zip(taken, fallen, strict=True)]
