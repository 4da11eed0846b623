"""Findings: raised with frozen evidence, answered, acted upon, and closed only when the effect has been looked at."""

import copy
import dataclasses
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import User
from notifications.actions import events
from notifications.domain import kinds
from stages import permissions
from stages.actions import lessons, visits
from stages.actions.corrective import FindingClosed, add_action, check_effect, lock_open, mark_done, require_may_do
from stages.domain import framework
from stages.models import Finding, FindingReply, FindingStage, Programme, StageVisit
from stages.selectors import finding_words
from stages.selectors import findings as findings_selector
from stages.selectors import visits as visits_selector

__all__ = [
    "FindingClosed",
    "Reopening",
    "accept",
    "accept_and_reopen",
    "add_action",
    "answer",
    "check_effect",
    "close",
    "dismiss",
    "lock_open",
    "mark_done",
    "raise_by_hand",
    "raise_finding",
    "reopen_questioned",
    "reply",
    "require_may_do",
]

Answer = FindingReply.Kind


@dataclasses.dataclass(frozen=True)
class Reopening:
    """What reopening the questioned stages did: the visits added, and the stages that needed none."""

    opened: tuple[StageVisit, ...]
    already_open: tuple[int, ...]
    not_started: tuple[int, ...]

    def __str__(self) -> str:
        said = [f"Stage {visit.stage} is reopened (visit {visit.number})." for visit in self.opened]
        said += [f"Stage {stage} was already open." for stage in self.already_open]
        said += [f"Stage {stage} has not been started, so there is nothing to reopen." for stage in self.not_started]
        return " ".join(said)


def _questioned(stages: list[tuple[int, str]]) -> dict[int, str]:
    questioned = dict(stages)
    if not questioned:
        raise Refused("Name at least one stage that the finding questions, and why.")
    unknown = sorted(set(questioned) - set(framework.QUESTIONABLE))
    if unknown:
        raise Refused(f"A finding questions stages 1 to 6, not {', '.join(map(str, unknown))}.")
    return questioned


def _as_anybody(finding: Finding) -> Finding:
    return finding_words.findings([finding], None)[0]


@transaction.atomic
def raise_finding(
    *,
    programme: Programme,
    key: str,
    title: str,
    summary: str,
    source: str,
    severity: str,
    evidence: dict[str, Any],
    stages: list[tuple[int, str]],
    by: User,
    at: datetime,
    as_anybody: Callable[[Finding], Finding] = _as_anybody,
) -> tuple[Finding, bool]:
    """Raise a finding that questions the (stage, why) pairs. The same key again gives the first one and False.

    `as_anybody` puts a copy of it into the words that anybody may read, for those who are told of it.
    """
    permissions.require(by, "finding.raise", programme)
    questioned = _questioned(stages)
    if not (title.strip() and summary.strip()):
        raise Refused("Enter a title and what was seen.")
    visits.lock(programme)
    existing = Finding.objects.filter(programme=programme, key=key).first()
    if existing is not None:
        return existing, False
    finding = Finding.objects.create(
        programme=programme,
        number=Finding.objects.filter(programme=programme).count() + 1,
        key=key,
        title=title,
        summary=summary,
        source=Finding.Source(source),
        severity=Finding.Severity(severity),
        evidence=evidence,
        raised_at=at,
        raised_by=by,
    )
    FindingStage.objects.bulk_create(
        FindingStage(finding=finding, stage=stage, why=why) for stage, why in sorted(questioned.items())
    )
    after = {"number": finding.number, "title": title, "severity": severity, "stages": sorted(questioned)}
    audit.record(by=by, at=at, action="stages.finding.raise", programme=programme.slug, subject=finding, after=after)
    _tell(as_anybody(copy.copy(finding)), sorted(questioned), by, at)
    return finding, True


def _tell(readable: Finding, questioned: list[int], by: User, at: datetime) -> None:
    """Without the title: it may be words that a person wrote. What may not be told to anybody is left out as well."""
    slug = readable.programme.slug
    stages = [] if readable.withheld else questioned
    events.record(
        kind=kinds.FINDING_OPENED, programme=slug, by=by, at=at,
        data={"finding": readable.number, "severity": readable.severity, "stages": stages},
        path=readable.get_absolute_url(), list_path=reverse("stages:finding_list", args=[slug]),
    )  # fmt: skip


def raise_by_hand(
    *,
    programme: Programme,
    title: str,
    summary: str,
    severity: str,
    stages: list[int],
    why: str,
    source: str,
    by: User,
    at: datetime,
) -> Finding:
    """Raise a finding that a person has seen, with their own words as its evidence."""
    if source in Finding.OF_THEIR_OWN:
        raise Refused("Monitoring and gates raise findings of their own. Say who has seen this.")
    key = f"by-hand:{by.pk}:{at.isoformat()}"
    evidence = {"seen_by": by.name, "seen_at": at, "what": summary}
    finding, _created = raise_finding(
        programme=programme,
        key=key,
        title=title,
        summary=summary,
        severity=severity,
        source=source,
        evidence=evidence,
        stages=[(stage, why) for stage in stages],
        by=by,
        at=at,
    )
    return finding


