"""The pages on which an agent records its partners, and the commissioner what is agreed for the agent."""

from decimal import Decimal

from django.test import Client
from django.urls import reverse

from accounts.models import Role
from delivery.models import LeadTerms, Partner, PartnerTerms, ReferralCount
from tests import builders
from tests.delivery import records
from tests.outcomes.scheme import Scheme

TERMS = {
    "from_date": "2025-01-01",
    "share_of_work": "20",
    "share_of_pay": "25%",
    "share_by_results": "50",
    "payment_days": "60",
    "promised_a_year": "100",
}


def test_an_agent_adds_a_partner_and_records_its_subcontract(client: Client, scheme: Scheme) -> None:
    client.force_login(scheme.user)
    slug = scheme.programme.slug
    client.post(
        reverse("delivery:partner_add", args=[slug]),
        {"name": "Doorstep", "size": "small", "is_charity": "on", "staff": "5"},
    )
    partner = Partner.objects.get()
    answer = client.post(reverse("delivery:partner_sign", args=[slug, partner.pk]), TERMS, follow=True)
    assert "The terms of Doorstep are recorded" in answer.content.decode()
    assert PartnerTerms.objects.get().share_of_pay == 25
    detail = reverse("delivery:partner_detail", args=[slug, partner.pk])
    client.post(detail, {"counted_on": "2025-12-31", "people": "40"})
    text = client.get(detail).content.decode()
    assert ReferralCount.objects.get().people == 40
    assert "40 referred of 100 promised by then" in text
    client.post(
        reverse("delivery:partner_edit", args=[slug, partner.pk]), {"name": "Doorway", "size": "large", "staff": "9"}
    )
    assert str(Partner.objects.get()) == "Doorway"


def test_what_is_wrong_with_a_form_is_said(client: Client, scheme: Scheme) -> None:
    client.force_login(scheme.user)
    records.partner(scheme.programme, scheme.agent)
    url = reverse("delivery:partner_add", args=[scheme.programme.slug])
    assert "Select the size" in client.post(url, {"name": "X", "staff": "0"}).content.decode()
    twice = client.post(url, {"name": "doorstep", "size": "small", "staff": "0"}).content.decode()
    assert "doorstep is a partner already" in twice


def test_the_commissioner_states_what_is_agreed_for_the_lead(client: Client, scheme: Scheme) -> None:
    client.force_login(builders.member(scheme.programme, Role.COMMISSIONER))
    given = {
        "share_by_results": "40", "payment_days": "30", "risk_ceiling": "30", "risk_ceiling_small": "10",
        "caseload_ceiling": "40", "mix_tolerance": "5", "evidence": "Schedule 4",
    }  # fmt: skip
    url = reverse("delivery:lead_terms_state", args=[scheme.programme.slug])
    assert client.post(url, given).status_code == 302
    assert LeadTerms.objects.get().risk_ceiling_small == Decimal(10)


def test_the_test_explains_every_flag(client: Client, scheme: Scheme) -> None:
    records.agreed(scheme.programme, scheme.agent)
    partner = records.partner(scheme.programme, scheme.agent)
    records.signed(partner, payment_days=75)
    client.force_login(builders.member(scheme.programme, Role.ANALYST))
    text = client.get(reverse("delivery:partner_detail", args=[scheme.programme.slug, partner.pk])).content.decode()
    assert "75 days against the lead&#x27;s 30" in text
    assert "lends the lead money" in text
    assert "Record the count" not in text
