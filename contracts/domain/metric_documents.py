"""Metrics, and payment rules that pay by them, written back as a document."""

from fractions import Fraction
from typing import Any

from contracts.domain.metric_rules import Against, BandedMetric, Base, Cohort, CohortReduction, MetricBand, MetricRule
from contracts.domain.metrics import Metric

Document = dict[str, Any]
PLAIN_METRIC_FIELDS = (
    "code", "name", "unit", "direction", "measured", "numerator", "denominator", "per_agent", "definition", "source",
)  # fmt: skip


def of_metric(metric: Metric) -> Document:
    return {field: getattr(metric, field) for field in PLAIN_METRIC_FIELDS}


def of_rule(rule: MetricRule) -> Document:
    """What the rule says besides its code, name and kind."""
    return _of_rule(rule) | ({"agents": list(rule.agents)} if rule.agents else {})


def _of_rule(rule: MetricRule) -> Document:
    if isinstance(rule, BandedMetric):
        only_if = [{"metric": one.metric, **_edges(one.reach)} for one in rule.only_if]
        return {
            "metric": rule.metric,
            "bands": [
                {
                    **_edges(band),
                    "amount": None if band.amount is None else f"{band.amount:.2f}",
                    "share": text(band.share),
                    **({"times_figure": True} if band.times_figure else {}),
                }
                for band in rule.bands
            ],
            "base": _base(rule.base),
            **({"only_if": only_if} if only_if else {}),
        }
    found: Document = {
        "metric": rule.metric,
        "cohorts": [_cohort(one) for one in rule.cohorts],
        "against": _against(rule.against),
    }
    if isinstance(rule, CohortReduction):
        return found | _reduction(rule)
    return found | {name: text(getattr(rule, name)) for name in ("threshold", "share_at", "share_beyond", "ceiling")}


def _edges(band: MetricBand) -> Document:
    return {
        "from": text(band.low),
        "from_included": band.low_included,
        "to": text(band.high),
        "to_included": band.high_included,
    }


def _reduction(rule: CohortReduction) -> Document:
    hurdle = rule.hurdle
    found: Document = {
        "measure": rule.measure,
        "pays": rule.pays,
        "amount": f"{rule.amount:.2f}",
        "trigger": text(rule.trigger),
        "pooled_trigger": text(rule.pooled_trigger),
        "most": None if rule.most is None else f"{rule.most:.2f}",
        "full_at": text(rule.full_at),
        "deducts": rule.deducts,
        "clawback": text(rule.clawback) if rule.clawback else None,
        "base": _base(rule.base),
        "hurdle": None
        if hurdle is None
        else {
            "metric": hurdle.metric,
            "against": _against(hurdle.against),
            "at_least": text(hurdle.at_least),
            "measure": hurdle.measure,
        },
    }
    if rule.confidence is not None:
        found["confidence"] = text(rule.confidence)
    if rule.steps:
        found["steps"] = [{"at": text(step.at), "amount": f"{step.amount:.2f}"} for step in rule.steps]
    return found


def text(value: Fraction | None) -> str | None:
    """An exact figure as text: a fraction such as 1/3, or a whole number."""
    return None if value is None else str(value)


def _base(base: Base | None) -> Document | None:
    if base is None:
        return None
    return {"amount": None if base.amount is None else f"{base.amount:.2f}", "rules": list(base.rules)}


def _cohort(cohort: Cohort) -> Document:
    return {
        "code": cohort.code,
        "name": cohort.name,
        "due_on": cohort.due_on.isoformat(),
        "periods": list(cohort.periods),
    }


def _against(against: Against) -> Document:
    return {"value": text(against.value), "of": against.of or None, "metric": against.metric or None}
