"""Per stage, the computed gate criteria that apps above `stages` offer, as dotted paths to functions.

A function takes a Programme and a day (`as_of`) and returns a list of shortfalls: sentences that say what is missing
and what to do. An empty list means that the criterion holds. `page` is the name of the page where a shortfall is put
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


GATE_CHECKS: tuple[GateCheck, ...] = (
    GateCheck(
        1,
        "outcomes_traced",
        "Every outcome that is paid for traces to the need of a stakeholder.",
        "contracts.selectors.needs.shortfalls",
        "contracts:need_list",
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
    GateCheck(
        4,
        "six_characteristics",
        "Every outcome meets the six characteristics of a successful outcome measure.",
        "contracts.selectors.gates.characteristics_shortfalls",
        "contracts:contract",
    ),
)
