from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from accounts.models import Role, User
from dashboards.selectors import viewer, work_agenda
from expertbody.actions import reviews
from stages.models import Programme
from tests import builders
from tests.expertbody import bodies
from tests.kept import kept


@pytest.fixture
@kept
def programme() -> Programme:
    made = builders.programme_at_stage(5, at=now() - timedelta(days=40))
    builders.body(made, from_date=localdate() - timedelta(days=30))
    return made


def look(user: User) -> viewer.Viewer:
    return viewer.look(user, localdate())


def member(programme: Programme) -> User:
    return programme.seats.select_related("user").order_by("pk")[0].user


def test_proposals_and_reviews_wait_for_those_who_sit(programme: Programme) -> None:
    bodies.proposal(programme, at=now())
    reviews.plan(programme=programme, every_months=12, due_on=localdate(), by=builders.system(), at=now())
    seated, other = look(member(programme)), look(builders.member(programme, Role.COMMISSIONER))
    assert [matter.title for matter in work_agenda.proposals(seated)] == ["Pause stage 5, delivery"]
    assert [matter.by_date for matter in work_agenda.reviews(seated)] == [localdate()]
    assert work_agenda.proposals(other) == work_agenda.reviews(other) == []


def test_an_action_waits_for_its_owner_once_it_is_due_within_a_week(programme: Programme) -> None:
    decision = bodies.decided(programme, at=now())
    owner = builders.member(programme, Role.AGENT)
    for days in (0, 7, 8):
        bodies.body_action(decision, owner=owner, at=now(), due_on=localdate() + timedelta(days=days))
    assert len(work_agenda.actions_of_mine(look(owner))) == 2
    assert work_agenda.actions_of_mine(look(member(programme))) == []


def test_a_term_that_ends_within_90_days_is_a_warning_unless_somebody_follows(programme: Programme) -> None:
    commissioner = builders.member(programme, Role.COMMISSIONER)
    assert work_agenda.terms_ending(look(commissioner)) == []
    seat = programme.seats.get(constituency="agent")
    last = localdate() + timedelta(days=60)
    seat.until_date = last
    seat.save(update_fields=["until_date"])
    (matter,) = work_agenda.terms_ending(look(commissioner))
    assert (matter.by_date, "nobody sits for agent" in matter.detail) == (last, True)
    assert work_agenda.terms_ending(look(member(programme))) == []
    builders.seat(programme, "agent", from_date=last + timedelta(days=1))
    assert work_agenda.terms_ending(look(commissioner)) == []
