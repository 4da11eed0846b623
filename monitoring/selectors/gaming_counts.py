"""What is counted for the questions about gaming, by sets over programmes: one query an indicator, or fewer.

Every query gives rows of programme, agent, subject, period and counts. A day belongs to the period that holds it.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import connection

from contracts.domain.rules import SustainmentFee
from contracts.models import PaymentRule, Period
from monitoring.domain.gaming_periods import Complete, Key
from monitoring.domain.gaming_tests import Counts
from monitoring.selectors import gaming_segments, gaming_sql, gaming_sql_people

YEAR = timedelta(days=366)
Counted = dict[Key, dict[int, Counts]]
LOSSES = ("left_early", "moved_away", "lost_contact", "other_service")


def periods(programmes: Sequence[int], as_of: date) -> dict[int, dict[int, Complete]]:
    """The periods of each programme that are over by the day and ended within the year before it."""
    found: dict[int, dict[int, Complete]] = {key: {} for key in programmes}
    over = Period.objects.filter(programme__in=programmes, ends_on__lte=as_of, ends_on__gt=as_of - YEAR)
    for period in over.order_by("ends_on"):
        found[period.programme_id][period.pk] = Complete(period.pk, period.code, period.ends_on)
    return found


def load(programmes: Sequence[int], as_of: date) -> Counted:
    """Everything that is counted of the programmes, by key and by period."""
    values = {
        "programmes": list(programmes), "as_of": as_of, "from": as_of - YEAR, "losses": list(LOSSES),
        **_steps(programmes),
    }  # fmt: skip
    counted: Counted = defaultdict(dict)
    for indicator, query in (gaming_sql.QUERIES | gaming_sql_people.QUERIES).items():
        for programme, agent, subject, period, *counts in _rows(query, values):
            counted[Key(programme, agent, indicator, subject)][period] = tuple(float(count) for count in counts)
    _without_late(counted, programmes, as_of, values)
    _beside_others(counted)
    gaming_segments.reclassified(counted, programmes, as_of - YEAR, as_of)
    return counted


def _without_late(counted: Counted, programmes: Sequence[int], as_of: date, values: dict[str, Any]) -> None:
    """Leave out the periods since whose end an agent has sent nothing yet, where less than all would look like more.

    Late data is not fewer people let in, nor a milestone that leads to less, nor others who achieve it less often.
    """
    ends = {key: one.ends_on for of_one in periods(programmes, as_of).values() for key, one in of_one.items()}
    heard = {
        (programme, agent): (anything, outcomes)
        for programme, agent, anything, outcomes in _rows(gaming_sql.HEARD, values)
    }
    for key, found in counted.items():
        if key.indicator in NEEDS_ALL:
            anything, outcomes = heard.get((key.programme, key.agent), (None, None))
            last = anything if key.indicator == ACCESS else outcomes
            for period in [period for period in found if last is None or last <= ends[period]]:
                del found[period]


def _rows(query: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _steps(programmes: Sequence[int]) -> dict[str, Any]:
    """Of each sustained outcome that is paid in steps: the weeks of a step and the most steps for a segment."""
    rules = PaymentRule.objects.filter(
        version__programme__in=programmes, version__agreed_at__isnull=False, kind=SustainmentFee.kind
    ).order_by("version__number")
    steps = {
        (programme, outcome, one["segment"] or ""): (int(params["every_weeks"]), int(one["steps"]))
        for programme, outcome, params in rules.values_list("version__programme", "outcome__code", "params")
        for one in params["max_steps"]
    }
    return {
        "of": [programme for programme, _, _ in steps], "outcomes": [outcome for _, outcome, _ in steps],
        "segments": [segment for _, _, segment in steps], "weeks": [weeks for weeks, _ in steps.values()],
        "most": [most for _, most in steps.values()],
    }  # fmt: skip


def _beside_others(counted: Counted) -> None:
    """Put beside an agent's counts those of the other agents of its programme, for the same subject and period."""
    totals: dict[tuple[int, str, int], Counts] = {}
    own = {key: found for key, found in counted.items() if key.indicator in COMPARED}
    for key, found in own.items():
        for period, counts in found.items():
            place = (key.programme, f"{key.indicator}:{key.subject}", period)
            totals[place] = tuple(a + b for a, b in zip(totals.get(place, (0.0, 0.0)), counts, strict=True))
    for key, found in own.items():
        for period, counts in found.items():
            total = totals[key.programme, f"{key.indicator}:{key.subject}", period]
            found[period] = (*counts, *(a - b for a, b in zip(total, counts, strict=True)))


COMPARED = frozenset({"near_perfect"})
ACCESS = "access_restriction"
NEEDS_ALL = frozenset({ACCESS, "near_perfect", "proxy_drift"})
"""What would be asked for want of data alone: everything of the period must have come."""
