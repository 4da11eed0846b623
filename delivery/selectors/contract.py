"""The contract as rows from agents are checked against it."""

from datetime import date
from typing import Any

from contracts.domain import reading_eligibility, value_ranges
from contracts.domain.eligibility import EVERYBODY, Eligibility
from contracts.domain.problems import Reader
from contracts.models import ContractVersion
from delivery.domain.contract import Contract, Outcome, Segment, Version
from stages.models import Programme


def of(programme: Programme) -> Contract:
    """Every agreed version of the programme's contract, in three queries."""
    versions = (
        ContractVersion.objects.filter(programme=programme, agreed_at__isnull=False)
        .prefetch_related("segments", "outcomes")
        .order_by("effective_from")
    )
    return Contract(tuple(_version(version) for version in versions))


def _version(version: ContractVersion) -> Version:
    segments = sorted(version.segments.all(), key=lambda segment: segment.position)
    outcomes = sorted(version.outcomes.all(), key=lambda outcome: outcome.position)
    return Version(
        pk=version.pk,
        number=version.number,
        effective_from=version.effective_from,
        effective_to=version.effective_to,
        eligibility=_eligibility(version.eligibility),
        segments=tuple(
            Segment(s.code, s.name, {name: tuple(map(str, values)) for name, values in s.rule.items()})
            for s in segments
        ),
        outcomes=tuple(
            Outcome(
                code=o.code,
                name=o.name,
                kind=o.kind,
                unit=o.unit,
                window_days=o.window_days,
                max_per_participant=o.max_per_participant,
                evidence_kinds=tuple(o.evidence_kinds),
                cohort_closed_on=_closed_on(o.particulars),
                eligibility=_eligibility(o.particulars.get("eligible") or {}),
                values=value_ranges.read(Reader(o.particulars.get("values") or {}, "", [])),
            )
            for o in outcomes
        ),
    )


def _eligibility(clause: dict[str, Any]) -> Eligibility:
    return reading_eligibility.read(Reader(clause, "", [])) if clause else EVERYBODY


def _closed_on(particulars: dict[str, Any]) -> date | None:
    """The day on which the one cohort of an outcome closes, where the definition names one."""
    day = (particulars.get("cohort") or {}).get("on")
    return date.fromisoformat(day) if day else None
