"""The public part of a contract: who is party to it, what counts, what is paid for it and until when. No person."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from contracts.domain import rule_words, words
from contracts.domain.terms import Terms
from contracts.models import ContractVersion, OutcomeDefinition, Period
from contracts.selectors import terms as terms_of
from contracts.selectors import versions
from stages.models import Programme

Row = dict[str, Any]


def contract(programme: Programme) -> Row | None:
    """The contract as the last agreed version states it; None before one is agreed."""
    agreed = versions.all_agreed(programme)
    if not agreed:
        return None
    last, terms = agreed[-1], terms_of.of(agreed[-1])
    return {
        "currency": last.currency,
        "versions": [_version(one) for one in agreed],
        "parties": [_party(one) for one in last.parties.select_related("organisation").order_by("pk")],
        "outcomes": [_outcome(one) for one in last.outcomes.order_by("position")],
        "segments": [
            {"code": one.code, "name": one.name, "planned_share": _text(one.planned_share)}
            for one in last.segments.order_by("position")
        ],
        "prices": list(_prices(last, terms)),
        "caps": [
            {
                "code": one.code,
                "scope": one.scope,
                "amount": str(one.amount),
                "per_agent": one.per_agent,
                "words": words.cap(one, terms).rstrip("."),
            }
            for one in terms.caps
        ],
        "periods": [_period(one) for one in Period.objects.filter(programme=programme).order_by("starts_on")],
    }


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _version(one: ContractVersion) -> Row:
    return {
        "number": one.number,
        "title": one.title,
        "summary": one.summary,
        "effective_from": _day(one.effective_from),
        "effective_to": _day(one.effective_to),
        "agreed_on": _day(localdate(one.agreed_at) if one.agreed_at else None),
    }


def organisation(one: Any) -> Row:
    return {"code": one.code, "name": one.name, "identifier": one.identifier, "kind": one.kind}


def _party(one: Any) -> Row:
    return organisation(one.organisation) | {"role": one.role, "share": one.share}


def _outcome(one: OutcomeDefinition) -> Row:
    return {
        "code": one.code,
        "name": one.name,
        "kind": one.kind,
        "direction": one.direction,
        "definition": one.definition,
        "unit": one.unit,
        "window_days": one.window_days,
        "who": one.eligibility,
        "evidence": one.evidence,
        "validator": one.validator,
        "deadweight_method": one.deadweight_method,
        "deadweight_value": one.deadweight_value,
        "baseline_value": _text(one.baseline_value),
        "baseline_source": one.baseline_source,
        "baseline_year": one.baseline_year,
    }


def _prices(version: ContractVersion, terms: Terms) -> Iterable[Row]:
    """Each payment rule with its amounts, where it pays an amount each time, and in words."""
    said = {one.code: rule_words.rule(one, terms) for one in terms.rules}
    for rule in version.rules.select_related("outcome").order_by("position"):
        amounts = rule.params.get("amounts") or []
        yield {
            "code": rule.code,
            "name": rule.name,
            "kind": rule.kind,
            "outcome": rule.outcome.code if rule.outcome else None,
            "amounts": [
                {"segment": one.get("segment"), "amount": one["amount"]}
                for one in amounts
                if isinstance(one, dict) and one.get("amount") and "agent" not in one
            ],
            "words": said.get(rule.code, rule.name),
        }


def _period(one: Period) -> Row:
    return {"code": one.code, "starts_on": _day(one.starts_on), "ends_on": _day(one.ends_on)}
