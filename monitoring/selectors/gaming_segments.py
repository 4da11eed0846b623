"""Changes of segment that were confirmed, by whether the contract pays more or less for the other segment."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate

from contracts.models import PaymentRule, Period
from delivery.models import ReclassificationDecision
from monitoring.domain.gaming_periods import Key
from monitoring.domain.gaming_tests import Counts


def reclassified(counted: dict[Key, dict[int, Counts]], programmes: Sequence[int], after: date, as_of: date) -> None:
    """Add how many people of each agent were moved upward and downward in price, by the period of the decision."""
    decisions = list(
        ReclassificationDecision.objects.filter(
            kind="confirmed",
            reclassification__participant__programme__in=programmes,
            decided_at__date__gt=after,
            decided_at__date__lte=as_of,
        ).select_related("reclassification__participant")
    )
    if not decisions:
        return
    prices = _prices({one.reclassification.participant.version_id for one in decisions})
    periods = list(Period.objects.filter(programme__in=programmes, ends_on__lte=as_of, ends_on__gt=after))
    for decision in decisions:
        change, participant = decision.reclassification, decision.reclassification.participant
        priced = prices[participant.version_id]
        rise = priced.get(change.to_segment, Decimal(0)) - priced.get(change.from_segment, Decimal(0))
        day = localdate(decision.decided_at)
        held = [
            one
            for one in periods
            if one.programme_id == participant.programme_id and one.starts_on <= day <= one.ends_on
        ]
        if held and rise:
            found = counted[Key(participant.programme_id, participant.agent_id, "reclassification", "")]
            upward, downward, pounds = found.get(held[0].pk, (0.0, 0.0, 0.0))
            found[held[0].pk] = (upward + (rise > 0), downward + (rise < 0), pounds + float(rise))


def _prices(versions: Iterable[int]) -> dict[int, dict[str, Decimal]]:
    """What the rules of a contract version name for each segment, all together: enough to tell which pays more."""
    found: dict[int, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for version, params in PaymentRule.objects.filter(version__in=versions).values_list("version", "params"):
        for segment, amount in _amounts(params):
            found[version][segment] += amount
    return found


def _amounts(params: Any) -> list[tuple[str, Decimal]]:
    """Every amount that is named with a segment, wherever it stands in a rule."""
    if isinstance(params, list):
        return [one for part in params for one in _amounts(part)]
    if not isinstance(params, dict):
        return []
    if params.get("segment") and "amount" in params:
        return [(params["segment"], Decimal(params["amount"]))]
    return [one for part in params.values() for one in _amounts(part)]
