"""What happened to the stages of a programme, from its records: visits, gates, words on criteria, findings.

Each kind of record is one query. Everything is told from rows that are never rewritten, so that the history as it
stood at an earlier moment reads the same for ever.
"""

import dataclasses
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from django.urls import reverse

from accounts.models import AuditEntry, User
from govuk.components import Event
from stages import permissions
from stages.domain import criteria, framework
from stages.models import (
    CorrectiveAction,
    CriterionFall,
    EffectCheck,
    Finding,
    FindingReply,
    GateConfirmation,
    GateRequest,
    Programme,
    StagePause,
    StageVisit,
)
from stages.selectors import finding_words

SELECTIONS = frozenset({2, 3})


@dataclasses.dataclass(frozen=True)
class Scope:
    """Of which programme, which stage (None: all) and up to which moment (None: now) the history is told, to whom."""

    programme: Programme
    stage: int | None
    until: datetime | None
    may_read_selections: bool
    viewer: User
    known: dict[int, Finding]

    def is_told(self, moment: datetime | None) -> bool:
        return moment is not None and (self.until is None or moment <= self.until)

    @property
    def of_visit(self) -> dict[str, object]:
        """The filter for rows that belong to a visit."""
        return {"visit__programme": self.programme} | ({"visit__stage": self.stage} if self.stage else {})

    @property
    def findings(self) -> dict[str, object]:
        """The filter for rows that belong to a finding."""
        asked = Finding.objects.filter(programme=self.programme)
        return {"finding__in": asked.filter(stages__stage=self.stage) if self.stage else asked}


@dataclasses.dataclass(frozen=True)
class Happening:
    """An event with its place among those of the same moment: lower ranks came first."""

    at: datetime
    rank: int
    key: int
    event: Event

    @property
    def place(self) -> tuple[datetime, int, int]:
        return self.at, self.rank, self.key


def of(programme: Programme, viewer: User, *, stage: int | None = None, until: datetime | None = None) -> list[Event]:
    """The history of one stage or of all, newest first, as it stood at the moment `until`, or as it stands."""
    found_of = Finding.objects.filter(programme=programme).select_related("programme", "raised_by", "closed_by")
    known = {one.pk: one for one in finding_words.findings(found_of, viewer)}
    scope = Scope(programme, stage, until, permissions.can(viewer, "selection.view", programme), viewer, known)
    found = [one for source in SOURCES for one in source(scope) if scope.is_told(one.at)]
    return [one.event for one in sorted(found, key=lambda one: one.place, reverse=True)]


def _name(stage: int) -> str:
    return f"Stage {stage}, {framework.BY_NUMBER[stage].name}"


def _visits(scope: Scope) -> Iterator[Happening]:
    found = StageVisit.objects.filter(programme=scope.programme).select_related(
        "opened_by", "closed_by", "finding__programme"
    )
    for visit in finding_words.visits(found.filter(stage=scope.stage) if scope.stage else found, scope.viewer):
        yield Happening(visit.opened_at, 9, visit.pk, _opened(visit))
        if visit.closed_at:
            yield Happening(visit.closed_at, 8, visit.pk, _closed(visit, scope.programme))


def _opened(visit: StageVisit) -> Event:
    again = visit.number > 1
    return Event(
        title=f"{_name(visit.stage)}: visit {visit.number}",
        at=visit.opened_at,
        by=visit.opened_by.name,
        detail=visit.because,
        url=visit.finding.get_absolute_url() if visit.finding else "",
        url_label=f"Read finding {visit.finding.number}" if visit.finding else "",
        tag="Reopened" if again else "Opened",
        tag_colour="orange" if again else "blue",
    )


def _closed(visit: StageVisit, programme: Programme) -> Event:
    assert visit.closed_at is not None
    return Event(
        title=f"{_name(visit.stage)}: visit {visit.number}",
        at=visit.closed_at,
        by=visit.closed_by.name if visit.closed_by else "",
        detail=visit.decision,
        url=reverse("stages:stage_detail", args=[programme.slug, visit.stage]),
        url_label="See what each criterion said",
        tag="Closed",
        tag_colour="green",
    )


def _requests(scope: Scope) -> Iterator[Happening]:
    audit = AuditEntry.objects.filter(programme=scope.programme.slug, action="stages.gate.send_back")
    sent_back_by = dict(audit.values_list("subject_id", "by__name"))
    for request in GateRequest.objects.filter(**scope.of_visit).select_related("visit", "requested_by"):
        stage = request.visit.stage
        asked = Event(
            title=f"{_name(stage)}: the gate was asked for",
            at=request.requested_at,
            by=request.requested_by.name,
            detail=request.note,
            tag="Gate",
            tag_colour="purple",
        )
        yield Happening(request.requested_at, 5, request.pk, asked)
        if request.sent_back_at:
            sent_back = Event(
                title=f"{_name(stage)}: the gate was sent back",
                at=request.sent_back_at,
                by=sent_back_by.get(str(request.pk), ""),
                detail=request.sent_back_reason,
                tag="Sent back",
                tag_colour="red",
            )
            yield Happening(request.sent_back_at, 7, request.pk, sent_back)


RULES = {(row.stage, row.code): row.rule for row in criteria.CRITERIA}


