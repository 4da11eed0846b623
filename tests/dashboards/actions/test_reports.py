"""Reports are made on demand and by the plan, each once, and say to each reader no more than the pages do."""

import hashlib
import re
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.errors import Forbidden, Refused
from accounts.models import AuditEntry, Role
from dashboards import tasks
from dashboards.actions import reports, reports_making
from dashboards.models import Report, ReportPlan
from dashboards.selectors import report_meeting, report_programme
from dashboards.selectors import reports as selectors
from govuk import reports as blocks
from monitoring.actions import monitor
from payments.actions import pricing
from tests import builders
from tests.dashboards import printing
from tests.expertbody import bodies
from tests.kept import kept
from tests.monitoring import scenes
from tests.monitoring.scenes import NOW, RATE, YEAR_END, Scene
from tests.payments.approving import approve_all

FIRST_OF_MARCH = datetime(2026, 3, 1, 3, 20, tzinfo=UTC)


@pytest.fixture
@kept
def scene() -> Scene:
    """Three of 37 people in the south find work in the last quarter; the target is missed by far."""
    made = scenes.scene(targets=[RATE | {"value": "0.9", "minimum": "0.8"}])
    builders.seat(made.programme, "service_users", user=made.member)
    for place, achieved in enumerate((90, 110, 100, 120)):
        made.quarter(place, 200, achieved)
    made.quarter(3, 37, 3, agent=made.south)
    monitor.run(programme=made.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    pricing.price(programme=made.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    approve_all(made.programme, NOW)
    builders.finding(made.programme, stages=(4,), title="Fewer jobs than asked for")
    return made


def words(document: blocks.Report) -> str:
    return "\n".join(str(block) for block in document.blocks)


def test_a_report_is_kept_with_its_digest_and_stays_as_it_was_made(scene: Scene) -> None:
    report = printing.made(scene.programme, scene.commissioner, at=NOW)
    assert bytes(report.content or b"").startswith(b"%PDF")
    assert report.digest == hashlib.sha256(bytes(report.content or b"")).hexdigest()
    actions = AuditEntry.objects.filter(action__startswith="dashboards.report").values_list("action", flat=True)
    assert set(actions) == {"dashboards.report.ask", "dashboards.report.make"}
    assert reports_making.make(report_id=report.pk, at=NOW) is None
    with pytest.raises(DatabaseError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(digest="0" * 64)


def test_the_report_gives_the_answer_first_and_then_the_evidence(scene: Scene) -> None:
    asked = reports.ask(programme=scene.programme, by=scene.commissioner, at=NOW)[0]
    document = report_programme.report(asked, NOW)
    assert isinstance(document.blocks[0], blocks.Notice)
    assert "off track" in document.blocks[0].text
    told = words(document)
    for part in (
        "Every target at the end of 2025-q4",
        "By agent, 2025-q4",
        "Fewer jobs than asked for",
        "Times reopened",
    ):
        assert part in told


def test_whoever_may_not_see_records_is_given_a_report_without_small_counts(scene: Scene) -> None:
    for by, audience in ((scene.commissioner, "records"), (scene.member, "protected"), (scene.for_north, "own")):
        asked = reports.ask(programme=scene.programme, by=by, at=NOW)[0]
        assert asked.audience == audience
        told = words(report_programme.report(asked, NOW))
        few = re.search(r"'Southway', '8\.1%'|3 of 37", told)
        assert bool(few) == (audience == "records"), audience
        assert ("Southway" in told) == (audience != "own")


def test_a_pack_holds_the_papers_and_hides_small_counts_whoever_asks_for_it(scene: Scene) -> None:
    item = bodies.meeting_item(scene.programme, chair=scene.programme.seats.get(user=scene.member), at=NOW)
    asked = reports.ask(programme=scene.programme, meeting=item.meeting, by=scene.commissioner, at=NOW)[0]
    document = report_meeting.report(asked, NOW)
    assert asked.audience == "protected"
    assert "Members by constituency" in words(document)
    assert "How the programme stands" in words(document)
    assert blocks.pdf(document).startswith(b"%PDF")
    with pytest.raises(Forbidden):
        reports.ask(programme=scene.programme, meeting=item.meeting, by=scene.for_north, at=NOW)


def test_a_second_report_is_not_begun_while_the_first_is_being_made(scene: Scene) -> None:
    reports.ask(programme=scene.programme, by=scene.commissioner, at=NOW)
    with pytest.raises(Refused, match="being made already"):
        reports.ask(programme=scene.programme, by=scene.commissioner, at=NOW)


def test_only_the_commissioner_and_administrators_plan_and_the_same_plan_again_changes_nothing(scene: Scene) -> None:
    with pytest.raises(Forbidden):
        reports.plan(programme=scene.programme, every="month", pack_days=7, by=scene.member, at=NOW)
    for _ in range(2):
        reports.plan(programme=scene.programme, every="month", pack_days=7, by=scene.commissioner, at=NOW)
    assert ReportPlan.objects.count() == 1
    assert AuditEntry.objects.filter(action="dashboards.report.plan").count() == 1


def test_the_plan_asks_for_each_report_once_and_again_for_one_that_failed(scene: Scene) -> None:
    reports.plan(programme=scene.programme, every="month", pack_days=7, by=scene.commissioner, at=NOW)
    system = builders.system()
    assert reports_making.ask_for_due(by=system, at=NOW) == []
    first = reports_making.ask_for_due(by=system, at=FIRST_OF_MARCH)
    assert [one.audience for one in first] == ["records", "protected"]
    assert reports_making.ask_for_due(by=system, at=FIRST_OF_MARCH) == []
    again = first
    for _ in range(2):
        reports_making.give_up(report_id=again[0].pk, at=FIRST_OF_MARCH)
        again = reports_making.ask_for_due(by=system, at=FIRST_OF_MARCH)
        assert [one.audience for one in again] == ["records"]
    reports_making.give_up(report_id=again[0].pk, at=FIRST_OF_MARCH)
    assert reports_making.ask_for_due(by=system, at=FIRST_OF_MARCH) == [], "after three faults somebody has to look"


def test_the_pack_of_a_meeting_that_is_near_is_due_once(scene: Scene) -> None:
    item = bodies.meeting_item(scene.programme, chair=scene.programme.seats.get(user=scene.member), at=NOW)
    held = reports.plan(programme=scene.programme, every="never", pack_days=30, by=scene.commissioner, at=NOW)
    day = localdate(item.meeting.starts_at)
    assert [one.meeting for one in selectors.due(held, day)] == [item.meeting]
    printing.made(scene.programme, scene.commissioner, at=NOW, meeting=item.meeting)
    assert len(selectors.due(held, day)) == 1, "one made by hand is not the one of the plan"


def test_the_worker_makes_what_another_left_over(scene: Scene) -> None:
    asked = reports.ask(programme=scene.programme, by=scene.for_north, at=NOW)[0]
    tasks.make_due_reports()
    asked.refresh_from_db()
    assert asked.digest


def test_each_sees_the_reports_that_hold_no_more_than_they_may_see(client: Client, scene: Scene) -> None:
    made = {
        by: printing.made(scene.programme, by, at=NOW) for by in (scene.commissioner, scene.member, scene.for_north)
    }
    analyst = builders.member(scene.programme, Role.ANALYST)
    sees = {
        scene.commissioner: set(made),
        scene.member: {scene.member},
        analyst: {scene.member},
        scene.for_north: {scene.for_north},
    }
    for person, readable in sees.items():
        client.force_login(person)
        listed = client.get(reverse("dashboards:report_list", args=[scene.programme.slug])).content.decode()
        for by, report in made.items():
            address = reverse("dashboards:report_file", args=[scene.programme.slug, report.pk])
            assert (address in listed) == (by in readable)
            assert client.get(address).status_code == (200 if by in readable else 404)


def test_the_commissioner_plans_on_a_page_and_is_told_what_to_enter(client: Client, scene: Scene) -> None:
    client.force_login(scene.commissioner)
    address = reverse("dashboards:report_plan", args=[scene.programme.slug])
    refused = client.post(address, {"every": "", "pack_days": "90"}).content.decode()
    assert "Select how often the report is made" in refused
    assert "Enter a number of days from 1 to 60" in refused
    told = client.post(address, {"every": "quarter", "pack_days": "7"}, follow=True).content.decode()
    assert "A report is made every quarter" in told
    assert "7 days before it" in told
