"""What has changed about a period since it was closed: rows that came later, and claims whose state has changed."""

import dataclasses
from datetime import datetime
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Coalesce

from accounts.models import User
from contracts.models import Period
from delivery.models import Participant
from outcomes.models import Claim, ClaimState, Measurement, PeriodClosing, Submission

RECEIVED, STARTED, STATE, FIGURE = "received", "started", "state", "figure"
WORDS = {RECEIVED: "Claim received", STARTED: "Participant received", FIGURE: "Figure reported"}


@dataclasses.dataclass(frozen=True)
class Change:
    """One change after the closing. `record` is the number of the claim, the participant or the figure."""

    kind: str
    record: int
    at: datetime
    agent: str
    what: str
    reason: str

    @property
    def words(self) -> str:
        return WORDS.get(self.kind) or ClaimState.State(self.what).label


def changes(viewer: User, period: Period, closing: PeriodClosing) -> QuerySet[Any]:
    """The changes that the viewer may see one by one, the latest first, as rows for `as_change`.

    Rows count as received after the closing by the file that they came in.
    """
    programme, since = period.programme, closing.closed_at
    days = (period.starts_on, period.ends_on)
    files = Submission.objects.filter(programme=programme, submitted_at__gt=since)
    claims = Claim.objects.filter(programme=programme, event_date__range=days).visible_to(viewer)
    received = claims.filter(submission__in=files.exclude(kind=Submission.Kind.PARTICIPANTS).values("pk"))
    states = ClaimState.objects.filter(changed_at__gt=since, claim__in=claims.values("pk"))
    sent = files.filter(kind=Submission.Kind.PARTICIPANTS).values("submitted_at")
    started = Participant.objects.filter(programme=programme, started_on__range=days, received_at__in=sent)
    figures = Measurement.objects.filter(programme=programme, covers=period.code, reported_at__gt=since)
    return (
        _rows(received, RECEIVED, "pk", "received_at", "agent__name", "outcome")
        .union(
            _rows(states, STATE, "claim_id", "changed_at", "claim__agent__name", "state", "reason"),
            _rows(started.visible_to(viewer), STARTED, "pk", "received_at", "agent__name", "reference"),
            _rows(figures.visible_to(viewer), FIGURE, "pk", "reported_at", "agent__name", "metric", "reason"),
            all=True,
        )
        .order_by("-at", "kind_of_change", "-record")
    )


def as_change(row: tuple[str, int, datetime, str, str, str]) -> Change:
    kind, record, at, agent, what, reason = row
    return Change(kind, record, at, agent or "All agents", what, reason)


def _rows(
    found: QuerySet[Any], kind: str, record: str, at: str, agent: str, what: str, reason: str = ""
) -> QuerySet[Any]:
    def text(field: str) -> Cast:
        return Cast(F(field), CharField())

    rows: QuerySet[Any] = found.annotate(
        kind_of_change=Value(kind, output_field=CharField()),
        record=F(record),
        at=F(at),
        whose=Coalesce(text(agent), Value("")),
        what=text(what),
        why=text(reason) if reason else Value("", output_field=CharField()),
    ).values_list("kind_of_change", "record", "at", "whose", "what", "why")
    return rows
