"""How often a page asks the database does not grow with the contract."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.contracts import builders, documents

pytestmark = pytest.mark.django_db


def count(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_pages_of_a_large_draft_ask_as_often_as_those_of_a_small_one(client: Client, place: builders.Setting) -> None:
    version = builders.draft(place)
    client.force_login(place.commissioner)
    urls = [
        reverse("contracts:contract", args=[place.programme.slug]),
        version.get_absolute_url(),
        reverse("contracts:version_propose", args=[place.programme.slug, 1]),
    ]
    small = [count(client, url) for url in urls]
    base = documents.version()
    builders.draft(
        place,
        outcomes=[documents.outcome(), *(documents.outcome(f"outcome-{number}") for number in range(30))],
        targets=[{**base["targets"][0], "code": f"target-{number}"} for number in range(30)],
        caps=[{**base["caps"][0], "code": f"cap-{number}", "outcome": "job"} for number in range(30)],
    )
    large = [count(client, url) for url in urls]
    assert large == small
    assert max(large) < 60
