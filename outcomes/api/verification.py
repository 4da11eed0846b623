"""Verification by sample: plans, the claims drawn for them, and the agent's answers to requests for evidence."""

from typing import Any

from django.utils.timezone import localdate, now
from rest_framework import serializers
from rest_framework.request import Request

from accounts.api import callers, pages
from accounts.api.endpoints import Endpoint, reads, writes
from accounts.api.fields import Name, Text
from accounts.api.queries import ListQuery
from outcomes import permissions
from outcomes.actions import checks
from outcomes.models import SampleItem, VerificationPlan
from outcomes.selectors import sample_items, verification_pages
from stages.api.programmes import programme_of
from stages.models import Programme


class AgentResultOut(serializers.Serializer[Any]):
    EXAMPLE = {
        "agent": "north-works",
        "claims": 1200,
        "drawn": 60,
        "checked": 58,
        "wrong": 2,
        "error_rate": "3.4% (0.9% to 11.7%)",
        "verdict": "within",
        "wrong_value": "3860.00",
        "recovery": "0.00",
    }

    agent = serializers.CharField()
    claims = serializers.IntegerField()
    drawn = serializers.IntegerField()
    checked = serializers.IntegerField()
    wrong = serializers.IntegerField()
    error_rate = serializers.CharField(source="rate_words", help_text="With its limits, in words")
    verdict = serializers.CharField()
    wrong_value = serializers.CharField()
    recovery = serializers.CharField()


class PlanOut(serializers.Serializer[Any]):
    EXAMPLE = {
        "number": 1,
        "name": "Work begun in spring",
        "state": "running",
        "starts_on": "2026-04-01",
        "ends_on": "2026-06-30",
        "due_on": "2026-08-15",
        "method": "equal",
        "confidence": "0.9500",
        "tolerable": "0.0500",
        "drawn": 60,
        "decided": 58,
        "wrong": 2,
        "results": [AgentResultOut.EXAMPLE],
    }

    number = serializers.IntegerField(source="plan.number")
    name = serializers.CharField(source="plan.name")
    state = serializers.ChoiceField(tuple(verification_pages.STATE_WORDS))
    starts_on = serializers.DateField(source="plan.starts_on")
    ends_on = serializers.DateField(source="plan.ends_on")
    due_on = serializers.DateField(source="plan.due_on")
    method = serializers.ChoiceField(VerificationPlan.Method.choices, source="plan.method")
    confidence = serializers.CharField(source="plan.confidence")
    tolerable = serializers.CharField(source="plan.tolerable", help_text="The share of errors that is tolerated")
    drawn = serializers.IntegerField(help_text="Of the claims that the caller may see")
    decided = serializers.IntegerField()
    wrong = serializers.IntegerField()
    results = AgentResultOut(many=True, help_text="By agent, of those that the caller may see")


class CheckOut(serializers.Serializer[SampleItem]):
    EXAMPLE: dict[str, Any] = {
        "id": 301,
        "claim": 90210,
        "participant": "JB-0417",
        "agent": "north-works",
        "stratum": "north-works",
        "value": "1930.00",
        "state": "asked",
        "evidence_due": "2026-07-20",
    }

    id = serializers.IntegerField()
    claim = serializers.IntegerField(source="claim_id")
    participant = serializers.CharField(source="claim.participant.reference")
    agent = serializers.CharField(source="claim.agent.code")
    stratum = serializers.CharField()
    value = serializers.CharField(help_text="What the ledger stated for it when it was drawn")
    state = serializers.ChoiceField(sample_items.STATES)
    evidence_due = serializers.DateField(source="ask_due", allow_null=True)


class EvidenceAnswerOut(serializers.Serializer[Any]):
    EXAMPLE = {
        "text": "Payslip of May",
        "reference": "L-4471",
        "answered_by": "Ann Ray",
        "answered_at": "2026-07-12T09:00:00Z",
    }

    text = serializers.CharField()
    reference = serializers.CharField()
    answered_by = Name()
    answered_at = serializers.DateTimeField()


class EvidenceRequestOut(serializers.Serializer[Any]):
    EXAMPLE = {"id": 44, "text": "Which payslip shows it?", "due_on": "2026-07-20", "answer": None}

    id = serializers.IntegerField()
    text = serializers.CharField()
    due_on = serializers.DateField()
    answer = EvidenceAnswerOut(default=None, allow_null=True)


class DecisionOut(serializers.Serializer[Any]):
    EXAMPLE = {"step": "check", "verdict": "passed", "reason": "", "decided_at": "2026-07-13T09:00:00Z"}

    step = serializers.CharField()
    verdict = serializers.CharField()
    reason = serializers.CharField()
    decided_at = serializers.DateTimeField()


