"""Findings: what was seen, the stages that it questions, and what follows."""

from typing import Any

from django.utils.timezone import localdate, now
from rest_framework import serializers
from rest_framework.request import Request

from accounts.api import callers
from accounts.api.endpoints import Endpoint, reads, writes
from accounts.api.fields import Name, Text
from accounts.api.queries import ListQuery
from stages.actions import findings as findings_action
from stages.api.programmes import programme_of
from stages.domain import framework
from stages.models import EffectCheck, Finding, FindingReply
from stages.selectors import findings

BY_HAND = [choice for choice in Finding.Source.choices if choice[0] not in Finding.OF_THEIR_OWN]
QUESTIONED = [(number, framework.BY_NUMBER[number].name) for number in framework.QUESTIONABLE]
ANSWERS = ("accept", "reopen", "dismiss")
SEVERITY_HELP = "Empty where too few people stand behind the finding to tell the caller more of it"


class QuestionedOut(serializers.Serializer[Any]):
    EXAMPLE = {"stage": 4, "why": "The target assumed a baseline of 31%."}

    stage = serializers.IntegerField()
    why = serializers.CharField()


class FindingOut(serializers.Serializer[Any]):
    EXAMPLE = {
        "number": 3,
        "title": "Starts are far below plan",
        "summary": "41 of 120 planned starts by the end of March.",
        "source": "monitoring",
        "severity": "red",
        "stages": [QuestionedOut.EXAMPLE],
        "raised_at": "2026-04-03T06:00:00Z",
        "raised_by": "System (monitoring)",
        "closed_at": None,
    }

    number = serializers.IntegerField()
    title = serializers.CharField()
    summary = serializers.CharField()
    source = serializers.ChoiceField(Finding.Source.choices)  # type: ignore[assignment]
    severity = serializers.ChoiceField(Finding.Severity.choices, allow_blank=True, help_text=SEVERITY_HELP)
    stages = QuestionedOut(many=True, help_text="The stages that it questions, and why")
    raised_at = serializers.DateTimeField()
    raised_by = Name()
    closed_at = serializers.DateTimeField(allow_null=True)

    def to_representation(self, instance: Finding) -> dict[str, Any]:
        """Without the stages of a finding that is withheld."""
        row: dict[str, Any] = super().to_representation(instance)
        return row | {"stages": []} if instance.withheld else row


class ReplyOut(serializers.Serializer[Any]):
    EXAMPLE = {
        "kind": "comment",
        "text": "Referrals began six weeks late.",
        "written_at": "2026-04-04T09:12:00Z",
        "written_by": "North Works: case management",
    }

    kind = serializers.ChoiceField(FindingReply.Kind.choices)
    text = serializers.CharField()
    written_at = serializers.DateTimeField()
    written_by = Name()


class EffectOut(serializers.Serializer[Any]):
    EXAMPLE = {"effect": "partly", "note": "58 starts in May.", "checked_at": "2026-06-02T10:00:00Z"}

    effect = serializers.ChoiceField(EffectCheck.Effect.choices)
    note = serializers.CharField()
    checked_at = serializers.DateTimeField()


class ActionOut(serializers.Serializer[Any]):
    EXAMPLE = {
        "what": "Agree a referral route with the family hubs.",
        "owner": "Ruth Adler",
        "due_on": "2026-05-01",
        "done_at": None,
        "overdue": False,
        "effect_checks": [EffectOut.EXAMPLE],
    }

    what = serializers.CharField(source="action.what")
    owner = Name(source="action.owner")
    due_on = serializers.DateField(source="action.due_on")
    done_at = serializers.DateTimeField(source="action.done_at", allow_null=True)
    overdue = serializers.BooleanField(source="is_overdue")
    effect_checks = EffectOut(source="checks", many=True)


class FindingDetailOut(serializers.Serializer[Any]):
    EXAMPLE = FindingOut.EXAMPLE | {
        "evidence": {"target": "starts", "status": "red"},
        "replies": [ReplyOut.EXAMPLE],
        "actions": [ActionOut.EXAMPLE],
        "to_close": ["No corrective action is agreed. Agree one, or dismiss the finding with the reason."],
        "closing_note": "",
    }

    number = serializers.IntegerField(source="finding.number")
    title = serializers.CharField(source="finding.title")
    summary = serializers.CharField(source="finding.summary")
    source = serializers.ChoiceField(Finding.Source.choices, source="finding.source")  # type: ignore[assignment]
    severity = serializers.ChoiceField(
        Finding.Severity.choices, source="finding.severity", allow_blank=True, help_text=SEVERITY_HELP
    )
    stages = QuestionedOut(many=True)
    raised_at = serializers.DateTimeField(source="finding.raised_at")
    raised_by = Name(source="finding.raised_by")
    closed_at = serializers.DateTimeField(source="finding.closed_at", allow_null=True)
    evidence = serializers.DictField(source="frozen", help_text="As it was when the finding was raised")
    replies = ReplyOut(many=True)
    actions = ActionOut(many=True)
    to_close = serializers.ListField(
        source="shortfalls", child=serializers.CharField(), help_text="What stands between the finding and its closing"
    )
    closing_note = serializers.CharField(source="finding.closing_note")


