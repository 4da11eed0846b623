"""The papers and the minutes of a meeting as files that everybody can read."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from accounts.models import User
from contracts.actions import versions
from expertbody.actions import agenda, meetings, minutes, motions, reviews
from expertbody.models import AgendaItem, Meeting, Proposal, Seat
from expertbody.selectors import decidable, meeting_papers, minutes_report
from govuk import reports
from stages.actions import gates
from stages.models import Programme
from tests import builders
from tests.expertbody import bodies


def url(name: str, meeting: Meeting) -> str:
    return reverse(f"expertbody:{name}", args=[meeting.programme.slug, meeting.number])


def words(report: reports.Report) -> str:
    return "\n".join(str(block) for block in report.blocks)


def is_pdf(response: Any, name: str) -> bool:
    assert isinstance(response, HttpResponse)
    named = response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    return response.status_code == 200 and response.content.startswith(b"%PDF") and named


def voted(programme: Programme, body: list[Seat]) -> Meeting:
    """A meeting that voted on one item, left another without a vote, and is over."""
    at = now()
    meeting = bodies.meeting(programme, at=at)
    chair = meeting.chair.user
    matter = [("finding", builders.finding(programme, title="Half of them left", summary="40 of 80 left.").pk)]
    (item,) = agenda.add_matters(meeting=meeting, matters=matter, by=chair, at=at)
    agenda.add_free(meeting=meeting, title="Letters", asked="", by=chair, at=at)
    agenda.declare(item=item, interest="I print them.", by=body[0].user, at=at)
    meetings.open_meeting(meeting=meeting, by=chair, at=at)
    meetings.attend(meeting=meeting, came=dict.fromkeys(body, "present"), by=chair, at=at)
    cast = {seat: "for" for seat in body if seat.pk != body[0].pk}
    motions.put(
        item=item, resolution="accept", rationale="It holds.", dissent="Too early.", cast=cast, by=chair, at=at
    )  # fmt: skip
    meetings.close(meeting=meeting, by=chair, at=at)
    minutes.correct(meeting=meeting, text="It began late.", by=chair, at=at)
    return programme.meetings.get(pk=meeting.pk)


def test_the_papers_of_an_empty_agenda_say_so(client: Client, programme: Programme, member: User) -> None:
    meeting = bodies.meeting(programme, at=now())
    client.force_login(member)
    assert is_pdf(client.get(url("meeting_papers", meeting)), "meeting-1-papers.pdf")
    said = words(meeting_papers.report(meeting, now()))
    assert "Nothing is on the agenda yet." in said
    assert "A vote needs at least 3 of the five constituencies" in said
    assert member.name in said
    assert "Download the papers" in client.get(url("meeting_detail", meeting)).content.decode()


def test_every_kind_of_item_has_its_paper(db: None) -> None:
    at = now()
    programme = builders.programme_at_stage(4, at=at - timedelta(days=40))
    body = builders.body(programme, from_date=(at - timedelta(days=30)).date())
    finding = builders.finding(programme, title="Half of them left", summary="40 of 80 left.")
    proposal = bodies.proposal(programme, stage=4, at=at)
    of_chair = bodies.proposal(programme, Proposal.Kind.CHAIR, None, seat=body[0], at=at)
    draft = versions.begin(programme=programme, by=builders.system(), at=at)
    subjects = {
        "finding": finding.pk,
        "gate": gates.ask(visit=builders.open_visit(programme, 4), note="", by=builders.system(), at=at).pk,
        "contract_version": draft.pk,
        "programme_review": reviews.plan(
            programme=programme, due_on=localdate() + timedelta(days=3), every_months=12, by=builders.system(), at=at
        ).pk,
    } | dict.fromkeys(("end_seat", "appoint_chair"), of_chair.pk)
    meeting = bodies.meeting(programme, at=at)
    for position, kind in enumerate(decidable.table(), 1):
        AgendaItem.objects.create(
            meeting=meeting, position=position, title=f"Item of kind {kind}", asked="",
            subject_kind=kind, subject_id=subjects.get(kind, proposal.pk),
        )  # fmt: skip
    item = AgendaItem.objects.create(meeting=meeting, position=99, title="Letters", asked="Shorter?\n\nOr *none*?")
    agenda.declare(item=item, interest="I print them.", by=body[0].user, at=at)
    report = meeting_papers.report(meeting, at)
    assert reports.pdf(report).startswith(b"%PDF")
    said = words(report)
    assert all(f"Item of kind {kind}" in said for kind in decidable.table())
    assert said.count("In plain words") == len(decidable.table())
    assert "Finding: Finding" not in said
    assert f"Finding {finding.number}: Half of them left" in said
    assert said.count("40 of 80 left.") == 1
    assert "Or *none*?" in said
    assert f"{body[0].user.name}: I print them." in said


def test_the_next_meeting_gets_the_minutes_in_short(programme: Programme, body: list[Seat]) -> None:
    voted(programme, body)
    report = meeting_papers.report(bodies.meeting(programme, at=now()), now())
    said = words(report)
    assert "Minutes to approve" in said
    assert "Members present: 5." in said
    assert "Corrections: 1." in said
    assert reports.pdf(report).startswith(b"%PDF")


def test_the_minutes_are_a_file_when_the_meeting_is_over(
    client: Client, programme: Programme, body: list[Seat], member: User
) -> None:
    client.force_login(member)
    meeting = voted(programme, body)
    assert is_pdf(client.get(url("meeting_minutes_pdf", meeting)), "meeting-1-minutes.pdf")
    assert "Download the minutes" in client.get(url("meeting_minutes", meeting)).content.decode()
    said = words(minutes_report.report(meeting, now()))
    for expected in ("Draft.", "It holds.", "Too early.", "I print them.", "No vote was taken.", "It began late."):
        assert expected in said
    waiting = bodies.meeting(programme, at=now())
    assert client.get(url("meeting_minutes_pdf", waiting)).status_code == 404
    assert "Download the minutes" not in client.get(url("meeting_minutes", waiting)).content.decode()


@pytest.mark.parametrize("name", ["meeting_papers", "meeting_minutes_pdf"])
def test_who_is_not_of_the_programme_finds_no_papers(
    client: Client, programme: Programme, body: list[Seat], stranger: User, name: str
) -> None:
    meeting = bodies.meeting_over(programme, at=now())
    client.force_login(stranger)
    assert client.get(url(name, meeting)).status_code == 404
