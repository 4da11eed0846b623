"""A cap of a single principal, drafted on the page of the contract."""

import pytest
from django.test import Client

from contracts.selectors import terms
from tests.contracts import builders

pytestmark = pytest.mark.django_db
LIMIT = {"payer": "treasury", "code": "treasury-limit", "over": "year", "amount": "250,000", "beyond": "unpaid"}


def test_it_is_kept_shown_in_words_changed_and_taken_out(client: Client, place: builders.Setting) -> None:
    version = builders.draft(place)
    client.force_login(place.commissioner)
    page = client.get(builders.page(version, "version_detail")).content.decode()
    assert "each pays its share of everything." in page
    page = client.post(builders.page(version, "clause_add", "payer_caps"), LIMIT, follow=True).content.decode()
    assert "Treasury pays at most £250,000 in each contract year, to all agents together." in page
    version.refresh_from_db()
    (cap,) = terms.draft(version)[0].payer_caps
    assert (cap.payer, cap.over, str(cap.amount), cap.beyond) == ("treasury", "year", "250000.00", "unpaid")
    edit = builders.page(version, "clause_edit", "payer_caps", "treasury-limit")
    assert 'value="250000.00"' in client.get(edit).content.decode()
    page = client.post(edit, {**LIMIT, "beyond": "passed_over"}, follow=True).content.decode()
    assert "What is due beyond that is not paid, as nobody else pays." in page
    client.post(builders.page(version, "clause_remove", "payer_caps", "treasury-limit"))
    version.refresh_from_db()
    assert terms.draft(version)[0].payer_caps == ()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"payer": ""}, "Select"),
        ({"amount": "0"}, "Leave out a principal that pays nothing."),
        ({"amount": "-5"}, "less than"),
        ({"over": ""}, "Select over which time the cap counts"),
        ({"beyond": ""}, "Select what happens beyond the cap"),
    ],
)
def test_what_cannot_be_right_is_told_on_the_form(
    client: Client, place: builders.Setting, typed: dict[str, str], told: str
) -> None:
    version = builders.draft(place)
    client.force_login(place.commissioner)
    page = client.post(builders.page(version, "clause_add", "payer_caps"), {**LIMIT, **typed})
    assert page.status_code == 200
    assert told in page.content.decode()
    version.refresh_from_db()
    assert version.payer_caps == []


def test_a_principal_that_has_a_cap_is_not_removed_before_it(client: Client, place: builders.Setting) -> None:
    version = builders.draft(place)
    client.force_login(place.commissioner)
    client.post(builders.page(version, "clause_add", "payer_caps"), LIMIT)
    page = client.post(builders.page(version, "clause_remove", "principals", "treasury"), follow=True)
    assert "“treasury” is no principal of this version." in page.content.decode()
    assert [one.organisation for one in terms.draft(version)[0].principals] == ["treasury"]
