"""Due diligence, goals, consortium and award: written by those who may while the stage is open, and audited."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from accounts.errors import Forbidden, Refused
from accounts.models import AuditEntry, Role, User
from stages.actions import agency, awards, conflicts, consortium, diligence, selection, visits
from stages.domain import consortium as shares
from stages.models import AgentDiligence, Candidate, Goal, Programme
from stages.selectors import agency as agency_selector
from stages.selectors import diligence as diligence_selector
from stages.selectors import gates as gates_selector
from tests import builders

pytestmark = pytest.mark.django_db
AT = builders.later(days=1)
Act = Callable[[Candidate, User], object]


@pytest.fixture
def candidate(db: None) -> Candidate:
    """A candidate to be the agent, in a programme at stage 3 where it has just been chosen."""
    programme = builders.programme_at_stage(3)
    given: dict[str, Any] = {"by": builders.system(), "at": builders.MOMENT}
    made = selection.add_candidate(
        programme=programme, stage=3, organisation=builders.organisation("Harbour Pathways"), **given
    )
    selection.decide(candidate=made, rationale="Best", standstill_days=10, **given)
    agency.set_goals(programme=programme, names=["Results", "Trust"], **given)
    return made


@pytest.fixture
def commissioner(candidate: Candidate) -> User:
    return builders.member(candidate.programme, Role.COMMISSIONER)


def record(candidate: Candidate, by: User, **changes: Any) -> object:
    return diligence.record_agent(candidate=candidate, by=by, at=AT, **({"references": "Two councils"} | changes))


PLAN: dict[str, Any] = {
    "months": 12, "monthly_cost": Decimal(100), "monthly_fee": Decimal(0), "monthly_income": Decimal(110),
    "lag_months": 3, "pessimistic_share": Decimal(80), "pessimistic_delay_months": 1,
}  # fmt: skip


def plan(candidate: Candidate, by: User, **changes: Any) -> object:
    return diligence.plan_cash(candidate=candidate, by=by, at=AT, **(PLAN | changes))


FIGURE: dict[str, Any] = {
    "kind": "rate", "name": "Jobs kept", "value": Decimal(60), "evidence_low": Decimal(20),
    "evidence_high": Decimal(40), "source": "Evaluation",
}  # fmt: skip


def assume(candidate: Candidate, by: User, **changes: Any) -> Any:
    return diligence.add_assumption(candidate=candidate, by=by, at=AT, **(FIGURE | changes))


def join(candidate: Candidate, by: User, risk: int = 40) -> object:
    lead = shares.Shares(candidate.organisation_id, True, Decimal(60), Decimal(60), Decimal(60))
    other = shares.Shares(builders.organisation("Tideway").pk, False, Decimal(40), Decimal(40), Decimal(risk))
    return consortium.set_members(candidate=candidate, members=[lead, other], by=by, at=AT)


def goals(candidate: Candidate, by: User, *names: str) -> object:
    return agency.set_goals(programme=candidate.programme, names=names or ["Results", "Trust", "Value"], by=by, at=AT)


def rank(candidate: Candidate, by: User, *order: int, **changes: Any) -> object:
    keys = Goal.objects.filter(programme=candidate.programme).order_by("pk").values_list("pk", flat=True)
    given: dict[str, Any] = {"party": "commissioner"}
    if "of" in changes:
        given |= {"party": "candidate", "candidate": changes.pop("of")}
    places = dict(zip(keys, order or (1, 2), strict=False))
    return agency.rank_goals(programme=candidate.programme, places=places, by=by, at=AT, **(given | changes))


def state(candidate: Candidate, by: User, **changes: Any) -> object:
    given: dict[str, Any] = {
        "party": "commissioner", "maximum_loss": Decimal(100), "working_capital_weeks": 4, "statement": "Careful",
    }  # fmt: skip
    return agency.state_risk(programme=candidate.programme, by=by, at=AT, **(given | changes))


def award(candidate: Candidate, by: User, days: float = 12) -> object:
    return awards.award(programme=candidate.programme, stage=3, by=by, at=builders.later(days=days))


def member_of(candidate: Candidate) -> User:
    """Somebody who signs in for the candidate."""
    return builders.member(candidate.programme, Role.AGENT, organisation=candidate.organisation)


ACTS: list[tuple[Act, str]] = [
    (record, "stages.diligence.agent"),
    (plan, "stages.diligence.cash"),
    (assume, "stages.assumption.add"),
    (join, "stages.consortium.set"),
    (goals, "stages.goals.set"),
    (rank, "stages.goals.rank"),
    (state, "stages.risk.state"),
    (award, "stages.selection.award"),
]


@pytest.mark.parametrize(("act", "action"), ACTS)
class TestEveryAct:
    def test_it_is_done_and_audited(self, act: Act, action: str, candidate: Candidate, commissioner: User) -> None:
        act(candidate, commissioner)
        assert AuditEntry.objects.filter(action=action, by=commissioner).count() == 1

    def test_a_reader_is_forbidden(self, act: Act, action: str, candidate: Candidate) -> None:
        with pytest.raises(Forbidden):
            act(candidate, builders.member(candidate.programme, Role.ANALYST))

    def test_it_is_refused_once_the_stage_is_closed(
        self, act: Act, action: str, candidate: Candidate, commissioner: User
    ) -> None:
        builders.pass_decided_elsewhere(candidate.programme, 3, at=AT)
        with pytest.raises(visits.StageClosed):
            act(candidate, commissioner)


class TestDueDiligence:
    def test_it_is_one_record_that_changes(self, candidate: Candidate, commissioner: User) -> None:
        record(candidate, commissioner)
        record(candidate, commissioner, references="Three councils")
        record(candidate, commissioner, references="Three councils")
        assert AgentDiligence.objects.get(candidate=candidate).references == "Three councils"
        assert AuditEntry.objects.filter(action="stages.diligence.agent").count() == 2

    def test_figures_that_cannot_be_are_refused(self, candidate: Candidate, commissioner: User) -> None:
        with pytest.raises(Refused, match="working capital cannot be less"):
            record(candidate, commissioner, working_capital=Decimal(-1))
        with pytest.raises(Refused, match="between 0 and 100"):
            record(candidate, commissioner, maximum_pbr_share=Decimal(101))
        with pytest.raises(Refused, match="1 to 240 months"):
            plan(candidate, commissioner, months=0)
        with pytest.raises(Refused, match="0 to 60 months later"):
            plan(candidate, commissioner, lag_months=61)
        with pytest.raises(Refused, match="cost a month cannot be less"):
            plan(candidate, commissioner, monthly_cost=Decimal(-1))

    def test_a_range_is_whole_and_has_a_source(self, candidate: Candidate, commissioner: User) -> None:
        with pytest.raises(Refused, match="both the lowest and the highest"):
            assume(candidate, commissioner, evidence_high=None)
        with pytest.raises(Refused, match="Swap them"):
            assume(candidate, commissioner, evidence_low=Decimal(50))
        with pytest.raises(Refused, match="Enter the source"):
            assume(candidate, commissioner, source=" ")
        assume(candidate, commissioner)
        with pytest.raises(Refused, match="recorded already"):
            assume(candidate, commissioner, name="jobs KEPT")

    def test_an_outlier_is_flagged_until_it_is_explained(self, candidate: Candidate, commissioner: User) -> None:
        row = assume(candidate, commissioner)
        assert "50% above the highest" in diligence_selector.flags(candidate)[0]
        diligence.change_assumption(assumption=row, explanation="Two employers", by=commissioner, at=AT)
        assert "Explained: Two employers" in diligence_selector.flags(candidate)[0]
        assert AuditEntry.objects.filter(action="stages.assumption.change").count() == 1

    def test_each_record_belongs_to_its_stage(self, candidate: Candidate, commissioner: User) -> None:
        with pytest.raises(Refused, match="not a candidate to be the principal"):
            diligence.record_principal(candidate=candidate, by=commissioner, at=AT)


class TestConsortium:
    def test_shares_sum_and_the_list_is_replaced(self, candidate: Candidate, commissioner: User) -> None:
        with pytest.raises(Refused, match="shares of risk sum to 90"):
            join(candidate, commissioner, risk=30)
        join(candidate, commissioner)
        assert candidate.consortium_members.count() == 2
        consortium.set_members(candidate=candidate, members=[], by=commissioner, at=AT)
        assert not candidate.consortium_members.exists()


class TestGoals:
    def test_the_distance_of_two_parties_is_shown(self, candidate: Candidate, commissioner: User) -> None:
        rank(candidate, member_of(candidate), 1, 2, of=candidate)
        rank(candidate, commissioner, 2, 1)
        [pair] = agency_selector.page(candidate.programme).pairs
        assert (pair.distance, pair.is_far) == (Decimal("1.00"), True)
        flagged = " ".join(diligence_selector.flags(candidate))
        assert "Its order of the goals lies far from the commissioner's: 1.00 of 1." in flagged
        assert "It has not stated itself what risk it can bear." in flagged

    def test_an_order_that_misses_a_new_goal_no_longer_counts(self, candidate: Candidate, commissioner: User) -> None:
        rank(candidate, member_of(candidate), of=candidate)
        goals(candidate, commissioner)
        assert "Harbour Pathways (agent)" in agency_selector.page(candidate.programme).silent

    def test_what_cannot_be_is_refused(self, candidate: Candidate, commissioner: User) -> None:
        with pytest.raises(Refused, match="2 to 9 goals"):
            goals(candidate, commissioner, "Only one")
        with pytest.raises(Refused, match="a place of its own"):
            rank(candidate, commissioner, 1, 1)
        with pytest.raises(Refused, match="every goal a place"):
            rank(candidate, commissioner, 1)
        with pytest.raises(Refused, match="party that speaks"):
            rank(candidate, commissioner, party="candidate")
        rank(candidate, commissioner)
        with pytest.raises(Refused, match="it has to stay: Results"):
            goals(candidate, commissioner, "Trust", "Value")
        with pytest.raises(Refused, match="in its own words"):
            state(candidate, commissioner, statement=" ")
        with pytest.raises(Refused, match="less than nothing"):
            state(candidate, commissioner, maximum_loss=Decimal(-1))
        stranger = builders.selection_records(builders.programme_at_stage(3), 3)
        with pytest.raises(Refused, match="candidates of this programme"):
            rank(candidate, builders.system(), of=stranger)


class TestWhatTheAgentSaysItself:
    def test_its_own_members_state_it_and_nobody_else(self, candidate: Candidate, commissioner: User) -> None:
        rival = builders.member(candidate.programme, Role.AGENT)
        for other in (commissioner, rival):
            with pytest.raises(Forbidden, match="Harbour Pathways says itself"):
                rank(candidate, other, of=candidate)
            with pytest.raises(Forbidden, match="Ask somebody"):
                builders.risk_stated(candidate, by=other, at=AT)
        own = member_of(candidate)
        rank(candidate, own, of=candidate)
        builders.risk_stated(candidate, by=own, at=AT)
        assert AuditEntry.objects.filter(by=own).count() == 2

    def test_what_it_passes_down_is_declared_with_to_whom(self, candidate: Candidate) -> None:
        own = member_of(candidate)
        with pytest.raises(Refused, match="Select whether you pass risk down"):
            builders.risk_stated(candidate, by=own, at=AT, passes_risk_down=None)
        with pytest.raises(Refused, match="Enter to whom"):
            builders.risk_stated(candidate, by=own, at=AT, passes_risk_down=True, passed_down=" ")
        made = builders.risk_stated(candidate, by=own, at=AT, passes_risk_down=True, passed_down="A tenth, to Tideway")
        assert made.passed_down == "A tenth, to Tideway"

    def test_it_is_refused_once_the_stage_is_closed(self, candidate: Candidate) -> None:
        own = member_of(candidate)
        builders.pass_decided_elsewhere(candidate.programme, 3, at=AT)
        with pytest.raises(visits.StageClosed):
            builders.risk_stated(candidate, by=own, at=AT)

    def test_the_gate_asks_for_the_declaration_and_compares_it_with_the_shares(
        self, candidate: Candidate, commissioner: User
    ) -> None:
        def said() -> str:
            found = gates_selector.evaluate(
                candidate.programme, 3, builders.open_visit(candidate.programme, 3), AT.date()
            )
            return next(row.reason for row in found if row.code == "risk_declared")

        assert "has not declared whether it passes risk down" in said()
        builders.risk_stated(candidate, by=member_of(candidate), at=AT)
        assert said() == ""
        join(candidate, commissioner)
        assert "gives a share of it to Tideway" in said()


class TestAward:
    def test_it_waits_for_the_end_of_the_standstill(self, candidate: Candidate, commissioner: User) -> None:
        with pytest.raises(Refused, match="until the end of 15 January 2026"):
            award(candidate, commissioner, days=10)
        award(candidate, commissioner, days=11)
        with pytest.raises(Refused, match=f"already awarded by {commissioner}"):
            award(candidate, commissioner)

    def test_it_needs_a_choice_and_nobody_with_an_interest_makes_it(
        self, candidate: Candidate, commissioner: User
    ) -> None:
        with pytest.raises(Refused, match="No choice is recorded"):
            awards.award(programme=builders.programme_at_stage(2), stage=2, by=builders.system(), at=AT)
        conflicts.declare(candidate=candidate, has_interest=True, statement="Trustee", by=commissioner, at=AT)
        with pytest.raises(Refused, match="somebody else must"):
            award(candidate, commissioner)

    def test_a_standstill_has_an_end(self, candidate: Candidate, commissioner: User) -> None:
        with pytest.raises(Refused, match="0 to 90 days"):
            selection.decide(candidate=candidate, rationale="Best", standstill_days=91, by=commissioner, at=AT)


def test_the_gate_of_stage_3_passes_with_the_records_alone(candidate: Candidate, commissioner: User) -> None:
    programme: Programme = builders.programme_at_stage(3)
    builders.selection_records(programme, 3)
    visit = builders.open_visit(programme, 3)
    builders.confirm_all(visit)
    body = {row.constituency for row in builders.body(programme)}
    assert body
    closed = visits.close_stage(visit=visit, by=builders.system(), at=AT, decision="Every criterion holds.")
    assert {row["code"] for row in closed.criteria} >= {"cash_stands_lag", "bids_in_range", "award_made"}
