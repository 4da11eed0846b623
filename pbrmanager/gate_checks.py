"""Per stage, the computed gate criteria that apps above `stages` offer, as dotted paths to functions.

A function takes a Programme and a day (`as_of`) and returns a list of shortfalls: sentences that say what is missing
and what to do. An empty list means that the criterion holds. A function that judges several criteria at once returns a
mapping from their codes to such lists; it is called once for all of them. `told`, if given, is a function from a
Programme to a sentence that is shown while the criterion holds. `page` is the name of the page where a shortfall is put
right, reversed with the programme's slug; `source` says whose criterion it is. `stages` loads the table through
settings.GATE_CHECKS.
"""

import dataclasses

from stages.domain import criteria


@dataclasses.dataclass(frozen=True)
class GateCheck:
    stage: int
    code: str
    rule: str
    check: str
    page: str = ""
    source: str = criteria.JOHNSTONE
    told: str = ""


OF_THE_CONTRACT, CONTRACT = "contracts.selectors.gates.shortfalls", "contracts:contract"
OF_DELIVERY = "delivery.selectors.gates.shortfalls"


def _of_the_contract(source: str, *rows: tuple[str, str]) -> tuple[GateCheck, ...]:
    """Criteria that are read from the contract, as (code, rule)."""
    return tuple(GateCheck(4, code, rule, OF_THE_CONTRACT, CONTRACT, source) for code, rule in rows)


def _of_the_linter(*rows: tuple[str, str]) -> tuple[GateCheck, ...]:
    return tuple(GateCheck(4, code, rule, OF_THE_CONTRACT, "contracts:remarks", criteria.NAO) for code, rule in rows)


GATE_CHECKS: tuple[GateCheck, ...] = (
    GateCheck(
        1,
        "outcomes_traced",
        "Every outcome that is paid for traces to the need of a stakeholder.",
        "contracts.selectors.needs.shortfalls",
        "contracts:need_list",
    ),
    GateCheck(
        2,
        "liability_funded",
        "Once there is a contract, the funds committed reach what it may cost at most.",
        "contracts.selectors.gates.funded",
        CONTRACT,
        told="contracts.selectors.gates.worst_case",
    ),
    GateCheck(
        3,
        "body_seated",
        "The Expert Body is established: all five constituencies are seated.",
        "expertbody.selectors.seats.shortfalls",
        "expertbody:composition",
    ),
    GateCheck(
        4,
        "contract_in_force",
        "A contract version is agreed by principal, agent and Expert Body.",
        "contracts.selectors.gates.contract_shortfalls",
        "contracts:contract",
    ),
    *_of_the_contract(
        criteria.NAO,
        ("clear_expectations", "Performance expectations are clear: what is paid for has a target and a minimum."),
        (
            "above_no_intervention",
            "Outcomes are challenging: targets lie above what would happen anyway, within what has been reached.",
        ),
        (
            "monitoring_ready",
            "Monitoring is regular, period by period, and its steps of intervention are written down.",
        ),
        ("evaluation_planned", "The evaluation of the service and of value for money is planned."),
    ),
    *_of_the_contract(
        criteria.WEBSTER,
        ("quantifiable", "Every outcome is clear and quantifiable."),
        ("verifiable", "Every outcome is verifiable."),
        ("attributable", "Every outcome is attributable."),
        ("deadweight", "Every outcome factors in deadweight."),
        ("cohort", "Every outcome targets individuals or cohorts."),
        ("segmented", "Outcomes are segmented, or it is recorded why not."),
    ),
    *_of_the_linter(
        (
            "principles_of_outcomes",
            "What is paid for and expected breaks no published principle of design, or the Expert Body has recorded "
            "why it goes on.",
        ),
        (
            "principles_of_payments",
            "Prices, caps and shares break no published principle of design, or the Expert Body has recorded why it "
            "goes on.",
        ),
        (
            "principles_of_arrangements",
            "Term, periods and arrangements break no published principle of design, or the Expert Body has recorded "
            "why it goes on.",
        ),
    ),
    GateCheck(
        4,
        "liability_covered",
        "What the contract may cost at most is capped, and the committed funds reach it.",
        OF_THE_CONTRACT,
        CONTRACT,
        criteria.NAO,
        told="contracts.selectors.gates.worst_case",
    ),
    GateCheck(
        5,
        "staff_in_post",
        "Key workers are in post, and every participant has had one.",
        OF_DELIVERY,
        "delivery:key_worker_list",
    ),
    GateCheck(
        5,
        "caseloads_in_hand",
        "No key worker has more participants than was agreed, unless the reason is recorded.",
        OF_DELIVERY,
        "delivery:key_worker_list",
    ),
    GateCheck(
        5,
        "workforce_trained",
        "The whole workforce, with partners', has been trained.",
        OF_DELIVERY,
        "delivery:training_list",
    ),
    GateCheck(
        5,
        "risk_not_cascaded",
        "No financial risk has been passed down to partners.",
        OF_DELIVERY,
        "delivery:partner_list",
        criteria.NAO,
    ),
    GateCheck(
        5, "mix_as_planned", "The mix of starts matches the plan, segment by segment.", OF_DELIVERY, "delivery:plan"
    ),
    GateCheck(
        6,
        "returns_complete",
        "Every agent has handed in its results for every period that has ended.",
        "outcomes.selectors.gates.return_shortfalls",
        "outcomes:submission_list",
    ),
    GateCheck(
        6,
        "statements_approved",
        "The statements of every period that has ended are approved, so that their figures are frozen.",
        "payments.selectors.gates.statement_shortfalls",
        "payments:statement_list",
    ),
    GateCheck(
        6,
        "snapshots_frozen",
        "The monitor has judged every period that has ended, and keeps the figures it judged.",
        "monitoring.selectors.gates.snapshot_shortfalls",
        "monitoring:monitor_run_list",
    ),
)
