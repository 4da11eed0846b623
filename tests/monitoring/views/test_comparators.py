from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from contracts.actions import versions
from contracts.selectors import terms
from monitoring.actions import comparators as actions
from monitoring.selectors import comparator_beside
from monitoring.selectors import comparators as selectors
from stages.actions import findings
from stages.models import Programme
from tests import builders
from tests.kept import kept
from tests.monitoring.comparators import fact, file, project, release, taken
from tests.monitoring.domain import test_indigo_workbooks


@pytest.fixture
@kept
def programme() -> Programme:
    return builders.programme()


@pytest.fixture
def commissioner(programme: Programme, client: Client) -> User:
    person = builders.member(programme, "commissioner")
    client.force_login(person)
    return person


def address(programme: Programme, name: str = "comparator_list", *parts: Any) -> str:
    return reverse(f"monitoring:{name}", args=[programme.slug, *parts])


def send(client: Client, programme: Programme, document: Any, **fields: str) -> str:
    content = document if isinstance(document, bytes) else file(document)
    sent = {"file": SimpleUploadedFile("schemes.json", content), "consent": "all", **fields}
    return client.post(address(programme, "comparator_upload"), sent).content.decode()


def test_without_comparators_the_page_says_where_to_find_them(
    client: Client, programme: Programme, commissioner: User
) -> None:
    page = client.get(address(programme)).content.decode()
    assert "find-tender.service.gov.uk" in page
    assert "golab.bsg.ox.ac.uk" in page
    assert address(programme, "comparator_upload") in page
    stage = client.get(reverse("stages:stage_detail", args=[programme.slug, 1])).content.decode()
    assert "Who tried something like this before" in stage


def test_one_sees_at_once_what_was_read_and_what_is_not_known(
    client: Client, programme: Programme, commissioner: User
) -> None:
    page = send(client, programme, [project(), release()])
    assert "What was read" in page
    assert "Steps to Work" in page
    assert "Support into work" in page
    assert "?state=unknown" in page
    assert "Known already" in send(client, programme, project())


def test_everything_wrong_is_listed_with_its_place_and_nothing_is_taken(
    client: Client, programme: Programme, commissioner: User
) -> None:
    bad = project(name=fact("Bad"), outcome_pricings=[{"price_per_unit": {"amount": fact("1,200")}}], results="none")
    page = send(client, programme, [project(), bad])
    for said in ("2 things are wrong", "1/outcome_pricings/0/price_per_unit/amount/value", "1/results", "1200.50"):
        assert said in page
    assert not selectors.counts(programme)
    page = send(client, programme, [project(), bad], consent="good")
    assert "?state=wrong" in page
    assert selectors.counts(programme) == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html>", "It is not JSON"),
        (b"", "It is empty"),
        (b"[" * 1000, "levels deep"),
        (b'{"a": 1, "a": 1}', "stands twice"),
        (b"{}", "It is neither a project of INDIGO nor a release of OCDS"),
        (b" " * (5 * 1024 * 1024 + 1), "must be smaller than 5 MB"),
    ],
)
def test_a_file_that_is_none_is_refused_with_the_cure(
    client: Client, programme: Programme, commissioner: User, content: bytes, said: str
) -> None:
    assert said in send(client, programme, content)


def test_the_page_of_a_comparator_tells_prices_deadweight_results_status_and_sources(
    client: Client, programme: Programme, commissioner: User
) -> None:
    comparator = taken(programme, identifier="INDIGO-POJ-0001")
    page = client.get(comparator.get_absolute_url()).content.decode()
    for said in ("INDIGO-POJ-0001", "£1,022.10", "USD 1,574", "Deadweight was put at 20 in 100.", "Net of 20%", "188",
                 "£410,000.70", "Disputed", "Private", "https://example.org/e", "36 months", "Payslips"):  # fmt: skip
        assert said in page, said


def test_words_of_a_file_are_never_taken_for_the_page(client: Client, programme: Programme, commissioner: User) -> None:
    nasty = "<script>alert(1)</script>"
    taken(programme, project(name=fact(nasty), notes=fact(nasty), **{nasty: nasty}))
    for name in ("comparator_detail", "comparator_fields", "comparator_remove"):
        assert nasty not in client.get(address(programme, name, 1)).content.decode()
    assert nasty not in client.get(address(programme)).content.decode()


def test_every_field_is_listed_and_can_be_looked_for(client: Client, programme: Programme, commissioner: User) -> None:
    taken(programme)
    page = client.get(address(programme, "comparator_fields", 1)).content.decode()
    assert page.index("social_value/score") < page.index("name/value")
    page = client.get(address(programme, "comparator_fields", 1), {"q": "payslips"}).content.decode()
    assert "outcome_metrics/0/outcome_validation_method/value" in page
    assert "social_value" not in page


def test_the_programmes_own_numbers_stand_beside_the_ranges(
    client: Client, programme: Programme, commissioner: User
) -> None:
    taken(programme)
    page = client.get(address(programme)).content.decode()
    for said in ("Price for one outcome (GBP)", "£730.00", "£1,022.10", "Not set yet", "In work for 13 weeks"):
        assert said in page, said


