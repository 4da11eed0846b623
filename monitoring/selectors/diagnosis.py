"""What is known of a programme when a finding is raised: the facts from which the stages questioned follow."""

import dataclasses
import functools
from collections.abc import Sequence, Set
from datetime import date, timedelta

from contracts.models import ContractVersion, Target
from monitoring.domain import diagnosis, parking
from monitoring.domain.diagnosis import Facts
from monitoring.domain.evidence import Cell
from monitoring.domain.tracking import Status
from monitoring.models import Measurement
from monitoring.selectors import diagnosis_records
from monitoring.selectors import parking as parked_segments
from monitoring.selectors.briefs import Brief
from payments.models import Statement, StatementEvent, StatementLine
from stages.models import Finding, HorizonAnswer

LATELY = timedelta(days=365)
PAID_LATE_AFTER = timedelta(days=90)


class Surroundings:
    """What the records beside the targets say of a programme on a day, read once: a night may raise many findings."""

    def __init__(self, brief: Brief, as_of: date) -> None:
        self.brief, self.as_of = brief, as_of
        programme = brief.programme
        self.hard_cases_missing = functools.cache(functools.partial(diagnosis_records.hard_cases_missing, programme))
        self.unverifiable = functools.cache(functools.partial(diagnosis_records.unverifiable, programme, as_of=as_of))

    @functools.cached_property
    def no_better_than_without(self) -> dict[str, str]:
        return diagnosis_records.no_better_than_without(self.brief.programme)

    @functools.cached_property
    def facts(self) -> Facts:
        """Those that are the same whichever target is off track."""
        programme = self.brief.programme
        invalid = Finding.objects.filter(programme=programme, source=Finding.Source.VERIFICATION)
        return Facts(
            capped=_is_capped(self.brief, self.as_of),
            paid_late=_is_paid_late(self.brief, self.as_of),
            claims_invalid=invalid.open().exists(),
            claims_invalid_again=invalid.count() > 1,
            happened=_happened(self.brief, self.as_of),
            agent_in_trouble=diagnosis_records.agent_in_trouble(programme, self.as_of),
            harm=Finding.objects.open().filter(programme=programme, source=Finding.Source.SERVICE_USER).exists(),
        )


def facts(
    around: Surroundings, one: Measurement, latest: Sequence[Measurement], *, starts_short: bool, starts_more: bool
) -> Facts:
    """The facts around the measurement of a target that is off track. `latest` are those of the same period.

    `starts_short` and `starts_more`: fewer, or more, have started than the contract planned.
    """
    brief = around.brief
    cells = [Cell(*cell) for cell in one.details["cells"]]
    is_rate, higher = one.target.measure == "rate", one.target.outcome.direction == "higher"
    below = diagnosis.agents_below(cells, higher_is_better=higher) if is_rate else []
    version = brief.version_on(one.period.ends_on)
    binary_holds, frequency_worse = _paired(latest, _pairs(version))
    return dataclasses.replace(
        around.facts,
        starts_short=starts_short,
        all_agents_below=is_rate and diagnosis.all_below(cells, float(one.target.value), higher_is_better=higher),
        agents_below=tuple(brief.agents.get(code, code) for code in below),
        segments_parked=_parked(brief, one),
        binary_holds=binary_holds,
        frequency_worse=frequency_worse,
        too_few=bool(latest) and all(other.status == Status.TOO_FEW for other in latest),
        more_starts_fewer_hard_cases=starts_more and around.hard_cases_missing(version),
        no_better_than_without=around.no_better_than_without.get(one.target.outcome.code, ""),
        unverifiable=around.unverifiable(one.target.outcome.code),
    )


def _parked(brief: Brief, one: Measurement) -> tuple[str, ...]:
    span = next((span for span in brief.spans if span.key == one.period_id), None)
    if span is None:
        return ()
    found = parking.parked(parked_segments.records(brief, span, one), brief.programme.suppression_threshold)
    return tuple(segment.name for segment in found)


def _pairs(version: ContractVersion | None) -> frozenset[tuple[str, str]]:
    """The outcomes that the contract pairs: whether it happens, and how often."""
    asked = version.comparisons if version else []
    return frozenset((one["outcome"], one["paired"]["outcome"]) for one in asked if one.get("paired"))


def _paired(latest: Sequence[Measurement], pairs: Set[tuple[str, str]]) -> tuple[str, str]:
    """A binary outcome that holds beside a frequency of the same people that is off track or at risk.

    Where the contract pairs none, any two that should both rise, or both fall, are taken for a pair.
    """
    off = {Status.RED.value, Status.AMBER.value}
    for worse in latest:
        if worse.target.outcome.kind != "frequency" or worse.status not in off:
            continue
        for holds in latest:
            if holds.target.outcome.kind != "binary" or holds.status != Status.ON_TRACK:
                continue
            codes = (holds.target.outcome.code, worse.target.outcome.code)
            if codes in pairs if pairs else _are_alike(holds.target, worse.target):
                return holds.target.outcome.name, worse.target.outcome.name
    return "", ""


def _are_alike(one: Target, two: Target) -> bool:
    same_people = (one.segment_id, one.agent_id) == (two.segment_id, two.agent_id)
    return same_people and one.outcome.direction == two.outcome.direction


def _is_capped(brief: Brief, as_of: date) -> bool:
    """Whether a cap left anything unpaid in a period that ended within the last year."""
    return StatementLine.objects.filter(
        statement__programme=brief.programme,
        statement__period__ends_on__gt=as_of - LATELY,
        statement__period__ends_on__lte=as_of,
        capped__gt=0,
    ).exists()


def _is_paid_late(brief: Brief, as_of: date) -> bool:
    paid = StatementEvent.objects.filter(
        statement__programme=brief.programme, kind__in=(StatementEvent.Kind.PAID, StatementEvent.Kind.RECONCILED)
    )
    if not paid.exists():
        return False
    approved = Statement.objects.filter(programme=brief.programme, approved_at__date__lt=as_of - PAID_LATE_AFTER)
    return approved.exclude(pk__in=paid.values("statement")).exists()


def _happened(brief: Brief, as_of: date) -> tuple[str, ...]:
    """What was said to have happened within the last year."""
    answers = HorizonAnswer.objects.filter(
        entry__programme=brief.programme,
        answer=HorizonAnswer.Answer.YES,
        answered_at__date__gt=as_of - LATELY,
        answered_at__date__lte=as_of,
    )
    return tuple(str(answer.entry) for answer in answers.select_related("entry").order_by("pk"))
