"""What is proposed or agreed cannot be changed in the database, whoever asks."""

import pytest
from django.db import Error, IntegrityError, connection, transaction

from accounts.models import Organisation
from contracts.models import Agreement, Cap, ContractVersion, Party, Period
from tests import builders as general
from tests.contracts import builders

pytestmark = pytest.mark.django_db

TERMS = ("party", "segment", "outcomedefinition", "paymentrule", "cap", "target")


@pytest.fixture
def agreed(place: builders.Setting) -> ContractVersion:
    return builders.agreed(place)


def refused(sql: str) -> str:
    """The database's reason for not doing it."""
    with pytest.raises(Error) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    return str(error.value)


@pytest.mark.parametrize("table", TERMS)
def test_terms_are_neither_changed_nor_removed_nor_added(agreed: ContractVersion, table: str) -> None:
    name = f"contracts_{table}"
    assert "no longer a draft" in refused(f"UPDATE {name} SET version_id = version_id WHERE version_id = {agreed.pk}")
    assert "no longer a draft" in refused(f"DELETE FROM {name} WHERE version_id = {agreed.pk}")


def test_only_a_cap_over_time_can_carry_something_over(place: builders.Setting) -> None:
    draft = builders.draft(place)
    with pytest.raises(IntegrityError, match="contracts_cap_carries_over_time"), transaction.atomic():
        Cap.objects.create(version=draft, position=9, code="more", scope="contract", amount=1, carries_over=True)
    assert Cap.objects.create(version=draft, position=9, code="more", scope="year", amount=1, carries_over=True).pk


def test_nothing_is_added_to_an_agreed_version(agreed: ContractVersion) -> None:
    with pytest.raises(Error, match="no longer a draft"), transaction.atomic():
        Cap.objects.create(version=agreed, position=9, code="more", scope="contract", amount=1)


@pytest.mark.parametrize(
    "change",
    [
        "title = 'Another'",
        "summary = 'Another'",
        "effective_from = '2020-01-01'",
        "periods = '[]'",
        "rounding = 'half_even'",
        "digest = ''",
        "agreed_at = NULL",
        "proposed_at = NULL, digest = '', proposed_by_id = NULL",
        "effective_to = '2030-01-01', title = 'Another'",
    ],
)
def test_an_agreed_version_never_changes(agreed: ContractVersion, change: str) -> None:
    assert "cannot be changed" in refused(f"UPDATE contracts_contractversion SET {change} WHERE id = {agreed.pk}")


def test_an_agreed_version_may_only_end_earlier(agreed: ContractVersion) -> None:
    ContractVersion.objects.filter(pk=agreed.pk).update(effective_to="2026-12-31")
    ContractVersion.objects.filter(pk=agreed.pk).update(effective_to="2026-11-30")
    assert "cannot be changed" in refused(
        f"UPDATE contracts_contractversion SET effective_to = '2027-01-01' WHERE id = {agreed.pk}"
    )
    assert "cannot be changed" in refused(
        f"UPDATE contracts_contractversion SET effective_to = NULL WHERE id = {agreed.pk}"
    )


@pytest.mark.parametrize("table", ["contracts_contractversion", "contracts_agreement", "contracts_period"])
def test_versions_agreements_and_periods_are_never_removed(agreed: ContractVersion, table: str) -> None:
    assert "Cannot" in refused(f"DELETE FROM {table}")


def test_an_agreement_is_never_rewritten(agreed: ContractVersion) -> None:
    assert "Cannot update" in refused("UPDATE contracts_agreement SET digest = 'x'")


def test_a_proposed_version_keeps_its_terms_until_it_is_sent_back(place: builders.Setting) -> None:
    version = builders.propose(place)
    assert "no longer a draft" in refused(f"DELETE FROM contracts_cap WHERE version_id = {version.pk}")
    assert "cannot be changed" in refused(f"UPDATE contracts_contractversion SET title = 'x' WHERE id = {version.pk}")
    assert "cannot be changed" in refused(
        f"UPDATE contracts_contractversion SET effective_to = '2026-02-01' WHERE id = {version.pk}"
    )


def test_terms_never_move_to_another_version(place: builders.Setting) -> None:
    first = builders.agreed(place)
    second = builders.draft(place, effective_from="2027-01-01")
    into_the_agreed = f"UPDATE contracts_cap SET version_id = {first.pk} WHERE version_id = {second.pk}"
    out_of_the_agreed = f"UPDATE contracts_cap SET version_id = {second.pk} WHERE version_id = {first.pk}"
    assert "no longer a draft" in refused(into_the_agreed)
    assert "cannot move to another contract version" in refused(out_of_the_agreed)


# Constraints ----------------------------------------------------------------------------------------------------


def test_one_programme_has_one_version_that_is_not_agreed(place: builders.Setting) -> None:
    version = builders.draft(place)
    with pytest.raises(IntegrityError, match="contracts_version_one_not_yet_agreed"), transaction.atomic():
        ContractVersion.objects.create(
            programme=place.programme,
            number=2,
            effective_from="2030-01-01",
            drafted_by=place.commissioner,
            drafted_at=version.drafted_at,
        )


def test_each_party_agrees_the_same_terms_once(place: builders.Setting) -> None:
    version = builders.propose(place)
    given = {
        "version": version,
        "on_behalf_of": "expert_body",
        "organisation": None,
        "digest": version.digest,
        "agreed_by": place.member,
        "agreed_at": general.later(days=3),
    }
    Agreement.objects.create(**given)
    with pytest.raises(IntegrityError, match="contracts_agreement_once"), transaction.atomic():
        Agreement.objects.create(**given)


@pytest.mark.parametrize(("on_behalf_of", "named"), [("expert_body", True), ("agent", False)])
def test_an_agreement_names_its_party(place: builders.Setting, on_behalf_of: str, named: bool) -> None:
    version = builders.propose(place)
    with pytest.raises(IntegrityError, match="contracts_agreement_party_is_named"), transaction.atomic():
        Agreement.objects.create(
            version=version,
            on_behalf_of=on_behalf_of,
            organisation=place.agent if named else None,
            digest=version.digest,
            agreed_by=place.member,
            agreed_at=general.later(days=3),
        )


@pytest.mark.parametrize(("role", "share"), [("agent", "1"), ("principal", "")])
def test_principals_have_shares_and_agents_have_none(place: builders.Setting, role: str, share: str) -> None:
    version = builders.draft(place)
    body: Organisation = general.organisation("Elsewhere")
    with pytest.raises(IntegrityError, match="contracts_party_principals_have_shares"), transaction.atomic():
        Party.objects.create(version=version, role=role, organisation=body, share=share)


def test_periods_never_overlap(agreed: ContractVersion) -> None:
    with pytest.raises(IntegrityError, match="contracts_period_never_overlap"), transaction.atomic():
        Period.objects.create(programme=agreed.programme, code="extra", starts_on="2026-03-31", ends_on="2026-04-02")
