"""The registers that are kept alike: challenges, baseline, data access, appraisals."""

import dataclasses
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.http import Http404

from stages.models import Appraisal, Baseline, Challenge, DataSource, Programme

SEARCHED: dict[type[models.Model], tuple[str, ...]] = {
    Challenge: ("what", "response"),
    Baseline: ("measure", "source", "period"),
    DataSource: ("record", "holder", "gateway", "measures"),
    Appraisal: ("alternative", "conclusion", "evidence"),
}
ORDER: dict[type[models.Model], tuple[str, ...]] = {
    Challenge: ("side", "pk"),
    Baseline: ("measure", "pk"),
    DataSource: ("record", "pk"),
    Appraisal: ("pk",),
}


@dataclasses.dataclass(frozen=True)
class Counts:
    """How much of each there is, for the task list of stage 1."""

    challenges: int
    unanswered: int  # challenges about which nothing is done yet
    baselines: int
    data_sources: int
    appraisals: int


def rows(model: type[models.Model], programme: Programme, text: str = "") -> QuerySet[Any]:
    """The records of the kind, as asked for."""
    found: QuerySet[Any] = model._default_manager.filter(programme=programme)
    for word in text.split():
        asked = Q()
        for name in SEARCHED[model]:
            asked |= Q(**{f"{name}__icontains": word})
        found = found.filter(asked)
    return found.select_related("added_by", "programme").order_by(*ORDER[model])


def record(model: type[models.Model], programme: Programme, record_id: int) -> Any:
    """One record; the page does not exist otherwise."""
    found = rows(model, programme).filter(pk=record_id).first()
    if found is None:
        raise Http404("No such record")
    return found


def counts(programme: Programme) -> Counts:
    challenges = Challenge.objects.filter(programme=programme)
    return Counts(
        challenges=challenges.count(),
        unanswered=challenges.filter(Q(response="") | Q(owner__isnull=True)).count(),
        baselines=Baseline.objects.filter(programme=programme).count(),
        data_sources=DataSource.objects.filter(programme=programme).count(),
        appraisals=Appraisal.objects.filter(programme=programme).count(),
    )
