"""What a contract version says besides its payment rules: dates, parties, segments, outcomes, caps, targets."""

import dataclasses
import datetime
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from contracts.domain.particulars import NO_PARTICULARS, Particulars
from contracts.domain.rules import NO_DEADWEIGHT, Deadweight

KINDS = ("binary", "frequency", "distance_travelled", "sustained", "milestone")
DIRECTIONS = ("higher", "lower")
SCOPES = ("participant", "outcome", "period", "year", "contract")
OF_TIME = ("period", "year")
"""The scopes of a cap that has something to carry over to the next."""
MEASURES = ("rate", "count")
MONDAY_TO_FRIDAY = (0, 1, 2, 3, 4)


@dataclasses.dataclass(frozen=True)
class Period:
    """Days, both ends included, for which claims are stated."""

    code: str
    starts_on: datetime.date
    ends_on: datetime.date


@dataclasses.dataclass(frozen=True)
class SchoolTerm:
    """Days, both ends included, between two holidays of schools."""

    starts_on: datetime.date
    ends_on: datetime.date


@dataclasses.dataclass(frozen=True)
class Calendar:
    """Which days are working days: weekdays (0 Monday to 6 Sunday) that are no bank holidays.

    School days are the working weekdays within a term, bank holidays among them: a week with one is a week of term.
    """

    working_weekdays: tuple[int, ...] = MONDAY_TO_FRIDAY
    bank_holidays: tuple[datetime.date, ...] = ()
    school_terms: tuple[SchoolTerm, ...] = ()

    def is_working(self, day: datetime.date) -> bool:
        return day.weekday() in self.working_weekdays and day not in self.bank_holidays

    def after(self, day: datetime.date, working_days: int) -> datetime.date:
        """The day on which so many working days have passed since `day`, which itself is not counted."""
        passed = 0
        while passed < working_days:
            day += datetime.timedelta(days=1)
            passed += self.is_working(day)
        return day

    def after_term_weeks(self, day: datetime.date, weeks: int) -> datetime.date | None:
        """The day on which so many weeks of term have passed since `day`; None where the terms end before that."""
        left = weeks * len(self.working_weekdays)
        for term in self.school_terms:
            one = max(term.starts_on, day + datetime.timedelta(days=1))
            while one <= term.ends_on:
                left -= one.weekday() in self.working_weekdays
                if not left:
                    return one
                one += datetime.timedelta(days=1)
        return None


PLAIN_CALENDAR = Calendar()


@dataclasses.dataclass(frozen=True)
class Principal:
    """A payer, by the code of its organisation, and the share that it pays of everything."""

    organisation: str
    share: Fraction


@dataclasses.dataclass(frozen=True)
class Segment:
    """A group of participants: all attributes of `rule` must have one of the values named; an empty rule takes all."""

    code: str
    name: str
    rule: tuple[tuple[str, tuple[str, ...]], ...] = ()
    baseline: Decimal | None = None
    baseline_source: str = ""
    planned_share: Decimal | None = None

    def takes(self, attributes: Mapping[str, object]) -> bool:
        return all(str(attributes.get(name, "")) in values for name, values in self.rule)


@dataclasses.dataclass(frozen=True)
class Baseline:
    """The level before or without the scheme, where it comes from, and its year."""

    value: Decimal | None = None
    source: str = ""
    year: int | None = None


NO_BASELINE = Baseline()


@dataclasses.dataclass(frozen=True)
class Outcome:
    """A result that the contract counts. `window_days` runs from the participant's start (None: no end)."""

    code: str
    name: str
    kind: str
    direction: str = "higher"
    definition: str = ""
    numerator: str = ""
    denominator: str = ""
    unit: str = ""
    event_date: str = ""
    window_days: int | None = None
    max_per_participant: int = 1
    evidence: str = ""
    evidence_kinds: tuple[str, ...] = ()
    validator: str = ""
    attribution: str = ""
    deadweight: Deadweight = NO_DEADWEIGHT
    baseline: Baseline = NO_BASELINE
    eligibility: str = ""
    segmentation: str = ""
    particulars: Particulars = NO_PARTICULARS


@dataclasses.dataclass(frozen=True)
class Cap:
    """The most that is paid: for each participant, one outcome, each period, each contract year, or in all.

    Narrowed to a segment or an outcome where named. `per_agent`: each agent has this cap, rather than all together.
    `carries_over`: what a period, or a year, leaves unused is added to the next.
    A contract year is twelve months counted from the start of the first version.
    """

    code: str
    scope: str
    amount: Decimal
    segment: str | None = None
    outcome: str | None = None
    per_agent: bool = True
    carries_over: bool = False


@dataclasses.dataclass(frozen=True)
class MaturityPoint:
    """So many days after its start, a cohort is expected to have reached this share of its final level."""

    days: int
    share: Decimal


@dataclasses.dataclass(frozen=True)
class QuestionedStage:
    """A stage (1–6) that a shortfall of the target puts in question, and why."""

    stage: int
    why: str


@dataclasses.dataclass(frozen=True)
class Target:
    """What is expected: a rate of the closed cohort (0 to 1) or a number in each period, and the least acceptable.

    With `period`, it is expected in that period alone.
    """

    code: str
    outcome: str
    measure: str
    value: Decimal
    segment: str | None = None
    agent: str | None = None
    minimum: Decimal | None = None
    maturity: tuple[MaturityPoint, ...] = ()
    questions_stages: tuple[QuestionedStage, ...] = ()
    period: str | None = None


@dataclasses.dataclass(frozen=True)
class AgreementRecord:
    """Who agreed a version, as a pack tells it: on behalf of whom, the person's email address, when."""

    on_behalf_of: str
    organisation: str | None
    by: str
    at: datetime.datetime
