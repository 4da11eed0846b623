import random
from collections.abc import Iterator
from datetime import date

import pytest

from pbrmanager.demo import lives
from pbrmanager.demo.calendar import calendar

FIRST, LAST = date(2025, 1, 1), date(2025, 12, 31)
CROWD = lives.Population("P", 500, {"a": 0.8, "b": 0.2}, {"x": 0.5, "y": 0.5}, FIRST, LAST)


def course(chance: random.Random, person: lives.Person) -> Iterator[lives.Event]:
    if chance.random() < 0.5:
        yield lives.Event("job", person.started_on.replace(year=2026), 1, "letter")


def test_the_same_seed_makes_the_same_people_and_another_seed_others() -> None:
    first = lives.live(CROWD, course, seed=1, until=date(2026, 6, 30))
    assert first == lives.live(CROWD, course, seed=1, until=date(2026, 6, 30))
    assert first != lives.live(CROWD, course, seed=2, until=date(2026, 6, 30))


def test_people_start_within_the_span_in_order_and_spread_over_agents() -> None:
    people = lives.live(CROWD, course, seed=1, until=LAST)
    days = [person.started_on for person in people]
    assert days == sorted(days)
    assert FIRST <= days[0] <= days[-1] <= LAST
    assert 340 < sum(person.agent == "a" for person in people) < 460


def test_nothing_has_happened_that_lies_in_the_future() -> None:
    people = lives.live(CROWD, course, seed=1, until=date(2026, 3, 31))
    assert max(event.day for person in people for event in person.events) <= date(2026, 3, 31)


def test_files_hold_a_header_and_the_rows_of_their_span_only() -> None:
    people = lives.live(CROWD, course, seed=1, until=date(2026, 12, 31))
    content = lives.outcomes_file(people, date(2026, 1, 1), date(2026, 3, 31), [("P-1", "oops", "2026-01-01", 1, "")])
    lines = content.decode().splitlines()
    assert lines[0] == "participant,outcome,achieved_on,sequence,evidence_kind"
    assert lines[-1] == "P-1,oops,2026-01-01,1,"
    assert all("2026-01-01" <= line.split(",")[2] <= "2026-03-31" for line in lines[1:])
    assert lives.participants_file(people[:1], "group").decode().splitlines()[0] == "participant,started_on,group"


@pytest.mark.parametrize("today", [date(2026, 11, 22), date(2026, 11, 3), date(2026, 1, 31), date(2028, 2, 29)])
def test_the_calendar_ends_before_today_with_time_for_the_files_to_come_in(today: date) -> None:
    made = calendar(today)
    assert len(made.over) == 8
    assert 17 < (today - made.over[-1].ends_on).days < 50
    assert all(
        (later.starts_on - earlier.ends_on).days == 1
        for earlier, later in zip(made.whole, made.whole[1:], strict=False)
    )
