"""Plans, drawings and what was found travel with a programme's pack, and so does what was taken back."""

import json
from datetime import timedelta
from typing import Any

import jsonschema
import pytest
from django.conf import settings

from outcomes.actions import checks, claims, pack_verification, pack_verification_export, pack_withdrawals, verification
from outcomes.models import SampleItem, VerificationPlan
from outcomes.selectors import plan_results, sample_items, sample_plans
from payments.actions import pack_recoveries, recoveries
from payments.models import LedgerEntry
from stages.actions.pack_errors import PackError
from tests import builders
from tests.kept import kept
from tests.payments.scheme import PRICED
from tests.payments.verifying import World

pytestmark = pytest.mark.django_db
AFTER = PRICED + timedelta(days=20)


@pytest.fixture
@kept
def world() -> World:
    """A finished plan with a withdrawn claim, evidence, a failure, an appeal upheld and one check done twice."""
    world = World()
    items = world.drawn(recovery="point", recovery_basis="Clause 12")
    claims.withdraw(claim=items[0].claim, reason="A mistake", by=world.for_agent, at=PRICED)
    asked = checks.ask(item=items[1], text="Who?", due_on=PRICED.date(), by=world.first, at=PRICED)
    checks.answer(request=asked, text="The employer", reference="L1", by=world.for_agent, at=PRICED)
    world.fails_for_good(items[1])
    world.fails_for_good(items[2])
    checks.appeal(item=items[2], text="They do.", by=world.for_agent, at=PRICED)
    checks.decide_appeal(item=items[2], uphold=True, note="Payslip", by=world.commissioner, at=PRICED)
    world.fails(items[3])
    checks.confirm(item=items[3], agree=False, note="Look again", by=world.second, at=PRICED)
    for item in items[3:]:
        world.passes(item)
    verification.finish(plan=items[0].plan, by=world.commissioner, at=AFTER)
    recoveries.apply(plan=items[0].plan, by=world.principal, at=AFTER)
    return world


def moved(section: list[dict[str, Any]], world: World, other: World) -> list[dict[str, Any]]:
    """The section with the names of the other world's people and agent."""
    text = json.dumps(section)
    for name in ("first", "second", "commissioner", "for_agent", "principal"):
        text = text.replace(f'"{getattr(world, name).email}"', f'"{getattr(other, name).email}"')
    found: list[dict[str, Any]] = json.loads(text)
    return found


def withdrawn_person(world: World) -> str:
    """The participant whose claim was withdrawn."""
    items = sample_items.with_state(SampleItem.objects.filter(plan__programme=world.programme))
    found: SampleItem = items.get(state="withdrawn")
    return found.claim.participant.reference


def test_what_is_exported_loads_to_the_same(world: World) -> None:
    other = World()
    assert other.agent == world.agent
    plans = moved(pack_verification_export.export(world.programme), world, other)
    withdrawn = moved(pack_withdrawals.export(world.programme), world, other)
    back = moved(pack_recoveries.export(world.programme), world, other)
    schema = json.loads((settings.BASE_DIR / "docs" / "pack.schema.json").read_text())
    for name, section in (("verification", plans), ("withdrawals", withdrawn), ("recoveries", back)):
        jsonschema.validate(section, {**schema["properties"][name], "$defs": schema["$defs"]})
    for _ in range(2):
        pack_verification.load(programme=other.programme, section=plans, by=builders.system(), at=AFTER)
        pack_withdrawals.load(programme=other.programme, section=withdrawn, by=builders.system(), at=AFTER)
        pack_recoveries.load(programme=other.programme, section=back, by=builders.system(), at=AFTER)
    assert pack_verification_export.export(other.programme) == plans
    assert pack_recoveries.export(other.programme) == back
    plan = VerificationPlan.objects.get(programme=other.programme)
    assert sample_plans.prove(plan.drawings.get()).holds
    before = VerificationPlan.objects.get(programme=world.programme)
    assert [one.rate_words for one in plan_results.of(plan)] == [one.rate_words for one in plan_results.of(before)]
    states = sample_items.counts(plan, SampleItem.objects.filter(plan=plan))
    assert states == {"withdrawn": 1, "failed": 1, "passed": 28}
    withdrawn_claim = sample_items.with_state(plan.items.all()).get(state="withdrawn").claim
    assert withdrawn_claim.participant.reference == withdrawn_person(world)
    other.scheme.price()
    assert LedgerEntry.objects.filter(programme=other.programme, rule="verification_recovery").count() == 1


def test_a_changed_list_or_another_seed_is_refused(world: World) -> None:
    other = World()
    plans = moved(pack_verification_export.export(world.programme), world, other)
    for field, value, message in (
        ("seed", "another", "another sample"),
        ("digest", "0" * 64, "it was changed"),
        ("population", "AAAA", "cannot be read"),
    ):
        spoilt = json.loads(json.dumps(plans))
        spoilt[0]["drawings"][0][field] = value
        with pytest.raises(PackError, match=message):
            pack_verification.load(programme=other.programme, section=spoilt, by=builders.system(), at=AFTER)


def test_one_person_cannot_bring_in_both_verifiers_words(world: World) -> None:
    other = World()
    plans = moved(pack_verification_export.export(world.programme), world, other)
    spoilt = json.loads(json.dumps(plans).replace(other.second.email, other.first.email))
    with pytest.raises(PackError, match="may not decide it"):
        pack_verification.load(programme=other.programme, section=spoilt, by=builders.system(), at=AFTER)
    pack_verification.load(programme=other.programme, section=spoilt, by=other.commissioner, at=AFTER)
    plan = VerificationPlan.objects.get(programme=other.programme)
    assert plan.made_by == other.commissioner
    assert not plan.items.filter(decisions__isnull=False).exists()
