"""Writes the terms of a draft as rows. The whole draft is written anew each time: small, and so never half done."""

from collections.abc import Iterable, Mapping

from accounts.models import Organisation
from contracts.domain import documents, exact, reading_particulars, rule_documents
from contracts.domain.clauses import Outcome
from contracts.domain.problems import Problem, TermsError
from contracts.domain.terms import Terms
from contracts.models import Cap, ContractVersion, OutcomeDefinition, Party, PaymentRule, Segment, Target


def organisations(terms: Terms) -> dict[str, Organisation]:
    """The organisations that the terms name, by code. Raises `TermsError` for those that are not known."""
    places = [(f"principals[{index}].organisation", one.organisation) for index, one in enumerate(terms.principals)]
    places += [(f"agents[{index}]", code) for index, code in enumerate(terms.agents)]
    known = {one.code: one for one in Organisation.objects.filter(code__in={code for _, code in places})}
    missing = [
        Problem(place, "unknown_organisation", f"There is no organisation “{code}”. Add it, or name one that exists.")
        for place, code in places
        if code not in known
    ]
    if missing:
        raise TermsError(missing)
    return known


def write(version: ContractVersion, terms: Terms) -> None:
    """Replace everything that the draft says by these terms. The caller holds the lock and has checked that it may."""
    named = organisations(terms)
    _header(version, terms)
    for rows in (version.targets, version.caps, version.rules, version.outcomes, version.segments, version.parties):
        rows.all().delete()
    _parties(version, terms, named)
    segments = {
        row.code: row
        for row in Segment.objects.bulk_create(
            Segment(
                version=version,
                position=position,
                code=segment.code,
                name=segment.name,
                rule={name: list(values) for name, values in segment.rule},
                baseline=segment.baseline,
                baseline_source=segment.baseline_source,
                planned_share=segment.planned_share,
            )
            for position, segment in enumerate(terms.segments, 1)
        )
    }
    outcomes = {
        row.code: row
        for row in OutcomeDefinition.objects.bulk_create(
            _outcome(version, position, outcome) for position, outcome in enumerate(terms.outcomes, 1)
        )
    }
    PaymentRule.objects.bulk_create(_rules(version, terms, outcomes))
    Cap.objects.bulk_create(_caps(version, terms, segments, outcomes))
    Target.objects.bulk_create(_targets(version, terms, segments, outcomes, named))


def _header(version: ContractVersion, terms: Terms) -> None:
    document = documents.of_terms(terms)
    version.title = terms.title
    version.summary = terms.summary
    version.effective_from = terms.effective_from
    version.effective_to = terms.effective_to
    version.currency = terms.currency
    version.rounding = terms.rounding
    version.rounding_at = terms.rounding_at
    version.bank_holidays = document["calendar"]["bank_holidays"]
    version.working_weekdays = document["calendar"]["working_weekdays"]
    version.school_terms = document["calendar"].get("school_terms", [])
    version.periods = document["periods"]
    version.assumptions = document.get("assumptions", {})
    version.metrics = document.get("metrics", [])
    version.indexation = document.get("indexation", {})
    version.eligibility = document.get("eligibility", {})
    version.payer_caps = document.get("payer_caps", [])
    version.monitoring_rules = document.get("monitoring_rules", {})
    version.evidence_months = terms.evidence_months
    version.comparisons = document.get("comparisons", [])
    fields = ["title", "summary", "effective_from", "effective_to", "currency", "rounding", "rounding_at",
              "bank_holidays", "working_weekdays", "school_terms", "periods", "assumptions", "metrics", "indexation",
              "payer_caps", "comparisons", "eligibility", "monitoring_rules", "evidence_months"]  # fmt: skip
    version.save(update_fields=fields)


def _parties(version: ContractVersion, terms: Terms, named: Mapping[str, Organisation]) -> None:
    principals = [
        Party(
            version=version,
            role=Party.Role.PRINCIPAL,
            organisation=named[one.organisation],
            share=exact.share(one.share),
        )
        for one in terms.principals
    ]
    agents = [Party(version=version, role=Party.Role.AGENT, organisation=named[code]) for code in terms.agents]
    Party.objects.bulk_create([*principals, *agents])


def _outcome(version: ContractVersion, position: int, outcome: Outcome) -> OutcomeDefinition:
    deadweight, baseline = outcome.deadweight, outcome.baseline
    return OutcomeDefinition(
        version=version,
        position=position,
        **{field: getattr(outcome, field) for field in documents.PLAIN_OUTCOME_FIELDS},
        evidence_kinds=list(outcome.evidence_kinds),
        deadweight_method=deadweight.method,
        deadweight_value=exact.share(deadweight.share) if deadweight.method != "none" else "",
        deadweight_rounding=deadweight.rounding,
        deadweight_count=deadweight.count,
        deadweight_source=deadweight.source,
        baseline_value=baseline.value,
        baseline_source=baseline.source,
        baseline_year=baseline.year,
        particulars=reading_particulars.document(outcome.particulars),
    )


def _rules(version: ContractVersion, terms: Terms, outcomes: Mapping[str, OutcomeDefinition]) -> Iterable[PaymentRule]:
    for position, rule in enumerate(terms.rules, 1):
        document = rule_documents.of_rule(rule)
        params = {key: value for key, value in document.items() if key not in ("code", "name", "kind")}
        yield PaymentRule(
            version=version,
            position=position,
            code=rule.code,
            name=rule.name,
            kind=rule.kind,
            outcome=outcomes.get(params.get("outcome", "")),
            params=params,
        )


def _caps(
    version: ContractVersion,
    terms: Terms,
    segments: Mapping[str, Segment],
    outcomes: Mapping[str, OutcomeDefinition],
) -> Iterable[Cap]:
    for position, cap in enumerate(terms.caps, 1):
        yield Cap(
            version=version,
            position=position,
            code=cap.code,
            scope=cap.scope,
            amount=cap.amount,
            segment=segments[cap.segment] if cap.segment else None,
            outcome=outcomes[cap.outcome] if cap.outcome else None,
            per_agent=cap.per_agent,
            carries_over=cap.carries_over,
        )


def _targets(
    version: ContractVersion,
    terms: Terms,
    segments: Mapping[str, Segment],
    outcomes: Mapping[str, OutcomeDefinition],
    named: Mapping[str, Organisation],
) -> Iterable[Target]:
    for position, target in enumerate(terms.targets, 1):
        document = documents.of_target(target)
        yield Target(
            version=version,
            position=position,
            code=target.code,
            outcome=outcomes[target.outcome],
            segment=segments[target.segment] if target.segment else None,
            agent=named[target.agent] if target.agent else None,
            measure=target.measure,
            value=target.value,
            minimum=target.minimum,
            maturity=document["maturity"],
            questions_stages=document["questions_stages"],
            period=target.period or "",
        )
