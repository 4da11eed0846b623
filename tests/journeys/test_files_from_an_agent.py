"""An agent sends participants and outcomes, corrects what came back, and follows a claim; others watch."""

import csv
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from accounts.models import Role, User
from outcomes.actions import submissions
from tests import builders
from tests.journeys.conftest import Person
from tests.outcomes import scheme as schemes

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def participants(path: Path) -> Path:
    path.write_text("participant,started_on,group\n" + "".join(f"A-{n:03},06/01/2025,{1 + n % 2}\n" for n in range(40)))
    return path


def outcomes(path: Path) -> Path:
    """A workbook with real dates, of which some rows are wrong."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Participant", "Outcome", "Achieved on", "Evidence kind", "Team"])
    for number in range(40):
        sheet.append([f"A-{number:03}", "job_outcome", date(2025, 3, 1 + number % 28), "payslip", "East"])
    sheet.append(["A-999", "job_outcome", date(2025, 3, 1), "rumour", "=HYPERLINK()"])
    sheet.append(["A-001", "qualification", "31/02/2025", "", "West"])
    book.save(path)
    return path


def corrected(report: Path, path: Path) -> Path:
    """The report with the date put right, as a person would do it in a spreadsheet."""
    with report.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    rows[2][2] = "28/02/2025"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([rows[0], rows[2]])
    return path


def picture(person: Person, name: str) -> None:
    """Keep pictures of the page at both widths, where a folder for them is named."""
    if folder := os.environ.get("PICTURES"):
        person.page.screenshot(path=f"{folder}/{name}.png", full_page=True)
        person.page.set_viewport_size({"width": 390, "height": 844})
        person.page.screenshot(path=f"{folder}/{name}-phone.png", full_page=True)
        person.page.set_viewport_size({"width": 1280, "height": 900})


def test_an_agent_sends_files_and_corrects_what_came_back(as_person: Callable[[User], Person], tmp_path: Path) -> None:
    scheme = schemes.scheme()
    agent = as_person(scheme.user)
    home = f"/programmes/{scheme.programme.slug}"
    agent.go(f"{home}/submissions/", "Files from agents")
    agent.follow("Send a file", "Send a file")
    agent.look_on_a_phone()
    picture(agent, "submission_new")
    agent.press("Send the file")
    agent.refused("Select the file to send")
    picture(agent, "submission_new-errors")
    send(agent, "Participants who have started", participants(tmp_path / "starts.csv"), "starts.csv")
    expect(agent.page.get_by_role("main")).to_contain_text("40 rows in the file")
    agent.follow("Send another file", "Send a file")
    send(agent, "Outcomes that participants have achieved", outcomes(tmp_path / "march.xlsx"), "march.xlsx")
    agent.look_on_a_phone()
    picture(agent, "submission_detail")
    expect(agent.page.get_by_role("main")).to_contain_text("Columns that were not used: Team")
    with agent.page.expect_download() as download:
        agent.page.get_by_role("link", name="Download rejected rows (CSV)").click()
    report = corrected(Path(download.value.path()), tmp_path / "corrected.csv")
    agent.follow("Send the corrected file", "Send a file")
    send(agent, "", report, "corrected.csv")
    expect(agent.page.get_by_role("main")).to_contain_text("1 row in the file")
    agent.go(f"{home}/submissions/", "Files from agents")
    agent.look_on_a_phone()
    picture(agent, "submission_list")
    agent.follow("Claims", "Claims")
    agent.look_on_a_phone()
    picture(agent, "claim_list")
    agent.go(f"{home}/claims/?reference=A-001&outcome=job_outcome", "Claims")
    agent.page.get_by_role("main").get_by_role("table").get_by_role("link").first.click()
    agent.at("Claim")
    agent.follow("Withdraw the claim", "Withdraw the claim")
    agent.look_on_a_phone()
    picture(agent, "claim_withdraw")
    agent.page.get_by_label("Why do you withdraw the claim?").fill("The employer ended the contract on the first day.")
    agent.press("Withdraw the claim")
    agent.at("Claim")
    expect(agent.page.get_by_role("main")).to_contain_text("The agent withdrew the claim, so it is not paid.")
    agent.look_on_a_phone()
    picture(agent, "claim_detail")
    watch(as_person(builders.member(scheme.programme, Role.COMMISSIONER)), home)


def test_an_agent_amends_and_withdraws_claims_by_a_file(as_person: Callable[[User], Person], tmp_path: Path) -> None:
    scheme = schemes.scheme()
    for number in (1, 2):
        scheme.participant(f"P-{number}")
    rows = [f"P-{number},job_outcome,2025-03-0{number}\n" for number in (1, 2)]
    scheme.send("participant,outcome,achieved_on\n" + "".join(rows), at=now())
    changes = tmp_path / "changes.csv"
    changes.write_text(
        "participant,outcome,achieved_on,action,reason,new_achieved_on\n"
        "P-1,job_outcome,01/03/2025,amend,The first day was a bank holiday,04/03/2025\n"
        "P-2,job_outcome,02/03/2025,withdraw,The offer was taken back,\n"
        "P-2,job_outcome,09/03/2025,withdraw,The offer was taken back,\n"
    )
    home = f"/programmes/{scheme.programme.slug}"
    agent = as_person(scheme.user)
    agent.go(f"{home}/submissions/new/", "Send a file")
    send(agent, "Changes to claims that you sent before", changes, "changes.csv")
    agent.look_on_a_phone()
    picture(agent, "changes")
    agent.sees("3 rows in the file")
    agent.sees("You have no claim for “P-2” and this outcome on 9 March 2025")
    for claim in scheme.programme.claims.filter(amended_by__isnull=True):
        agent.go(f"{home}/claims/{claim.pk}/", "Claim")
        agent.sees("which was amended" if claim.amends_id else "The offer was taken back")


def send(agent: Person, kind: str, path: Path, name: str) -> None:
    """Choose the kind and the file, and wait until the page says what became of it."""
    if kind:
        agent.page.get_by_label(kind).check()
    agent.page.get_by_label("File", exact=True).set_input_files(path)
    agent.press("Send the file")
    agent.at(name)


def watch(commissioner: Person, home: str) -> None:
    """The commissioner sees the participants of every agent, and no way to send or withdraw."""
    commissioner.go(f"{home}/participants/", "Participants")
    commissioner.look_on_a_phone()
    picture(commissioner, "participant_list")
    commissioner.follow("A-039", "A-039")
    commissioner.look_on_a_phone()
    picture(commissioner, "participant_detail")
    commissioner.page.get_by_role("main").get_by_role("table").get_by_role("link").first.click()
    commissioner.at("Claim")
    expect(commissioner.page.get_by_role("link", name="Withdraw the claim")).to_have_count(0)


def test_progress_is_shown_until_the_file_is_done_and_survives_leaving_the_page(
    as_person: Callable[[User], Person],
) -> None:
    scheme = schemes.scheme()
    rows = "".join(f"B-{number},06/01/2025,1\n" for number in range(30))
    submission = scheme.receive("participant,started_on,group\n" + rows, kind="participants", name="late.csv")
    agent = as_person(scheme.user)
    agent.go(f"/programmes/{scheme.programme.slug}/submissions/{submission.pk}/", "late.csv")
    agent.sees("Waiting for its turn")
    agent.look_on_a_phone()
    picture(agent, "submission_progress")
    submissions.process(submission_id=submission.pk, at=now())
    agent.sees("30 rows in the file")
