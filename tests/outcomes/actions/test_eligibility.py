"""Who may be on the programme, held against every row of a file of participants."""

from datetime import date

import pytest

from contracts.models import Segment
from delivery.actions import participants
from delivery.models import Participant
from delivery.selectors import contract as contracts
from outcomes.actions import claims
from outcomes.models import RowError
from outcomes.selectors import columns
from tests import builders
from tests.outcomes import scheme as schemes
from tests.outcomes.scheme import Scheme, table

pytestmark = pytest.mark.django_db
RULE = {"rule": {"age": ["18-24"], "consent": ["yes"]}, "started_from": None, "started_until": "2025-06-30"}


@pytest.fixture
def only_young() -> Scheme:
    """A scheme for consenting people of 18 to 24 who start by the end of June 2025."""
    with schemes.drafted(eligibility=RULE) as made:
        Segment.objects.create(version=made.version, position=1, code="all", name="All", rule={})
        schemes.outcome(made.version, 1, "job", "binary")
    return made


def test_rows_of_people_who_may_not_be_on_it_are_refused_with_the_rule_in_words(only_young: Scheme) -> None:
    rows = [
        ("P-1", "2025-06-30", "18-24", "Yes"),
        ("P-2", "2025-06-30", "25-34", "yes"),
        ("P-3", "2025-06-30", "18-24", ""),
        ("P-4", "2025-07-01", "18-24", "yes"),
    ]
    sent = only_young.send(table("participant,started_on,age,consent", rows), kind="participants")
    assert (sent.accepted, sent.rejected) == (1, 3)
    taken = Participant.objects.get()
    assert (taken.reference, taken.attributes) == ("P-1", {"age": "18-24", "consent": "yes"})
    errors = RowError.objects.order_by("row_number")
    assert [(one.code, one.field, one.value) for one in errors] == [
        ("not_eligible", "age", "25-34"),
        ("not_eligible", "consent", ""),
        ("not_eligible", "started_on", "2025-07-01"),
    ]
    assert errors[0].reason == (
        "This participant may not be on the programme: the contract version takes nobody unless age is 18-24, "
        "consent is yes and they start on or before 30 June 2025."
    )


def test_the_columns_of_the_rule_are_asked_for_and_explained(only_young: Scheme) -> None:
    shown = {one.name: one for one in columns.of(contracts.of(only_young.programme), "participants")}
    assert shown["consent"].needed
    assert shown["consent"].what == "Decides who may be on the programme"
    assert [value for value, _ in shown["age"].values] == ["18-24"]
    sent = only_young.send("participant,started_on\nP-1,2025-02-01\n", kind="participants")
    assert "age" in sent.failure


@pytest.fixture
def outcome_for_some() -> Scheme:
    """A scheme in which everybody can start and only those of 18 to 24 can achieve the apprenticeship."""
    young = {"eligible": {"rule": {"age": ["18-24"], "area": ["north", "east"]}}}
    with schemes.drafted() as made:
        schemes.outcome(made.version, 1, "job", "binary")
        schemes.outcome(made.version, 2, "apprenticeship", "binary", particulars=young)
    return made


def test_an_outcome_is_claimed_only_for_those_who_can_achieve_it(outcome_for_some: Scheme) -> None:
    scheme = outcome_for_some
    rows = [("P-1", "2025-02-01", "18-24", "north"), ("P-2", "2025-02-01", "25-34", ""), ("P-3", "2025-02-01", "", "")]
    assert scheme.send(table("participant,started_on,age,area", rows), kind="participants").accepted == 3
    claimed = [(f"P-{number}", outcome, "2025-06-01") for number in (1, 2, 3) for outcome in ("job", "apprenticeship")]
    sent = scheme.send(table("participant,outcome,achieved_on", claimed))
    assert (sent.accepted, sent.rejected) == (4, 2)
    first, second = RowError.objects.filter(submission=sent).order_by("row_number")
    assert (first.code, first.value, first.row_number, second.value) == ("not_for_participant", "P-2", 5, "P-3")
    assert first.reason == "This outcome is only for participants of whom age is 18-24 and area is north or east."
    shown = {one.name: one for one in columns.of(contracts.of(scheme.programme), "participants")}
    assert (shown["age"].needed, shown["age"].what) == (False, "Decides which outcomes the participant can achieve")


def test_a_pack_brings_neither_people_nor_claims_that_the_contract_does_not_take(
    only_young: Scheme, outcome_for_some: Scheme
) -> None:
    system, day = builders.system(), date(2025, 2, 1)
    old = participants.NewParticipant(only_young.agent, "P-1", day, {"age": "65", "consent": "yes"})
    with pytest.raises(participants.ParticipantRefused, match="by the attribute “age”"):
        participants.enrol(programme=only_young.programme, participants=[old], by=system, at=builders.MOMENT)
    scheme = outcome_for_some
    known = participants.NewParticipant(scheme.agent, "P-2", day, {"age": "65"})
    participants.enrol(programme=scheme.programme, participants=[known], by=system, at=builders.MOMENT)
    claim = claims.NewClaim(scheme.agent, "P-2", "apprenticeship", date(2025, 6, 1))
    with pytest.raises(claims.ClaimRefused, match="not for this participant"):
        claims.bring_in(programme=scheme.programme, claims=[claim], by=system, at=builders.MOMENT)
