"""Which periods' counts stand behind a reading: those of a year, none of which has led to a question before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from monitoring.domain import gaming
from monitoring.domain.gaming_tests import Counts


@dataclass(frozen=True)
class Key:
    """Whose counts they are: of one programme, agent and indicator, about an outcome, a segment or nothing."""

    programme: int
    agent: int
    indicator: str
    subject: str


@dataclass(frozen=True)
class Complete:
    """A period that is over, by its key in the database."""

    key: int
    code: str
    ends_on: date


@dataclass(frozen=True)
class Pooled:
    """The counts of some periods together, from the first to the last, and of each of them."""

    first: Complete
    last: Complete
    counts: Counts
    periods: tuple[Counts, ...]


def together(
    by_period: Mapping[int, Counts], periods: Mapping[int, Complete], latest: Complete, asked_up_to: date | None
) -> Pooled | None:
    """The counts of the periods that ended after the last question, up to the latest period that is over.

    None where nothing has been counted since. The periods are those of the last year.
    """
    counted = sorted((periods[key] for key in by_period), key=lambda one: one.ends_on)
    new = [one for one in counted if asked_up_to is None or one.ends_on > asked_up_to]
    if not new:
        return None
    counts = by_period[new[0].key]
    for one in new[1:]:
        counts = gaming.pooled(counts, by_period[one.key])
    return Pooled(new[0], latest, counts, tuple(by_period[one.key] for one in new))
