"""Whole packs with something wrong in them: taken or refused with the places, whatever is wrong, and never halfway."""

import copy
import json
import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as conf
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.test import override_settings
from hypothesis import HealthCheck, Phase, given, settings, strategies

from accounts.models import User
from stages.actions import pack_export
from stages.models import Programme
from tests import builders, interface
from tests.pbrmanager.test_access import World, build
from tests.pbrmanager.test_operations import signed_in

pytestmark = pytest.mark.django_db

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "2"))
IS_LONG = "FUZZ_EXAMPLES" in os.environ
STRANGE: tuple[Any, ...] = (
    None, "", " ", "x" * 5_000, "\x00", "\ud83d", "\u202e", -1, 0, 1, 2**31, 10**30, 1.5, 1e300, True, False, [], {},
    [None], "1", "-1", "NaN", "Infinity", "1e400", "0.005", "0001-01-01", "9999-12-31", "2026-02-30", "2026-01-01",
    "9999-12-31T23:59:59Z", "2026-01-01T00:00:00+14:00", "2026-01-01T00:00:00",
)  # fmt: skip
TAKEN_OR_REFUSED = {200, 201, 400, 409, 413, 422}
Place = tuple[Any, Any]
"""A list or an object, and where in it."""


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Built once; every example is rolled back to it."""
    folder = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files"), API_REQUESTS_PER_MINUTE=1_000_000)
    with django_db_blocker.unblock(), transaction.atomic(), folder:
        yield build()
        transaction.set_rollback(True)


PUBLISHED = [json.loads(path.read_text()) for path in sorted((conf.BASE_DIR / "docs" / "packs").glob("*.json"))]


@pytest.fixture(scope="module")
def documents(world: World) -> list[dict[str, Any]]:
    """The packs that are published, and that of a programme with something of nearly everything."""
    programme = Programme.objects.get(slug=world.records["programme"])
    text = json.dumps(pack_export.export(programme=programme, by=builders.system()), cls=DjangoJSONEncoder)
    rich: dict[str, Any] = json.loads(text)
    rich["programme"]["slug"] += "-again"
    for finding in rich["stage_records"]["findings"]:
        finding["raised_at"] = (
            "2026-01-15T10:00:00+00:00"  # they are raised too late there, for the sake of other tests
        )
    del rich["payments"]  # their numbers are taken, and a person of the tests is no segment's
    rich["participant_events"] = [one for one in rich["participant_events"] if one["kind"] != "reclassification"]
    return [*PUBLISHED, rich, rich, rich]


@pytest.fixture(scope="module")
def keeper(world: World) -> interface.Caller:
    """An administrator of the system, signed in."""
    caller = signed_in(world, "administrator")
    User.objects.filter(memberships__role="administrator").update(is_superuser=True)
    return caller


def places(value: Any) -> Iterator[Place]:
    """Every place of a document, however deep."""
    for key, held in value.items() if isinstance(value, dict) else enumerate(value):
        yield value, key
        if isinstance(held, dict | list):
            yield from places(held)


def spoil(document: dict[str, Any], data: Any) -> None:
    """Change one place: another value, one from elsewhere, none at all, or twice the same."""
    there_are = list(places(document))
    held, key = there_are[data.draw(strategies.integers(0, len(there_are) - 1))]
    way = data.draw(strategies.sampled_from(["strange", "elsewhere", "gone", "twice", "turned"]))
    if way == "gone":
        del held[key]
    elif way == "twice" and isinstance(held, list):
        held.insert(key, copy.deepcopy(held[key]))
    elif way == "turned" and isinstance(held[key], list):
        held[key].reverse()
    elif way == "elsewhere":
        there, other = there_are[data.draw(strategies.integers(0, len(there_are) - 1))]
        held[key] = copy.deepcopy(there[other])
    else:
        held[key] = STRANGE[data.draw(strategies.integers(0, len(STRANGE) - 1))]


@given(data=strategies.data())
@settings(
    max_examples=EXAMPLES * 5,
    derandomize=not IS_LONG,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)
def test_a_pack_with_something_wrong_is_taken_or_refused(
    data: Any, documents: list[dict[str, Any]], keeper: interface.Caller
) -> None:
    sent = copy.deepcopy(documents[data.draw(strategies.integers(0, len(documents) - 1))])
    for _time in range(data.draw(strategies.integers(1, 3))):
        spoil(sent, data)
    with transaction.atomic():
        response = keeper.post("packs/", json.dumps(sent))
        transaction.set_rollback(True)
    assert response.status_code in TAKEN_OR_REFUSED, response.content


def test_the_packs_are_taken_as_they_are(documents: list[dict[str, Any]], keeper: interface.Caller) -> None:
    with transaction.atomic():
        response = keeper.post("packs/", json.dumps(documents[-1]))
        transaction.set_rollback(True)
    assert response.status_code == 201, response.content
