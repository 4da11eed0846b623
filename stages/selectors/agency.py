"""The goals that every party ranks, how far the orders lie apart, and what each party says of risk."""

import dataclasses
from collections.abc import Iterable
from typing import Any

from django.http import Http404

from stages.domain import congruence
from stages.models import Candidate, Goal, GoalRanking, Party, Programme, RiskStatement
from stages.selectors import stage_facts


@dataclasses.dataclass(frozen=True)
class Speaker:
    """A party of the programme. `key` names it in addresses: commissioner, service_users, or a candidate's number."""

    key: str
    name: str
    party: str
    candidate: Candidate | None = None


@dataclasses.dataclass(frozen=True)
class Said:
    """What a party has said: its order of the goals, if it is of all of them, and its attitude to risk."""

    speaker: Speaker
    ranking: GoalRanking | None
    places: list[int | None]
    risk: RiskStatement | None

    @property
    def is_ranked(self) -> bool:
        return bool(self.places) and None not in self.places

    @property
    def risk_fields(self) -> dict[str, Any]:
        """The statement that stands, as a form begins with it."""
        row = self.risk
        if row is None:
            return {}
        names = ("maximum_loss", "working_capital_weeks", "statement")
        return {name: getattr(row, name) for name in names}


@dataclasses.dataclass(frozen=True)
class Page:
    goals: list[Goal]
    said: list[Said]
    pairs: list[congruence.Pair]

    @property
    def silent(self) -> list[str]:
        """Who has not put the goals, as they now are, in an order."""
        return [one.speaker.name for one in self.said if not one.is_ranked]


def goals(programme: Programme) -> list[Goal]:
    return list(Goal.objects.filter(programme=programme).order_by("pk"))


def speakers(programme: Programme) -> list[Speaker]:
    """The commissioner, those who use the service, the chosen principal and every candidate to be the agent."""
    found = [
        Speaker(Party.COMMISSIONER, f"{programme.commissioner} (commissioner)", Party.COMMISSIONER),
        Speaker(Party.SERVICE_USERS, "Service users", Party.SERVICE_USERS),
    ]
    principal = stage_facts.latest_decision(programme, 2)
    if principal:
        found.append(_candidate(principal.candidate, "principal"))
    agents = Candidate.objects.filter(programme=programme, stage=3).select_related("organisation").order_by("pk")
    return found + [_candidate(one, "agent") for one in agents]


def _candidate(one: Candidate, who: str) -> Speaker:
    return Speaker(str(one.pk), f"{one} ({who})", Party.CANDIDATE, one)


def speaker(programme: Programme, key: str) -> Speaker:
    """The party with the key; the page does not exist otherwise."""
    found = [one for one in speakers(programme) if one.key == key]
    if not found:
        raise Http404("No such party")
    return found[0]


def said(programme: Programme, key: str) -> Said:
    """What the party with the key has said; the page does not exist for others."""
    speaker(programme, key)
    return next(one for one in page(programme).said if one.speaker.key == key)


def _key(row: GoalRanking | RiskStatement) -> str:
    return str(row.candidate_id) if row.candidate_id else row.party


def _places(ranking: GoalRanking | None, wanted: Iterable[Goal]) -> list[int | None]:
    held = {one.goal_id: one.place for one in ranking.places.all()} if ranking else {}
    return [held.get(goal.pk) for goal in wanted]


def page(programme: Programme) -> Page:
    """What every party has said, and every two orders of the goals as they now are, furthest apart first."""
    wanted = goals(programme)
    orders = GoalRanking.objects.filter(programme=programme).select_related("ranked_by").prefetch_related("places")
    rankings = {_key(row): row for row in orders.order_by("ranked_at", "pk")}
    stated = RiskStatement.objects.filter(programme=programme).select_related("stated_by")
    risks = {_key(row): row for row in stated.order_by("stated_at", "pk")}
    said = [
        Said(one, rankings.get(one.key), _places(rankings.get(one.key), wanted), risks.get(one.key))
        for one in speakers(programme)
    ]
    whole = {
        one.speaker.name: {goal.pk: place for goal, place in zip(wanted, one.places, strict=True) if place}
        for one in said
        if one.is_ranked
    }
    return Page(wanted, said, congruence.pairs(whole))
