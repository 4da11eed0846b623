"""What the ledger says of claims, for the apps below `payments`: dotted paths, loaded through settings.CLAIM_MONEY.

`stated` is a function (programme, first day, last day) → pounds stated so far by the key of each claim whose event lies
between the days. `effect` is one (claim) → in words what failing the claim would change. `settled` is one
(programme) → the day of the last payment, if any, and in words what is not settled yet, or "".
"""

import dataclasses


@dataclasses.dataclass(frozen=True)
class ClaimMoney:
    stated: str
    effect: str
    settled: str


CLAIM_MONEY = ClaimMoney(
    "payments.selectors.claim_money.stated",
    "payments.selectors.claim_money.effect",
    "payments.selectors.claim_money.settled",
)
