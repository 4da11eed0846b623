"""The list of claims, one claim, and its withdrawal."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from outcomes.models import Claim, ClaimState
from tests import builders
from tests.outcomes.scheme import SENT, Scheme, table


@pytest.fixture
def claims(scheme: Scheme) -> list[Claim]:
    """120 claims of 60 participants, two on each day."""
    rows = []
    for number in range(60):
        scheme.participant(f"P-{number:02}")
        day = date(2025, 2, 1) + timedelta(days=number)
        rows += [(f"P-{number:02}", "qualification", day), (f"P-{number:02}", "sustained_job", day)]
    scheme.send(table("participant,outcome,achieved_on", rows))
    return list(Claim.objects.order_by("-event_date", "-pk"))


def listed(client: Client, scheme: Scheme, **wanted: str) -> list[Claim]:
    return list(client.get(reverse("outcomes:claim_list", args=[scheme.programme.slug]), wanted).context["page"].rows)


def test_pages_follow_one_another_without_gap_or_repetition(
    client: Client, scheme: Scheme, claims: list[Claim]
) -> None:
    client.force_login(scheme.user)
    url = reverse("outcomes:claim_list", args=[scheme.programme.slug])
    seen, cursor = [], ""
    for _ in range(3):
        page = client.get(url, {"from": cursor}).context["page"]
        seen += page.rows
        cursor = page.older
    assert (seen, cursor) == (claims, "")
    back = client.get(url, {"from": page.newer}).context["page"]
    assert back.rows == claims[50:100]
    assert client.get(url, {"from": back.newer}).context["page"].newer == ""


def test_claims_are_found_by_reference_outcome_date_and_state(
    client: Client, scheme: Scheme, claims: list[Claim]
) -> None:
    client.force_login(scheme.user)
    assert len(listed(client, scheme, reference="P-07")) == 2
    assert len(listed(client, scheme, reference="P-0", outcome="qualification")) == 10
    assert len(listed(client, scheme, achieved_from="2025-02-03", achieved_until="2025-02-04")) == 4
    ClaimState.objects.create(
        claim=claims[0], state="withdrawn", reason="Sent in error", changed_by=scheme.user, changed_at=SENT
    )
    assert listed(client, scheme, state="withdrawn") == [claims[0]]
    assert claims[0] not in listed(client, scheme, state="accepted")
    assert listed(client, scheme, reference="no such") == []


def test_the_number_of_queries_does_not_grow_with_the_claims(
    client: Client, scheme: Scheme, claims: list[Claim]
) -> None:
    client.force_login(scheme.user)
    counts = []
    for wanted in ({"reference": "P-01"}, {}):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            listed(client, scheme, **wanted)
        counts.append(len(queries))
    assert max(counts) <= 14


def test_a_claim_says_where_it_came_from_and_whether_it_will_be_paid(
    client: Client, scheme: Scheme, claims: list[Claim]
) -> None:
    client.force_login(scheme.user)
    claim = claims[0]
    page = client.get(reverse("outcomes:claim_detail", args=[scheme.programme.slug, claim.pk])).content.decode()
    assert f"row {claim.row_number}" in page
    assert "The claim is accepted." in page
    assert "Withdraw the claim" in page


def test_an_agent_withdraws_a_claim_with_the_reason(client: Client, scheme: Scheme, claims: list[Claim]) -> None:
    client.force_login(scheme.user)
    url = reverse("outcomes:claim_withdraw", args=[scheme.programme.slug, claims[0].pk])
    assert "Enter the reason for withdrawing the claim" in client.post(url, {"reason": " "}).content.decode()
    page = client.post(url, {"reason": "The employer ended the contract."}, follow=True).content.decode()
    assert "The employer ended the contract." in page
    assert "The agent withdrew the claim, so it is not paid." in page
    assert "withdrawn already" in client.post(url, {"reason": "Again"}).content.decode()
    assert ClaimState.objects.count() == 1


def test_participants_are_found_by_reference_and_shown(client: Client, scheme: Scheme, claims: list[Claim]) -> None:
    client.force_login(builders.member(scheme.programme, "verifier"))
    url = reverse("delivery:participant_list", args=[scheme.programme.slug])
    found = client.get(url, {"reference": "P-3"}).context["page"].rows
    assert [participant.reference for participant in found] == [f"P-3{number}" for number in range(9, -1, -1)]
    page = client.get(reverse("delivery:participant_detail", args=[scheme.programme.slug, found[0].pk]))
    assert "group-1" in page.content.decode()
