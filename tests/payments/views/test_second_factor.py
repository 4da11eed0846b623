"""Who moves money signs in with a second factor, where the settings ask for one."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from accounts.errors import SecondFactorNeeded
from accounts.models import AuditEntry
from payments import permissions
from payments.actions import statements
from payments.models import Statement
from tests import builders
from tests.payments.scheme import PRICED, Scheme

NEEDED = "/account/second-factor/"


@pytest.fixture(autouse=True)
def needed(settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True


def test_without_one_a_person_is_told_what_to_do_and_comes_back_to_where_they_were(
    principal: Client, priced: Scheme, statement: Statement
) -> None:
    approve = reverse("payments:statement_approve", args=[statement.programme.slug, statement.pk])
    for answer in (principal.get(f"{approve}?from=list"), principal.post(approve), principal.get(approve)):
        assert answer.status_code == 302
        assert answer["Location"] == NEEDED
    page = principal.get(NEEDED).content.decode()
    assert "Set up a second factor" in page
    assert "Back to what I was doing" not in principal.get("/account/2fa/").content.decode()
    TOTP.activate(priced.place.for_principal, "JBSWY3DPEHPK3PXP")
    assert "Back to what I was doing" in principal.get("/account/2fa/").content.decode()
    assert principal.get(NEEDED)["Location"] == approve
    assert principal.get(approve).status_code == 200
    assert "Back to what I was doing" not in principal.get("/account/2fa/").content.decode()
    assert principal.get(NEEDED)["Location"] == "/"


@pytest.mark.parametrize("action", ["statement.approve", "payment.release", "bank.decide"])
def test_signing_off_releasing_and_deciding_about_accounts_need_one_and_looking_does_not(
    priced: Scheme, action: str
) -> None:
    person, programme = priced.place.for_principal, priced.programme
    permissions.require(person, "payment.view", programme)
    with pytest.raises(SecondFactorNeeded, match="needs a second factor"):
        permissions.require(person, action, programme)
    permissions.require(builders.system(), action, programme)


def test_without_one_nothing_is_signed_whatever_way_it_is_asked(priced: Scheme, statement: Statement) -> None:
    before = AuditEntry.objects.count()
    with pytest.raises(SecondFactorNeeded):
        statements.approve(statement=statement, by=priced.place.for_principal, at=PRICED)
    assert AuditEntry.objects.count() == before
