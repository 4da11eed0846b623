"""What was said and raised before, of many programmes at once: verdicts on targets, the last finding on a matter."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from monitoring.domain.tracking import Status
from monitoring.models import Flag, Measurement
from stages.models import Finding


class Said(NamedTuple):
    """The standing verdict on a target at the end of one period. `is_late`: an agent's data were still to come."""

    period: int
    code: str
    ends_on: date
    status: Status
    is_critical: bool
    is_late: bool = False


@dataclass
class Past:
    """By programme and target code the verdicts in the order of the periods; by programme and matter the last finding;
    by programme and subject the signals of control charts.

    A matter is the beginning of a finding's key: its kind and its target or segment.
    """

    said: dict[tuple[int, str], list[Said]] = field(default_factory=lambda: defaultdict(list))
    findings: dict[tuple[int, str], Finding] = field(default_factory=dict)
    signals: set[tuple[int, str]] = field(default_factory=set)

    def last_finding(self, programme: int, kind: str, code: str) -> Finding | None:
        return self.findings.get((programme, f"{kind}:{code}"))


def load(of: Collection[tuple[int, str]], programmes: Collection[int]) -> Past:
    """The verdicts on the targets given as (programme, code), the findings and signals: three queries."""
    past = Past()
    wanted = set(of)
    rows = (
        Measurement.objects.filter(
            run__programme__in={programme for programme, _code in wanted},
            target__code__in={code for _programme, code in wanted},
        )
        .standing()
        .values_list(
            "run__programme",
            "target__code",
            "period",
            "period__code",
            "period__ends_on",
            "status",
            "is_critical",
            "details__late_agents",
        )
    )
    for programme, code, period, period_code, ends_on, status, is_critical, late in rows:
        if (programme, code) in wanted:
            past.said[programme, code].append(
                Said(period, period_code, ends_on, Status(status), is_critical, bool(late))
            )
    for said in past.said.values():
        said.sort(key=lambda one: one.ends_on)
    monitored = Finding.objects.filter(programme__in=programmes, source=Finding.Source.MONITORING)
    for finding in monitored.defer("evidence").order_by("number"):
        past.findings[finding.programme_id, finding.key.rpartition(":")[0]] = finding
    told = Flag.objects.filter(programme__in=programmes, kind=Flag.Kind.SIGNAL).order_by()
    past.signals = set(told.values_list("programme", "subject"))
    return past