def _write(finding: Finding, kind: str, text: str, by: User, at: datetime) -> FindingReply:
    written = FindingReply.objects.create(finding=finding, kind=kind, text=text, written_by=by, written_at=at)
    audit.record(
        by=by,
        at=at,
        action=f"stages.finding.{kind}",
        programme=finding.programme.slug,
        subject=finding,
        after={"number": finding.number, "text": text},
    )
    return written


@transaction.atomic
def reply(*, finding: Finding, text: str, by: User, at: datetime) -> FindingReply:
    """Add a remark to an open finding."""
    permissions.require(by, "finding.reply", finding.programme)
    held = lock_open(finding)
    if not text.strip():
        raise Refused("Enter your reply.")
    return _write(held, Answer.COMMENT, text, by, at)


def _answer(subject: Finding, kind: FindingReply.Kind, by: User, at: datetime, rationale: str) -> Finding:
    permissions.require(by, "finding.act", subject.programme)
    held = lock_open(subject)
    if not rationale.strip():
        raise Refused("Enter the reason.")
    earlier = findings_selector.answer_of(held)
    if earlier is not None and earlier.kind == kind:
        raise Refused(f"This finding was already {kind.label.lower()} by {earlier.written_by}. Nothing was changed.")
    _write(held, kind, rationale, by, at)
    return held


@transaction.atomic
def accept(*, subject: Finding, by: User, at: datetime, rationale: str) -> Finding:
    """Accept a finding, with the reason; what follows is its corrective actions."""
    return _answer(subject, Answer.ACCEPTED, by, at, rationale)


@transaction.atomic
def dismiss(*, subject: Finding, by: User, at: datetime, rationale: str) -> Finding:
    """Dismiss a finding, with the reason. It may then be closed without an action."""
    if subject.actions.filter(done_at__isnull=True).exists():
        permissions.require(by, "finding.act", subject.programme)
        raise Refused("A corrective action is still to be done. Finish it first, or accept the finding.")
    return _answer(subject, Answer.DISMISSED, by, at, rationale)


@transaction.atomic
def reopen_questioned(
    finding: Finding, by: User, at: datetime, as_anybody: Callable[[Finding], Finding] = _as_anybody
) -> Reopening:
    """Reopen every stage that the finding questions. A stage that is open already is left as it is, and said so."""
    programme = finding.programme
    permissions.require(by, "stage.reopen", programme)
    visits.lock(programme)
    lock_open(finding)
    visited = visits_selector.visited(programme)
    opened, already_open, not_started = [], [], []
    readable = as_anybody(copy.copy(finding))
    for questioned in finding.stages.order_by("stage"):
        stage = questioned.stage
        if stage not in visited:
            not_started.append(stage)
        elif visits_selector.is_open(programme, stage):
            already_open.append(stage)
        else:
            because = str(readable) if readable.withheld else f"{readable} – {questioned.why}"
            opened.append(
                visits.reopen(programme=programme, stage=stage, because=because, by=by, at=at, finding=finding)
            )
    return Reopening(tuple(opened), tuple(already_open), tuple(not_started))


@transaction.atomic
def accept_and_reopen(*, subject: Finding, by: User, at: datetime, rationale: str) -> Reopening:
    """Accept a finding and reopen the stages it questions. If it is accepted already, the reason is added to it."""
    permissions.require(by, "finding.act", subject.programme)
    visits.lock(subject.programme)
    held = lock_open(subject)
    earlier = findings_selector.answer_of(held)
    if earlier is not None and earlier.kind == Answer.ACCEPTED and rationale.strip():
        _write(held, Answer.COMMENT, rationale, by, at)
    else:
        accept(subject=held, by=by, at=at, rationale=rationale)
    return reopen_questioned(held, by, at)


def answer(*, finding: Finding, answer: str, rationale: str, by: User, at: datetime) -> None:
    """Accept ("accept"), accept and reopen ("reopen") or dismiss ("dismiss") a finding."""
    carry_out = {"accept": accept, "reopen": accept_and_reopen, "dismiss": dismiss}[answer]
    carry_out(subject=finding, by=by, at=at, rationale=rationale)


@transaction.atomic
def close(*, finding: Finding, note: str, by: User, at: datetime, lesson: Mapping[str, Any] | None = None) -> Finding:
    """Close a finding, once every action is done and its effect looked at, or once it was dismissed.

    `lesson`, if given, holds the words of a lesson for the next programme: it is kept in the library.
    """
    permissions.require(by, "finding.close", finding.programme)
    held = lock_open(finding)
    missing = findings_selector.shortfalls_to_close(held)
    if missing:
        raise Refused(f"Finding {held.number} cannot be closed yet. " + " ".join(missing))
    if not note.strip():
        raise Refused("Enter what was learned, for the record.")
    held.closed_at, held.closed_by, held.closing_note = at, by, note
    held.save(update_fields=["closed_at", "closed_by", "closing_note"])
    audit.record(
        by=by,
        at=at,
        action="stages.finding.close",
        programme=held.programme.slug,
        subject=held,
        before={"closed_at": None},
        after={"number": held.number, "note": note},
    )
    if lesson:
        lessons.keep_from_finding(held, lesson, by, at)
    return held
