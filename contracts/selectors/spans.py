"""From which day to which a span of periods reaches."""

import dataclasses
from datetime import date

from contracts.models import Period
from stages.models import Programme


@dataclasses.dataclass(frozen=True)
class Span:
    """Both ends included; None where there is no end."""

    starts_on: date | None
    ends_on: date | None


def span(programme: Programme, first: str, last: str) -> Span:
    """From the first day of one period to the last of another; an empty code, or one that is unknown, is no end."""
    days = {one.code: one for one in Period.objects.filter(programme=programme, code__in=[first, last])}
    return Span(
        days[first].starts_on if first in days else None,
        days[last].ends_on if last in days else None,
    )
