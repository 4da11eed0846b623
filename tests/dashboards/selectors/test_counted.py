import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts.models import Role
from dashboards.selectors import counted
from outcomes.actions import claims
from outcomes.models import Claim
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


def test_a_count_is_kept_until_something_happens(
    scheme: Scheme, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    counted.of(scheme.programme)
    with django_assert_num_queries(1):
        counted.of(scheme.programme)
    claims.withdraw(
        claim=Claim.objects.filter(programme=scheme.programme)[0],
        reason="Claimed by mistake.",
        by=scheme.user,
        at=files.SENT,
    )
    assert counted.of(scheme.programme) == counted.Counted(2, 1)


def test_a_role_given_meanwhile_changes_no_count(scheme: Scheme) -> None:
    before = counted.of(scheme.programme)
    builders.member(scheme.programme, Role.ANALYST)
    assert counted.of(scheme.programme) == before
