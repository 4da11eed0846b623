"""Partners, their terms, the counts of referrals, and what is agreed for the lead."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from accounts.errors import Forbidden, Refused
from accounts.models import AuditEntry, Role
from delivery.actions import partners
from delivery.models import LeadTerms, PartnerTerms
from delivery.selectors import partners as pages
from stages.actions.visits import StageClosed
from tests import builders
from tests.delivery import records
from tests.delivery.records import AT, SIGNED
from tests.outcomes.scheme import Scheme


def actions_of(scheme: Scheme) -> list[str]:
    found = AuditEntry.objects.filter(programme=scheme.programme.slug, action__startswith="delivery.")
    return list(found.order_by("pk").values_list("action", flat=True))


def test_an_agent_records_a_partner_its_terms_and_referrals(scheme: Scheme) -> None:
    by = scheme.user
    partner = records.partner(scheme.programme, scheme.agent, by=by)
    records.signed(partner, by=by)
    partners.count_referrals(partner=partner, counted_on=date(2025, 6, 30), people=12, by=by, at=AT)
    partners.change(partner=partner, staff=7, by=by, at=AT)
    [row] = pages.search(by, scheme.programme, pages.Wanted(), AT.date())
    assert (row.partner.staff, row.count.people if row.count else None) == (7, 12)
    assert actions_of(scheme) == [
        "delivery.partner.add", "delivery.partner.sign", "delivery.partner.count", "delivery.partner.change",
    ]  # fmt: skip


@pytest.mark.parametrize("role", [Role.COMMISSIONER, Role.EXPERT_BODY, Role.AGENT])
def test_nobody_but_the_agents_own_people_records_its_partners(scheme: Scheme, role: str) -> None:
    other = builders.member(scheme.programme, role)
    with pytest.raises(Forbidden):
        records.partner(scheme.programme, scheme.agent, by=other)
    partner = records.partner(scheme.programme, scheme.agent)
    for attempt in (
        lambda: records.signed(partner, by=other),
        lambda: partners.count_referrals(partner=partner, counted_on=SIGNED, people=1, by=other, at=AT),
        lambda: partners.change(partner=partner, staff=1, by=other, at=AT),
    ):
        with pytest.raises(Forbidden):
            attempt()


@pytest.mark.django_db
def test_nothing_is_recorded_before_stage_5_is_open() -> None:
    programme = builders.programme_at_stage(4)
    with pytest.raises(StageClosed, match="Stage 5"):
        records.partner(programme, builders.organisation())
    with pytest.raises(StageClosed):
        records.agreed(programme, builders.organisation())


def test_one_name_is_given_once(scheme: Scheme) -> None:
    records.partner(scheme.programme, scheme.agent, "Doorstep")
    with pytest.raises(Refused, match="is a partner already"):
        records.partner(scheme.programme, scheme.agent, "DOORSTEP ")
    with pytest.raises(Refused, match="Enter the name"):
        records.partner(scheme.programme, scheme.agent, " ")


def test_partners_cannot_have_more_than_all_of_the_work(scheme: Scheme) -> None:
    records.signed(records.partner(scheme.programme, scheme.agent, "One"), share_of_work=Decimal(70))
    second = records.partner(scheme.programme, scheme.agent, "Two")
    with pytest.raises(Refused, match="have 70% of the work already, so this one can have 30% at most"):
        records.signed(second, share_of_work=Decimal("30.5"))
    records.signed(second, share_of_work=Decimal(30))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"share_of_pay": Decimal(101)}, "percentages from 0 to 100"),
        ({"until_date": date(2024, 12, 31)}, "must not be before"),
    ],
)
def test_terms_that_cannot_be_are_refused(scheme: Scheme, wrong: dict[str, object], words: str) -> None:
    with pytest.raises(Refused, match=words):
        records.signed(records.partner(scheme.programme, scheme.agent), **wrong)


def test_a_count_of_a_day_to_come_is_refused(scheme: Scheme) -> None:
    partner = records.partner(scheme.programme, scheme.agent)
    with pytest.raises(Refused, match="future"):
        partners.count_referrals(partner=partner, counted_on=date(2026, 2, 1), people=1, by=scheme.user, at=AT)


def test_a_day_begins_at_midnight_in_summer_time(scheme: Scheme) -> None:
    """At 23:30 of 30 June by universal time it is half past midnight of 1 July here."""
    partner = records.partner(scheme.programme, scheme.agent)
    half_past = datetime(2025, 6, 30, 23, 30, tzinfo=UTC)
    made = partners.count_referrals(
        partner=partner, counted_on=date(2025, 7, 1), people=1, by=scheme.user, at=half_past
    )
    assert made.counted_on == date(2025, 7, 1)


def test_new_terms_count_from_their_first_day_and_the_old_ones_stay(scheme: Scheme) -> None:
    partner = records.partner(scheme.programme, scheme.agent)
    records.signed(partner)
    records.signed(partner, from_date=date(2025, 7, 1), payment_days=10, until_date=date(2025, 9, 30))
    days = {
        day: pages.judged(scheme.programme, [partner], day)[0].terms for day in (date(2025, 6, 30), date(2025, 7, 1))
    }
    assert [terms.payment_days if terms else None for terms in days.values()] == [20, 10]
    assert pages.judged(scheme.programme, [partner], date(2025, 10, 1))[0].terms is None
    assert len(pages.terms_of(partner)) == 2
    with pytest.raises(DatabaseError), transaction.atomic():
        PartnerTerms.objects.update(payment_days=1)


def test_the_lead_is_judged_by_what_others_state_and_not_by_itself(scheme: Scheme) -> None:
    commissioner = builders.member(scheme.programme, Role.COMMISSIONER)
    with pytest.raises(Forbidden):
        records.agreed(scheme.programme, scheme.agent, by=scheme.user)
    with pytest.raises(Refused, match="where this was agreed"):
        records.agreed(scheme.programme, scheme.agent, by=commissioner, evidence=" ")
    records.agreed(scheme.programme, scheme.agent, by=commissioner)
    later = records.agreed(scheme.programme, scheme.agent, by=commissioner, payment_days=14, at=builders.later(days=3))
    assert LeadTerms.objects.count() == 2
    assert pages.lead_terms(scheme.programme)[scheme.agent.pk] == later
    assert actions_of(scheme) == ["delivery.lead_terms.state"] * 2
