"""The section `gaming_questions` of a programme pack: what agents were asked about their figures, and what was said."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.actions import audit
from accounts.models import User
from contracts.models import Period
from monitoring import permissions
from monitoring.domain import gaming_indicators
from monitoring.models import GamingQuestion, GamingReply, GamingSettlement
from stages.actions import pack_people
from stages.actions.pack_errors import PackError
from stages.actions.pack_records import moment
from stages.models import Finding, Programme

SECTION = "gaming_questions"
Row = Mapping[str, Any]


@transaction.atomic
def load(*, programme: Programme, section: Sequence[Row], by: User, at: datetime) -> None:
    """Bring the questions in as they were asked, in the names that the pack gives. Numbers that stand are left."""
    permissions.require(by, "monitor.run", programme)
    known = set(GamingQuestion.objects.filter(programme=programme).values_list("number", flat=True))
    periods = {period.code: period for period in Period.objects.filter(programme=programme)}
    for index, row in enumerate(section):
        if row["number"] not in known:
            _question(programme, row, f"{SECTION}/{index}", periods, by, at)


def _question(programme: Programme, row: Row, path: str, periods: Mapping[str, Period], by: User, at: datetime) -> None:
    if row["indicator"] not in gaming_indicators.BY_CODE:
        raise PackError(f"{path}/indicator", f"Nothing is looked for under “{row['indicator']}”.")
    for name in ("first_period", "period"):
        if row[name] not in periods:
            raise PackError(f"{path}/{name}", f"The contract has no period “{row[name]}”.", "Add it to the contract.")
    made = GamingQuestion.objects.create(
        programme=programme,
        number=row["number"],
        agent=pack_people.organisation(row["agent"], f"{path}/agent"),
        indicator=row["indicator"],
        subject=row.get("subject", ""),
        first_period=periods[row["first_period"]],
        period=periods[row["period"]],
        sentence=row["sentence"],
        evidence=row["evidence"],
        raised_by=pack_people.person(row.get("raised_by"), by, f"{path}/raised_by"),
        raised_at=moment(row.get("raised_at"), at),
    )
    GamingReply.objects.bulk_create(
        GamingReply(
            question=made,
            text=reply["text"],
            replied_by=pack_people.person(reply.get("by"), by, f"{path}/replies/{place}/by"),
            replied_at=moment(reply.get("at"), at),
        )
        for place, reply in enumerate(row.get("replies", ()))
    )
    if settled := row.get("settlement"):
        _settlement(made, settled, f"{path}/settlement", by, at)
    audit.record(
        by=by, at=at, action="monitoring.gaming.load", programme=programme.slug, subject=made,
        after={"number": made.number, "indicator": made.indicator},
    )  # fmt: skip


def _settlement(question: GamingQuestion, row: Row, path: str, by: User, at: datetime) -> None:
    number = row.get("finding")
    finding = Finding.objects.filter(programme=question.programme, number=number).first() if number else None
    if (row["kind"] == GamingSettlement.Kind.FINDING) != (finding is not None):
        raise PackError(f"{path}/finding", "A finding is named where one was raised, and only there.")
    GamingSettlement.objects.create(
        question=question,
        kind=row["kind"],
        reason=row["reason"],
        finding=finding,
        settled_by=pack_people.person(row.get("by"), by, f"{path}/by"),
        settled_at=moment(row.get("at"), at),
    )


def export(programme: Programme) -> list[dict[str, Any]] | None:
    """Every question with its frozen evidence, the replies and how it was settled."""
    found = GamingQuestion.objects.filter(programme=programme).select_related(
        "agent", "first_period", "period", "raised_by", "settlement__finding", "settlement__settled_by"
    )
    return [_row(one) for one in found.prefetch_related("replies__replied_by").order_by("number")] or None


def _row(question: GamingQuestion) -> dict[str, Any]:
    row: dict[str, Any] = {
        "number": question.number,
        "agent": question.agent.code,
        "indicator": question.indicator,
        "subject": question.subject,
        "first_period": question.first_period.code,
        "period": question.period.code,
        "sentence": question.sentence,
        "evidence": question.evidence,
        "raised_by": question.raised_by.email,
        "raised_at": question.raised_at.isoformat(),
        "replies": [
            {"text": one.text, "by": one.replied_by.email, "at": one.replied_at.isoformat()}
            for one in sorted(question.replies.all(), key=lambda one: one.pk)
        ],
    }
    settled = getattr(question, "settlement", None)
    if settled is not None:
        row["settlement"] = {
            "kind": settled.kind,
            "reason": settled.reason,
            "by": settled.settled_by.email,
            "at": settled.settled_at.isoformat(),
        } | ({"finding": settled.finding.number} if settled.finding else {})
    return row
