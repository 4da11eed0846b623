"""Who may be on the programme, held against every row of a file of participants."""

from datetime import date

import pytest

from accounts.models import Role
from contracts.models import ContractVersion, Party, Segment
from delivery.models import Participant
from delivery.selectors import contract as contracts
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
    programme = builders.programme_at_stage(5)
    agent = builders.organisation("Northern Works", code="northern-works")
    version = ContractVersion.objects.create(
        programme=programme, number=1, title="One", effective_from=date(2025, 1, 1), eligibility=RULE,
        drafted_by=builders.system(), drafted_at=builders.MOMENT,
    )  # fmt: skip
    Party.objects.create(version=version, role=Party.Role.AGENT, organisation=agent)
    Segment.objects.create(version=version, position=1, code="all", name="All", rule={})
    schemes.outcome(version, 1, "job", "binary")
    version.proposed_by, version.proposed_at = builders.system(), builders.MOMENT
    version.save(update_fields=["proposed_by", "proposed_at"])
    version.agreed_at = builders.MOMENT
    version.save(update_fields=["agreed_at"])
    return Scheme(programme, agent, version, builders.member(programme, Role.AGENT, organisation=agent))


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
