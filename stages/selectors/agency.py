"""The goals that every party ranks, how far the orders lie apart, and what each party says of risk."""

import dataclasses
from collections.abc import Collection, Iterable
from typing import Any

from django.http import Http404

from accounts.models import Role, User
from stages import permissions
from stages.domain import congruence
from stages.models import Candidate, Goal, GoalRanking, Party, Programme, RiskStatement, StageVisit
from stages.selectors import access as access_selector
from stages.selectors import stage_facts


@dataclasses.dataclass(frozen=True)
class Speaker:
    """A party of the programme. `key` names it in addresses: commissioner, service_users, or a candidate's number."""

    key: str
    name: str
    party: str
    candidate: Candidate | None = None

    @property
    def is_agent(self) -> bool:
        """A candidate to be the agent, which speaks for itself."""
        return self.candidate is not None and self.candidate.stage == permissions.AGENT_STAGE


@dataclasses.dataclass(frozen=True)
class Said:
    """What a party has said: its order of the goals, if it is of all of them, and its attitude to risk."""

    speaker: Speaker
    ranking: GoalRanking | None
    places: list[int | None]
    risk: RiskStatement | None

    @property
    def in_order(self) -> list[tuple[Goal, int]]:
        """The goals with their places, the most important first."""
        placed = self.ranking.places.all() if self.ranking else ()
        return sorted(((one.goal, one.place) for one in placed), key=lambda row: row[1])

    @property
    def is_ranked(self) -> bool:
        return bool(self.places) and None not in self.places

    @property
    def risk_fields(self) -> dict[str, Any]:
        """The statement that stands, as a form begins with it."""
        row = self.risk
        if row is None:
            return {}
        names = ("maximum_loss", "working_capital_weeks", "statement", "passed_down")
        passes = {None: "", True: "yes", False: "no"}[row.passes_risk_down]
        return {name: getattr(row, name) for name in names} | {"passes_risk_down": passes}


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


def access(programme: Programme, speaker: Speaker, viewer: User) -> access_selector.Access:
    """Whether the viewer may say now what the party wants and can bear. Raises `Forbidden` for those who never may."""
    held = access_selector.access(programme, permissions.AGENT_STAGE, viewer)
    if speaker.candidate is None:
        permissions.require(viewer, "stage.record", programme)
        return held
    permissions.require_may_speak_for(viewer, speaker.candidate)
    return dataclasses.replace(held, permitted=True)


def spoken_for(programme: Programme, viewer: User) -> list[Said]:
    """What the candidates for which the viewer is an agent have said."""
    bodies = {one.pk for one in permissions.organisations(viewer, programme, Role.AGENT)}
    return [
        one
        for one in page(programme).said
        if one.speaker.is_agent and one.speaker.candidate and one.speaker.candidate.organisation_id in bodies
    ]


def silent_candidates(pairs: Collection[tuple[int, int]]) -> list[Candidate]:
    """Of candidates to be the agent, as (programme, organisation), those that have not declared what risk they pass
    down while stage 3 is open."""
    opened = StageVisit.objects.filter(
        programme__in={programme for programme, _body in pairs}, stage=permissions.AGENT_STAGE, closed_at__isnull=True
    )
    declared = RiskStatement.objects.filter(passes_risk_down__isnull=False, candidate__isnull=False)
    found = Candidate.objects.filter(programme__in=opened.values("programme"), stage=permissions.AGENT_STAGE).exclude(
        pk__in=declared.values("candidate")
    )
    named = found.select_related("programme", "organisation").order_by("programme__name", "pk")
    return [one for one in named if (one.programme_id, one.organisation_id) in pairs]


def _key(row: GoalRanking | RiskStatement) -> str:
    return str(row.candidate_id) if row.candidate_id else row.party


def _places(ranking: GoalRanking | None, wanted: Iterable[Goal]) -> list[int | None]:
    held = {one.goal_id: one.place for one in ranking.places.all()} if ranking else {}
    return [held.get(goal.pk) for goal in wanted]


def page(programme: Programme) -> Page:
    """What every party has said, and every two orders of the goals as they now are, furthest apart first."""
    wanted = goals(programme)
    orders = (
        GoalRanking.objects.filter(programme=programme).select_related("ranked_by").prefetch_related("places__goal")
    )
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
