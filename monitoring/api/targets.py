"""Targets with what was measured, and what the monitor flagged. Small numbers are hidden as on the pages."""

from typing import Any

from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request

from accounts.api import callers
from accounts.api.endpoints import Endpoint, reads
from accounts.api.queries import ListQuery
from contracts.models import Target
from monitoring.models import Flag
from monitoring.selectors import figures, pages
from stages.api.programmes import programme_of


class ReadingOut(serializers.Serializer[figures.Reading]):
    EXAMPLE = {
        "period": "2026-q2",
        "ends_on": "2026-06-30",
        "status": "amber",
        "people": 120,
        "achieved": 41,
        "actual": 0.34,
        "low": 0.26,
        "high": 0.43,
        "expected": 0.4,
        "minimum": 0.3,
        "probability": 0.08,
        "reason": "Below what was expected by now.",
        "hidden": False,
        "stood_on": None,
    }

    period = serializers.CharField()
    ends_on = serializers.DateField()
    status = serializers.CharField()
    people = serializers.IntegerField(allow_null=True)
    achieved = serializers.IntegerField(allow_null=True)
    actual = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    expected = serializers.FloatField(allow_null=True)
    minimum = serializers.FloatField(allow_null=True)
    probability = serializers.FloatField(allow_null=True, help_text="Of so bad a figure, were all as agreed")
    reason = serializers.CharField()
    hidden = serializers.BooleanField(help_text="The figures are null: they would tell of too few people")
    stood_on = serializers.DateField(
        allow_null=True, help_text="The day of the figures, where what has come in since is too few to show"
    )


class TargetOut(serializers.Serializer[pages.TargetPage]):
    EXAMPLE = {
        "code": "job-rate",
        "label": "Into work (rate)",
        "outcome": "job",
        "segment": None,
        "agent": None,
        "measure": "rate",
        "value": "0.400000",
        "minimum": "0.300000",
        "in_contract": True,
        "readings": [ReadingOut.EXAMPLE],
    }

    code = serializers.CharField(source="target.code")
    label = serializers.SerializerMethodField()  # type: ignore[assignment]
    outcome = serializers.CharField(source="target.outcome.code")
    segment = serializers.CharField(source="target.segment.code", default=None, allow_null=True)
    agent = serializers.CharField(source="target.agent.code", default=None, allow_null=True)
    measure = serializers.ChoiceField(Target.Measure.choices, source="target.measure")
    value = serializers.CharField(source="target.value", help_text="As agreed, exact")
    minimum = serializers.CharField(source="target.minimum", allow_null=True)
    in_contract = serializers.BooleanField(
        source="is_watched", help_text="Whether the contract still names it; what was said before stays readable"
    )
    readings = ReadingOut(many=True, help_text="The latest period first")

    def get_label(self, page: pages.TargetPage) -> str:
        return figures.label_of(page.target)


class FlagOut(serializers.Serializer[Flag]):
    EXAMPLE = {
        "id": 8,
        "kind": "off_track",
        "subject": "job-rate",
        "period": "2026-q2",
        "severity": "red",
        "reason": "41 of 120: below the minimum performance level.",
        "stages": [4, 5],
        "probability": "0.012000",
        "finding": 3,
        "raised_at": "2026-07-01T02:00:00Z",
    }

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(Flag.Kind.choices)
    subject = serializers.CharField(help_text="The code of the target, the segment and target, or the agent")
    period = serializers.CharField(source="period.code")
    severity = serializers.ChoiceField(Flag.Severity.choices)
    reason = serializers.CharField()
    stages = serializers.ListField(child=serializers.IntegerField(), help_text="The stages that it questions")
    probability = serializers.DecimalField(max_digits=7, decimal_places=6, allow_null=True)
    finding = serializers.IntegerField(source="finding.number", default=None, allow_null=True)
    raised_at = serializers.DateTimeField()


class FlagQuery(ListQuery):
    text = serializers.CharField(required=False, max_length=100)
    kind = serializers.ChoiceField(Flag.Kind.choices, required=False)
    severity = serializers.ChoiceField(Flag.Severity.choices, required=False)


class TargetList(Endpoint):
    tag = "Monitoring"

    @reads("List targets", TargetOut, many=True)
    def get(self, request: Request, given: dict[str, Any], *, slug: str) -> Any:
        """Every target that was judged, with its readings."""
        return pages.target_pages(figures.audience(callers.of(request), programme_of(request, slug)))


class TargetDetail(Endpoint):
    tag = "Monitoring"

    @reads("Read a target", TargetOut)
    def get(self, request: Request, given: dict[str, Any], *, slug: str, code: str) -> Any:
        """A target with all that was said of it."""
        page = pages.target_page(figures.audience(callers.of(request), programme_of(request, slug)), code)
        if page is None:
            raise Http404("No such target")
        return page


class FlagList(Endpoint):
    tag = "Monitoring"

    @reads("List flags", FlagOut, many=True, query=FlagQuery)
    def get(self, request: Request, given: dict[str, Any], *, slug: str) -> Any:
        """The latest raised first. An agent sees those that concern it alone."""
        return pages.flags(figures.audience(callers.of(request), programme_of(request, slug)), **given)
