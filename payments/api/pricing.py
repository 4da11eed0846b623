"""Having a programme priced now, and not only at night."""

from decimal import Decimal
from typing import Any

from django.utils.timezone import now
from rest_framework import serializers
from rest_framework.request import Request

from accounts.api import callers
from accounts.api.endpoints import Endpoint, writes
from payments import permissions
from payments.actions import requests
from stages.api.programmes import programme_of


class PricedOut(serializers.Serializer[requests.Requested]):
    EXAMPLE = {
        "by_worker": False,
        "run": 7,
        "entries": 25,
        "net": "48250.00",
        "said": "Priced: 25 entries, £48,250.00.",
    }

    by_worker = serializers.BooleanField(help_text="Whether it goes on: look at the statements again in a minute")
    run = serializers.IntegerField(
        source="run.number", default=None, allow_null=True, help_text="Null: nothing changed"
    )
    entries = serializers.IntegerField(source="run.entries", default=0)
    net = serializers.DecimalField(source="run.net", max_digits=14, decimal_places=2, default=Decimal("0.00"))
    said = serializers.SerializerMethodField()

    def get_said(self, done: requests.Requested) -> str:
        return requests.in_words(done)


class PricingList(Endpoint):
    tag = "Statements"

    @writes("Price a programme", PricedOut)
    def post(self, request: Request, given: dict[str, Any], *, slug: str) -> Any:
        """Put what has been claimed by today on the statements, as every night. Doing it again changes nothing."""
        programme, user = programme_of(request, slug), callers.of(request)
        permissions.require(user, "statement.price", programme)
        return requests.price_now(programme=programme, by=user, at=now())
