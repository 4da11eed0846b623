"""A programme as a pack: what `packs.load` reads, so that it can be loaded elsewhere and gives the same statements."""

from typing import Any

from django.utils.module_loading import import_string

from accounts.models import AuditEntry, Organisation, User
from stages import permissions
from stages.actions import pack_export_people, pack_export_selection, pack_export_stage_1, pack_lessons, packs
from stages.actions.pack_rows import Row
from stages.actions.pack_rows import at_moment as _at
from stages.actions.pack_rows import email as _email
from stages.actions.pack_rows import some as _some
from stages.models import (
    CorrectiveAction,
    CriterionFall,
    Finding,
    GateRequest,
    Programme,
    StagePause,
    StageVisit,
)


def _visit(row: StageVisit) -> Row:
    pauses = row.pauses.select_related("paused_by", "resumption__resumed_by").order_by("paused_at", "pk")
    words = row.confirmations.select_related("confirmed_by").order_by("confirmed_at", "pk")
    falls = row.falls.select_related("noticed_by", "finding")
    return _some({
        "stage": row.stage, "number": row.number, "opened_at": _at(row.opened_at), "opened_by": row.opened_by.email,
        "because": row.because, "finding": row.finding.number if row.finding else None,
        "closed_at": _at(row.closed_at), "closed_by": _email(row.closed_by), "decision": row.decision,
        "criteria": row.criteria,
        "confirmations": [
            {"criterion": one.criterion, "holds": one.holds, "evidence": one.evidence, "by": one.confirmed_by.email,
             "at": _at(one.confirmed_at)}
            for one in words
        ],
        "requests": [_request(one) for one in row.gate_requests.select_related("requested_by").order_by("pk")],
        "pauses": [_pause(one) for one in pauses],
        "falls": [_fall(one) for one in falls.order_by("noticed_at", "pk")],
    })  # fmt: skip


def _fall(row: CriterionFall) -> Row:
    return _some({
        "criterion": row.criterion, "rule": row.rule, "said_then": row.said_then, "says_now": row.says_now,
        "at": _at(row.noticed_at), "by": row.noticed_by.email, "held_again_at": _at(row.held_again_at),
        "finding": row.finding.number if row.finding else None,
        "questioned_at": _at(row.finding.raised_at) if row.finding else None,
    })  # fmt: skip


def _request(row: GateRequest) -> Row:
    return _some({
        "note": row.note, "by": row.requested_by.email, "at": _at(row.requested_at),
        "sent_back_at": _at(row.sent_back_at), "sent_back_because": row.sent_back_reason,
        "sent_back_by": _sent_back_by(row),
    })  # fmt: skip


def _sent_back_by(row: GateRequest) -> str | None:
    """Who answered a request with no, which the audit trail alone knows."""
    if row.sent_back_at is None:
        return None
    entries = AuditEntry.objects.filter(action="stages.gate.send_back", subject_id=str(row.pk))
    return entries.order_by("-pk").values_list("by__email", flat=True).first()


def _pause(row: StagePause) -> Row:
    end = getattr(row, "resumption", None)
    found = {"because": row.because, "by": row.paused_by.email, "at": _at(row.paused_at)}
    if end:
        found |= {"resumed_because": end.because, "resumed_by": end.resumed_by.email, "resumed_at": _at(end.resumed_at)}
    return found


def _action(row: CorrectiveAction) -> Row:
    checks = row.effect_checks.select_related("checked_by").order_by("checked_at", "pk")
    return _some({
        "what": row.what, "owner": row.owner.email, "due_on": row.due_on.isoformat(), "by": row.agreed_by.email,
        "at": _at(row.agreed_at), "done_at": _at(row.done_at), "done_by": _email(row.done_by),
        "done_note": row.done_note,
        "effect_checks": [
            {"effect": one.effect, "note": one.note, "by": one.checked_by.email, "at": _at(one.checked_at)}
            for one in checks
        ],
    })  # fmt: skip


def _finding(row: Finding) -> Row:
    replies = row.replies.select_related("written_by").order_by("written_at", "pk")
    actions = row.actions.select_related("owner", "agreed_by", "done_by").order_by("pk")
    return _some({
        "number": row.number, "key": row.key, "title": row.title, "summary": row.summary, "source": row.source,
        "severity": row.severity, "evidence": row.evidence, "raised_at": _at(row.raised_at),
        "raised_by": row.raised_by.email,
        "stages": [{"stage": one.stage, "why": one.why} for one in row.stages.order_by("stage")],
        "replies": [
            {"kind": one.kind, "text": one.text, "by": one.written_by.email, "at": _at(one.written_at)}
            for one in replies
        ],
        "actions": [_action(one) for one in actions],
        "closed_at": _at(row.closed_at), "closed_by": _email(row.closed_by), "closing_note": row.closing_note,
    })  # fmt: skip


def stage_records(programme: Programme) -> Row:
    """The records of stages 1 to 3, the visits and the findings."""
    visits = StageVisit.objects.filter(programme=programme).select_related("opened_by", "closed_by", "finding")
    findings = Finding.objects.filter(programme=programme).select_related("raised_by", "closed_by")
    selections = [pack_export_selection.of_stage(programme, stage) for stage in (2, 3)]
    return _some(
        pack_export_stage_1.stage_1(programme)
        | {
            "selections": [row for row in selections if row["criteria"] or row["candidates"]],
            "visits": [_visit(row) for row in visits.order_by("opened_at", "stage", "number")],
            **pack_export_selection.of_parties(programme),
            "findings": [_finding(row) for row in findings.order_by("number")],
        }
        | pack_lessons.export(programme)
    )


def _named_organisations(sections: Any) -> set[str]:
    """Every code that stands where an organisation is named, at any depth."""
    if isinstance(sections, dict):
        found = {value for name, value in sections.items() if name in {"organisation", "agent"} and value}
        codes = {value for value in found if isinstance(value, str)}
        agents = sections.get("agents")
        codes |= {one for one in agents if isinstance(one, str)} if isinstance(agents, list) else set()
        return codes.union(*(_named_organisations(value) for value in sections.values()))
    if isinstance(sections, list):
        return set().union(*(_named_organisations(value) for value in sections))
    return set()


def _organisations(codes: set[str]) -> list[Row]:
    found = Organisation.objects.filter(code__in=codes).order_by("code")
    return [
        _some({"code": row.code, "name": row.name, "kind": row.kind, "identifier": row.identifier}) for row in found
    ]


def organisations_named(programme: Programme, body: Row) -> list[Row]:
    """The organisations that the sections of a pack name, with the commissioner's."""
    return _organisations({programme.commissioner.code} | _named_organisations(body))


def export(*, programme: Programme, by: User) -> Row:
    """The programme as a pack document. Raises `Forbidden` for those who may not bring programmes in or out."""
    permissions.require(by, "stage.import", programme)
    body: Row = {"stage_records": stage_records(programme)}
    for row in packs.sections():
        if section := import_string(row.export)(programme):
            body[row.name] = section
    body = {"people": pack_export_people.people(programme, body)} | body
    return {
        "pack": 1,
        "organisations": organisations_named(programme, body),
        "programme": _some(
            {
                "slug": programme.slug,
                "name": programme.name,
                "summary": programme.summary,
                "sector": programme.sector,
                "commissioner": programme.commissioner.code,
                "reopening_policy": programme.reopening_policy,
                "suppression_threshold": programme.suppression_threshold,
                "contact_days": programme.contact_days,
                "template": programme.template,
                "is_synthetic": programme.is_synthetic,
                "created_at": _at(programme.created_at),
            }
        ),
        **body,
    }
