from typing import Any

import pytest
from django.utils.timezone import now

from delivery.actions import disclosure
from delivery.actions import pack_disclosure as pack
from delivery.domain.suppression import Rule
from delivery.selectors import disclosure_rules
from stages.actions.pack_errors import PackError
from tests import builders
from tests.monitoring import scenes

pytestmark = pytest.mark.django_db


def test_the_rules_for_small_counts_travel_with_a_pack_and_loading_them_again_changes_nothing() -> None:
    scene, empty = scenes.scene(), scenes.scene()
    for outcome, source, rule in [("", "own", Rule(6)), ("job", "hospital", Rule(8, 5)), ("", "own", Rule(7))]:
        disclosure.set_rule(
            programme=scene.programme, outcome=outcome, source=source, rule=rule, reason="Agreed.",
            by=scene.commissioner, at=now(),
        )  # fmt: skip
    section = pack.export(scene.programme)
    assert section is not None
    assert {row.pop("set_by") for row in section} == {scene.commissioner.email}
    given: dict[str, Any] = {"programme": empty.programme, "by": builders.system(), "at": now()}
    for _ in range(2):
        pack.load(section=section, **given)
    found = disclosure_rules.rules(empty.programme)
    assert (found.other, found.of("job")) == (Rule(7), Rule(8, 5))
    assert [row["threshold"] for row in pack.export(empty.programme) or ()] == [6, 8, 7]


def test_a_rule_that_is_too_lax_names_its_place_in_the_pack() -> None:
    scene = scenes.scene()
    row = {"source": "hospital", "threshold": 3, "base": 5, "reason": "Agreed."}
    with pytest.raises(PackError, match="disclosure/0"):
        pack.load(programme=scene.programme, section=[row], by=builders.system(), at=now())


def test_a_programme_without_rules_has_no_section() -> None:
    assert pack.export(scenes.scene().programme) is None
