"""`claim_explanation` and `start_explanation`."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from delivery.models import Participant
from outcomes.models import Claim, ClaimState
from tests import builders
from tests.payments.scheme import MAY, Scheme


@pytest.fixture
def claim(priced: Scheme) -> Claim:
    return Claim.objects.get(participant__reference="P0")


@pytest.fixture
def url(priced: Scheme, claim: Claim) -> str:
    return reverse("payments:claim_explanation", args=[priced.programme.slug, claim.pk])


def test_a_claim_is_explained_down_to_the_pound(principal: Client, url: str) -> None:
    page = principal.get(url).content.decode()
    for words in (
        "From the claim to the pound",
        "Pays £1,200, once for each participant, for “Outcome job”.",
        "gross − deadweight − cap",
        "£1,200.00 − £0.00 − £50.00",
        "what goes beyond the cap for each participant",
        "Treasury pays £766.67, Council pays £383.33",
        "rounded to the penny for this entry alone",
        "statement for 2026-q2",
    ):
        assert words in page


def test_a_start_is_explained_as_well(principal: Client, priced: Scheme) -> None:
    participant = Participant.objects.get(reference="P0")
    page = principal.get(reverse("payments:start_explanation", args=[priced.programme.slug, participant.pk]))
    assert "£400.00" in page.content.decode()


def test_a_claim_that_failed_says_so_with_every_entry(
    principal: Client, priced: Scheme, claim: Claim, url: str
) -> None:
    priced.approve("2026-q2")
    priced.state(claim, ClaimState.State.FAILED)
    priced.price()
    page = principal.get(url).content.decode()
    assert "Failed verification: The employer does not know them." in page
    assert "The statement for 2026-q2 was approved before this." in page
    assert "Adjustment of −£1,150.00 on the statement for 2026-q3" in page


def test_a_claim_not_priced_yet_says_so(principal: Client, priced: Scheme) -> None:
    fresh = priced.claim(priced.start("new"), MAY)
    url = reverse("payments:claim_explanation", args=[priced.programme.slug, fresh.pk])
    assert "has not been priced yet" in principal.get(url).content.decode()


def test_rows_are_for_those_who_may_see_them(client: Client, priced: Scheme, url: str) -> None:
    start = reverse("payments:start_explanation", args=[priced.programme.slug, Participant.objects.all()[0].pk])
    for role, status in ((Role.ANALYST, 403), (Role.EXPERT_BODY, 403), (Role.AGENT, 404), (Role.VERIFIER, 200)):
        client.force_login(builders.member(priced.programme, role))
        assert [client.get(url).status_code, client.get(start).status_code] == [status, status]
    client.force_login(priced.place.for_agent)
    assert client.get(url).status_code == 200


def test_the_explanation_is_there_for_other_programs(
    client: Client, principal: Client, priced: Scheme, claim: Claim
) -> None:
    url = reverse("payments:claim_explanation_json", args=[priced.programme.slug, claim.pk])
    found = principal.get(url).json()
    assert (found["total"], found["version"]) == ("1150.00", 1)
    (rule,) = found["rules"]
    assert rule["words"].startswith("Pays £1,200")
    assert rule["conditions"]
    assert rule["entries"][0]["cap"] == "50.00"
    assert [payer["amount"] for payer in rule["entries"][0]["payers"]] == ["766.67", "383.33"]
    start = reverse("payments:start_explanation_json", args=[priced.programme.slug, claim.participant_id])
    assert principal.get(start).json()["total"] == "400.00"
    page = reverse("payments:claim_explanation", args=[priced.programme.slug, claim.pk])
    assert url in principal.get(page).content.decode()
    client.force_login(builders.member(priced.programme, Role.EXPERT_BODY))
    assert client.get(url).status_code == 403
