"""What a run of the monitor found in each programme: what was judged, what was raised, stands or was cleared."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from monitoring.actions.judging import Judging
from monitoring.actions.raising import Raised
from monitoring.domain.tracking import Status
from monitoring.models import Flag, Measurement, MonitorRun

OF_TARGETS = frozenset({Flag.Kind.OFF_TRACK, Flag.Kind.FORECAST})
EVERY_PERIOD = frozenset({Flag.Kind.STARTS, Flag.Kind.WAITING, Flag.Kind.PARKING, Flag.Kind.TOO_FEW})
"""Kinds that are raised again for each period as long as they hold. A signal of a control chart is told once."""


@dataclass(frozen=True)
class FlagLine:
    """A flag with its period. `is_new`: raised by this very run."""

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
class ForecastLine:
    """The chance of missing a target by the end of a period."""

    target: str
    by: str
    is_last: bool
    probability: float


@dataclass(frozen=True)
class ReopenedLine:
    stage: int
    visit: int
    because: str
    finding: int


@dataclass
class Result:
    """What the monitor found in one programme. `run` is None when there was nothing new to judge.

    `period` is the latest complete period and `judged` those judged by this run. `flags` stand for the latest period;
    `raised` are new, for whichever period; `cleared` no longer hold, of the latest period or the one before it.
    """

    programme: str
    targets: int
    run: MonitorRun | None = None
    period: str = ""
    judged: list[str] = field(default_factory=list)
    measurements: int = 0
    flags: list[FlagLine] = field(default_factory=list)
    raised: list[FlagLine] = field(default_factory=list)
    cleared: list[FlagLine] = field(default_factory=list)
    forecasts: list[ForecastLine] = field(default_factory=list)
    findings: list[int] = field(default_factory=list)
    reopened: list[ReopenedLine] = field(default_factory=list)

    @property
    def is_news(self) -> bool:
        """Whether somebody should look: something was raised, cleared, found or reopened."""
        return bool(self.raised or self.cleared or self.findings or self.reopened)

    def as_document(self) -> dict[str, Any]:
        """The answer of the command `monitor`."""
        listed = ("flags", "raised", "cleared", "forecasts", "reopened")
        return {
            "programme": self.programme,
            "targets": self.targets,
            "period": self.period,
            "judged": self.judged,
            "measurements": self.measurements,
            "findings": self.findings,
            **{name: [asdict(one) for one in getattr(self, name)] for name in listed},
        }


FLAG_FIELDS = (
    "programme", "kind", "subject", "period", "period__code", "severity", "reason", "probability", "stages",
    "finding__number", "target__code",
)  # fmt: skip
Lines = dict[int, list[FlagLine]]
Statuses = Mapping[tuple[int, str], str]


def of(judgings: Sequence[Judging], raised: Mapping[int, Raised]) -> list[Result]:
    """The result of each programme, in a number of queries that does not grow with them."""
    last = {span.key for one in judgings for span in one.brief.spans[-2:]}
    new = {(key, *flag) for key, one in raised.items() for flag in one.flags}
    lines = _lines(judgings, last | {period for *_flag, period in new}, new)
    statuses = _statuses([one for one in judgings if any(span.key in lines for span in one.brief.spans[-2:])])
    return [_of_programme(one, raised[one.brief.programme.pk], lines, statuses) for one in judgings]


def _lines(judgings: Sequence[Judging], periods: set[int], new: set[tuple[int, str, str, int]]) -> Lines:
    """The flags of the periods given by key, by period; none of targets that the contract names no longer."""
    watched = {one.brief.programme.pk: one.brief.watched for one in judgings}
    found: Lines = defaultdict(list)
    flags = Flag.objects.filter(period__in=periods).order_by("kind", "subject").values_list(*FLAG_FIELDS)
    for key, kind, subject, period, code, severity, reason, probability, stages, finding, target in flags:
        if target is not None and target not in watched[key]:
            continue
        chance = None if probability is None else str(probability)
        is_new = (key, kind, subject, period) in new
        found[period].append(FlagLine(subject, kind, code, severity, reason, chance, stages, finding, is_new))
    return found


def _statuses(judgings: Iterable[Judging]) -> Statuses:
    """How each target stands at the end of the latest period: as it was just judged, or as it stood before."""
    found: dict[tuple[int, str], str] = {}
    before = set()
    for one in judgings:
        latest = one.brief.spans[-1].key
        now = {(latest, new.target.code): new.status for new in one.measurements if new.period_id == latest}
        if now:
            found |= now
        else:
            before.add(latest)
    if before:
        standing = Measurement.objects.filter(period__in=before).standing()
        rows = standing.values_list("period", "target__code", "status")
        found |= {(period, code): status for period, code, status in rows}
    return found


def _of_programme(judging: Judging, own: Raised, lines: Lines, statuses: Statuses) -> Result:
    spans = judging.brief.spans
    result = Result(programme=judging.brief.programme.slug, targets=judging.targets)
    if spans:
        latest, before = spans[-1], spans[-2] if len(spans) > 1 else None
        result.period = latest.code
        here, earlier = lines.get(latest.key, []), lines.get(before.key, []) if before else []
        gone = [one for one in here if _is_gone(one, judging, statuses)]
        result.flags = [one for one in here if one not in gone]
        result.raised = [one for period in {key for *_, key in own.flags} for one in lines[period] if one.is_new]
        if judging.changed:
            result.cleared = _cleared(gone, earlier, here, judging, statuses)
            result.forecasts = _forecasts(judging)
    if judging.changed:
        result.run, result.judged = judging.brief.last_run, [span.code for span in judging.changed]
    result.measurements = len(judging.measurements)
    result.findings = [finding.number for finding in own.findings]
    result.reopened = [
        ReopenedLine(visit.stage, visit.number, visit.because, finding.number) for visit, finding in own.reopened
    ]
    return result


def _is_gone(one: FlagLine, judging: Judging, statuses: Statuses) -> bool:
    """Whether what was flagged does not hold at the end of the latest period, by what has come in since."""
    latest = judging.brief.spans[-1]
    if one.kind in OF_TARGETS:
        return statuses.get((latest.key, one.target)) == Status.ON_TRACK
    return one.kind == Flag.Kind.LATE_DATA and one.target not in judging.evidence.late(latest)


def _cleared(
    gone: Sequence[FlagLine],
    earlier: Sequence[FlagLine],
    here: Sequence[FlagLine],
    judging: Judging,
    statuses: Statuses,
) -> list[FlagLine]:
    """What was flagged and holds no longer, each matter once: too few to say, and late data, clear nothing."""
    is_judged = judging.changed[-1] == judging.brief.spans[-1]
    stands = {(one.kind, one.target) for one in here}
    found = {(one.kind, one.target): one for one in gone}
    for one in earlier:
        ended = one.kind in EVERY_PERIOD and is_judged and (one.kind, one.target) not in stands
        if ended or _is_gone(one, judging, statuses):
            found.setdefault((one.kind, one.target), one)
    return list(found.values())


def _forecasts(judging: Judging) -> list[ForecastLine]:
    return [
        ForecastLine(one.target.code, ahead["period"], ahead["is_last"], ahead["missing"])
        for one in judging.measurements
        for ahead in one.details.get("forecast", ())
    ]
