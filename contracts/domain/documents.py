"""Terms written back as a document: canonical, so that equal terms have equal text and equal digest."""

import hashlib
import json
from typing import TYPE_CHECKING, Any

from contracts.domain import (
    assumption_documents,
    exact,
    metric_documents,
    monitoring_rules,
    reading_comparisons,
    reading_eligibility,
    reading_indexation,
    reading_particulars,
    reading_payer_caps,
    rule_documents,
)
from contracts.domain.assumptions import NO_ASSUMPTIONS
from contracts.domain.clauses import Baseline, Calendar, Cap, Outcome, Segment, Target
from contracts.domain.monitoring_rules import DEFAULTS

if TYPE_CHECKING:
    from contracts.domain.terms import Terms

Document = dict[str, Any]
PLAIN_OUTCOME_FIELDS = (
    "code", "name", "kind", "direction", "definition", "numerator", "denominator", "unit", "event_date",
    "window_days", "max_per_participant", "evidence", "validator", "attribution", "eligibility", "segmentation",
)  # fmt: skip


def of_terms(terms: "Terms") -> Document:
    """The document that `contracts.domain.terms.parse` reads back as equal terms."""
    document: Document = {
        "number": terms.number,
        "title": terms.title,
        "summary": terms.summary,
        "effective_from": terms.effective_from.isoformat(),
        "effective_to": terms.effective_to.isoformat() if terms.effective_to else None,
        "currency": terms.currency,
        "rounding": terms.rounding,
        "rounding_at": terms.rounding_at,
        "calendar": _calendar(terms.calendar),
        "periods": [
            {"code": period.code, "starts_on": period.starts_on.isoformat(), "ends_on": period.ends_on.isoformat()}
            for period in terms.periods
        ],
        "principals": [{"organisation": one.organisation, "share": exact.share(one.share)} for one in terms.principals],
        "agents": list(terms.agents),
        "segments": [of_segment(segment) for segment in terms.segments],
        "outcomes": [of_outcome(outcome) for outcome in terms.outcomes],
        "rules": [rule_documents.of_rule(rule) for rule in terms.rules],
        "caps": [of_cap(cap) for cap in terms.caps],
        "targets": [of_target(target) for target in terms.targets],
    }
    # These are left out where there are none, as in versions agreed before there were any: their digests stay.
    if terms.metrics:
        document["metrics"] = [metric_documents.of_metric(metric) for metric in terms.metrics]
    if terms.assumptions != NO_ASSUMPTIONS:
        document["assumptions"] = assumption_documents.of(terms.assumptions)
    if terms.indexation is not None:
        document["indexation"] = reading_indexation.document(terms.indexation)
    if terms.payer_caps:
        document["payer_caps"] = [reading_payer_caps.document(cap) for cap in terms.payer_caps]
    if terms.comparisons:
        document["comparisons"] = [reading_comparisons.document(one) for one in terms.comparisons]
    if not terms.eligibility.takes_everybody:
        document["eligibility"] = reading_eligibility.document(terms.eligibility)
    if terms.monitoring_rules != DEFAULTS:
        document["monitoring_rules"] = monitoring_rules.document(terms.monitoring_rules)
    if terms.evidence_months is not None:
        document["evidence_months"] = terms.evidence_months
    return document


def _calendar(calendar: Calendar) -> Document:
    found: Document = {
        "working_weekdays": list(calendar.working_weekdays),
        "bank_holidays": [day.isoformat() for day in calendar.bank_holidays],
    }
    if calendar.school_terms:
        found["school_terms"] = [
            {"starts_on": term.starts_on.isoformat(), "ends_on": term.ends_on.isoformat()}
            for term in calendar.school_terms
        ]
    return found


def digest(terms: "Terms") -> str:
    """SHA-256 of the terms. The end is left out: a later version may shorten it, and changes nothing else."""
    document = of_terms(terms)
    del document["effective_to"]
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def of_segment(segment: Segment) -> Document:
    return {
        "code": segment.code,
        "name": segment.name,
        "rule": {name: list(values) for name, values in segment.rule},
        "baseline": exact.number(segment.baseline),
        "baseline_source": segment.baseline_source,
        "planned_share": exact.number(segment.planned_share),
    }


def _of_baseline(baseline: Baseline) -> Document:
    return {"value": exact.number(baseline.value), "source": baseline.source, "year": baseline.year}


def of_outcome(outcome: Outcome) -> Document:
    return {
        **{field: getattr(outcome, field) for field in PLAIN_OUTCOME_FIELDS},
        "evidence_kinds": list(outcome.evidence_kinds),
        "deadweight": rule_documents.of_deadweight(outcome.deadweight),
        "baseline": _of_baseline(outcome.baseline),
        **reading_particulars.document(outcome.particulars),
    }


def of_cap(cap: Cap) -> Document:
    return {
        "code": cap.code,
        "scope": cap.scope,
        "amount": f"{cap.amount:.2f}",
        "segment": cap.segment,
        "outcome": cap.outcome,
        "per_agent": cap.per_agent,
        **({"carries_over": True} if cap.carries_over else {}),
    }


def of_target(target: Target) -> Document:
    return {
        "code": target.code,
        "outcome": target.outcome,
        "segment": target.segment,
        "agent": target.agent,
        "measure": target.measure,
        "value": exact.number(target.value),
        "minimum": exact.number(target.minimum),
        "maturity": [{"days": point.days, "share": exact.number(point.share)} for point in target.maturity],
        "questions_stages": [{"stage": entry.stage, "why": entry.why} for entry in target.questions_stages],
        **({"period": target.period} if target.period else {}),
    }
