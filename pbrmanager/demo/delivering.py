"""How the work is done in the running programmes: key workers, partners, training, plans and the activity log.

Most of it goes well. One partner waits longer for more of its pay than its lead does; another once did, until its
terms were changed; a third is sent fewer people than it was promised. One caseload is too high and not explained.
"""

import csv
import dataclasses
import io
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import Organisation, User
from delivery.actions import activity, assignments, key_workers, partners, plans
from delivery.models import KeyWorker, Partner
from delivery.selectors import contract as contracts
from pbrmanager.demo.calendar import Calendar, Quarter
from pbrmanager.demo.cast import Cast
from pbrmanager.demo.lives import Person
from stages.models import Programme

CASELOAD, CEILING = 40, 45
SUPPORT_DAYS = 240
PART_TIME = Decimal("0.60")
TOO_MANY = 9
LEFT_OUT_DAYS = 20
FILE_ROWS = 40_000
LOGGED_DAYS, LOGGED_MOST = 150, 4_000
LESS_TIME = "health"  # the segment that is quietly left aside in the story of Routes into Work
KINDS = ("meeting", "call", "home_visit", "meeting", "advocacy")


@dataclasses.dataclass(frozen=True)
class Signed:
    """Terms from a quarter on (0 is the first): work, pay and pay by results in per cent, days, and people a year."""

    quarter: int
    work: int
    pay: int
    by_results: int
    days: int
    promised: int
    reason: str = ""


@dataclasses.dataclass(frozen=True)
class Consort:
    """A partner of an agent, and the share of what it was promised that it was sent, in per cent."""

    name: str
    size: str
    is_charity: bool
    work: str
    staff: int
    terms: tuple[Signed, ...]
    sent: int = 100


PARTNERS: dict[str, tuple[Consort, ...]] = {
    "stepping-forward": (
        Consort(
            "Quayside Advice", "small", True, "Debt and benefit advice before the first interview", 6,
            (Signed(0, 10, 10, 20, 21, 120),),
        ),
        Consort(
            "Harrow Lane Training", "medium", False, "Courses in care and warehousing", 14,
            (Signed(0, 20, 18, 80, 60, 200, "It asked for a larger share and took the risk with it."),),
        ),
    ),
    "harbour-pathways": (
        Consort(
            "Moorings Mentors", "small", True, "Mentors who have been out of work themselves", 9,
            (
                Signed(0, 15, 15, 60, 45, 90),
                Signed(3, 15, 15, 20, 20, 90, "The commissioner’s test showed more risk than the lead’s own."),
            ),
        ),
    ),
    "tideway-works": (
        Consort(
            "Tidemark Skills", "large", False, "Assessment centre for drivers", 22,
            (Signed(0, 25, 24, 50, 30, 400),), sent=55,
        ),
    ),
}  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Site:
    """One agent in one programme, and the moments at which it records."""

    programme: Programme
    agent: Organisation
    by: User
    calendar: Calendar

    @property
    def signed_at(self) -> datetime:
        return self.calendar.before(15)

    @property
    def now(self) -> datetime:
        return self.last.after(16, hour=9)

    @property
    def last(self) -> Quarter:
        return self.calendar.over[-1]

    def given(self, at: datetime) -> dict[str, Any]:
        return {"programme": self.programme, "agent": self.agent, "by": self.by, "at": at}


def record(cast: Cast, programme: Programme, people: Sequence[Person], calendar: Calendar, *, lent_by: str) -> None:
    """Everything that the agents of a running programme recorded. `lent_by` seconds somebody for the first outcome."""
    outcome = contracts.of(programme).outcome_codes[0]
    for code in sorted({person.agent for person in people}):
        site = Site(programme, cast.organisation(code), cast.speaking_for(code), calendar)
        partners.state_lead_terms(
            programme=programme, agent=site.agent, share_by_results=Decimal(60), payment_days=30,
            risk_ceiling=Decimal(25), risk_ceiling_small=Decimal(10), caseload_ceiling=CEILING,
            mix_tolerance=Decimal(5), evidence="Delivery schedule of the contract, paragraph 6",
            by=cast["commissioner"], at=calendar.before(20),
        )  # fmt: skip
        own = [person for person in people if person.agent == code]
        consort = [_partner(site, one) for one in PARTNERS.get(code, ())]
        workers = _staff(site, own)
        _assign(site, own, workers)
        _log(site, own)
        _lend(site, outcome, lent_by)
        _train(site, workers, consort)
        _plan(site)


def _partner(site: Site, one: Consort) -> Partner:
    at, over = site.signed_at, site.calendar.over
    made = partners.add(
        **site.given(at), name=one.name, size=one.size, is_charity=one.is_charity, work=one.work, staff=one.staff
    )
    for terms in one.terms:
        first = over[min(terms.quarter, len(over) - 1)].starts_on
        partners.sign(
            partner=made, from_date=first, share_of_work=Decimal(terms.work), share_of_pay=Decimal(terms.pay),
            share_by_results=Decimal(terms.by_results), payment_days=terms.days, promised_a_year=terms.promised,
            reason=terms.reason, by=site.by, at=at,
        )  # fmt: skip
    days = (site.last.ends_on - over[0].starts_on).days + 1
    sent = round(one.terms[0].promised * days / 365 * one.sent / 100)
    partners.count_referrals(partner=made, counted_on=site.last.ends_on, people=sent, by=site.by, at=site.now)
    return made


def _supported(person: Person, day: date) -> bool:
    return person.started_on + timedelta(days=SUPPORT_DAYS) >= day


