"""The monitor: compares actual with target, raises flags, and feeds findings back to the stages that they question.

The nightly job, the button and the command all come here. Running twice on the same data changes nothing: a period is
judged again only when the digest of its inputs has changed, a flag is raised once a subject and period, a finding once
a row of red periods.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from accounts.actions import audit, copying
from accounts.errors import Refused
from accounts.models import User
from monitoring import permissions
from monitoring.actions import flagging, judging, telling
from monitoring.actions.judging import Judging
from monitoring.actions.raising import Moment, Raised
from monitoring.models import Flag, MonitorRun
from monitoring.selectors import briefs, evidence
from stages.models import Programme

SANDBOX = "This is a sandbox: nothing in it is real, so nothing is judged and no stage is questioned."
LOCK = 7_315_001
"""Names the monitor among the advisory locks of the database; the second key is the programme."""


@dataclass(frozen=True)
class FlagLine:
    """A flag that stands for the latest complete period. `is_new`: raised by this very run."""

    target: str
    kind: str
    period: str
    status: str
    reason: str
    probability: str | None
    stages: list[int]
    finding: int | None
    is_new: bool


@dataclass(frozen=True)
class ReopenedLine:
    stage: int
    visit: int
    because: str
    finding: int


@dataclass
class Result:
    """What the monitor found in one programme. `run` is None when there was nothing new to judge."""

    programme: str
    targets: int
    run: MonitorRun | None = None
    measurements: int = 0
    flags: list[FlagLine] = field(default_factory=list)
    findings: list[int] = field(default_factory=list)
    reopened: list[ReopenedLine] = field(default_factory=list)

    def as_document(self) -> dict[str, Any]:
        """The answer of the command `monitor`."""
        return {
            "programme": self.programme,
            "targets": self.targets,
            "measurements": self.measurements,
            "flags": [asdict(flag) for flag in self.flags],
            "findings": self.findings,
            "reopened": [asdict(one) for one in self.reopened],
        }


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
    return _results(judgings, raised)


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


FLAG_FIELDS = (
    "programme", "kind", "subject", "period", "severity", "reason", "probability", "stages", "finding__number",
    "target__code",
)  # fmt: skip


def _standing_flags(
    latest: Mapping[int, str], watched: Mapping[int, frozenset[str]], raised: Mapping[int, Raised]
) -> dict[int, list[FlagLine]]:
    """By programme, the flags of the periods given by key, with their codes; none of targets that were dropped."""
    new = {(key, *flag) for key, one in raised.items() for flag in one.flags}
    found: dict[int, list[FlagLine]] = defaultdict(list)
    flags = Flag.objects.filter(period__in=latest).order_by("kind", "subject").values_list(*FLAG_FIELDS)
    for key, kind, subject, period, severity, reason, probability, stages, finding, target in flags:
        if target is not None and target not in watched[key]:
            continue
        chance = None if probability is None else str(probability)
        is_new = (key, kind, subject, period) in new
        found[key].append(FlagLine(subject, kind, latest[period], severity, reason, chance, stages, finding, is_new))
    return found


def _results(judgings: list[Judging], raised: dict[int, Raised]) -> list[Result]:
    latest = {one.brief.spans[-1].key: one.brief.spans[-1].code for one in judgings if one.brief.spans}
    watched = {one.brief.programme.pk: one.brief.watched for one in judgings}
    standing = _standing_flags(latest, watched, raised)
    results = []
    for one in judgings:
        programme = one.brief.programme
        own = raised[programme.pk]
        results.append(
            Result(
                programme=programme.slug,
                targets=one.targets,
                run=one.brief.last_run if one.changed else None,
                measurements=len(one.measurements),
                flags=standing[programme.pk],
                findings=[finding.number for finding in own.findings],
                reopened=[
                    ReopenedLine(visit.stage, visit.number, visit.because, finding.number)
                    for visit, finding in own.reopened
                ],
            )
        )
    return results
