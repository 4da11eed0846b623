from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, transaction

from accounts.actions import organisations, people
from accounts.errors import Refused
from accounts.models import AuditEntry, Organisation, User
from accounts.selectors import users
from tests import builders

pytestmark = pytest.mark.django_db


def test_an_account_is_made_once_without_a_password_and_audited() -> None:
    by = builders.system()
    user, created = people.ensure(email=" Ann@Example.org", name=" Ann ", by=by, at=builders.MOMENT)
    assert (user.email, user.name, created) == ("ann@example.org", "Ann", True)
    assert not user.has_usable_password()
    assert people.ensure(email="ANN@example.org", name="", by=by, at=builders.MOMENT) == (user, False)
    assert AuditEntry.objects.filter(action="accounts.user.create").count() == 1


def test_a_system_address_is_nobody_s() -> None:
    system = builders.system()
    with pytest.raises(Refused, match="belongs to the system"):
        people.ensure(email=system.email, name="x", by=system, at=builders.MOMENT)
    with pytest.raises(Refused, match="belongs to the system"):
        people.ensure(email="Not-yet-used@system.invalid", name="x", by=system, at=builders.MOMENT)


def test_addresses_are_unique_in_any_case_of_letters() -> None:
    builders.user(email="ann@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        User(email="ANN@example.org", name="x").save()


def test_a_system_user_is_made_once_and_cannot_sign_in() -> None:
    first = users.system_user("monitor")
    assert users.system_user("monitor") == first
    assert first.is_system
    assert not first.is_active
    assert not first.has_usable_password()


def test_an_organisation_is_known_by_its_code_or_its_name() -> None:
    by, at = builders.system(), builders.MOMENT
    first, created = organisations.ensure(name="Northshire Council", by=by, at=at)
    assert (first.code, created) == ("northshire-council", True)
    assert organisations.ensure(name="northshire council", by=by, at=at) == (first, False)
    assert organisations.ensure(name="Renamed", code="northshire-council", by=by, at=at) == (first, False)
    other, _created = organisations.ensure(name="Northshire: Council", by=by, at=at)
    assert other.code == "northshire-council-2"
    with pytest.raises(Refused, match="Enter the organisation"):
        organisations.ensure(name=" ", by=by, at=at)
    assert Organisation.objects.count() == 2


def test_the_audit_trail_cannot_be_changed() -> None:
    people.ensure(email="ann@example.org", name="Ann", by=builders.system(), at=builders.MOMENT)
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEntry.objects.update(action="nothing")
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEntry.objects.all().delete()


def change_address(old: str, new: str) -> str:
    out = StringIO()
    call_command("change_address", old, new, stdout=out)
    return out.getvalue()


def test_a_person_gets_another_address_and_keeps_the_account() -> None:
    ann = User.objects.create_user("ann@example.org", "a long password", name="Ann")
    assert change_address("Ann@Example.org", " Ann@New.example.org ") == (
        "Ann signs in with ann@new.example.org from now on.\n"
    )
    ann.refresh_from_db()
    assert (ann.email, ann.check_password("a long password")) == ("ann@new.example.org", True)
    entry = AuditEntry.objects.get(action="accounts.user.address")
    assert (entry.subject_id, entry.before, entry.after) == (
        str(ann.pk), {"email": "ann@example.org"}, {"email": "ann@new.example.org"}
    )  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("nobody@example.org", "ann@new.example.org", "Nobody has an account with nobody@example.org"),
        ("ann@example.org", "BEN@example.org", "Somebody else has an account with ben@example.org"),
        ("ann@example.org", "ann at work", "“ann at work” is no email address"),
        ("ann@example.org", "night@system.invalid", "belongs to the system"),
        ("night@system.invalid", "ann@new.example.org", "belongs to the system"),
    ],
)
def test_an_address_that_cannot_be_given_is_refused_and_nothing_changes(old: str, new: str, why: str) -> None:
    for email, name in (("ann@example.org", "Ann"), ("ben@example.org", "Ben")):
        User.objects.create_user(email, None, name=name)
    users.system_user("night")
    with pytest.raises(CommandError, match=why):
        change_address(old, new)
    assert User.objects.filter(email="ann@example.org").exists()
    assert not AuditEntry.objects.filter(action="accounts.user.address").exists()