def test_a_removed_comparator_leaves_the_list_with_its_reason(
    client: Client, programme: Programme, commissioner: User
) -> None:
    comparator = taken(programme)
    client.post(address(programme, "comparator_remove", 1), {"reason": "Another law"})
    assert "Steps to Work" not in client.get(address(programme), {"state": "listed"}).content.decode()
    assert "Another law" in client.get(address(programme), {"state": "removed"}).content.decode()
    assert "Its file, sent again, brings it back" in client.get(comparator.get_absolute_url()).content.decode()


def test_an_earlier_version_can_still_be_read(client: Client, programme: Programme, commissioner: User) -> None:
    comparator = taken(programme)
    taken(programme, project(notes=fact("Seen again.")))
    page = client.get(comparator.get_absolute_url(), {"version": "1"}).content.decode()
    assert "a later file superseded" in page
    assert "Seen again." not in page
    assert client.get(comparator.get_absolute_url(), {"version": "9" * 30}).status_code == 404


def test_a_reader_is_offered_no_change(client: Client, programme: Programme) -> None:
    comparator = taken(programme)
    client.force_login(builders.member(programme, "analyst"))
    for place in (address(programme), comparator.get_absolute_url()):
        page = client.get(place).content.decode()
        assert address(programme, "comparator_upload") not in page
        assert address(programme, "comparator_remove", 1) not in page


def test_the_contract_is_begun_with_chosen_outcomes_and_one_sees_what_stays_behind(client: Client, db: None) -> None:
    programme = builders.programme_at_stage(4)
    findings.accept_and_reopen(
        subject=builders.finding(programme, stages=(1,)), rationale="Look.", by=builders.system(), at=builders.MOMENT
    )
    comparator = taken(programme)
    client.force_login(builders.member(programme, "commissioner"))
    offer = address(programme, "comparator_draft", comparator.number)
    assert offer in client.get(comparator.get_absolute_url()).content.decode()
    page = client.get(offer).content.decode()
    for said in ("£1,022.10", "43.6%", "price_per_unit/amount_usd/value", "still to be judged", "calls this private"):
        assert said in page, said
    assert "Select at least one outcome" in client.post(offer, {}).content.decode()
    client.post(offer, {"outcomes": ["1"], "with_prices": "on"})
    version = programme.contract_versions.get()
    assert [one.code for one in version.outcomes.all()] == ["m2"]
    assert {line.own for line in comparator_beside.lines(programme)} == {"Not set yet"}
    document = terms.document(version)
    document["rules"][0]["name"] = "Qualification"
    document["assumptions"]["starts"]["source"] = "Referrals of last year"
    versions.draft_from(programme=programme, document=document, by=builders.system(), at=builders.MOMENT)
    assert next(line.own for line in comparator_beside.lines(programme)) == "133 expected in a year"
    assert "£730.00" in {line.own for line in comparator_beside.lines(programme)}


def test_the_list_has_pages(client: Client, programme: Programme, commissioner: User) -> None:
    many = [project(name=fact(f"Scheme {number:02}")) for number in range(26)]
    actions.take(programme=programme, content=file(many), by=builders.system(), at=builders.MOMENT)
    assert "Scheme 00" in client.get(address(programme), {"page": "2", "q": "Scheme"}).content.decode()


def test_of_several_releases_each_fact_says_which_tells_it_and_what_was_superseded_is_listed(
    client: Client, programme: Programme, commissioner: User
) -> None:
    later = release(id="release-2", date="2022-01-01T00:00:00Z", contracts=[{"id": "c", "value": {"amount": 1500000}}])
    comparator = taken(programme, {"releases": [release(), later]})
    page = client.get(address(programme, "comparator_detail", comparator.number)).content.decode()
    assert "Merged by the rules of OCDS" in page
    assert "£1,500,000" in page
    assert "(from release-2)" in page
    fields = client.get(address(programme, "comparator_fields", comparator.number), {"state": "superseded"})
    assert [(one.path, one.release.id) for one in fields.context["page"] if "amount" in one.path] == [
        ("releases/0/contracts/0/value/amount", "release-1")
    ]
    assert "Superseded by a later release" in fields.content.decode()


def test_a_workbook_of_a_project_is_taken_and_what_is_wrong_with_it_is_told_by_its_cells(
    client: Client, programme: Programme, commissioner: User
) -> None:
    book = test_indigo_workbooks.filled(C72="about 400")
    assert "General Overview!C72" in send(client, programme, test_indigo_workbooks.saved(book))
    assert not selectors.counts(programme)
    book["General Overview"]["C72"] = 400
    page = send(client, programme, test_indigo_workbooks.saved(book))
    assert "Steps to Work" in page
    (version,) = selectors.search(programme)
    assert (version.identifier, version.unknown, version.wrong) == ("INDIGO-POJ-0001", 0, 0)
