"""Pages and lists ask the database as often for many rows as for few."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from stages.actions import registers, stakeholders
from stages.models import Programme
from stages.selectors import tracker
from tests import builders

pytestmark = pytest.mark.django_db
PAGES = ["stage_detail", "stakeholder_list", "practice_list", "finding_list", "members"]


def fill(programme: Programme, count: int) -> None:
    given: dict[str, Any] = {"by": builders.system(), "at": builders.MOMENT}
    for number in range(count):
        one = stakeholders.add(programme=programme, name=f"Stakeholder {number} of {count}", **given)
        stakeholders.score(stakeholder=one, power=3, legitimacy=2, urgency=1, evidence="Minutes", **given)
        registers.add_practice(
            programme=programme, scheme="A", kind="good", happened="B", lesson="C", source="D", **given
        )
        builders.finding(programme, stages=(1,))
        builders.member(programme, "analyst")


def queries(client: Client, programme: Programme, page: str) -> int:
    parts = {"slug": programme.slug} | ({"stage": 1} if page == "stage_detail" else {})
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(reverse(f"stages:{page}", kwargs=parts)).status_code == 200
    return len(captured)


def test_pages_take_as_many_queries_for_twelve_rows_as_for_three(
    client: Client, programme: Programme, commissioner: User
) -> None:
    client.force_login(commissioner)
    fill(programme, 3)
    queries(client, programme, "stakeholder_list")  # the chart of the first visit is drawn and kept
    few = {page: queries(client, programme, page) for page in PAGES}
    fill(programme, 12)
    queries(client, programme, "stakeholder_list")
    many = {page: queries(client, programme, page) for page in PAGES}
    assert many == few


def test_many_trackers_take_two_queries(django_assert_num_queries: Any) -> None:
    made = [builders.programme() for _number in range(4)]
    with django_assert_num_queries(2):
        assert len(tracker.trackers(made)) == 4
