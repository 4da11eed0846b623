"""Many rows written at once are the rows that would have been written one by one."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from accounts.actions import copying
from notifications.models import Event
from tests import builders

pytestmark = pytest.mark.django_db

SAID = ("kind", "programme", "data", "path", "list_path", "organisations", "at", "by_id", "handed_out_at")
AT = datetime(2026, 3, 31, 23, 59, 59, 123456, tzinfo=UTC)
VALUES: list[dict[str, Any]] = [
    {"data": {}, "organisations": []},
    {"data": {"day": date(2026, 3, 31), "said": "a\tb\nc \\N “quoted” 'so'", "none": None, "rows": [1, [2]]}},
    {"organisations": [3, 4], "handed_out_at": AT},
]


def test_what_is_copied_is_what_would_be_saved() -> None:
    by = builders.system()
    given: dict[str, Any] = {
        "kind": "test",
        "programme": "pathways",
        "path": "/a",
        "list_path": "/b",
        "at": AT,
        "by": by,
    }
    for number, more in enumerate(VALUES):
        Event.objects.create(uid=f"one-{number}", **given, **more)
    copying.write([Event(uid=f"all-{number}", **given, **more) for number, more in enumerate(VALUES)])
    one, other = (
        list(Event.objects.filter(uid__startswith=start).order_by("uid").values(*SAID)) for start in ("one", "all")
    )
    assert one == other
    assert len(one) == len(VALUES)


def test_nothing_to_write_is_no_query() -> None:
    copying.write([])
    assert not Event.objects.exists()
