"""Terms written back as a document: canonical, so that equal terms have equal text and equal digest."""

import hashlib
import json
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from contracts.domain import metric_documents, reading_indexation, reading_particulars
from contracts.domain.assumptions import ARRANGEMENTS, NO_ASSUMPTIONS, Assumptions, ExpectedFailure, ExpectedLag, Range
from contracts.domain.clauses import Baseline, Cap, Outcome, Segment, Target
from contracts.domain.metric_rules import MetricRule
from contracts.domain.period_rules import Accelerator, Floor, ServiceFee, VolumeBands
from contracts.domain.rates import CONTRACT, RateTable
from contracts.domain.rules import AttachmentFee, Bonus, Deadweight, OutcomeFee, Rule, SustainmentFee, Weeks

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
        "calendar": {
            "working_weekdays": list(terms.calendar.working_weekdays),
            "bank_holidays": [day.isoformat() for day in terms.calendar.bank_holidays],
        },
        "periods": [
            {"code": period.code, "starts_on": period.starts_on.isoformat(), "ends_on": period.ends_on.isoformat()}
            for period in terms.periods
        ],
        "principals": [{"organisation": one.organisation, "share": share(one.share)} for one in terms.principals],
        "agents": list(terms.agents),
        "segments": [of_segment(segment) for segment in terms.segments],
        "outcomes": [of_outcome(outcome) for outcome in terms.outcomes],
        "rules": [of_rule(rule) for rule in terms.rules],
        "caps": [of_cap(cap) for cap in terms.caps],
        "targets": [of_target(target) for target in terms.targets],
    }
    # Both are left out where there are none, as in versions agreed before there were any: their digests stay.
    if terms.metrics:
        document["metrics"] = [metric_documents.of_metric(metric) for metric in terms.metrics]
    if terms.assumptions != NO_ASSUMPTIONS:
        document["assumptions"] = of_assumptions(terms.assumptions)
    if terms.indexation is not None:
        document["indexation"] = reading_indexation.document(terms.indexation)
    return document


def digest(terms: "Terms") -> str:
    """SHA-256 of the terms. The end is left out: a later version may shorten it, and changes nothing else."""
    document = of_terms(terms)
    del document["effective_to"]
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def number(value: Decimal | None) -> str | None:
    """An exact number as text, without needless noughts."""
    if value is None:
        return None
    return f"{value.normalize():f}" if value else "0"


def exact(text: str) -> Decimal:
    """A share as text, such as 1/6 or 0.02, as a number with at most twelve decimals."""
    found = Fraction(text)
    return (Decimal(found.numerator) / Decimal(found.denominator)).quantize(Decimal("1E-12")).normalize()


def share(value: Fraction) -> str:
    """An exact share as text, such as 1/6 or 1."""
    return str(value)


def of_assumptions(assumptions: Assumptions) -> Document:
    return {
        "starts": _range(assumptions.starts) if assumptions.starts else None,
        "rates": [{"outcome": one.outcome, "segment": one.segment, **_range(one.range)} for one in assumptions.rates],
        "costs": [{"segment": one.segment, **_range(one.range)} for one in assumptions.costs],
        "checking_costs": [
            {"outcome": one.outcome, "amount": f"{one.amount:.2f}", "source": one.source}
            for one in assumptions.checking_costs
        ],
        **_by_outcome("lags", assumptions.lags),
        **_by_outcome("failures", assumptions.failures),
        "days_to_payment": assumptions.days_to_payment,
        "working_capital": None if (capital := assumptions.working_capital) is None else f"{capital:.2f}",
        "most_at_risk": number(assumptions.most_at_risk),
        **{name: getattr(assumptions, name) for name in ARRANGEMENTS},
    }


def _by_outcome(name: str, entries: Iterable[ExpectedLag | ExpectedFailure]) -> Document:
    """Left out where there are none: versions agreed before there were any keep their digest."""
    found = [{"outcome": one.outcome, **_range(one.range)} for one in entries]
    return {name: found} if found else {}


def _range(figures: Range) -> Document:
    return {
        "low": number(figures.low),
        "expected": number(figures.expected),
        "high": number(figures.high),
        "source": figures.source,
    }


def of_segment(segment: Segment) -> Document:
    return {
        "code": segment.code,
        "name": segment.name,
        "rule": {name: list(values) for name, values in segment.rule},
        "baseline": number(segment.baseline),
        "baseline_source": segment.baseline_source,
        "planned_share": number(segment.planned_share),
    }


def of_deadweight(deadweight: Deadweight) -> Document:
    return {
        "method": deadweight.method,
        "share": share(deadweight.share) if deadweight.method != "none" else None,
        "rounding": deadweight.rounding,
        "count": deadweight.count,
        "source": deadweight.source,
    }


def _of_baseline(baseline: Baseline) -> Document:
    return {"value": number(baseline.value), "source": baseline.source, "year": baseline.year}


