"""The seven stages of a programme, with their visits and the criteria of their gates."""

from typing import Any

from django.http import Http404
from django.utils.timezone import localdate, now
from rest_framework import serializers
from rest_framework.request import Request

from accounts.api import callers
from accounts.api.endpoints import Endpoint, reads, writes
from accounts.api.fields import Name, Text
from stages import permissions
from stages.actions import gates, visits
from stages.api.programmes import programme_of
from stages.domain import criteria, framework, history
from stages.selectors import stage_pages
from stages.selectors import visits as visits_selector

STATUSES = (history.NOT_STARTED, history.OPEN, history.REOPENED, history.CLOSED)
STATES = (criteria.MET, criteria.NOT_MET, criteria.NEEDS_CONFIRMATION)


class StageOut(serializers.Serializer[Any]):
    EXAMPLE = {"number": 6, "name": "Data collection and analysis", "status": "open", "visits": 1}

    number = serializers.IntegerField()
    name = serializers.CharField()
    status = serializers.ChoiceField(STATUSES)
    visits = serializers.IntegerField(help_text="How often it has been open: reopening adds a visit")


class CriterionOut(serializers.Serializer[Any]):
    EXAMPLE = {
        "code": "contract_agreed",
        "rule": "The contract is agreed by every party.",
        "state": "not_met",
        "reason": "Version 2 waits for the agent.",
        "source": "Johnstone (2017)",
    }

    code = serializers.CharField()
    rule = serializers.CharField(source="label", help_text="In the commissioner's words")
    state = serializers.CharField(help_text="met, not_met or needs_confirmation")
    reason = serializers.CharField(help_text="What is missing, or why it holds; empty where it is kept from the caller")
    source = serializers.CharField()  # type: ignore[assignment]


class VisitOut(serializers.Serializer[Any]):
    EXAMPLE = {
        "number": 1,
        "opened_at": "2026-01-05T10:00:00Z",
        "opened_by": "Ruth Adler",
        "because": "Stage 5 was opened.",
        "finding": None,
        "closed_at": None,
        "closed_by": None,
        "decision": "",
        "criteria": [],
    }

    number = serializers.IntegerField(source="visit.number")
    opened_at = serializers.DateTimeField(source="visit.opened_at")
    opened_by = Name(source="visit.opened_by")
    because = serializers.CharField(source="visit.because")
    finding = serializers.IntegerField(
        source="visit.finding.number", default=None, allow_null=True, help_text="The finding that reopened the stage"
    )
    closed_at = serializers.DateTimeField(source="visit.closed_at", allow_null=True)
    closed_by = Name(source="visit.closed_by", allow_null=True)
    decision = serializers.CharField(source="visit.decision")
    criteria = CriterionOut(many=True, help_text="What each criterion said when the visit closed")


class PauseOut(serializers.Serializer[Any]):
    EXAMPLE = {"paused_at": "2026-02-01T09:00:00Z", "because": "The register is being moved."}

    paused_at = serializers.DateTimeField()
    because = serializers.CharField()


class StageDetailOut(serializers.Serializer[Any]):
    EXAMPLE = {
        "number": 6,
        "name": "Data collection and analysis",
        "led_by": "expert_body",
        "purpose": "Judge the data against the contract, each period.",
        "status": "open",
        "pause": None,
        "criteria": [CriterionOut.EXAMPLE],
        "visits": [VisitOut.EXAMPLE],
        "may_close": False,
        "may_reopen": False,
    }

    number = serializers.IntegerField(source="stage.number")
    name = serializers.CharField(source="stage.name")
    led_by = serializers.CharField(source="stage.led_by")
    purpose = serializers.CharField(source="stage.purpose")
    status = serializers.ChoiceField(STATUSES)
    pause = PauseOut(allow_null=True)
    criteria = CriterionOut(many=True, help_text="What each criterion says now; empty while the stage is not open")
    visits = VisitOut(many=True, help_text="The latest first")
    may_close = serializers.BooleanField(source="may_decide", help_text="Whether the caller may decide its gate")
    may_reopen = serializers.BooleanField()


