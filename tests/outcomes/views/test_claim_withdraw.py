from django.test import Client
from django.urls import reverse

from outcomes.models import Claim, ClaimState
from tests.outcomes.scheme import Scheme


def test_an_agent_withdraws_a_claim_with_the_reason(client: Client, scheme: Scheme, claims: list[Claim]) -> None:
    client.force_login(scheme.user)
    url = reverse("outcomes:claim_withdraw", args=[scheme.programme.slug, claims[0].pk])
    assert "Enter the reason for withdrawing the claim" in client.post(url, {"reason": " "}).content.decode()
    page = client.post(url, {"reason": "The employer ended the contract."}, follow=True).content.decode()
    assert "The employer ended the contract." in page
    assert "The agent withdrew the claim, so it is not paid." in page
    assert "withdrawn already" in client.post(url, {"reason": "Again"}).content.decode()
    assert ClaimState.objects.count() == 1
