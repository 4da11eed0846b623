"""Payment runs as their pages show them: what goes to whom, what failed, and what it is made of."""

import dataclasses
from collections.abc import Sequence
from decimal import Decimal

from accounts.models import Organisation, User
from govuk import formats
from govuk.components import Event
from payments import permissions
from payments.domain import payment_runs
from payments.models import (
    BankAccount,
    BankResponse,
    Invoice,
    Payment,
    PaymentItem,
    PaymentOutcome,
    PaymentRun,
    PaymentRunEvent,
)
from payments.selectors import bank, runs
from stages.models import Programme

Kind = PaymentRunEvent.Kind


@dataclasses.dataclass(frozen=True)
class Payee:
    """An agent in a run: what it is due in all, and what becomes of it. Below nought it is carried forward."""

    agent: Organisation
    net: Decimal
    items: list[tuple[str, Decimal]]
    account: BankAccount | None
    payment: Payment | None
    outcome: PaymentOutcome | None
    invoice: Invoice | None

    @property
    def left(self) -> Decimal:
        """What the bank did not pay."""
        return self.net - self.outcome.paid if self.outcome else payment_runs.NOUGHT


@dataclasses.dataclass(frozen=True)
class Page:
    """A run with the answer first. `hindrance` says why a principal who looks may not release it."""

    run: PaymentRun
    state: str
    answer: str
    payees: list[Payee]
    released: PaymentRunEvent | None
    responses: list[BankResponse]
    timeline: list[Event]
    hindrance: str
    missing: list[str]
    may_release: bool
    may_answer: bool
    may_reconcile: bool

    @property
    def paid(self) -> Decimal:
        return sum((one.outcome.paid for one in self.payees if one.outcome), payment_runs.NOUGHT)


def page(run: PaymentRun, viewer: User) -> Page:
    """Everything that the page of one run shows."""
    state = runs.state_of(run)
    events = {event.kind: event for event in run.events.select_related("by", "account")}
    payees = payees_of(run)
    releases = state == runs.MADE and permissions.can(viewer, "payment.release", run.programme)
    hindrance = permissions.part_in_run(viewer, run) if releases else ""
    missing = _missing(run, payees) if state == runs.MADE else []
    answers = permissions.can(viewer, "payment.answer", run.programme)
    responses = list(run.responses.select_related("received_by").order_by("-pk"))
    return Page(
        run=run,
        state=state,
        answer=_answer(run, state, payees),
        payees=payees,
        released=events.get(Kind.RELEASED),
        responses=responses,
        timeline=_timeline(run, list(events.values()), responses),
        hindrance=hindrance,
        missing=missing,
        may_release=releases and not hindrance and not missing,
        may_answer=answers and state == runs.SENT,
        may_reconcile=answers and state == runs.ANSWERED,
    )


def payees_of(run: PaymentRun) -> list[Payee]:
    """Everybody in the run, by name."""
    items = list(run.items.select_related("agent", "statement__period", "carried_from", "unpaid__run").order_by("pk"))
    payments = {one.agent_id: one for one in run.payments.select_related("account", "outcome")}
    invoices = {one.agent_id: one for one in run.invoices.select_related("payer", "agent")}
    accounts = bank.accounts_of(run.programme, {item.agent_id for item in items})
    agents = {item.agent_id: item.agent for item in items}
    found = []
    for agent in sorted(agents.values(), key=lambda one: one.name):
        own = [item for item in items if item.agent_id == agent.pk]
        payment = payments.get(agent.pk)
        found.append(
            Payee(
                agent=agent,
                net=sum((item.amount for item in own), payment_runs.NOUGHT),
                items=[(item_in_words(item), item.amount) for item in own],
                account=payment.account if payment else accounts.get(agent.pk),
                payment=payment,
                outcome=getattr(payment, "outcome", None),
                invoice=invoices.get(agent.pk),
            )
        )
    return found


