"""A segment corrected by two; a participant handed over and gone; an outcome that a register shows, with proof."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from accounts.models import Role, User
from delivery.models import Transfer
from outcomes.models import Claim
from tests import builders
from tests.journeys.conftest import Person
from tests.outcomes import handovers, papers
from tests.payments.scheme import MAY
from tests.payments.scheme import scheme as make_priced_scheme

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
EXTRACT = "participant,agent,outcome,achieved_on\nP-2,northern-works,job_outcome,2025-05-02\n"


def test_a_segment_is_corrected_by_two_people(as_person: Callable[[User], Person]) -> None:
    scheme = make_priced_scheme()
    started = scheme.start("P-1")
    scheme.claim(started, MAY)
    scheme.price()
    page = f"/programmes/{scheme.programme.slug}/participants/{started.pk}/"

    person = as_person(scheme.place.for_agent)
    person.go(page, "P-1")
    person.follow("Ask for another segment", "Ask for another segment")
    person.look_on_a_phone()
    person.choose("to_segment", "other")
    person.fill(reason="The referral was read wrongly", evidence="Letter of 3 January, file 12")
    person.press("Ask for the change")
    person.told("A second person decides")

    person = as_person(builders.member(scheme.programme, Role.VERIFIER))
    person.go(page, "P-1")
    person.follow("See what it would change, and decide", "Another segment")
    person.look_on_a_phone()
    person.choose("kind", "confirmed")
    person.press("Record the decision")
    person.told("Your decision is recorded")
    person.look()


def test_a_participant_is_handed_over_and_a_claim_made_from_a_register(
    as_person: Callable[[User], Person], tmp_path: Path
) -> None:
    scheme = handovers.scheme_of_two()
    moved, found = scheme.participant("P-1"), scheme.participant("P-2")
    commissioner, other = builders.member(scheme.programme, Role.COMMISSIONER), handovers.other_agent(scheme)
    base = f"/programmes/{scheme.programme.slug}"
    page = f"{base}/participants/{moved.pk}/"

    person = as_person(scheme.user)
    person.go(page, "P-1")
    person.follow("Hand over to another agent", "Hand over to another agent")
    person.select("to_agent", "Southern Works")
    person.fill_date("from_date", date(2025, 6, 1))
    person.fill(reference="S-1", reason="Moved south")
    person.press("Propose the handover")
    person.told("It holds once the other agent has agreed")

    person = as_person(other)
    person.go(f"{base}/handovers/{Transfer.objects.get().pk}/", "Take a participant over?")
    person.look_on_a_phone()
    person.choose("kind", "confirmed")
    person.press("Record the answer")
    person.told("Your answer is recorded")
    person.go(page, "P-1")
    person.follow("Record an exit", "The participant left")
    person.choose("reason", "completed")
    person.fill_date("exited_on", date(2025, 9, 1))
    person.press("Record the exit")
    person.told("It is recorded")

    path = tmp_path / "payroll.csv"
    path.write_text(EXTRACT)
    person = as_person(commissioner)
    person.go(f"{base}/registers/", "Register extracts")
    person.follow("Send an extract", "Send an extract of a register")
    person.fill(name="Payroll, 2025", source="Revenue office")
    person.fill_date("covers_from", date(2025, 1, 1))
    person.fill_date("covers_until", date(2025, 11, 30))
    person.upload("file", path)
    person.press("Send the extract")
    person.told("The extract is taken")

    person = as_person(scheme.user)
    person.go(f"{base}/unclaimed/", "Unclaimed outcomes")
    person.look_on_a_phone()
    person.follow("Claim it", "Claim an outcome")
    person.page.locator("select[name=evidence_kind]").select_option("payslip")
    person.fill(evidence_ref="Box 4")
    person.press("Claim")
    person.told("The outcome was claimed")
    claim = Claim.objects.get()
    assert claim.participant == found
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(papers.PDF)
    person.follow("Attach files", "Attach files")
    person.look_on_a_phone()
    person.upload("attached", letter)
    person.press("Attach")
    person.told("The file is attached")
    person.look()
    person.go(f"{base}/unclaimed/", "Unclaimed outcomes")
    person.sees("Nothing looks unclaimed")

    person = as_person(builders.member(scheme.programme, Role.VERIFIER))
    person.go(f"{base}/claims/{claim.pk}/", "Claim")
    person.look_on_a_phone()
    with person.page.expect_download() as download:
        person.page.get_by_role("main").get_by_role("link", name="letter.pdf", exact=True).click()
    assert Path(download.value.path()).read_bytes() == papers.PDF
