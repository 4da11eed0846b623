"""The Expert Body of the routes into work decides between its meetings: one written vote is over, one is open."""

from datetime import datetime, timedelta

from expertbody.actions import calendars, proposals, written_votes
from pbrmanager.demo.calendar import Calendar, moment
from pbrmanager.demo.cast import Cast
from stages.actions import findings
from stages.models import Finding, Programme

PAPERS = (
    ("seat-commissioner", "for", ""),
    ("seat-agent", "abstained", ""),
    ("service-user", "for", "I was asked three times for my national insurance number."),
    ("seat-principal", "against", "Two of the three agents do not ask twice. It could wait for the next meeting."),
    ("chair", "for", ""),
)
STILL_OPEN = (("service-user", "for", ""), ("seat-commissioner", "for", ""))
DAYS_LEFT = 5


def decide_between_meetings(cast: Cast, programme: Programme, calendar: Calendar) -> None:
    """A finding is accepted in writing; whether stage 1 reopens is being voted on; a member has the calendar."""
    last = calendar.over[-1]
    _accepted(cast, programme, last.after(4, hour=11))
    _asked(cast, programme, calendar, last.after(17, hour=15))
    calendars.make(by=cast["service-user"], at=last.after(17, hour=17))


def _accepted(cast: Cast, programme: Programme, at: datetime) -> None:
    """All five vote within three days, and the last vote closes it."""
    finding, _created = findings.raise_finding(
        programme=programme, key="expert-body:papers-twice", title="People are asked for the same papers twice",
        summary="In 22 of 60 files the proof of identity was asked for by the jobcentre and again by the agent.",
        source=Finding.Source.EXPERT_BODY, severity=Finding.Severity.AMBER, evidence={"files": 60, "asked_twice": 22},
        stages=[(5, "Agents may use the jobcentre’s proof, and two of the three do.")], by=cast["chair"], at=at,
    )  # fmt: skip
    vote = written_votes.open_vote(
        programme=programme, subject_kind="finding", subject_id=finding.pk, resolution="accept",
        reason="It is small, it is certain, and people should not wait for our next meeting.",
        deadline=at + timedelta(days=7), by=cast["chair"], at=at + timedelta(hours=1),
    )  # fmt: skip
    for number, (key, cast_as, reason) in enumerate(PAPERS):
        written_votes.cast(
            written_vote=vote, vote=cast_as, reason=reason, by=cast[key], at=at + timedelta(hours=3 + 23 * number)
        )


def _asked(cast: Cast, programme: Programme, calendar: Calendar, at: datetime) -> None:
    """Two of five have voted; the others have some days left."""
    proposal = proposals.propose(
        programme=programme, kind="reopen_stage", stage=1, seat=None, by=cast["service-user"], at=at,
        why="Nobody asked people with health conditions what a first meeting needs. Ask them, and write it down.",
    )  # fmt: skip
    vote = written_votes.open_vote(
        programme=programme, subject_kind=proposal.kind, subject_id=proposal.pk, resolution="reopen",
        reason="The register of stakeholders names their carers and their doctors, and not them.",
        deadline=moment(calendar.today + timedelta(days=DAYS_LEFT), hour=17), by=cast["chair"],
        at=at + timedelta(minutes=20),
    )  # fmt: skip
    for number, (key, cast_as, reason) in enumerate(STILL_OPEN):
        written_votes.cast(
            written_vote=vote, vote=cast_as, reason=reason, by=cast[key], at=at + timedelta(minutes=40 + 9 * number)
        )
