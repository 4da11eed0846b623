"""Involving stakeholders: the plan, the contacts, and when one is no longer a stakeholder."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils.timezone import localdate

from accounts.errors import Forbidden, Refused
from accounts.models import AuditEntry, User
from stages.actions import engagement, leaving, stakeholders, visits
from stages.models import Programme, Stakeholder, StakeholderContact
from stages.selectors import alerts, registers
from stages.selectors import engagement as engagement_selector
from tests import builders
from tests.stages import tables

pytestmark = pytest.mark.django_db
AT = builders.later(days=1)


@pytest.fixture
def users(programme: Programme) -> Stakeholder:
    return stakeholders.add(programme=programme, name="Tenants", need="A home", by=builders.system(), at=AT)


def score(one: Stakeholder, power: int, legitimacy: int, urgency: int, *, days: float = 2) -> None:
    marks = {"power": power, "legitimacy": legitimacy, "urgency": urgency}
    stakeholders.score(stakeholder=one, evidence="Survey", by=builders.system(), at=builders.later(days=days), **marks)


def contact(one: Stakeholder, by: User, *, days: float = 3, **fields: Any) -> StakeholderContact:
    at = builders.later(days=days)
    given: dict[str, Any] = {
        "held_on": localdate(at),
        "how": "meeting",
        "with_whom": "Six tenants",
        "said": "Repairs come late.",
    }
    return engagement.record_contact(stakeholder=one, by=by, at=at, **(given | fields))


def kinds(programme: Programme, *, days: float) -> list[str]:
    return [alert.kind for alert in alerts.of_programme(programme, localdate(builders.later(days=days)))]


class TestContacts:
    def test_a_contact_is_kept_and_audited(self, users: Stakeholder, commissioner: User) -> None:
        made = contact(users, commissioner, next_review_on=date(2026, 5, 1))
        users.refresh_from_db()
        assert registers.contacts(users) == [made]
        assert users.next_review_on == date(2026, 5, 1)
        assert AuditEntry.objects.get(action="stages.stakeholder.contact").after["said"] == "Repairs come late."

    def test_it_is_recorded_though_stage_1_is_closed(self, users: Stakeholder, commissioner: User) -> None:
        builders.pass_decided_elsewhere(users.programme, 1)
        assert contact(users, commissioner).pk

    def test_the_owner_of_the_engagement_may_record_it_and_another_reader_not(
        self, users: Stakeholder, analyst: User, agent: User
    ) -> None:
        stakeholders.change(stakeholder=users, engagement_owner=analyst, by=builders.system(), at=AT)
        assert contact(users, analyst).recorded_by == analyst
        with pytest.raises(Forbidden, match="whoever owns the engagement"):
            contact(users, agent)

    def test_what_has_not_taken_place_is_refused(self, users: Stakeholder, commissioner: User) -> None:
        with pytest.raises(Refused, match="once it has taken place"):
            contact(users, commissioner, held_on=date(2026, 2, 1))
        with pytest.raises(Refused, match="what was said"):
            contact(users, commissioner, said=" ")
        with pytest.raises(Refused, match="after the contact"):
            contact(users, commissioner, next_review_on=date(2025, 1, 1))

    def test_it_can_be_neither_changed_nor_removed(self, users: Stakeholder, commissioner: User) -> None:
        made = contact(users, commissioner)
        with pytest.raises(DatabaseError), transaction.atomic():
            StakeholderContact.objects.filter(pk=made.pk).update(said="Nothing")
        with pytest.raises(DatabaseError), transaction.atomic():
            made.delete()


class TestPlan:
    def test_a_plan_is_written_audited_and_shown_overdue_first(self, users: Stakeholder, commissioner: User) -> None:
        stakeholders.add(programme=users.programme, name="Agents", by=commissioner, at=AT)
        given: dict[str, Any] = {"engagement_owner": commissioner, "next_review_on": date(2026, 2, 1)}
        engagement.plan(stakeholder=users, engagement="Meet", by=commissioner, at=AT, **given)
        lines = engagement_selector.plan(users.programme, date(2026, 3, 1))
        assert [(str(line.row.stakeholder), line.is_overdue) for line in lines] == [
            ("Tenants", True),
            ("Agents", False),
        ]
        assert AuditEntry.objects.filter(action="stages.stakeholder.change", by=commissioner).exists()

    def test_a_closed_stage_and_a_reader_are_refused(
        self, users: Stakeholder, commissioner: User, analyst: User
    ) -> None:
        given: dict[str, Any] = {"engagement": "Meet", "engagement_owner": commissioner, "next_review_on": None}
        with pytest.raises(Forbidden):
            engagement.plan(stakeholder=users, by=analyst, at=AT, **given)
        builders.pass_decided_elsewhere(users.programme, 1)
        with pytest.raises(visits.StageClosed):
            engagement.plan(stakeholder=users, by=commissioner, at=AT, **given)

    def test_the_days_without_contact_are_set_and_audited(
        self, programme: Programme, commissioner: User, analyst: User
    ) -> None:
        engagement.set_contact_days(programme=programme, days=30, by=commissioner, at=AT)
        programme.refresh_from_db()
        assert programme.contact_days == 30
        assert AuditEntry.objects.get(action="stages.programme.contact_days").before == {"contact_days": 90}
        with pytest.raises(Refused, match="from 1 to 730"):
            engagement.set_contact_days(programme=programme, days=0, by=commissioner, at=AT)
        with pytest.raises(Forbidden):
            engagement.set_contact_days(programme=programme, days=10, by=analyst, at=AT)


class TestAlerts:
    def test_a_changed_class_is_brought_to_mind_until_the_plan_is_looked_at(
        self, users: Stakeholder, commissioner: User
    ) -> None:
        score(users, 0, 3, 3, days=2)
        assert not kinds(users.programme, days=3)
        score(users, 3, 3, 3, days=3)
        assert kinds(users.programme, days=4) == ["class_changed"]
        given: dict[str, Any] = {"engagement": "", "engagement_owner": None, "next_review_on": None}
        engagement.plan(stakeholder=users, by=commissioner, at=builders.later(days=4), **given)
        assert not kinds(users.programme, days=4)

    def test_silence_towards_the_pressing_is_brought_to_mind_until_a_contact(
        self, users: Stakeholder, commissioner: User
    ) -> None:
        score(users, 0, 3, 3)
        assert kinds(users.programme, days=91) == []
        assert kinds(users.programme, days=93) == ["no_contact"]
        contact(users, commissioner, days=92)
        assert kinds(users.programme, days=93) == []
        assert kinds(users.programme, days=200) == ["no_contact"]

    def test_silence_towards_others_is_not(self, users: Stakeholder) -> None:
        score(users, 3, 3, 0)
        assert kinds(users.programme, days=400) == []


class TestLeaving:
    def test_an_entry_without_history_is_removed_and_the_trail_keeps_it(
        self, users: Stakeholder, commissioner: User
    ) -> None:
        leaving.remove(stakeholder=users, because="Entered twice", by=commissioner, at=AT)
        assert not users.programme.stakeholders.exists()
        entry = AuditEntry.objects.get(action="stages.stakeholder.remove")
        assert entry.before["name"] == "Tenants"
        assert entry.before["need"] == "A home"
        assert entry.after == {"because": "Entered twice"}

    def test_one_who_was_scored_is_never_removed_but_marked_and_may_come_back(
        self, users: Stakeholder, commissioner: User
    ) -> None:
        score(users, 0, 3, 3)
        with pytest.raises(Refused, match="Mark them as no longer a stakeholder"):
            leaving.remove(stakeholder=users, because="Moved", by=commissioner, at=AT)
        gone = leaving.leave(stakeholder=users, because="Moved", by=commissioner, at=AT)
        assert not registers.stakeholders(users.programme)
        assert registers.left(users.programme) == [gone]
        assert registers.scores_of(gone)
        assert kinds(users.programme, days=400) == []
        with pytest.raises(Refused, match="no longer a stakeholder"):
            score(gone, 3, 3, 3)
        with pytest.raises(Refused, match="Bring them back on their own page"):
            stakeholders.add(programme=users.programme, name="tenants", by=commissioner, at=AT)
        leaving.bring_back(stakeholder=gone, by=commissioner, at=AT)
        assert [str(row.stakeholder) for row in registers.stakeholders(users.programme)] == ["Tenants"]

    @pytest.mark.parametrize("act", [leaving.remove, leaving.leave])
    def test_one_on_whom_something_depends_stays(self, act: Any, users: Stakeholder, commissioner: User) -> None:
        tables.TIES.append("The outcome “Home” traces to their need. Trace it to somebody else first.")
        with pytest.raises(Refused, match="The outcome “Home” traces to their need"):
            act(stakeholder=users, because="Moved", by=commissioner, at=AT)
        assert registers.stakeholders(users.programme)

    @pytest.mark.parametrize("act", [leaving.remove, leaving.leave])
    def test_a_reason_a_right_and_an_open_stage_are_needed(
        self, act: Any, users: Stakeholder, commissioner: User, analyst: User
    ) -> None:
        with pytest.raises(Refused, match="Enter the reason"):
            act(stakeholder=users, because=" ", by=commissioner, at=AT)
        with pytest.raises(Forbidden):
            act(stakeholder=users, because="Moved", by=analyst, at=AT)
        builders.pass_decided_elsewhere(users.programme, 1)
        with pytest.raises(visits.StageClosed):
            act(stakeholder=users, because="Moved", by=commissioner, at=AT + timedelta(days=1))
