from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models

from accounts.models import AuditEntry, User


def record(
    *,
    by: User,
    at: datetime,
    action: str,
    subject: models.Model,
    programme: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> AuditEntry:
    """Write one audit row. Call it inside the transaction of the act it speaks of.

    `programme` is the slug; `before` and `after` hold only the fields that the act touched.
    """
    return AuditEntry.objects.create(
        by=by,
        at=at,
        action=action,
        programme=programme,
        subject_kind=subject._meta.label,
        subject_id=str(subject.pk),
        before=before or {},
        after=after or {},
    )


def record_many(
    *, by: User, at: datetime, action: str, acts: Iterable[tuple[str, models.Model, dict[str, Any]]]
) -> list[AuditEntry]:
    """Write the audit rows of one act on many subjects at once, each as (programme's slug, subject, after)."""
    return AuditEntry.objects.bulk_create(
        AuditEntry(
            by=by,
            at=at,
            action=action,
            programme=programme,
            subject_kind=subject._meta.label,
            subject_id=str(subject.pk),
            after=after,
        )
        for programme, subject, after in acts
    )
