"""Principal and agents: the goals that all parties rank, and the risk that each of them says it can bear."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import User
from stages import permissions
from stages.actions import records, visits
from stages.domain import congruence
from stages.models import Candidate, Goal, GoalPlace, GoalRanking, Party, Programme, RiskStatement

STAGE = 3
FEWEST, MOST = 2, 9


@transaction.atomic
def set_goals(*, programme: Programme, names: Sequence[str], by: User, at: datetime) -> list[Goal]:
    """The goals that every party ranks, 2 to 9. A goal that somebody has ranked stays."""
    records.begin(programme, STAGE, by)
    given = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    if not FEWEST <= len(given) <= MOST:
        raise Refused(f"Enter {FEWEST} to {MOST} goals, each on a line of its own.")
    before = list(Goal.objects.filter(programme=programme).order_by("pk"))
    gone = [goal for goal in before if goal.name not in given]
    ranked = [goal.name for goal in gone if goal.places.exists()]
    if ranked:
        raise Refused(f"Already ranked, so it has to stay: {', '.join(ranked)}.")
    for goal in gone:
        goal.delete()
    known = {goal.name for goal in before}
    for name in given:
        if name not in known:
            Goal.objects.create(programme=programme, name=name)
    if [goal.name for goal in before] != given:
        audit.record(
            by=by, at=at, action="stages.goals.set", programme=programme.slug, subject=programme,
            before={"goals": [goal.name for goal in before]}, after={"goals": given},
        )  # fmt: skip
    return list(Goal.objects.filter(programme=programme).order_by("pk"))


def _begin(programme: Programme, candidate: Candidate | None, by: User) -> None:
    """Candidates to be the agent speak for themselves; the commissioner and the Expert Body enter what others say."""
    if candidate is None:
        records.begin(programme, STAGE, by)
        return
    permissions.require_may_speak_for(by, candidate)
    visits.require_open(programme=programme, stage=STAGE)


def _speaker(programme: Programme, party: str, candidate: Candidate | None) -> None:
    if (party == Party.CANDIDATE) != (candidate is not None):
        raise Refused("Choose the party that speaks.")
    if candidate is not None and candidate.programme_id != programme.pk:
        raise Refused("Choose one of the candidates of this programme.")


@transaction.atomic
def rank_goals(
    *, programme: Programme, party: str, candidate: Candidate | None = None, places: Mapping[int, int], by: User,
    at: datetime,
) -> GoalRanking:  # fmt: skip
    """Keep a party's order of the goals: each goal, by primary key, with its place from 1 on. The latest counts."""
    _begin(programme, candidate, by)
    return keep_order(programme=programme, party=party, candidate=candidate, places=places, by=by, at=at)


def keep_order(
    *, programme: Programme, party: str, candidate: Candidate | None = None, places: Mapping[int, int], by: User,
    at: datetime,
) -> GoalRanking:  # fmt: skip
    """As `rank_goals`, for those who have asked for permission already."""
    _speaker(programme, party, candidate)
    goals = set(Goal.objects.filter(programme=programme).values_list("pk", flat=True))
    if set(places) != goals or not goals:
        raise Refused("Give every goal a place. Set the goals first, if there are none.")
    if problem := congruence.order_problem(list(places.values())):
        raise Refused(problem)
    made = GoalRanking.objects.create(programme=programme, party=party, candidate=candidate, ranked_by=by, ranked_at=at)
    for goal, place in sorted(places.items(), key=lambda row: row[1]):
        GoalPlace.objects.create(ranking=made, goal_id=goal, place=place)
    audit.record(
        by=by, at=at, action="stages.goals.rank", programme=programme.slug, subject=made,
        after={"party": party, "candidate": candidate and candidate.pk, "places": {str(k): v for k, v in places.items()}},  # noqa: E501
    )  # fmt: skip
    return made


@transaction.atomic
def state_risk(
    *, programme: Programme, party: str, candidate: Candidate | None = None, maximum_loss: Decimal,
    working_capital_weeks: int, statement: str, passes_risk_down: bool | None = None, passed_down: str = "", by: User,
    at: datetime,
) -> RiskStatement:  # fmt: skip
    """Keep what a party says of risk: the most that it can lose, its weeks of cash, and why. The latest counts.

    A candidate to be the agent says whether it passes risk down to those who deliver for it, and to whom.
    """
    _begin(programme, candidate, by)
    if candidate is not None and candidate.stage == STAGE and passes_risk_down is None:
        raise Refused("Select whether you pass risk down to those who deliver for you.")
    return keep_risk(
        programme=programme, party=party, candidate=candidate, maximum_loss=maximum_loss,
        working_capital_weeks=working_capital_weeks, statement=statement, passes_risk_down=passes_risk_down,
        passed_down=passed_down, by=by, at=at,
    )  # fmt: skip


def keep_risk(
    *, programme: Programme, party: str, candidate: Candidate | None = None, maximum_loss: Decimal,
    working_capital_weeks: int, statement: str, passes_risk_down: bool | None = None, passed_down: str = "", by: User,
    at: datetime,
) -> RiskStatement:  # fmt: skip
    """As `state_risk`, for those who have asked for permission already; it may leave open what is passed down."""
    _speaker(programme, party, candidate)
    if maximum_loss < 0 or working_capital_weeks < 0:
        raise Refused("Neither the loss nor the weeks can be less than nothing.")
    if not statement.strip():
        raise Refused("Enter the party's attitude to risk in its own words.")
    if passes_risk_down and not passed_down.strip():
        raise Refused("Enter to whom risk is passed down, and how much of it.")
    fields: dict[str, Any] = {
        "party": party,
        "candidate": candidate,
        "maximum_loss": maximum_loss,
        "working_capital_weeks": working_capital_weeks,
        "statement": statement.strip(),
        "passes_risk_down": passes_risk_down,
        "passed_down": passed_down.strip() if passes_risk_down else "",
    }
    made = RiskStatement.objects.create(programme=programme, stated_by=by, stated_at=at, **fields)
    records.added(made, programme=programme, action="stages.risk.state", names=list(fields), by=by, at=at)
    return made
