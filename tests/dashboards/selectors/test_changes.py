from typing import Any

import pytest
from django.utils.timezone import localdate

from accounts.models import Role
from dashboards.selectors import changes, viewer
from stages.actions import lessons
from tests import builders

pytestmark = pytest.mark.django_db


def test_lessons_that_are_kept_and_used_are_told_in_words() -> None:
    programme = builders.programme_at_stage(5)
    following = builders.programme("Homes after")
    reader = builders.member(programme, Role.ANALYST)
    builders.member(following, Role.ANALYST, user=reader)
    given: dict[str, Any] = {"by": builders.system(), "at": builders.later(days=9)}
    entry = lessons.write(programme=programme, **given, **builders.LESSON)
    lessons.use(programme=following, entry=entry, **given)
    told = {change.said for change in changes.since(viewer.look(reader, localdate()), builders.later(days=8))}
    assert told == {
        "Kept a lesson for the next programme: Prices by segment were agreed too early",
        "Put an entry of the library into the practice log",
    }
