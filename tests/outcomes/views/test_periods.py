"""The pages of periods: windows, closing, exceptions and what changed afterwards."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import User
from contracts.models import Period
from outcomes.actions import periods
from tests.outcomes.scheme import Scheme

pytestmark = pytest.mark.django_db


@pytest.fixture
def period(scheme: Scheme) -> Period:
    return Period.objects.create(
        programme=scheme.programme, code="2025-q1", starts_on=date(2025, 1, 1), ends_on=date(2025, 3, 31)
    )


def page(name: str, period: Period) -> str:
    return reverse(f"outcomes:{name}", kwargs={"slug": period.programme.slug, "period": period.code})


def test_a_commissioner_sets_a_window_closes_the_period_and_lets_one_agent_in(
    scheme: Scheme, period: Period, commissioner: User, client: Client
) -> None:
    client.force_login(commissioner)
    listed = client.get(reverse("outcomes:period_list", args=[scheme.programme.slug])).content.decode()
    assert "Rows are taken, without an end" in listed
    assert "Set windows for all periods" in listed
    given = {"opens_on": "2025-01-01", "closes_on": "2025-04-20"}
    shown = client.post(page("period_window", period), given, follow=True).content.decode()
    assert "1 January 2025 to 20 April 2025" in shown
    refused = client.post(page("period_close", period), {"statement": "Looked."}).content.decode()
    assert "Tick the box" in refused
    given = {"statement": "Looked.", "meant": "on"}
    shown = client.post(page("period_close", period), given, follow=True).content.decode()
    assert "Nothing has changed since then." in shown
    given = {"agent": str(scheme.agent.pk), "until": "2999-01-01", "reason": "Its system was down."}
    shown = client.post(page("period_exception", period), given, follow=True).content.decode()
    assert "Northern Works may send rows of this period again." in shown
    assert "Its system was down." in shown


def test_an_agent_reads_the_window_and_its_own_exception_alone(
    scheme: Scheme, period: Period, commissioner: User, rival: User, client: Client
) -> None:
    periods.close(period=period, statement="Looked.", by=commissioner, at=now())
    until, reason = date(2999, 1, 1), "Its system was down."
    periods.grant(period=period, agent=scheme.agent, until=until, reason=reason, by=commissioner, at=now())
    client.force_login(scheme.user)
    assert "Its system was down." in client.get(page("period_detail", period)).content.decode()
    client.force_login(rival)
    seen = client.get(page("period_detail", period)).content.decode()
    assert "Its system was down." not in seen
    assert "Grant an exception" not in seen
    assert client.get(page("period_close", period)).status_code == 403


def test_a_window_for_all_periods_is_one_number(
    scheme: Scheme, period: Period, commissioner: User, client: Client
) -> None:
    client.force_login(commissioner)
    url = reverse("outcomes:period_windows", args=[scheme.programme.slug])
    assert "Enter" in client.post(url, {"days": ""}).content.decode()
    shown = client.post(url, {"days": "15"}, follow=True).content.decode()
    assert "1 period was given a window." in shown
    assert "15 Apr 2025" in shown


def test_a_period_that_runs_or_is_to_come_offers_no_closing(scheme: Scheme, commissioner: User, client: Client) -> None:
    coming = Period.objects.create(
        programme=scheme.programme, code="2999-q1", starts_on=date(2999, 1, 1), ends_on=date(2999, 3, 31)
    )
    client.force_login(commissioner)
    shown = client.get(page("period_detail", coming)).content.decode()
    assert "Set the window" in shown
    assert "Close the period" not in shown
