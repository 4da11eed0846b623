"""The consortium as pages show it: each partner with its terms and what the risk-cascade test says of them."""

import dataclasses
from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.http import Http404

from accounts.models import Organisation, User
from delivery.domain import risk_cascade
from delivery.models import LeadTerms, Partner, PartnerTerms, ReferralCount
from delivery.selectors import access
from stages.models import Programme

FLAGGED_FIRST = {risk_cascade.FLAGGED: 0, risk_cascade.UNKNOWN: 1, risk_cascade.PASSED: 2}


@dataclasses.dataclass(frozen=True)
class Row:
    """A partner, the terms in force, the latest count of referrals, and what each rule says; no terms, no answers."""

    partner: Partner
    terms: PartnerTerms | None
    count: ReferralCount | None
    share_of_risk: str
    answers: list[risk_cascade.Answer]

    @property
    def verdict(self) -> str:
        return risk_cascade.verdict(self.answers) if self.answers else risk_cascade.UNKNOWN

    @property
    def flags(self) -> list[risk_cascade.Answer]:
        return [answer for answer in self.answers if answer.verdict == risk_cascade.FLAGGED]


@dataclasses.dataclass(frozen=True)
class Wanted:
    q: str = ""
    agent: str = ""
    verdict: str = ""


def latest_terms(programme: Programme, on: date) -> QuerySet[PartnerTerms]:
    """For each partner the terms that began last, by the day, unless they have ended."""
    begun = PartnerTerms.objects.filter(partner__programme=programme, from_date__lte=on)
    last = begun.order_by("partner", "-from_date", "-pk").distinct("partner")
    return PartnerTerms.objects.filter(pk__in=last.values("pk")).exclude(until_date__lt=on)


def lead_terms(programme: Programme) -> dict[int, LeadTerms]:
    """What was last stated for each agent, by the agent's number."""
    stated = LeadTerms.objects.filter(programme=programme).select_related("agent", "stated_by")
    return {row.agent_id: row for row in stated.order_by("agent", "-stated_at", "-pk").distinct("agent")}


def _lead(stated: LeadTerms | None) -> risk_cascade.Lead | None:
    if stated is None:
        return None
    return risk_cascade.Lead(
        stated.share_by_results, stated.payment_days, stated.risk_ceiling, stated.risk_ceiling_small
    )


def _row(
    partner: Partner, terms: PartnerTerms | None, since: date | None, count: ReferralCount | None,
    lead: risk_cascade.Lead | None,
) -> Row:  # fmt: skip
    if terms is None or since is None:
        return Row(partner, None, count, "", [])
    sub = risk_cascade.Sub(
        is_vulnerable=partner.is_vulnerable, share_of_work=terms.share_of_work, share_of_pay=terms.share_of_pay,
        share_by_results=terms.share_by_results, payment_days=terms.payment_days,
        promised_a_year=terms.promised_a_year, since=since,
        referred=count.people if count else None, counted_on=count.counted_on if count else None,
    )  # fmt: skip
    carried = risk_cascade.percent(risk_cascade.share_of_risk(sub, lead)) if lead else ""
    return Row(partner, terms, count, carried, risk_cascade.judge(sub, lead))


def judged(programme: Programme, partners: Iterable[Partner], on: date) -> list[Row]:
    """The partners with what the test says of each on the day, flagged ones first. Four queries, however many."""
    terms = {row.partner_id: row for row in latest_terms(programme, on)}
    began = PartnerTerms.objects.filter(partner__programme=programme).order_by("partner", "from_date", "pk")
    since = dict(began.distinct("partner").values_list("partner", "from_date"))
    counts = ReferralCount.objects.filter(partner__programme=programme, counted_on__lte=on)
    counted = {row.partner_id: row for row in counts.order_by("partner", "-counted_on", "-pk").distinct("partner")}
    leads = lead_terms(programme)
    rows = [
        _row(one, terms.get(one.pk), since.get(one.pk), counted.get(one.pk), _lead(leads.get(one.agent_id)))
        for one in partners
    ]
    return sorted(rows, key=lambda row: (FLAGGED_FIRST[row.verdict], row.partner.name))


def search(viewer: User, programme: Programme, wanted: Wanted, on: date) -> list[Row]:
    """The partners that the viewer may see, judged, flagged ones first."""
    found = Partner.objects.filter(programme=programme).visible_to(viewer).select_related("agent")
    for word in wanted.q.split():
        found = found.filter(name__icontains=word)
    if wanted.agent:
        found = found.filter(agent__code=wanted.agent)
    rows = judged(programme, found, on)
    return [row for row in rows if wanted.verdict in {"", row.verdict}]


def find(viewer: User, programme: Programme, partner_id: int) -> Partner:
    """The partner, if the viewer may see it; otherwise the page does not exist for them."""
    found = Partner.objects.filter(programme=programme, pk=partner_id).visible_to(viewer)
    partner = found.select_related("agent", "programme", "added_by").first()
    if partner is None:
        raise Http404("No such partner")
    return partner


def visible_lead_terms(viewer: User, programme: Programme) -> list[LeadTerms]:
    """What was last stated for each agent whose records the viewer may see."""
    seen = set(LeadTerms.objects.filter(programme=programme).visible_to(viewer).values_list("agent", flat=True))
    return [row for agent, row in lead_terms(programme).items() if agent in seen]


def terms_of(partner: Partner) -> list[PartnerTerms]:
    """Every set of terms, the latest first."""
    return list(partner.terms.select_related("recorded_by").order_by("-from_date", "-pk"))


def counts_of(partner: Partner) -> list[ReferralCount]:
    """Every count of referrals, the latest first."""
    return list(partner.referral_counts.select_related("recorded_by").order_by("-counted_on", "-pk"))


def agents_seen(viewer: User, programme: Programme) -> list[Organisation]:
    """The agents that have partners which the viewer may see."""
    seen = Partner.objects.filter(programme=programme).visible_to(viewer).values("agent")
    return list(Organisation.objects.filter(pk__in=seen).order_by("name"))


def own(viewer: User, programme: Programme) -> QuerySet[Partner]:
    """The partners of the agents on whose behalf the viewer records, for a form to choose from."""
    agents = access.own_agents(viewer, programme)
    return Partner.objects.filter(programme=programme, agent__in=agents).select_related("agent").order_by("name")
