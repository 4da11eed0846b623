"""A candidate's page and its forms, the letters and the award, as people see them."""

import html
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from stages.actions import selection
from stages.domain import selection as rules
from stages.models import Candidate, Programme
from stages.selectors import letters
from tests import builders

pytestmark = pytest.mark.django_db
AT = builders.later(days=1)


@pytest.fixture
def programme(db: None) -> Programme:
    """A programme at stage 3 with a criterion and two candidates that the system scored, and no choice."""
    made = builders.programme_at_stage(3)
    given: dict[str, Any] = {"programme": made, "stage": 3, "by": builders.system(), "at": AT}
    [row] = selection.set_criteria(criteria=[rules.Weighted("price", "Price", Decimal(100))], **given)
    for mark, name in ((5, "Harbour Pathways"), (3, "Tideway Works")):
        candidate = selection.add_candidate(organisation=builders.organisation(name), **given)
        scores = [rules.Scored(row.pk, mark, f"The reason for {name}")]
        selection.score(candidate=candidate, scores=scores, by=builders.system(), at=AT)
    return made


@pytest.fixture
def harbour(programme: Programme) -> Candidate:
    return programme.candidates.earliest("pk")


@pytest.fixture
def writer(client: Client, programme: Programme) -> Client:
    client.force_login(builders.member(programme, Role.COMMISSIONER))
    return client


def at(candidate: Candidate, name: str, **parts: Any) -> str:
    kwargs = {"slug": candidate.programme.slug, "candidate_id": candidate.pk, **parts}
    if name in {"candidate_detail", "diligence_edit", "candidate_letter"}:
        kwargs["stage"] = candidate.stage
    return reverse(f"stages:{name}", kwargs=kwargs)


def of(programme: Programme, name: str, **parts: Any) -> str:
    return reverse(f"stages:{name}", kwargs={"slug": programme.slug, **parts})


def words(response: Any) -> str:
    return html.unescape(response.content.decode())


def test_due_diligence_shows_whether_the_cash_stands_the_lag(writer: Client, harbour: Candidate) -> None:
    assert "Working capital and cash plan are not both recorded" in words(writer.get(at(harbour, "candidate_detail")))
    data = {"references": "Two councils were called", "working_capital": "£2,000", "maximum_pbr_share": "60"}
    assert "is kept" in words(writer.post(at(harbour, "diligence_edit"), data, follow=True))
    wrong = words(writer.post(at(harbour, "cash_edit"), {"months": "0"}))
    assert "Enter the cost of delivery a month" in wrong or "Enter cost of delivery a month" in wrong
    plan = {
        "months": "12", "monthly_cost": "1000", "monthly_fee": "0", "monthly_income": "1100", "lag_months": "3",
        "pessimistic_share": "80", "pessimistic_delay_months": "1",
    }  # fmt: skip
    page = words(writer.post(at(harbour, "cash_edit"), plan, follow=True))
    assert "Two councils were called" in page
    assert "8.7 weeks of cost, against 13.0 weeks until payment" in page
    assert "£2,960.00 is missing" in page
    assert "100.0% of its income would depend on results" in page


def test_an_outlier_is_named_and_can_be_explained(writer: Client, harbour: Candidate) -> None:
    data = {"kind": "rate", "name": "Jobs kept", "value": "60", "evidence_low": "20", "evidence_high": "40"}
    assert "Enter the source of the range" in words(writer.post(at(harbour, "assumption_add"), data))
    data["source"] = "Six evaluations"
    swapped = words(writer.post(at(harbour, "assumption_add"), data | {"evidence_low": "50"}))
    assert "highest figure that is not below the lowest" in swapped
    half = words(writer.post(at(harbour, "assumption_add"), data | {"evidence_low": ""}))
    assert "Enter the lowest figure of the evidence too" in half
    page = words(writer.post(at(harbour, "assumption_add"), data, follow=True))
    assert "50% above the highest figure of the evidence, 40" in page
    row = harbour.assumptions.get()
    url = at(harbour, "assumption_edit", assumption_id=row.pk)
    assert 'value="60.00"' in words(writer.get(url))
    changed = words(writer.post(url, data | {"explanation": "Two employers"}, follow=True))
    assert "Two employers" in changed


