"""Numbers of people for those who may not see rows: told at the ends of periods, and never by a few."""

import importlib
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from dashboards.selectors import counted
from delivery.models import Participant, Tally
from delivery.selectors import moments
from outcomes.models import Claim, ClaimState
from tests import builders
from tests.kept import kept
from tests.monitoring import scenes
from tests.monitoring.scenes import QUARTERS, Scene

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 20)


def taken_in(scene: Scene, people: int, on: date, segment: str = "young") -> list[Participant]:
    """So many are taken in on the day, and found work a day later."""
    at = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    made = Participant.objects.bulk_create(
        Participant(
            programme=scene.programme, agent=scene.north, reference=f"{on}-{segment}-{number}", started_on=on,
            segment=segment, attributes={}, version=scene.version, received_at=at,
        )
        for number in range(people)
    )  # fmt: skip
    scene.achieve(made, on, received=at + timedelta(days=1))
    return made


@pytest.fixture
@kept
def scene() -> Scene:
    """100 by the end of March, then with each quarter 2 more, 10 more and 3 more."""
    made = scenes.scene()
    for place, people in enumerate((100, 2, 10, 3)):
        taken_in(made, people, QUARTERS[place][1] + timedelta(days=9))
    return made


def told(scene: Scene, today: date) -> counted.Counted:
    return counted.told(scene.programme, today)


def test_nothing_is_told_before_the_first_period_is_over(scene: Scene) -> None:
    assert told(scene, date(2025, 3, 31)) == counted.Counted(None, None)


def test_a_number_is_told_at_the_end_of_a_period_and_again_when_it_has_moved_by_more_than_a_few(scene: Scene) -> None:
    seen = [(told(scene, day).participants, told(scene, day).participants_told) for day in
            (date(2025, 4, 1), date(2025, 7, 1), date(2025, 10, 1), TODAY)]  # fmt: skip
    march, september = date(2025, 3, 31), date(2025, 9, 30)
    assert seen == [(100, march), (100, march), (112, september), (112, september)]


def test_whoever_looks_every_day_learns_of_no_change_of_a_few(scene: Scene) -> None:
    """The attack: every two numbers that are ever told, subtracted."""
    for attribute in ("participants", "outcomes"):
        days = (date(2025, 1, 1) + timedelta(days=step) for step in range(400))
        seen = {getattr(told(scene, day), attribute) or 0 for day in days}
        assert len(seen) > 2
        assert not [(one, other) for one in seen for other in seen if 0 < abs(one - other) < 5]


def test_what_comes_after_the_last_period_is_told_at_the_end_of_a_quarter(scene: Scene) -> None:
    taken_in(scene, 8, date(2026, 2, 1))
    assert told(scene, date(2026, 3, 31)).participants == 112
    assert told(scene, date(2026, 4, 1)).participants == 123


def test_an_outcome_that_fell_is_told_only_with_more_than_a_few_others(scene: Scene) -> None:
    for claim in Claim.objects.filter(programme=scene.programme)[:2]:
        ClaimState.objects.create(
            claim=claim, state="failed", reason="Unknown there.", changed_by=builders.system(),
            changed_at=datetime(2025, 5, 1, tzinfo=UTC),
        )  # fmt: skip
    assert told(scene, date(2025, 7, 1)).outcomes == 100
    assert told(scene, date(2025, 10, 1)).outcomes == 110


def test_an_outcome_that_stands_again_is_told_as_it_stood_at_each_moment(scene: Scene) -> None:
    for claim in Claim.objects.filter(programme=scene.programme)[:8]:
        for state, month in (("failed", 5), ("verified", 8)):
            ClaimState.objects.create(
                claim=claim, state=state, reason="Seen.", changed_by=builders.system(),
                changed_at=datetime(2025, month, 1, tzinfo=UTC),
            )  # fmt: skip
    seen = [told(scene, day).outcomes for day in (date(2025, 4, 1), date(2025, 7, 1), date(2025, 10, 1))]
    assert seen == [100, 94, 112]


def test_a_day_ends_by_the_clock_of_the_country(scene: Scene) -> None:
    """At midnight of a summer's night it is eleven in the evening in UTC."""
    midnight = datetime(2025, 9, 30, 23, tzinfo=UTC)
    for seconds in (-1, 0, 3_600):
        Participant.objects.create(
            programme=scene.programme, agent=scene.south, reference=f"late {seconds}", started_on=date(2025, 9, 30),
            segment="young", attributes={}, version=scene.version, received_at=midnight + timedelta(seconds=seconds),
        )  # fmt: skip
    over = moments.over(scene.programme, TODAY)
    for_each = [sum(one.values()) for one in moments.taken_in(scene.programme, Tally.Of.PARTICIPANTS, over)]
    rows = Participant.objects.filter(programme=scene.programme)
    assert for_each == [rows.filter(received_at__lt=one.before).count() for one in over] == [100, 102, 113, 118]


def test_rows_that_were_there_before_the_tallies_are_counted_by_the_migrations(scene: Scene) -> None:
    taken_in(scene, 4, date(2025, 8, 1), segment="other")
    kept = tallies()
    for app in ("delivery.migrations.0003", "outcomes.migrations.0005"):
        migration = importlib.import_module(f"{app}_tallies_by_day")
        with connection.cursor() as cursor:
            cursor.execute(migration.WITHOUT_DAYS)
            cursor.execute(migration.COUNTED)
    assert tallies() == kept
    assert {of for of, _, _, _ in kept} == {"participants", "claims"}


def tallies() -> set[tuple[str, date, str, int]]:
    return set(Tally.objects.values_list("of", "received_on", "segment", "number"))


def test_a_segment_that_has_moved_by_a_few_is_withheld_with_another(scene: Scene) -> None:
    taken_in(scene, 50, date(2025, 2, 1), segment="other")
    taken_in(scene, 3, date(2025, 8, 1), segment="other")
    before = moments.started(scene.programme, moments.over(scene.programme, date(2025, 4, 1)))
    after = moments.started(scene.programme, moments.over(scene.programme, date(2025, 10, 1)))
    assert before is not None
    assert after is not None
    assert (before.by_row, before.hidden_rows) == ({"young": 100, "other": 50}, frozenset())
    assert after.people == 165
    assert after.hidden_rows == {"young", "other"}


@pytest.mark.parametrize("role", [Role.EXPERT_BODY, Role.ANALYST])
def test_pages_tell_numbers_as_they_stood_at_the_end_of_a_period(client: Client, scene: Scene, role: Role) -> None:
    client.force_login(builders.member(scene.programme, role))
    page = client.get(reverse("dashboards:programme_detail", args=[scene.programme.slug])).content.decode()
    assert "by 30 September 2025" in page
    assert "112" in page
    plan = client.get(reverse("delivery:plan", args=[scene.programme.slug])).content.decode()
    assert "Whoever was taken in by 30 September 2025" in plan
    assert ">112<" in plan
    assert not re.search(r"\b115\b(?!\.)", told_by(page) + told_by(plan))
    client.force_login(scene.commissioner)
    for name in ("dashboards:programme_detail", "delivery:plan"):
        shown = client.get(reverse(name, args=[scene.programme.slug])).content.decode()
        assert re.search(r"\b115\b(?!\.)", told_by(shown))


def told_by(page: str) -> str:
    """What the page says in words and in tables, without pictures."""
    return re.sub(r"<svg.*?</svg>|<[^>]+>", " ", page.partition("<main")[2], flags=re.DOTALL)
