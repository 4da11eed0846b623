"""What the apps above `stages` know of stakeholders, as dotted paths to functions.

`alerts` takes programmes (their primary keys) and a day, and returns what is the matter there, as `Alert`s of
stages.domain.alerts. `ties` takes a stakeholder and a day, and returns what depends on the stakeholder: sentences that
say how each tie is undone. Whoever has a tie cannot leave the register. `stages` loads the table through
settings.STAKEHOLDER_TIES.
"""

import dataclasses


@dataclasses.dataclass(frozen=True)
class StakeholderTie:
    alerts: str
    ties: str


STAKEHOLDER_TIES: tuple[StakeholderTie, ...] = (
    StakeholderTie("expertbody.selectors.advocates.alerts", "expertbody.selectors.advocates.ties"),
    StakeholderTie("contracts.selectors.needs.alerts", "contracts.selectors.needs.ties"),
)
