"""A project of the INDIGO data standard as a comparator: who tried what, what they paid, and what came of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from monitoring.domain.comparators import (
    INDIGO,
    Fact,
    Money,
    Organisation,
    Outcome,
    Payments,
    Place,
    Price,
    Reading,
    Result,
    Source,
    added_up,
    each_once,
)
from monitoring.domain.known_fields import Walk

DATES = {
    "outcomes_contract_signed": "Outcomes contract signed",
    "contracts_between_all_parties_signed": "All contracts signed",
    "start_date_of_service_provision": "Service began",
    "anticipated_end_date_of_service_provision": "Service to end",
    "actual_end_date_of_service_provision": "Service ended",
    "anticipated_completion_date": "To be complete",
    "actual_completion_date": "Completed",
}
ROLES = {
    "service_provisions": "Provides the service",
    "outcome_payment_commitments": "Pays for outcomes",
    "investments": "Invests",
    "intermediary_services": "Intermediary",
}


def reading(project: Place, organisations: Sequence[Place], identifier: str, walk: Walk) -> Reading:
    """The project with what it says of everybody in it. `project` is the object of the standard itself."""
    dates, people = project.at("dates"), project.at("service_and_beneficiaries")
    purpose, prices = project.at("purpose_and_classifications"), _prices(project)
    ended = dates.fact("actual_end_date_of_service_provision")
    return Reading(
        standard=INDIGO,
        identifier=identifier,
        title=project.text("name").strip(),
        as_of="",
        stage=project.fact("stage_development"),
        sector=purpose.fact("policy_sector"),
        challenge=purpose.fact("social_challenge"),
        intervention=purpose.fact("intervention"),
        population=people.fact("target_population"),
        people_planned=people.fact("targeted_number_service_users_or_beneficiaries_total"),
        people_actual=people.fact("actual_number_service_users_or_beneficiaries_total"),
        starts_on=dates.fact("start_date_of_service_provision"),
        ends_on=ended or dates.fact("anticipated_end_date_of_service_provision"),
        duration=dates.fact("actual_duration_of_service_provision")
        or dates.fact("anticipated_duration_of_service_provision"),
        places=_places(project),
        dates=tuple((label, fact) for name, label in DATES.items() if (fact := dates.fact(name))),
        money=_money(project),
        organisations=_organisations(project, organisations),
        outcomes=tuple(_outcome(one, prices) for one in project.items("outcome_metrics")),
        results=tuple(_result(one) for one in project.items("results")),
        payments=_payments(project),
        sources=tuple(_source(one) for one in project.items("sources")),
        notes="\n".join(filter(None, [project.text("notes"), purpose.text("notes")])),
        walk=walk,
    )


def _places(project: Place) -> tuple[Fact, ...]:
    located = project.items("delivery_locations")
    named = [one.fact("location_name") or one.fact("location_country") for one in located]
    return each_once([project.fact("jurisdiction", "jurisdiction"), *named])


def _money(project: Place) -> tuple[Money, ...]:
    finance = project.at("overall_project_finance")
    invested = project.at("investment_details", "total_funds_invested", "latest")
    commitment = finance.at("total_investment_commitment")
    found = [
        _amount("Most that outcome payers may pay", finance.at("maximum_potential_outcome_payment_v2"), "amount"),
        _amount("Paid for outcomes so far", finance.at("total_outcome_payments_made"), "amount"),
        *(
            _amount(f"Investment commitment{words}", commitment, "amount", bound)
            for bound, words in (("exact", ""), ("min", ", at least"), ("max", ", at most"))
        ),
        _amount("Invested so far", invested, "amount"),
    ]
    return tuple(one for one in found if one)


def _amount(label: str, place: Place, name: str, *bound: str) -> Money | None:
    amount = place.fact(name, *bound)
    return Money(label, place.text("currency"), amount, place.fact(f"{name}_usd", *bound)) if amount else None


def _organisations(project: Place, told: Sequence[Place]) -> tuple[Organisation, ...]:
    names = {one.text("id"): one.text("name") for one in told}
    roles: dict[str, dict[str, None]] = defaultdict(dict)
    for part, role in ROLES.items():
        for one in project.items(part):
            if code := one.text("organisation_id"):
                roles[code][role] = None
    for one in project.items("outcome_payments"):
        for name, role in (("payer_organisation_id", "Pays for outcomes"), ("recipient_organisation_id", "Is paid")):
            if code := one.text(name):
                roles[code][role] = None
    return tuple(
        Organisation(code, names.get(code, ""), tuple(roles.get(code, ()))) for code in {**roles, **names} if code
    )


def _prices(project: Place) -> dict[str, list[Price]]:
    """The prices by the id of their outcome."""
    found: dict[str, list[Price]] = defaultdict(list)
    for one in project.items("outcome_pricings"):
        found[one.text("outcome_metric_id")].append(_price(one))
    return found


def _outcome(metric: Place, prices: Mapping[str, Sequence[Price]]) -> Outcome:
    code = metric.text("id")
    return Outcome(
        id=code,
        definition=metric.fact("definition"),
        population=metric.fact("target_population"),
        people=metric.fact("targeted_number_of_service_users_or_beneficiaries_total"),
        target=metric.fact("outcome_metric_target"),
        also_asked=metric.fact("other_target_for_meeting_outcome_metric_target"),
        checked_by=metric.fact("outcome_validation_method"),
        data_from=metric.fact("data_source_for_outcome_validation"),
        notes=metric.notes,
        paths=metric.places,
        prices=tuple(prices.get(code, ()) if code else ()),
    )


def _price(pricing: Place) -> Price:
    return Price(
        currency=pricing.text("currency"),
        amount=pricing.fact("price_per_unit", "amount"),
        in_dollars=pricing.fact("price_per_unit", "amount_usd"),
        most=pricing.fact("maximum_price_if_all_targets_achieved", "amount"),
        rises=pricing.fact("contracted_increases_to_outcome_pricing"),
        description=pricing.fact("price_description"),
        notes=pricing.notes,
        paths=pricing.places,
    )


def _result(one: Place) -> Result:
    return Result(
        outcome=one.text("outcome_metric_id"),
        kind=one.text("result_type"),
        starts_on=one.text("period", "start_date"),
        ends_on=one.text("period", "end_date"),
        words=one.fact("outcomes_achieved") or one.fact("other_description_of_result"),
        engaged=one.fact("number_engaged_in_impact_bond"),
        achieved=one.fact("number_with_positive_social_outcomes"),
    )


def _payments(project: Place) -> tuple[Payments, ...]:
    return added_up(
        (one.text("type"), one.text("money", "currency"), one.fact("money", "amount"))
        for one in project.items("outcome_payments")
    )


def _source(one: Place) -> Source:
    return Source(
        id=one.text("id"),
        name=one.text("name"),
        kind=one.text("type"),
        url=one.text("url") or one.text("archive_url"),
        published_on=one.text("publication_date"),
    )
