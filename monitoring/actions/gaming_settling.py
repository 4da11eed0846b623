"""What both sides do with a question about gaming: the agent replies, the other side accepts or raises a finding."""

from datetime import datetime

from django.db import transaction

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import User
from monitoring import permissions
from monitoring.domain import gaming_indicators
from monitoring.models import GamingQuestion, GamingReply, GamingSettlement
from stages.actions import findings, visits
from stages.models import Finding

STAGE = 6
Kind = GamingSettlement.Kind


def _begin(question: GamingQuestion) -> None:
    """Hold the question while its stage is open; a settled one stays as it is."""
    visits.require_open(programme=question.programme, stage=STAGE)
    GamingQuestion.objects.select_for_update(of=("self",), no_key=True).get(pk=question.pk)
    if GamingSettlement.objects.filter(question=question).exists():
        raise Refused("This question is settled. What was said stays as it is.")


@transaction.atomic
def reply(*, question: GamingQuestion, text: str, by: User, at: datetime) -> GamingReply:
    """Say, for the agent that is asked, what explains the figures. More can be added until the question is settled."""
    permissions.require_to_reply(by, question)
    _begin(question)
    if not text.strip():
        raise Refused("Enter what explains the figures.")
    made = GamingReply.objects.create(question=question, text=text.strip(), replied_by=by, replied_at=at)
    _record(question, "reply", made.text, by, at)
    return made


@transaction.atomic
def accept(*, question: GamingQuestion, reason: str, by: User, at: datetime) -> GamingSettlement:
    """Accept what the agent has said, with the reason. Nothing follows for the agent."""
    permissions.require(by, "gaming.settle", question.programme)
    _begin(question)
    if not question.replies.exists():
        raise Refused("The agent has not replied yet. Wait for the reply, or raise a finding.")
    return _settle(question, Kind.ACCEPTED, reason, None, by, at)


@transaction.atomic
def raise_finding(*, question: GamingQuestion, reason: str, by: User, at: datetime) -> GamingSettlement:
    """Raise a finding from the question; it questions the stages that the indicator names.

    Everybody in the programme reads findings, so counts that only both sides may see stay with the question.
    """
    permissions.require(by, "gaming.settle", question.programme)
    _begin(question)
    if not reason.strip():
        raise Refused("Enter the reason.")
    indicator = gaming_indicators.BY_CODE[question.indicator]
    finding, _created = findings.raise_finding(
        programme=question.programme,
        key=f"gaming:{question.number}",
        title=f"{indicator.name}: {question.agent}"[:200],
        summary=f"From question {question.number} to {question.agent}, {question.period.code}. {reason.strip()}",
        source=Finding.Source.MONITORING,
        severity=Finding.Severity.AMBER,
        evidence={
            "question": question.number,
            "looked_at": indicator.looks_at,
            "test": indicator.test,
            "period": question.period.code,
            "replied": question.replies.exists(),
        },
        stages=list(indicator.stages),
        by=by,
        at=at,
    )
    return _settle(question, Kind.FINDING, reason, finding, by, at)


def settle(*, question: GamingQuestion, kind: str, reason: str, by: User, at: datetime) -> GamingSettlement:
    """Accept the reply, or raise a finding."""
    carry_out = accept if kind == Kind.ACCEPTED else raise_finding
    return carry_out(question=question, reason=reason, by=by, at=at)


def _settle(
    question: GamingQuestion, kind: Kind, reason: str, finding: Finding | None, by: User, at: datetime
) -> GamingSettlement:
    if not reason.strip():
        raise Refused("Enter the reason.")
    made = GamingSettlement.objects.create(
        question=question, kind=kind, reason=reason.strip(), finding=finding, settled_by=by, settled_at=at
    )
    _record(question, kind.value, made.reason, by, at)
    return made


def _record(question: GamingQuestion, act: str, text: str, by: User, at: datetime) -> None:
    audit.record(
        by=by,
        at=at,
        action=f"monitoring.gaming.{act}",
        programme=question.programme.slug,
        subject=question,
        after={"number": question.number, "text": text},
    )
