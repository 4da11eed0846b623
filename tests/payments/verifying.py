"""A priced scheme whose claims are checked: forty jobs of one agent, and the people who check them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse

from accounts.models import Role, User
from outcomes.actions import checks, verification
from outcomes.domain.plans import Intent
from outcomes.models import Drawing, ItemDecision, SampleItem, VerificationPlan
from outcomes.selectors import sample_items
from tests import builders
from tests.payments import scheme
from tests.payments.scheme import MAY, PRICED

SEED = "c0ffee"
Verdict = ItemDecision.Verdict


class World:
    """Forty claims of £1,200 each, stated; a first and a second verifier; nothing drawn yet."""

    def __init__(self, claims: int = 40, **fields: Any) -> None:
        self.scheme = scheme.scheme(caps=[], **fields)
        self.programme = self.scheme.programme
        self.agent = self.scheme.agent
        self.for_agent = self.scheme.place.for_agent
        self.commissioner = self.scheme.place.commissioner
        self.principal = self.scheme.place.for_principal
        self.first = builders.member(self.programme, Role.VERIFIER)
        self.second = builders.member(self.programme, Role.VERIFIER)
        people = [self.scheme.start(f"P{number:03}") for number in range(claims)]
        self.claims = [self.scheme.claim(person, MAY, evidence_ref=f"L{person.pk}") for person in people]
        self.scheme.price()

    def intent(self, **fields: Any) -> Intent:
        given: dict[str, Any] = {
            "name": "Jobs of spring", "starts_on": date(2026, 4, 1), "ends_on": date(2026, 6, 30),
            "due_on": date(2027, 3, 1), "tolerable": Decimal("0.10"), "late_days": 900, "new_days": 0,
        }  # fmt: skip
        return Intent(**(given | fields))

    def plan(self, **fields: Any) -> VerificationPlan:
        return verification.make(
            programme=self.programme, intent=self.intent(**fields), by=self.commissioner, at=PRICED
        )

    def draw(self, plan: VerificationPlan, seed: str = SEED, at: datetime = PRICED) -> Drawing:
        return verification.draw(plan=plan, by=self.commissioner, at=at, seed=seed)

    def drawn(self, **fields: Any) -> list[SampleItem]:
        """A plan drawn, and its items in order."""
        plan = self.plan(**fields)
        self.draw(plan)
        return list(plan.items.order_by("pk"))

    def passes(self, item: SampleItem, by: User | None = None, at: datetime = PRICED) -> ItemDecision:
        return checks.check(item=item, verdict=Verdict.PASSED, by=by or self.first, at=at)

    def fails(self, item: SampleItem, reason: str = "not_met", by: User | None = None) -> ItemDecision:
        return checks.check(
            item=item, verdict=Verdict.FAILED, reason=reason, note="The employer does not know them.",
            by=by or self.first, at=PRICED,
        )  # fmt: skip

    def fails_for_good(self, item: SampleItem) -> None:
        self.fails(item)
        checks.confirm(item=item, agree=True, by=self.second, at=PRICED)

    def state(self, item: SampleItem) -> str:
        return sample_items.state_of(item)

    def page(self, name: str, *parts: Any) -> str:
        return reverse(f"outcomes:{name}", args=[self.programme.slug, *parts])