class FindingQuery(ListQuery):
    q = serializers.CharField(required=False, max_length=100, help_text="Words of the title or the summary")
    state = serializers.ChoiceField(("open", "closed"), required=False)
    stage = serializers.ChoiceField(QUESTIONED, required=False, help_text="A stage that it questions")


class FindingIn(serializers.Serializer[Any]):
    EXAMPLE = {
        "title": "Two agents report the same families",
        "summary": "Eleven references of one agent match the other's by date of birth and postcode district.",
        "source": "verification",
        "severity": "red",
        "stages": [5, 6],
        "why": "Deduplication was left to the agents.",
    }

    title = Text("What is wrong, in a few words", max_length=200)
    summary = Text("Facts and figures, where they come from, and since when")
    source = serializers.ChoiceField(BY_HAND)  # type: ignore[assignment]
    severity = serializers.ChoiceField(Finding.Severity.choices)
    stages = serializers.ListField(
        child=serializers.ChoiceField(QUESTIONED),
        min_length=1,
        max_length=6,
        help_text="Stages that may have caused it",
    )
    why = Text("Why these stages")


class ReplyIn(serializers.Serializer[Any]):
    EXAMPLE = {"text": "Referrals began six weeks late."}

    text = Text()


class FindingAnswerIn(serializers.Serializer[Any]):
    EXAMPLE = {"answer": "reopen", "rationale": "The target rests on a wrong baseline."}

    answer = serializers.ChoiceField(ANSWERS, help_text="reopen: accept it and reopen the stages that it questions")
    rationale = Text("Reason for the answer")


def page_of(request: Request, slug: str, number: int) -> findings.FindingPage:
    finding = findings.finding_of(programme_of(request, slug), number)
    return findings.page(finding, callers.of(request), localdate())


class FindingList(Endpoint):
    tag = "Findings"

    @reads("List the findings", FindingOut, many=True, query=FindingQuery)
    def get(self, request: Request, given: dict[str, Any], *, slug: str) -> Any:
        """The latest first."""
        return findings.findings(programme_of(request, slug), callers.of(request), **given)

    @writes("Raise a finding", FindingDetailOut, takes=FindingIn, located="number")
    def post(self, request: Request, given: dict[str, Any], *, slug: str) -> Any:
        """Say what was seen. The words are frozen as evidence."""
        programme = programme_of(request, slug)
        raised = findings_action.raise_by_hand(programme=programme, by=callers.of(request), at=now(), **given)
        return page_of(request, slug, raised.number)


class FindingDetail(Endpoint):
    tag = "Findings"

    @reads("Read a finding", FindingDetailOut)
    def get(self, request: Request, given: dict[str, Any], *, slug: str, number: int) -> Any:
        """The finding with its frozen evidence and all that followed."""
        return page_of(request, slug, number)


class FindingReplyList(Endpoint):
    tag = "Findings"

    @writes("Reply to a finding", FindingDetailOut, takes=ReplyIn, edits=lambda: FindingDetail)
    def post(self, request: Request, given: dict[str, Any], *, slug: str, number: int) -> Any:
        """Add a remark to an open finding."""
        finding = findings.finding_of(programme_of(request, slug), number)
        findings_action.reply(finding=finding, by=callers.of(request), at=now(), **given)
        return page_of(request, slug, number)


class FindingAnswer(Endpoint):
    tag = "Findings"

    @writes(
        "Answer a finding", FindingDetailOut, takes=FindingAnswerIn, for_people_alone=True, edits=lambda: FindingDetail
    )
    def post(self, request: Request, given: dict[str, Any], *, slug: str, number: int) -> Any:
        """Accept it, accept it and reopen the stages that it questions, or dismiss it."""
        finding = findings.finding_of(programme_of(request, slug), number)
        findings_action.answer(finding=finding, by=callers.of(request), at=now(), **given)
        return page_of(request, slug, number)
