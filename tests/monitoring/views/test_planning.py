from urllib.parse import urlencode

from django.test import Client
from django.urls import reverse

from tests import builders
from tests.monitoring.scenes import Scene

ALONE = reverse("planning:planning")
GIVEN = {"people": "40", "share": "47.5", "matters": "5", "power": "80"}


def shown(client: Client, address: str = ALONE, **given: str) -> str:
    response = client.get(f"{address}?{urlencode(given)}" if given else address)
    assert response.status_code == 200
    return response.content.decode()


def test_anybody_signed_in_reads_what_40_people_can_and_cannot_show(client: Client, db: None) -> None:
    client.force_login(builders.user())
    page = shown(client)
    assert "A true fall of 21.5 points or more from 50.0%" in page
    assert "27 or more of 40 differ from 50.0% by the exact test" in page
    assert "13 or fewer of 40 differ" in page
    assert "Rely on seeing a true rise of 5 points" in page
    assert "5,000 people" not in page
    assert "<svg" in page
    assert "no payment is changed by a verdict" in page


def test_the_address_holds_what_was_asked(client: Client, db: None) -> None:
    client.force_login(builders.user())
    page = shown(client, **GIVEN)
    assert 'value="47.5"' in page
    assert "779 people against a fixed level" in page
    assert "A fall of 5 points, to 42.5%" in page
    more = shown(client, **{**GIVEN, "power": "90"})
    assert "779 people" not in more


def test_three_people_show_nothing(client: Client, db: None) -> None:
    client.force_login(builders.user())
    assert "Nothing: no result of 3 people differs from 50.0%" in shown(
        client, **{**GIVEN, "people": "3", "share": "50"}
    )


def test_wrong_figures_are_told_and_nothing_is_computed(client: Client, db: None) -> None:
    client.force_login(builders.user())
    page = shown(client, people="0", share="100", matters="few", power="80")
    assert "There is a problem" in page
    assert "What they cannot" not in page
    assert page.count("govuk-error-message") == 3


def test_in_a_programme_members_alone_find_it(client: Client, scene: Scene) -> None:
    address = reverse("monitoring:planning", args=[scene.programme.slug])
    client.force_login(scene.commissioner)
    assert scene.programme.name in shown(client, address)
    client.force_login(builders.user())
    assert client.get(address).status_code == 404
