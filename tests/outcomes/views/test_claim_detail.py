from django.test import Client
from django.urls import reverse

from outcomes.models import Claim
from tests.outcomes.scheme import Scheme


def test_a_claim_says_where_it_came_from_and_whether_it_will_be_paid(
    client: Client, scheme: Scheme, claims: list[Claim]
) -> None:
    client.force_login(scheme.user)
    claim = claims[0]
    page = client.get(reverse("outcomes:claim_detail", args=[scheme.programme.slug, claim.pk])).content.decode()
    assert f"row {claim.row_number}" in page
    assert "The claim is accepted." in page
    assert "Withdraw the claim" in page
