"""The list of files: page by page, without counting them all."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from outcomes.models import Submission
from tests import builders
from tests.outcomes.scheme import Scheme


@pytest.fixture
def url(scheme: Scheme) -> str:
    Submission.objects.bulk_create(
        Submission(
            programme=scheme.programme, agent=scheme.agent, kind="outcomes", filename=f"file-{number}.csv", path="a",
            digest="a", size=1, submitted_by=scheme.user, submitted_at=builders.later(days=number),
            status=Submission.Status.ACCEPTED,
        )
        for number in range(45)
    )  # fmt: skip
    return reverse("outcomes:submission_list", args=[scheme.programme.slug])


def names(page: str) -> list[int]:
    return [number for number in range(45) if f"file-{number}.csv" in page]


def test_files_come_in_pages_the_latest_first(client: Client, scheme: Scheme, url: str) -> None:
    client.force_login(scheme.user)
    first, second, last = (client.get(url, {"page": number}).content.decode() for number in (1, 2, 3))
    assert (names(first), names(second), names(last)) == ([*range(25, 45)], [*range(5, 25)], [*range(5)])
    assert ("Newer" in first, "?page=2" in first) == (False, True)
    assert ("?page=1" in second, "?page=3" in second) == (True, True)
    assert ("?page=2" in last, "Older" in last) == (True, False)
    narrowed = client.get(url, {"q": "file-1"}).content.decode()
    assert names(narrowed) == [1, *range(10, 20)]


def test_beyond_the_last_page_the_way_back_is_shown(client: Client, scheme: Scheme, url: str) -> None:
    client.force_login(scheme.user)
    assert "There are no older files" in client.get(url, {"page": 4}).content.decode()
    assert names(client.get(url, {"page": "x"}).content.decode()) == [*range(25, 45)]
    assert "No file matches" in client.get(url, {"q": "none"}).content.decode()


def test_the_files_are_not_counted(client: Client, scheme: Scheme, url: str) -> None:
    client.force_login(scheme.user)
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    about = [one["sql"] for one in asked if 'FROM "outcomes_submission"' in one["sql"]]
    assert about
    assert not any("COUNT(" in one for one in about)
