"""What records beside the targets say when a finding is raised."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from monitoring.actions import gaming, gaming_settling, monitor
from monitoring.selectors import diagnosis_records
from outcomes.actions import checks
from outcomes.models import Claim
from stages.models import AgentDiligence, Candidate, Finding
from tests import builders
from tests.delivery import records
from tests.monitoring import scenes
from tests.monitoring.actions.test_answering import answered, place
from tests.monitoring.scenes import COMPARISON, NOW, YEAR_END, Scene
from tests.outcomes import checking
from tests.payments.scheme import MAY, PRICED
from tests.payments.scheme import scheme as make_scheme

pytestmark = pytest.mark.django_db


def test_a_partner_whose_subcontract_ended_lately_tells_of_an_agent_in_trouble(scene: Scene) -> None:
    partner = records.partner(scene.programme, scene.north)
    records.signed(partner, until_date=date(2025, 10, 31))
    said = diagnosis_records.agent_in_trouble(scene.programme, YEAR_END)
    assert said == "the subcontract of Doorstep has ended and was not renewed"
    assert diagnosis_records.agent_in_trouble(scene.programme, date(2025, 10, 31)) == ""
    assert diagnosis_records.agent_in_trouble(scene.programme, YEAR_END + timedelta(days=200)) == ""
    records.signed(partner, from_date=date(2025, 12, 1))
    assert diagnosis_records.agent_in_trouble(scene.programme, YEAR_END) == ""


def test_an_agent_that_is_owed_more_than_its_capital_is_in_trouble_too() -> None:
    scheme = make_scheme()
    scheme.claim(scheme.start("P1"), MAY)
    scheme.price()
    scheme.approve("2026-q2")
    candidate = Candidate.objects.create(
        programme=scheme.programme, stage=3, organisation=scheme.agent, added_by=builders.system(), added_at=PRICED
    )
    found = AgentDiligence.objects.create(
        candidate=candidate, working_capital=Decimal(5000), recorded_by=builders.system(), recorded_at=PRICED
    )
    assert diagnosis_records.agent_in_trouble(scheme.programme, PRICED.date()) == ""
    found.working_capital = Decimal(500)
    found.save(update_fields=["working_capital"])
    said = diagnosis_records.agent_in_trouble(scheme.programme, PRICED.date())
    assert said == "Northway is owed more than the working capital that it stated"


def test_a_verdict_that_shows_nothing_though_there_were_enough_people_is_told() -> None:
    scene = place({**COMPARISON, "looks": 4})
    for quarter in range(3):
        scene.quarter(quarter, 500, 250)
    (one,) = answered(scene)
    assert one.verdict == "no_clear_difference"
    assert one.needed is not None
    assert one.people >= one.needed
    assert diagnosis_records.no_better_than_without(scene.programme) == {"job": f"“{COMPARISON['name']}”"}


def test_claims_that_failed_because_nothing_showed_them_are_told(scene: Scene) -> None:
    claims = scene.achieve(scene.start(3, date(2025, 9, 1)), date(2025, 10, 1))
    assert diagnosis_records.unverifiable(scene.programme, "job", NOW.date()) == ""
    verifier, second = (builders.member(scene.programme, role) for role in ("verifier", "verifier"))
    item = checking.asked(scene.programme, Claim.objects.get(pk=claims[0].pk), by=verifier, at=NOW)
    for drawn in item.plan.items.order_by("pk"):
        checks.check(item=drawn, verdict="failed", reason="no_evidence", note="Nothing came.", by=verifier, at=NOW)
        checks.confirm(item=drawn, agree=True, note="Nothing came.", by=second, at=NOW)
    said = diagnosis_records.unverifiable(scene.programme, "job", NOW.date())
    assert said.startswith("several claims failed because nothing showed the result")


def test_more_starts_and_fewer_hard_cases_stand_in_the_evidence_of_a_finding() -> None:
    segments = [
        {"code": "young", "name": "Young", "rule": {"age": ["18-24"]}, "baseline": "0.5", "planned_share": "0.5"},
        {"code": "other", "name": "Others", "rule": {}, "baseline": "0.1", "planned_share": "0.5"},
    ]
    scene = scenes.scene(segments=segments, assumptions={"starts": scenes_expected(100)})
    for quarter in range(4):
        scene.quarter(quarter, 300, 60)
        scene.start(10, scenes.QUARTERS[quarter][1], segment="other")
    asked = gaming.look(programmes=[scene.programme], as_of=YEAR_END, by=builders.system(), at=NOW)
    creaming = next(one for one in asked if (one.indicator, one.subject) == ("creaming", "other"))
    version = scene.version
    assert diagnosis_records.hard_cases_missing(scene.programme, version)
    monitor.run(programme=scene.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    told = Finding.objects.get(key__startswith="off_track").evidence["what_the_pattern_suggests"]
    assert "More people start than was planned, and fewer of them are hard to help." in {
        one["what_is_seen"] for one in told
    }
    gaming_settling.reply(question=creaming, text="Nobody sends them.", by=scene.for_north, at=NOW)
    gaming_settling.accept(question=creaming, reason="So it is.", by=scene.commissioner, at=NOW)
    assert not diagnosis_records.hard_cases_missing(scene.programme, version)


def scenes_expected(starts: int) -> dict[str, str]:
    return {"low": f"{starts}", "expected": f"{starts}", "high": f"{starts}", "source": "Plan"}
