"""Ten thousand entries: pages cost as many queries as with forty. What a search takes is printed, not asserted."""

import time
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import Role
from accounts.selectors import users
from knowledge.actions import shelves
from knowledge.models import Entry
from stages.models import Programme
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

FEW, MANY = 40, 10_000
NAMES = ("cohort", "tenancy", "probation", "employer", "baseline", "hostel", "school", "clinic", "rent", "bail")
GUIDELINE = 0.2  # seconds for a search on a quiet machine


@pytest.fixture
def programme() -> Programme:
    shelves.fill(by=users.system_user(shelves.LIBRARIAN), at=now())
    programme = builders.programme("Homes first", sector="Housing", summary="Rough sleepers keep a tenancy.")
    builders.stage_1_records(programme)
    return programme


def rows(numbers: range) -> Iterator[Entry]:
    by = builders.system()
    for number in numbers:
        one, other = NAMES[number % 10], NAMES[number // 10 % 10]
        yield Entry(
            title=f"Of {one} and {other}, case {number}",
            happened=f"In case {number} the {one} was counted before the {other}, and {one}s were paid for twice.",
            lesson=f"Count the {other} once.",
            kind="practice", example="bad", need="home", outcome="housing", sector="Housing", tags=[one, "many"],
            source="Made for a measurement", strength="weak", added_by=by, added_at=builders.MOMENT,
        )  # fmt: skip


def asked(reader: Client, address: str) -> tuple[int, float]:
    """How many queries the page costs and how long it takes, warm."""
    reader.get(address)
    began = time.perf_counter()
    with CaptureQueriesContext(connection) as queries:
        assert reader.get(address).status_code == 200
    return len(queries), time.perf_counter() - began


def test_every_page_costs_the_same_queries_with_ten_thousand_entries(
    programme: Programme, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    client.force_login(builders.member(programme, Role.COMMISSIONER))
    entries = reverse("knowledge:entry_list")
    addresses = [
        entries,
        f"{entries}?q=tenancy+or+baseline",
        f"{entries}?q=tenancy&sort=newest",
        f"{entries}?q=tenancy&need=home&sector=Housing&example=bad",
        reverse("stages:lesson_offers", args=[programme.slug]),
    ]
    Entry.objects.bulk_create(rows(range(FEW)))
    few = {address: asked(client, address) for address in addresses}
    Entry.objects.bulk_create(rows(range(FEW, MANY)), batch_size=2_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE knowledge_entry")
    many = {address: asked(client, address) for address in addresses}
    with capsys.disabled():
        for address, (_queries, took) in many.items():
            print(f"\n  {took * 1000:6.0f} ms (guideline {GUIDELINE * 1000:.0f}) {address}", end="")  # noqa: T201
    assert {address: found[0] for address, found in many.items()} == {
        address: found[0] for address, found in few.items()
    }
    assert max(found[0] for found in many.values()) <= 16
