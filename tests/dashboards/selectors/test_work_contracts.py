from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from accounts.models import Role, User
from contracts.actions import versions
from dashboards.selectors import viewer, work_contracts
from dashboards.selectors.waiting import Matter
from outcomes.actions import questions
from outcomes.models import Question
from tests import builders
from tests.contracts import builders as contracts
from tests.kept import kept
from tests.outcomes import scheme as files
from tests.outcomes.scheme import OUTCOME_HEADER, Scheme, table

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 20)


def looking(user: User, today: date = TODAY) -> viewer.Viewer:
    return viewer.look(user, today)


def titles(matters: list[Matter]) -> list[str]:
    return [matter.title for matter in matters]


def test_a_proposed_version_waits_for_each_party_until_it_has_agreed() -> None:
    place = contracts.setting()
    seat = builders.seat(place.programme)
    version = contracts.propose(place)
    waiting = {
        who: bool(work_contracts.versions_to_agree(looking(user)))
        for who, user in [
            ("principal", place.for_principal), ("agent", place.for_agent), ("body", seat.user),
            ("commissioner", place.commissioner), ("not seated", place.member),
        ]
    }  # fmt: skip
    assert waiting == {"principal": True, "agent": True, "body": True, "commissioner": False, "not seated": False}
    versions.agree(
        version=version, on_behalf_of="agent", organisation=place.agent, by=place.for_agent, at=builders.later(days=3)
    )
    assert work_contracts.versions_to_agree(looking(place.for_agent)) == []
    assert work_contracts.versions_to_agree(looking(place.for_principal)) != []


def test_a_party_is_led_to_the_version_and_the_body_to_its_decision() -> None:
    place = contracts.setting()
    seat = builders.seat(place.programme)
    version = contracts.propose(place)
    slug = place.programme.slug
    (for_agent,) = work_contracts.versions_to_agree(looking(place.for_agent))
    (for_body,) = work_contracts.versions_to_agree(looking(seat.user))
    assert for_agent.url == reverse("contracts:version_detail", args=[slug, version.number])
    assert for_body.url == reverse("expertbody:decision_record", args=[slug, "contract_version", version.pk])


def test_an_agreement_to_terms_that_were_sent_back_does_not_count_for_the_new_ones() -> None:
    place = contracts.setting()
    version = contracts.propose(place)
    versions.agree(
        version=version, on_behalf_of="agent", organisation=place.agent, by=place.for_agent, at=builders.later(days=3)
    )
    versions.send_back(
        subject=version, by=place.commissioner, at=builders.later(days=4), rationale="The price is wrong."
    )
    assert work_contracts.versions_to_agree(looking(place.for_agent)) == []
    contracts.propose(place, title="Another title")
    assert work_contracts.versions_to_agree(looking(place.for_agent)) != []


@pytest.fixture
@kept
def scheme() -> Scheme:
    return files.scheme()


def bad_file(participant: str = "P404") -> str:
    return table(OUTCOME_HEADER, [(participant, "job_outcome", "2025-06-01", 1, "", "payslip", "")])


def test_a_file_with_rejected_rows_waits_for_its_agent_until_a_later_file_is_sent(scheme: Scheme) -> None:
    scheme.participant("P1")
    scheme.send(bad_file())
    (matter,) = work_contracts.files_to_correct(looking(scheme.user))
    assert matter.title == "outcomes.csv: 1 row was not taken"
    scheme.send(bad_file("P1"), at=datetime(2025, 12, 2, 9, 0, tzinfo=UTC))
    assert work_contracts.files_to_correct(looking(scheme.user)) == []


def test_another_agents_file_is_none_of_ones_business(scheme: Scheme) -> None:
    scheme.send(bad_file())
    other = builders.member(scheme.programme, Role.AGENT)
    assert work_contracts.files_to_correct(looking(other)) == []
    commissioner = builders.member(scheme.programme, Role.COMMISSIONER)
    assert work_contracts.files_to_correct(looking(commissioner)) == []


def test_a_file_that_could_not_be_read_waits_with_the_reason(scheme: Scheme) -> None:
    scheme.send("colour,size\nred,1\n")
    (matter,) = work_contracts.files_to_correct(looking(scheme.user))
    assert "could not be read" in matter.title
    assert matter.detail


def test_questions_about_a_file_are_the_agents_until_they_are_answered(scheme: Scheme) -> None:
    scheme.participant("P-1")
    rows = "P-1,qualification,2025-03-03,1\nP-1,qualification,2025-03-03,2\n"
    done = scheme.send("participant,outcome,achieved_on,sequence\n" + rows, name="march.csv")
    (matter,) = work_contracts.files_with_questions(looking(scheme.user))
    assert matter.title == "march.csv: 2 to answer"
    first = Question.objects.earliest("pk")
    questions.answer(question=first, scope="cause", reason="Two papers", by=scheme.user, at=done.submitted_at)
    assert work_contracts.files_with_questions(looking(scheme.user)) == []
