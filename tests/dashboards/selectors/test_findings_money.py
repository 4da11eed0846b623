from decimal import Decimal

import pytest

from contracts.models import Cap, Period
from dashboards.selectors import findings_money
from dashboards.selectors.findings_money import Line
from monitoring.selectors.figures import Audience
from payments.actions import pricing
from payments.models import Statement
from payments.selectors import amounts
from tests import builders
from tests.kept import kept
from tests.monitoring import scenes
from tests.monitoring.scenes import NOW, YEAR_END, Scene
from tests.payments import paying
from tests.payments.approving import approve_all


@pytest.fixture
@kept
def scene() -> Scene:
    return scenes.scene(caps=[{"code": "whole", "scope": "contract", "amount": "100000.00", "per_agent": True}])


def read(scene: Scene, agent: str | None = None, *, sees_small: bool = True) -> findings_money.Money:
    viewer = Audience(scene.programme, None, sees_small)
    periods = list(Period.objects.filter(programme=scene.programme).order_by("starts_on"))
    found = amounts.shown(scene.programme)
    return findings_money.money(viewer, found, periods, scene.version, agent)


def price(scene: Scene) -> None:
    pricing.price(programme=scene.programme, as_of=YEAR_END, by=builders.system(), at=NOW)


def test_a_cap_for_each_agent_counts_once_an_agent(scene: Scene) -> None:
    assert Cap.objects.get().per_agent
    assert read(scene).ceiling == Decimal(200_000)
    assert read(scene, "northway").ceiling == Decimal(100_000)


def test_before_anything_is_stated_there_is_no_chart(scene: Scene) -> None:
    assert read(scene).chart is None


def test_the_sums_are_those_of_the_ledger_and_the_forecast_says_how_it_was_made(scene: Scene) -> None:
    for place in range(3):
        scene.quarter(place, 40, 20)
    price(scene)
    found = read(scene)
    ledger = sum((line.net for line in amounts.shown(scene.programme).lines), Decimal(0))
    assert found.stated == ledger > 0
    assert found.chart is not None
    assert [row[3] for row in found.chart.rows] == ["Stated", "Stated", "Stated", "Forecast"]
    assert "average of the last 3 periods" in found.method
    assert "It is no prediction" in found.method


def test_the_average_price_is_what_was_paid_for_an_outcome() -> None:
    lines = [Line("a", 1, "job", 3, 3, Decimal(3000)), Line("a", 2, "job", 1, 1, Decimal(600))]
    assert findings_money.average_price(lines, "job") == Decimal(900)
    assert findings_money.average_price(lines, "home") is None


def test_money_that_gives_a_small_number_away_is_hidden(scene: Scene) -> None:
    scene.quarter(0, 40, 20)
    scene.quarter(0, 2, 1, agent=scene.south)
    price(scene)
    assert read(scene, sees_small=False).later
    approve_all(scene.programme, NOW)
    assert not read(scene, sees_small=False).later
    assert read(scene, "southway", sees_small=False).hidden
    assert read(scene, "northway", sees_small=False).hidden
    assert not read(scene, sees_small=False).hidden
    assert not read(scene, "southway").hidden


def test_what_is_paid_and_what_is_due_add_up_to_what_is_stated(scene: Scene) -> None:
    scene.quarter(0, 40, 30)
    scene.quarter(0, 40, 20, agent=scene.south)
    price(scene)
    viewer = Audience(scene.programme, None, sees_small=True)
    before = findings_money.taken_off(viewer, None)
    assert before is not None
    assert not before.paid
    assert before.due == before.net
    statement = Statement.objects.get(programme=scene.programme, agent=scene.south, period__code="2025-q1")
    paying.one_run(statement)
    after = findings_money.taken_off(viewer, None)
    assert after is not None
    statement.refresh_from_db()
    assert (after.paid, after.due) == (statement.total, before.net - (statement.total or 0))
    north = findings_money.taken_off(viewer, "northway")
    assert north is not None
    assert north.paid == 0
