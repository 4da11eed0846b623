"""The consortium as it was signed: who delivers for an agent, on which terms, and how many people are sent there."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.timezone import localdate

from accounts.errors import Refused
from accounts.models import Organisation, User
from delivery import permissions
from delivery.actions import records
from delivery.models import LeadTerms, Partner, PartnerTerms, ReferralCount
from delivery.selectors import partners as partner_pages
from stages.actions import records as stage_records
from stages.actions import visits
from stages.models import Programme

WHOLE = Decimal(100)
FIELDS = ["name", "size", "is_charity", "work", "staff"]
TERMS = ["from_date", "until_date", "share_of_work", "share_of_pay", "share_by_results", "payment_days",
         "promised_a_year", "reason"]  # fmt: skip
LEAD_TERMS = ["share_by_results", "payment_days", "risk_ceiling", "risk_ceiling_small", "caseload_ceiling",
              "mix_tolerance", "evidence"]  # fmt: skip


@transaction.atomic
def add(
    *,
    programme: Programme,
    agent: Organisation,
    name: str,
    size: str,
    is_charity: bool = False,
    work: str = "",
    staff: int = 0,
    by: User,
    at: datetime,
) -> Partner:
    """Record an organisation that delivers for the agent. Names are unique for an agent, in any case of letters."""
    records.begin(programme, agent, by)
    name = name.strip()
    _check_name(programme, agent, name)
    if size not in Partner.Size.values:
        raise Refused("Select the size of the partner.")
    partner = Partner.objects.create(
        programme=programme, agent=agent, name=name, size=size, is_charity=is_charity, work=work.strip(), staff=staff,
        added_by=by, added_at=at,
    )  # fmt: skip
    stage_records.added(partner, programme=programme, action="delivery.partner.add", names=FIELDS, by=by, at=at)
    return partner


def _check_name(programme: Programme, agent: Organisation, name: str, other_than: int = 0) -> None:
    if not name:
        raise Refused("Enter the name of the partner.")
    same = Partner.objects.filter(programme=programme, agent=agent, name__iexact=name).exclude(pk=other_than)
    if same.exists():
        raise Refused(f"{name} is a partner already. Change that entry, or give this one another name.")


@transaction.atomic
def change(*, partner: Partner, by: User, at: datetime, **fields: Any) -> Partner:
    """Change what is known of a partner besides its terms."""
    records.begin(partner.programme, partner.agent, by)
    if unknown := set(fields) - set(FIELDS):
        raise TypeError(f"A partner has no {', '.join(sorted(unknown))}")
    if "name" in fields:
        fields["name"] = fields["name"].strip()
        _check_name(partner.programme, partner.agent, fields["name"], partner.pk)
    stage_records.change(partner, fields, programme=partner.programme, action="delivery.partner.change", by=by, at=at)
    return partner


@transaction.atomic
def sign(
    *,
    partner: Partner,
    from_date: date,
    share_of_work: Decimal,
    share_of_pay: Decimal,
    share_by_results: Decimal,
    payment_days: int,
    promised_a_year: int = 0,
    until_date: date | None = None,
    reason: str = "",
    by: User,
    at: datetime,
) -> PartnerTerms:
    """Record what a subcontract says from a day on. Earlier terms are kept; the latest that have begun count."""
    records.begin(partner.programme, partner.agent, by)
    if until_date is not None and until_date < from_date:
        raise Refused("The last day of the terms must not be before their first day.")
    if not all(0 <= share <= WHOLE for share in (share_of_work, share_of_pay, share_by_results)):
        raise Refused("Shares are percentages from 0 to 100.")
    _refuse_more_than_all(partner, share_of_work, "work", from_date)
    _refuse_more_than_all(partner, share_of_pay, "pay", from_date)
    terms = PartnerTerms.objects.create(
        partner=partner, from_date=from_date, until_date=until_date, share_of_work=share_of_work,
        share_of_pay=share_of_pay, share_by_results=share_by_results, payment_days=payment_days,
        promised_a_year=promised_a_year, reason=reason.strip(), recorded_by=by, recorded_at=at,
    )  # fmt: skip
    stage_records.added(
        terms, programme=partner.programme, action="delivery.partner.sign", names=["partner", *TERMS], by=by, at=at
    )
    return terms


def _refuse_more_than_all(partner: Partner, share: Decimal, what: str, on: date) -> None:
    """The partners of one agent cannot have more than the whole of its work or pay between them."""
    held = PartnerTerms.objects.filter(pk__in=partner_pages.latest_terms(partner.programme, on).values("pk"))
    others = held.filter(partner__agent=partner.agent).exclude(partner=partner)
    taken = others.aggregate(taken=Sum(f"share_of_{what}"))["taken"] or Decimal(0)
    if taken + share > WHOLE:
        raise Refused(
            f"The other partners have {taken.normalize():f}% of the {what} already, so this one can have "
            f"{(WHOLE - taken).normalize():f}% at most. Check the shares."
        )


@transaction.atomic
def count_referrals(*, partner: Partner, counted_on: date, people: int, by: User, at: datetime) -> ReferralCount:
    """Record how many people had been referred to the partner by a day, since the subcontract began."""
    records.begin(partner.programme, partner.agent, by)
    if counted_on > localdate(at):
        raise Refused("The day of the count must not be in the future.")
    counted = ReferralCount.objects.create(
        partner=partner, counted_on=counted_on, people=people, recorded_by=by, recorded_at=at
    )
    names = ["partner", "counted_on", "people"]
    stage_records.added(
        counted, programme=partner.programme, action="delivery.partner.count", names=names, by=by, at=at
    )
    return counted


@transaction.atomic
def state_lead_terms(
    *,
    programme: Programme,
    agent: Organisation,
    share_by_results: Decimal,
    payment_days: int,
    risk_ceiling: Decimal,
    risk_ceiling_small: Decimal,
    caseload_ceiling: int,
    mix_tolerance: Decimal,
    evidence: str,
    by: User,
    at: datetime,
) -> LeadTerms:
    """State what is agreed for an agent, against which its delivery is judged. Earlier statements are kept.

    Not for agents: nobody sets the measure by which they are judged themselves.
    """
    permissions.require(by, "delivery.state_terms", programme)
    visits.require_open(programme=programme, stage=records.STAGE)
    shares = (share_by_results, risk_ceiling, risk_ceiling_small, mix_tolerance)
    if not all(0 <= share <= WHOLE for share in shares):
        raise Refused("Shares are percentages from 0 to 100.")
    if caseload_ceiling < 1:
        raise Refused("The most participants for one full-time key worker must be 1 or more.")
    if not evidence.strip():
        raise Refused("Enter where this was agreed.")
    stated = LeadTerms.objects.create(
        programme=programme, agent=agent, share_by_results=share_by_results, payment_days=payment_days,
        risk_ceiling=risk_ceiling, risk_ceiling_small=risk_ceiling_small, caseload_ceiling=caseload_ceiling,
        mix_tolerance=mix_tolerance, evidence=evidence.strip(), stated_by=by, stated_at=at,
    )  # fmt: skip
    names = ["agent", *LEAD_TERMS]
    stage_records.added(stated, programme=programme, action="delivery.lead_terms.state", names=names, by=by, at=at)
    return stated
