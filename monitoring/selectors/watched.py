"""Which targets are watched: those that the contract names at the end of the last period that was judged.

A target that a later version drops is watched no longer. What was said of it stays on record and is read as history; it
is counted nowhere among the targets that are on track or off track, and raises no finding.
"""

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from contracts.models import Target
from monitoring.models import Measurement
from stages.models import Programme

CODE, DROPPED = "dropped", "No longer in the contract"

Codes = frozenset[str]


def of(programme: Programme, until: date | None = None) -> Codes:
    """The codes of the targets of a programme that are watched; none where nothing was judged.

    Given a day, of the last period judged that ended by then.
    """
    return frozenset(_named([programme.pk], until).values_list("code", flat=True))


def are_named(programmes: Collection[int]) -> Exists:
    """A filter of the measurements of these programmes: those of targets that are watched."""
    same = _named(programmes).filter(
        code=OuterRef("target__code"), version__programme=OuterRef("target__version__programme")
    )
    return Exists(same)


def _named(programmes: Collection[int], until: date | None = None) -> QuerySet[Target]:
    judged = Measurement.objects.filter(run__programme__in=programmes)
    if until is not None:
        judged = judged.filter(period__ends_on__lte=until)
    last = judged.order_by("run__programme", "-period__ends_on", "-run").distinct("run__programme")
    return Target.objects.filter(version__in=last.values("target__version"))


def split(found: Sequence[Measurement], codes: Codes) -> tuple[list[Measurement], list[Measurement]]:
    """Those of targets that are watched, and those of targets that are not."""
    return [one for one in found if one.target.code in codes], [one for one in found if one.target.code not in codes]
