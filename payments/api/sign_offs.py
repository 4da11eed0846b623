"""Signing statements off. People do it, each in their own name."""

from typing import Any

from django.utils.timezone import now
from rest_framework import serializers
from rest_framework.request import Request

from accounts.api import callers
from accounts.api.endpoints import Endpoint, writes
from accounts.api.fields import Money, Text
from payments import permissions
from payments.actions import statements
from payments.api.statements import LONGEST, StatementDetail, StatementDetailOut, shown, statement_of
from stages.api.programmes import programme_of


class SignOffIn(serializers.Serializer[Any]):
    EXAMPLE = {"total": "48250.00"}

    total = Money(help_text="As you read it: refused if it has changed since")
    override = Text("Why it is approved although a query is open", max_length=LONGEST, required=False)


class StatementSign(Endpoint):
    tag = "Statements"

    @writes(
        "Sign a statement off", StatementDetailOut, takes=SignOffIn, for_people_alone=True,
        edits=lambda: StatementDetail,
    )  # fmt: skip
    def post(self, request: Request, given: dict[str, Any], *, slug: str, pk: int) -> Any:
        """Say for the principal that it is paid. The last sign-off that its amount needs approves it for good. Nobody
        signs off what they sent or judged; where the system asks for one, a second factor is needed."""
        user = callers.of(request)
        permissions.require(user, "statement.approve", programme_of(request, slug))
        statement, override = statement_of(request, slug, pk), given.get("override", "")
        statements.approve(statement=statement, by=user, at=now(), seen=f"{given['total']:.2f}", override=override)
        return shown(request, statement_of(request, slug, pk))
