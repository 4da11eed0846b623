"""Findings and their corrective actions, as far as they wait for a person."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from accounts.models import Role
from dashboards.selectors.viewer import Viewer
from dashboards.selectors.waiting import Matter, Urgency
from monitoring.models import Intervention, Measurement, PlanMeasure
from stages.models import CorrectiveAction, EffectCheck, Finding, FindingReply, Membership
from stages.selectors import finding_words

SOON = timedelta(days=14)
BY_SEVERITY: dict[str, tuple[Urgency, str]] = {
    Finding.Severity.CRITICAL: (Urgency.CRITICAL, "red"),
    Finding.Severity.RED: (Urgency.RED, "red"),
    Finding.Severity.AMBER: (Urgency.ASKED, "yellow"),
    "": (Urgency.ASKED, "grey"),
}


def actions_of_mine(viewer: Viewer) -> list[Matter]:
    """Corrective actions that the person owns and has not done; to a commissioner also those of somebody who is no
    member of the programme any more, and whom nobody would remind."""
    mine = Q(owner=viewer.user, finding__programme__in=viewer.programmes())
    left = ~holds("finding__programme") & Q(finding__programme__in=viewer.where(Role.COMMISSIONER))
    found = CorrectiveAction.objects.filter(mine | left, done_at__isnull=True)
    told = "{} has no role in the programme any more. Do it, or agree an action with somebody else"
    return [
        promised(
            action, action.finding, viewer, overdue="Action overdue", ahead="Action to do",
            detail="" if action.owner_id == viewer.user.pk else told.format(action.owner),
        )
        for action in _with_told(found.select_related("owner", "finding__programme"), viewer)
    ]  # fmt: skip


def holds(programme: str, **more: Any) -> Exists:
    """Whether the owner of what was promised holds a role in the programme, and may sign in."""
    here = Q(user=OuterRef("owner"), programme=OuterRef(programme), user__is_active=True)
    return Exists(Membership.objects.filter(here, **more))


def _with_told(found: Iterable[CorrectiveAction], viewer: Viewer) -> list[CorrectiveAction]:
    """The actions, each with its finding as the person may read it."""
    listed = list(found)
    known = {one.pk: one for one in finding_words.findings({one.finding for one in listed}, viewer.user)}
    for one in listed:
        one.finding = known[one.finding_id]
    return listed


def promised(
    one: CorrectiveAction | PlanMeasure,
    part_of: Finding | Intervention,
    viewer: Viewer,
    *,
    overdue: str,
    ahead: str,
    detail: str = "",
) -> Matter:
    """What the person said would be done by a day, to put right what was found or to fulfil a plan."""
    is_late = one.due_on < viewer.today
    return Matter(
        urgency=of_due(one.due_on, viewer),
        kind=overdue if is_late else ahead,
        colour="red" if is_late else "blue",
        title=one.what,
        detail=detail or f"For {part_of}",
        programme=part_of.programme.name,
        url=part_of.get_absolute_url(),
        do="Do it and say what was done",
        since=one.agreed_at,
        by_date=one.due_on,
        record=f"{one._meta.model_name} {one.pk}",
    )


def unanswered(viewer: Viewer) -> list[Matter]:
    """Open findings that nobody has accepted or dismissed: the body decides; a commissioner may answer too."""
    answered = FindingReply.objects.filter(finding=OuterRef("pk")).exclude(kind=FindingReply.Kind.COMMENT)
    found = Finding.objects.open().filter(~Exists(answered), programme__in=_answering(viewer))
    return [_to_answer(one, viewer) for one in finding_words.findings(found.select_related("programme"), viewer.user)]


def effects_to_check(viewer: Viewer) -> list[Matter]:
    """Actions that are done, but whose effect nobody has looked at since results came in for a later period.

    As long as nothing new was judged there is little to see, so that such an action waits at the end of the list.
    """
    judged = Measurement.objects.filter(
        run__programme=OuterRef("finding__programme"),
        run__run_at__gt=OuterRef("done_at"),
        period__ends_on__gte=OuterRef("done_at__date"),
    )
    checked = EffectCheck.objects.filter(action=OuterRef("pk"))
    found = CorrectiveAction.objects.filter(
        ~Exists(checked),
        done_at__isnull=False,
        finding__closed_at__isnull=True,
        finding__programme__in=_answering(viewer),
    ).annotate(has_new_results=Exists(judged))
    return [_effect(action) for action in _with_told(found.select_related("finding__programme"), viewer)]


def _effect(action: Any) -> Matter:
    new = action.has_new_results
    told = "New results have come in since it was done; did it work?" if new else "Done; no later period is judged yet."
    return Matter(
        urgency=Urgency.SOON if new else Urgency.LATER,
        kind="Effect to check",
        colour="purple" if new else "grey",
        title=action.what,
        detail=f"{told} For {action.finding}",
        programme=action.finding.programme.name,
        url=action.finding.get_absolute_url(),
        do="Look at the effect" if new else "Look at the effect once there are results",
        since=action.done_at,
    )


def ready_to_close(viewer: Viewer) -> list[Matter]:
    """Findings of which every action is done and its effect looked at."""
    checked = EffectCheck.objects.filter(action=OuterRef("pk"))
    unfinished = CorrectiveAction.objects.filter(Q(done_at__isnull=True) | ~Exists(checked), finding=OuterRef("pk"))
    any_action = CorrectiveAction.objects.filter(finding=OuterRef("pk"))
    found = Finding.objects.open().filter(Exists(any_action), ~Exists(unfinished), programme__in=_answering(viewer))
    return [
        Matter(
            urgency=Urgency.LATER,
            kind="Finding to close",
            colour="green",
            title=str(finding),
            detail="Every action is done and its effect was looked at",
            programme=finding.programme.name,
            url=finding.get_absolute_url(),
            do="Close it with what was learned",
            since=finding.raised_at,
        )
        for finding in finding_words.findings(found.select_related("programme"), viewer.user)
    ]


def _answering(viewer: Viewer) -> set[int]:
    """The programmes whose findings the person answers for: as commissioner or as a member who is seated today."""
    return set(viewer.where(Role.COMMISSIONER)) | viewer.seated_in


def of_due(due_on: date, viewer: Viewer) -> Urgency:
    """How urgent a day is."""
    if due_on < viewer.today:
        return Urgency.OVERDUE
    return Urgency.SOON if due_on <= viewer.today + SOON else Urgency.LATER


def _to_answer(finding: Finding, viewer: Viewer) -> Matter:
    urgency, colour = BY_SEVERITY[finding.severity]
    if finding.programme_id in viewer.seated_in:
        url = reverse("expertbody:decision_record", args=[finding.programme.slug, "finding", finding.pk])
    else:
        url = finding.get_absolute_url()
    return Matter(
        urgency=urgency,
        kind="Finding" if finding.withheld else f"{finding.get_severity_display()} finding",
        colour=colour,
        title=str(finding),
        detail=finding.summary,
        programme=finding.programme.name,
        url=url,
        do="Read the evidence and decide",
        plain_url=reverse("expertbody:plain_words", args=[finding.programme.slug, "finding", finding.pk]),
        since=finding.raised_at,
    )
