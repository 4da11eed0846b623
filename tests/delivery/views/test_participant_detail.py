from django.test import Client
from django.urls import reverse

from delivery.models import Participant
from tests.outcomes.scheme import Scheme


def test_a_participant_is_shown_with_start_segment_and_attributes(client: Client, scheme: Scheme) -> None:
    client.force_login(scheme.user)
    participant = Participant.objects.get(reference="P-07")
    page = client.get(reverse("delivery:participant_detail", args=[scheme.programme.slug, participant.pk]))
    text = page.content.decode()
    assert "17 January 2025" in text
    assert "Group 1" in text
    assert "Version 1" in text


def test_a_participant_of_another_programme_does_not_exist_here(client: Client, scheme: Scheme) -> None:
    client.force_login(scheme.user)
    assert client.get(reverse("delivery:participant_detail", args=[scheme.programme.slug, 0])).status_code == 404
