"""Written votes of the Expert Body that are over, in a pack. One that is open stays behind: its members still vote."""

from typing import Any

from expertbody.actions.pack_bringing import SECTION, Bringing, Row
from expertbody.models import WrittenBallot, WrittenVote
from expertbody.selectors import decidable
from stages.actions.pack_errors import PackError
from stages.actions.pack_rows import at_moment, email, some
from stages.models import Programme


def load(bringing: Bringing, section: Row) -> None:
    for place, row in enumerate(section.get("written_votes", ())):
        _vote(bringing, row, f"{SECTION}/written_votes/{place}")


def _vote(bringing: Bringing, row: Row, path: str) -> None:
    subject, kind, by = bringing.matter(row, path), row["matter"]["kind"], bringing.person(row, "opened_by", path)
    asked = decidable.resolution(kind, row["resolution"])
    if asked is None:
        raise PackError(f"{path}/resolution", f"Nobody can decide “{row['resolution']}” on it.", "Use one it allows.")
    at = bringing.moment(row, "opened_at")
    made = WrittenVote.objects.create(
        programme=bringing.programme, number=row["number"], subject_kind=kind, subject_id=subject.pk,
        resolution=row["resolution"], wording=row.get("wording") or asked.label, reason=row["reason"], opened_by=by,
        opened_at=at, deadline=bringing.moment(row, "deadline"), closed_at=bringing.moment(row, "closed_at"),
        closed_by=bringing.person(row, "closed_by", path), outcome=WrittenVote.Outcome(row["outcome"]),
        decision=bringing.decision(row, "decision", path),
    )  # fmt: skip
    for place, one in enumerate(row.get("ballots", ())):
        WrittenBallot.objects.create(
            written_vote=made, seat=bringing.seat(one, "seat", f"{path}/ballots/{place}"),
            cast=WrittenBallot.Cast(one["cast"]), reason=one.get("reason", ""), cast_at=bringing.moment(one, "at"),
        )  # fmt: skip
    bringing.kept("written_vote", made, by, at, {"number": made.number, "outcome": made.outcome})


def export(programme: Programme, place_of: dict[int, int]) -> dict[str, Any]:
    """The written votes that are over, in their order."""
    over = programme.written_votes.filter(closed_at__isnull=False).select_related("opened_by", "closed_by", "decision")
    return {"written_votes": [_row(one, place_of) for one in over.order_by("number")]}


def _row(row: WrittenVote, place_of: dict[int, int]) -> dict[str, Any]:
    return some({
        "number": row.number, "matter": decidable.name_in_pack(row.subject_kind, row.programme, row.subject_id),
        "resolution": row.resolution, "wording": row.wording, "reason": row.reason, "opened_by": row.opened_by.email,
        "opened_at": at_moment(row.opened_at), "deadline": at_moment(row.deadline),
        "closed_at": at_moment(row.closed_at), "closed_by": email(row.closed_by), "outcome": row.outcome,
        "decision": row.decision.number if row.decision else None,
        "ballots": [
            some({
                "seat": place_of[one.seat_id], "cast": one.cast, "reason": one.reason, "at": at_moment(one.cast_at)
            })
            for one in row.ballots.order_by("pk")
        ],
    })  # fmt: skip
