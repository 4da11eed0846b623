"""Money goes out: bank details, payment runs, what the bank says, and what it took. All numbers are made up."""

from collections.abc import Sequence
from decimal import Decimal

from payments.actions import bank_accounts, bank_responses, payment_runs, sign_offs
from payments.domain.sign_offs import Band
from payments.models import PaymentOutcome, PaymentRun
from pbrmanager.demo.calendar import APPROVED_AFTER, Calendar, Quarter
from pbrmanager.demo.cast import Cast
from stages.models import Programme

SORT_CODE = "00-00-00"  # no bank has it
FAILED = "AC04: the account is closed"


def set_up(cast: Cast, programme: Programme, calendar: Calendar, *, payer: str, agents: Sequence[str]) -> None:
    """Two people sign what is more than £5,000; everybody's bank details are entered and confirmed."""
    at = calendar.before(20)
    sign_offs.set_bands(
        programme=programme, bands=[Band(Decimal("5000.00"), 1), Band(None, 2)],
        reason="The authority’s financial regulations ask for two signatures above £5,000.",
        by=cast["commissioner"], at=at,
    )  # fmt: skip
    for place, code in enumerate((payer, *agents), 1):
        organisation = cast.organisation(code)
        enters = cast["commissioner"] if code == payer else cast.speaking_for(code)
        account = bank_accounts.enter(
            programme=programme, organisation=organisation, name=organisation.name, sort_code=SORT_CODE,
            account_number=f"{place:08d}", by=enters, at=at,
        )  # fmt: skip
        bank_accounts.confirm(account=account, by=cast["payer"], at=calendar.before(19))


def pay(cast: Cast, programme: Programme, quarter: Quarter, *, fails: str = "") -> None:
    """The quarter's run is made, released and answered. It is reconciled unless the payment to `fails` did not go."""
    made = payment_runs.make(programme=programme, by=cast["commissioner"], at=quarter.after(APPROVED_AFTER + 1, hour=9))
    for run in made:
        payment_runs.release(run=run, by=cast["payer"], at=quarter.after(APPROVED_AFTER + 1, hour=14))
        if run.payments.exists():
            _answered(cast, run, quarter, fails)


def _answered(cast: Cast, run: PaymentRun, quarter: Quarter, fails: str) -> None:
    rows = ["end_to_end_id,status,amount,reason"]
    for payment in run.payments.select_related("agent").order_by("pk"):
        rows.append(f"{payment},failed,,{FAILED}" if payment.agent.code == fails else f"{payment},paid,,")
    bank_responses.receive(
        run=run, filename=f"response-run-{run.number}.csv", content="\n".join(rows).encode(), by=cast["commissioner"],
        at=quarter.after(APPROVED_AFTER + 2, hour=8),
    )  # fmt: skip
    if not fails:
        paid = sum(PaymentOutcome.objects.filter(payment__run=run).values_list("paid", flat=True), Decimal(0))
        at = quarter.after(APPROVED_AFTER + 2, hour=9)
        payment_runs.reconcile(run=run, amount=paid, by=cast["commissioner"], at=at)
