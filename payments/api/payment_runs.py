"""Payment runs: gathered, released to the bank, answered by it, and closed."""

from typing import Any

from django.http import HttpResponse
from django.utils.timezone import now
from rest_framework import serializers
from rest_framework.request import Request

from accounts.api import callers, pages
from accounts.api.endpoints import Endpoint, reads, writes
from accounts.api.fields import Money, Name, Text
from accounts.api.negotiation import AnyFile
from accounts.api.queries import ItemQuery, ListQuery
from payments import permissions
from payments.actions import bank_responses, payment_files, payment_runs
from payments.models import PaymentRun
from payments.selectors import run_pages, runs
from stages.api.programmes import programme_of

TYPES = {"csv": "text/csv", "xml": "application/xml"}
MONEY = {"max_digits": 14, "decimal_places": 2}


class RunOut(serializers.Serializer[PaymentRun]):
    EXAMPLE = {
        "number": 3,
        "payer": "norwood-council",
        "state": "sent",
        "total": "48250.00",
        "made_at": "2026-07-20T09:00:00Z",
    }

    number = serializers.IntegerField()
    payer = serializers.CharField(source="payer.code")
    state = serializers.ChoiceField(runs.STATES)
    total = serializers.DecimalField(**MONEY)  # type: ignore[arg-type]
    made_at = serializers.DateTimeField()


class PayeeOut(serializers.Serializer[run_pages.Payee]):
    EXAMPLE = {
        "agent": "north-works", "net": "48250.00", "end_to_end_id": "PBR-1-3-1", "outcome": "paid", "paid": "48250.00",
    }  # fmt: skip

    agent = serializers.CharField(source="agent.code")
    net = serializers.DecimalField(**MONEY, help_text="Below nought it is carried forward")  # type: ignore[arg-type]
    end_to_end_id = serializers.CharField(source="payment.end_to_end_id", default="", help_text="Empty before release")
    outcome = serializers.CharField(
        source="outcome.kind", default="", help_text="paid, partial or failed; empty before"
    )
    paid = serializers.DecimalField(source="outcome.paid", **MONEY, default=None, allow_null=True)  # type: ignore[arg-type]


class RunDetailOut(serializers.Serializer[run_pages.Page]):
    EXAMPLE: dict[str, Any] = RunOut.EXAMPLE | {
        "made_by": "Ruth Adler", "payees": [PayeeOut.EXAMPLE], "missing": [], "hindrance": "", "may_release": False,
        "may_answer": True, "may_reconcile": False,
    }  # fmt: skip

    number = serializers.IntegerField(source="run.number")
    payer = serializers.CharField(source="run.payer.code")
    state = serializers.ChoiceField(runs.STATES)
    total = serializers.DecimalField(source="run.total", **MONEY)  # type: ignore[arg-type]
    made_at = serializers.DateTimeField(source="run.made_at")
    made_by = Name(source="run.made_by")
    payees = PayeeOut(many=True)
    missing = serializers.ListField(child=serializers.CharField(), help_text="Whose bank details are not confirmed")
    hindrance = serializers.CharField(help_text="Why you may not release it")
    may_release = serializers.BooleanField()
    may_answer = serializers.BooleanField()
    may_reconcile = serializers.BooleanField()


class RunsMadeOut(serializers.Serializer[Any]):
    EXAMPLE = {"runs": [RunOut.EXAMPLE]}

    runs = RunOut(many=True, help_text="One for each payer")


class RunQuery(ListQuery):
    payer = serializers.SlugField(required=False, max_length=60)
    state = serializers.ChoiceField(runs.STATES, required=False)


class RunFileQuery(ItemQuery):
    form = serializers.ChoiceField(sorted(TYPES), help_text="CSV, or XML as ISO 20022 has it (pain.001)")


class ResponseIn(serializers.Serializer[Any]):
    EXAMPLE = {"filename": "response.csv", "content": "end_to_end_id,status,amount,reason\nPBR-1-3-1,paid,,\n"}

    filename = Text("By which people will know the file", max_length=200)
    content = Text("The file as text: a status report (pain.002), or CSV", max_length=1_000_000)