def _staff(site: Site, people: Sequence[Person]) -> list[KeyWorker]:
    """Enough key workers for those who are supported now; some work three days a week, and one is new."""
    supported = sum(_supported(person, site.last.ends_on) for person in people)
    count = max(math.ceil(supported / CASELOAD), 3)
    initials = "".join(word[0] for word in site.agent.name.split()[:2])
    first = site.calendar.starts_on - timedelta(days=10)
    made = [
        key_workers.add(
            **site.given(site.signed_at), reference=f"{initials}-{number:03}", from_date=first,
            fte=PART_TIME if number == 2 or number % 4 == 0 else Decimal(1),
            explanation="Takes over a colleague’s participants until the new post is filled."
            if number == 2 and site.agent.code != "tideway-works" else "",
        )
        for number in range(1, count + 1)
    ]  # fmt: skip
    key_workers.add(
        **site.given(site.now), reference=f"{initials}-{count + 1:03}", from_date=site.last.ends_on, fte=Decimal(1)
    )
    return made


def _with_whom(site: Site, people: Sequence[Person], workers: Sequence[KeyWorker]) -> dict[str, str]:
    """By person the key worker: the second has too many, the others take turns by their hours."""
    turns = [one for turn in range(5) for one in workers if one != workers[1] and (one.fte == 1 or turn < 3)]
    most = int(CEILING * workers[1].fte) + TOO_MANY
    found: dict[str, str] = {}
    for place, person in enumerate(people):
        is_hers = most > 0 and _supported(person, site.last.ends_on)
        most -= is_hers
        found[person.reference] = (workers[1] if is_hers else turns[place % len(turns)]).reference
    return found


def _assign(site: Site, people: Sequence[Person], workers: Sequence[KeyWorker]) -> None:
    """Everybody from the day of the start, for as long as support lasts; at one agent the last to start still wait."""
    until = site.last.ends_on - timedelta(days=LEFT_OUT_DAYS)
    given = [one for one in people if site.agent.code != "tideway-works" or one.started_on <= until]
    worker_of = _with_whom(site, given, workers)
    rows = [
        (
            person.reference, worker_of[person.reference], person.started_on.isoformat(),
            "" if _supported(person, site.last.ends_on)
            else (person.started_on + timedelta(days=SUPPORT_DAYS)).isoformat(),
        )
        for person in given
    ]  # fmt: skip
    for content in _files(("participant", "key_worker", "from", "until"), rows):
        assignments.upload(**site.given(site.now), content=content)


def _log(site: Site, people: Sequence[Person]) -> None:
    """Contacts of the last months: three with each person, and one with those who are left aside."""
    since = site.last.ends_on - timedelta(days=LOGGED_DAYS)
    rows = [
        (
            person.reference, day.isoformat(), KINDS[(place + turn) % len(KINDS)], 20 + 5 * ((place + turn) % 9),
            "Plan agreed, next step in writing." if turn == 0 else "",
        )
        for place, person in enumerate(people)
        if person.started_on >= since
        for turn in range(1 if person.attribute == LESS_TIME else 3)
        if (day := person.started_on + timedelta(days=4 + 12 * turn)) <= site.last.ends_on
    ]  # fmt: skip
    for content in _files(("participant", "day", "kind", "minutes", "note"), rows[:LOGGED_MOST]):
        activity.upload(**site.given(site.now), content=content)


def _files(header: Sequence[str], rows: Sequence[Sequence[object]]) -> Iterator[bytes]:
    for start in range(0, len(rows), FILE_ROWS):
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([header, *rows[start : start + FILE_ROWS]])
        yield text.getvalue().encode()


def _lend(site: Site, outcome: str, lent_by: str) -> None:
    key_workers.second(
        **site.given(site.signed_at), from_organisation=lent_by, role="Link officer", outcome=outcome,
        from_date=site.calendar.starts_on, fte=PART_TIME,
    )  # fmt: skip


def _train(site: Site, workers: Sequence[KeyWorker], consort: Iterable[Partner]) -> None:
    first = site.calendar.starts_on + timedelta(days=12)
    plans.train(
        **site.given(site.now), kind="training", topic="First meetings that people come back from", held_on=first,
        people=len(workers), first_time=len(workers), roles="Key workers", mentor="Our Say Northmere",
    )  # fmt: skip
    for place, partner in enumerate(consort):
        plans.train(
            **site.given(site.now), kind="mentoring", topic="Keeping evidence while helping", partner=partner,
            held_on=first + timedelta(days=20), people=partner.staff - place, first_time=partner.staff - place,
            roles="Advisers", mentor="Key workers of the lead agent",
        )  # fmt: skip


STEPS: Mapping[str, tuple[int, int | None, str]] = {
    "Every key worker is in post": (10, 24, "References of two took longer than planned."),
    "Partners’ first referrals": (30, 30, ""),
    "Second office opens": (200, None, "The lease was signed late; it opens next quarter."),
}
"""A step, the day of the contract for which it was planned, the day on which it was reached, and why it slipped."""


def _plan(site: Site) -> None:
    start = site.calendar.starts_on
    for name, (planned, reached, why) in STEPS.items():
        made = plans.plan(**site.given(site.signed_at), name=name, planned_on=start + timedelta(days=planned))
        plans.report(
            milestone=made, reached_on=start + timedelta(days=reached) if reached is not None else None,
            expected_on=None if reached is not None else site.last.ends_on + timedelta(days=60), why=why, by=site.by,
            at=site.now,
        )  # fmt: skip
