"""A scheme in which there is something to pay: statements approved, bank details confirmed, people who release."""

import dataclasses
from decimal import Decimal
from typing import Any

from accounts.models import Organisation, Role, User
from accounts.selectors import users
from payments.actions import bank_accounts, bank_responses, payment_runs, statements
from payments.models import BankAccount, BankResponse, PaymentRun, Statement
from tests import builders
from tests.payments.scheme import MAY, PRICED, Scheme
from tests.payments.scheme import scheme as make_scheme

NUMBERS = {"sort_code": "20-00-00", "account_number": "55779911"}
IBAN = "GB33BUKB20201555555555"
CSV = "end_to_end_id,status,amount,reason\n"


@dataclasses.dataclass
class Paying:
    """The scheme with two payers, Treasury (2/3) and Council (1/3), and somebody of each who releases."""

    scheme: Scheme
    releases: dict[str, User]

    def make(self, by: User | None = None) -> list[PaymentRun]:
        return payment_runs.make(programme=self.scheme.programme, by=by or self.scheme.place.for_principal, at=PRICED)

    def release(self, run: PaymentRun, by: User | None = None) -> PaymentRun:
        return payment_runs.release(run=run, by=by or self.releases[run.payer.code], at=PRICED)

    def released(self) -> list[PaymentRun]:
        """Everything that is due, gathered and with the bank."""
        return [self.release(run) for run in self.make()]

    def answer(self, run: PaymentRun, *rows: str) -> BankResponse:
        """A response as CSV; without rows, every payment of the run was paid."""
        lines = rows or [f"{one.end_to_end_id},paid,," for one in run.payments.order_by("pk")]
        content = (CSV + "\n".join(lines) + "\n").encode()
        return bank_responses.receive(
            run=run, filename="response.csv", content=content, by=self.scheme.place.for_principal, at=PRICED
        )

    def reconcile(self, run: PaymentRun) -> None:
        paid = sum((one.outcome.paid for one in run.payments.select_related("outcome")), Decimal(0))
        payment_runs.reconcile(run=run, amount=paid, by=self.scheme.place.for_principal, at=PRICED)


def account(scheme: Scheme, organisation: Organisation, **numbers: str) -> BankAccount:
    """Bank details that a second person has confirmed."""
    entered = bank_accounts.enter(
        programme=scheme.programme, organisation=organisation, name=f"{organisation.name} main account",
        by=scheme.place.for_principal, at=PRICED, **(numbers or NUMBERS),
    )  # fmt: skip
    second = scheme.programme.memberships.get(organisation__code="council").user
    bank_accounts.confirm(account=entered, by=second, at=PRICED)
    return entered


def paying(
    *, approve: tuple[str, ...] = ("2026-q1", "2026-q2"), people: int = 1, accounts: bool = True, **fields: Any
) -> Paying:
    """Starts (£400.00 each) are stated in the first quarter, jobs (£1,150.00 each) in the second."""
    scheme = make_scheme(**fields)
    for number in range(people):
        scheme.claim(scheme.start(f"P{number}"), MAY)
    scheme.price()
    for period in approve:
        scheme.approve(period)
    council = Organisation.objects.get(code="council")
    if accounts:
        for organisation in (scheme.agent, scheme.place.principal):
            account(scheme, organisation)
        account(scheme, council, iban=IBAN)
    of_treasury = builders.member(scheme.programme, Role.PRINCIPAL, organisation=scheme.place.principal)
    of_council = scheme.programme.memberships.get(organisation=council).user
    return Paying(scheme, {scheme.place.principal.code: of_treasury, "council": of_council})


def one_run(statement: Statement) -> PaymentRun:
    """A released run of one payer for an open statement, whoever the parties are."""
    system, programme = builders.system(), statement.programme
    statements.propose(statement=statement, due_on=PRICED.date(), by=system, at=PRICED)
    statements.accept(statement=statement, by=system, at=PRICED)
    assert statements.approve(statement=statement, by=system, at=PRICED).approved_at
    [run] = payment_runs.make(programme=programme, by=system, at=PRICED)
    enters = builders.member(programme, Role.COMMISSIONER)
    for organisation in (statement.agent, run.payer):
        entered = bank_accounts.enter(
            programme=programme, organisation=organisation, name="Main account", by=enters, at=PRICED, **NUMBERS
        )
        bank_accounts.confirm(account=entered, by=system, at=PRICED)
    return payment_runs.release(run=run, by=users.system_user("tests of payments"), at=PRICED)