def _words(scope: Scope) -> Iterator[Happening]:
    for word in GateConfirmation.objects.filter(**scope.of_visit).select_related("visit", "confirmed_by"):
        stage = word.visit.stage
        may_read = scope.may_read_selections or stage not in SELECTIONS
        rule = RULES.get((stage, word.criterion), word.criterion)
        event = Event(
            title=f"{_name(stage)}: {rule}",
            at=word.confirmed_at,
            by=word.confirmed_by.name,
            detail=word.evidence if may_read else "",
            tag="Confirmed" if word.holds else "Does not hold",
            tag_colour="teal" if word.holds else "red",
        )
        yield Happening(word.confirmed_at, 4, word.pk, event)


def _about(finding: Finding, at: datetime, by: User, detail: str, tag: str, colour: str) -> Event:
    return Event(
        title=str(finding),
        at=at,
        by=by.name,
        detail=detail,
        url=finding.get_absolute_url(),
        url_label=f"Read finding {finding.number}",
        tag=tag,
        tag_colour=colour,
    )


def _findings(scope: Scope) -> Iterator[Happening]:
    asked = Finding.objects.filter(programme=scope.programme).order_by("pk")
    of_stage = asked.filter(stages__stage=scope.stage) if scope.stage else asked
    for finding in (scope.known[pk] for pk in of_stage.values_list("pk", flat=True)):
        colour = "yellow" if finding.severity == Finding.Severity.AMBER else "red"
        raised = _about(finding, finding.raised_at, finding.raised_by, finding.summary, "Finding raised", colour)
        yield Happening(finding.raised_at, 0, finding.pk, raised)
        if finding.closed_at and finding.closed_by:
            closed = _about(
                finding, finding.closed_at, finding.closed_by, finding.closing_note, "Finding closed", "green"
            )
            yield Happening(finding.closed_at, 6, finding.pk, closed)


ANSWERS = {
    FindingReply.Kind.COMMENT: ("Reply", "grey"),
    FindingReply.Kind.ACCEPTED: ("Finding accepted", "blue"),
    FindingReply.Kind.DISMISSED: ("Finding dismissed", "grey"),
}


def _replies(scope: Scope) -> Iterator[Happening]:
    found = FindingReply.objects.filter(**scope.findings).select_related("finding__programme", "written_by")
    for reply in found:
        tag, colour = ANSWERS[FindingReply.Kind(reply.kind)]
        event = _about(scope.known[reply.finding_id], reply.written_at, reply.written_by, reply.text, tag, colour)
        yield Happening(reply.written_at, 1, reply.pk, event)


def _actions(scope: Scope) -> Iterator[Happening]:
    found = CorrectiveAction.objects.filter(**scope.findings).select_related(
        "finding__programme", "agreed_by", "done_by"
    )
    for action in found:
        finding = scope.known[action.finding_id]
        agreed = _about(finding, action.agreed_at, action.agreed_by, action.what, "Action agreed", "blue")
        yield Happening(action.agreed_at, 2, action.pk, agreed)
        if action.done_at and action.done_by:
            said = f"{action.what}: {action.done_note}"
            done = _about(finding, action.done_at, action.done_by, said, "Action done", "teal")
            yield Happening(action.done_at, 3, action.pk, done)


def _effects(scope: Scope) -> Iterator[Happening]:
    on = {f"action__{key}": value for key, value in scope.findings.items()}
    found = EffectCheck.objects.filter(**on).select_related("action__finding__programme", "checked_by")
    for check in found:
        said = f"{check.get_effect_display()}. {check.note}"
        event = _about(
            scope.known[check.action.finding_id], check.checked_at, check.checked_by, said, "Effect looked at", "teal"
        )
        yield Happening(check.checked_at, 3, check.pk, event)


def _pauses(scope: Scope) -> Iterator[Happening]:
    found = StagePause.objects.filter(**scope.of_visit).select_related("visit", "paused_by", "resumption__resumed_by")
    for pause in found:
        title = _name(pause.visit.stage)
        paused = Event(f"{title}: paused", pause.paused_at, pause.paused_by.name, pause.because, tag="Paused")
        yield Happening(pause.paused_at, 12, pause.pk, paused)
        if end := getattr(pause, "resumption", None):
            resumed = Event(f"{title}: goes on", end.resumed_at, end.resumed_by.name, end.because, tag="Resumed")
            yield Happening(end.resumed_at, 13, end.pk, resumed)


def _falls(scope: Scope) -> Iterator[Happening]:
    found = CriterionFall.objects.filter(**scope.of_visit).select_related("visit__programme", "noticed_by")
    for fall in found:
        stage = fall.visit.stage
        may_read = scope.may_read_selections or stage not in SELECTIONS
        fell = Event(
            title=f"{_name(stage)}: a criterion no longer holds",
            at=fall.noticed_at,
            by=fall.noticed_by.name,
            detail=str(fall) if may_read else fall.rule,
            url=fall.get_absolute_url(),
            url_label="See what it said then",
            tag="Criterion fell",
            tag_colour="yellow",
        )
        yield Happening(fall.noticed_at, 10, fall.pk, fell)
        if fall.held_again_at:
            again = Event(
                title=f"{_name(stage)}: the criterion holds again",
                at=fall.held_again_at,
                detail=fall.rule,
                tag="Holds again",
                tag_colour="green",
            )
            yield Happening(fall.held_again_at, 11, fall.pk, again)


SOURCES: Iterable[Callable[[Scope], Iterator[Happening]]] = (
    _visits,
    _requests,
    _words,
    _findings,
    _replies,
    _actions,
    _effects,
    _falls,
    _pauses,
)
