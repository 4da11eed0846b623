"""Every payment explained: from a claim, or from a start, to each pound."""

from typing import Any

from django.utils.timezone import localdate
from rest_framework import serializers
from rest_framework.request import Request

from accounts.api import callers
from accounts.api.endpoints import Endpoint, reads
from outcomes import permissions as row_permissions
from payments.selectors import explanations
from stages.api.programmes import programme_of
from stages.models import Programme

STEP = {"step": "Price", "formula": "the amount for the segment and start year", "values": {}, "result": "£1,930.00"}
ENTRY = {
    "entry": 5512,
    "run": 9,
    "statement": "2026-q2",
    "kind": "payment",
    "version": 1,
    "reason": "",
    "steps": [STEP],
    "net": "1930.00",
}
RULE = {
    "rule": "job-fee",
    "name": "Fee for work",
    "words": "Pays once for each participant who begins work.",
    "conditions": [{"label": "Prerequisite", "text": "A start"}],
    "net": "1930.00",
    "entries": [ENTRY],
}


class ConditionOut(serializers.Serializer[Any]):
    label = serializers.CharField()  # type: ignore[assignment]
    text = serializers.CharField()


class RuleOut(serializers.Serializer[Any]):
    rule = serializers.CharField()
    name = serializers.CharField()
    words = serializers.CharField()
    conditions = ConditionOut(many=True)
    net = serializers.CharField()
    entries = serializers.ListField(child=serializers.DictField(), help_text="Of the ledger, each with its steps")


class ExplanationOut(serializers.Serializer[Any]):
    EXAMPLE = {
        "claim": 90210,
        "participant": "JB-0417",
        "agent": "north-works",
        "outcome": "job",
        "segment": "young",
        "event_date": "2026-05-14",
        "version": 1,
        "rules": [RULE],
        "not_paid": [],
        "total": "1930.00",
    }

    claim = serializers.IntegerField(allow_null=True)
    participant = serializers.CharField()
    agent = serializers.CharField()
    outcome = serializers.CharField()
    segment = serializers.CharField()
    event_date = serializers.CharField()
    version = serializers.IntegerField()
    rules = RuleOut(many=True)
    not_paid = serializers.ListField(child=serializers.CharField(), help_text="Why it earns nothing, or nothing yet")
    total = serializers.CharField()


def rows_of(request: Request, slug: str) -> Programme:
    """The programme, to those who may see rows of single people in it."""
    programme = programme_of(request, slug)
    row_permissions.require(callers.of(request), "rows.view", programme)
    return programme


class ClaimExplanation(Endpoint):
    tag = "Statements"

    @reads("Explain a claim", ExplanationOut)
    def get(self, request: Request, given: dict[str, Any], *, slug: str, pk: int) -> Any:
        """Each step from the claim to the pound, as it stands now."""
        claim = explanations.claim_for(callers.of(request), rows_of(request, slug), pk)
        return explanations.as_document(explanations.of_claim(claim, localdate()))


class StartExplanation(Endpoint):
    tag = "Statements"

    @reads("Explain a start", ExplanationOut)
    def get(self, request: Request, given: dict[str, Any], *, slug: str, pk: int) -> Any:
        """What the start of a participant earns, step by step."""
        participant = explanations.participant_for(callers.of(request), rows_of(request, slug), pk)
        return explanations.as_document(explanations.of_start(participant))
