"""Claims: read, sent one by one, amended and withdrawn. Many at once are sent as a submission."""

from typing import Any

from django.utils.timezone import now
from rest_framework import serializers
from rest_framework.request import Request

from accounts.api import callers, pages
from accounts.api.endpoints import Endpoint, reads, writes
from accounts.api.fields import Amount, Text
from accounts.api.queries import ListQuery
from accounts.domain import tokens
from outcomes import permissions
from outcomes.actions import claims as claims_action
from outcomes.actions import single_claims
from outcomes.api.participants import cursor_of, seen_programme
from outcomes.api.submissions import sending_agent
from outcomes.models import Claim, ClaimState
from outcomes.selectors import claims


class ClaimOut(serializers.Serializer[Any]):
    EXAMPLE = {
        "id": 90210,
        "agent": "north-works",
        "participant": "JB-0417",
        "participant_id": 481,
        "outcome": "job",
        "outcome_name": "Into work",
        "achieved_on": "2026-05-14",
        "sequence": 1,
        "value": None,
        "evidence_kind": "payslip",
        "evidence_ref": "JB-0417-p1",
        "state": "accepted",
        "has_open_questions": False,
        "contract_version": 1,
        "submission": 77,
        "row_number": 2,
        "amends": None,
        "received_at": "2026-06-01T06:00:00Z",
    }

    id = serializers.IntegerField()
    agent = serializers.CharField(source="agent.code")
    participant = serializers.CharField(source="participant.reference")
    participant_id = serializers.IntegerField()
    outcome = serializers.CharField()
    outcome_name = serializers.CharField(help_text="As the contract names it")
    achieved_on = serializers.DateField(source="event_date")
    sequence = serializers.IntegerField(help_text="Which time or step it is")
    value = serializers.DecimalField(max_digits=14, decimal_places=4, allow_null=True, help_text="Exact, as text")
    evidence_kind = serializers.CharField()
    evidence_ref = serializers.CharField()
    state = serializers.ChoiceField(ClaimState.State.choices)
    has_open_questions = serializers.BooleanField()
    contract_version = serializers.IntegerField(source="version.number", help_text="The version that prices it")
    submission = serializers.IntegerField(source="submission_id", allow_null=True)
    row_number = serializers.IntegerField(allow_null=True)
    amends = serializers.IntegerField(source="amends_id", allow_null=True, help_text="The claim whose place it takes")
    received_at = serializers.DateTimeField()


class ClaimQuery(ListQuery):
    reference = serializers.CharField(required=False, max_length=64, help_text="How the participant's reference begins")
    outcome = serializers.SlugField(required=False, max_length=60)
    state = serializers.ChoiceField(ClaimState.State.choices, required=False)
    agent = serializers.SlugField(required=False, max_length=60)
    achieved_from = serializers.DateField(required=False)
    achieved_until = serializers.DateField(required=False)
    open_questions = serializers.BooleanField(required=False, help_text="Only claims with questions not answered yet")


class EvidenceIn(serializers.Serializer[Any]):
    sequence = serializers.IntegerField(required=False, min_value=1, max_value=32_767)
    value = Amount(required=False, max_digits=14, decimal_places=4)
    evidence_kind = serializers.CharField(required=False, allow_blank=True, max_length=60)
    evidence_ref = serializers.CharField(required=False, allow_blank=True, max_length=200)


class ClaimIn(EvidenceIn):
    EXAMPLE = {
        "participant": "JB-0417",
        "outcome": "job",
        "achieved_on": "2026-05-14",
        "evidence_kind": "payslip",
        "evidence_ref": "JB-0417-p1",
    }

    agent = serializers.SlugField(required=False, max_length=60, help_text="Needed where you act for several agents")
    participant = Text("Your own reference of the participant", max_length=64)
    outcome = serializers.SlugField(max_length=60, help_text="As the contract codes it")
    achieved_on = serializers.DateField()


