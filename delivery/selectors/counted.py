"""Counts over all participants, made anew only when something has changed.

Counting many rows takes longer than a page may. Whatever changes the counts writes an audit row in the same
transaction, so a count is kept under the number of the programme's latest audit row.
"""

from collections.abc import Callable, Collection
from typing import TypeVar

from django.core.cache import cache
from django.db.models import Max, Sum

from accounts.models import AuditEntry, Role, User
from delivery.models import Tally, row_access
from stages import permissions
from stages.models import Programme

KEPT_SECONDS = 24 * 60 * 60
Found = TypeVar("Found")


def kept(
    programme: Programme,
    name: str,
    agents: Collection[int] | None,
    make: Callable[[], Found],
    *,
    latest: int | None = None,
) -> Found:
    """What `make` finds for the programme, or for some of its agents, as long as nothing is written about it. `latest`
    is the number of its latest audit row, for those who have read it already."""
    latest = latest or AuditEntry.objects.filter(programme=programme.slug).aggregate(latest=Max("pk"))["latest"]
    whose = "all" if agents is None else "-".join(map(str, sorted(agents)))
    key = f"delivery:{name}:{programme.pk}:{whose}:{latest}"
    known: Found | None = cache.get(key)
    if known is None:
        known = make()
        cache.set(key, known, KEPT_SECONDS)
    return known


def starts_by_segment(programme: Programme, agents: Collection[int] | None = None) -> dict[str, int]:
    """How many participants have started, by the code of their segment."""
    found = Tally.objects.filter(programme=programme, of=Tally.Of.PARTICIPANTS)
    if agents is not None:
        found = found.filter(agent__in=agents)
    return dict(found.values_list("segment").annotate(count=Sum("number")).values_list("segment", "count"))


def agents_of(viewer: User, programme: Programme) -> list[int] | None:
    """The agents whose aggregates the viewer sees: their own for those who are an agent and no more; None for all."""
    if permissions.roles(viewer, programme) - {Role.AGENT}:
        return None
    return [agent.pk for agent in permissions.organisations(viewer, programme, Role.AGENT)]


def threshold(viewer: User, programme: Programme) -> int:
    """Counts below this are withheld from the viewer: none from those who may see the rows behind them."""
    sees_rows = permissions.roles(viewer, programme) & {Role.AGENT, *row_access.WHOLE_PROGRAMME}
    return 0 if sees_rows else programme.suppression_threshold
