"""What a programme's own records say of volumes, rates, delays and failed checks: figures to simulate from.

Estimates, as whole rates with the interval that four in five samples of that size would fall into. Only people who have
had their whole time count for rates; a segment with few of them has the rate of all.
"""

import math
from collections import defaultdict
from datetime import date, timedelta

from django.db.models import Count, F, Max, Min

from delivery.models import Participant
from govuk import formats
from outcomes.models import Claim, CurrentState
from payments.domain.simulation.history import Figures, History
from payments.selectors import metric_histories
from stages.models import Programme

FEWEST = 30
NINE_IN_TEN = 1.2816
TIME_DAYS = 365
Counts = dict[tuple[str, str], int]


def of(programme: Programme, as_of: date) -> History | None:
    """The history up to a day; None while fewer people than can be judged have had their time."""
    waits = _waits(programme)
    time = _time(waits)
    until = as_of - time
    ready = Participant.objects.filter(programme=programme, started_on__lte=until)
    by_segment = dict(ready.order_by().values_list("segment").annotate(number=Count("pk")))
    if sum(by_segment.values()) < FEWEST:
        return None
    least = max(FEWEST, programme.suppression_threshold)
    claims = Claim.objects.filter(programme=programme, event_date__lte=as_of)
    return History(
        starts=_starts(programme, as_of),
        rates=_rates(by_segment, _reached(programme, until, time), least),
        lags=_lags(waits),
        failures=_failures(programme, as_of),
        metrics=metric_histories.of(programme),
        told=f"{sum(by_segment.values()):,} people who started by {formats.uk_date(until)} and "
        f"{claims.count():,} claims up to {formats.uk_date(as_of)}",
    )


def _time(waits: dict[str, list[int]]) -> timedelta:
    """How long after the start a person is judged: nine in ten results had come by then, or a year."""
    ordered = sorted(waits.get("", ()))
    return timedelta(days=min(TIME_DAYS, ordered[len(ordered) * 9 // 10]) if ordered else TIME_DAYS)


def _waits(programme: Programme) -> dict[str, list[int]]:
    """Days from the start to the first claim of each outcome; under an empty code, of all of them."""
    rows = (
        Claim.objects.filter(programme=programme)
        .order_by()
        .values_list("outcome", "participant", "participant__started_on")
        .annotate(first=Min("event_date"))
    )
    found: defaultdict[str, list[int]] = defaultdict(list)
    for outcome, _, started_on, first in rows:
        for key in (outcome, ""):
            found[key].append(max((first - started_on).days, 0))
    return found


def _starts(programme: Programme, as_of: date) -> Figures:
    people = Participant.objects.filter(programme=programme, started_on__lte=as_of)
    told = people.aggregate(first=Min("started_on"), last=Max("started_on"), number=Count("pk"))
    years = max((told["last"] - told["first"]).days + 1, 28) / 365.25
    spread = NINE_IN_TEN * math.sqrt(told["number"])
    low, middle, high = told["number"] - spread, told["number"], told["number"] + spread
    return max(low, 0) / years, middle / years, high / years


def _reached(programme: Programme, until: date, time: timedelta) -> Counts:
    """How many of those who have had their time reached each outcome, by outcome and segment."""
    rows = (
        Claim.objects.filter(
            programme=programme,
            participant__started_on__lte=until,
            event_date__lte=F("participant__started_on") + time,
        )
        .order_by()
        .values_list("outcome", "participant__segment")
        .annotate(number=Count("participant", distinct=True))
    )
    return {(outcome, segment): number for outcome, segment, number in rows}


def _rates(by_segment: dict[str, int], reached: Counts, least: int) -> dict[tuple[str, str], Figures]:
    everybody = sum(by_segment.values())
    found = {}
    for outcome in sorted({outcome for outcome, _ in reached}):
        all_of_it = sum(number for (code, _), number in reached.items() if code == outcome)
        for segment, number in by_segment.items():
            few = number < least
            found[outcome, segment] = _share(
                all_of_it if few else reached.get((outcome, segment), 0), everybody if few else number
            )
    return found


def _share(some: int, of: int) -> Figures:
    share = some / of
    spread = NINE_IN_TEN * math.sqrt(share * (1 - share) / of)
    return max(share - spread, 0.0), share, min(share + spread, 1.0)


def _lags(by_outcome: dict[str, list[int]]) -> dict[str, Figures]:
    """Days between which nine in ten results came, and the middle one."""
    found = {}
    for outcome, waits in by_outcome.items():
        ordered = sorted(waits)
        if outcome and len(ordered) >= FEWEST:
            low, middle, high = (ordered[len(ordered) * part // 20] for part in (1, 10, 19))
            found[outcome] = (float(low), float(middle), float(high))
    return found


def _failures(programme: Programme, as_of: date) -> dict[str, Figures]:
    """The share of claims that failed verification or were withdrawn."""
    claims = Claim.objects.filter(programme=programme, event_date__lte=as_of).order_by()
    made = dict(claims.values_list("outcome").annotate(number=Count("pk")))
    fallen = dict(
        claims.filter(pk__in=CurrentState.objects.filter(programme=programme).fallen())
        .values_list("outcome")
        .annotate(number=Count("pk"))
    )
    return {outcome: _share(fallen.get(outcome, 0), number) for outcome, number in made.items() if number >= FEWEST}
