"""A small scheme to price: one programme, one principal, one agent, quarters through 2026, claims as they come."""

import dataclasses
import io
import threading
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection

from accounts.errors import Refused
from accounts.models import Organisation, Role, User
from contracts.actions import versions
from contracts.models import ContractVersion
from delivery.models import Participant
from outcomes.actions import submissions
from outcomes.models import Claim, ClaimState
from payments.actions import pricing, statements
from payments.models import PricingRun, Statement, StatementEvent
from payments.selectors import statements as selectors
from stages.models import Programme
from tests import builders
from tests.contracts import builders as contract_builders
from tests.contracts import documents

PRICED = builders.later(days=400)
AS_OF = date(2026, 12, 31)
JANUARY, MAY, AUGUST = date(2026, 1, 20), date(2026, 5, 12), date(2026, 8, 12)
DEADWEIGHT = {"method": "conceded", "share": "1/6", "rounding": "whole_people", "count": "down", "source": "Pilot"}
QUARTERS = [
    {"code": "2026-q1", "starts_on": "2026-01-01", "ends_on": "2026-03-31"},
    {"code": "2026-q2", "starts_on": "2026-04-01", "ends_on": "2026-06-30"},
    {"code": "2026-q3", "starts_on": "2026-07-01", "ends_on": "2026-09-30"},
]


def terms(**fields: Any) -> dict[str, Any]:
    """£400 or £300 at the start and £1,200 for a job, at most £1,500 for each participant, paid by two payers."""
    return {
        "periods": QUARTERS,
        "principals": [{"organisation": "treasury", "share": "2/3"}, {"organisation": "council", "share": "1/3"}],
        "outcomes": [documents.outcome("job", deadweight={"method": "none", "source": "None is assumed."})],
        "caps": [{"code": "each", "scope": "participant", "amount": "1550.00"}],
        "targets": [],
    } | fields


@dataclasses.dataclass
class Scheme:
    """The programme with its people."""

    place: contract_builders.Setting
    version: ContractVersion

    @property
    def programme(self) -> Programme:
        return self.place.programme

    @property
    def agent(self) -> Organisation:
        return self.place.agent

    def start(self, reference: str, day: date = JANUARY, segment: str = "young", **fields: Any) -> Participant:
        given = {
            "agent": self.agent, "version": self.version, "programme": self.programme, "received_at": PRICED,
        } | fields  # fmt: skip
        return Participant.objects.create(reference=reference, started_on=day, segment=segment, **given)

    def claim(self, participant: Participant, day: date, outcome: str = "job", **fields: Any) -> Claim:
        given = {"version": self.version, "sequence": 1, "received_at": PRICED} | fields
        return Claim.objects.create(
            programme=self.programme, agent=participant.agent, participant=participant, outcome=outcome,
            event_date=day, **given,
        )  # fmt: skip

    def state(self, claim: Claim, state: str, reason: str = "The employer does not know them.") -> ClaimState:
        return ClaimState.objects.create(
            claim=claim, state=state, reason=reason, changed_by=builders.system(), changed_at=PRICED
        )

    def price(self, as_of: date = AS_OF, by: User | None = None, at: datetime = PRICED) -> PricingRun | None:
        return pricing.price(programme=self.programme, as_of=as_of, by=by or builders.system(), at=at)

    def statement(self, period: str) -> Statement:
        return Statement.objects.get(agent=self.agent, period__code=period, programme=self.programme)

    def propose(self, period: str) -> StatementEvent:
        return statements.propose(
            statement=self.statement(period), due_on=PRICED.date(), by=self.place.for_principal, at=PRICED
        )

    def accept(self, period: str) -> StatementEvent:
        return statements.accept(statement=self.statement(period), by=self.place.for_agent, at=PRICED)

    def approve(self, period: str, by: User | None = None) -> Statement:
        """Signed off by one person. What was not proposed yet is proposed and accepted before."""
        statement = self.statement(period)
        if not statement.approved_at and not selectors.proposal_of(statement):
            self.propose(period)
            self.accept(period)
        return statements.approve(statement=statement, by=by or self.place.for_principal, at=PRICED)

    def send(self, by: User) -> None:
        """Send a file of outcomes on behalf of the agent."""
        content = b"participant,outcome,achieved_on\nP1,job,2026-05-12\n"
        submissions.receive(
            programme=self.programme, agent=self.agent, kind="outcomes", filename="outcomes.csv",
            file=io.BytesIO(content), by=by, at=PRICED,
        )  # fmt: skip


def scheme(**fields: Any) -> Scheme:
    """The programme in stage 5 with its contract agreed."""
    place = contract_builders.setting()
    council = builders.organisation("Council", code="council")
    builders.member(place.programme, Role.PRINCIPAL, organisation=council)
    version = contract_builders.propose(place, **terms(**fields))
    versions.agree(
        version=version, on_behalf_of="principal", organisation=council,
        by=place.programme.memberships.get(organisation=council).user, at=builders.later(days=3),
    )  # fmt: skip
    return Scheme(place, contract_builders.agree(place, version))


def at_once(acts: Sequence[Callable[[], object]]) -> list[str]:
    """Carry the acts out in threads that begin together: what became of each, done or refused."""
    together = threading.Barrier(len(acts))
    became: list[str] = []

    def carry_out(act: Callable[[], object]) -> None:
        try:
            together.wait()
            act()
            became.append("done")
        except Refused:
            became.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=carry_out, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return became
