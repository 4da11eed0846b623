"""Where organisations are paid, and pay from: entered by one person and confirmed by another. Numbers are masked."""

from typing import Any

from django.utils.timezone import now
from rest_framework import serializers
from rest_framework.request import Request

from accounts.api import callers
from accounts.api.endpoints import Endpoint, reads, writes
from accounts.api.fields import Text
from payments import permissions
from payments.actions import bank_accounts
from payments.models import BankAccount
from payments.selectors import bank
from stages.api.programmes import programme_of


class BankAccountOut(serializers.Serializer[BankAccount]):
    EXAMPLE = {
        "id": 4,
        "organisation": "north-works",
        "name": "North Works main account",
        "numbers": "sort code ••-••-00, account ••••9911",
        "state": "confirmed",
    }

    id = serializers.IntegerField()
    organisation = serializers.CharField(source="organisation.code")
    name = serializers.CharField()
    numbers = serializers.CharField(source="masked", help_text="Enough to recognise it, too little to pay into it")
    state = serializers.SerializerMethodField(help_text="waiting, confirmed or refused")

    def get_state(self, account: BankAccount) -> str:
        return str(account.decision.kind) if hasattr(account, "decision") else "waiting"


class BankAccountIn(serializers.Serializer[Any]):
    EXAMPLE = {
        "organisation": "north-works",
        "name": "Main account",
        "sort_code": "20-00-00",
        "account_number": "55779911",
    }

    organisation = serializers.SlugField(max_length=60)
    name = Text("The name of the account", max_length=70)
    sort_code = serializers.CharField(required=False, max_length=12)
    account_number = serializers.CharField(required=False, max_length=12)
    iban = serializers.CharField(required=False, max_length=42, help_text="In place of sort code and account number")
    bic = serializers.CharField(required=False, max_length=11)


class BankDecisionIn(serializers.Serializer[Any]):
    EXAMPLE = {"decision": "confirm"}

    decision = serializers.ChoiceField([("confirm", "They are right"), ("refuse", "They are not")])
    reason = Text("Needed to refuse them", max_length=500, required=False)


class BankAccountList(Endpoint):
    tag = "Payments"

    @reads("List bank accounts", BankAccountOut, many=True)
    def get(self, request: Request, given: dict[str, Any], *, slug: str) -> Any:
        """Those that you may see, the latest first. An agent's people see those of their own organisation."""
        programme, user = programme_of(request, slug), callers.of(request)
        permissions.require(user, "bank.view", programme)
        return bank.visible(user, programme)

    @writes("Enter bank details", BankAccountOut, takes=BankAccountIn, for_people_alone=True)
    def post(self, request: Request, given: dict[str, Any], *, slug: str) -> Any:
        """They count once a second person has confirmed them. Nothing of the numbers is shown again."""
        programme, user = programme_of(request, slug), callers.of(request)
        permissions.require(user, "bank.enter", programme)
        organisation = bank.organisation_for(user, programme, given.pop("organisation"))
        return bank_accounts.enter(programme=programme, organisation=organisation, by=user, at=now(), **given)


class BankAccountDecide(Endpoint):
    tag = "Payments"

    @writes("Decide about bank details", BankAccountOut, takes=BankDecisionIn, for_people_alone=True)
    def post(self, request: Request, given: dict[str, Any], *, slug: str, pk: int) -> Any:
        """Confirm details that somebody else entered, after asking the organisation by another way; or refuse them."""
        programme, user = programme_of(request, slug), callers.of(request)
        permissions.require(user, "bank.decide", programme)
        account = bank.account_for(user, programme, pk)
        bank_accounts.decide(account=account, by=user, at=now(), **{"reason": "", **given})
        return bank.account_for(user, programme, pk)
