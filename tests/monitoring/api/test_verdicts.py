"""Verdicts as other systems read them."""

import pytest

from accounts.models import Role
from monitoring.actions import answering
from tests import builders, interface
from tests.monitoring import scenes
from tests.monitoring.scenes import COMPARISON, NOW, YEAR_END, Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def judged() -> Scene:
    scene = scenes.scene(comparisons=[COMPARISON, {**COMPARISON, "code": "again", "name": "And again?"}])
    scene.quarter(0, 40, 38)
    answering.answer(programme=scene.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    return scene


def test_a_question_is_read_with_its_verdict_interval_and_adjusted_chances(judged: Scene) -> None:
    caller = interface.system_of(judged.commissioner)
    address = f"programmes/{judged.programme.slug}/verdicts/"
    listed = caller.get(address).json()["results"]
    assert [one["code"] for one in listed] == ["against-before", "again"]
    found = caller.get(f"{address}against-before/").json()
    assert found == listed[0]
    (verdict,) = found["verdicts"]
    assert (verdict["verdict"], verdict["people"], verdict["estimate"]) == ("likely_better", 40, "0.950000")
    assert verdict["periods"] == ["2025-q1"]
    assert len(verdict["inputs"]) == 64
    assert verdict["p_benjamini_hochberg"] <= verdict["p_holm"]
    assert not found["settled_in_advance"]
    assert caller.get(f"{address}nothing/").status_code == 404


def test_who_may_not_see_small_counts_is_told_no_figures(judged: Scene) -> None:
    analyst = builders.member(judged.programme, Role.ANALYST)
    caller = interface.system_of(analyst)
    (verdict,) = caller.get(f"programmes/{judged.programme.slug}/verdicts/again/").json()["verdicts"]
    assert verdict["hidden"]
    absent = ("people", "estimate", "size", "low", "p", "p_holm", "needed", "inputs")
    assert {verdict[name] for name in absent} == {None}
    assert "38" not in verdict["seen"]
