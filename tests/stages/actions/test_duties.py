"""Roles that do not go together are refused when they are granted, with the reason."""

import pytest

from accounts.errors import Refused
from accounts.models import Role
from stages.actions import memberships
from stages.models import Membership
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("held", "asked", "why"),
    [
        (Role.AGENT, Role.VERIFIER, "cannot be a verifier here as well: who delivers cannot check"),
        (Role.VERIFIER, Role.AGENT, "cannot be an agent here as well: who delivers cannot check"),
        (Role.PRINCIPAL, Role.AGENT, "cannot be an agent here as well: who delivers cannot pay"),
    ],
)
def test_roles_that_do_not_go_together_are_refused(held: Role, asked: Role, why: str) -> None:
    programme = builders.programme()
    person = builders.member(programme, held)
    with pytest.raises(Refused, match=why):
        builders.member(programme, asked, user=person)
    assert Membership.objects.filter(user=person).count() == 1
    assert builders.member(builders.programme(), asked, user=person) == person


def test_a_role_can_follow_the_other_and_roles_that_go_together_are_granted() -> None:
    programme = builders.programme()
    person = builders.member(programme, Role.AGENT)
    builders.member(programme, Role.EXPERT_BODY, user=person)
    held = Membership.objects.get(user=person, role=Role.AGENT)
    memberships.revoke(membership=held, by=builders.system(), at=builders.MOMENT)
    builders.member(programme, Role.VERIFIER, user=person)
