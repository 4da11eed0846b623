"""What programmes owe: stated and approved money against the contract's ceiling.

The figures come from one row a pricing run and one a statement, so that they cost the same however many claims there
are.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal

from django.db.models import Count, Q, Sum

from contracts.models import Cap, ContractVersion, Party
from dashboards.selectors.viewer import Viewer
from payments.models import PricingRun, Statement, StatementLine
from payments.selectors import amounts
from stages.models import Programme

NOTHING = Decimal("0.00")


@dataclasses.dataclass(frozen=True)
class Money:
    """Pounds: on all statements, on approved ones, and the most that the contract in force can pay (None: no cap).

    `partly`: what is left out would give small numbers away, or is told only once statements are approved (`waits`).
    """

    stated: Decimal = NOTHING
    approved: Decimal = NOTHING
    ceiling: Decimal | None = None
    partly: bool = False
    waits: bool = False

    @property
    def is_hidden(self) -> bool:
        """Whether there is money, and nothing of it may be shown."""
        return self.partly and not self.stated

    @property
    def waiting(self) -> Decimal:
        return self.stated - self.approved

    @property
    def share(self) -> Decimal | None:
        """The stated money as a share of the ceiling."""
        return self.stated / self.ceiling if self.ceiling else None


def of(viewer: Viewer, programmes: Collection[int]) -> dict[int, Money]:
    """The money of each programme as the viewer may see it: for an agent, that of their own statements.

    Who may not see rows is told of the periods whose statements are all approved, and whose amounts do not give small
    numbers away.
    """
    own = set(viewer.sees_own_only()) & set(programmes)
    whole = set(programmes) - own
    outside = whole - set(viewer.sees_rows())
    approved = _approved(viewer, own, whole - outside)
    stated = _stated_whole(whole - outside) | _stated_own(viewer, own, approved)
    told = amounts.of_programmes(list(Programme.objects.filter(pk__in=outside))) if outside else {}
    for programme, shown in told.items():
        stated[programme] = approved[programme] = shown.stated()
    ceilings = _ceilings(viewer, own, whole)
    return {
        programme: Money(
            stated.get(programme, NOTHING),
            approved.get(programme, NOTHING),
            ceilings.get(programme),
            programme in told and not told[programme].is_whole,
            programme in told and told[programme].waits,
        )
        for programme in programmes
    }


def _approved(viewer: Viewer, own: set[int], whole: set[int]) -> dict[int, Decimal]:
    seen = Q(programme__in=whole) | Q(programme__in=own, agent__in=viewer.agencies(own))
    rows = Statement.objects.filter(seen, approved_at__isnull=False).values("programme").annotate(sum=Sum("total"))
    return {row["programme"]: row["sum"] or NOTHING for row in rows}


def _stated_whole(whole: set[int]) -> dict[int, Decimal]:
    rows = PricingRun.objects.filter(programme__in=whole).values("programme").annotate(sum=Sum("net"))
    return {row["programme"]: row["sum"] or NOTHING for row in rows}


def _stated_own(viewer: Viewer, own: set[int], approved: dict[int, Decimal]) -> dict[int, Decimal]:
    """An agent's approved statements, and the lines of those that are still open: never their entries, of which there
    may be millions."""
    rows = (
        StatementLine.objects.filter(
            statement__programme__in=own,
            statement__agent__in=viewer.agencies(own),
            statement__approved_at__isnull=True,
        )
        .values("statement__programme")
        .annotate(sum=Sum("net"))
    )
    unapproved = {row["statement__programme"]: row["sum"] or NOTHING for row in rows}
    return {key: approved.get(key, NOTHING) + unapproved.get(key, NOTHING) for key in own}


def _ceilings(viewer: Viewer, own: set[int], whole: set[int]) -> dict[int, Decimal]:
    """The caps over the whole contract of the versions in force. A cap for each agent counts once an agent."""
    in_force = ContractVersion.objects.filter(
        Q(effective_to__isnull=True) | Q(effective_to__gte=viewer.today),
        programme__in=own | whole,
        agreed_at__isnull=False,
        effective_from__lte=viewer.today,
    )
    agents = dict(
        Party.objects.filter(version__in=in_force, role=Party.Role.AGENT)
        .values_list("version__programme")
        .annotate(Count("pk"))
    )
    found: dict[int, Decimal] = defaultdict(Decimal)
    caps = Cap.objects.filter(
        version__in=in_force, scope=Cap.Scope.CONTRACT, segment__isnull=True, outcome__isnull=True
    )
    for programme, amount, per_agent in caps.values_list("version__programme", "amount", "per_agent"):
        if per_agent:
            found[programme] += amount * (1 if programme in own else agents.get(programme, 1))
        elif programme not in own:
            found[programme] += amount
    return dict(found)