class GateRequestIn(serializers.Serializer[Any]):
    EXAMPLE = {"note": "All criteria hold since the visit of 3 March."}

    note = Text("What those who decide should know")


class CloseIn(serializers.Serializer[Any]):
    EXAMPLE = {"decision": "All criteria hold; minutes of 12 March."}

    decision = Text("The decision and the reason for it")


class ReopenIn(serializers.Serializer[Any]):
    EXAMPLE = {"because": "Targets were set on a baseline that has since been corrected."}

    because = Text("Why the stage is reopened")


def page_of(request: Request, slug: str, stage: int) -> stage_pages.StagePage:
    """The stage as the caller may see it; there is none at this address but 1 to 7."""
    if stage not in framework.BY_NUMBER:
        raise Http404("There are seven stages")
    return stage_pages.stage_page(programme_of(request, slug), stage, callers.of(request), localdate())


class StageList(Endpoint):
    tag = "Stages"

    @reads("List the stages", StageOut, many=True, leads={"readStage": {"stage": "results/0/number"}})
    def get(self, request: Request, given: dict[str, Any], *, slug: str) -> Any:
        """All seven, in order, each with its status."""
        found = visits_selector.of_programme(programme_of(request, slug))
        return [
            {
                "number": stage.number,
                "name": stage.name,
                "status": history.status(visits_selector.facts_of(found.get(stage.number, []))),
                "visits": len(found.get(stage.number, [])),
            }
            for stage in framework.STAGES
        ]


class StageDetail(Endpoint):
    tag = "Stages"

    @reads("Read a stage", StageDetailOut)
    def get(self, request: Request, given: dict[str, Any], *, slug: str, stage: int) -> Any:
        """The stage with its visits, and what each criterion of its gate says now."""
        return page_of(request, slug, stage)


class StageGateRequest(Endpoint):
    tag = "Stages"

    @writes("Ask for the gate of a stage", StageDetailOut, takes=GateRequestIn, edits=lambda: StageDetail)
    def post(self, request: Request, given: dict[str, Any], *, slug: str, stage: int) -> Any:
        """Ask those who decide on the gate to do so."""
        page_of(request, slug, stage)
        programme = programme_of(request, slug)
        gates.ask_now(programme=programme, stage=stage, by=callers.of(request), at=now(), **given)
        return page_of(request, slug, stage)


class StageClose(Endpoint):
    tag = "Stages"

    @writes("Close a stage", StageDetailOut, takes=CloseIn, for_people_alone=True, edits=lambda: StageDetail)
    def post(self, request: Request, given: dict[str, Any], *, slug: str, stage: int) -> Any:
        """Pass the gate, once every criterion holds. Gates of stages that the Expert Body leads are passed by a
        decision of the body, with its votes on record, on its page."""
        page, programme = page_of(request, slug, stage), programme_of(request, slug)
        permissions.require(callers.of(request), permissions.to_close(stage), programme)
        if page.is_decided_by_the_body:
            raise visits.DecidedByTheBody("The Expert Body decides on this gate, with its votes on record.")
        visit = visits.require_open(programme=programme, stage=stage)
        visit.programme = programme
        visits.close_stage(visit=visit, by=callers.of(request), at=now(), **given)
        return page_of(request, slug, stage)


class StageReopen(Endpoint):
    tag = "Stages"

    @writes("Reopen a stage", StageDetailOut, takes=ReopenIn, for_people_alone=True, edits=lambda: StageDetail)
    def post(self, request: Request, given: dict[str, Any], *, slug: str, stage: int) -> Any:
        """Add a visit to a stage that was closed, so that its records can be changed again."""
        page_of(request, slug, stage)
        programme = programme_of(request, slug)
        visits.reopen(programme=programme, stage=stage, finding=None, by=callers.of(request), at=now(), **given)
        return page_of(request, slug, stage)
