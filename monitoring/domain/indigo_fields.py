"""The fields of a project in the INDIGO data standard 4.1: what is written of a programme, and read of others.

A fact is an object with `value`, often with its own `status`; those of a list have one status for the whole item.
`source_ids` names entries of `sources`, separated by commas.
"""

from monitoring.domain.known_fields import NAME, NUMBER, PART_OF_DATE, TEXT, Kind, Tree, one_of

STATUSES = ("PUBLIC", "PRIVATE", "DISPUTED", "SANDBOX")
STAGES = ("Contracted", "Implementation", "Service delivery complete", "Complete")
STATUS = one_of(*STATUSES)
SAID: dict[str, Tree] = {"source_ids": TEXT, "notes": TEXT}


def fact(kind: Kind) -> Tree:
    return {"value": kind, "status": STATUS, **SAID}


def facts(kind: Kind, *names: str) -> dict[str, Tree]:
    return {name: fact(kind) for name in names}


def item(**fields: Tree) -> Tree:
    """The entries of a list."""
    return [{**fields, **SAID, "status": STATUS, "sandboxes": TEXT}]


AMOUNT = facts(TEXT, "currency") | facts(NUMBER, "amount", "amount_usd")
BOUNDS = facts(NUMBER, "min", "exact", "max")
BOUNDED = {**facts(TEXT, "currency"), "amount": BOUNDS, "amount_usd": BOUNDS}
PERIOD = facts(PART_OF_DATE, "start_date", "end_date")
GOALS = facts(TEXT, "primary_sdg_goal", "secondary_sdg_goals", "primary_sdg_target", "secondary_sdg_targets")
WORDED_PERIOD = facts(TEXT, "start_date", "end_date")
ALTERATIONS = facts(TEXT, "description", "reason")
ORGANISATION = facts(TEXT, "organisation_id", "organisation_role_category")
COST = item(
    **facts(PART_OF_DATE, "date"),
    **facts(TEXT, "phase", "classification", "incurred_by", "type"),
    **facts(NUMBER, "days"),
    payment=facts(TEXT, "currency") | facts(NUMBER, "planned", "planned_usd", "actual", "actual_usd"),
)
SOURCES = item(
    id=TEXT,
    **facts(TEXT, "name", "type", "publishing_organisation_ids", "url", "archive_url", "internal_url"),
    **facts(TEXT, "publication_date", "accessed_date"),
)

SECTIONS: dict[str, Tree] = {
    "dates": {
        **facts(PART_OF_DATE, "outcomes_contract_signed", "contracts_between_all_parties_signed"),
        **facts(PART_OF_DATE, "anticipated_completion_date", "actual_completion_date"),
        **facts(PART_OF_DATE, "start_date_of_service_provision", "anticipated_end_date_of_service_provision"),
        **facts(PART_OF_DATE, "actual_end_date_of_service_provision"),
        **facts(NUMBER, "anticipated_duration_of_service_provision", "actual_duration_of_service_provision"),
        **SAID,
    },
    "jurisdiction": {**facts(TEXT, "jurisdiction"), **SAID},
    "overall_project_finance": {
        "total_investment_commitment": BOUNDED,
        "maximum_potential_outcome_payment_v2": AMOUNT,
        **facts(TEXT, "maximum_potential_loss", "maximum_potential_return_type", "maximum_potential_return"),
        **facts(TEXT, "configuration_contracting_parties", "investor_repayment"),
        "total_outcome_payments_made": AMOUNT,
        **SAID,
    },
    "investment_details": {
        "total_funds_invested": {"latest": {**AMOUNT, **facts(PART_OF_DATE, "date")}},
        "internal_rate_of_return": facts(TEXT, "target", "latest") | facts(PART_OF_DATE, "date"),
        **SAID,
    },
    "purpose_and_classifications": {
        **facts(TEXT, "social_challenge", "intervention", "policy_sector"),
        **GOALS,
        **SAID,
    },
    "service_and_beneficiaries": {
        **facts(TEXT, "target_population"),
        **facts(NUMBER, "targeted_number_service_users_or_beneficiaries_total"),
        **facts(NUMBER, "actual_number_service_users_or_beneficiaries_total"),
        **facts(TEXT, "unit_type_targeted_service_users_or_beneficiaries"),
        **facts(TEXT, "unit_description_of_service_user_or_beneficiaries"),
        **facts(TEXT, "unit_type_actual_service_users_or_beneficiaries"),
        **facts(TEXT, "unit_description_of_actual_service_user_or_beneficiaries"),
        **SAID,
    },
}

