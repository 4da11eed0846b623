"""Questions about gaming: raised by sets and once, replied to, settled by the other side."""

from datetime import date

import pytest

from accounts.errors import Forbidden, Refused
from accounts.models import AuditEntry, Role
from monitoring.actions import gaming, gaming_settling
from monitoring.models import GamingLook, GamingQuestion
from tests import builders
from tests.monitoring import asking, scenes
from tests.monitoring.scenes import NOW, YEAR_END, Scene


def look(scene: Scene, as_of: date = YEAR_END) -> list[GamingQuestion]:
    return gaming.look(programmes=[scene.programme], as_of=as_of, by=scene.commissioner, at=NOW)


@pytest.fixture
def question(scene: Scene) -> GamingQuestion:
    return asking.question(scene)


def test_results_on_the_last_days_of_a_period_are_asked_about_with_their_figures(
    scene: Scene, question: GamingQuestion
) -> None:
    assert (question.agent, question.indicator, question.subject) == (scene.north, "claim_clustering", "job")
    assert question.sentence.startswith("40 of 60 results are dated in the last five days of their period, where 3.3")
    assert question.evidence["counts"] == {"last_days": 40.0, "claims": 60.0, "expected": pytest.approx(60 * 5 / 90)}
    assert question.evidence["interval"][0] > 1.5
    assert AuditEntry.objects.filter(action="monitoring.gaming.ask", subject_id=str(question.pk)).exists()


def test_looking_again_asks_nothing_again_and_the_same_evidence_never_counts_twice(
    scene: Scene, question: GamingQuestion
) -> None:
    assert look(scene, date(2025, 3, 31)) == []
    gaming_settling.reply(question=question, text="Terms end then.", by=scene.for_north, at=NOW)
    gaming_settling.accept(question=question, reason="School terms.", by=scene.commissioner, at=NOW)
    assert look(scene) == []
    last = GamingLook.objects.latest("pk")
    assert not [one for one in last.readings if one["agent"] == "northway" and one["counts"].get("last_days")]


def test_below_the_smallest_sample_nothing_is_said_and_that_is_kept(scene: Scene) -> None:
    scene.achieve(scene.start(20, date(2025, 1, 1)), date(2025, 3, 30))
    assert look(scene) == []
    readings = {one["indicator"]: one["state"] for one in GamingLook.objects.get().readings}
    assert readings["claim_clustering"] == "too_few"


@pytest.mark.django_db
def test_the_contract_in_force_says_from_how_many_on_and_beyond_which_line_is_asked() -> None:
    scene = scenes.scene(monitoring_rules={"questions": [{"question": "claim_clustering", "fewest": 61}]})
    asking.clustered(scene)
    assert "claim_clustering" not in {one.indicator for one in look(scene, date(2025, 3, 31))}
    reading = next(one for one in GamingLook.objects.get().readings if one["indicator"] == "claim_clustering")
    assert (reading["state"], reading["rule"]["fewest"]) == ("too_few", 61)


def test_the_agent_replies_and_the_other_side_accepts_with_a_reason(scene: Scene, question: GamingQuestion) -> None:
    with pytest.raises(Refused, match="has not replied"):
        gaming_settling.accept(question=question, reason="Fine.", by=scene.commissioner, at=NOW)
    gaming_settling.reply(question=question, text="Terms end then.", by=scene.for_north, at=NOW)
    with pytest.raises(Refused, match="Enter the reason"):
        gaming_settling.accept(question=question, reason=" ", by=scene.commissioner, at=NOW)
    gaming_settling.accept(question=question, reason="School terms.", by=scene.commissioner, at=NOW)
    with pytest.raises(Refused, match="settled"):
        gaming_settling.reply(question=question, text="And more.", by=scene.for_north, at=NOW)
    assert AuditEntry.objects.filter(action="monitoring.gaming.accepted").exists()


def test_a_finding_is_raised_with_the_stages_and_without_the_counts(scene: Scene, question: GamingQuestion) -> None:
    made = gaming_settling.raise_finding(question=question, reason="No cause given.", by=scene.commissioner, at=NOW)
    assert made.finding is not None
    assert [one.stage for one in made.finding.stages.all()] == [4]
    assert "40" not in f"{made.finding.evidence}{made.finding.summary}"


def test_only_the_agent_that_is_asked_replies_and_only_the_commissioner_settles(
    scene: Scene, question: GamingQuestion
) -> None:
    rival = builders.member(scene.programme, Role.AGENT, organisation=scene.south)
    for by in (rival, scene.commissioner):
        with pytest.raises(Forbidden):
            gaming_settling.reply(question=question, text="Terms end then.", by=by, at=NOW)
    for settle in (gaming_settling.accept, gaming_settling.raise_finding):
        with pytest.raises(Forbidden):
            settle(question=question, reason="Fine.", by=scene.for_north, at=NOW)
    with pytest.raises(Forbidden):
        gaming.look(programmes=[scene.programme], as_of=YEAR_END, by=scene.for_north, at=NOW)
