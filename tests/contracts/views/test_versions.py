"""The way of a version: begun, its header and periods, proposed, agreed, sent back, discarded, compared."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from contracts.actions import versions
from contracts.models import ContractVersion
from contracts.selectors import terms
from tests import builders as general
from tests.contracts import builders

pytestmark = pytest.mark.django_db


def address(name: str, version: ContractVersion, *more: object) -> str:
    return reverse(f"contracts:{name}", args=[version.programme.slug, version.number, *more])


def test_a_version_is_begun_by_one_button(client: Client, place: builders.Setting) -> None:
    client.force_login(place.commissioner)
    url = reverse("contracts:version_begin", args=[place.programme.slug])
    overview = client.get(reverse("contracts:contract", args=[place.programme.slug])).content.decode()
    assert "Begin the first version" in overview
    page = client.post(url, follow=True).content.decode()
    assert "Version 1 is begun as a draft." in page
    assert '<a class="govuk-link" href="#outcomes">Define at least one outcome.</a>' in page
    assert 'href="#parties">Name at least one agent.' in page
    assert "There is a version that is not agreed yet" in client.post(url, follow=True).content.decode()
    assert client.get(url).status_code == 405


def test_plain_words_say_how_far_the_version_has_come(client: Client, place: builders.Setting) -> None:
    client.force_login(place.member)

    def told(version: ContractVersion) -> str:
        return client.get(
            reverse("expertbody:plain_words", args=[place.programme.slug, "contract_version", version.pk])
        ).content.decode()

    version = builders.draft(place)
    assert "This one is a draft." in told(version)
    versions.propose(version=version, by=place.commissioner, at=general.later(days=2))
    assert "This one is put forward." in told(version)
    builders.agree(place, version)
    page = told(version)
    assert "This one is agreed, and we pay by it now." in page
    assert "draft" not in page.partition("<main")[2]


def test_who_may_not_draft_begins_nothing(client: Client, place: builders.Setting) -> None:
    url = reverse("contracts:version_begin", args=[place.programme.slug])
    client.force_login(place.for_agent)
    assert client.post(url).status_code == 403
    assert not place.programme.contract_versions.exists()


def test_title_dates_and_calendar_are_changed(client: Client, place: builders.Setting) -> None:
    version = builders.draft(place)
    client.force_login(place.member)
    data = {
        "title": "New title", "effective_from_0": "1", "effective_from_1": "2", "effective_from_2": "2026",
        "rounding": "half_even", "rounding_at": "total", "working_weekdays": ["0", "1"],
        "bank_holidays": "25/12/2026\n2026-12-28", "school_terms": "02/09/2026 to 23/10/2026\n2026-11-02 – 2026-12-18",
    }  # fmt: skip
    page = client.post(address("version_header", version), data, follow=True)
    assert "Title, dates and calendar are saved." in page.content.decode(), page.context["form"].errors
    found = terms.document(version.programme.contract_versions.get())
    assert (found["title"], found["effective_from"], found["rounding"]) == ("New title", "2026-02-01", "half_even")
    assert found["calendar"] == {
        "working_weekdays": [0, 1],
        "bank_holidays": ["2026-12-25", "2026-12-28"],
        "school_terms": [
            {"starts_on": "2026-09-02", "ends_on": "2026-10-23"}, {"starts_on": "2026-11-02", "ends_on": "2026-12-18"},
        ],
    }  # fmt: skip
    page = client.get(address("version_header", version))
    assert page.context["form"]["school_terms"].value() == "02/09/2026 to 23/10/2026\n02/11/2026 to 18/12/2026"
    for typed, said in (
        ("02/09/2026", "as two days, such as 02/09/2026 to 23/10/2026"),
        ("23/10/2026 to 02/09/2026", "End the term on or after its start."),
        ("02/09/2026 to 23/10/2026\n01/10/2026 to 18/12/2026", "This term overlaps another."),
    ):
        assert said in client.post(address("version_header", version), data | {"school_terms": typed}).content.decode()
    wrong = client.post(address("version_header", version), data | {"bank_holidays": "31/02/2026"})
    assert "Write “31/02/2026” as a date" in wrong.content.decode()
    early = data | {"effective_to": "2025-01-01"}
    page = client.post(address("version_header", version), early)
    assert "Set the end on or after the start." in page.content.decode()


def test_periods_are_made_between_two_days(client: Client, place: builders.Setting) -> None:
    version = builders.draft(place)
    client.force_login(place.commissioner)
    url = address("periods_generate", version)
    data = {"first": "2026-01-01", "last": "2026-12-31", "length": "quarterly"}
    assert "The periods are made." in client.post(url, data, follow=True).content.decode()
    version.refresh_from_db()
    assert [one["code"] for one in version.periods][:2] == ["2026-01-to-2026-03", "2026-04-to-2026-06"]
    assert "must be on or after" in client.post(url, data | {"last": "2025-12-31"}).content.decode()
    assert "at most 40 years" in client.post(url, data | {"last": "2090-12-31"}).content.decode()


def test_a_proposal_lists_what_is_missing_or_asks_the_parties(client: Client, place: builders.Setting) -> None:
    version = builders.draft(place, agents=[])
    client.force_login(place.commissioner)
    url = address("version_propose", version)
    assert "Name at least one agent." in client.get(url).content.decode()
    assert "Name at least one agent." in client.post(url).content.decode()
    version = builders.draft(place)
    assert "Northway (agent)" in client.get(url).content.decode()
    assert "Version 1 is proposed." in client.post(url, follow=True).content.decode()


def test_each_party_agrees_for_itself(client: Client, place: builders.Setting) -> None:
    version = builders.propose(place)
    url = address("version_agree", version, "agent", "northway")
    client.force_login(place.for_principal)
    assert "Agree for Treasury" in client.get(version.get_absolute_url()).content.decode()
    assert client.get(url).status_code == 403
    assert client.post(url).status_code == 403
    client.force_login(place.for_agent)
    page = client.get(url).content.decode()
    assert version.digest in page
    assert "have changed since you read them" in client.post(url, {"digest": "0" * 64}, follow=True).content.decode()
    assert "Northway agrees version 1." in client.post(url, {"digest": version.digest}, follow=True).content.decode()
    again = client.post(url, {"digest": version.digest}, follow=True).content.decode()
    assert "Northway has already agreed version 1" in again
    assert version.agreements.count() == 1
    assert client.get(address("version_agree", version, "agent", "nobody")).status_code == 404
    assert client.get(address("version_agree", version, "expert_body", "northway")).status_code == 404


def test_the_page_says_who_has_agreed_and_who_has_not(client: Client, place: builders.Setting) -> None:
    version = builders.propose(place)
    versions.agree(
        version=version, on_behalf_of="agent", organisation=place.agent, by=place.for_agent, at=general.later(days=3)
    )
    client.force_login(general.member(place.programme, Role.ANALYST))
    overview = client.get(reverse("contracts:contract", args=[place.programme.slug])).content.decode()
    assert "Treasury (principal), Expert Body" in overview
    page = client.get(version.get_absolute_url()).content.decode()
    assert place.for_agent.name in page
    assert "Agree for" not in page
    assert "Send it back" not in page


def test_a_version_is_sent_back_with_a_reason(client: Client, place: builders.Setting) -> None:
    version = builders.propose(place)
    url = address("version_send_back", version)
    client.force_login(general.member(place.programme, Role.VERIFIER))
    assert client.get(url).status_code == 403
    client.force_login(place.for_agent)
    assert "Enter what should be changed, and why" in client.post(url, {"reason": ""}).content.decode()
    assert "Version 1 is a draft again." in client.post(url, {"reason": "Too dear"}, follow=True).content.decode()
    assert "is a draft already" in client.post(url, {"reason": "Too dear"}).content.decode()


def test_a_draft_is_discarded_after_asking(client: Client, place: builders.Setting) -> None:
    version = builders.draft(place)
    client.force_login(place.commissioner)
    assert "You cannot undo this." in client.get(address("version_discard", version)).content.decode()
    page = client.post(address("version_discard", version), follow=True).content.decode()
    assert "The draft of version 1 is discarded." in page
    assert not place.programme.contract_versions.exists()


def test_two_versions_stand_side_by_side(client: Client, place: builders.Setting) -> None:
    builders.agreed(place)
    second = builders.draft(place, title="Dearer", effective_from="2027-01-01", caps=[])
    client.force_login(place.for_agent)
    page = client.get(address("version_compare", second, 1)).content.decode()
    assert "At most £1,000,000 over the whole contract, each agent." in page
    assert "Removed" in page
    assert client.get(address("version_compare", second, 7)).status_code == 404
