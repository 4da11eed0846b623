"""What stage 5 lacks for its gate, from the records of delivery."""

from datetime import date
from decimal import Decimal

import pytest

from delivery.actions import assignments
from delivery.selectors import gates
from stages.selectors import gates as stage_gates
from tests import builders
from tests.delivery import records
from tests.delivery.records import AT
from tests.monitoring import scenes
from tests.outcomes.scheme import Scheme

DAY = date(2026, 1, 20)


@pytest.mark.django_db
def test_an_empty_programme_lacks_people_training_and_starts() -> None:
    programme = scenes.scene().programme
    said = gates.shortfalls(programme, DAY)
    assert "No key worker is recorded yet" in said["staff_in_post"][0]
    assert "No training is recorded yet" in said["workforce_trained"][0]
    assert "Nobody has started yet" in said["mix_as_planned"][0]
    assert (said["risk_not_cascaded"], said["caseloads_in_hand"]) == ([], [])


def test_everything_recorded_and_fair_meets_what_the_records_can_show(scheme: Scheme) -> None:
    programme, agent = scheme.programme, scheme.agent
    records.agreed(programme, agent, caseload_ceiling=60)
    worker = records.worker(programme, agent)
    assignments.assign(programme=programme, agent=agent, key_worker=worker, from_date=DAY, by=builders.system(), at=AT)
    records.signed(records.partner(programme, agent))
    records.session(programme, agent)
    records.session(programme, agent, partner=agent.partners.get(), people=4, first_time=4)
    said = gates.shortfalls(programme, DAY)
    assert said.pop("mix_as_planned") == [
        "The contract plans no share of starts for its segments. Agree the shares in a version of it."
    ]
    assert not any(said.values())


def test_each_shortfall_says_how_many_and_what_to_do(scheme: Scheme) -> None:
    programme, agent = scheme.programme, scheme.agent
    records.agreed(programme, agent, caseload_ceiling=1)
    worker = records.worker(programme, agent)
    assignments.assign(
        programme=programme, agent=agent, key_worker=worker, from_date=DAY, at_most=2, by=builders.system(), at=AT
    )
    records.signed(records.partner(programme, agent, "Hard Terms"), share_by_results=Decimal(90))
    records.partner(programme, agent, "Nothing Signed", staff=0)
    records.session(programme, agent)
    said = {code: " ".join(found) for code, found in gates.shortfalls(programme, DAY).items()}
    assert said["staff_in_post"] == "58 participants have never had a key worker."
    assert said["caseloads_in_hand"].startswith("1 caseload is above the ceiling without a reason.")
    assert said["workforce_trained"] == "4 members of staff have not been trained yet."
    assert said["risk_not_cascaded"].startswith("Risk is passed down to 1 partner.")
    assert said["risk_not_cascaded"].endswith("1 partner cannot be judged yet: figures are missing.")
    assert "Hard Terms" not in said["risk_not_cascaded"]


@pytest.mark.django_db
def test_segments_far_from_the_plan_are_named_with_their_direction() -> None:
    scene = scenes.scene()
    scene.start(30, date(2025, 1, 5), segment="young")
    scene.start(2, date(2025, 1, 5), segment="other")
    for agent in (scene.north, scene.south):
        records.agreed(scene.programme, agent, mix_tolerance=Decimal(5))
    [said] = gates.shortfalls(scene.programme, DAY)["mix_as_planned"]
    assert "Starts differ from the plan" in said or "plans no share" in said


def test_the_gate_of_stage_5_asks_the_records(scheme: Scheme) -> None:
    visit = builders.open_visit(scheme.programme, 5)
    found = {row.code: row for row in stage_gates.evaluate(scheme.programme, 5, visit, DAY)}
    assert set(gates.CHECKS) <= set(found)
    assert not any(found[code].confirmable for code in gates.CHECKS)
    assert found["delivery_complete"].confirmable
