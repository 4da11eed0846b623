"""The monitor: compares actual with target, raises flags, and feeds findings back to the stages that they question.

The nightly job, the button and the command all come here. Running twice on the same data changes nothing: a period is
judged again only when the digest of its inputs has changed, a flag is raised once a subject and period, a finding once
a row of red periods.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime

from django.db import connection, transaction

from accounts.actions import audit, copying
from accounts.errors import Refused
from accounts.models import User
from monitoring import permissions
from monitoring.actions import flagging, judging, results, telling
from monitoring.actions.judging import Judging
from monitoring.actions.raising import Moment
from monitoring.actions.results import Result
from monitoring.models import MonitorRun
from monitoring.selectors import briefs, evidence
from stages.models import Programme

SANDBOX = "This is a sandbox: nothing in it is real, so nothing is judged and no stage is questioned."
LOCK = 7_315_001
"""Names the monitor among the advisory locks of the database; the second key is the programme."""


def run(*, programme: Programme, as_of: date, by: User, at: datetime) -> Result:
    """Judge every target for each period complete by `as_of` that has new data; flag, raise findings, reopen."""
    return run_many(programmes=[programme], as_of=as_of, by=by, at=at)[0]


@transaction.atomic
def run_many(*, programmes: Sequence[Programme], as_of: date, by: User, at: datetime) -> list[Result]:
    """The monitor over several programmes in one transaction and a number of queries that does not grow with them.

    Findings take further queries, each for the programme concerned. Two monitors of one programme wait for each other.
    """
    for programme in programmes:
        permissions.require(by, "monitor.run", programme)
        if programme.is_sandbox:
            raise Refused(SANDBOX)
    ordered = sorted(programmes, key=lambda programme: programme.pk)
    _lock([programme.pk for programme in ordered])
    known = briefs.load(ordered, as_of)
    names = briefs.agent_names()
    for brief in known.values():
        brief.agents = names
    counted = evidence.load(list(known), as_of, briefs.agent_codes(), _wanted(known))
    judgings = [judging.judge(brief, counted.get(key)) for key, brief in known.items()]
    telling.decide([one for one in judgings if one.changed])
    _write([one for one in judgings if one.changed], as_of, by, at)
    raised = flagging.follow_up(judgings, Moment(by, at, as_of))
    return results.of(judgings, raised)


def _wanted(known: dict[int, briefs.Brief]) -> evidence.Wanted:
    rates = {key: brief.outcomes("rate") for key, brief in known.items()}
    return evidence.Wanted(
        once={key: frozenset(code for code, most in found.items() if most == 1) for key, found in rates.items()},
        firsts={key: frozenset(code for code, most in found.items() if most > 1) for key, found in rates.items()},
        events={key: frozenset(brief.outcomes("count")) for key, brief in known.items()},
    )


def _lock(keys: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, key) FROM unnest(%s::int[]) AS key", [LOCK, keys])


def _write(judgings: list[Judging], as_of: date, by: User, at: datetime) -> None:
    """One run a programme that has something new, with its measurements and its audit row."""
    runs = []
    for one in judgings:
        before = one.brief.last_run.digest if one.brief.last_run else ""
        digest = hashlib.sha256(json.dumps([before, one.judged], sort_keys=True).encode()).hexdigest()
        runs.append(
            MonitorRun(
                programme=one.brief.programme, as_of=as_of, digest=digest, judged=one.judged, run_by=by, run_at=at
            )
        )
    MonitorRun.objects.bulk_create(runs)
    for one, made in zip(judgings, runs, strict=True):
        one.brief.last_run = made
        for measurement in one.measurements:
            measurement.run = made
    copying.write([measurement for one in judgings for measurement in one.measurements])
    acts = [
        (
            one.brief.programme.slug,
            made,
            {"as_of": as_of, "periods": [span.code for span in one.changed], "measurements": len(one.measurements)},
        )
        for one, made in zip(judgings, runs, strict=True)
    ]
    audit.record_many(by=by, at=at, action="monitoring.run", acts=acts)
