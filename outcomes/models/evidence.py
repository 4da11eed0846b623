from datetime import datetime

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from outcomes.domain import evidence_kinds
from outcomes.models.checks import EvidenceRequest
from outcomes.models.claims import Claim
from outcomes.models.verification import APPEND_ONLY
from stages.models import Programme

KINDS = [(kind.code, kind.words) for kind in evidence_kinds.KINDS.values()]


class EvidenceFileQuerySet(models.QuerySet["EvidenceFile"]):
    def unscanned(self) -> "EvidenceFileQuerySet":
        """Those kept here that no scanner has judged yet."""
        return self.filter(~Exists(EvidenceScan.objects.filter(file=OuterRef("pk"))), kept_at__isnull=False)

    def erased(self) -> "EvidenceFileQuerySet":
        """Those whose content was kept here and has been erased, and that have not come again since."""
        return self.filter(Exists(EvidenceErasure.objects.filter(file=OuterRef("pk"))), kept_at__isnull=True)


class EvidenceFile(models.Model):
    """The content of a file of evidence, kept once however often it is attached, under its SHA-256 digest.

    `kept_at` is empty while only its record is here: as a programme pack brings it, or once it was erased. `tried_at`
    and `trouble` tell of the last time that a virus scanner could not judge it; what one said is an `EvidenceScan`.
    """

    digest = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=10, choices=KINDS)
    kept_at = models.DateTimeField(null=True, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)
    trouble = models.TextField(blank=True)

    objects = EvidenceFileQuerySet.as_manager()

    class Meta:
        triggers = [
            pgtrigger.Protect(name="never_removed", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="as_received", fields=["digest", "size", "kind"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.digest[:12]}"

    @property
    def path(self) -> str:
        """Where its content lies, below MEDIA_ROOT."""
        return f"evidence/{self.digest[:2]}/{self.digest}"


class EvidenceScan(models.Model):
    """What a virus scanner said of a file: the name of what it found, or nothing. Never changed."""

    file = models.ForeignKey(EvidenceFile, on_delete=models.PROTECT, related_name="scans")
    found = models.CharField(max_length=200, blank=True)
    scanner = models.CharField(max_length=200)
    scanned_at = models.DateTimeField()

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        return f"{self.file}: {self.found or 'nothing found'}"


class EvidenceErasure(models.Model):
    """The content of a file was erased, because the time of keeping was over in every programme. Never changed."""

    file = models.ForeignKey(EvidenceFile, on_delete=models.PROTECT, related_name="erasures")
    kept_until = models.DateField(help_text="The last day of keeping")
    erased_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    erased_at = models.DateTimeField()

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        return f"{self.file} erased"


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def standing(self) -> "AttachmentQuerySet":
        return self.filter(withdrawal=None)

    def tried_out(self, before: datetime) -> "AttachmentQuerySet":
        """Those in sandboxes that were attached before then, or whose sandbox another has taken the place of."""
        there = self.filter(claim__programme__sandbox_of__isnull=False)
        newer = Programme.objects.filter(
            sandbox_of=OuterRef("claim__programme__sandbox_of"), pk__gt=OuterRef("claim__programme")
        )
        return there.filter(Q(attached_at__lt=before) | Exists(newer))


class Attachment(models.Model):
    """A file that an agent attached to a claim, of its own accord or to answer a request. Never changed."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="attachments")
    request = models.ForeignKey(
        EvidenceRequest, null=True, blank=True, on_delete=models.PROTECT, related_name="attachments"
    )
    file = models.ForeignKey(EvidenceFile, on_delete=models.PROTECT, related_name="attachments")
    filename = models.CharField(max_length=255, help_text="As it was sent")
    attached_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    attached_at = models.DateTimeField()

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        return self.filename


class AttachmentWithdrawal(models.Model):
    """The agent takes an attached file back, with the reason. The file and its record stay. Never changed."""

    attachment = models.OneToOneField(Attachment, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField()
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="outcomes_attachment_withdrawn_with_reason")
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        return f"{self.attachment} withdrawn"