def item_in_words(item: PaymentItem) -> str:
    """Why an agent is paid, such as “Share of the statement for 2026-q2”."""
    if item.statement is not None:
        return f"Share of the statement for {item.statement.period.code}"
    if item.carried_from is not None:
        return f"Carried forward from run {item.carried_from.number}"
    return f"Not paid by the bank in run {item.unpaid.run.number if item.unpaid else ''}"


def _missing(run: PaymentRun, payees: Sequence[Payee]) -> list[str]:
    """Those whose bank details are not confirmed yet, though the run needs them."""
    wanted = {payee.agent.pk: payee.agent for payee in payees if payee.net > 0}
    if not wanted:
        return []
    wanted[run.payer_id] = run.payer
    have = bank.accounts_of(run.programme, wanted)
    return sorted(one.name for key, one in wanted.items() if key not in have)


def _answer(run: PaymentRun, state: str, payees: Sequence[Payee]) -> str:
    """What the run comes to, in a sentence or two."""
    paid = [payee for payee in payees if payee.net > 0]
    agents = "one agent" if len(paid) == 1 else f"{len(paid)} agents"
    if not paid:
        return "Nobody is paid in this run: what the agents are due comes to nothing, or is carried forward."
    if state == runs.MADE:
        return f"{formats.money(run.total)} would go to {agents}. Nothing is sent to the bank before it is released."
    failed = [payee for payee in paid if payee.left > 0]
    known = sum((payee.outcome.paid for payee in paid if payee.outcome), payment_runs.NOUGHT)
    if failed:
        left = sum((payee.left for payee in failed), payment_runs.NOUGHT)
        many = "One payment" if len(failed) == 1 else f"{len(failed)} payments"
        return (
            f"{many} did not go through: {formats.money(left)} of {formats.money(run.total)} is paid again in a later "
            f"run. {formats.money(known)} was paid."
        )
    if state == runs.SENT:
        return f"{formats.money(run.total)} goes to {agents}. The bank has confirmed {formats.money(known)} so far."
    return f"{formats.money(known)} was paid to {agents}, as it should be."


def _timeline(
    run: PaymentRun, events: Sequence[PaymentRunEvent], responses: Sequence[BankResponse]
) -> list[Event]:  # fmt: skip
    """What happened to the run, the latest first."""
    found = [
        *(
            Event(
                event.get_kind_display(),
                event.at,
                by=event.by.name,
                detail=f"The bank took {formats.money(event.amount)}" if event.amount is not None else "",
            )
            for event in events
        ),
        *(
            Event("The bank answered", one.received_at, by=one.received_by.name, detail=response_in_words(one))
            for one in responses
        ),
        Event("Made from what was due", run.made_at, by=run.made_by.name),
    ]
    return sorted(found, key=lambda event: event.at, reverse=True)


def response_in_words(response: BankResponse) -> str:
    """What a file of the bank told, in a sentence."""
    parts = [f"{response.new:,} new"]
    if response.known:
        parts.append(f"{response.known:,} known before")
    if response.pending:
        parts.append(f"{response.pending:,} the bank still works on")
    return f"{response.filename}: {', '.join(parts)}"


@dataclasses.dataclass(frozen=True)
class Waiting:
    """What one payer owes that is in no run yet."""

    payer: str
    total: Decimal
    agents: int


def waiting(programme: Programme) -> list[Waiting]:
    """What would go into runs if they were made now, by payer."""
    due = runs.waiting(programme)
    names = dict(Organisation.objects.filter(pk__in=due).values_list("pk", "name"))
    return [
        Waiting(names[payer], sum(paid.values(), payment_runs.NOUGHT), len(paid))
        for payer, dues in due.items()
        for paid in [payment_runs.paid_by_agent(dues)]
    ]


def payers(programme: Programme) -> list[tuple[str, str]]:
    """Those who have paid, to select from."""
    found = Organisation.objects.filter(pk__in=PaymentRun.objects.filter(programme=programme).values("payer")).order_by(
        "name"
    )
    return list(found.values_list("code", "name"))
