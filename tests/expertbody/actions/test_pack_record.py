"""What the Expert Body did goes out and in again: meetings, interests, decisions and written votes."""

import copy
import json
from datetime import timedelta
from typing import Any

import pytest

from accounts.errors import Forbidden
from accounts.models import AuditEntry, Role
from expertbody.actions import (
    agenda,
    body_actions,
    interests,
    meetings,
    minutes,
    motions,
    pack_record,
    reviews,
    voices,
    written_votes,
)
from expertbody.models import Decision, Meeting, Motion, Seat
from expertbody.selectors import decisions as decisions_selector
from expertbody.selectors import meetings as meetings_selector
from stages.actions import gates, pack_check, pack_export, packs
from stages.actions.pack_errors import PackRefused
from stages.models import Programme
from stages.selectors import tracker
from tests import builders
from tests.expertbody import bodies

pytestmark = pytest.mark.django_db
DAY = bodies.DAY
ALL = {"commissioner": "for", "principal": "for", "agent": "recused", "service_users": "for", "academics": "against"}


def members(programme: Programme) -> dict[str, Seat]:
    return {seat.constituency: seat for seat in programme.seats.select_related("user", "programme")}


def meet(programme: Programme, kind: str, subject_id: int, resolution: str, *, at: Any = DAY) -> Meeting:
    """A meeting that decides one matter and talks about another, with an interest declared and one member away."""
    of = members(programme)
    chair = of["academics"].user
    made = bodies.meeting(programme, at=at)
    (item,) = agenda.add_matters(meeting=made, matters=[(kind, subject_id)], by=builders.system(), at=at)
    agenda.add_free(meeting=made, title="Letters", asked="May they be shorter?", by=builders.system(), at=at)
    agenda.declare(item=item, interest="It pays my employer.", by=of["agent"].user, at=at)
    meetings.open_meeting(meeting=made, by=chair, at=at)
    came = {seat: "apologies" if name == "agent" else "present" for name, seat in of.items()}
    meetings.attend(meeting=made, came=came, by=chair, at=at)
    motions.put(
        item=item, resolution=resolution, rationale="The figures hold.", dissent="One asked for another month.",
        cast={of[name]: vote for name, vote in ALL.items() if name != "agent"}, by=chair, at=at,
    )  # fmt: skip
    for earlier in meetings_selector.to_approve(Meeting.objects.get(pk=made.pk)):
        minutes.approve(meeting=earlier, by=chair, at=at)
    meetings.close(meeting=made, by=chair, at=at + timedelta(hours=1))
    return made


def with_a_past() -> Programme:
    """A programme whose body used everything that it has, and has called a meeting that is still to come."""
    programme = builders.programme_at_stage(5)
    builders.body(programme)
    of = members(programme)
    meetings.set_quorum(
        programme=programme, constituencies=2, needs_service_users=False, needs_half_of_the_seated=True,
        by=builders.system(), at=DAY,
    )  # fmt: skip
    given: dict[str, Any] = {"programme": programme, "by": of["agent"].user, "at": DAY}
    first = interests.declare(what="Employed by an agent.", from_date=DAY.date(), **given)
    interests.declare(what="Retired from it.", from_date=DAY.date(), until_date=DAY.date(), replaces=first, **given)
    finding = builders.finding(programme)
    over = meet(programme, "finding", finding.pk, "accept")
    minutes.correct(meeting=over, text="Thanks to the readers.", by=of["agent"].user, at=DAY + timedelta(days=1))
    decision = Decision.objects.get(programme=programme)
    action = bodies.body_action(decision)
    body_actions.mark_done(action=action, note="Written", by=builders.system(), at=DAY + timedelta(days=2))
    body_actions.check_effect(
        action=action, effect="worked", note="They replied", by=builders.system(), at=DAY + timedelta(days=3)
    )
    _more(programme, decision)
    off = bodies.meeting(programme, at=DAY + timedelta(days=8), minutes=45)
    agenda.add_free(meeting=off, title="Posters", asked="", by=builders.system(), at=DAY + timedelta(days=8))
    meetings.cancel(
        meeting=off, reason="Two members are ill.", by=builders.system(), at=DAY + timedelta(days=8, hours=1)
    )
    bodies.meeting(programme, at=DAY + timedelta(days=9))
    return programme


def _more(programme: Programme, decision: Decision) -> None:
    of, at = members(programme), DAY + timedelta(days=4)
    meet(programme, "pause_stage", bodies.proposal(programme, at=at).pk, "pause", at=at)
    bodies.decide(
        programme, "resume_stage", bodies.proposal(programme, "resume_stage", at=at).pk, "resume", at=at,
        supersedes=2, supersedes_because="The figures were checked.",
    )  # fmt: skip
    reviews.plan(programme=programme, every_months=6, due_on=at.date(), by=builders.system(), at=at)
    vote = bodies.written_vote(
        programme, builders.finding(programme, key="second"), at=at, by=of["academics"].user, resolution="dismiss"
    )
    for name, how in ALL.items():
        written_votes.cast(
            written_vote=vote, vote=how, reason="It pays my employer.", by=of[name].user, at=at + timedelta(days=1)
        )
    said = voices.add(
        programme=programme, heard_on=at.date(), gathered="survey", said="It was late.", theme="Waiting", stages=[5],
        by=builders.system(), at=at,
    )  # fmt: skip
    voices.answer(voice=said, said="One worker a person.", decision=decision, by=builders.system(), at=at)


def exported(programme: Programme) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(pack_export.export(programme=programme, by=builders.system())))
    return found


