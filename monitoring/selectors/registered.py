"""Comparisons registered in the contracts of a programme: which stand, since when, and in which version."""

import dataclasses
from datetime import date, datetime

from contracts.domain.comparisons import Comparison
from contracts.domain.terms import Terms
from contracts.models import ContractVersion
from contracts.selectors import terms, versions
from stages.models import Programme


@dataclasses.dataclass(frozen=True)
class Registered:
    """A comparison of the latest version that states it so. `since`: from when on people count; `until`: the last day.

    Versions that follow each other and say the same of it continue one registration. `at`: when it was agreed first.
    """

    comparison: Comparison
    version: ContractVersion
    terms: Terms
    since: date
    until: date | None
    at: datetime

    @property
    def begins_on(self) -> date:
        """From when on people count, or the places of a panel have the programme."""
        return self.comparison.panel.since if self.comparison.panel else self.since

    @property
    def higher_is_better(self) -> bool:
        return self.terms.outcome(self.comparison.outcome).direction == "higher"


def standing(programme: Programme) -> list[Registered]:
    """The comparisons of the last agreed version, in its order, each with the first version that said the same."""
    agreed = [(version, terms.of(version)) for version in versions.all_agreed(programme)]
    if not agreed:
        return []
    last, latest = agreed[-1]
    return [_since(one, last, latest, agreed) for one in latest.comparisons]


def _since(
    one: Comparison, last: ContractVersion, latest: Terms, agreed: list[tuple[ContractVersion, Terms]]
) -> Registered:
    first = last
    for version, found in reversed(agreed):
        if one not in found.comparisons:
            break
        first = version
    assert first.agreed_at is not None
    return Registered(one, last, latest, first.effective_from, last.effective_to, first.agreed_at)


def programmes() -> list[Programme]:
    """The programmes in whose agreed contracts anything was registered."""
    agreed = ContractVersion.objects.agreed().exclude(comparisons=[])
    return list(Programme.objects.real().filter(pk__in=agreed.values("programme")).order_by("pk"))
