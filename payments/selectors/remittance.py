"""A remittance advice: what an agent is paid in a run and what for, with its self-billing invoice, on paper."""

from collections.abc import Iterable
from datetime import datetime

from django.http import Http404

from accounts.models import Role, User
from govuk import formats, reports
from payments import permissions
from payments.models import PaymentRun, PaymentRunEvent
from payments.selectors import run_pages
from payments.selectors.run_pages import Payee
from stages.models import Membership


def payee_for(viewer: User, run: PaymentRun, agent: str) -> tuple[Payee, PaymentRunEvent]:
    """The agent in the released run, for those who pay and for the agent's own people."""
    released = run.events.filter(kind=PaymentRunEvent.Kind.RELEASED).select_related("by").first()
    payee = next((one for one in run_pages.payees_of(run) if one.agent.code == agent), None)
    if released is None or payee is None or not _may_see(viewer, run, payee):
        raise Http404("No such remittance advice")
    return payee, released


def _may_see(viewer: User, run: PaymentRun, payee: Payee) -> bool:
    own = Membership.objects.filter(user=viewer, programme=run.programme, organisation=payee.agent, role=Role.AGENT)
    return permissions.can(viewer, "payment.view", run.programme) or own.exists()


def report(run: PaymentRun, payee: Payee, released: PaymentRunEvent, at: datetime) -> reports.Report:
    """The advice as a document."""
    return reports.Report(
        f"Remittance advice: {payee.agent.name}",
        caption=run.programme.name,
        made=f"Made on {formats.moment(at)}.",
        blocks=(
            reports.Facts(tuple(_facts(run, payee, released))),
            reports.Table(
                "What it is for",
                ("For", "Amount"),
                (
                    *((words, formats.money(amount)) for words, amount in payee.items),
                    ("Total", formats.money(payee.net)),
                ),
                numeric=(1,),
                widths=(3, 1),
            ),
            *_invoice(payee),
            reports.Paragraph(_what_comes(payee)),
        ),
    )


def _facts(run: PaymentRun, payee: Payee, released: PaymentRunEvent) -> Iterable[reports.Fact]:
    yield reports.Fact("From", run.payer.name)
    yield reports.Fact("To", payee.agent.name)
    yield reports.Fact("Amount paid", formats.money(max(payee.net, 0)))
    if payee.payment is not None:
        yield reports.Fact("Into", payee.payment.account.masked)
        yield reports.Fact("Payment reference", payee.payment.end_to_end_id)
    if released.pay_on is not None:
        yield reports.Fact("Sent to the bank for payment on", formats.uk_date(released.pay_on))
    if payee.outcome is not None:
        paid = formats.money(payee.outcome.paid)
        yield reports.Fact(
            "What the bank says", f"{payee.outcome.get_kind_display()} ({paid}) {payee.outcome.reason}".strip()
        )


def _invoice(payee: Payee) -> Iterable[reports.Block]:
    if payee.invoice is None:
        return
    is_credit = payee.invoice.amount < 0
    yield reports.Heading("Self-billing credit note" if is_credit else "Self-billing invoice")
    yield reports.Facts(
        (
            reports.Fact("Number", str(payee.invoice)),
            reports.Fact("Date", formats.uk_date(payee.invoice.issued_at)),
            reports.Fact("Amount", formats.money(payee.invoice.amount)),
            reports.Fact("VAT", "Outside the scope: no VAT is charged on this document"),
        )
    )


def _what_comes(payee: Payee) -> str:
    if payee.net < 0:
        return f"{formats.money(-payee.net)} is carried forward and set against what is paid next."
    if payee.left > 0:
        return f"{formats.money(payee.left)} was not paid and is paid again in a later run."
    return "Each statement explains its lines down to the claims behind them."
