from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from outcomes.models import Claim, ClaimState
from outcomes.selectors import claims as claims_selector
from tests.outcomes.scheme import SENT, Scheme


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
    assert max(counts) <= 15  # one of them counts what the person has not read


@pytest.mark.parametrize("walked", [0, 20_000])
@pytest.mark.parametrize("rare", [0, 2_000])
def test_claims_by_state_and_question_are_the_same_whichever_way_they_are_found(
    scheme: Scheme, claims: list[Claim], monkeypatch: pytest.MonkeyPatch, rare: int, walked: int
) -> None:
    """Few are looked up one by one; of many, or of an agent with few claims, a walk through the days has a page."""
    monkeypatch.setattr(claims_selector, "RARE", rare)
    monkeypatch.setattr(claims_selector, "WALKED", walked)
    for claim in (claims[7], claims[3]):
        ClaimState.objects.create(
            claim=claim, state="withdrawn", reason="Sent in error", changed_by=scheme.user, changed_at=SENT
        )

    def found(**wanted: Any) -> list[Claim]:
        looked_for = claims_selector.Wanted(**wanted)
        return list(claims_selector.search(scheme.user, scheme.programme, looked_for, None, 5).rows)

    assert found(state="withdrawn") == [claims[3], claims[7]]
    assert found(state="withdrawn", reference=claims[7].participant.reference) == [claims[7]]
    assert found(state="accepted") == [claims[place] for place in (0, 1, 2, 4, 5)]
    assert found(state="verified") == found(open_questions=True) == found(outcome="nobody-knows-it") == []
    assert found(outcome=claims[0].outcome)
