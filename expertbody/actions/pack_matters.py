"""Decisions of the Expert Body in a pack, with what was proposed to it, its reviews and the actions that it agreed."""

from datetime import date
from typing import Any

from expertbody.actions.pack_bringing import SECTION, Bringing, Row
from expertbody.models import BodyAction, BodyActionCheck, Decision, ProgrammeReview, Proposal, Seat
from expertbody.selectors import decidable, force
from stages.actions.pack_errors import PackError
from stages.actions.pack_rows import at_moment, email, on_day, some
from stages.models import Programme


def load(bringing: Bringing, section: Row) -> None:
    """Proposals and reviews first, since decisions speak of them."""
    for place, row in enumerate(section.get("proposals", ())):
        _proposal(bringing, row, f"{SECTION}/proposals/{place}")
    for place, row in enumerate(section.get("reviews", ())):
        _review(bringing, row, f"{SECTION}/reviews/{place}")
    for place, row in enumerate(section.get("decisions", ())):
        _decision(bringing, row, f"{SECTION}/decisions/{place}")
    for place, row in enumerate(section.get("actions", ())):
        _action(bringing, row, f"{SECTION}/actions/{place}")


def _proposal(bringing: Bringing, row: Row, path: str) -> None:
    by, at = bringing.person(row, "by", path), bringing.moment(row, "at")
    made = Proposal.objects.create(
        programme=bringing.programme, kind=Proposal.Kind(row["kind"]), stage=row.get("stage"),
        seat=bringing.seat(row, "seat", path) if row.get("seat") is not None else None, why=row["why"],
        proposed_by=by, proposed_at=at, settled_at=bringing.moment_or_none(row, "settled_at"),
    )  # fmt: skip
    bringing.kept("proposal", made, by, at, {"what": str(made), "why": made.why})


def _review(bringing: Bringing, row: Row, path: str) -> None:
    by, at = bringing.person(row, "by", path), bringing.moment(row, "at")
    made = ProgrammeReview.objects.create(
        programme=bringing.programme, every_months=row["every_months"], due_on=date.fromisoformat(row["due_on"]),
        set_by=by, set_at=at, held_at=bringing.moment_or_none(row, "held_at"), outcome=row.get("outcome", ""),
    )  # fmt: skip
    bringing.kept("review", made, by, at, {"due_on": made.due_on, "outcome": made.outcome})


def _decision(bringing: Bringing, row: Row, path: str) -> None:
    subject = bringing.matter(row, path)
    kind, by, at = row["matter"]["kind"], bringing.person(row, "by", path), bringing.moment(row, "at")
    if decidable.resolution(kind, row["resolution"]) is None:
        raise PackError(f"{path}/resolution", f"Nobody can decide “{row['resolution']}” on it.", "Use one it allows.")
    made = Decision.objects.create(
        programme=bringing.programme, number=row["number"], subject_kind=kind, subject_id=subject.pk,
        resolution=row["resolution"], rationale=row["rationale"], dissent=row.get("dissent", ""),
        votes_for=row["votes_for"], votes_against=row["votes_against"], abstentions=row["abstentions"],
        about=force.about(kind, subject), supersedes=bringing.decision(row, "supersedes", path),
        supersedes_because=row.get("supersedes_because", ""), decided_by=by, decided_at=at,
    )  # fmt: skip
    bringing.kept(
        "decision", made, by, at, {"number": made.number, "title": str(subject), "resolution": made.resolution}
    )


def _action(bringing: Bringing, row: Row, path: str) -> None:
    decision = bringing.decision(row, "decision", path)
    by, at = bringing.person(row, "by", path), bringing.moment(row, "at")
    done = bringing.moment_or_none(row, "done_at")
    assert decision is not None  # the schema asks for it
    made = BodyAction.objects.create(
        programme=bringing.programme, decision=decision, what=row["what"], owner=bringing.person(row, "owner", path),
        due_on=date.fromisoformat(row["due_on"]), agreed_by=by, agreed_at=at, done_at=done,
        done_by=bringing.person(row, "done_by", path) if done else None, done_note=row.get("done_note", ""),
    )  # fmt: skip
    for place, check in enumerate(row.get("effect_checks", ())):
        BodyActionCheck.objects.create(
            action=made, effect=BodyActionCheck.Effect(check["effect"]), note=check["note"],
            checked_by=bringing.person(check, "by", f"{path}/effect_checks/{place}"),
            checked_at=bringing.moment(check, "at"),
        )  # fmt: skip
    bringing.kept("action", made, by, at, {"decision": decision.number, "what": made.what})


def export(programme: Programme, place_of: dict[int, int]) -> dict[str, Any]:
    """Everything that was proposed, reviewed, decided and agreed, in the order in which it came."""
    proposals = programme.proposals.select_related("proposed_by").order_by("pk")
    decisions = programme.decisions.select_related("decided_by", "supersedes").order_by("number")
    actions = programme.body_actions.select_related("decision", "owner", "agreed_by", "done_by").order_by("pk")
    return {
        "proposals": [_proposal_row(one, place_of) for one in proposals],
        "reviews": [_review_row(one) for one in programme.reviews.select_related("set_by").order_by("pk")],
        "decisions": [_decision_row(one) for one in decisions],
        "actions": [_action_row(one) for one in actions],
    }


def _proposal_row(row: Proposal, place_of: dict[int, int]) -> dict[str, Any]:
    return some({
        "kind": row.kind, "stage": row.stage, "seat": seat_place(row.seat, place_of), "why": row.why,
        "by": row.proposed_by.email, "at": at_moment(row.proposed_at), "settled_at": at_moment(row.settled_at),
    })  # fmt: skip


def seat_place(seat: Seat | None, place_of: dict[int, int]) -> int | None:
    return place_of[seat.pk] if seat else None


def _review_row(row: ProgrammeReview) -> dict[str, Any]:
    return some({
        "every_months": row.every_months, "due_on": on_day(row.due_on), "by": row.set_by.email,
        "at": at_moment(row.set_at), "held_at": at_moment(row.held_at), "outcome": row.outcome,
    })  # fmt: skip


def _decision_row(row: Decision) -> dict[str, Any]:
    return some({
        "number": row.number, "matter": decidable.name_in_pack(row.subject_kind, row.programme, row.subject_id),
        "resolution": row.resolution, "rationale": row.rationale, "dissent": row.dissent, "votes_for": row.votes_for,
        "votes_against": row.votes_against, "abstentions": row.abstentions,
        "supersedes": row.supersedes.number if row.supersedes else None, "supersedes_because": row.supersedes_because,
        "by": row.decided_by.email, "at": at_moment(row.decided_at),
    })  # fmt: skip


def _action_row(row: BodyAction) -> dict[str, Any]:
    checks = row.checks.select_related("checked_by").order_by("checked_at", "pk")
    return some({
        "decision": row.decision.number, "what": row.what, "owner": row.owner.email, "due_on": on_day(row.due_on),
        "by": row.agreed_by.email, "at": at_moment(row.agreed_at), "done_at": at_moment(row.done_at),
        "done_by": email(row.done_by), "done_note": row.done_note,
        "effect_checks": [
            {"effect": one.effect, "note": one.note, "by": one.checked_by.email, "at": at_moment(one.checked_at)}
            for one in checks
        ],
    })  # fmt: skip
