"""A programme in the INDIGO data standard 4.1 (impact bonds and outcome contracts), from its published document.

Only what the standard has a field for and the document knows is filled in; what it has none for (deadweight, caps of
single outcomes, segments, how results are checked) stands in its descriptions and notes. Amounts are numbers there.
"""

from collections.abc import Mapping
from typing import Any

from monitoring.domain import indigo_facts as facts
from monitoring.domain import indigo_results as results
from monitoring.domain.indigo_facts import CONTRACT, FIGURES, PUBLIC, Row, kept, leaf, plain

SECTORS = {
    "employment": "Employment and training",
    "work": "Employment and training",
    "family": "Child and family welfare",
    "families": "Child and family welfare",
    "child": "Child and family welfare",
    "health": "Health",
    "homeless": "Homelessness",
    "housing": "Homelessness",
    "education": "Education",
    "skills": "Education",
    "justice": "Criminal justice",
    "prison": "Criminal justice",
    "probation": "Criminal justice",
    "poverty": "Poverty reduction",
    "environment": "Agriculture and environment",
}


def project(document: Mapping[str, Any]) -> Row:
    """The project of the standard. Without an agreed contract there is none to tell of."""
    programme, contract = document["programme"], document["contract"]
    if contract is None:
        raise ValueError("No contract has been agreed, so there is nothing to tell in this standard yet.")
    return kept(
        {
            "name": plain(programme["name"]),
            "stage_development": {"value": facts.stage(document), "status": PUBLIC, "source_ids": CONTRACT},
            "social_investment_prototype": {"value": "NO"},
            "dates": _dates(contract),
            "overall_project_finance": _finance(document),
            "purpose_and_classifications": _purpose(programme),
            "service_and_beneficiaries": _beneficiaries(document),
            "notes": {"value": _notes(document), "status": PUBLIC},
            "service_provisions": _provisions(contract),
            "outcome_metrics": _metrics(document),
            "outcome_pricings": _pricings(contract),
            "outcome_payment_commitments": results.commitments(document),
            "outcome_payment_plans": results.plans(document),
            "outcome_payments": results.payments(document),
            "results": results.results(document),
            "sources": _sources(contract),
        }
    )


def _dates(contract: Mapping[str, Any]) -> Row:
    first, last = facts.span(contract)
    signed = contract["versions"][0]["agreed_on"]
    return kept(
        {
            "outcomes_contract_signed": leaf(signed),
            "contracts_between_all_parties_signed": leaf(signed),
            "start_date_of_service_provision": leaf(first),
            "anticipated_end_date_of_service_provision": leaf(last),
            "source_ids": CONTRACT,
        }
    )


def _paid(document: Mapping[str, Any]) -> float | None:
    rows = [row for row in document["money"]["rows"] if row["agent"] is None]
    return round(sum(float(row["amount"]) for row in rows if row["shown"]), 2) if rows else None


def _finance(document: Mapping[str, Any]) -> Row:
    contract = document["contract"]
    rounded, since = document["money"]["rounded_to"], document["money"].get("stands_since")
    notes = "Money on statements of the programme, which may be paid later." + (
        f" Amounts are rounded to the nearest {rounded} pounds." if rounded else ""
    )
    notes += f" They are those published on {since}." if since else ""
    return kept(
        {
            "maximum_potential_outcome_payment_v2": facts.amount_of(contract, facts.whole_caps(contract)),
            "total_outcome_payments_made": facts.amount_of(contract, _paid(document)),
            "source_ids": f"{CONTRACT},{FIGURES}",
            "notes": notes,
        }
    )


def _purpose(programme: Mapping[str, Any]) -> Row:
    words = programme["sector"].casefold()
    sector = next((name for word, name in SECTORS.items() if word in words), None)
    return kept(
        {
            "social_challenge": leaf(programme["aim"] or programme["summary"]),
            "intervention": leaf(programme["summary"]),
            "policy_sector": plain(sector),
            "notes": programme["why_pbr"],
        }
    )


def _last_shown(target: Mapping[str, Any]) -> Row | None:
    shown: list[Row] = [one for one in target["readings"] if one["shown"]]
    return shown[-1] if shown else None


