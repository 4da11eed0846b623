"""Answers the comparisons registered in contracts: computed from what is in the database, kept for good.

The nightly job and the button come here. Running twice on the same data changes nothing: the same people are judged
again only when the digest of what is known of them has changed. Nothing here is read by what is paid.
"""

import dataclasses
import functools
import hashlib
import json
import logging
import math
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from accounts.actions import audit
from accounts.models import User
from contracts.domain import reading_comparisons
from contracts.models import Period
from monitoring import permissions
from monitoring.domain import comparing, multiplicity, paired, places, verdicts
from monitoring.domain import people as cohorts
from monitoring.domain.evidence import Span
from monitoring.domain.people import Pool
from monitoring.domain.verdicts import Difference
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
Facts = dict[str, Any]


@dataclasses.dataclass(frozen=True)
class Matter:
    """All that is known of one question about people put together, and how it is judged at a level.

    `key` names them by their periods; `inputs` is everything that the answer rests on.
    """

    key: str
    people: int
    inputs: Facts
    facts: Facts
    judge: Callable[[float], Difference | None]


@transaction.atomic
def answer(*, programme: Programme, as_of: date, by: User, at: datetime) -> list[Verdict]:
    """Judge every comparison ever registered whose people have been followed to the end; return what is new.

    Those of a registration that a later version ended are judged as they were promised to be.
    """
    permissions.require(by, "monitor.run", programme)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, programme.pk])
    spans = briefs.spans(Period.objects.filter(programme=programme, ends_on__lte=as_of))
    heard = people.heard(programme)
    new: list[Verdict] = []
    for asked in registered.every(programme):
        of_one = (
            _of_panel(programme, asked, as_of)
            if asked.comparison.panel
            else _of_people(programme, asked, spans, heard, as_of)
        )
        for matter in of_one:
            new += _judged(programme, asked, matter, as_of, by, at)
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


def _of_people(
    programme: Programme, asked: Registered, spans: list[Span], heard: Mapping[str, date], as_of: date
) -> Iterator[Matter]:
    """The people of each pool, with those measured beside them."""
    one = asked.comparison
    closed = cohorts.closed(spans, one, asked.since, asked.until, as_of)
    kinds = people.kinds(programme, one, closed)
    beside = people.others(programme, one.metric) if one.metric else {}
    for pool in cohorts.pools(one, closed, kinds, heard, beside):
        judge = functools.partial(_difference, asked, pool)
        yield Matter(pool.key, pool.seen.people, dataclasses.asdict(pool), _facts(asked, pool, beside), judge)


def _difference(asked: Registered, pool: Pool, level: float) -> Difference | None:
    return comparing.difference(asked.comparison, pool.seen, higher_is_better=asked.higher_is_better, level=level)


def _of_panel(programme: Programme, asked: Registered, as_of: date) -> Iterator[Matter]:
    """The places of a panel, as far as their figures are confirmed."""
    one = asked.comparison
    found = places.known(one, people.places(programme, one), asked.until, as_of)
    if found is not None:
        facts = {"panel": dataclasses.asdict(found), "trend": _trend(found)}
        yield Matter(found.key, found.people, facts, facts, lambda level: places.difference(one, found, level=level))


def _trend(found: places.Known) -> Facts | None:
    trend = places.trend(found)
    return None if trend is None else dataclasses.asdict(trend)


def _judged(
    programme: Programme, asked: Registered, matter: Matter, as_of: date, by: User, at: datetime
) -> list[Verdict]:
    """The verdict on one matter, unless it stands on the same inputs already."""
    inputs = _inputs(asked, matter)
    earlier = Verdict.objects.filter(programme=programme, comparison=asked.comparison.code, version__in=asked.versions)
    last = earlier.filter(pool=matter.key).order_by("-pk").first()
    if last is not None and last.inputs == inputs:
        return []
    look = last.look if last else earlier.values("pool").distinct().count() + 1
    made = _verdict(programme, asked, matter, look, inputs, as_of, by, at)
    made.save()
    return [made]


def _inputs(asked: Registered, matter: Matter) -> str:
    """The digest of the comparison, of the people and their results, and of the edition of the methods."""
    parts = [
        comparing.METHOD,
        reading_comparisons.document(asked.comparison),
        asked.higher_is_better,
        matter.inputs,
    ]
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def _verdict(
    programme: Programme, asked: Registered, matter: Matter, look: int, inputs: str, as_of: date, by: User, at: datetime
) -> Verdict:
    """The verdict, not written yet."""
    one = asked.comparison
    level = multiplicity.level_for(max(one.looks, look))
    found = None
    if matter.people >= max(programme.suppression_threshold, 1):
        found = matter.judge(level)
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
        pool=matter.key,
        look=look,
        looks_planned=one.looks,
        as_of=as_of,
        verdict=said,
        people=matter.people,
        level=Decimal(f"{level:.4f}"),
        test=one.test,
        method=comparing.METHOD,
        inputs=inputs,
        facts=matter.facts,
        judged_by=by,
        judged_at=at,
        **numbers,
    )


def _exact(value: float | None) -> Decimal | None:
    """Six decimal places; None for what has no bound."""
    return None if value is None or not math.isfinite(value) else Decimal(repr(value)).quantize(PLACES)


def _facts(asked: Registered, pool: Pool, beside: Beside) -> Facts:
    one, seen = asked.comparison, pool.seen
    found: Facts = {
        **dataclasses.asdict(pool.counted),
        "achieved": seen.achieved,
        "periods": [list(period) for period in pool.by_period],
    }
    if seen.others is not None:
        found["others"] = list(seen.others)
    if own := [[code, *beside[code]] for code in pool.periods if code in beside]:
        found["others_by_period"] = own
    if pool.moved is not None:
        found["moved"] = dataclasses.asdict(pool.moved)
    if one.paired is not None and one.value is not None and pool.paired is not None:
        level = paired.Level(float(one.value), float(one.paired.per_head))
        net = dataclasses.asdict(paired.net_of_level(pool.paired, level))
        if one.paired.outcome != one.outcome:  # the share is of another outcome, so that its part cannot be told
            net |= {"by_share": None, "by_frequency": None}
        found["paired"] = {**net, "seen": pool.paired.per_head, "level": level.per_head}
    return found