class CheckDetailOut(serializers.Serializer[Any]):
    EXAMPLE = CheckOut.EXAMPLE | {"requests": [EvidenceRequestOut.EXAMPLE], "decisions": [], "may_answer": True}

    id = serializers.IntegerField(source="item.pk")
    claim = serializers.IntegerField(source="item.claim_id")
    participant = serializers.CharField(source="item.claim.participant.reference")
    agent = serializers.CharField(source="item.claim.agent.code")
    stratum = serializers.CharField(source="item.stratum")
    value = serializers.CharField(source="item.value")
    state = serializers.ChoiceField(sample_items.STATES)
    evidence_due = serializers.DateField(source="item.ask_due", allow_null=True)
    requests = EvidenceRequestOut(many=True)
    decisions = DecisionOut(many=True)
    may_answer = serializers.BooleanField(help_text="Whether the caller may answer a request for evidence")


class CheckQuery(ListQuery):
    q = serializers.CharField(required=False, max_length=64, help_text="How the reference begins, or a claim's number")
    state = serializers.ChoiceField(sample_items.STATES, required=False)
    stratum = serializers.CharField(required=False, max_length=200)


class EvidenceAnswerIn(serializers.Serializer[Any]):
    EXAMPLE = {"text": "The payslip of May shows the first day.", "reference": "L-4471"}

    text = Text("What the evidence shows, or why there is none. No names of participants", max_length=1000)
    reference = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")


def verified(request: Request, slug: str) -> Programme:
    """The programme, to those who see its verification."""
    programme = programme_of(request, slug)
    permissions.require(callers.of(request), "verification.view", programme)
    return programme


def check_of(request: Request, slug: str, pk: int) -> dict[str, Any]:
    """A drawn claim with what was asked and decided."""
    user = callers.of(request)
    item = sample_items.find(user, verified(request, slug), pk)
    state = sample_items.state_of(item)
    asked, decided, _appeal = sample_items.history(item)
    rights = verification_pages.rights(user, item, state, localdate())
    return {"item": item, "state": state, "requests": asked, "decisions": decided, "may_answer": rights.answer}


class PlanList(Endpoint):
    tag = "Verification"

    @reads("List verification plans", PlanOut, many=True)
    def get(self, request: Request, given: dict[str, Any], *, slug: str) -> Any:
        """The latest first, each with what its checks say so far."""
        page = pages.of(verification_pages.plans(verified(request, slug)), self.asked)
        return pages.Page(verification_pages.shown_each(page.rows, callers.of(request)), page.following)


class PlanDetail(Endpoint):
    tag = "Verification"

    @reads("Read a verification plan", PlanOut)
    def get(self, request: Request, given: dict[str, Any], *, slug: str, number: int) -> Any:
        """A plan with its results by agent."""
        return verification_pages.shown(verification_pages.find(verified(request, slug), number), callers.of(request))


class CheckList(Endpoint):
    tag = "Verification"

    @reads(
        "List drawn claims",
        CheckOut,
        many=True,
        query=CheckQuery,
        leads={"readDrawnClaim": {"id": "results/0/id"}, "readClaim": {"id": "results/0/claim"}},
    )
    def get(self, request: Request, given: dict[str, Any], *, slug: str, number: int) -> Any:
        """The claims drawn for a plan: an agent's people see those of their own organisation."""
        return sample_items.search(
            callers.of(request), verification_pages.find(verified(request, slug), number), **given
        )


class CheckDetail(Endpoint):
    tag = "Verification"

    @reads(
        "Read a drawn claim",
        CheckDetailOut,
        leads={"readClaim": {"id": "claim"}, "answerRequestEvidence": {"asked": "requests/0/id"}},
    )
    def get(self, request: Request, given: dict[str, Any], *, slug: str, pk: int) -> Any:
        """What was asked about a drawn claim, what was answered, and what was decided."""
        return check_of(request, slug, pk)


class EvidenceAnswerList(Endpoint):
    tag = "Verification"

    @writes("Answer a request for evidence", CheckDetailOut, takes=EvidenceAnswerIn)
    def post(self, request: Request, given: dict[str, Any], *, slug: str, pk: int, asked: int) -> Any:
        """What the evidence shows, and where the verifier finds it, on behalf of the agent."""
        user, programme = callers.of(request), verified(request, slug)
        permissions.require(user, "verification.answer", programme)
        item = sample_items.find(user, programme, pk)
        checks.answer(request=sample_items.request(item, asked), by=user, at=now(), **given)
        return check_of(request, slug, pk)
