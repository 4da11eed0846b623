"""Measurements as they stand: of several judgements of one target in one period, the last."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import QuerySet

from monitoring.models import Measurement
from stages.models import Programme


def standing(programme: Programme, at: datetime | None = None) -> QuerySet[Measurement]:
    """The standing measurements of the programme with target, outcome and period; without the months of start.

    Given a moment, those that stood then.
    """
    judged = Measurement.objects.filter(run__programme=programme)
    if at is not None:
        judged = judged.filter(run__run_at__lte=at)
    return (
        Measurement.objects.filter(pk__in=judged.standing().values("pk"))
        .select_related("target__outcome", "target__segment", "target__agent", "period")
        .defer("cohorts")
        .order_by("period__starts_on", "target__position")
    )


def of_keys(programme: Programme, keys: Collection[int]) -> dict[int, Measurement]:
    """Measurements of the programme by their keys, whether or not they still stand."""
    found = Measurement.objects.filter(run__programme=programme, pk__in=keys)
    return {
        one.pk: one for one in found.select_related("target__outcome", "target__segment", "target__agent", "period")
    }


def history(programme: Programme, codes: Collection[str] | None = None) -> dict[str, list[Measurement]]:
    """The standing measurements of each target code, with run and version, in the order of the periods.

    They run over all versions of the contract. Without codes: of all targets.
    """
    found: dict[str, list[Measurement]] = defaultdict(list)
    wanted = standing(programme).select_related("run", "target__version")
    for one in wanted if codes is None else wanted.filter(target__code__in=codes):
        found[one.target.code].append(one)
    return found


def read_cohorts(found: Sequence[Measurement]) -> None:
    """Give measurements their months of start, in one query."""
    cohorts = dict(Measurement.objects.filter(pk__in=[one.pk for one in found]).values_list("pk", "cohorts"))
    for one in found:
        one.cohorts = cohorts[one.pk]
