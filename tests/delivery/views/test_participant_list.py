from django.test import Client
from django.urls import reverse

from tests import builders
from tests.outcomes.scheme import Scheme


def references(client: Client, scheme: Scheme, **wanted: str) -> list[str]:
    page = client.get(reverse("delivery:participant_list", args=[scheme.programme.slug]), wanted).context["page"]
    return [participant.reference for participant in page.rows]


def test_participants_are_listed_latest_start_first_page_by_page(client: Client, scheme: Scheme) -> None:
    client.force_login(scheme.user)
    url = reverse("delivery:participant_list", args=[scheme.programme.slug])
    first = client.get(url).context["page"]
    second = client.get(url, {"from": first.older}).context["page"]
    shown = [participant.reference for participant in [*first.rows, *second.rows]]
    assert shown == [f"P-{number:02}" for number in range(59, -1, -1)]
    assert (first.newer, second.older) == ("", "")
    assert client.get(url, {"from": "nonsense"}).context["page"].rows == first.rows


def test_they_are_found_by_reference_and_segment(client: Client, scheme: Scheme) -> None:
    client.force_login(builders.member(scheme.programme, "verifier"))
    scheme.participant("Q-1", segment="group-2")
    assert references(client, scheme, reference="P-3") == [f"P-3{number}" for number in range(9, -1, -1)]
    assert references(client, scheme, segment="group-2") == ["Q-1"]
    assert references(client, scheme, reference="nobody") == []


def test_an_empty_programme_says_what_will_be_here(client: Client, db: None) -> None:
    from tests.outcomes import scheme as schemes

    made = schemes.scheme()
    client.force_login(made.user)
    address = reverse("delivery:participant_list", args=[made.programme.slug])
    page = client.get(address).content.decode()
    assert "No participants yet" in page
    assert "Send a file" in page
    client.force_login(builders.member(made.programme, "verifier"))
    page = client.get(address).content.decode()
    assert "No participants yet" in page
    assert "Send a file" not in page, "agents alone send files"
