"""What becomes of people on each demonstration programme: chances, days and the turns that the story takes."""

import random
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from pbrmanager.demo.lives import Course, Event, Person

THIRTEEN_WEEKS = timedelta(days=91)
RECORDS = ("payroll_record", "employer_letter", "benefit_record")


def _within(chance: random.Random, least: int, usual: int, most: int) -> timedelta:
    return timedelta(days=round(chance.triangular(least, most, usual)))


def jobs(
    likely: Mapping[str, float],
    *,
    parked: str,
    parked_from: date,
    parked_chance: float,
    kept: float,
    kept_less_from: date,
    kept_less: float,
) -> Course:
    """Thirteen weeks in work, then up to twice thirteen more.

    People of the segment `parked` who start from `parked_from` on get little help. From `kept_less_from` on fewer jobs
    last: the support of people in work was cut.
    """

    def course(chance: random.Random, person: Person) -> Iterator[Event]:
        is_parked = person.attribute == parked and person.started_on >= parked_from
        succeeds = chance.random() < (parked_chance if is_parked else likely[person.attribute])
        day = person.started_on + _within(chance, 91, 165, 364)
        evidence, lasting = chance.choice(RECORDS), (chance.random(), chance.random())
        if not succeeds:
            return
        yield Event("job", day, 1, evidence)
        for sequence, luck in enumerate(lasting, start=1):
            day += THIRTEEN_WEEKS
            if luck >= (kept_less if day >= kept_less_from else kept):
                return
            yield Event("job-kept", day, sequence, evidence)

    return course


def homes(likely: float, *, slump_from: date, slump_until: date, in_slump: float, settled_from: date) -> Course:
    """A tenancy begun, and the same tenancy kept for six months and for twelve. In the slump few tenancies hold.

    From `settled_from` on, when it is first paid for, settling after three months is claimed too.
    """

    def course(chance: random.Random, person: Person) -> Iterator[Event]:
        day = person.started_on + _within(chance, 7, 30, 89)
        moved, settled, held, held_on = (chance.random() for _ in range(4))
        if moved >= 0.8:
            return
        yield Event("moved-in", day, 1, "tenancy_agreement")
        if settled < 0.86 and day + THIRTEEN_WEEKS >= settled_from:
            yield Event("settled", day + THIRTEEN_WEEKS, 1, "rent_account")
        for outcome, luck, days in (("home-6-months", held, 182), ("home-12-months", held_on, 364)):
            reached = day + timedelta(days=days)
            in_bad_times = slump_from <= reached <= slump_until and outcome == "home-6-months"
            if luck >= (in_slump if in_bad_times else likely):
                return
            yield Event(outcome, reached, 1, "landlord_letter")

    return course


def learning(likely: float, *, fails_from: date, failing: float) -> Course:
    """Back in school or training for a term. From `fails_from` on the places ran out."""

    def course(chance: random.Random, person: Person) -> Iterator[Event]:
        day = person.started_on + _within(chance, 60, 90, 180)
        if chance.random() < (failing if day >= fails_from else likely):
            yield Event("term-attended", day, 1, "school_record")

    return course
