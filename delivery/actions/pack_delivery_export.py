"""The section “delivery” of a programme pack, as `pack_delivery.load` reads it."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models

from accounts.models import User
from delivery.actions import key_workers, partners, plans
from delivery.models import Activity, Assignment, KeyWorker, LeadTerms, Milestone, Partner, Secondment, Training
from stages.models import Programme

Row = dict[str, Any]


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal | models.Model):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def _fields(row: models.Model, names: Sequence[str]) -> Row:
    """The fields in the form of a pack, without what is empty."""
    found = {name: _plain(getattr(row, name)) for name in names}
    return {name: value for name, value in found.items() if value not in (None, "")}


def _signed(by: User, at: datetime) -> Row:
    return {"by": by.email, "at": at.isoformat()}


def _lead_terms(programme: Programme) -> list[Row]:
    found = LeadTerms.objects.filter(programme=programme).select_related("agent", "stated_by")
    return [
        {"agent": row.agent.code, **_fields(row, partners.LEAD_TERMS), **_signed(row.stated_by, row.stated_at)}
        for row in found.order_by("stated_at", "pk")
    ]


def _partners(programme: Programme) -> list[Row]:
    found = Partner.objects.filter(programme=programme).select_related("agent", "added_by")
    return [_partner(row) for row in found.order_by("pk")]


def _partner(row: Partner) -> Row:
    terms = row.terms.select_related("recorded_by").order_by("from_date", "pk")
    counts = row.referral_counts.select_related("recorded_by").order_by("counted_on", "pk")
    return {
        "agent": row.agent.code,
        **_fields(row, partners.FIELDS),
        **_signed(row.added_by, row.added_at),
        "terms": [{**_fields(one, partners.TERMS), **_signed(one.recorded_by, one.recorded_at)} for one in terms],
        "referrals": [
            {**_fields(one, ["counted_on", "people"]), **_signed(one.recorded_by, one.recorded_at)} for one in counts
        ],
    }


def _key_workers(programme: Programme) -> list[Row]:
    found = KeyWorker.objects.filter(programme=programme).select_related("agent", "added_by").order_by("pk")
    return [
        {"agent": row.agent.code, **_fields(row, key_workers.FIELDS), **_signed(row.added_by, row.added_at)}
        for row in found
    ]


def _secondments(programme: Programme) -> list[Row]:
    found = Secondment.objects.filter(programme=programme).select_related("agent", "added_by").order_by("pk")
    return [
        {"agent": row.agent.code, **_fields(row, key_workers.SECONDED), **_signed(row.added_by, row.added_at)}
        for row in found
    ]


def _training(programme: Programme) -> list[Row]:
    found = Training.objects.filter(programme=programme).select_related("agent", "partner", "recorded_by")
    return [
        {"agent": row.agent.code, **_fields(row, plans.TRAINING), **_signed(row.recorded_by, row.recorded_at)}
        for row in found.order_by("pk")
    ]


def _milestones(programme: Programme) -> list[Row]:
    found = Milestone.objects.filter(programme=programme).select_related("agent", "added_by").order_by("pk")
    return [
        {"agent": row.agent.code, **_fields(row, plans.MILESTONE), **_signed(row.added_by, row.added_at)}
        for row in found
    ]


def _assignments(programme: Programme) -> list[Row]:
    found = Assignment.objects.filter(programme=programme).order_by("pk")
    related = found.select_related("agent", "participant", "key_worker", "assigned_by")
    return [
        {
            "agent": row.agent.code,
            "participant": row.participant.reference,
            "key_worker": row.key_worker.reference,
            **_fields(row, ["from_date", "until_date"]),
            **_signed(row.assigned_by, row.assigned_at),
        }
        for row in related.iterator(chunk_size=5000)
    ]


def _activities(programme: Programme) -> list[Row]:
    found = Activity.objects.filter(programme=programme).order_by("pk")
    related = found.select_related("agent", "participant", "key_worker", "recorded_by")
    places: dict[int, int] = {}
    rows = []
    for place, row in enumerate(related.iterator(chunk_size=5000)):
        places[row.pk] = place
        rows.append(
            {
                "agent": row.agent.code,
                "participant": row.participant.reference,
                **_fields(row, ["key_worker", "day", "kind", "minutes", "note"]),
                **({"corrects": places[row.corrects_id]} if row.corrects_id else {}),
                **_signed(row.recorded_by, row.recorded_at),
            }
        )
    return rows


def export(programme: Programme) -> Row | None:
    """Everything that was recorded of delivery, in the order in which it was written; None when nothing was."""
    found = {
        "lead_terms": _lead_terms(programme),
        "partners": _partners(programme),
        "key_workers": _key_workers(programme),
        "secondments": _secondments(programme),
        "training": _training(programme),
        "milestones": _milestones(programme),
        "assignments": _assignments(programme),
        "activities": _activities(programme),
    }
    return {name: rows for name, rows in found.items() if rows} or None
