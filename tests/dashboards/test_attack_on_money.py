"""Somebody who may not see rows, and who knows every price, solves the amounts that are shown for numbers of people."""

import dataclasses
import itertools
import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import Organisation
from dashboards.models import Report
from dashboards.selectors import report_programme
from delivery.domain.suppression import Rule
from delivery.models import Participant
from govuk import reports as blocks
from monitoring.actions import monitor, publications
from monitoring.selectors import open_data
from outcomes.models import Claim
from payments.actions import pricing
from payments.models import LedgerEntry
from tests import builders
from tests.contracts import documents
from tests.delivery import attacks
from tests.kept import kept
from tests.monitoring import scenes
from tests.monitoring.scenes import NOW, QUARTERS, YEAR_END, Scene
from tests.payments.approving import approve_all, tell_before_approval

pytestmark = pytest.mark.django_db
RULE = Rule()
PERIODS = [code for code, _first, _last in QUARTERS]
PRICES = {("start", "young"): 400, ("start", "other"): 300, ("job-fee", "young"): 1200, ("job-fee", "other"): 1200}
AGENTS = ("northway", "southway")
Part = tuple[tuple[str, str], str, str]
"""What is paid alike, the agent, and the period."""

PARTS: list[Part] = list(itertools.product(PRICES, AGENTS, PERIODS))


@dataclasses.dataclass(frozen=True)
class Amount:
    """Pounds that are shown: of which periods, and of which agent (None: of all)."""

    periods: tuple[str, ...]
    agent: str | None
    pounds: Decimal

    def holds(self, part: Part) -> bool:
        return part[2] in self.periods and self.agent in (None, part[1])


def paid(scene: Scene) -> dict[Part, int]:
    """For how many the ledger pays."""
    found = dict.fromkeys(PARTS, 0)
    entries = LedgerEntry.objects.filter(programme=scene.programme)
    for rule, segment, agent, period, units in entries.values_list(
        "rule", "segment", "statement__agent__code", "statement__period__code", "units"
    ):
        found[(rule, segment), agent, period] += units
    return found


