from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from accounts.models import Role, User
from dashboards.selectors import money, viewer
from payments.models import LedgerEntry, Statement
from tests import builders
from tests.kept import kept
from tests.payments.scheme import MAY, Scheme
from tests.payments.scheme import scheme as make_scheme

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 31)


@pytest.fixture
@kept
def scheme() -> Scheme:
    """Two starts and one job, priced: £400 each at the start, and £1,150 of the job under the cap of £1,550."""
    made = make_scheme()
    first = made.start("P1")
    made.start("P2")
    made.claim(first, MAY)
    made.price()
    return made


def of(scheme: Scheme, user: User) -> money.Money:
    key = scheme.programme.pk
    return money.of(viewer.look(user, TODAY), [key])[key]


def test_no_entry_of_the_ledger_is_read_for_anybody_and_the_sums_are_those_of_the_entries(scheme: Scheme) -> None:
    entered = LedgerEntry.objects.filter(programme=scheme.programme).aggregate(net=Sum("net"))["net"]
    for user in (scheme.place.for_agent, builders.member(scheme.programme, Role.VERIFIER)):
        with CaptureQueriesContext(connection) as asked:
            assert of(scheme, user).stated == entered
        assert not [one["sql"] for one in asked if LedgerEntry._meta.db_table in one["sql"]]


def test_stated_and_approved_money_agree_with_the_statements(scheme: Scheme) -> None:
    verifier = builders.member(scheme.programme, Role.VERIFIER)
    stated = of(scheme, verifier).stated
    assert stated == Decimal("1950.00")
    assert of(scheme, verifier).approved == 0
    first = Statement.objects.select_related("programme", "agent", "period").order_by("period__starts_on")[0]
    scheme.approve(first.period.code)
    assert of(scheme, verifier) == money.Money(stated, Decimal("800.00"), None)
    assert of(scheme, verifier).waiting == stated - 800


def test_who_may_not_see_rows_is_not_told_of_money_that_would_tell_a_small_number(scheme: Scheme) -> None:
    found = of(scheme, builders.member(scheme.programme, Role.ANALYST))
    assert found.is_hidden
    assert found.stated == found.approved == 0


def test_an_agent_is_told_of_its_own_money_only(scheme: Scheme) -> None:
    other = builders.member(scheme.programme, Role.AGENT)
    analyst = builders.member(scheme.programme, Role.VERIFIER)
    assert of(scheme, other) == money.Money(Decimal(0), Decimal(0), None)
    assert of(scheme, scheme.place.for_agent).stated == of(scheme, analyst).stated
