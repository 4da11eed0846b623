"""The exact figures behind flags and findings, for those who may see single records, and for nobody else.

The evidence of a finding is frozen as those who may not see rows read it, and a flag leaves small numbers out of its
words. Whoever may see rows reads the figures themselves beside them: as the monitor had judged them at the moment at
which the flag or the finding was raised, so that later data change nothing of them. They are read for a page each time,
from what was judged or, of people who wait, from the flag, so that no export, mail, report or answer of the API holds
them.
"""

import dataclasses
import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from accounts.models import User
from contracts.models import Target
from monitoring.models import Flag, Measurement
from monitoring.selectors import figures, flag_words, measurements, proof, told
from monitoring.selectors.figures import Audience
from stages.domain import evidence
from stages.domain.evidence import Readable
from stages.models import Finding, Programme


@dataclasses.dataclass(frozen=True)
class Behind:
    """What was said, and the facts and tables that the frozen evidence does not show as they are."""

    said: str
    evidence: Readable


Exact = tuple[str, dict[str, Any]]


def of_finding(finding: Finding, viewer: User) -> Behind | None:
    """None for those who may not see the rows behind it, and where the frozen evidence says all there is to say."""
    kind, _, rest = finding.key.partition(":")
    read = BY_KIND.get(kind) if finding.source == Finding.Source.MONITORING else None
    audience = figures.audience(viewer, finding.programme) if read else None
    if read is None or audience is None or not audience.sees_small:
        return None
    found = read(finding, rest.partition(":")[0], audience)
    if found is None:
        return None
    said, exact = found
    beyond = evidence.beyond(finding.evidence, exact)
    if not beyond.facts and not beyond.tables:
        return None
    return Behind("" if said in finding.summary else said, beyond)


def _whole(viewer: Audience) -> bool:
    return viewer.own is None


def _off_track(finding: Finding, code: str, viewer: Audience) -> Exact | None:
    """An agent is shown a target that speaks of itself alone."""
    standing = measurements.standing(finding.programme, finding.raised_at).filter(target__code=code)
    history = [
        one for one in standing if _whole(viewer) or (one.target.agent is not None and viewer.may_see(one.target))
    ]
    last = next((one for one in history if one.period.code == finding.evidence.get("period")), None)
    return (last.reason, proof.off_track(last, history, viewer)) if last else None


def _parking(finding: Finding, code: str, viewer: Audience) -> Exact | None:
    """A segment beside the others speaks of all agents."""
    if not _whole(viewer):
        return None
    standing = measurements.standing(finding.programme, finding.raised_at).select_related("target__version")
    asked = standing.filter(target__code=finding.evidence.get("target"), period__code=finding.evidence.get("period"))
    for of in asked:
        parked, records = told.compared(code, of, viewer)
        if parked is not None:
            return parked.reason, proof.parking(of, parked, records, viewer)
    return None


def _starts(finding: Finding, _all: str, viewer: Audience) -> Exact | None:
    """The starts of each period, and of all up to its end, beside the plan as it was frozen."""
    frozen: list[dict[str, Any]] = finding.evidence.get("periods") or []
    started = _started(finding.programme, finding.raised_at)
    numbers = [started.get(row["period"]) for row in frozen]
    if not _whole(viewer) or None in numbers:
        return None
    rows = [
        row | {"started": number, "started_so_far": so_far}
        for row, number, so_far in zip(frozen, numbers, itertools.accumulate(n or 0 for n in numbers), strict=True)
    ]
    return "", finding.evidence | {"periods": rows}


def _started(programme: Programme, at: datetime) -> dict[str, int]:
    """How many people started in each period, by its code, as every rate of everybody counts them beside itself."""
    rates = measurements.standing(programme, at).filter(
        target__measure=Target.Measure.RATE, target__segment=None, target__agent=None
    )
    return {
        code: number
        for code, number in rates.values_list("period__code", "details__period_starts")
        if number is not None
    }


