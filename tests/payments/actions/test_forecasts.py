"""Forecasting the cash of a programme, and the page that shows it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts.errors import Forbidden
from accounts.models import AuditEntry, Role
from outcomes.models import Claim
from payments.actions import forecasts, requests
from payments.models import CashForecast
from payments.selectors import forecasts as selectors
from tests import builders
from tests.kept import kept
from tests.payments import scheme as schemes
from tests.payments.scheme import Scheme

pytestmark = pytest.mark.django_db
TODAY = date(2026, 8, 20)
NOW = datetime(2026, 8, 20, 9, 0, tzinfo=UTC)
EARLY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


@pytest.fixture
@kept
def scheme() -> Scheme:
    """80 started on 5 January and 40 on 10 July; of the former, half found a job after 50 days, told on that day."""
    made = schemes.scheme(caps=[{"code": "all", "scope": "contract", "amount": "200000.00"}])
    old = [made.start(f"A{number}", date(2026, 1, 5), received_at=EARLY) for number in range(80)]
    for number in range(40):
        made.start(f"B{number}", date(2026, 7, 10), received_at=EARLY)
    day = date(2026, 1, 5) + timedelta(days=50)
    Claim.objects.bulk_create(
        Claim(
            programme=made.programme, agent=made.agent, participant=one, outcome="job", event_date=day, sequence=1,
            version=made.version, received_at=datetime(2026, 2, 24, 12, 0, tzinfo=UTC),
        )
        for one in old[:40]
    )  # fmt: skip
    return made


def make(scheme: Scheme) -> CashForecast:
    scheme.price(as_of=TODAY, at=NOW)
    made = forecasts.make(programme=scheme.programme, as_of=TODAY, by=builders.system(), at=NOW)
    assert made is not None
    return made


def test_those_on_the_way_are_expected_at_the_rate_of_those_before_and_what_is_stated_stands_beside(
    scheme: Scheme,
) -> None:
    """Half of those who were seen through their second month got there in it: £24,000 of 40 people at £1,200."""
    part = next(iter(make(scheme).results["agents"].values()))
    assert sum(pounds for pounds, _ in part["expected"]) == pytest.approx(24_000)
    assert sum(map(Decimal, part["stated"])) == sum(run.net for run in scheme.programme.pricing_runs.all())
    page = selectors.page(scheme.place.for_agent, scheme.programme)
    assert page is not None
    assert page.total.low < page.total.together < page.total.high
    assert page.total.expected == Decimal(24_000)
    assert "is left: enough for these months." in page.ceiling


def test_it_is_held_to_what_came_since_half_a_year_ago(scheme: Scheme) -> None:
    """Half of those before came in their second month, so that of forty who started in April twenty were expected."""
    april, november = datetime(2026, 4, 28, 9, 0, tzinfo=UTC), datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
    later = [scheme.start(f"C{number}", date(2026, 4, 10), received_at=april) for number in range(40)]
    scheme.price(as_of=april.date(), at=april)
    day = date(2026, 4, 10) + timedelta(days=50)
    for one in later[:20]:
        scheme.claim(one, day, received_at=datetime.combine(day, april.timetz()))
    scheme.price(as_of=november.date(), at=november)
    made = forecasts.make(programme=scheme.programme, as_of=november.date(), by=builders.system(), at=november)
    assert made is not None
    told = made.results["held_to"]
    assert told["came"] == "24000.00"
    assert told["said"] == pytest.approx(24_000)
    page = selectors.page(scheme.place.for_principal, scheme.programme)
    assert page is not None
    assert page.held_to is not None
    assert page.held_to["holds"]


@pytest.mark.parametrize(
    ("amount", "shown"), [("0", "0"), ("7.40", "7"), ("1234.56", "1230"), ("-98765", "-98800"), ("999.6", "1000")]
)
def test_a_forecast_is_shown_to_three_figures(amount: str, shown: str) -> None:
    assert selectors.rounded(Decimal(amount)) == Decimal(shown)


def test_a_small_programme_is_forecast_at_once_and_a_large_one_by_a_worker(
    scheme: Scheme, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = requests.forecast_now(programme=scheme.programme, by=scheme.place.for_principal, at=NOW)
    assert said == "The forecast is made."
    monkeypatch.setattr(requests, "MOST_CLAIMS_AT_ONCE", 1)
    said = requests.forecast_now(programme=scheme.programme, by=scheme.place.for_principal, at=NOW)
    assert "Look again in a minute" in said
    requests.carry_out_forecast(programme_id=scheme.programme.pk, at=NOW)
    assert CashForecast.objects.filter(programme=scheme.programme).count() == 2


def test_only_who_may_price_makes_one(scheme: Scheme) -> None:
    with pytest.raises(Forbidden):
        forecasts.make(programme=scheme.programme, as_of=TODAY, by=scheme.place.for_agent, at=NOW)
    made = make(scheme)
    assert AuditEntry.objects.filter(action="payments.forecast.make", subject_id=str(made.pk)).exists()


def test_the_page_says_what_will_be_there_and_then_shows_it(scheme: Scheme, client: Client) -> None:
    url = reverse("payments:cash_forecast", args=[scheme.programme.slug])
    client.force_login(scheme.place.for_principal)
    assert "No forecast yet" in client.get(url).content.decode()
    make(scheme)
    shown = client.get(url).content.decode()
    assert "Likely to be paid in twelve months" in shown
    client.force_login(builders.member(scheme.programme, Role.ANALYST))
    assert client.get(url).status_code == 403
