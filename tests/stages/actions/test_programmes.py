from typing import Any

import pytest

from accounts.errors import Forbidden, Refused
from accounts.models import AuditEntry, Organisation, Role, User
from stages.actions import beginnings, memberships, programmes
from stages.models import Membership, Programme
from stages.selectors import tracker
from tests import builders

pytestmark = pytest.mark.django_db
AT = builders.MOMENT


def create(by: User, **changes: Any) -> Programme:
    given: dict[str, Any] = {"name": "Homes first", "commissioner": builders.organisation()}
    return programmes.create(by=by, at=AT, **(given | changes))


class TestStarting:
    def test_stage_1_opens_and_the_person_is_its_commissioner(self, stranger: User) -> None:
        programme = create(stranger)
        assert programme.slug == "homes-first"
        assert [row.status for row in tracker.tracker(programme)] == ["open"] + ["not_started"] * 6
        assert Membership.objects.get(programme=programme).role == Role.COMMISSIONER
        assert AuditEntry.objects.get(action="stages.programme.create").by == stranger

    def test_the_same_name_gets_another_address(self, stranger: User) -> None:
        slugs = [create(stranger).slug, create(stranger).slug, create(stranger, name="New").slug]
        assert slugs == ["homes-first", "homes-first-2", "new-2"]

    def test_an_address_that_is_taken_is_refused(self, stranger: User) -> None:
        create(stranger, slug="homes")
        with pytest.raises(Refused, match="already a programme"):
            create(stranger, slug="homes")
        with pytest.raises(Refused, match="Enter the name"):
            create(stranger, name=" ")

    @pytest.mark.parametrize("role", [Role.AGENT, Role.PRINCIPAL, Role.ANALYST])
    def test_people_on_another_side_do_not_start_programmes(self, programme: Programme, role: Role) -> None:
        with pytest.raises(Forbidden, match="Only commissioners"):
            create(builders.member(programme, role))

    def test_commissioners_start_further_ones(self, commissioner: User) -> None:
        assert create(commissioner).pk


class TestBeginning:
    def test_with_a_new_organisation(self, commissioner: User) -> None:
        programme = beginnings.begin(name="Homes", organisation_name="Northshire Council", by=commissioner, at=AT)
        assert programme.commissioner.code == "northshire-council"

    def test_a_pack_that_is_wrong_leaves_nothing_behind(self, commissioner: User) -> None:
        with pytest.raises(Refused, match="not JSON"):
            beginnings.begin(name="Homes", organisation_name="New Council", pack=b"{", by=commissioner, at=AT)
        assert not Programme.objects.filter(name="Homes").exists()
        assert not Organisation.objects.filter(name="New Council").exists()

    def test_a_template_that_is_gone_is_refused(self, commissioner: User) -> None:
        with pytest.raises(Refused, match="no longer in the library"):
            beginnings.begin(name="Homes", organisation_name="New Council", template="none", by=commissioner, at=AT)


class TestRoles:
    def test_a_role_is_given_once_and_audited(self, programme: Programme, commissioner: User, stranger: User) -> None:
        given: dict[str, Any] = {"programme": programme, "user": stranger, "role": "analyst", "by": commissioner}
        first = memberships.grant(at=AT, **given)
        assert memberships.grant(at=builders.later(days=1), **given) == first
        assert AuditEntry.objects.filter(action="stages.membership.grant", by=commissioner).count() == 1

    @pytest.mark.parametrize("role", ["agent", "principal"])
    def test_parties_act_for_an_organisation(self, programme: Programme, commissioner: User, role: str) -> None:
        with pytest.raises(Refused, match="Select the organisation"):
            memberships.grant(programme=programme, user=builders.user(), role=role, by=commissioner, at=AT)

    def test_only_commissioners_give_roles(self, programme: Programme, expert: User, stranger: User) -> None:
        with pytest.raises(Forbidden):
            memberships.grant(programme=programme, user=stranger, role="analyst", by=expert, at=AT)
        with pytest.raises(Refused, match="system cannot be a member"):
            memberships.grant(programme=programme, user=builders.system(), role="analyst", by=builders.system(), at=AT)

    def test_an_account_is_made_for_a_new_address(self, programme: Programme, commissioner: User) -> None:
        given: dict[str, Any] = {"programme": programme, "role": "analyst", "by": commissioner, "at": AT}
        with pytest.raises(Refused, match="Enter the person's name"):
            memberships.invite(email="ann@example.org", name="", **given)
        membership, created = memberships.invite(email="Ann@example.org", name="Ann", **given)
        assert created
        assert not membership.user.has_usable_password()
        assert "without a password" in memberships.invited("ann@example.org")
        again, created = memberships.invite(email="ANN@example.org", name="", **given)
        assert (again, created) == (membership, False)

    def test_the_last_commissioner_stays(self, programme: Programme, commissioner: User, analyst: User) -> None:
        held = Membership.objects.get(programme=programme, user=commissioner)
        with pytest.raises(Refused, match="keeps at least one commissioner"):
            memberships.revoke(membership=held, by=commissioner, at=AT)
        other = Membership.objects.get(programme=programme, user=analyst)
        with pytest.raises(Forbidden):
            memberships.revoke(membership=other, by=analyst, at=AT)
        memberships.revoke(membership=other, by=commissioner, at=AT)
        assert not Membership.objects.filter(user=analyst).exists()
        assert AuditEntry.objects.filter(action="stages.membership.revoke").count() == 1
