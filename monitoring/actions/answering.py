"""Answers the comparisons registered in contracts: computed from what is in the database, kept for good.

The nightly job and the button come here. Running twice on the same data changes nothing: the same people are judged
again only when the digest of what is known of them has changed. Nothing here is read by what is paid.
"""

import dataclasses
import hashlib
import json
import logging
import math
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from accounts.actions import audit
from accounts.models import User
from contracts.domain import reading_comparisons
from contracts.models import Period
from monitoring import permissions
from monitoring.domain import comparing, multiplicity, paired, verdicts
from monitoring.domain import people as cohorts
from monitoring.domain.people import Pool
from monitoring.models import Verdict
from monitoring.selectors import briefs, people, registered
from monitoring.selectors.registered import Registered
from stages.models import Programme

log = logging.getLogger(__name__)

LOCK = 7_315_002
"""Names the verdicts among the advisory locks of the database; the second key is the programme."""
PLACES = Decimal("0.000001")
Beside = Mapping[str, tuple[int, int]]
"""Successes and people of those measured beside each period, by its code."""


@transaction.atomic
def answer(*, programme: Programme, as_of: date, by: User, at: datetime) -> list[Verdict]:
    """Judge every registered comparison whose people have been followed to the end by `as_of`; return what is new."""
    permissions.require(by, "monitor.run", programme)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, programme.pk])
    spans = briefs.spans(Period.objects.filter(programme=programme, ends_on__lte=as_of))
    heard = people.heard(programme)
    new: list[Verdict] = []
    for asked in registered.standing(programme):
        closed = cohorts.closed(spans, asked.comparison, asked.since, asked.until, as_of)
        kinds = people.kinds(programme, asked.comparison, closed)
        beside = people.others(programme, asked.comparison.metric) if asked.comparison.metric else {}
        for pool in cohorts.pools(asked.comparison, closed, kinds, heard, beside):
            own = {code: beside[code] for code in pool.periods if code in beside}
            new += _judged(programme, asked, pool, own, as_of, by, at)
    for one in new:
        after = {"comparison": one.comparison, "pool": one.pool, "verdict": one.verdict, "look": one.look}
        audit.record(by=by, at=at, action="monitoring.answer", programme=programme.slug, subject=one, after=after)
    return new


def answer_all(*, as_of: date, by: User, at: datetime) -> list[str]:
    """Answer for every programme with anything registered, each by itself; the slugs of those that failed."""
    failed = []
    for programme in registered.programmes():
        try:
            answer(programme=programme, as_of=as_of, by=by, at=at)
        except Exception:
            log.exception("The comparisons of programme %s could not be answered.", programme.slug)
            failed.append(programme.slug)
    return failed


def _judged(
    programme: Programme, asked: Registered, pool: Pool, beside: Beside, as_of: date, by: User, at: datetime
) -> list[Verdict]:
    """The verdict on one pool, unless it stands on the same inputs already."""
    inputs = _inputs(asked, pool)
    earlier = Verdict.objects.filter(programme=programme, comparison=asked.comparison.code)
    last = earlier.filter(pool=pool.key).order_by("-pk").first()
    if last is not None and last.inputs == inputs:
        return []
    look = last.look if last else earlier.values("pool").distinct().count() + 1
    made = _verdict(programme, asked, pool, look, inputs, as_of, by, at)
    if beside:
        made.facts["others_by_period"] = [[code, *beside[code]] for code in pool.periods if code in beside]
    made.save()
    return [made]


def _inputs(asked: Registered, pool: Pool) -> str:
    """The digest of the comparison, of the people and their results, and of the edition of the methods."""
    parts = [
        comparing.METHOD,
        reading_comparisons.document(asked.comparison),
        asked.higher_is_better,
        dataclasses.asdict(pool),
    ]
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def _verdict(
    programme: Programme, asked: Registered, pool: Pool, look: int, inputs: str, as_of: date, by: User, at: datetime
) -> Verdict:
    """The verdict, not written yet."""
    one = asked.comparison
    level = multiplicity.level_for(max(one.looks, look))
    found = None
    if pool.seen.people >= max(programme.suppression_threshold, 1):
        found = comparing.difference(one, pool.seen, higher_is_better=asked.higher_is_better, level=level)
    said = verdicts.verdict(found, matters=float(one.matters), higher_is_better=asked.higher_is_better)
    numbers: dict[str, Any] = {}
    if found is not None:
        numbers = {
            **{name: _exact(getattr(found, name)) for name in ("estimate", "comparator", "size", "p", "detectable")},
            "null": Decimal(int(found.null)),
            "low": _exact(found.interval.low),
            "high": _exact(found.interval.high),
            "needed": found.needed,
        }
    return Verdict(
        programme=programme,
        version=asked.version,
        comparison=one.code,
        pool=pool.key,
        look=look,
        looks_planned=one.looks,
        as_of=as_of,
        verdict=said,
        people=pool.seen.people,
        level=Decimal(f"{level:.4f}"),
        test=one.test,
        method=comparing.METHOD,
        inputs=inputs,
        facts=_facts(asked, pool),
        judged_by=by,
        judged_at=at,
        **numbers,
    )


def _exact(value: float | None) -> Decimal | None:
    """Six decimal places; None for what has no bound."""
    return None if value is None or not math.isfinite(value) else Decimal(repr(value)).quantize(PLACES)


def _facts(asked: Registered, pool: Pool) -> dict[str, Any]:
    one, seen = asked.comparison, pool.seen
    found: dict[str, Any] = {
        **dataclasses.asdict(pool.counted),
        "achieved": seen.achieved,
        "periods": [list(period) for period in pool.by_period],
    }
    if seen.others is not None:
        found["others"] = list(seen.others)
    if pool.moved is not None:
        found["moved"] = dataclasses.asdict(pool.moved)
    if one.paired is not None and one.value is not None and pool.paired is not None:
        level = paired.Level(float(one.value), float(one.paired.per_head))
        net = dataclasses.asdict(paired.net_of_level(pool.paired, level))
        if one.paired.outcome != one.outcome:  # the share is of another outcome, so that its part cannot be told
            net |= {"by_share": None, "by_frequency": None}
        found["paired"] = {**net, "seen": pool.paired.per_head, "level": level.per_head}
    return found
