"""Comparisons registered in the contracts of a programme: which stand, since when, and in which version."""

import dataclasses
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from contracts.domain.comparisons import Comparison
from contracts.domain.terms import Terms
from contracts.models import ContractVersion
from contracts.selectors import terms, versions
from monitoring.models import Verdict
from stages.models import Programme


@dataclasses.dataclass(frozen=True)
class Registered:
    """A comparison of the latest version that states it so. `since`: from when on people count; `until`: the last day.

    Versions that follow each other and say the same of it continue one registration, `versions` by their keys. `at`:
    when it was agreed first. `is_over`: a later version asks otherwise, or not at all; those who started before it
    took over are still followed to the end and judged.
    """

    comparison: Comparison
    version: ContractVersion
    terms: Terms
    since: date
    until: date | None
    at: datetime
    versions: frozenset[int] = frozenset()
    is_over: bool = False

    @property
    def begins_on(self) -> date:
        """From when on people count, or the places of a panel have the programme."""
        return self.comparison.panel.since if self.comparison.panel else self.since

    @property
    def higher_is_better(self) -> bool:
        return self.terms.outcome(self.comparison.outcome).direction == "higher"


def standing(programme: Programme) -> list[Registered]:
    """The comparisons of the last agreed version, in its order, each with the first version that said the same."""
    return [one for one in every(programme) if not one.is_over]


def every(programme: Programme) -> list[Registered]:
    """All that was ever registered: what stands, in the order of the last version, then what is over, the newest
    first. The terms of a version that asks nothing are not read."""
    over: list[Registered] = []
    running: dict[Comparison, Registered] = {}
    for version in versions.all_agreed(programme):
        going_on: dict[Comparison, Registered] = {}
        if version.comparisons:
            found = terms.of(version)
            going_on = {one: _went_on(one, version, found, running.get(one)) for one in found.comparisons}
        over += [dataclasses.replace(running[one], is_over=True) for one in running if one not in going_on]
        running = going_on
    return [*running.values(), *reversed(over)]


def _went_on(one: Comparison, version: ContractVersion, found: Terms, before: Registered | None) -> Registered:
    assert version.agreed_at is not None
    since, at = (before.since, before.at) if before else (version.effective_from, version.agreed_at)
    earlier = before.versions if before else frozenset()
    return Registered(one, version, found, since, version.effective_to, at, earlier | {version.pk})


def answers(programme: Programme, asked: Sequence[Registered]) -> list[list[Verdict]]:
    """The verdicts that stand on each registration, the latest look first; of the same people only the last."""
    latest = Verdict.objects.filter(programme=programme).order_by("comparison", "pool", "version", "-pk")
    latest = latest.distinct("comparison", "pool", "version").select_related("version", "judged_by")
    found: dict[int, dict[str, Verdict]] = defaultdict(dict)
    for one in sorted(latest, key=lambda verdict: verdict.pk):
        for place, registration in enumerate(asked):
            if one.comparison == registration.comparison.code and one.version_id in registration.versions:
                found[place][one.pool] = one
    return [
        sorted(found[place].values(), key=lambda one: (one.look, one.pk), reverse=True) for place in range(len(asked))
    ]


def programmes() -> list[Programme]:
    """The programmes in whose agreed contracts anything was registered."""
    agreed = ContractVersion.objects.agreed().exclude(comparisons=[])
    return list(Programme.objects.real().filter(pk__in=agreed.values("programme")).order_by("pk"))
