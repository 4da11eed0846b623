"""The terms of a stored version, read from its rows."""

import dataclasses
import functools
from typing import Any

from contracts.domain import documents, exact, terms
from contracts.domain.problems import Problem
from contracts.domain.terms import Terms
from contracts.models import ContractVersion, OutcomeDefinition, Party


def of(version: ContractVersion) -> Terms:
    """The terms of a version. Those of an agreed one never change (but for an earlier end) and are kept in memory.

    Raises `TermsError` for a draft that is not finished.
    """
    if version.is_agreed:
        return dataclasses.replace(_agreed(version.pk, version.digest), effective_to=version.effective_to)
    return terms.parse(document(version))


def draft(version: ContractVersion) -> tuple[Terms, list[Problem]]:
    """The terms of a version as far as they are written, and what keeps a draft from being proposed."""
    if version.is_agreed:
        return of(version), []
    return terms.parse_draft(document(version))


@functools.lru_cache(maxsize=128)
def _agreed(pk: int, digest: str) -> Terms:
    return terms.parse(document(ContractVersion.objects.get(pk=pk)))


def document(version: ContractVersion) -> dict[str, Any]:
    """The document of a version, in the format of the section “contract” of a pack."""
    parties = list(version.parties.select_related("organisation").order_by("pk"))
    return {
        "number": version.number,
        "title": version.title,
        "summary": version.summary,
        "effective_from": version.effective_from.isoformat(),
        "effective_to": version.effective_to.isoformat() if version.effective_to else None,
        "currency": version.currency,
        "rounding": version.rounding,
        "rounding_at": version.rounding_at,
        "calendar": {
            "working_weekdays": version.working_weekdays,
            "bank_holidays": version.bank_holidays,
            **({"school_terms": version.school_terms} if version.school_terms else {}),
        },
        "periods": version.periods,
        "principals": [
            {"organisation": party.organisation.code, "share": party.share}
            for party in parties
            if party.role == Party.Role.PRINCIPAL
        ],
        "agents": [party.organisation.code for party in parties if party.role == Party.Role.AGENT],
        "segments": _segments(version),
        "outcomes": [_outcome(outcome) for outcome in version.outcomes.order_by("position")],
        "metrics": version.metrics,
        "rules": [
            {"code": rule.code, "name": rule.name, "kind": rule.kind, **rule.params}
            for rule in version.rules.order_by("position")
        ],
        "caps": _caps(version),
        "payer_caps": version.payer_caps,
        "comparisons": version.comparisons,
        "targets": _targets(version),
        **({"assumptions": version.assumptions} if version.assumptions else {}),
        **({"indexation": version.indexation} if version.indexation else {}),
        **({"eligibility": version.eligibility} if version.eligibility else {}),
        **({"monitoring_rules": version.monitoring_rules} if version.monitoring_rules else {}),
        **({"evidence_months": version.evidence_months} if version.evidence_months else {}),
    }


def _segments(version: ContractVersion) -> list[dict[str, Any]]:
    return [
        {
            "code": segment.code,
            "name": segment.name,
            "rule": segment.rule,
            "baseline": exact.number(segment.baseline),
            "baseline_source": segment.baseline_source,
            "planned_share": exact.number(segment.planned_share),
        }
        for segment in version.segments.order_by("position")
    ]


def _outcome(outcome: OutcomeDefinition) -> dict[str, Any]:
    return {
        **{field: getattr(outcome, field) for field in documents.PLAIN_OUTCOME_FIELDS},
        "evidence_kinds": outcome.evidence_kinds,
        "deadweight": {
            "method": outcome.deadweight_method,
            "share": outcome.deadweight_value or None,
            "rounding": outcome.deadweight_rounding,
            "count": outcome.deadweight_count,
            "source": outcome.deadweight_source,
        },
        "baseline": {
            "value": exact.number(outcome.baseline_value),
            "source": outcome.baseline_source,
            "year": outcome.baseline_year,
        },
        **outcome.particulars,
    }


def _caps(version: ContractVersion) -> list[dict[str, Any]]:
    return [
        {
            "code": cap.code,
            "scope": cap.scope,
            "amount": f"{cap.amount:.2f}",
            "segment": cap.segment.code if cap.segment else None,
            "outcome": cap.outcome.code if cap.outcome else None,
            "per_agent": cap.per_agent,
            **({"carries_over": True} if cap.carries_over else {}),
        }
        for cap in version.caps.select_related("segment", "outcome").order_by("position")
    ]


def _targets(version: ContractVersion) -> list[dict[str, Any]]:
    rows = version.targets.select_related("segment", "outcome", "agent").order_by("position")
    return [
        {
            "code": target.code,
            "outcome": target.outcome.code,
            "segment": target.segment.code if target.segment else None,
            "agent": target.agent.code if target.agent else None,
            "measure": target.measure,
            "value": exact.number(target.value),
            "minimum": exact.number(target.minimum),
            "maturity": target.maturity,
            "questions_stages": target.questions_stages,
            **({"period": target.period} if target.period else {}),
        }
        for target in rows
    ]
