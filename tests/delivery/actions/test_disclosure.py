import pytest
from django.utils.timezone import now

from accounts.errors import Forbidden, Refused
from accounts.models import AuditEntry
from delivery.actions import disclosure
from delivery.domain.suppression import Rule
from delivery.selectors import disclosure_rules
from tests.monitoring import scenes
from tests.monitoring.scenes import Scene


@pytest.fixture
def scene(db: None) -> Scene:
    return scenes.scene()


def set_rule(scene: Scene, **given: object) -> None:
    whole = {
        "outcome": "",
        "source": "own",
        "rule": Rule(6),
        "reason": "Agreed with the agents.",
        "by": scene.commissioner,
    }
    disclosure.set_rule(programme=scene.programme, at=now(), **(whole | given))  # type: ignore[arg-type]


def test_until_a_rule_is_set_the_threshold_of_the_programme_holds(scene: Scene) -> None:
    assert disclosure_rules.rules(scene.programme).of("job") == Rule(5)


def test_the_last_rule_stands_and_holds_for_the_whole_programme(scene: Scene) -> None:
    set_rule(scene, rule=Rule(8))
    set_rule(scene, rule=Rule(10))
    scene.programme.refresh_from_db()
    assert scene.programme.suppression_threshold == 10
    assert disclosure_rules.rules(scene.programme).of("job") == Rule(10)
    entry = AuditEntry.objects.filter(action="delivery.disclosure.set").latest("pk")
    assert entry.after["threshold"] == 10


def test_an_outcome_may_have_a_rule_of_its_own(scene: Scene) -> None:
    set_rule(scene, outcome="job", source="hospital", rule=Rule(8, 5))
    rules = disclosure_rules.rules(scene.programme)
    assert rules.of("job") == Rule(8, 5)
    assert rules.of("other") == Rule(5)
    assert len(rules.words) == 2


def test_no_rule_is_laxer_than_the_keeper_of_the_data_asks(scene: Scene) -> None:
    for source, rule in [("hospital", Rule(5, 5)), ("hospital", Rule(8, 3)), ("community", Rule(5))]:
        with pytest.raises(disclosure.TooLax):
            set_rule(scene, source=source, rule=rule)


def test_a_rule_needs_a_reason_a_known_source_and_an_outcome_of_the_contract(scene: Scene) -> None:
    for given in ({"reason": "  "}, {"source": "hearsay"}, {"outcome": "unknown"}):
        with pytest.raises(Refused):
            set_rule(scene, **given)


def test_the_commissioner_sets_it_and_nobody_else(scene: Scene) -> None:
    for person in (scene.member, scene.for_north):
        with pytest.raises(Forbidden):
            set_rule(scene, by=person)
