"""The pages of verification, as verifiers, agents and commissioners use them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import Role
from outcomes.actions import checks
from outcomes.models import Drawing, VerificationPlan
from tests import builders
from tests.kept import kept
from tests.payments.scheme import PRICED
from tests.payments.verifying import World

pytestmark = pytest.mark.django_db

PLAN = {
    "name": "Jobs of spring", "starts_on": "2026-04-01", "ends_on": "2026-06-30", "due_on": "2027-03-01",
    "method": "equal", "confidence": "95", "tolerable": "10", "expected": "1", "risk_share": "25",
    "late_days": "900", "new_days": "0", "answer_days": "14", "appeal_days": "14", "recovery": "none",
    "apart": ["outcome"],
}  # fmt: skip


@pytest.fixture
@kept
def world() -> World:
    return World()


def test_a_commissioner_plans_looks_at_the_size_draws_and_draws_again(world: World, client: Client) -> None:
    client.force_login(world.commissioner)
    assert "No claims have been checked yet" in client.get(world.page("plan_list")).content.decode()
    page = client.post(world.page("plan_new"), PLAN, follow=True).content.decode()
    assert "30 claims show that fewer than 10.0% are wrong if no more than 1 of them is" in page
    assert not Drawing.objects.exists()
    page = client.post(world.page("plan_draw", 1), follow=True).content.decode()
    assert "0 of 30 drawn claims are decided" in page
    assert "30 claims to be checked" in page
    assert "Drawing again gives the same claims." in client.get(world.page("plan_redraw", 1)).content.decode()
    listed = client.get(world.page("plan_population", 1, 1)).content.decode()
    assert listed.count("\n") == 40
    page = client.post(world.page("plan_finish", 1), follow=True).content.decode()
    assert "The plan cannot be finished yet: 30 to be checked." in page


def test_before_a_contract_is_agreed_the_page_says_when_claims_are_checked(client: Client, db: None) -> None:
    programme = builders.programme()
    client.force_login(builders.member(programme, Role.VERIFIER))
    page = client.get(reverse("outcomes:plan_list", args=[programme.slug])).content.decode()
    assert "Claims are checked once stage 4 has agreed a contract" in page
    assert "Make a plan" not in page


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": ""}, "Enter the name of the plan"),
        ({"ends_on": "2026-03-01"}, "The last day cannot be before the first day"),
        ({"expected": "10"}, "The expected error rate must be below the tolerable one"),
        ({"expected": "9.9"}, "Check every claim"),
        ({"recovery": "point"}, "Enter where it is agreed that errors are extrapolated"),
        ({"confidence": "none"}, "must be a number"),
    ],
)
def test_what_is_wrong_with_a_plan_is_said(world: World, client: Client, change: dict[str, str], message: str) -> None:
    client.force_login(world.first)
    assert message in client.post(world.page("plan_new"), {**PLAN, **change}).content.decode()
    assert not VerificationPlan.objects.exists()


def test_a_verifier_checks_and_another_confirms_having_seen_what_it_changes(world: World, client: Client) -> None:
    item = world.drawn()[0]
    client.force_login(world.first)
    listed = client.get(world.page("item_list", 1), {"q": item.claim.participant.reference, "mine": "on"})
    assert world.page("item_detail", item.pk) in listed.content.decode()
    url = world.page("item_check", item.pk)
    assert "Select what is wrong with the claim" in client.post(url, {"verdict": "failed"}).content.decode()
    fails = {"verdict": "failed", "reason": "wrong_date", "note": "It was in July."}
    page = client.post(url, fails, follow=True).content.decode()
    assert "Waits for a second verifier" in page
    assert "another verifier has to confirm it" in page
    page = client.post(world.page("item_confirm", item.pk), {"agree": "yes"}).content.decode()
    assert "You found that this claim fails, so another verifier has to confirm it." in page
    client.force_login(world.second)
    page = client.get(world.page("item_confirm", item.pk)).content.decode()
    assert "£1,200.00 is stated for this claim, on the statement of" in page
    assert "Wrong date. It was in July." in page
    page = client.post(world.page("item_confirm", item.pk), {"agree": "yes"}, follow=True).content.decode()
    assert "The agent may appeal until" in page
    page = client.post(url, {"verdict": "passed"}).content.decode()
    assert "has decided on this claim meanwhile. It is now: failed." in page


def test_an_agent_answers_and_appeals_for_its_own_claims_alone(world: World, client: Client) -> None:
    first, other = world.drawn()[:2]
    due = PRICED.date() + timedelta(days=7)
    asked = checks.ask(item=first, text="Who saw it?", due_on=due, by=world.first, at=PRICED)
    client.force_login(world.for_agent)
    assert "Who saw it?" in client.get(world.page("item_detail", first.pk)).content.decode()
    page = client.post(
        world.page("item_answer", first.pk, asked.pk), {"text": "The employer.", "reference": "L7"}, follow=True
    )
    assert "The employer. Reference: L7." in page.content.decode()
    world.fails(other)
    checks.confirm(item=other, agree=True, by=world.second, at=now())
    page = client.post(world.page("item_appeal", other.pk), {"text": "They do work there."}, follow=True)
    assert "Appeal to be decided" in page.content.decode()
    rival = builders.member(world.programme, Role.AGENT, organisation=builders.organisation("Rival"))
    client.force_login(rival)
    assert client.get(world.page("item_detail", first.pk)).status_code == 404
    assert "None of your claims was drawn" in client.get(world.page("plan_detail", 1)).content.decode()
    client.force_login(world.commissioner)
    decided = {"uphold": "yes", "note": "The payslip proves it."}
    page = client.post(world.page("item_appeal_decide", other.pk), decided, follow=True)
    assert "Appeal upheld: the claim stands" in page.content.decode()


def test_over_the_tolerance_the_page_offers_to_check_everything_and_appeals_come_before_the_end(
    world: World, client: Client
) -> None:
    items = world.drawn(recovery="point", recovery_basis="Clause 12")
    for item in items[:8]:
        world.fails_for_good(item)
    for item in items[8:]:
        world.passes(item)
    client.force_login(world.commissioner)
    page = client.get(world.page("plan_list")).content.decode()
    assert "8 of 30 checked claims are wrong. Error rate so far 26.7% (between" in page
    assert "Over tolerance" in page
    assert "Errors come to £12,800.00: £9,600.00 for claims that failed, and £3,200.00" in page
    url = world.page("plan_check_everything", 1, world.agent.code)
    assert url in client.get(world.page("plan_detail", 1)).content.decode()
    page = client.post(url, {"reason": "Over 10%"}, follow=True).content.decode()
    assert "Every claim of" in page
    url = world.page("plan_give_up", 1)
    assert "agents may appeal until" in client.post(url, {"reason": "No time"}).content.decode()


def test_before_anything_is_checked_no_share_is_told_and_the_claims_wait_for_a_verifier(
    world: World, client: Client
) -> None:
    world.drawn()
    client.force_login(world.commissioner)
    page = client.get(world.page("plan_list")).content.decode()
    assert "Nothing checked yet" in page
    assert "Errors by group of claims" in client.get(world.page("plan_detail", 1)).content.decode()
    assert "0 of 0" not in page
    assert "claims to be checked</a>: wait for a verifier" in page


def test_a_plan_can_be_given_up(world: World, client: Client) -> None:
    world.drawn()
    client.force_login(world.commissioner)
    page = client.post(world.page("plan_give_up", 1), {"reason": "No time"}, follow=True).content.decode()
    assert "The plan was given up" in page
