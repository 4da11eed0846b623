"""Every list of the interface for other systems: in pages, and with as many queries for thirty records as for three."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from pbrmanager.views import api
from tests.pbrmanager import grown as growing
from tests.pbrmanager.grown import LISTS, NOT_FOR_AGENTS, Grown
from tests.pbrmanager.operations import OPERATIONS

pytestmark = pytest.mark.django_db

FEW, MANY = 3, 30
SEVEN = {"stage_list"}
SEEN = [
    (name, who) for name in LISTS for who in ("commissioner", "agent") if who != "agent" or name not in NOT_FOR_AGENTS
]


@pytest.fixture(scope="module")
def grown(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[int, Grown]]:
    folder = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files"), API_REQUESTS_PER_MINUTE=100_000)
    with django_db_blocker.unblock(), transaction.atomic():
        with folder:
            yield {size: Grown(growing.scene(size), size) for size in (FEW, MANY)}
        transaction.set_rollback(True)


def read(world: Grown, name: str, who: str) -> tuple[int, list[str]]:
    """How many rows a page has, and what was asked of the database."""
    browser = Client()
    browser.force_login(world.people[who])
    browser.get(world.address(name))
    with CaptureQueriesContext(connection) as asked:
        response = browser.get(world.address(name))
    assert response.status_code == 200, response.content
    return len(response.json()["results"]), [one["sql"] for one in asked]


@pytest.mark.parametrize(("name", "who"), SEEN)
def test_a_long_list_takes_as_many_queries_as_a_short_one(grown: dict[int, Grown], name: str, who: str) -> None:
    few, asked_for_few = read(grown[FEW], name, who)
    many, asked_for_many = read(grown[MANY], name, who)
    assert name in SEVEN or (few < many and many >= MANY), (few, many)
    assert len(asked_for_few) == len(asked_for_many), "\n".join(asked_for_many[-40:])


@pytest.mark.parametrize(("name", "who"), SEEN)
def test_a_list_comes_in_pages_that_have_each_row_once(grown: dict[int, Grown], name: str, who: str) -> None:
    browser = Client()
    browser.force_login(grown[MANY].people[who])
    whole = browser.get(grown[MANY].address(name), {"page_size": 200}).json()["results"]
    following, found = f"{grown[MANY].address(name)}?page_size=17", []
    while following:
        answer = browser.get(following).json()
        assert 0 < len(answer["results"]) <= 17
        found += answer["results"]
        following = answer["next"]
    assert found == whole


@pytest.mark.parametrize("name", sorted(NOT_FOR_AGENTS))
def test_a_list_that_is_not_for_agents_is_refused_to_them(grown: dict[int, Grown], name: str) -> None:
    browser = Client()
    browser.force_login(grown[FEW].people["agent"])
    answer = browser.get(grown[FEW].address(name))
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


def test_every_list_of_the_schema_is_looked_at() -> None:
    lists = {
        path
        for path, methods in api.described()["paths"].items()
        if "PageOf" in str(methods.get("get", {}).get("responses", {}).get("200"))
    }
    assert len(lists) == len(LISTS)
    assert set(LISTS) <= {operation.name for operation in OPERATIONS}
