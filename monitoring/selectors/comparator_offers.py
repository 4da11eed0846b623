"""Which outcomes of a scheme elsewhere can be taken over into the draft of the contract, and what of each cannot."""

import dataclasses

from accounts.models import User
from contracts import permissions
from monitoring.domain import comparator_drafts
from monitoring.domain.comparators import Outcome, Reading
from monitoring.domain.exact_json import shown
from stages.models import Programme
from stages.selectors import visits

STAGE = 4
MOST = 60


@dataclasses.dataclass(frozen=True)
class Offer:
    """An outcome with the fields that have no place in a contract, and whether its price can be carried over."""

    place: int
    outcome: Outcome
    price: str
    rate: str
    left: list[tuple[str, str]]


def may_take_over(user: User, programme: Programme) -> bool:
    """Whether the person may draft the contract, and it can be drafted now."""
    return permissions.can(user, "contract.draft", programme) and visits.is_open(programme, STAGE)


def offers(reading: Reading) -> list[Offer]:
    """The outcomes of the scheme, in its order: no real one has as many as are offered at most."""
    found = []
    for place, outcome in enumerate(reading.outcomes[:MOST]):
        draft = comparator_drafts.draft(reading, [place], with_prices=True, source="")
        price = next((str(one["amounts"][0]["amount"]) for one in draft.rules), "")
        rate = next((str(one["expected"]) for one in draft.rates), "")
        left = [(leaf.path, shown(leaf.value)) for leaf in draft.left]
        found.append(Offer(place, outcome, price, rate, left))
    return found


def choices(found: list[Offer]) -> list[tuple[str, str]]:
    return [(str(one.place), one.outcome.name[:200] or f"Outcome {one.place + 1}") for one in found]
