"""Meetings of the Expert Body that are over, in a pack: who came, the agenda, the votes by name, the minutes.

A meeting that was called and is not over stays behind: it is called again where the programme goes. One that was
cancelled goes along with the reason, so that the numbers of meetings have no gap that nobody can explain.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from expertbody.actions.pack_bringing import SECTION, Bringing, Row, day
from expertbody.domain import lengths
from expertbody.models import (
    AgendaItem,
    Attendance,
    Declaration,
    Interest,
    Meeting,
    MinutesApproval,
    MinutesNote,
    Motion,
    QuorumRule,
    Vote,
)
from expertbody.selectors import decidable
from stages.actions.pack_errors import PackError
from stages.actions.pack_rows import at_moment, email, on_day, some
from stages.models import Programme

QUORUM = ("constituencies", "needs_service_users", "needs_half_of_the_seated")
HELD = ("opened_at", "closed_at", "closed_by", "attendance", "corrections", "approval")
"""What only a meeting has that took place."""
Places = Mapping[int, int]


def load(bringing: Bringing, section: Row) -> None:
    """The rules of quorum, the register of interests, the meetings; then which of them approved whose minutes."""
    for place, row in enumerate(section.get("quorum", ())):
        _quorum(bringing, row, f"{SECTION}/quorum/{place}")
    entered: list[Interest] = []
    for place, row in enumerate(section.get("interests", ())):
        entered.append(_interest(bringing, row, entered, f"{SECTION}/interests/{place}"))
    for place, row in enumerate(section.get("meetings", ())):
        _meeting(bringing, row, f"{SECTION}/meetings/{place}")
    for place, row in enumerate(section.get("meetings", ())):
        if row.get("approval"):
            _approval(bringing, row, f"{SECTION}/meetings/{place}/approval")


def _quorum(bringing: Bringing, row: Row, path: str) -> None:
    by, at = bringing.person(row, "by", path), bringing.moment(row, "at")
    rule = {name: row[name] for name in QUORUM}
    made = QuorumRule.objects.create(programme=bringing.programme, set_by=by, set_at=at, **rule)
    bringing.kept("quorum", made, by, at, rule)


def _interest(bringing: Bringing, row: Row, entered: list[Interest], path: str) -> Interest:
    place = row.get("replaces")
    if place is not None and place >= len(entered):
        raise PackError(f"{path}/replaces", "It replaces an entry that does not stand before it.", "Correct the place.")
    seat, at = bringing.seat(row, "seat", path), bringing.moment(row, "at")
    made = Interest.objects.create(
        seat=seat, what=row["what"], from_date=date.fromisoformat(row["from_date"]), until_date=day(row, "until_date"),
        replaces=entered[place] if place is not None else None, declared_at=at,
    )  # fmt: skip
    bringing.kept("interest", made, seat.user, at, {"what": made.what})
    return made


def _meeting(bringing: Bringing, row: Row, path: str) -> None:
    called_by, at = bringing.person(row, "called_by", path), bringing.moment(row, "called_at")
    made = Meeting.objects.create(
        programme=bringing.programme, number=row["number"], starts_at=bringing.moment(row, "starts_at"),
        minutes=row.get("minutes", lengths.USUAL), place=row["place"], chair=bringing.seat(row, "chair", path),
        called_by=called_by, called_at=at, **_end(bringing, row, path),
    )  # fmt: skip
    for place, one in enumerate(row.get("attendance", ())):
        seat = bringing.seat(one, "seat", f"{path}/attendance/{place}")
        Attendance.objects.create(meeting=made, seat=seat, state=Attendance.State(one["state"]))
    for place, one in enumerate(row.get("items", ())):
        _item(bringing, made, one, place, f"{path}/items/{place}")
    for place, one in enumerate(row.get("corrections", ())):
        MinutesNote.objects.create(
            meeting=made, text=one["text"], written_by=bringing.person(one, "by", f"{path}/corrections/{place}"),
            written_at=bringing.moment(one, "at"),
        )  # fmt: skip
    after = {"number": made.number, "place": made.place, "closed_at": made.closed_at or made.cancelled_at}
    bringing.kept("meeting", made, called_by, at, after)


def _end(bringing: Bringing, row: Row, path: str) -> Row:
    """That it was opened and closed, or cancelled, by whom and why."""
    if "cancelled" not in row:
        by = bringing.person(row, "closed_by", path)
        opened_at, closed_at = bringing.moment(row, "opened_at"), bringing.moment(row, "closed_at")
        return {"opened_at": opened_at, "closed_at": closed_at, "closed_by": by}
    if any(row.get(name) for name in HELD) or any(item.get("motion") for item in row.get("items", ())):
        raise PackError(f"{path}/cancelled", "A meeting that was cancelled was never opened.", "Leave out the one.")
    said = row["cancelled"]
    by, at = bringing.person(said, "by", f"{path}/cancelled"), bringing.moment(said, "at")
    return {"cancelled_at": at, "cancelled_by": by, "cancelled_because": said["because"]}


def _item(bringing: Bringing, meeting: Meeting, row: Row, place: int, path: str) -> None:
    subject = bringing.matter(row, path) if row.get("matter") else None
    made = AgendaItem.objects.create(
        meeting=meeting, position=place + 1, title=row["title"], asked=row.get("asked", ""),
        subject_kind=row["matter"]["kind"] if subject else "", subject_id=subject.pk if subject else None,
    )  # fmt: skip
    for number, one in enumerate(row.get("declarations", ())):
        seat = bringing.seat(one, "seat", f"{path}/declarations/{number}")
        Declaration.objects.create(
            item=made, seat=seat, interest=one["interest"], declared_at=bringing.moment(one, "at")
        )
    if row.get("motion"):
        _motion(bringing, made, row["motion"], f"{path}/motion")


def _motion(bringing: Bringing, item: AgendaItem, row: Row, path: str) -> None:
    decision = bringing.decision(row, "decision", path)
    if decision and (decision.subject_kind, decision.subject_id) != (item.subject_kind, item.subject_id):
        raise PackError(f"{path}/decision", f"Decision {decision.number} is about another matter.", "Name its own.")
    made = Motion.objects.create(
        item=item, wording=row["wording"], rationale=row["rationale"], dissent=row.get("dissent", ""),
        is_carried=row["carried"], decision=decision, put_by=bringing.person(row, "by", path),
        put_at=bringing.moment(row, "at"),
    )  # fmt: skip
    for place, vote in enumerate(row["votes"]):
        seat = bringing.seat(vote, "seat", f"{path}/votes/{place}")
        Vote.objects.create(motion=made, seat=seat, cast=Vote.Cast(vote["cast"]))


def _approval(bringing: Bringing, row: Row, path: str) -> None:
    given, of = row["approval"], bringing.programme.meetings
    later = of.filter(number=given["meeting"], number__gt=row["number"]).first()
    if later is None:
        raise PackError(f"{path}/meeting", f"There is no later meeting {given['meeting']}.", "Name one that is in it.")
    MinutesApproval.objects.create(
        meeting=of.get(number=row["number"]), approved_in=later, approved_by=bringing.person(given, "by", path),
        approved_at=bringing.moment(given, "at"),
    )  # fmt: skip


def export(programme: Programme, place_of: Places) -> dict[str, Any]:
    """The rules of quorum, every entry of the register, and the meetings that are over."""
    rules = programme.quorum_rules.select_related("set_by").order_by("set_at", "pk")
    entries = list(Interest.objects.filter(seat__programme=programme).order_by("pk"))
    entry_of = {entry.pk: place for place, entry in enumerate(entries)}
    over = (
        Meeting.objects.over()
        .filter(programme=programme)
        .select_related(
            "called_by", "closed_by", "cancelled_by", "minutes_approval__approved_in", "minutes_approval__approved_by"
        )
    )
    return {
        "quorum": [_quorum_row(one) for one in rules],
        "interests": [_interest_row(one, entry_of, place_of) for one in entries],
        "meetings": [_meeting_row(one, place_of) for one in over.order_by("number")],
    }


def _quorum_row(row: QuorumRule) -> dict[str, Any]:
    return {name: getattr(row, name) for name in QUORUM} | {"by": row.set_by.email, "at": at_moment(row.set_at)}


def _interest_row(row: Interest, entry_of: Places, place_of: Places) -> dict[str, Any]:
    return some({
        "seat": place_of[row.seat_id], "what": row.what, "from_date": on_day(row.from_date),
        "until_date": on_day(row.until_date), "replaces": entry_of[row.replaces_id] if row.replaces_id else None,
        "at": at_moment(row.declared_at),
    })  # fmt: skip


def _meeting_row(row: Meeting, place_of: Places) -> dict[str, Any]:
    came = row.attendances.order_by("pk")
    notes = row.minutes_notes.select_related("written_by").order_by("written_at", "pk")
    items = row.items.order_by("position", "pk").prefetch_related(
        "declarations", "motion__votes", "motion__decision", "motion__put_by"
    )
    return some({
        "number": row.number, "starts_at": at_moment(row.starts_at), "minutes": row.minutes, "place": row.place,
        "chair": place_of[row.chair_id], "called_by": row.called_by.email, "called_at": at_moment(row.called_at),
        "opened_at": at_moment(row.opened_at), "closed_at": at_moment(row.closed_at),
        "closed_by": email(row.closed_by), "cancelled": _cancelled_row(row),
        "attendance": [{"seat": place_of[one.seat_id], "state": one.state} for one in came],
        "items": [_item_row(one, row, place_of) for one in items],
        "corrections": [
            {"text": one.text, "by": one.written_by.email, "at": at_moment(one.written_at)} for one in notes
        ],
        "approval": _approval_row(getattr(row, "minutes_approval", None)),
    })  # fmt: skip


def _cancelled_row(row: Meeting) -> Row | None:
    if row.cancelled_at is None:
        return None
    return {"at": at_moment(row.cancelled_at), "by": email(row.cancelled_by), "because": row.cancelled_because}


def _approval_row(row: MinutesApproval | None) -> dict[str, Any] | None:
    """Which meeting approved the minutes; left out while that one is not over, since it does not travel."""
    if row is None or row.approved_in.closed_at is None:
        return None
    return {"meeting": row.approved_in.number, "by": row.approved_by.email, "at": at_moment(row.approved_at)}


def _item_row(row: AgendaItem, meeting: Meeting, place_of: Places) -> dict[str, Any]:
    motion = getattr(row, "motion", None)
    matter = None
    if row.subject_id is not None:
        matter = decidable.name_in_pack(row.subject_kind, meeting.programme, row.subject_id)
    return some({
        "title": row.title, "asked": row.asked, "matter": matter,
        "declarations": [
            {"seat": place_of[one.seat_id], "interest": one.interest, "at": at_moment(one.declared_at)}
            for one in sorted(row.declarations.all(), key=lambda one: one.pk)
        ],
        "motion": _motion_row(motion, place_of) if motion else None,
    })  # fmt: skip


def _motion_row(row: Motion, place_of: Places) -> dict[str, Any]:
    cast = sorted(row.votes.all(), key=lambda one: place_of[one.seat_id])
    return some({
        "wording": row.wording, "rationale": row.rationale, "dissent": row.dissent, "carried": row.is_carried,
        "decision": row.decision.number if row.decision else None, "by": row.put_by.email, "at": at_moment(row.put_at),
    }) | {"votes": [{"seat": place_of[one.seat_id], "cast": one.cast} for one in cast]}  # fmt: skip
