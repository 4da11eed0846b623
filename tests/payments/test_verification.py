"""From a plan to its results: drawn so that anybody can draw it again, checked by two, appealed, counted."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction
from pytest_django.fixtures import Settings

from accounts.errors import Forbidden
from accounts.models import AuditEntry, Role
from notifications.models import Event
from outcomes.actions import checks, claims, plan_findings, register_checks, verification
from outcomes.actions.checks import CheckRefused
from outcomes.actions.verification import PlanRefused
from outcomes.models import ClaimState, Drawing, EvidenceAnswer, ItemDecision, Question, Submission, VerificationPlan
from outcomes.selectors import plan_results, sample_items, sample_plans
from tests import builders, webhook_shapes
from tests.kept import kept
from tests.outcomes import extracts, papers
from tests.payments.scheme import PRICED
from tests.payments.verifying import Verdict, World

pytestmark = pytest.mark.django_db


@pytest.fixture
@kept
def world() -> World:
    return World()


def last_state(claim: int) -> str:
    return ClaimState.objects.filter(claim=claim).order_by("-pk").values_list("state", flat=True)[0]


def test_a_sample_is_drawn_marked_and_can_be_drawn_again(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    items = world.drawn()
    drawing = Drawing.objects.get()
    assert (drawing.claims, len(items), drawing.value) == (40, 30, Decimal("48000.00"))
    assert {last_state(item.claim_id) for item in items} == {"sampled"}
    proof = sample_plans.prove(drawing)
    assert proof.holds
    call_command("redraw_sample", world.programme.slug, items[0].plan.number)
    assert "the same 30 of 40 claims" in capsys.readouterr().out
    assert AuditEntry.objects.filter(action="outcomes.verification.draw").count() == 1


def test_the_seed_is_the_systems_own_and_no_plan_is_drawn_twice(world: World) -> None:
    plan = world.plan()
    drawing = verification.draw(plan=plan, by=world.first, at=PRICED)
    assert len(drawing.seed) == 32
    with pytest.raises(PlanRefused, match="already"):
        world.draw(plan)


def test_claims_in_another_running_plan_are_not_drawn(world: World) -> None:
    world.drawn()
    with pytest.raises(PlanRefused, match="Finish that plan"):
        world.draw(world.plan(name="Again"))


def test_an_empty_population_is_not_drawn(world: World) -> None:
    with pytest.raises(PlanRefused, match="nothing to draw"):
        world.draw(world.plan(starts_on=date(2026, 7, 1), ends_on=date(2026, 9, 30)))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"expected": Decimal("0.10")}, "must be below"),
        ({"ends_on": date(2026, 3, 1)}, "before the first day"),
        ({"ends_on": date(2999, 3, 1)}, "days that are over"),
        ({"recovery": "point"}, "where it is agreed"),
        ({"name": " "}, "Enter a name"),
    ],
)
def test_plans_that_could_not_work_are_refused(world: World, fields: dict[str, object], message: str) -> None:
    with pytest.raises(PlanRefused, match=message):
        world.plan(**fields)


def test_only_commissioner_and_verifier_plan_and_only_verifiers_check(world: World) -> None:
    for person in (world.for_agent, world.principal, builders.member(world.programme, Role.ANALYST)):
        with pytest.raises(Forbidden):
            verification.make(programme=world.programme, intent=world.intent(), by=person, at=PRICED)
    item = world.drawn()[0]
    for person in (world.for_agent, world.principal, world.commissioner):
        with pytest.raises(Forbidden):
            world.passes(item, by=person)


def test_by_value_claims_without_a_stated_amount_are_not_drawn(world: World) -> None:
    late = world.scheme.claim(world.scheme.start("LATE"), date(2026, 6, 1))
    items = world.drawn(method="by_value")
    assert late.pk not in {item.claim_id for item in items}
    assert {item.stratum for item in items} == {world.agent.code}
    for item in items:
        world.passes(item)
    result = plan_results.of(items[0].plan)[0]
    assert result.rate.point == 0


def test_claims_with_a_question_are_a_stratum_of_their_own(world: World, settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    twice = [
        world.scheme.claim(world.scheme.start(f"T{number}"), date(2026, 5, 1), evidence_ref="SAME") for number in (1, 2)
    ]
    asked = world.claims[0]
    sent = Submission.objects.create(
        programme=world.programme, agent=world.agent, kind="outcomes", filename="a.csv", path="a", digest="0" * 64,
        size=1, submitted_by=world.for_agent, submitted_at=PRICED,
    )  # fmt: skip
    Question.objects.create(
        submission=sent, claim=asked, participant=asked.participant, row_number=2, code="odd", sentence="Is it?",
        asked_at=PRICED,
    )  # fmt: skip
    with_same_file = [papers.attached(one, by=world.for_agent, at=PRICED).claim for one in world.claims[1:3]]
    items = world.drawn(risk_share=Decimal(1))
    own = {item.claim_id: item.asks for item in items if item.stratum.endswith("risk")}
    assert own == {
        **{claim.pk: ["same_evidence"] for claim in twice}, asked.pk: ["question"],
        **{claim.pk: ["same_file"] for claim in with_same_file},
    }  # fmt: skip


def test_a_claim_fails_when_a_second_verifier_agrees(world: World) -> None:
    item = world.drawn()[0]
    world.fails(item)
    assert last_state(item.claim_id) == "sampled"
    with pytest.raises(Forbidden, match="another verifier"):
        checks.confirm(item=item, agree=True, by=world.first, at=PRICED)
    checks.confirm(item=item, agree=True, by=world.second, at=PRICED)
    told = Event.objects.get(kind="claim.failed")
    webhook_shapes.require_described(told)
    assert (told.data["claim"], told.organisations) == (item.claim_id, [item.claim.agent_id])
    assert (world.state(item), last_state(item.claim_id)) == ("failed", "failed")
    run = world.scheme.price()
    assert run is not None
    assert run.net == Decimal("-1200.00")


def test_a_failure_that_is_not_agreed_to_is_checked_again(world: World) -> None:
    item = world.drawn()[0]
    world.fails(item)
    with pytest.raises(CheckRefused, match="looked at again"):
        checks.confirm(item=item, agree=False, by=world.second, at=PRICED)
    checks.confirm(item=item, agree=False, note="The letter names them.", by=world.second, at=PRICED)
    assert world.state(item) == "to_check"
    assert world.passes(item).round == 2
    assert last_state(item.claim_id) == "verified"


def test_of_two_verifiers_at_one_claim_the_second_is_told_who_was_first(world: World) -> None:
    item = world.drawn()[0]
    world.passes(item)
    with pytest.raises(CheckRefused, match=f"{world.first} has decided on this claim meanwhile"):
        world.fails(item, by=world.second)
    assert item.decisions.count() == 1


def test_evidence_is_asked_for_and_answered_once(world: World) -> None:
    item = world.drawn()[0]
    until = PRICED.date() + timedelta(days=14)
    with pytest.raises(CheckRefused, match="still to come"):
        checks.ask(item=item, text="The letter", due_on=date(2026, 1, 1), by=world.first, at=PRICED)
    asked = checks.ask(item=item, text="The letter", due_on=until, by=world.first, at=PRICED)
    assert world.state(item) == "asked"
    rival = builders.member(world.programme, Role.AGENT, organisation=builders.organisation("Rival"))
    with pytest.raises(Forbidden):
        checks.answer(request=asked, text="Here", reference="", by=rival, at=PRICED)
    checks.answer(request=asked, text="Here", reference="L1", by=world.for_agent, at=PRICED)
    assert world.state(item) == "to_check"
    with pytest.raises(CheckRefused, match="answered this request already"):
        checks.answer(request=asked, text="Again", reference="", by=world.for_agent, at=PRICED)
    assert EvidenceAnswer.objects.count() == 1


def test_an_appeal_is_decided_by_somebody_who_has_not_decided_before(world: World) -> None:
    item = world.drawn()[0]
    world.fails_for_good(item)
    late = PRICED + timedelta(days=15)
    with pytest.raises(CheckRefused, match="Appeals were possible until"):
        checks.appeal(item=item, text="They do work there.", by=world.for_agent, at=late)
    checks.appeal(item=item, text="They do work there.", by=world.for_agent, at=PRICED)
    for person in (world.first, world.second):
        with pytest.raises(Forbidden, match="somebody else has to decide the appeal"):
            checks.decide_appeal(item=item, uphold=True, note="So", by=person, at=PRICED)
    checks.decide_appeal(item=item, uphold=True, note="The payslip proves it.", by=world.commissioner, at=PRICED)
    assert (world.state(item), last_state(item.claim_id)) == ("passed", "verified")
    with pytest.raises(CheckRefused):
        checks.appeal(item=item, text="Again", by=world.for_agent, at=PRICED)


def test_claims_are_checked_against_a_register_as_a_set(world: World) -> None:
    items = world.drawn()
    first, second = items[:2]
    day, other = first.claim.event_date.isoformat(), (second.claim.event_date + timedelta(days=9)).isoformat()
    rows = f"{first.claim.participant.reference},job,{day}\n{second.claim.participant.reference},job,{other}\n"
    extract = extracts.send(
        world.programme, "participant,outcome,achieved_on\n" + rows, by=world.commissioner, at=PRICED,
        covers_from=date(2026, 1, 1), covers_until=date(2026, 12, 31),
    )  # fmt: skip
    with pytest.raises(Forbidden):
        register_checks.match(plan=first.plan, extract=extract, by=world.commissioner, at=PRICED)
    done = register_checks.match(plan=first.plan, extract=extract, by=world.first, at=PRICED)
    assert (done.found, done.other_day, done.nothing) == (1, 1, len(items) - 2)
    assert (world.state(first), world.state(second), world.state(items[2])) == ("passed", "asked", "to_check")
    assert first.decisions.get().by_register
    assert "21 May 2026; 12 May 2026 was claimed" in second.requests.get().text
    again = register_checks.match(plan=first.plan, extract=extract, by=world.second, at=PRICED)
    assert (again.found, again.other_day) == (0, 0)


def test_too_many_errors_raise_a_finding_on_evidence_and_training_and_again_on_the_agent(world: World) -> None:
    items = world.drawn()
    plan = items[0].plan
    with pytest.raises(PlanRefused, match="not over the tolerance"):
        plan_findings.raise_for(plan=plan, agent=world.agent.code, by=world.first, at=PRICED)
    for item in items[:8]:
        world.fails_for_good(item)
    for item in items[8:]:
        world.passes(item)
    finding, created = plan_findings.raise_for(plan=plan, agent=world.agent.code, by=world.first, at=PRICED)
    assert created
    assert sorted(finding.stages.values_list("stage", flat=True)) == [4, 5]
    assert "8 of 30 checked claims are wrong" in finding.summary
    assert plan_findings.raise_for(plan=plan, agent=world.agent.code, by=world.second, at=PRICED) == (finding, False)
    verification.finish(plan=plan, by=world.commissioner, at=PRICED + timedelta(days=15))
    later = world.drawn(name="Again", tolerable=Decimal("0.011"), expected=Decimal(0))
    for item in later:
        world.fails_for_good(item)
    second, _ = plan_findings.raise_for(plan=later[0].plan, agent=world.agent.code, by=world.first, at=PRICED)
    assert sorted(second.stages.values_list("stage", flat=True)) == [3, 4, 5]


@pytest.mark.parametrize("step", ["check", "confirm", "appeal"])
def test_the_database_itself_keeps_duties_apart(world: World, step: str) -> None:
    item = world.drawn()[0]
    verdict = {"check": Verdict.PASSED, "confirm": Verdict.AGREED, "appeal": Verdict.UPHELD}[step]
    who = world.first
    if step == "check":
        who = world.for_agent
    else:
        world.fails(item)
    if step == "appeal":
        checks.confirm(item=item, agree=True, by=world.second, at=PRICED)
        checks.appeal(item=item, text="So", by=world.for_agent, at=PRICED)
    with pytest.raises(DatabaseError, match=r"decide|confirmed"), transaction.atomic():
        ItemDecision.objects.create(item=item, round=1, step=step, verdict=verdict, decided_by=who, decided_at=PRICED)


def test_who_sent_the_claim_never_decides_on_it_even_when_the_role_is_over(world: World) -> None:
    sender = world.for_agent
    item = world.drawn()[0]
    sent = Submission.objects.create(
        programme=world.programme, agent=world.agent, kind="outcomes", filename="a.csv", path="a", digest="0" * 64,
        size=1, submitted_by=sender, submitted_at=PRICED,
    )  # fmt: skip
    claim = world.scheme.claim(world.scheme.start("SENT"), date(2026, 5, 3), submission=sent)
    verification.give_up(plan=item.plan, reason="Again", by=world.commissioner, at=PRICED)
    plan = world.plan(name="All", tolerable=Decimal("0.011"), expected=Decimal(0))
    world.draw(plan)
    own = plan.items.get(claim=claim)
    world.programme.memberships.filter(user=sender).delete()
    builders.member(world.programme, Role.VERIFIER, user=sender)
    with pytest.raises(Forbidden, match="You sent this claim"):
        world.passes(own, by=sender)
    with pytest.raises(DatabaseError, match="submitted"), transaction.atomic():
        ItemDecision.objects.create(
            item=own, round=1, step="check", verdict="passed", decided_by=sender, decided_at=PRICED
        )


def test_a_plan_is_finished_only_when_nothing_waits_and_keeps_its_results(world: World) -> None:
    items = world.drawn(recovery="point", recovery_basis="Clause 12")
    world.fails_for_good(items[0])
    with pytest.raises(PlanRefused, match="29 to be checked; agents may appeal until"):
        verification.finish(plan=items[0].plan, by=world.commissioner, at=PRICED)
    for item in items[1:]:
        world.passes(item)
    after = PRICED + timedelta(days=15)
    end = verification.finish(plan=items[0].plan, by=world.commissioner, at=after)
    result = end.results[world.agent.code]
    assert (result["wrong"], result["drawn"], result["verdict"]) == (1, 30, "within")
    assert result["recovery"] == str((Decimal(1) / 30 * 10 * 1200).quantize(Decimal("0.01")))
    with pytest.raises(PlanRefused, match="ended this plan before"):
        verification.give_up(plan=items[0].plan, reason="Late", by=world.commissioner, at=after)


def test_a_claim_withdrawn_after_it_was_drawn_counts_as_wrong(world: World) -> None:
    items = world.drawn()
    claims.withdraw(claim=items[0].claim, reason="A mistake", by=world.for_agent, at=PRICED)
    assert world.state(items[0]) == "withdrawn"
    with pytest.raises(CheckRefused, match="withdrawn by the agent"):
        world.passes(items[0])
    assert plan_results.of(items[0].plan)[0].wrong == 1


def test_over_the_tolerance_every_claim_is_drawn(world: World) -> None:
    items = world.drawn()
    for item in items[:8]:
        world.fails_for_good(item)
    for item in items[8:]:
        world.passes(item)
    plan = items[0].plan
    assert plan_results.of(plan)[0].verdict == "over"
    drawing = verification.check_everything(
        plan=plan, agent=world.agent.code, reason="Over 10%", by=world.commissioner, at=PRICED
    )
    assert drawing.items.count() == 10
    assert sample_plans.prove(drawing).holds
    for item in drawing.items.all():
        world.passes(item)
    assert plan_results.of(plan)[0].rate_words == "20.0% (every claim checked)"
    with pytest.raises(PlanRefused, match="drawn already"):
        verification.check_everything(
            plan=plan, agent=world.agent.code, reason="Again", by=world.commissioner, at=PRICED
        )


def test_a_plan_is_not_given_up_under_an_appeal_nor_while_one_may_be_made(world: World) -> None:
    item = world.drawn()[0]
    world.fails_for_good(item)
    until = sample_items.appeal_until(item.plan, PRICED)

    def give_up(at: datetime) -> None:
        verification.give_up(plan=item.plan, reason="The register is late", by=world.commissioner, at=at)

    with pytest.raises(PlanRefused, match="agents may appeal until"):
        give_up(PRICED)
    checks.appeal(item=item, text="The employer has a new name.", by=world.for_agent, at=PRICED)
    late = PRICED + (until - PRICED.date()) + timedelta(days=1)
    with pytest.raises(PlanRefused, match="1 with an appeal to be decided"):
        give_up(late)
    third = builders.member(world.programme, Role.VERIFIER)
    checks.decide_appeal(item=item, uphold=False, note="It has not.", by=third, at=late)
    give_up(late)


def test_a_plan_given_up_lets_undecided_claims_go(world: World) -> None:
    items = world.drawn()
    world.passes(items[0])
    verification.give_up(plan=items[0].plan, reason="The register is late", by=world.commissioner, at=PRICED)
    assert last_state(items[0].claim_id) == "verified"
    assert last_state(items[1].claim_id) == "accepted"
    assert VerificationPlan.objects.count() == 1
    with pytest.raises(PlanRefused, match="ended"):
        world.passes(items[1])
