"""The content of evidence is erased once nobody may need it any more. What was attached, by whom and when, stays.

The record is written first, the bytes go after it: whoever is stopped in between, the next night removes what is left.
A file that is attached again meanwhile is kept anew, and its bytes stay.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.actions import audit
from accounts.selectors import users
from outcomes.actions import verification
from outcomes.models import Attachment, EvidenceErasure, EvidenceFile
from outcomes.selectors import evidence_ends
from stages.models import Programme

ERASER = "end-of-keeping"
AT_ONCE = 200


def erase_due(*, at: datetime) -> int:
    """Erase the content of every file whose time is over in each programme that it is attached in. Returns how many."""
    today = timezone.localtime(at).date()
    due = _due(_over(_with_evidence(), today), at)
    erased = sum(_erase(keys, today, at) for keys in _in_parts(due))
    _remove_bytes()
    return erased


def _in_parts(keys: list[int]) -> Iterator[list[int]]:
    return (keys[first : first + AT_ONCE] for first in range(0, len(keys), AT_ONCE))


def _with_evidence() -> list[Programme]:
    kept = Attachment.objects.filter(claim__programme=OuterRef("pk"), file__kept_at__isnull=False)
    return list(Programme.objects.filter(Exists(kept), sandbox_of=None).order_by("pk"))


def _over(programmes: Iterable[Programme], today: date) -> dict[int, date]:
    """The last day of keeping, by the key of each programme in which it has passed."""
    ends = {programme.pk: evidence_ends.of(programme) for programme in programmes}
    return {pk: end.day for pk, end in ends.items() if end and end.day and end.is_over(today)}


def _due(over: dict[int, date], at: datetime) -> list[int]:
    attached = Attachment.objects.filter(file=OuterRef("pk"))
    tried = Attachment.objects.tried_out(at - evidence_ends.IN_A_SANDBOX).values("pk")
    needed = attached.exclude(claim__programme__in=over).exclude(pk__in=tried)
    found = EvidenceFile.objects.filter(Exists(attached), ~Exists(needed), kept_at__isnull=False)
    return list(found.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _erase(keys: list[int], today: date, at: datetime) -> int:
    """Record the end of those files that are due still, now that nothing about them can change."""
    attached = Attachment.objects.filter(claim__programme=OuterRef("pk"), file__in=keys)
    held = list(Programme.objects.filter(Exists(attached), sandbox_of=None).order_by("pk"))
    for programme in held:
        verification.hold(programme)
    files = {file.pk: file for file in EvidenceFile.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    over = _over(held, today)
    by = users.system_user(ERASER)
    acts = []
    for pk in sorted(set(_due(over, at)) & set(files)):
        places = Attachment.objects.filter(file=pk).values_list("claim__programme", "claim__programme__slug").distinct()
        last = max((over[programme] for programme, _ in places if programme in over), default=today)
        EvidenceErasure.objects.create(file=files[pk], kept_until=last, erased_by=by, erased_at=at)
        after = {"digest": files[pk].digest, "kept_until": last.isoformat()}
        acts += [(slug, files[pk], after) for _, slug in sorted(places)]
    EvidenceFile.objects.filter(pk__in={file.pk for _, file, _ in acts}).update(kept_at=None)
    audit.record_many(by=by, at=at, action="outcomes.evidence.erase", acts=acts)
    return len({file.pk for _, file, _ in acts})


def _remove_bytes() -> None:
    """Remove what still lies in the store of files whose end is on record, also from a night that was cut short."""
    for file in EvidenceFile.objects.erased().order_by("pk").iterator():
        if (Path(settings.MEDIA_ROOT) / file.path).exists():
            _remove(file.pk)


@transaction.atomic
def _remove(pk: int) -> None:
    file = EvidenceFile.objects.erased().select_for_update(of=("self",)).filter(pk=pk).first()
    if file is not None:
        (Path(settings.MEDIA_ROOT) / file.path).unlink(missing_ok=True)
