"""Who moves money signs in with a second factor, where the settings ask for one."""

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
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
SECRET = "JBSWY3DPEHPK3PXP"


def code() -> str:
    """What the app shows now."""
    return str(totp.format_hotp_value(totp.hotp_value(SECRET, next(iter(totp.yield_hotp_counters_from_time())))))


@pytest.fixture(autouse=True)
def needed(settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    cache.clear()  # a code is taken once only, and the people of the next test have the same keys


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
    totp.TOTP.activate(priced.place.for_principal, SECRET)
    assert "Back to what I was doing" in principal.get("/account/2fa/").content.decode()
    principal.post("/account/2fa/reauthenticate/", {"code": code(), "next": NEEDED})
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


def test_a_session_that_never_showed_the_factor_signs_nothing_until_it_does(
    principal: Client, priced: Scheme, statement: Statement
) -> None:
    """Another machine, on which somebody with the password alone is signed in since before the factor was set up."""
    approve = reverse("payments:statement_approve", args=[statement.programme.slug, statement.pk])
    totp.TOTP.activate(priced.place.for_principal, SECRET)
    assert principal.post(approve)["Location"] == NEEDED
    assert not statement.events.filter(kind="signed").exists()
    assert "signed in here before it was set up" in principal.get(NEEDED).content.decode()
    wrong = principal.post("/account/2fa/reauthenticate/", {"code": "000000", "next": NEEDED})
    assert wrong.status_code == 200
    assert principal.post(approve)["Location"] == NEEDED
    assert principal.post("/account/2fa/reauthenticate/", {"code": code(), "next": NEEDED})["Location"] == NEEDED
    assert principal.get(NEEDED)["Location"] == approve
    assert principal.get(approve).status_code == 200
