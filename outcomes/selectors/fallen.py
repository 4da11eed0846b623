"""Claims that no plan drew, and that have failed or been withdrawn since: they pay nothing, so no error is theirs."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.core.cache import cache
from django.db.models import Max, OuterRef, Subquery

from delivery.selectors import counted
from outcomes.domain import sampling
from outcomes.models import Claim, ClaimState, CurrentState, Drawing, SampleItem, VerificationPlan
from outcomes.selectors import populations, sample_plans

KEPT_SECONDS = 7 * 24 * 60 * 60
Values = dict[str, Decimal]
"""Pounds by stratum."""


def values(plans: Sequence[VerificationPlan], firsts: Mapping[int, Drawing]) -> dict[int, Values]:
    """By plan, what its list said of the claims that fell without having been drawn. The plans are of one programme;
    `firsts` has their first drawings. However many plans there are, so many queries; none looks through the claims
    while nothing is written about the programme."""
    told = hashlib.sha256("-".join(str(plan.pk) for plan in plans).encode()).hexdigest()
    return counted.kept(plans[0].programme, f"fallen:{told}", None, lambda: _read(plans, firsts))


def _read(plans: Sequence[VerificationPlan], firsts: Mapping[int, Drawing]) -> dict[int, Values]:
    keys = {pk: found for pk, found in _keys(plans, firsts).items() if found}
    if not keys:
        return {}
    names = {pk: _name(firsts[pk], found) for pk, found in keys.items()}
    known: dict[str, Values] = cache.get_many(names.values())
    unknown = {pk for pk, name in names.items() if name not in known}
    if unknown:
        lists = Drawing.objects.filter(pk__in=[firsts[pk].pk for pk in unknown])
        made = {names[one.plan_id]: _added_up(one, keys[one.plan_id]) for one in lists}
        cache.set_many(made, KEPT_SECONDS)
        known |= made
    return {pk: known[name] for pk, name in names.items()}


def _keys(plans: Sequence[VerificationPlan], firsts: Mapping[int, Drawing]) -> dict[int, set[str]]:
    """By plan, the keys of its claims that fell after it was drawn, and that it did not draw."""
    drawn_plans = [plan for plan in plans if plan.pk in firsts]
    if not drawn_plans:
        return {}
    drawn = set(SampleItem.objects.filter(plan__in=drawn_plans).values_list("plan_id", "claim_id"))
    found: defaultdict[int, set[str]] = defaultdict(set)
    for claim, agent, person, outcome, event, sequence, fell_at in _fallen(drawn_plans, firsts):
        key = sampling.key(agent, person, outcome, event.isoformat(), sequence)
        for plan in drawn_plans:
            is_of_it = (
                plan.starts_on <= event <= plan.ends_on
                and agent in (plan.agents or [agent])
                and outcome in (plan.outcomes or [outcome])
            )
            if is_of_it and fell_at >= firsts[plan.pk].drawn_at and (plan.pk, claim) not in drawn:
                found[plan.pk].add(key)
    return found


def _fallen(plans: Sequence[VerificationPlan], firsts: Mapping[int, Drawing]) -> Iterable[tuple[Any, ...]]:
    """The claims of the days of these plans whose latest state pays nothing, with when they last came to it."""
    states = ClaimState.objects.filter(claim=OuterRef("pk"))
    falls = states.filter(state__in=ClaimState.FALLEN).order_by().values("claim").annotate(last=Max("changed_at"))
    since = min(firsts[plan.pk].drawn_at for plan in plans)
    recent = ClaimState.objects.filter(state__in=ClaimState.FALLEN, changed_at__gte=since)
    return (
        Claim.objects.filter(
            programme=plans[0].programme_id,
            event_date__range=(min(plan.starts_on for plan in plans), max(plan.ends_on for plan in plans)),
            pk__in=recent.values("claim"),
        )
        .filter(pk__in=CurrentState.objects.filter(programme=plans[0].programme_id).fallen())
        .annotate(fell_at=Subquery(falls.values("last")))
        .values_list(*populations.COLUMNS[:6], "fell_at")
    )


def _name(drawing: Drawing, keys: Collection[str]) -> str:
    """Under which the sum is kept: neither the list of a plan nor what it says of a claim ever changes."""
    told = hashlib.sha256("\n".join(sorted(keys)).encode()).hexdigest()
    return f"outcomes:fallen:{drawing.digest}:{told}"


def _added_up(drawing: Drawing, keys: Collection[str]) -> Values:
    found: defaultdict[str, Decimal] = defaultdict(Decimal)
    for unit in sampling.read(sample_plans.population(drawing)):
        if unit.key in keys:
            found[unit.stratum] += unit.value
    return dict(found)
