"""Measurements as they stand, of several judgements of one period the last; and as they are told.

Who may not see rows is told of a judgement only if nothing that it tells has moved by a few since they were told of an
earlier one (`actions/telling.py`). Otherwise the earlier one stands for them. A version of the contract that is agreed
for the past has targets of its own; by whatever version, a target is known by its code, and has one row for a period.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Case, DateTimeField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from monitoring.models import Measurement
from monitoring.models.measurements import MeasurementQuerySet
from stages.models import Programme

READ_WITH = ("target__outcome", "target__segment", "target__agent", "period")
SAME_TARGET = ("target__code", "target__outcome__code", "target__measure")
"""With the agent and the segment, if any: what a target asks, whatever version of the contract it is of."""


def standing(programme: Programme, at: datetime | None = None) -> QuerySet[Measurement]:
    """The standing measurements of the programme with target, outcome and period; without the months of start.

    Given a moment, those that stood then.
    """
    judged = Measurement.objects.filter(run__programme=programme)
    if at is not None:
        judged = judged.filter(run__run_at__lte=at)
    return _read(judged.standing().values("pk"))


def told(programme: Programme) -> QuerySet[Measurement]:
    """The same for those who may not see rows: those of which they were told last. See `kept_from`."""
    standing = Measurement.objects.filter(run__programme=programme).standing().values("pk")
    same = {name: OuterRef(name) for name in ("period", *SAME_TARGET)}
    earlier = Measurement.objects.filter(is_told=True, **same).order_by("-run")
    agent, segment = (Coalesce(f"target__{name}__code", Value("")) for name in ("agent", "segment"))
    told_last = Case(
        When(is_told=True, then=F("pk")),
        default=Subquery(earlier.alias(a=agent, s=segment).filter(a=OuterRef("a"), s=OuterRef("s")).values("pk")[:1]),
    )
    stand = Measurement.objects.filter(pk__in=standing).alias(a=agent, s=segment).annotate(told_last=told_last)
    kept_from = Case(When(~Q(pk__in=standing), then=F("run__run_at")), output_field=DateTimeField())
    # Without the programme, the measurements of all of them would be read: nobody knows how many keys there will be.
    return _read(stand.values("told_last")).filter(run__programme=programme).annotate(kept_from=kept_from)


def kept_from(one: Measurement) -> datetime | None:
    """When it was made, if it stands for those who may not see rows in the place of a later one; otherwise None."""
    found: datetime | None = getattr(one, "kept_from", None)
    return found


def ever_told(programme: Programme) -> MeasurementQuerySet:
    """Everything that those who may not see rows were ever told of, in its order: run after run."""
    found = Measurement.objects.filter(run__programme=programme).told()
    return found.select_related(*READ_WITH).order_by("run", "pk")


def told_of_periods(periods: Collection[int]) -> list[Measurement]:
    """What those who may not see rows were ever told of some periods, in the order of the runs: the tables alone."""
    found = Measurement.objects.filter(period__in=periods).told()
    return list(found.select_related(*READ_WITH).defer("cohorts", "reason").order_by("run", "pk"))


def _read(keys: QuerySet[Measurement, Any]) -> QuerySet[Measurement]:
    return (
        Measurement.objects.filter(pk__in=keys)
        .select_related(*READ_WITH)
        .defer("cohorts")
        .order_by("period__starts_on", "target__position")
    )


History = dict[str, list[Measurement]]
"""By the code of the target, its measurements in the order of the periods, over all versions of the contract."""


def history(programme: Programme, codes: Collection[str] | None = None) -> History:
    """The standing measurements with run and version. Without codes: of all targets."""
    return _by_code(standing(programme), codes)


def told_history(programme: Programme, codes: Collection[str] | None = None) -> History:
    """The same for those who may not see rows."""
    return _by_code(told(programme), codes)


def _by_code(read: QuerySet[Measurement], codes: Collection[str] | None) -> History:
    found: History = defaultdict(list)
    wanted = read.select_related("run", "target__version")
    for one in wanted if codes is None else wanted.filter(target__code__in=codes):
        found[one.target.code].append(one)
    return found


def read_cohorts(found: Sequence[Measurement]) -> None:
    """Give measurements their months of start, in one query."""
    cohorts = dict(Measurement.objects.filter(pk__in=[one.pk for one in found]).values_list("pk", "cohorts"))
    for one in found:
        one.cohorts = cohorts[one.pk]
