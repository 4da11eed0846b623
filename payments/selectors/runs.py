"""What is due and in no run yet, runs with their state, and what became of their payments."""

import dataclasses
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Sum, Value, When
from django.http import Http404

from accounts.models import Organisation
from payments.domain import payment_runs
from payments.domain.payment_runs import Due, Group, Key
from payments.models import Payment, PaymentItem, PaymentOutcome, PaymentRun, PaymentRunEvent, Statement
from payments.selectors import payers, statements
from stages.models import Programme

MADE, SENT, ANSWERED, RECONCILED = "made", "sent", "answered", "reconciled"
STATES = (
    (MADE, "Waits for release"),
    (SENT, "With the bank"),
    (ANSWERED, "Answered by the bank"),
    (RECONCILED, "Reconciled"),
)
Kind = PaymentItem.Kind


def with_state(found: "QuerySet[PaymentRun]") -> "QuerySet[PaymentRun]":
    """The runs with their `state`, read from their events and the outcomes of their payments."""
    events = PaymentRunEvent.objects.filter(run=OuterRef("pk"))
    unanswered = Payment.objects.filter(run=OuterRef("pk"), outcome__isnull=True)
    return found.annotate(
        state=Case(
            When(Exists(events.filter(kind=RECONCILED)), then=Value(RECONCILED)),
            When(~Exists(events), then=Value(MADE)),
            When(Exists(unanswered), then=Value(SENT)),
            default=Value(ANSWERED),
            output_field=CharField(),
        )
    )


def state_of(run: PaymentRun) -> str:
    """One of `STATES`."""
    return str(getattr(with_state(PaymentRun.objects.filter(pk=run.pk)).get(), "state", MADE))


def listed(programme: Programme, *, payer: str = "", state: str = "", agent: str = "") -> "QuerySet[PaymentRun]":
    """The runs of a programme, the latest first."""
    wanted: dict[str, str] = {
        key: value for key, value in (("payer__code", payer), ("state", state)) if value
    }  # fmt: skip
    runs = PaymentRun.objects.filter(programme=programme)
    if agent:
        runs = runs.filter(pk__in=PaymentItem.objects.filter(agent__name__icontains=agent).values("run"))
    return (
        with_state(runs)
        .filter(**wanted)
        .select_related("payer")
        .annotate(
            payees=Count("payments", distinct=True),
            failed=Count(
                "payments", distinct=True, filter=Q(payments__outcome__kind__in=["failed", "partial"])
            ),
        )
        .order_by("-number")
    )  # fmt: skip


def run_for(programme: Programme, number: int) -> PaymentRun:
    found = PaymentRun.objects.filter(programme=programme, number=number)
    run = found.select_related("programme", "payer", "made_by").first()
    if run is None:
        raise Http404("No such run")
    return run


def borne(statement: Statement) -> dict[str, Decimal]:
    """What each payer, by code, bears of an approved statement."""
    return dict(statements.borne(statement, statements.lines_of(statement)))


def with_dues(programmes: Iterable[int]) -> "QuerySet[Programme]":
    """Those of the programmes in which something waits to be paid: what would make at least one run."""
    shares = Statement.objects.filter(approved_at__isnull=False, payment_items__isnull=True).exclude(lines=[])
    unpaid = _failed().values("payment__run__programme")
    return Programme.objects.filter(Q(pk__in=shares.values("programme")) | Q(pk__in=unpaid), pk__in=list(programmes))


def waiting(programme: Programme) -> dict[int, list[Due]]:
    """What is due and in no run yet, by payer: shares of approved statements, sums below nought that earlier runs
    carry forward, and what the bank did not pay."""
    found: dict[int, list[Due]] = {}
    for payer, due in (*_shares(programme), *_carried(programme), *_unpaid(programme)):
        found.setdefault(payer, []).append(due)
    kept = {payer: payment_runs.gathered(dues) for payer, dues in found.items()}
    return {payer: dues for payer, dues in sorted(kept.items()) if dues}