LISTS: dict[str, Tree] = {
    "service_provisions": item(
        id=TEXT,
        **ORGANISATION,
        **facts(TEXT, "intervention"),
        planned_service=WORDED_PERIOD,
        actual_service=WORDED_PERIOD,
        alterations=ALTERATIONS,
    ),
    "outcome_metrics": item(
        id=TEXT,
        **facts(TEXT, "definition", "target_population", "outcome_metric_target", "policy_sector"),
        **facts(NUMBER, "targeted_number_of_service_users_or_beneficiaries_total"),
        **facts(TEXT, "unit_type_of_targeted_service_users_or_beneficiaries"),
        **facts(TEXT, "unit_description_of_service_user_or_beneficiaries"),
        **facts(TEXT, "other_target_for_meeting_outcome_metric_target"),
        **facts(TEXT, "outcome_validation_method", "data_source_for_outcome_validation"),
        **GOALS,
    ),
    "outcome_pricings": item(
        **facts(TEXT, "outcome_metric_id", "currency", "contracted_increases_to_outcome_pricing", "price_description"),
        price_per_unit=facts(NUMBER, "amount", "amount_usd"),
        maximum_price_if_all_targets_achieved=facts(NAME, "amount"),
    ),
    "outcome_payment_commitments": item(
        **ORGANISATION,
        maximum_potential_outcome_payment=AMOUNT,
        **facts(TEXT, "result_type"),
        period=PERIOD,
        total_outcome_payments=AMOUNT,
        alterations=ALTERATIONS,
    ),
    "outcome_payment_plans": item(**facts(TEXT, "id"), period=PERIOD),
    "outcome_payments": item(
        **facts(TEXT, "outcome_payment_plan_id", "outcome_metric_id"),
        period=PERIOD,
        **facts(TEXT, "payer_organisation_id", "recipient_organisation_id"),
        type=fact(one_of("Planned", "Actual")),
        money=AMOUNT,
    ),
    "results": item(
        **facts(TEXT, "outcome_metric_id"),
        result_level=fact(one_of("Project level", "Outcome level")),
        result_type=fact(one_of("Interim", "Final")),
        period=PERIOD,
        **facts(TEXT, "outcomes_achieved", "other_description_of_result", "outcomes_validator_organisation_ids"),
        **facts(TEXT, "evaluation_documents_source_ids"),
        **facts(NUMBER, "number_engaged_in_impact_bond", "number_with_positive_social_outcomes"),
    ),
    "investments": item(
        id=TEXT,
        **ORGANISATION,
        investment_commitment=BOUNDED,
        **facts(TEXT, "maximum_potential_loss", "maximum_potential_return_type"),
        **facts(NUMBER, "maximum_potential_return"),
        **facts(TEXT, "investor_repayment", "investment_type"),
    ),
    "transactions": item(
        **facts(TEXT, "investment_id", "outcome_metric_id", "transaction_type"),
        **facts(PART_OF_DATE, "date"),
        **facts(TEXT, "sending_organisation_id", "receiving_organisation_id"),
        money=AMOUNT,
    ),
    "outcome_funds": item(id=TEXT),
    "delivery_locations": item(
        **facts(TEXT, "service_provision_id", "location_name", "location_postcode", "location_country"),
        lat_lng=facts(NUMBER, "lat", "lng"),
        **facts(TEXT, "adminstrative_geography_name", "adminstrative_geography_code_type"),
        **facts(TEXT, "adminstrative_geography_code"),
    ),
    "intermediary_services": item(**ORGANISATION, **facts(TEXT, "other_role_description")),
    "technical_assistances": item(
        id=TEXT,
        **facts(TEXT, "title", "description", "funding_organisation_id", "recipient_organisation_id", "currency"),
        **facts(PART_OF_DATE, "period_start", "period_end"),
    ),
    "technical_assistance_details": item(
        **facts(TEXT, "technical_assistance_id", "title", "description", "category", "approach", "cost_type"),
        cost_of_activities=facts(NUMBER, "amount", "amount_usd"),
        **facts(NUMBER, "number_of_days"),
    ),
    "provider_side_cost": COST,
    "outcome_payer_cost": COST,
    "open_contracting_datas": item(ocid=TEXT),
    "360giving_datas": item(grant_id=TEXT),
    "documents": item(**facts(TEXT, "title", "url")),
    "sources": SOURCES,
}

PROJECT: dict[str, Tree] = {
    "id": TEXT,
    "status": STATUS,
    **facts(TEXT, "name", "alternative_names", "social_investment_prototype"),
    "stage_development": fact(one_of(*STAGES)),
    "notes": {"value": TEXT, "status": STATUS},
    "changes_to_project_due_to_covid19": fact(TEXT),
    **SECTIONS,
    **LISTS,
}

ORGANISATIONS: Tree = [
    {
        "id": TEXT,
        "status": STATUS,
        **facts(TEXT, "name", "trading_name", "description", "jurisdiction", "type", "website", "address"),
        **facts(TEXT, "postcode", "country"),
        "org-ids": facts(TEXT, "primary", "secondary"),
        "contact": facts(TEXT, "name", "job_title", "profile", "email", "twitter", "linkedin"),
        "controlled_by": [{**facts(TEXT, "organisation_id"), **SAID}],
        "sources": SOURCES,
    }
]