def price(scene: Scene) -> dict[Part, int]:
    pricing.price(programme=scene.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    monitor.run(programme=scene.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    return paid(scene)


@pytest.fixture
@kept
def scene() -> Scene:
    """In the second quarter three start whose start has a price of its own, and in the south two find work."""
    nothing = {"method": "none", "source": "None is assumed."}
    outcomes = [documents.outcome(window_days=180, max_per_participant=1, deadweight=nothing)]
    made = scenes.scene(outcomes=outcomes)
    for place, other in enumerate((40, 3, 30, 20)):
        made.quarter(place, 60, 30)
        made.quarter(place, other, 0, segment="other")
        made.quarter(place, 50, 2 if place == 1 else 20, agent=made.south)
    return made


def of_report(scene: Scene, audience: str) -> list[Amount]:
    """The amounts of the report; several periods as one are named “first to last”."""
    asked = Report(programme=scene.programme, kind=Report.Kind.PROGRAMME, audience=audience)
    charts = [
        one.chart
        for one in report_programme.report(asked, NOW).blocks
        if isinstance(one, blocks.Figure) and one.chart.title.startswith("Money on statements")
    ]
    found = []
    for name, amount, *_others in (row for chart in charts for row in chart.rows if "Forecast" not in row):
        first, _to, last = str(name).partition(" to ")
        span = PERIODS[PERIODS.index(first) : PERIODS.index(last or first) + 1]
        found.append(Amount(tuple(span), None, pounds(str(amount))))
    return found


def pounds(text: str) -> Decimal:
    return Decimal(text.replace("£", "").replace(",", ""))


def of_publication(document: dict[str, Any]) -> list[Amount]:
    rows = [row for row in document["money"]["rows"] if row["shown"]]
    return [Amount(tuple(row["periods"]), row["agent"], Decimal(row["amount"])) for row in rows]


def started_and_found_work(truth: dict[Part, int]) -> list[tuple[list[float], float]]:
    """What the tables tell anyway: how many started, and how many found work, in each quarter altogether."""
    told = []
    for rule, period in itertools.product(("start", "job-fee"), PERIODS):
        number = sum(n for part, n in truth.items() if part[0][0] == rule and part[2] == period)
        told.append(([float(part[0][0] == rule and part[2] == period) for part in PARTS], float(number)))
    return told


def found_out(
    truth: dict[Part, int], told: Iterable[Amount], wanted: Iterable[Sequence[Part]]
) -> list[tuple[Sequence[Part], float]]:
    """The small numbers of people that the amounts bound below the threshold."""
    known = started_and_found_work(truth)
    known += [([float(PRICES[part[0]] * one.holds(part)) for part in PARTS], float(one.pounds)) for one in told]
    equations, values = zip(*known, strict=True)
    found = []
    for parts in wanted:
        if not RULE.is_small(sum(truth[part] for part in parts)):
            continue
        _low, high = attacks.range_of([float(part in parts) for part in PARTS], equations, values)
        if high < RULE.threshold - 1e-6:
            found.append((parts, high))
    return found


def everybody_alike(truth: dict[Part, int]) -> list[list[Part]]:
    """For each price and each quarter, those of both agents."""
    return [[(alike, agent, period) for agent in AGENTS] for alike, period in itertools.product(PRICES, PERIODS)]


def test_the_amounts_of_the_report_tell_of_few_people_neither_by_price_nor_by_period(scene: Scene) -> None:
    truth = price(scene)
    approve_all(scene.programme, NOW)
    told = of_report(scene, Report.Audience.PROTECTED)
    assert [one.periods for one in told] == [("2025-q1",), ("2025-q2", "2025-q3"), ("2025-q4",)]
    assert not found_out(truth, told, everybody_alike(truth))


def test_the_same_attack_succeeds_against_the_report_of_those_who_may_see_rows(scene: Scene) -> None:
    """So that the test above is known to be able to fail."""
    truth = price(scene)
    told = of_report(scene, Report.Audience.RECORDS)
    ((parts, high),) = found_out(truth, told, everybody_alike(truth))
    assert {part[0] for part in parts} == {("start", "other")}
    assert round(high) == 3


@pytest.fixture
def told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Publications that were made before amounts waited for the approval of statements."""
    tell_before_approval(monkeypatch)


def publish(scene: Scene) -> list[Amount]:
    made = publications.publish(programme=scene.programme, by=scene.commissioner, at=NOW)
    return of_publication(json.loads(json.dumps(made.document)))


def late(scene: Scene, place: int, jobs: int, *, agent: Organisation | None = None) -> None:
    """So many more of those who started in a quarter that is over turn out to have found work in it."""
    has_work = Claim.objects.filter(programme=scene.programme).values("participant")
    started = Participant.objects.filter(
        programme=scene.programme, agent=agent or scene.north, segment="young", started_on=QUARTERS[place][1]
    )
    scene.achieve(started.exclude(pk__in=has_work).order_by("pk")[:jobs], QUARTERS[place][2])


def found_out_from_changes(truths: Sequence[dict[Part, int]], told: Sequence[list[Amount]]) -> list[Sequence[Part]]:
    """The small changes between publications that follow from all of them, as late data only ever add something."""
    steps = len(truths)
    equations, values = [], []
    for number, amounts in enumerate(told):
        stands = number and amounts == told[number - 1]  # then it says that its amounts are the earlier ones
        for one in () if stands else amounts:
            weights = [float(PRICES[part[0]] * one.holds(part)) for part in PARTS]
            equations.append([weight * (step <= number) for step in range(steps) for weight in weights])
            values.append(float(one.pounds))
    by_agent = [[part] for part in PARTS]
    found: list[Sequence[Part]] = []
    for first, last in itertools.combinations(range(steps), 2):
        for parts in [*everybody_alike(truths[0]), *by_agent]:
            changed = sum(truths[last][part] - truths[first][part] for part in parts)
            wanted = [float(first < step <= last and part in parts) for step in range(steps) for part in PARTS]
            if RULE.is_small(changed) and attacks.range_of(wanted, equations, values)[1] < RULE.threshold - 1e-6:
                found.append(parts)
    return found


@pytest.mark.usefixtures("told_at_once")
def test_amounts_published_one_after_the_other_tell_of_no_few_who_came_late(scene: Scene) -> None:
    """Two come late and are not told; when six more have come, all eight are."""
    truths, told = [price(scene)], [publish(scene)]
    for jobs in (2, 6):
        late(scene, 3, jobs)
        truths.append(price(scene))
        told.append(publish(scene))
    assert told[1] == told[0]
    assert told[2] != told[1]
    assert not found_out_from_changes(truths, told)


@pytest.mark.usefixtures("told_at_once")
def test_what_comes_late_with_another_agent_is_told_with_neither(scene: Scene) -> None:
    truths, told = [price(scene)], [publish(scene)]
    late(scene, 3, 12)
    late(scene, 3, 3, agent=scene.south)
    truths.append(price(scene))
    told.append(publish(scene))
    assert {one.agent for one in told[1] if one.periods == ("2025-q4",)} == {None}
    assert not found_out_from_changes(truths, told)


@pytest.mark.usefixtures("told_at_once")
def test_the_same_attack_succeeds_where_earlier_publications_are_forgotten(scene: Scene) -> None:
    """So that the tests above are known to be able to fail."""
    truths, told = [price(scene)], [of_publication(open_data.build(scene.programme).document)]
    late(scene, 3, 2)
    truths.append(price(scene))
    told.append(of_publication(open_data.build(scene.programme).document))
    assert found_out_from_changes(truths, told)
