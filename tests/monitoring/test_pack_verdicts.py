"""Verdicts travel with a programme as they were computed."""

from typing import Any

import pytest

from accounts.errors import Forbidden
from accounts.models import AuditEntry
from monitoring.actions import answering
from monitoring.actions import pack_verdicts as pack
from monitoring.models import Verdict
from stages.actions.pack_errors import PackError
from tests import builders
from tests.monitoring import scenes
from tests.monitoring.scenes import COMPARISON, NOW, YEAR_END, Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def judged() -> Scene:
    scene = scenes.scene(comparisons=[COMPARISON])
    scene.quarter(0, 400, 240)
    answering.answer(programme=scene.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    return scene


def test_verdicts_travel_with_their_figures_methods_and_inputs_and_once(judged: Scene) -> None:
    rows, empty = pack.export(judged.programme), scenes.scene(comparisons=[COMPARISON])
    assert rows is not None
    given: dict[str, Any] = {"programme": empty.programme, "by": builders.system(), "at": NOW}
    for _ in range(2):
        pack.load(section=rows, **given)
    assert pack.export(empty.programme) == rows
    assert (rows[0]["verdict"], rows[0]["periods"], rows[0]["estimate"]) == ("likely_better", ["2025-q1"], "0.600000")
    assert Verdict.objects.get(programme=empty.programme).judged_at == NOW
    assert AuditEntry.objects.filter(action="monitoring.verdict.load").count() == 1


def test_a_programme_without_verdicts_has_no_such_section(scene: Scene) -> None:
    assert pack.export(scene.programme) is None


def test_a_verdict_of_a_version_that_is_not_there_names_its_place_and_others_may_not_bring_any(judged: Scene) -> None:
    rows = pack.export(judged.programme)
    assert rows is not None
    with pytest.raises(PackError, match="verdicts/0/version"):
        pack.load(programme=judged.programme, section=[{**rows[0], "version": 7}], by=builders.system(), at=NOW)
    with pytest.raises(Forbidden):
        pack.load(programme=judged.programme, section=rows, by=judged.for_north, at=NOW)