def load(document: dict[str, Any]) -> Programme:
    document = copy.deepcopy(document)
    document["programme"]["slug"] = "elsewhere"
    pack_check.check(document)
    return packs.load(document=document, by=builders.system(), at=builders.later(days=300))[0]


def test_what_was_exported_is_loaded_elsewhere_as_it_was() -> None:
    first = exported(with_a_past())
    record = first["body_record"]
    assert {name: len(rows) for name, rows in record.items()} == {
        "quorum": 1, "interests": 2, "meetings": 3, "proposals": 2, "reviews": 1, "decisions": 4, "actions": 1,
        "written_votes": 1,
    }  # fmt: skip
    loaded = load(first)
    again = exported(loaded)
    assert again["body_record"] == record
    off = loaded.meetings.get(number=3)
    assert (off.state[0], off.lasts, off.cancelled_because) == ("Cancelled", "45 minutes", "Two members are ill.")
    assert off.opened_at is None
    assert again["voices"] == first["voices"]
    assert again["stage_records"]["findings"] == first["stage_records"]["findings"]


def test_a_gate_decided_in_a_meeting_is_decided_where_the_programme_goes() -> None:
    programme = builders.programme()
    builders.stage_1_records(programme)
    builders.body(programme)
    visit = builders.open_visit(programme, 1)
    builders.confirm_all(visit)
    given: dict[str, Any] = {"visit": visit, "by": builders.system()}
    early = gates.ask(note="Too early", at=builders.later(days=1), **given)
    bodies.decide(programme, "gate", early.pk, "send_back", at=builders.later(days=2))
    request = gates.ask(note="Ready", at=builders.later(days=3), **given)
    meet(programme, "gate", request.pk, "pass")

    loaded = load(exported(programme))

    assert [row.status for row in tracker.tracker(loaded)][:2] == ["closed", "open"]
    motion = Motion.objects.get(item__meeting__programme=loaded)
    assert motion.decision is not None
    assert motion.decision.programme == loaded
    shown = decisions_selector.in_full(motion.decision)
    assert (shown.title, shown.state) == (f"Gate of Stage 1, visit 1 of {loaded.name}", "Carried out")
    (item, talk) = meetings_selector.items(motion.item.meeting)
    assert item.counts == "3 for, 1 against, 0 abstained, 1 recused"
    assert [one.interest for one in item.declarations] == ["It pays my employer."]
    assert (talk.item.title, talk.motion) == ("Letters", None)
    assert AuditEntry.objects.filter(action="expertbody.meeting.bring_in", programme=loaded.slug).count() == 1
    assert exported(loaded)["stage_records"]["visits"][0] == exported(programme)["stage_records"]["visits"][0]


def test_a_body_that_did_nothing_yet_exports_nothing() -> None:
    programme = builders.programme()
    builders.body(programme)
    assert pack_record.export(programme) is None


WRONG: tuple[tuple[str, Any, str], ...] = (
    ("decisions/0/matter", {"kind": "finding", "finding": 99}, "decisions/0/matter"),
    ("decisions/0/matter", {"kind": "finding"}, "decisions/0/matter"),
    ("decisions/0/resolution", "pass", "decisions/0/resolution"),
    ("decisions/2/supersedes", 9, "decisions/2/supersedes"),
    ("interests/0/seat", 5, "interests/0/seat"),
    ("interests/0/replaces", 1, "interests/0/replaces"),
    ("meetings/0/chair", 7, "meetings/0/chair"),
    ("meetings/0/approval/meeting", 1, "meetings/0/approval/meeting"),
    ("meetings/0/items/0/motion/decision", 2, "meetings/0/items/0/motion/decision"),
    ("meetings/0/items/0/motion/votes/0/seat", 6, "meetings/0/items/0/motion/votes/0/seat"),
    ("meetings/2/opened_at", "2026-03-01T10:00:00Z", "meetings/2/cancelled"),
    ("written_votes/0/resolution", "pass", "written_votes/0/resolution"),
    ("actions/0/decision", 12, "actions/0/decision"),
    ("actions/0/owner", "nobody@example.org", "actions/0/owner"),
)


def with_value(document: dict[str, Any], at: str, value: Any) -> dict[str, Any]:
    made = copy.deepcopy(document)
    *parts, last = at.split("/")
    place: Any = made["body_record"]
    for part in parts:
        place = place[int(part) if part.isdecimal() else part]
    place[int(last) if last.isdecimal() else last] = value
    return made


def test_a_pack_from_before_meetings_had_a_length_gives_each_two_hours() -> None:
    document = exported(with_a_past())
    for row in document["body_record"]["meetings"]:
        del row["minutes"]
    assert [one.minutes for one in load(document).meetings.all()] == [120] * 3


def test_a_meeting_that_is_over_was_opened_and_closed_or_cancelled() -> None:
    document = exported(with_a_past())
    del document["body_record"]["meetings"][2]["cancelled"]
    with pytest.raises(PackRefused) as refused:
        pack_check.check(document)
    assert [one.path for one in refused.value.problems] == ["body_record/meetings/2"] * 2


def test_what_is_wrong_is_named_by_its_place() -> None:
    document = exported(with_a_past())
    for at, value, path in WRONG:
        with pytest.raises(PackRefused) as refused:
            load(with_value(document, at, value))
        assert [problem.path for problem in refused.value.problems] == [f"body_record/{path}"]
        assert not Programme.objects.filter(slug="elsewhere").exists()


def test_only_those_who_bring_programmes_in_load_it() -> None:
    programme = builders.programme()
    with pytest.raises(Forbidden):
        pack_record.load(
            programme=programme, section={}, by=builders.member(programme, Role.ANALYST), at=builders.MOMENT
        )
