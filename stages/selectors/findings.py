"""Findings as their pages show them."""

import dataclasses
import re
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Prefetch, Q
from django.http import Http404

from accounts.models import Role, User
from govuk import formats
from stages import permissions
from stages.domain import evidence
from stages.models import CorrectiveAction, EffectCheck, Finding, FindingReply, FindingStage, Programme, StageVisit
from stages.selectors import finding_words

Kind = FindingReply.Kind
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})")


@dataclasses.dataclass(frozen=True)
class ActionRow:
    action: CorrectiveAction
    checks: list[EffectCheck]
    is_overdue: bool
    may_mark_done: bool
    may_check: bool


@dataclasses.dataclass(frozen=True)
class FindingPage:
    finding: Finding
    evidence: evidence.Readable
    frozen: dict[str, Any]
    stages: list[FindingStage]
    replies: list[FindingReply]
    answer: FindingReply | None
    actions: list[ActionRow]
    visits: list[StageVisit]
    shortfalls: list[str]
    may_reply: bool
    may_act: bool
    may_close: bool

    @property
    def is_open(self) -> bool:
        return self.finding.closed_at is None

    @property
    def was_dismissed(self) -> bool:
        return self.answer is not None and self.answer.kind == Kind.DISMISSED


def findings(
    programme: Programme, viewer: User, q: str = "", state: str = "", stage: int | None = None
) -> list[Finding]:
    """Findings of the programme as the viewer may read them, open ones first, newest first.

    Words are looked for in what the viewer reads; which stages a finding questions that is withheld stays unsaid too.
    """
    found = Finding.objects.filter(programme=programme)
    if state:
        found = found.filter(closed_at__isnull=state == "open")
    if stage:
        found = found.filter(stages__stage=stage)
    counted = found.annotate(
        actions_open=Count("actions", filter=Q(actions__done_at__isnull=True), distinct=True),
        actions_all=Count("actions", distinct=True),
    )
    with_stages = counted.prefetch_related(Prefetch("stages", FindingStage.objects.order_by("stage")))
    ordered = with_stages.order_by(F("closed_at").desc(nulls_first=True), "-number")
    readable = finding_words.findings(ordered.select_related("programme", "raised_by"), viewer)
    return [one for one in readable if _holds(one, q) and not (stage and one.withheld)]


def _holds(one: Finding, q: str) -> bool:
    text = f"{one.title} {one.summary}".casefold()
    return all(word in text for word in q.casefold().split())


def finding_of(programme: Programme, number: int) -> Finding:
    """One finding by its number; the page does not exist otherwise."""
    found = Finding.objects.filter(programme=programme, number=number)
    finding = found.select_related("programme", "raised_by", "closed_by").first()
    if finding is None:
        raise Http404("No such finding")
    return finding


def action_of(finding: Finding, action_id: int) -> CorrectiveAction:
    """One action of the finding; the page does not exist otherwise."""
    action = CorrectiveAction.objects.filter(finding=finding, pk=action_id).select_related("owner").first()
    if action is None:
        raise Http404("No such action")
    action.finding = finding
    return action


def _actions(finding: Finding, viewer: User, may_act: bool, today: date) -> list[ActionRow]:
    checks = Prefetch("effect_checks", EffectCheck.objects.select_related("checked_by").order_by("checked_at", "pk"))
    found = (
        finding.actions.select_related("owner", "done_by", "agreed_by")
        .prefetch_related(checks)
        .order_by("due_on", "pk")
    )
    is_open = finding.closed_at is None
    return [
        ActionRow(
            action=action,
            checks=list(action.effect_checks.all()),
            is_overdue=action.done_at is None and action.due_on < today,
            may_mark_done=is_open and action.done_at is None and (may_act or action.owner_id == viewer.pk),
            may_check=is_open and action.done_at is not None and may_act,
        )
        for action in found
    ]


def answer_of(finding: Finding) -> FindingReply | None:
    """The acceptance or dismissal that counts: the latest."""
    return finding.replies.exclude(kind=Kind.COMMENT).order_by("-written_at", "-pk").first()


def shortfalls_to_close(finding: Finding) -> list[str]:
    """What still stands between the finding and its closing, in sentences; empty when it may be closed."""
    answer = answer_of(finding)
    dismissed = answer is not None and answer.kind == Kind.DISMISSED
    actions = list(CorrectiveAction.objects.filter(finding=finding).prefetch_related("effect_checks").order_by("pk"))
    missing = [f"“{action}” is not done yet." for action in actions if action.done_at is None]
    missing += [
        f"The effect of “{action}” has not been looked at."
        for action in actions
        if action.done_at is not None and not action.effect_checks.all()
    ]
    if not actions and not dismissed:
        missing.append("No corrective action is agreed. Agree one, or dismiss the finding with the reason.")
    return missing


def _evidence_for(finding: Finding, viewer: User) -> dict[str, Any]:
    """The frozen evidence; somebody who is an agent and nothing else does not read of other agents in it."""
    programme = finding.programme
    frozen: dict[str, Any] = finding.evidence
    if permissions.roles(viewer, programme) != {Role.AGENT}:
        return frozen
    own = {organisation.name for organisation in permissions.organisations(viewer, programme, Role.AGENT)}
    return evidence.without_other_agents(frozen, own)


def _with_moments_in_words(frozen: Any) -> Any:
    """The evidence with moments as people read them, in the country's own time; days and all else as they are."""
    if isinstance(frozen, dict):
        return {name: _with_moments_in_words(value) for name, value in frozen.items()}
    if isinstance(frozen, list):
        return [_with_moments_in_words(value) for value in frozen]
    if isinstance(frozen, str) and MOMENT.fullmatch(frozen):
        return formats.moment(datetime.fromisoformat(frozen))
    return frozen


def page(finding: Finding, viewer: User, today: date) -> FindingPage:
    """The finding with everything that followed, and what the viewer may do."""
    programme, is_open = finding.programme, finding.closed_at is None
    finding = finding_words.finding(finding, viewer)
    replies = list(finding.replies.select_related("written_by").order_by("written_at", "pk"))
    answers = [reply for reply in replies if reply.kind != Kind.COMMENT]
    may_act = permissions.can(viewer, "finding.act", programme)
    frozen = _evidence_for(finding, viewer)
    return FindingPage(
        finding=finding,
        evidence=evidence.readable(_with_moments_in_words(frozen)),
        frozen=frozen,
        stages=[] if finding.withheld else list(finding.stages.order_by("stage")),
        replies=replies,
        answer=answers[-1] if answers else None,
        actions=_actions(finding, viewer, may_act, today),
        visits=list(finding.visits_caused.select_related("closed_by", "programme").order_by("stage", "number")),
        shortfalls=shortfalls_to_close(finding) if is_open else [],
        may_reply=is_open and permissions.can(viewer, "finding.reply", programme),
        may_act=is_open and may_act,
        may_close=is_open and permissions.can(viewer, "finding.close", programme),
    )
