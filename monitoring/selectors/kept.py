"""What is said of figures that stand, for those who may not see rows, in the place of later ones too few to tell."""

from collections.abc import Iterable
from datetime import date

from django.utils.timezone import localdate

from govuk import formats
from monitoring.models import Measurement
from monitoring.selectors import measurements

KEPT = "are as they stood on {}: what has come in since is too little to show."


def stood_on(one: Measurement) -> date | None:
    """The day on which it was measured, if it stands in the place of a later one."""
    moment = measurements.kept_from(one)
    return localdate(moment) if moment else None


def words(day: date) -> str:
    """Of which day figures are, in a sentence."""
    return f"The figures {KEPT.format(formats.uk_date(day))}"


def of_periods(told: Iterable[Measurement]) -> tuple[str, ...]:
    """The same of several measurements: a sentence for each day, which names the periods."""
    by_day: dict[date, list[str]] = {}
    for one in told:
        if day := stood_on(one):
            by_day.setdefault(day, []).append(one.period.code)
    return tuple(
        f"The figures of {', '.join(dict.fromkeys(periods))} {KEPT.format(formats.uk_date(day))}"
        for day, periods in sorted(by_day.items())
    )