def of_outcome(outcome: Outcome) -> Document:
    return {
        **{field: getattr(outcome, field) for field in PLAIN_OUTCOME_FIELDS},
        "evidence_kinds": list(outcome.evidence_kinds),
        "deadweight": of_deadweight(outcome.deadweight),
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
    }


def of_target(target: Target) -> Document:
    return {
        "code": target.code,
        "outcome": target.outcome,
        "segment": target.segment,
        "agent": target.agent,
        "measure": target.measure,
        "value": number(target.value),
        "minimum": number(target.minimum),
        "maturity": [{"days": point.days, "share": number(point.share)} for point in target.maturity],
        "questions_stages": [{"stage": entry.stage, "why": entry.why} for entry in target.questions_stages],
    }


def of_rule(rule: Rule) -> Document:
    document: Document = {"code": rule.code, "name": rule.name, "kind": rule.kind}
    if isinstance(rule, AttachmentFee):
        document |= _table(rule.rates)
    elif isinstance(rule, OutcomeFee):
        document |= _outcome_fee(rule)
    elif isinstance(rule, SustainmentFee):
        document |= _sustainment_fee(rule)
    elif isinstance(rule, ServiceFee):
        document |= _service_fee(rule)
    elif isinstance(rule, Floor):
        document |= {"amounts": _agent_amounts(rule), "over": rule.over}
    elif isinstance(rule, Bonus):
        document |= _bonus(rule)
    elif isinstance(rule, Accelerator):
        document |= _accelerator(rule)
    elif isinstance(rule, MetricRule):
        document |= metric_documents.of_rule(rule)
    else:
        document |= _volume_bands(rule)
    if rule.deadweight is not None:
        document["deadweight"] = of_deadweight(rule.deadweight)
    return document


def _outcome_fee(rule: OutcomeFee) -> Document:
    main, *others = rule.routes
    return {
        "outcome": main.outcome,
        **_table(main.rates),
        "routes": [{"outcome": route.outcome, "amounts": _amounts(route.rates)} for route in others],
        "top_ups": [
            {"outcome": up.outcome, "amounts": _amounts(up.rates), "with_routes": list(up.with_routes)}
            for up in rule.top_ups
        ],
        "prerequisites": list(rule.prerequisites),
        "qualifying_weeks": _weeks(rule.qualifying_weeks, "weeks"),
        "waiting_working_days": rule.waiting_working_days,
        "paid": rule.paid,
    }


def _sustainment_fee(rule: SustainmentFee) -> Document:
    return {
        "outcome": rule.outcome,
        **_table(rule.rates),
        "every_weeks": rule.every_weeks,
        "max_steps": _weeks(rule.max_steps, "steps"),
        "prerequisites": list(rule.prerequisites),
        "waiting_working_days": rule.waiting_working_days,
        "allotted_weeks": rule.allotted_weeks,
    }


def _agent_amounts(rule: ServiceFee | Floor) -> list[Document]:
    return [{"agent": one.agent, "amount": f"{one.amount:.2f}"} for one in rule.amounts]


def _service_fee(rule: ServiceFee) -> Document:
    return {
        "amounts": _agent_amounts(rule),
        "yearly_discount": share(rule.yearly_discount) if rule.yearly_discount else None,
        "in_arrears": rule.in_arrears,
    }


def _volume_bands(rule: VolumeBands) -> Document:
    return {
        "outcome": rule.outcome,
        "bands": [{"above": band.above, "amount": f"{band.amount:.2f}"} for band in rule.bands],
        "over": rule.over,
        "waiting_working_days": rule.waiting_working_days,
    }


def _accelerator(rule: Accelerator) -> Document:
    return {
        "outcome": rule.outcome,
        "amount": f"{rule.bands[0].amount:.2f}",
        "steps": [
            {
                "above": step.above,
                "factor": None if step.factor is None else number(exact(str(step.factor))),
                "added": None if step.added is None else f"{step.added:.2f}",
            }
            for step in rule.steps
        ],
        "over": rule.over,
        "waiting_working_days": rule.waiting_working_days,
    }


def _bonus(rule: Bonus) -> Document:
    return {
        "outcome": rule.outcome,
        **_table(rule.rates),
        "segments": list(rule.segments),
        "before": [{"outcome": one.outcome, "times": one.times} for one in rule.before],
        "waiting_working_days": rule.waiting_working_days,
    }


def _table(table: RateTable) -> Document:
    document: Document = {"amounts": _amounts(table), "year_basis": table.year_basis}
    if table.year_basis == CONTRACT and table.year_starts is not None:
        document["year_starts"] = table.year_starts.isoformat()
    return document


def _amounts(table: RateTable) -> list[Document]:
    return [
        {"segment": rate.segment, "start_year": rate.start_year, "amount": f"{rate.amount:.2f}"} for rate in table.rates
    ]


def _weeks(numbers: Iterable[Weeks], unit: str) -> list[Document]:
    return [{"segment": entry.segment, unit: entry.number} for entry in numbers]
