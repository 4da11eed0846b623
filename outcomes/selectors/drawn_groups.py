"""The drawn claims of plans, added up by the database: a plan may have drawn very many."""

import dataclasses
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db.models import Count, Sum

from accounts.models import User
from outcomes.models import SampleItem, VerificationPlan
from outcomes.selectors import sample_items


@dataclasses.dataclass(frozen=True)
class Group:
    """Drawn claims of a stratum that are alike: in one state, and all or none of them taken for their value alone."""

    stratum: str
    state: str
    is_certain: bool
    claims: int
    value: Decimal

    @property
    def is_checked(self) -> bool:
        return self.state not in sample_items.UNDECIDED

    @property
    def is_wrong(self) -> bool:
        return self.state in sample_items.WRONG


def of_plans(plans: Sequence[VerificationPlan], viewer: User | None = None) -> dict[int, list[Group]]:
    """The drawn claims of each plan that the viewer may see; without a viewer, all of them."""
    visible = SampleItem.objects.filter(plan__in=plans)
    if viewer is not None:
        visible = visible.visible_to(viewer)
    found: dict[int, list[Group]] = {plan.pk: [] for plan in plans}
    alike = sample_items.with_state(visible).order_by().values_list("plan_id", "stratum", "state", "is_certain")
    for plan, *values in alike.annotate(Count("pk"), Sum("value")):
        found[plan].append(Group(*values))
    return found


def claims(groups: Iterable[Group]) -> int:
    """How many claims they are together."""
    return sum(group.claims for group in groups)


def value(groups: Iterable[Group]) -> Decimal:
    """What the ledger stated for them together."""
    return sum((group.value for group in groups), Decimal(0))


def by_state(groups: Iterable[Group]) -> Counter[str]:
    """How many claims are in each state."""
    found: Counter[str] = Counter()
    for group in groups:
        found[group.state] += group.claims
    return found