def _shares(programme: Programme) -> Iterable[tuple[int, Due]]:
    approved = Statement.objects.filter(programme=programme, approved_at__isnull=False, payment_items__isnull=True)
    agents = dict(approved.order_by("pk").values_list("pk", "agent"))
    borne_of_each = payers.borne_of_each(programme, approved)
    codes = {code for parts in borne_of_each.values() for code, _ in parts}
    keys = dict(Organisation.objects.filter(code__in=codes).values_list("code", "pk"))
    for statement, agent in agents.items():
        for code, amount in borne_of_each.get(statement, ()):
            yield keys[code], Due(agent, Kind.SHARE, statement, amount)


def _carried(programme: Programme) -> Iterable[tuple[int, Due]]:
    sums = (
        PaymentItem.objects.filter(run__programme=programme)
        .order_by("run", "agent")
        .values_list("run", "payer", "agent")
        .annotate(net=Sum("amount"))
    )
    gone = set(
        PaymentItem.objects.filter(run__programme=programme, kind=Kind.CARRIED).values_list("carried_from", "agent")
    )
    for run, payer, agent, net in sums:
        if net < 0 and (run, agent) not in gone:
            yield payer, Due(agent, Kind.CARRIED, run, net)


def _unpaid(programme: Programme) -> Iterable[tuple[int, Due]]:
    for outcome in _failed().filter(payment__run__programme=programme).select_related("payment__run").order_by("pk"):
        payment = outcome.payment
        yield payment.run.payer_id, Due(payment.agent_id, Kind.UNPAID, payment.pk, payment.amount - outcome.paid)


def _failed() -> "QuerySet[PaymentOutcome]":
    """What the bank did not pay, or not whole, and no later run has taken up."""
    return PaymentOutcome.objects.filter(kind__in=["failed", "partial"], payment__again__isnull=True)


def dues_of(run: PaymentRun) -> list[Due]:
    """What a run is made of, in the order in which its digest covers it."""
    return sorted(
        Due(item.agent_id, item.kind, item.statement_id or item.carried_from_id or item.unpaid_id or 0, item.amount)
        for item in run.items.all()
    )


@dataclasses.dataclass(frozen=True)
class Course:
    """What every agent was due in every run of a programme, and in which groups each statement's shares are."""

    groups: dict[Key, Group]
    of_statements: dict[int, list[Key]]


def course(programme: Programme) -> Course:
    """The way of all money that was gathered, read afresh."""
    items = list(PaymentItem.objects.filter(run__programme=programme).order_by("pk"))
    later: dict[Key, Key] = {}
    shares: dict[int, list[Key]] = {}
    nets: dict[Key, Decimal] = {}
    sources = dict(Payment.objects.filter(run__programme=programme).values_list("pk", "run_id"))
    for item in items:
        key = (item.run_id, item.agent_id)
        nets[key] = nets.get(key, payment_runs.NOUGHT) + item.amount
        if item.statement_id:
            shares.setdefault(item.statement_id, []).append(key)
        source = item.carried_from_id or sources.get(item.unpaid_id or 0)
        if source:
            later[source, item.agent_id] = key
    events = PaymentRunEvent.objects.filter(run__programme=programme)
    released = set(events.filter(kind=PaymentRunEvent.Kind.RELEASED).values_list("run", flat=True))
    reconciled = set(events.filter(kind=PaymentRunEvent.Kind.RECONCILED).values_list("run", flat=True))
    outcomes = PaymentOutcome.objects.filter(payment__run__programme=programme)
    paid = {(run, agent): sum_ for run, agent, sum_ in outcomes.values_list("payment__run", "payment__agent", "paid")}
    groups = {
        key: Group(net, key[0] in released, key[0] in reconciled, paid.get(key), later.get(key))
        for key, net in nets.items()
    }
    return Course(groups, shares)
