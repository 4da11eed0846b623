from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils.timezone import localdate, now

from accounts.errors import Forbidden, Refused
from accounts.models import AuditEntry, Role
from expertbody.actions import reviews
from expertbody.models import ProgrammeReview
from expertbody.selectors import decidable
from stages.models import Finding, Programme
from stages.selectors import pauses
from tests import builders
from tests.expertbody import bodies


@pytest.fixture
def programme(db: None) -> Programme:
    made = builders.programme_at_stage(5)
    builders.body(made)
    return made


def plan(programme: Programme, **changes: Any) -> ProgrammeReview:
    given: dict[str, Any] = {"every_months": 12, "due_on": localdate(), "by": builders.system(), "at": now()} | changes
    return reviews.plan(programme=programme, **given)


def decide(programme: Programme, review: ProgrammeReview, outcome: str, **changes: Any) -> None:
    bodies.decide(programme, "programme_review", review.pk, outcome, at=now(), **changes)


def test_a_review_waits_from_four_weeks_before_its_day_and_can_be_moved(programme: Programme) -> None:
    first = plan(programme, due_on=localdate() + timedelta(days=29))
    assert decidable.waiting(programme) == []
    moved = plan(programme, due_on=localdate() + timedelta(days=28), every_months=6)
    assert (moved.pk, moved.every_months) == (first.pk, 6)
    (matter,) = decidable.waiting(programme)
    assert matter.title.startswith("Review of the programme, due")
    assert AuditEntry.objects.filter(action="expertbody.review.plan").latest("pk").before["every_months"] == 12


def test_only_commissioners_and_members_plan_reviews_and_never_in_the_past(programme: Programme) -> None:
    with pytest.raises(Forbidden):
        plan(programme, by=builders.member(programme, Role.ANALYST))
    with pytest.raises(Refused, match="today or later"):
        plan(programme, due_on=localdate() - timedelta(days=1))
    with pytest.raises(Refused, match="months from 1 to 60"):
        plan(programme, every_months=0)


def test_yesterday_ends_at_midnight_in_summer_time(programme: Programme) -> None:
    """At 23:30 of 30 June by universal time it is half past midnight of 1 July here."""
    half_past = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    with pytest.raises(Refused, match="today or later"):
        plan(programme, due_on=date(2026, 6, 30), at=half_past)
    assert plan(programme, due_on=date(2026, 7, 1), at=half_past).due_on == date(2026, 7, 1)


def test_a_programme_that_goes_on_is_reviewed_again_after_the_interval(programme: Programme) -> None:
    review = plan(programme)
    decide(programme, review, "continue")
    following = programme.reviews.get(held_at__isnull=True)
    assert following.due_on.year == review.due_on.year + 1
    assert decidable.waiting(programme) == []


def test_amending_raises_a_finding_on_stage_4(programme: Programme) -> None:
    decide(programme, plan(programme), "amend", rationale="The price of the second outcome is too low.")
    finding = Finding.objects.get(programme=programme)
    assert finding.source == Finding.Source.EXPERT_BODY
    assert [row.stage for row in finding.stages.all()] == [4]
    assert finding.summary == "The price of the second outcome is too low."


def test_stopping_pauses_delivery_and_plans_no_further_review(programme: Programme) -> None:
    review = plan(programme)
    decide(programme, review, "stop")
    assert pauses.paused_stages(programme) == {5}
    assert not programme.reviews.filter(held_at__isnull=True).exists()
    decide(programme, review, "continue", supersedes=1, supersedes_because="The fund was found.")
    assert pauses.paused_stages(programme) == frozenset()
    assert programme.reviews.filter(held_at__isnull=True).count() == 1