def _too_few(finding: Finding, _all: str, viewer: Audience) -> Exact | None:
    """How many people there were to judge, target by target."""
    if not _whole(viewer):
        return None
    period = finding.key.rpartition(":")[2]
    standing = measurements.standing(finding.programme, finding.raised_at).filter(period__code=period)
    by_code = {one.target.code: one for one in standing}
    rows = [
        row | _counts(by_code[row["target"]]) if row["target"] in by_code else row
        for row in finding.evidence.get("targets") or []
    ]
    return "", finding.evidence | {"targets": rows}


def _counts(one: Measurement) -> dict[str, int]:
    return {"achieved": one.numerator, "people": sum(cell.people for cell in figures.cells_of(one))}


BY_KIND: Mapping[str, Callable[[Finding, str, Audience], Exact | None]] = {
    Flag.Kind.OFF_TRACK: _off_track,
    Flag.Kind.PARKING: _parking,
    Flag.Kind.STARTS: _starts,
    Flag.Kind.TOO_FEW: _too_few,
}


def of_flags(flags: Sequence[Flag], viewer: Audience) -> dict[int, str]:
    """By flag, the small numbers that its words leave out, in a sentence; for those who see all rows alone."""
    asked = [one for one in flags if one.kind in SAYING and (one.kind == Flag.Kind.TOO_FEW or _leaves_out(one))]
    if not asked or not viewer.sees_small or not _whole(viewer):
        return {}
    judged = Measurement.objects.filter(
        run__programme=viewer.programme,
        run__run_at__in={one.raised_at for one in asked},
        period__in={one.period_id for one in asked},
    )
    found: dict[tuple[datetime, int], list[Measurement]] = defaultdict(list)
    for one in judged.select_related("run", "target", "period").defer("cohorts"):
        found[one.run.run_at, one.period_id].append(one)
    said = {one.pk: SAYING[one.kind](one, found[one.raised_at, one.period_id]) for one in asked}
    return {key: words for key, words in said.items() if words}


def _leaves_out(flag: Flag) -> bool:
    return flag_words.FEW in flag.reason or (flag.kind == Flag.Kind.PARKING and " people, where " not in flag.reason)


def _of_target(flag: Flag, judged: Iterable[Measurement], segment: str | None = None) -> str:
    """Of the people judged, those who had achieved the outcome; of the segment alone where one is named."""
    of = next((one for one in judged if one.target_id == flag.target_id), None)
    if of is None:
        return ""
    cells = [cell for cell in figures.cells_of(of) if segment in (None, cell.segment)]
    people, achieved = sum(cell.people for cell in cells), sum(cell.achieved for cell in cells)
    if of.target.measure == Target.Measure.RATE:
        return f"{achieved:,} of {people:,} people had achieved it."
    return f"It was achieved {achieved:,} times in the period, where {people:,} people had started."


def _of_segment(flag: Flag, judged: Iterable[Measurement]) -> str:
    return _of_target(flag, judged, flag.subject.partition(" · ")[0])


def _of_starts(flag: Flag, judged: Iterable[Measurement]) -> str:
    rates = (one for one in judged if figures.scope_of(one.target).is_everybody and "period_starts" in one.details)
    of = next(rates, None)
    return f"{of.details['period_starts']:,} started in {of.period.code}." if of else ""


def _of_waiting(flag: Flag, _judged: Iterable[Measurement]) -> str:
    """As it was counted when the flag was raised; flags from before that was kept say nothing."""
    if not flag.numbers:
        return ""
    return f"{flag.numbers['waiting']:,} of {flag.numbers['started']:,} who started had no key worker."


SAYING: Mapping[str, Callable[[Flag, Iterable[Measurement]], str]] = {
    Flag.Kind.TOO_FEW: _of_target,
    Flag.Kind.PARKING: _of_segment,
    Flag.Kind.STARTS: _of_starts,
    Flag.Kind.WAITING: _of_waiting,
}
