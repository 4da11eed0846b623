from typing import Any

import pytest
from django.utils.timezone import localdate

from accounts.models import Role
from dashboards.selectors import changes, viewer
from stages.actions import lessons, visits
from tests import builders

pytestmark = pytest.mark.django_db


def test_a_stage_is_told_by_its_number_and_its_name() -> None:
    programme = builders.programme_at_stage(5)
    reader = builders.member(programme, Role.ANALYST)
    given: dict[str, Any] = {"because": "Look again.", "finding": builders.finding(programme)}
    visits.reopen(programme=programme, stage=4, by=builders.system(), at=builders.later(days=9), **given)
    told = {change.said for change in changes.since(viewer.look(reader, localdate()), builders.later(days=8))}
    assert "Reopened stage 4 (Strategy and operations) because of finding 1" in told


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