def _beneficiaries(document: Mapping[str, Any]) -> Row:
    outcomes = {one["code"]: one for one in document["contract"]["outcomes"]}
    who = next((one["who"] for one in outcomes.values() if one["who"]), None)
    segments = ", ".join(one["name"] for one in document["contract"]["segments"])
    return kept(
        {
            "target_population": leaf(who),
            "unit_type_targeted_service_users_or_beneficiaries": {"value": "Individual", "status": PUBLIC},
            "source_ids": CONTRACT,
            "notes": f"Segments: {segments}." if segments else "",
        }
    )


def _notes(document: Mapping[str, Any]) -> str:
    caps = " ".join(f"Cap: {one['words']}." for one in document["contract"]["caps"])
    synthetic = "Demonstration data: nothing in it is real. " if document["programme"]["is_synthetic"] else ""
    return f"{synthetic}{' '.join(document['small_counts'])} {caps}".strip()


def _provisions(contract: Mapping[str, Any]) -> list[Row]:
    first, last = facts.span(contract)
    return [
        facts.item(
            id=f"service-{one['code']}",
            organisation_id=plain(facts.organisation(one)),
            organisation_role_category=plain(facts.role(one)),
            planned_service=kept({"start_date": plain(first), "end_date": plain(last)}),
            source_ids=CONTRACT,
            notes=one["name"],
        )
        for one in contract["parties"]
        if one["role"] == "agent"
    ]


def _metrics(document: Mapping[str, Any]) -> list[Row]:
    targets: dict[str, list[str]] = {}
    for one in facts.agreed_targets(document):
        level = (
            f"{100 * one['value']:g}% of the cohort" if one["measure"] == "rate" else f"{one['value']:g} in a period"
        )
        targets.setdefault(one["outcome"], []).append(level)
    return [
        facts.item(
            id=one["code"],
            definition=plain(one["definition"] or one["name"]),
            target_population=plain(one["who"]),
            unit_type_of_targeted_service_users_or_beneficiaries=plain("Individual"),
            outcome_metric_target=plain("; ".join(targets.get(one["code"], []))),
            outcome_validation_method=plain(one["evidence"]),
            data_source_for_outcome_validation=plain(one["validator"]),
            source_ids=CONTRACT,
            notes=_particulars(one),
        )
        for one in document["contract"]["outcomes"]
    ]


def _particulars(outcome: Mapping[str, Any]) -> str:
    """What the standard has no field for."""
    said = [f"Name: {outcome['name']}."]
    if outcome["window_days"]:
        said.append(f"Counts within {outcome['window_days']} days of the start.")
    if outcome["deadweight_method"] != "none":
        said.append(f"Deadweight, {outcome['deadweight_method']}: {outcome['deadweight_value']}.")
    if outcome["baseline_value"] is not None:
        year = f", {outcome['baseline_year']}" if outcome["baseline_year"] else ""
        said.append(f"Baseline: {outcome['baseline_value']} ({outcome['baseline_source']}{year}).")
    return " ".join(said)


def _pricings(contract: Mapping[str, Any]) -> list[Row]:
    names = {one["code"]: one["name"] for one in contract["segments"]}
    rows = []
    for price in contract["prices"]:
        for amount in price["amounts"] or [None]:
            segment = names.get(amount["segment"], "") if amount and amount["segment"] else ""
            rows.append(
                facts.item(
                    outcome_metric_id=plain(price["outcome"]),
                    currency=plain(contract["currency"]),
                    price_per_unit={"amount": plain(float(amount["amount"]))} if amount else None,
                    price_description=plain(f"{price['name']}. {price['words']}"),
                    source_ids=CONTRACT,
                    notes=f"For the segment {segment}." if segment else "",
                )
            )
    return rows


def _sources(contract: Mapping[str, Any]) -> list[Row]:
    last = contract["versions"][-1]
    return [
        facts.item(
            id=CONTRACT,
            name=plain(f"Contract version {last['number']}: {last['title']}"),
            type=plain("Contract"),
            publication_date=plain(last["agreed_on"]),
        ),
        facts.item(id=FIGURES, name=plain("Published figures of the programme"), type=plain("Website")),
    ]


def organisations(document: Mapping[str, Any]) -> list[Row]:
    """The parties of the contract and the commissioner, as organisations of the standard."""
    contract = document["contract"]
    every = [document["programme"]["commissioner"], *(contract["parties"] if contract else [])]
    return [
        {"id": identifier, "name": plain(one["name"]), "type": plain(one["kind"] or "Other")}
        for identifier, one in {facts.organisation(one): one for one in every}.items()
    ]
