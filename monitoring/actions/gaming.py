"""Questions about gaming: looked for after each period, asked of the agent, settled by the other side.

Looking twice at the same data changes nothing. What has led to a question is not counted again, and while a question
is open no second one of its kind is asked.
"""

import hashlib
import json
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from accounts.actions import audit
from accounts.models import User
from monitoring import permissions
from monitoring.domain import gaming, gaming_indicators, gaming_periods
from monitoring.domain.gaming import Reading, State
from monitoring.domain.gaming_periods import Key, Pooled
from monitoring.models import GamingLook, GamingQuestion
from monitoring.selectors import briefs, gaming_counts, gaming_questions
from stages.models import Programme

LOCK = 7_315_003
"""Names these looks among the advisory locks of the database; the second key is the programme."""


@dataclass(frozen=True)
class Seen:
    """What was read of the counts of one key, and the periods they are of."""

    key: Key
    pooled: Pooled
    reading: Reading
    is_open: bool

    def as_document(self, agents: Mapping[int, str]) -> dict[str, Any]:
        """The reading as it is kept, with the agent's code: exact counts, and no number that JSON does not know."""
        one, interval = self.reading, self.reading.interval
        return {
            "indicator": one.indicator, "agent": agents[self.key.agent], "subject": self.key.subject,
            "from": self.pooled.first.code, "to": self.pooled.last.code, "state": one.state.value,
            "counts": dict(zip(gaming_indicators.BY_CODE[one.indicator].counts, one.counts, strict=True)),
            "sample": one.sample, "estimate": _finite(one.estimate),
            "interval": interval and [_finite(interval.low), _finite(interval.high)], "p": one.p,
            "rule": {"fewest": one.rule.fewest, "threshold": one.rule.threshold, "chance": one.rule.chance},
        }  # fmt: skip


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


@transaction.atomic
def look(*, programmes: Sequence[Programme], as_of: date, by: User, at: datetime) -> list[GamingQuestion]:
    """Look at the figures of the programmes up to the last period that is over, and ask what is worth asking."""
    for programme in programmes:
        permissions.require(by, "monitor.run", programme)
    keys = sorted(programme.pk for programme in programmes)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, key) FROM unnest(%s::int[]) AS key", [LOCK, keys])
    by_key = {programme.pk: programme for programme in programmes}
    seen = _seen(keys, as_of)
    looks = _looks(by_key, seen, by, at)
    new = [one for programme in looks for one in seen[programme] if one.reading.state == State.ASKS and not one.is_open]
    return _ask(by_key, new, by, at)


def _seen(keys: Sequence[int], as_of: date) -> dict[int, list[Seen]]:
    """What can be read of each programme's counts, without those that have led to a question."""
    periods, counted = gaming_counts.periods(keys, as_of), gaming_counts.load(keys, as_of)
    asked, rules = gaming_questions.asked(keys), gaming_questions.rules(keys, as_of)
    found: dict[int, list[Seen]] = defaultdict(list)
    for key in sorted(counted, key=lambda key: (key.programme, key.indicator, key.agent, key.subject)):
        known = periods[key.programme]
        earlier = asked.get(key)
        latest = list(known.values())[-1]
        pooled = gaming_periods.together(counted[key], known, latest, earlier.up_to if earlier else None)
        if pooled is not None:
            indicator = gaming_indicators.BY_CODE[key.indicator]
            rule = rules[key.programme][key.indicator]
            reading = gaming.read(indicator, pooled.counts, rule, periods=pooled.periods)
            found[key.programme].append(Seen(key, pooled, reading, bool(earlier and earlier.is_open)))
    return found


def _looks(
    programmes: Mapping[int, Programme], seen: Mapping[int, list[Seen]], by: User, at: datetime
) -> dict[int, GamingLook]:
    """Keep a look at each programme of which something new can be read."""
    made, agents = {}, briefs.agent_codes()
    for key, found in seen.items():
        readings = [one.as_document(agents) for one in found]
        digest = hashlib.sha256(json.dumps(readings, sort_keys=True).encode()).hexdigest()
        made[key] = GamingLook(
            programme=programmes[key],
            period_id=found[0].pooled.last.key,
            digest=digest,
            readings=readings,
            looked_by=by,
            looked_at=at,
        )
    known = gaming_questions.known_digests(made)
    new = {key: one for key, one in made.items() if (key, one.digest) not in known}
    GamingLook.objects.bulk_create(new.values())
    acts = [
        (programmes[key].slug, one, {"period": one.period_id, "readings": len(one.readings)})
        for key, one in new.items()
    ]
    audit.record_many(by=by, at=at, action="monitoring.gaming.look", acts=acts)
    return new


def _ask(programmes: Mapping[int, Programme], new: Sequence[Seen], by: User, at: datetime) -> list[GamingQuestion]:
    numbers = gaming_questions.last_numbers(programmes) if new else {}
    questions, agents = [], briefs.agent_codes() if new else {}
    for one in new:
        numbers[one.key.programme] = number = numbers.get(one.key.programme, 0) + 1
        questions.append(
            GamingQuestion(
                programme=programmes[one.key.programme],
                number=number,
                agent_id=one.key.agent,
                indicator=one.key.indicator,
                subject=one.key.subject,
                first_period_id=one.pooled.first.key,
                period_id=one.pooled.last.key,
                sentence=gaming.question(gaming_indicators.BY_CODE[one.key.indicator], one.reading.counts),
                evidence=one.as_document(agents),
                raised_by=by,
                raised_at=at,
            )
        )
    GamingQuestion.objects.bulk_create(questions)
    acts = [
        (one.programme.slug, one, {"number": one.number, "indicator": one.indicator, "agent": one.agent_id})
        for one in questions
    ]
    audit.record_many(by=by, at=at, action="monitoring.gaming.ask", acts=acts)
    return questions
