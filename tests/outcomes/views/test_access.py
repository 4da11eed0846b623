"""Every page about rows, for strangers, for those without row rights, and for another agent."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from outcomes.models import Claim, Submission
from tests.outcomes.scheme import Scheme

LISTS = ("outcomes:submission_list", "outcomes:claim_list", "delivery:participant_list")


@pytest.fixture
def details(scheme: Scheme, done: Submission) -> list[str]:
    slug, claim = scheme.programme.slug, Claim.objects.get()
    return [
        reverse("outcomes:submission_detail", args=[slug, done.pk]),
        reverse("outcomes:submission_progress", args=[slug, done.pk]),
        reverse("outcomes:submission_errors", args=[slug, done.pk, "csv"]),
        reverse("outcomes:submission_errors", args=[slug, done.pk, "xlsx"]),
        reverse("outcomes:claim_detail", args=[slug, claim.pk]),
        reverse("outcomes:claim_withdraw", args=[slug, claim.pk]),
        reverse("delivery:participant_detail", args=[slug, claim.participant_id]),
    ]


def test_nobody_sees_rows_without_signing_in(client: Client, scheme: Scheme, details: list[str]) -> None:
    for url in [*details, *(reverse(name, args=[scheme.programme.slug]) for name in LISTS)]:
        assert client.get(url).status_code == 302


def test_the_programme_does_not_exist_for_strangers(
    client: Client, scheme: Scheme, details: list[str], stranger: User
) -> None:
    client.force_login(stranger)
    for url in [*details, *(reverse(name, args=[scheme.programme.slug]) for name in LISTS)]:
        assert client.get(url).status_code == 404


def test_members_without_row_rights_are_refused(
    client: Client, scheme: Scheme, details: list[str], analyst: User
) -> None:
    client.force_login(analyst)
    for url in [*details, *(reverse(name, args=[scheme.programme.slug]) for name in LISTS)]:
        assert client.get(url).status_code == 403


def test_the_rows_of_an_agent_do_not_exist_for_another(
    client: Client, scheme: Scheme, details: list[str], rival: User
) -> None:
    client.force_login(rival)
    for url in details:
        assert client.get(url).status_code == 404
    for name in LISTS:
        page = client.get(reverse(name, args=[scheme.programme.slug])).content.decode()
        assert "march.csv" not in page
        assert "P-1" not in page


def test_those_who_watch_see_every_agent_but_send_and_withdraw_nothing(
    client: Client, scheme: Scheme, details: list[str], commissioner: User
) -> None:
    client.force_login(commissioner)
    assert [client.get(url).status_code for url in details] == [200, 200, 200, 200, 200, 403, 200]
    assert client.get(reverse("outcomes:submission_new", args=[scheme.programme.slug])).status_code == 403
    assert b"march.csv" in client.get(reverse(LISTS[0], args=[scheme.programme.slug])).content
