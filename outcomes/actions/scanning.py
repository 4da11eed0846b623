"""Evidence is looked through for viruses, where a scanner is set up. While it is away, files wait; none is lost."""

from datetime import datetime, timedelta
from pathlib import Path

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.module_loading import import_string

from accounts.actions import audit
from accounts.selectors import users
from outcomes.domain.scanner import ScannerAway
from outcomes.models import Attachment, EvidenceFile, EvidenceScan

SCAN = "outcomes.tasks.scan_evidence"
SCANNER = "virus-scanner"
AGAIN_AFTER = timedelta(seconds=60)
AT_ONCE = 200


def is_on() -> bool:
    """Whether a scanner is set up."""
    return bool(settings.VIRUS_SCANNER)


def enqueue(file: EvidenceFile) -> None:
    """Have the file scanned once the present transaction is committed. If the broker is away, `resume` does it."""
    if is_on():
        transaction.on_commit(
            lambda: current_app.signature(SCAN, kwargs={"file_id": file.pk}).apply_async(), robust=True
        )


def scan(*, file_id: int, at: datetime) -> EvidenceScan | None:
    """Ask the scanner about a file, and keep what it says. Returns None when there is nothing to do or nobody to ask.

    Running it again changes nothing. A file that the scanner could not judge goes on waiting, with the reason.
    """
    file = EvidenceFile.objects.unscanned().filter(pk=file_id).first()
    if file is None or not is_on():
        return None
    try:
        found = import_string(settings.VIRUS_SCANNER)(Path(settings.MEDIA_ROOT) / file.path)
    except (ScannerAway, OSError) as trouble:
        EvidenceFile.objects.filter(pk=file.pk).update(tried_at=at, trouble=str(trouble) or type(trouble).__name__)
        return None
    return _keep(file, found, at)


@transaction.atomic
def _keep(file: EvidenceFile, found: str, at: datetime) -> EvidenceScan | None:
    if not EvidenceFile.objects.unscanned().select_for_update(of=("self",), no_key=True).filter(pk=file.pk).exists():
        return None
    made = EvidenceScan.objects.create(
        file=file, found=found[:200], scanner=settings.VIRUS_SCANNER[:200], scanned_at=at
    )
    EvidenceFile.objects.filter(pk=file.pk).update(tried_at=at, trouble="")
    programmes = Attachment.objects.filter(file=file).values_list("claim__programme__slug", flat=True)
    by, after = users.system_user(SCANNER), {"digest": file.digest, "found": made.found}
    audit.record_many(
        by=by, at=at, action="outcomes.evidence.scan", acts=[(slug, file, after) for slug in sorted(set(programmes))]
    )
    return made


def resume(*, at: datetime) -> int:
    """Queue the files that have waited for a minute since they came or were last tried. Returns how many."""
    if not is_on():
        return 0
    long_ago = Q(tried_at__lt=at - AGAIN_AFTER) | Q(tried_at=None, kept_at__lt=at - AGAIN_AFTER)
    waiting = list(EvidenceFile.objects.unscanned().filter(long_ago).order_by("pk")[:AT_ONCE])
    EvidenceFile.objects.filter(pk__in=[file.pk for file in waiting]).update(tried_at=at)
    for file in waiting:
        enqueue(file)
    return len(waiting)
