"""When rows of a period are taken: the window for sending them, the closing of the period, and exceptions by name."""

import dataclasses
from collections.abc import Iterable
from datetime import date

from outcomes.domain.problems import PERIOD_CLOSED, WINDOW_NOT_OPEN, WINDOW_OVER


@dataclasses.dataclass(frozen=True)
class Standing:
    """A period as it stands for one agent. Both ends of every span are included; what is not set sets no limit.

    `late_until` is the last day of the exception that names the agent.
    """

    code: str
    starts_on: date
    ends_on: date
    opens_on: date | None = None
    closes_on: date | None = None
    closed_on: date | None = None
    late_until: date | None = None

    @property
    def has_limits(self) -> bool:
        return any((self.opens_on, self.closes_on, self.closed_on))


@dataclasses.dataclass(frozen=True)
class Refusal:
    """A span of days whose rows are not taken now: the code of the problem and the day that its sentence names."""

    code: str
    period: str
    starts_on: date
    ends_on: date
    day: date


def refusals(periods: Iterable[Standing], today: date) -> list[Refusal]:
    """The periods whose rows are not taken today, each with why."""
    return [refusal for period in periods if (refusal := refusal_of(period, today)) is not None]


def refusal_of(period: Standing, today: date) -> Refusal | None:
    """Why rows of the period are not taken today; None where they are.

    An exception opens the period to the agent that it names until its last day, whatever else holds. A closed period
    takes nothing besides; any other takes rows from the first to the last day of its window.
    """
    if period.late_until is not None and today <= period.late_until:
        return None
    if period.closed_on is not None:
        code, day = PERIOD_CLOSED, period.closed_on
    elif period.opens_on is not None and today < period.opens_on:
        code, day = WINDOW_NOT_OPEN, period.opens_on
    elif period.closes_on is not None and today > period.closes_on:
        code, day = WINDOW_OVER, period.closes_on
    else:
        return None
    return Refusal(code, period.code, period.starts_on, period.ends_on, day)
