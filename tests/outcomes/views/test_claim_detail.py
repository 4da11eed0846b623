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


def test_a_claim_names_outcome_segment_and_evidence_as_people_know_them(client: Client, scheme: Scheme) -> None:
    scheme.participant("P-1")
    scheme.send("participant,outcome,achieved_on,evidence_kind\nP-1,job_outcome,2025-03-01,employer_letter\n")
    client.force_login(scheme.user)
    claim = Claim.objects.get()
    page = client.get(reverse("outcomes:claim_detail", args=[scheme.programme.slug, claim.pk])).content.decode()
    assert "Job outcome" in page
    assert "Segment at the start: Group 1" in page
    assert "Employer letter" in page
    assert "employer_letter" not in page