class ReconciliationIn(serializers.Serializer[Any]):
    EXAMPLE = {"amount": "48250.00"}

    amount = Money(help_text="What the bank took from the payer's account")


def run_of(request: Request, slug: str, number: int, action: str) -> PaymentRun:
    """The run, to those who may do this with the runs of the programme."""
    programme = programme_of(request, slug)
    permissions.require(callers.of(request), action, programme)
    return runs.run_for(programme, number)


def page_of(request: Request, run: PaymentRun) -> run_pages.Page:
    return run_pages.page(run, callers.of(request))


class RunList(Endpoint):
    tag = "Payments"

    @reads("List payment runs", RunOut, many=True, query=RunQuery)
    def get(self, request: Request, given: dict[str, Any], *, slug: str) -> Any:
        """The latest first."""
        programme = programme_of(request, slug)
        permissions.require(callers.of(request), "payment.view", programme)
        return pages.of(runs.listed(programme, **given), self.asked, by="-number")

    @writes(
        "Make payment runs",
        RunsMadeOut,
        for_people_alone=True,
        leads={"readPaymentRun": {"number": "runs/0/number"}},
    )
    def post(self, request: Request, given: dict[str, Any], *, slug: str) -> Any:
        """Gather everything that is due into one run for each payer. Nothing enters two runs."""
        programme, user = programme_of(request, slug), callers.of(request)
        made = payment_runs.make(programme=programme, by=user, at=now())
        found = runs.listed(programme).filter(pk__in=[run.pk for run in made])
        return {"runs": list(found.order_by("number"))}


class RunDetail(Endpoint):
    tag = "Payments"

    @reads("Read a payment run", RunDetailOut)
    def get(self, request: Request, given: dict[str, Any], *, slug: str, number: int) -> Any:
        """Who gets what from it, and what became of each payment."""
        return page_of(request, run_of(request, slug, number, "payment.view"))


class RunRelease(Endpoint):
    tag = "Payments"

    @writes("Release a payment run", RunDetailOut, for_people_alone=True, edits=lambda: RunDetail)
    def post(self, request: Request, given: dict[str, Any], *, slug: str, number: int) -> Any:
        """Release it to the bank for its payer. Nobody releases what they signed off, sent or verified."""
        run = run_of(request, slug, number, "payment.release")
        payment_runs.release(run=run, by=callers.of(request), at=now())
        return page_of(request, run)


class RunFile(Endpoint):
    tag = "Payments"
    content_negotiation_class = AnyFile

    @reads("Fetch a payment file", RunDetailOut, query=RunFileQuery, files=dict.fromkeys(TYPES.values(), "The file"))
    def get(self, request: Request, given: dict[str, Any], *, slug: str, number: int) -> Any:
        """The file for the bank, once the run is released. Who fetched it is written down."""
        run, form = run_of(request, slug, number, "payment.view"), given["form"]
        content = payment_files.fetch(run=run, form=form, by=callers.of(request), at=now())
        headers = {"Content-Disposition": f'attachment; filename="payments-{slug}-{number}.{form}"'}
        return HttpResponse(content, content_type=TYPES[form], headers=headers)


class RunResponse(Endpoint):
    tag = "Payments"

    @writes("Send a bank response", RunDetailOut, takes=ResponseIn, for_people_alone=True)
    def post(self, request: Request, given: dict[str, Any], *, slug: str, number: int) -> Any:
        """What the bank says became of the payments: taken as a whole or not at all. Twice the same changes nothing."""
        run = run_of(request, slug, number, "payment.answer")
        content = given["content"].encode()
        bank_responses.receive(run=run, filename=given["filename"], content=content, by=callers.of(request), at=now())
        return page_of(request, run)


class RunReconcile(Endpoint):
    tag = "Payments"

    @writes("Reconcile a payment run", RunDetailOut, takes=ReconciliationIn, for_people_alone=True)
    def post(self, request: Request, given: dict[str, Any], *, slug: str, number: int) -> Any:
        """Close it: what the bank took from the account is what it says that it paid."""
        run = run_of(request, slug, number, "payment.answer")
        payment_runs.reconcile(run=run, amount=given["amount"], by=callers.of(request), at=now())
        return page_of(request, run)