class AmendmentIn(EvidenceIn):
    EXAMPLE = {"achieved_on": "2026-05-15", "reason": "The contract began a day later."}

    achieved_on = serializers.DateField(required=False)
    reason = Text("Why the claim is amended", max_length=500)


class WithdrawalIn(serializers.Serializer[Any]):
    EXAMPLE = {"reason": "The payslip was of another person."}

    reason = Text("Why the claim is withdrawn. It cannot be undone", max_length=500)


def cells(given: dict[str, Any]) -> dict[str, str]:
    """What was sent as the cells of a row, as files have them."""
    return {name: f"{value:f}" if name == "value" else str(value) for name, value in given.items()}


def own_claim(request: Request, slug: str, pk: int) -> Claim:
    """The claim, to the people and systems of the agent who made it."""
    claim = claims.find(callers.of(request), seen_programme(request, slug), pk)
    permissions.require_to_act_for(callers.of(request), "claim.withdraw", claim.programme, claim.agent)
    return claim


class ClaimList(Endpoint):
    tag = "Participants and claims"

    @reads(
        "List claims",
        ClaimOut,
        many=True,
        query=ClaimQuery,
        leads={"readParticipant": {"id": "results/0/participant_id"}},
    )
    def get(self, request: Request, given: dict[str, Any], *, slug: str) -> Any:
        """The latest event first. An agent's people see those of their own organisation."""
        programme, wanted = seen_programme(request, slug), claims.Wanted(**given)
        found = claims.search(callers.of(request), programme, wanted, cursor_of(self.asked), self.asked.size)
        return pages.Page(found.rows, found.older)

    @writes("Make a claim", ClaimOut, takes=ClaimIn, scope=tokens.SUBMIT, located="id")
    def post(self, request: Request, given: dict[str, Any], *, slug: str) -> Any:
        """One claim, checked at once as every row of a file is. What is wrong comes back with the same codes."""
        programme, agent = sending_agent(request, slug, given.pop("agent", ""))
        user = callers.of(request)
        made = single_claims.send(programme=programme, agent=agent, row=cells(given), by=user, at=now())
        return claims.find(user, programme, made.pk)


class ClaimDetail(Endpoint):
    tag = "Participants and claims"

    @reads(
        "Read a claim",
        ClaimOut,
        leads={"readParticipant": {"id": "participant_id"}, "followSubmission": {"id": "submission"}},
    )
    def get(self, request: Request, given: dict[str, Any], *, slug: str, pk: int) -> Any:
        """One claim, as it stands now."""
        return claims.find(callers.of(request), seen_programme(request, slug), pk)


class ClaimAmend(Endpoint):
    tag = "Participants and claims"

    @writes("Amend a claim", ClaimOut, takes=AmendmentIn, scope=tokens.SUBMIT, edits=lambda: ClaimDetail)
    def post(self, request: Request, given: dict[str, Any], *, slug: str, pk: int) -> Any:
        """Withdraw the claim and put another in its place, which has what is not given from the first. Both stay on
        record; what was paid is adjusted by the next pricing."""
        claim, user, reason = own_claim(request, slug, pk), callers.of(request), given.pop("reason")
        row = claims.as_row(claim) | cells(given)
        made = single_claims.amend(claim=claim, row=row, reason=reason, by=user, at=now())
        return claims.find(user, claim.programme, made.pk)


class ClaimWithdraw(Endpoint):
    tag = "Participants and claims"

    @writes("Withdraw a claim", ClaimOut, takes=WithdrawalIn, scope=tokens.SUBMIT, edits=lambda: ClaimDetail)
    def post(self, request: Request, given: dict[str, Any], *, slug: str, pk: int) -> Any:
        """Take a claim back. It stays on record; what was paid for it is adjusted by the next pricing."""
        claim, user = own_claim(request, slug, pk), callers.of(request)
        claims_action.withdraw(claim=claim, by=user, at=now(), **given)
        return claims.find(user, claim.programme, claim.pk)
