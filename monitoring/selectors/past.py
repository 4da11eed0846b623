"""What was said and raised before, of many programmes at once: verdicts on targets, the last finding on a matter."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.db.models.fields.json import KeyTransform

from monitoring.domain import shifts
from monitoring.domain.shifts import Told
from monitoring.domain.tracking import Status
from monitoring.models import Flag, Measurement
from stages.models import Finding

ABOVE, BELOW = "above the programme’s own average", "below the programme’s own average"
"""How the reason of a signal says on which side it lies; subjects once did not."""
IS_ABOVE = ExpressionWrapper(Q(reason__contains=ABOVE), output_field=BooleanField())
LATE_AGENTS = KeyTransform("late_agents", "details")
"""Written out: `details__late_agents` keeps, until the next search for garbage, the frames of all that called it."""


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
    by programme the signals of control charts, each as the subject of its flag and whether it lies above the average.

    A matter is the beginning of a finding's key: its kind and its target or segment.
    """

    said: dict[tuple[int, str], list[Said]] = field(default_factory=lambda: defaultdict(list))
    findings: dict[tuple[int, str], Finding] = field(default_factory=dict)
    signals: dict[int, list[tuple[str, bool]]] = field(default_factory=lambda: defaultdict(list))

    def last_finding(self, programme: int, kind: str, code: str) -> Finding | None:
        return self.findings.get((programme, f"{kind}:{code}"))

    def shifts(self, programme: int, code: str) -> list[Told]:
        """What was told of the control chart of a target."""
        of_target = f"{code}{shifts.BETWEEN}"
        own = [one for one in self.signals.get(programme, ()) if one[0].startswith(of_target)]
        return [shifts.told(subject, above=above) for subject, above in own]


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
            LATE_AGENTS,
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
    for programme, subject, above in told.values_list("programme", "subject", IS_ABOVE):
        past.signals[programme].append((subject, above))
    return past
