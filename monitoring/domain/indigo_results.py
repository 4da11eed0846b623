"""What was paid and what came of it, in the INDIGO data standard."""

from collections.abc import Mapping, Sequence
from typing import Any

from monitoring.domain import indigo_facts as facts
from monitoring.domain import money_rows
from monitoring.domain.indigo_facts import CONTRACT, FIGURES, PUBLIC, Row, kept, leaf, plain


def commitments(document: Mapping[str, Any]) -> list[Row]:
    contract = document["contract"]
    (first, last), principals = facts.span(contract), [one for one in contract["parties"] if one["role"] == "principal"]
    whole = facts.whole_caps(contract) if len(principals) == 1 else None
    return [
        facts.item(
            organisation_id=plain(facts.organisation(one)),
            organisation_role_category=plain(facts.role(one) if facts.role(one) != "For-profit" else "Other"),
            maximum_potential_outcome_payment=_amount_of_item(contract, whole),
            result_type=plain("Overall"),
            period=kept({"start_date": plain(first), "end_date": plain(last)}),
            source_ids=CONTRACT,
            notes=f"{one['name']} pays a share of {one['share']} of every payment.",
        )
        for one in principals
    ]


def _amount_of_item(contract: Mapping[str, Any], amount: float | None) -> Row | None:
    return None if amount is None else {"currency": leaf(contract["currency"]), "amount": plain(amount)}


def _money_rows(document: Mapping[str, Any]) -> Sequence[Row]:
    rows: list[Row] = document["money"]["rows"]
    return [row for row in rows if row["shown"]]


def _period_of(row: Mapping[str, Any]) -> Row:
    return {"start_date": plain(row["starts_on"]), "end_date": plain(row["ends_on"])}


def plans(document: Mapping[str, Any]) -> list[Row]:
    return [
        {"id": plain(money_rows.name(row)), "period": _period_of(row), "status": PUBLIC, "source_ids": FIGURES}
        for row in _money_rows(document)
        if row["agent"] is None
    ]


def payments(document: Mapping[str, Any]) -> list[Row]:
    """Actual payments of each block of periods: to single agents where they may be shown, else to all together."""
    contract = document["contract"]
    ids = {one["code"]: facts.organisation(one) for one in contract["parties"]}
    payers = [facts.organisation(one) for one in contract["parties"] if one["role"] == "principal"]
    rows = _money_rows(document)
    known = {money_rows.name(row) for row in rows if row["agent"] is not None}
    return [
        facts.item(
            outcome_payment_plan_id=plain(money_rows.name(row)),
            period=_period_of(row),
            payer_organisation_id=plain(payers[0] if len(payers) == 1 else None),
            recipient_organisation_id=plain(ids.get(row["agent"], row["agent"])),
            type=plain("Actual"),
            money={"currency": plain(contract["currency"]), "amount": plain(float(row["amount"]))},
            source_ids=FIGURES,
        )
        for row in rows
        if row["agent"] is not None or money_rows.name(row) not in known
    ]


def results(document: Mapping[str, Any]) -> list[Row]:
    """Each period of each target of everybody; the last one is final once delivery is complete.

    Of an outcome that the contract holds no longer nothing is told: there is no metric to which it could be tied.
    """
    metrics = {one["code"] for one in document["contract"]["outcomes"]}
    periods = {one["code"]: one for one in document["contract"]["periods"]}
    is_complete = facts.stage(document) == "Service delivery complete"
    rows = []
    for target in facts.whole_targets(document):
        for one in target["readings"] if target["outcome"] in metrics else ():
            is_last = is_complete and one["ends_on"] == document["judged_until"]
            rows.append(
                facts.item(
                    outcome_metric_id=plain(target["outcome"]),
                    result_level=plain("Outcome level"),
                    result_type=plain("Final" if is_last else "Interim"),
                    period={
                        "start_date": plain(periods[one["period"]]["starts_on"]),
                        "end_date": plain(one["ends_on"]),
                    },
                    outcomes_achieved=plain(f"{target['name']}: {one['verdict']}"),
                    number_engaged_in_impact_bond=plain(one.get("people")),
                    number_with_positive_social_outcomes=plain(one.get("achieved")),
                    source_ids=FIGURES,
                )
            )
    return rows
