"""What stands beside the targets: verdicts, net events per head, checks, rejected rows and voices."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from dashboards.selectors import findings_effect, findings_money
from expertbody.actions import voices
from monitoring.actions import answering, monitor
from monitoring.models import Verdict
from monitoring.selectors.figures import Audience
from outcomes.models import Submission
from payments.actions import pricing
from payments.selectors import amounts
from tests import builders
from tests.contracts import documents
from tests.kept import kept
from tests.monitoring import scenes
from tests.monitoring.scenes import COMPARISON, NOW, RATE, YEAR_END, Scene
from tests.payments.approving import approve_all

LATE = {"field": "event_date", "code": "period_closed", "count": 30, "first_row": 2, "reason": "Closed.", "cure": "-"}
EMPTY = {"field": "reference", "code": "missing", "count": 20, "first_row": 3, "reason": "Empty.", "cure": "-"}


@pytest.fixture
@kept
def scene() -> Scene:
    """A thousand people of whom 575 found work, against one half; files with errors; a voice on stage 4."""
    paired = {**COMPARISON, "code": "paired", "name": "How often?", "paired": {"outcome": "job", "per_head": "0.9"}}
    made = scenes.scene(targets=[RATE | {"value": "0.9", "minimum": "0.8"}], comparisons=[COMPARISON, paired])
    for place in range(3):
        made.quarter(place, 400, 230)
    monitor.run(programme=made.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    answering.answer(programme=made.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    pricing.price(programme=made.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    approve_all(made.programme, NOW)
    for agent, causes in ((made.north, [LATE]), (made.south, [LATE, EMPTY])):
        Submission.objects.create(
            programme=made.programme, agent=agent, kind="outcomes", filename="x.csv", path="x", digest="0" * 64,
            size=1, submitted_by=made.commissioner, submitted_at=NOW, status="partly", received=1000, accepted=960,
            rejected=sum(int(str(cause["count"])) for cause in causes), causes=causes, finished_at=NOW,
        )  # fmt: skip
    voices.add(
        programme=made.programme, heard_on=date(2025, 6, 1), gathered="interview", said="The office is far away.",
        theme="Access", stages=[4, 5], by=made.commissioner, at=NOW,
    )  # fmt: skip
    return made


def page(client: Client, user: User, scene: Scene, **given: str) -> str:
    client.force_login(user)
    return client.get(reverse("dashboards:findings_dashboard", args=[scene.programme.slug]), given).content.decode()


def rows(client: Client, user: User, scene: Scene, table: str, **given: str) -> list[list[str]]:
    client.force_login(user)
    response = client.get(reverse("dashboards:findings_dashboard_csv", args=[scene.programme.slug, table]), given)
    assert response.status_code == 200
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_verdicts_stand_beside_the_money_and_decide_nothing_about_it(client: Client, scene: Scene) -> None:
    shown = page(client, scene.commissioner, scene)
    assert "no payment is changed by a verdict" in shown
    assert "690 of 1,200 people (57.5%) achieved it, against 50.0% as the fixed level." in shown
    assert "Net events per head" in shown
    assert "Cost per net outcome" in shown
    (first, second) = rows(client, scene.commissioner, scene, "verdicts")[1:]
    assert first[:3] == ["Do more people find work than before?", "Likely better", "2025-q1 to 2025-q3 (3 periods)"]
    assert second[4].startswith("−0.3")


def test_months_are_set_against_their_own_average(client: Client, scene: Scene) -> None:
    for month, achieved in zip(range(7, 13), (12, 11, 12, 1, 12, 11), strict=True):
        started = scene.start(20, date(2025, month, 5))
        scene.achieve(started[:achieved], date(2025, month, 25))
    monitor.run(programme=scene.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    shown = page(client, scene.commissioner, scene)
    assert "Control chart: against its own average" in shown
    assert "Results differ by more than chance: 2 shifts, listed below by date." in shown
    assert "Oct 2025, below the average: at least one month lies more than three standard deviations below it." in shown
    assert len(rows(client, scene.commissioner, scene, "control")) > 6
    assert "Control chart" not in page(client, scene.member, scene)


def test_rejected_rows_are_told_by_cause_and_late_ones_apart(client: Client, scene: Scene) -> None:
    assert "80 of 2,000 rows in 2 files were rejected (4.0%), 60 of them for coming late." in page(
        client, scene.commissioner, scene
    )
    assert rows(client, scene.commissioner, scene, "causes")[1:] == [
        ["event_date", "Closed.", "60", "3.0%"],
        ["reference", "Empty.", "20", "1.0%"],
    ]
    assert "30 of 1,000 rows in 1 file" in page(client, scene.commissioner, scene, agent="northway")
    assert "30 of 1,000 rows in 1 file" in page(client, scene.for_north, scene)
    assert "Rows that were rejected" not in page(client, scene.member, scene)


def test_voices_are_told_by_stage_those_first_that_a_target_questions(client: Client, scene: Scene) -> None:
    shown = page(client, scene.commissioner, scene)
    assert "The office is far away." in shown
    assert shown.index("Questioned by a target") < shown.index("5. Delivery")
    assert [row[:3] for row in rows(client, scene.commissioner, scene, "voices")[1:]] == [
        ["4. Strategy and operations", "1", "0"],
        ["5. Delivery", "1", "0"],
    ]


def verdict(size: str, low: str, high: str, null: int = 0) -> Verdict:
    return Verdict(
        estimate=Decimal("0.6"), comparator=Decimal("0.4"), size=Decimal(size), low=Decimal(low), high=Decimal(high),
        null=Decimal(null),
    )  # fmt: skip


def test_an_outcome_costs_more_when_part_of_it_would_have_come_anyway() -> None:
    found = findings_effect.cost(Decimal(1000), verdict("0.1", "0.05", "0.15"))
    assert found is not None
    assert found.words == "£6,000 (£4,000 to £12,000)"
    unsure = findings_effect.cost(Decimal(1000), verdict("0.1", "-0.02", "0.2"))
    assert unsure is not None
    assert unsure.words == "£6,000 (£3,000 to no upper limit)"
    assert findings_effect.cost(Decimal(1000), verdict("-0.1", "-0.2", "0.1")) is None


def test_of_a_ratio_to_what_was_expected_the_net_part_is_what_lies_above_it() -> None:
    """0.6 where 0.4 was expected: 0.2 of 0.6 is net, so that each net outcome costs three times the price."""
    found = findings_effect.cost(Decimal(1000), verdict("1.5", "1.25", "1.75", null=1))
    assert found is not None
    assert found.words == "£3,000 (£2,000 to £6,000)"
    assert findings_effect.cost(Decimal(1000), verdict("0.9", "0.8", "1.1", null=1)) is None


def test_a_question_about_one_segment_costs_what_was_paid_for_that_segment(db: None) -> None:
    """£2,000 for young people and £1,000 for others: the average of all, £1,500 before deductions, is of neither."""
    asked = [COMPARISON | {"code": code, "segment": code} for code in ("young", "other")]
    start, job = documents.version()["rules"]
    prices = [{"segment": "young", "amount": "2000.00"}, {"segment": "other", "amount": "1000.00"}]
    scene = scenes.scene(comparisons=asked, rules=[start, job | {"amounts": prices}], caps=[])
    for segment in ("young", "other"):
        scene.quarter(0, 400, 300, segment=segment)
    answering.answer(programme=scene.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    pricing.price(programme=scene.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    approve_all(scene.programme, NOW)

    def costs(sees_small: bool) -> list[Decimal | None]:
        viewer = Audience(scene.programme, None, sees_small)
        effect = findings_effect.effect(viewer, findings_money.priced(viewer, amounts.shown(scene.programme)))
        return [one.cost.price if one.cost else None for one in effect.asked]

    young, other = costs(sees_small=True)
    assert young is not None
    assert other is not None
    assert young == 2 * other > 0
    assert costs(sees_small=False) == [None, None]
