"""The section `payments` of a programme pack, loaded: bank details without their numbers, runs, and what the bank said.

Numbers of accounts do not travel, nor a digest of them, since so few digits are soon guessed from a digest; nor the
digest of a payment file, which holds them. Details are entered and confirmed anew before anybody is paid.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import DatabaseError, transaction

from accounts.models import Organisation, User
from payments.domain import ledger, payment_runs
from payments.domain.payment_runs import Due
from payments.models import (
    BankAccount,
    BankAccountDecision,
    BankResponse,
    Invoice,
    Payment,
    PaymentItem,
    PaymentOutcome,
    PaymentRun,
    PaymentRunEvent,
    Statement,
)
from stages.actions import pack_people
from stages.actions.pack_errors import PackError
from stages.actions.pack_records import moment
from stages.models import Programme

SECTION = "payments"
COLUMNS = {"share": "statement_id", "carried": "carried_from_id", "unpaid": "unpaid_id"}
Row = Mapping[str, Any]


@transaction.atomic
def load(*, programme: Programme, section: Row, by: User, at: datetime) -> None:
    """Bring in the runs with everything that became of them. A programme that has runs of its own takes no others."""
    if PaymentRun.objects.filter(programme=programme).exists():
        return
    loading = _Loading(programme, by, at)
    for index, row in enumerate(section.get("accounts", ())):
        loading.account(row, f"{SECTION}/accounts/{index}")
    for index, row in enumerate(section.get("runs", ())):
        path = f"{SECTION}/runs/{index}"
        try:
            with transaction.atomic():
                loading.run(row, path)
        except DatabaseError as problem:
            raise PackError(
                path,
                "This cannot have happened, or not by this person; or one of its payments has an id, or one of its "
                "invoices a number, that is taken.",
            ) from problem


class _Loading:
    """The payments of a programme being brought in, run by run in order."""

    def __init__(self, programme: Programme, by: User, at: datetime) -> None:
        self.programme, self.by, self.at = programme, by, at
        self.accounts: list[BankAccount] = []
        self.runs: dict[int, PaymentRun] = {}
        self.payments: dict[tuple[int, str], Payment] = {}
        self.previous = ledger.FIRST_DIGEST
        found = Statement.objects.filter(programme=programme).values_list("agent__code", "period__code", "pk")
        self.statements = {(agent, period): pk for agent, period, pk in found}

    def who(self, row: Row, path: str) -> tuple[User, datetime]:
        return pack_people.person(row.get("by"), self.by, f"{path}/by"), moment(row.get("at"), self.at)

    def account(self, row: Row, path: str) -> None:
        who, when = self.who(row, path)
        account = BankAccount.objects.create(
            programme=self.programme, organisation=pack_people.organisation(row["organisation"], path),
            name=row["name"], elsewhere=row["shown"], entered_by=who, entered_at=when,
        )  # fmt: skip
        self.accounts.append(account)
        if said := row.get("decision"):
            who, when = self.who(said, f"{path}/decision")
            reason = said.get("reason", "")
            BankAccountDecision.objects.create(account=account, kind=said["kind"], reason=reason, by=who, at=when)

    def run(self, row: Row, path: str) -> None:
        payer = pack_people.organisation(row["payer"], f"{path}/payer")
        made_by, made_at = self.who(row, path)
        dues = sorted(self._due(one, f"{path}/items/{place}") for place, one in enumerate(row["items"]))
        digest = payment_runs.digest(self.previous, self.programme.pk, row["number"], payer.pk, made_at, dues)
        run = PaymentRun.objects.create(
            programme=self.programme, payer=payer, number=row["number"], made_by=made_by, made_at=made_at,
            total=sum(payment_runs.paid_by_agent(dues).values(), payment_runs.NOUGHT), previous_digest=self.previous,
            digest=digest,
        )  # fmt: skip
        self.previous, self.runs[run.number] = digest, run
        PaymentItem.objects.bulk_create(
            PaymentItem(
                run=run, payer=payer, agent_id=due.agent, kind=due.kind, amount=due.amount,
                **{COLUMNS[due.kind]: due.reason},
            )
            for due in dues
        )  # fmt: skip
        for one in row.get("payments", ()):
            self._payment(run, one, path)
        for one in row.get("invoices", ()):
            Invoice.objects.create(
                run=run, payer=payer, agent=_organisation(one["agent"], path), number=one["number"],
                amount=Decimal(one["amount"]), issued_at=moment(one.get("at"), self.at),
            )  # fmt: skip
        for one in row.get("events", ()):
            self._event(run, one, path)
        for one in row.get("responses", ()):
            self._response(run, one, path)

    def _due(self, row: Row, path: str) -> Due:
        """The reason to pay, which an earlier run or a statement of the pack is."""
        agent = _organisation(row["agent"], path)
        payment = self.payments.get((row.get("run", 0), row["agent"]))
        earlier = self.runs.get(row.get("run", 0))
        reason = {
            "share": self.statements.get((row["agent"], row.get("period", ""))),
            "carried": earlier.pk if earlier else None,
            "unpaid": payment.pk if payment else None,
        }[row["kind"]]
        if reason is None:
            raise PackError(path, "The pack has no such statement, or the earlier run was not made by then.")
        return Due(agent.pk, row["kind"], reason, Decimal(row["amount"]))

    def _payment(self, run: PaymentRun, row: Row, path: str) -> None:
        if row["account"] > len(self.accounts):
            raise PackError(f"{path}/payments", "A payment goes to an account that the pack does not name.")
        self.payments[run.number, row["agent"]] = Payment.objects.create(
            run=run, agent=_organisation(row["agent"], path), account=self.accounts[row["account"] - 1],
            amount=Decimal(row["amount"]), end_to_end_id=row["id"],
        )  # fmt: skip

    def _event(self, run: PaymentRun, row: Row, path: str) -> None:
        who, when = self.who(row, f"{path}/events")
        PaymentRunEvent.objects.create(
            run=run, kind=row["kind"], by=who, at=when,
            pay_on=date.fromisoformat(row["pay_on"]) if "pay_on" in row else None,
            amount=Decimal(row["amount"]) if "amount" in row else None,
        )  # fmt: skip

    def _response(self, run: PaymentRun, row: Row, path: str) -> None:
        who, when = self.who(row, f"{path}/responses")
        response = BankResponse.objects.create(
            run=run, filename=row["filename"], digest=row["digest"], received_by=who, received_at=when,
            new=len(row["outcomes"]), known=row["known"], pending=row["pending"],
        )  # fmt: skip
        for one in row["outcomes"]:
            payment = self.payments.get((run.number, one["agent"]))
            if payment is None:
                raise PackError(f"{path}/responses", "The bank speaks of a payment that is not in the run.")
            PaymentOutcome.objects.create(
                payment=payment, response=response, kind=one["kind"], paid=Decimal(one["paid"]),
                reason=one.get("reason", ""),
            )  # fmt: skip


def _organisation(code: str, path: str) -> Organisation:
    return pack_people.organisation(code, path)
