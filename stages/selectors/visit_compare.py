"""Two visits of one stage side by side, and what was done to the stage's records in between."""

import dataclasses
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string

from accounts.models import AuditEntry
from stages.domain import comparison
from stages.models import Candidate, ConflictDeclaration, Programme, SelectionDecision, StageVisit
from stages.selectors import gates

MOST = 100
CHOSEN_IN = {
    "stages.Candidate": (Candidate, "stage"),
    "stages.SelectionDecision": (SelectionDecision, "stage"),
    "stages.ConflictDeclaration": (ConflictDeclaration, "candidate__stage"),
}
"""Kinds of records of stages 2 and 3 alike, and the field that tells of which they are."""


@dataclasses.dataclass(frozen=True)
class Change:
    """One act on a record of the stage."""

    said: str
    by: str
    at: datetime


@dataclasses.dataclass(frozen=True)
class Comparison:
    """`is_whole` is False when there were more changes than are listed."""

    first: StageVisit
    second: StageVisit
    pairs: list[comparison.Pair]
    changes: list[Change]
    is_whole: bool

    @property
    def both(self) -> list[StageVisit]:
        return [self.first, self.second]

    @property
    def differ(self) -> list[comparison.Pair]:
        return [pair for pair in self.pairs if pair.differs]

    @property
    def alike(self) -> list[comparison.Pair]:
        return [pair for pair in self.pairs if not pair.differs]


def visits(programme: Programme, stage: int) -> list[StageVisit]:
    """The visits of the stage, the first first."""
    found = StageVisit.objects.filter(programme=programme, stage=stage)
    return list(found.select_related("opened_by", "closed_by", "finding__programme").order_by("number"))


def compare(programme: Programme, first: StageVisit, second: StageVisit, as_of: date) -> Comparison:
    """The earlier visit against the later: criteria at the closing of each, or as they stand while it is open."""
    changes = _changes(programme, first, second)
    return Comparison(
        first=first,
        second=second,
        pairs=comparison.pairs(_criteria(programme, first, as_of), _criteria(programme, second, as_of)),
        changes=changes[:MOST],
        is_whole=len(changes) <= MOST,
    )


def _criteria(programme: Programme, visit: StageVisit, as_of: date) -> list[dict[str, Any]]:
    if visit.closed_at is not None:
        return list(visit.criteria)
    return gates.as_stored(gates.evaluate(programme, visit.stage, visit, as_of))


def _changes(programme: Programme, first: StageVisit, second: StageVisit) -> list[Change]:
    """What was done to the stage's records from the end of the first visit to that of the second, the latest first."""
    found = _acts(programme, first.stage).filter(at__gt=first.closed_at or first.opened_at)
    if second.closed_at is not None:
        found = found.filter(at__lte=second.closed_at)
    entries = list(found.select_related("by").order_by("-at", "-pk")[: MOST + 1])
    elsewhere = _of_other_stages(entries, first.stage)
    return [
        Change(comparison.in_words(_noun(entry), entry.action, entry.before, entry.after), entry.by.name, entry.at)
        for entry in entries
        if entry.pk not in elsewhere
    ]


def _acts(programme: Programme, stage: int) -> QuerySet[AuditEntry]:
    table: dict[int, tuple[str, ...]] = import_string(settings.STAGE_RECORDS)
    begins = Q(pk__in=[])
    for beginning in table.get(stage, ()):
        begins |= Q(action__startswith=beginning)
    return AuditEntry.objects.filter(begins, programme=programme.slug)


def _of_other_stages(entries: list[AuditEntry], stage: int) -> set[int]:
    """The acts on the selection of the other party, where the principal and the agent are chosen alike."""
    found = {entry.pk for entry in entries if entry.after.get("stage", stage) != stage}
    for kind, (model, field) in CHOSEN_IN.items():
        of_kind = {entry.subject_id: entry.pk for entry in entries if entry.subject_kind == kind}
        own = model._default_manager.filter(pk__in=list(of_kind), **{field: stage}).values_list("pk", flat=True)
        here = {str(key) for key in own}
        found |= {entry.pk for entry in entries if entry.subject_kind == kind and entry.subject_id not in here}
    return found


def _noun(entry: AuditEntry) -> str:
    """What the record is called."""
    try:
        return str(apps.get_model(entry.subject_kind)._meta.verbose_name)
    except LookupError:
        return entry.subject_kind.rpartition(".")[2]
