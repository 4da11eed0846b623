"""Payment rules written back as a document."""

import dataclasses
from collections.abc import Iterable
from typing import Any

from contracts.domain import exact, metric_documents
from contracts.domain.metric_rules import MetricRule
from contracts.domain.period_rules import Accelerator, Floor, ServiceFee, VolumeBands
from contracts.domain.rates import CONTRACT, RateTable
from contracts.domain.rules import AttachmentFee, Bonus, Deadweight, OutcomeFee, Rule, SustainmentFee, Weeks

Document = dict[str, Any]


def of_deadweight(deadweight: Deadweight) -> Document:
    return {
        "method": deadweight.method,
        "share": exact.share(deadweight.share) if deadweight.method != "none" else None,
        "rounding": deadweight.rounding,
        "count": deadweight.count,
        "source": deadweight.source,
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
    spans = {"since": rule.since, "within": rule.within}
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
        **{key: dataclasses.asdict(span) for key, span in spans.items() if span is not None},
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
        "yearly_discount": exact.share(rule.yearly_discount) if rule.yearly_discount else None,
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
                "factor": None if step.factor is None else exact.number(exact.decimal(str(step.factor))),
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
