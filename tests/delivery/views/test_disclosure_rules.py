import pytest
from django.test import Client
from django.urls import reverse

from delivery.models import DisclosureRule
from tests import builders
from tests.monitoring import scenes
from tests.monitoring.scenes import Scene

GIVEN = {"outcome": "job", "source": "hospital", "threshold": "", "base": "", "reason": "The NHS asks for it."}


@pytest.fixture
def scene(db: None) -> Scene:
    return scenes.scene()


def address(scene: Scene, name: str) -> str:
    return reverse(f"delivery:{name}", args=[scene.programme.slug])


def test_every_member_reads_the_rule_and_only_the_commissioner_is_offered_to_set_one(
    client: Client, scene: Scene
) -> None:
    for person, may_set in [(scene.commissioner, True), (scene.member, False)]:
        client.force_login(person)
        page = client.get(address(scene, "disclosure_rule_list")).content.decode()
        assert "Counts from 1 to 4 are not shown" in page
        assert ("Set a rule" in page) is may_set
    client.force_login(builders.user("Stranger"))
    assert client.get(address(scene, "disclosure_rule_list")).status_code == 404


def test_what_is_left_empty_is_taken_as_the_source_asks_for_it(client: Client, scene: Scene) -> None:
    client.force_login(scene.commissioner)
    page = client.post(address(scene, "disclosure_rule_set"), GIVEN, follow=True).content.decode()
    made = DisclosureRule.objects.get()
    assert (made.outcome, made.threshold, made.base) == ("job", 8, 5)
    assert "Counts from 1 to 7 are not shown" in page
    assert "The NHS asks for it." in page


def test_a_rule_that_is_too_lax_says_what_to_enter(client: Client, scene: Scene) -> None:
    client.force_login(scene.commissioner)
    page = client.post(address(scene, "disclosure_rule_set"), GIVEN | {"threshold": "5"}).content.decode()
    assert "Enter a number from 8 to 100" in page
    assert not DisclosureRule.objects.exists()


def test_who_may_not_set_a_rule_is_refused(client: Client, scene: Scene) -> None:
    client.force_login(scene.member)
    assert client.get(address(scene, "disclosure_rule_set")).status_code == 403