def test_shares_that_do_not_sum_are_refused_and_kept_on_the_page(writer: Client, harbour: Candidate) -> None:
    other = builders.organisation("Stepping Forward")
    data = {
        "organisation_0": str(harbour.organisation_id), "work_0": "60", "pay_0": "60", "risk_0": "60",
        "organisation_1": str(other.pk), "work_1": "40", "pay_1": "40", "risk_1": "30", "lead": "0",
    }  # fmt: skip
    url = at(harbour, "consortium_edit")
    wrong = words(writer.post(url, data))
    assert "The shares of risk sum to 90 per cent" in wrong
    assert 'value="30"' in wrong
    assert "Enter the share of risk of Stepping Forward; 0 for none" in words(writer.post(url, data | {"risk_1": ""}))
    assert "Select the organisation of member 3" in words(writer.post(url, data | {"work_2": "5"}))
    page = words(writer.post(url, data | {"risk_1": "40"}, follow=True))
    assert "Consortium: shares in per cent" in page
    assert "Stepping Forward" in page


def test_parties_rank_the_goals_and_state_their_risk(writer: Client, harbour: Candidate) -> None:
    programme = harbour.programme
    assert "No goals yet" in words(writer.get(of(programme, "goals")))
    assert "2 to 9 goals" in words(writer.post(of(programme, "goals_edit"), {"goals": "One"}))
    writer.post(of(programme, "goals_edit"), {"goals": "Results\nTrust"})
    results, trust = programme.goals.order_by("pk")
    for party, order in (("commissioner", "12"), ("service_users", "21")):
        url = of(programme, "goals_rank", party=party)
        same = words(writer.post(url, {f"place_{results.pk}": "1", f"place_{trust.pk}": "1"}))
        assert "Give each goal a place of its own" in same
        data = {f"place_{results.pk}": order[0], f"place_{trust.pk}": order[1]}
        page = words(writer.post(url, data, follow=True))
    assert "1.00" in page
    assert "Far apart" in page
    data = {"maximum_loss": "250000", "working_capital_weeks": "26", "statement": "Half a year."}
    said = words(writer.post(of(programme, "risk_state", party="service_users"), data, follow=True))
    assert "£250,000.00" in said
    assert "Half a year." in said


def test_an_award_waits_for_the_standstill(writer: Client, harbour: Candidate) -> None:
    programme = harbour.programme
    award = of(programme, "selection_award", stage=3)
    assert "No choice yet" in words(writer.get(award))
    data = {"candidate": str(harbour.pk), "rationale": "Best", "standstill_days": "10"}
    page = words(writer.post(of(programme, "selection_decision", stage=3), data, follow=True))
    assert "10 days after the day of the choice" in page
    assert "The standstill lasts until the end of" in words(writer.post(award, {"note": ""}))
    writer.post(of(programme, "selection_decision", stage=3), data | {"standstill_days": ""})
    done = words(writer.post(award, {"note": "Nobody objected"}, follow=True))
    assert "Nobody objected" in done


def test_a_letter_tells_a_candidate_its_own_scores_and_nobody_elses(writer: Client, harbour: Candidate) -> None:
    programme = harbour.programme
    assert writer.get(at(harbour, "candidate_letter")).status_code == 404
    selection.decide(candidate=harbour, rationale="Cheapest, for reasons that stay inside", standstill_days=10,
                     by=builders.system(), at=AT)  # fmt: skip
    lost = programme.candidates.latest("pk")
    told = str(letters.letter(lost, AT))
    assert "You have not been chosen. Harbour Pathways has been chosen." in told
    assert "Nothing is awarded until the end of 16 January 2026" in told
    assert "The reason for Tideway Works" in told
    assert "60.0% of the most" in told
    assert "The reason for Harbour Pathways" not in told
    assert "Cheapest" not in told
    assert "You have been chosen to be the agent" in str(letters.letter(harbour, AT))
    response = writer.get(at(lost, "candidate_letter"))
    assert response["Content-Type"] == "application/pdf"
    assert b"".join(response).startswith(b"%PDF")
