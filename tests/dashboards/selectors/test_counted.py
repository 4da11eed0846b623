import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts.actions import audit
from dashboards.selectors import counted
from delivery.models import Participant
from outcomes.actions import claims
from outcomes.models import Claim, ClaimState
from tests import builders
from tests.kept import kept
from tests.outcomes import scheme as files
from tests.outcomes.scheme import OUTCOME_HEADER, Scheme, table

pytestmark = pytest.mark.django_db


@pytest.fixture
@kept
def scheme() -> Scheme:
    made = files.scheme()
    made.participant("P1")
    made.participant("P2")
    rows = [(reference, "job_outcome", "2025-06-01", 1, "", "payslip", "") for reference in ("P1", "P2")]
    made.send(table(OUTCOME_HEADER, rows))
    return made


def test_participants_and_outcomes_are_counted_for_all_or_for_some_agents(scheme: Scheme) -> None:
    assert counted.of(scheme.programme) == counted.Counted(2, 2)
    assert counted.of(scheme.programme, [scheme.agent.pk]) == counted.Counted(2, 2)
    assert counted.of(scheme.programme, [builders.organisation().pk]) == counted.Counted(0, 0)


def test_rows_are_never_counted_anew_and_what_fell_is_taken_off(
    scheme: Scheme, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    claims.withdraw(
        claim=Claim.objects.filter(programme=scheme.programme)[0],
        reason="Claimed by mistake.",
        by=scheme.user,
        at=files.SENT,
    )
    for queries in (2, 1):  # what fell is counted once, until something is written about the programme
        with django_assert_num_queries(queries) as asked:
            assert counted.of(scheme.programme) == counted.Counted(2, 1)
        assert not [one for one in asked if "delivery_participant" in one["sql"]]
        assert counted.of(scheme.programme, [scheme.agent.pk]) == counted.Counted(2, 1)


def test_an_outcome_that_stands_again_counts_again(scheme: Scheme) -> None:
    claim = Claim.objects.filter(programme=scheme.programme)[0]
    for state, number in (("failed", 1), ("verified", 2)):
        ClaimState.objects.create(
            claim=claim, state=state, reason="Seen.", changed_by=scheme.user, changed_at=files.SENT
        )
        audit.record(by=scheme.user, at=files.SENT, action="x", programme=scheme.programme.slug, subject=claim)
        assert counted.of(scheme.programme) == counted.Counted(2, number)


def test_the_tallies_are_what_counting_gives_after_rows_are_taken_in_again(scheme: Scheme) -> None:
    scheme.participant("P3")
    rows = [(reference, "job_outcome", "2025-06-01", 1, "", "payslip", "") for reference in ("P1", "P2", "P3")]
    scheme.send(table(OUTCOME_HEADER, rows))
    found = counted.Counted(
        Participant.objects.filter(programme=scheme.programme).count(),
        Claim.objects.filter(programme=scheme.programme).count(),
    )
    assert counted.of(scheme.programme) == found == counted.Counted(3, 3)
